"""Reads the word lists of `vocabulary/`: plain phrases that a person can extend, turned into patterns once each.

The language of a phrase: a blank or a hyphen matches either, over a line break too; `*` at the end of a word matches
any ending; `(a|b)` is one of several; `[word]` may be missing. Everything else stands for itself, in any case.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "vocabulary"
_TOKEN = re.compile(r"\[[^\]]*\][ -]?|[()|*]|[ -]+|[^()|*\[\]\s-]+")
_GAP = r"(?:\s+|\s*-\s*)"


@cache
def vocabulary(name: str) -> dict[str, Any]:
    """One vocabulary file as tables. Raises FileNotFoundError where the installation lacks it."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))


def phrase_pattern(phrase: str) -> str:
    """The regular expression, without word edges, of one phrase (lower case)."""
    out: list[str] = []
    for token in _TOKEN.findall(phrase.strip()):
        if token[0] == "[":
            inner = phrase_pattern(token[1 : token.rindex("]")])
            out.append(f"(?:{inner}{_GAP})?" if token[-1] in " -" else f"(?:{inner})?")
        elif token == "(":
            out.append("(?:")
        elif token in ")|":
            out.append(token)
        elif token == "*":
            out.append(r"[\w']*")
        elif token.strip(" -") == "":
            out.append(_GAP)
        else:
            out.append(re.escape(token))
    return "".join(out)


def any_of(phrases: Iterable[str]) -> str:
    """One expression for all phrases, the longest first, held to whole words."""
    ordered = sorted(phrases, key=len, reverse=True)
    return rf"(?<![\w])(?:{'|'.join(phrase_pattern(phrase) for phrase in ordered)})(?!\w)"


def compiled(phrases: Iterable[str]) -> re.Pattern[str]:
    """A pattern for lower-case text that finds any of the phrases."""
    return re.compile(any_of(phrases))
