"""Labels and their values as letters print them: "Member ID: X", "Group ... X", the two cells of a row."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ketacli.policy.fields.lazy import Lazy, lazy

_I = re.IGNORECASE
_SEPARATOR = (
    r"[ \t]*(?:\(s\))?[ \t]*(?:(?:is|was)\b)?[ \t]*(?:(?:[.\u2026_][ \t]?){2,})?[ \t]*(?:[:#|\u2013\u2014-]|"
    r"=)?[ \t]*(?:\n[ \t]*)?"
)
ID = r"(?P<value>[A-Za-z]{0,6}[-# ]?(?=[A-Z0-9/-]*\d)[A-Z0-9][A-Z0-9/-]*(?:[ .][A-Z0-9][A-Z0-9/-]*){0,5})"
_TOKEN_WITH_DIGIT = lazy(r"\S*\d\S*")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A value with the place of label and value."""

    value: str
    start: int
    """Start of the label, as offset into the page's text."""
    value_start: int
    end: int


def id_pattern(labels: str, *, needs_sign: bool = False) -> Lazy:
    """A pattern of a label and an identifier after it. `needs_sign`: a colon, number sign or the like must stand
    between the two (for labels that are common words)."""
    sign = r"[ ]*(?:(?:[.\u2026_][ \t]?){2,}:?|[:#|\t])[ \t]*(?:\n[ \t]*)?" if needs_sign else _SEPARATOR
    return lazy(rf"(?<![\w/])(?:{labels}){sign}{ID}", _I)


def identifiers(text: str, pattern: Lazy, *, digits: int = 3) -> Iterator[Labelled]:
    """Identifiers with at least so many digits after their labels, in order; words behind the number are cut off."""
    for found in pattern.finditer(text):
        value = _clean(found["value"])
        if value and sum(char.isdigit() for char in value) >= digits:
            at = found.start("value")
            yield Labelled(value, found.start(), at, at + len(found["value"].rstrip()))


def _clean(value: str) -> str:
    """Tokens up to the last one that has a digit; a word in lower case ends the number."""
    tokens = value.split(" ")
    kept: list[str] = []
    for token in tokens:
        if re.fullmatch(r"[a-z][a-z-]+|[A-Z][a-z]+", token):
            break
        kept.append(token)
    while kept and not any(char.isdigit() for char in kept[-1]):
        kept.pop()
    value = " ".join(kept).strip(" .,-#")
    if re.fullmatch(r"\d{1,2}/\d{1,2}/\d{2,4}|(?:\(?\d{3}\)?[ -])?\d{3}-\d{4}|1-\d{3}-\d{3}-\d{4}", value):
        return ""
    return value


def words_after(text: str, label: str, *, limit: int = 140) -> Iterator[Labelled]:
    """Free text after a label that has a sign or stands alone in its line, up to the end of the line or two blanks."""
    pattern = (
        rf"(?:^|\n|[ \t]{{2,}}|\t)[ \t]*(?P<label>{label})[ \t]*(?:\(s\))?[ \t]*"
        rf"(?:[.\u2026_]{{2,}}[ \t]*:?|[:|])[ \t]*(?:\n[ \t]*)?(?P<value>[^\n\t]{{2,{limit}}}?)(?=[ \t]{{3,}}|\n|\t|$)"
    )
    for found in re.finditer(pattern, text, _I):
        yield Labelled(found["value"].strip(), found.start("label"), found.start("value"), found.end("value"))


def cell_after(text: str, label: str, *, limit: int = 160) -> Iterator[Labelled]:
    """Free text in the cell after a label that fills its own cell or line."""
    pattern = rf"(?:^|\n|\t)[ \t]*(?P<label>{label})[ \t]*:?[ \t]*(?:\n|\t| \| )[ \t]*(?P<value>[^\n\t]{{2,{limit}}})"
    for found in re.finditer(pattern, text, _I):
        yield Labelled(found["value"].strip(), found.start("label"), found.start("value"), found.end("value"))
