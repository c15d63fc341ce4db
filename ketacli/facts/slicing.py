"""One record out of a shipped file without parsing the rest: a run that needs three figures pays for three.

Our own files keep every `[section]` at the start of a line and hold no such line inside a text; the tests compare
every record read so with the same record of the whole file. A user's own file is always read whole.
"""

from __future__ import annotations

import re
import tomllib
from decimal import Decimal
from typing import Any

from ketacli.facts.build import as_keys

_SECTION = re.compile(r"^\[(\w+)(?:\.(\w+))?\]$", re.MULTILINE)


def head_of(key: str) -> str:
    """The line that begins a record."""
    return f"\n[facts.{key}]\n"


def sliced(text: str, key: str) -> dict[str, Any]:
    """The tables of a file with one record and the sources that it names."""
    start = text.index(head_of(key)) + 1
    first = _SECTION.search(text)
    head = text[: first.start()] if first else text
    raw = _parsed(head + _until_next(text, start) + _fields(text))
    record = raw["facts"][key]
    named = [*as_keys(record.get("source", raw.get("source", [])))]
    named += [each for entry in record.get("values", []) for each in as_keys(entry.get("source", []))]
    places = [text.index(f"\n[sources.{name}]\n") + 1 for name in dict.fromkeys(named)]
    return raw | _parsed("".join(_until_next(text, place) for place in places))


def _fields(text: str) -> str:
    place = text.find("\n[fields]\n")
    return _until_next(text, place + 1) if place >= 0 else ""


def _until_next(text: str, start: int) -> str:
    following = _SECTION.search(text, start + 1)
    return text[start : following.start() if following else len(text)]


def _parsed(text: str) -> dict[str, Any]:
    return tomllib.loads(text, parse_float=Decimal)
