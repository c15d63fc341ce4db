"""Some records of a shipped file without parsing the rest: a run that needs three figures pays for three.

Our own files keep every `[section]` at the start of a line and hold no such line inside a text; the tests compare
every record read so with the same record of the whole file. A user's own file is always read whole.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from ketacli.facts.build import as_keys

_SECTION = re.compile(r"^\[(\w+)(?:\.(\w+))?\]$", re.MULTILINE)


def head_of(key: str) -> str:
    """The line that begins a record."""
    return f"\n[facts.{key}]\n"


def sliced(text: str, keys: Iterable[str]) -> dict[str, Any]:
    """The tables of a file with some of its records and the sources that these name."""
    first = _SECTION.search(text)
    head = text[: first.start()] if first else text
    records = (_until_next(text, text.index(head_of(key)) + 1) for key in keys)
    raw = _parsed("".join((head, *records, _fields(text))))
    named: dict[str, None] = dict.fromkeys(as_keys(raw.get("source", [])))
    for record in raw.setdefault("facts", {}).values():
        named |= dict.fromkeys(as_keys(record.get("source", [])))
        for entry in record.get("values", []):
            named |= dict.fromkeys(as_keys(entry.get("source", [])))
    places = [text.index(f"\n[sources.{name}]\n") + 1 for name in named]
    return {"sources": {}} | raw | _parsed("".join(_until_next(text, place) for place in places))


def keys_with(text: str, words: Iterable[str]) -> list[str]:
    """Keys of the records whose text holds all the words in quotation marks: those that can fit, and maybe others."""
    quoted = [f'"{word}"' for word in words]
    found = []
    for section in _SECTION.finditer(text):
        if section[1] == "facts" and section[2]:
            told = _until_next(text, section.start())
            if all(word in told for word in quoted):
                found.append(section[2])
    return found


def _fields(text: str) -> str:
    place = text.find("\n[fields]\n")
    return _until_next(text, place + 1) if place >= 0 else ""


def _until_next(text: str, start: int) -> str:
    following = _SECTION.search(text, start + 1)
    return text[start : following.start() if following else len(text)]


def _parsed(text: str) -> dict[str, Any]:
    return tomllib.loads(text, parse_float=Decimal)
