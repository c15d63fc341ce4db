"""Reads the word lists of `vocabulary/`: plain phrases that a person can extend, turned into patterns once each.

The language of a phrase: a blank or a hyphen matches either, over a line break too; `*` at the end of a word matches
any ending, alone any word; `(a|b)` is one of several; `[a|b]` may be missing; `[a|b]*` may stand any number of times.
Everything else stands for itself, in any case.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from ketacli.policy import lazy_re as re
from ketacli.policy.prepared import vocabulary_of, worked_out

GAP = r"(?:\s+|\s*-\s*)"
_OPEN, _CLOSE = "([", ")]"


@cache
def vocabulary(name: str) -> dict[str, Any]:
    """One vocabulary file as tables. Raises FileNotFoundError where the installation lacks it."""
    return vocabulary_of(name)


def phrase_pattern(phrase: str) -> str:
    """The regular expression, without word edges, of one phrase in lower case."""
    return worked_out("phrase", phrase, _choices)


def _choices(phrase: str) -> str:
    choices = list(_split(phrase, "|"))
    if len(choices) > 1:
        return "|".join(_sequence(choice) for choice in choices)
    return _sequence(phrase)


def _sequence(phrase: str) -> str:
    """Words one after another; what may be missing takes its gap with it."""
    out, waiting = "", True
    for element in _split(phrase.strip(), " -"):
        if not element:
            continue
        optional, again = _optional(element)
        body = _element(element)
        if optional:
            body = f"(?:{body}{GAP})" if waiting else f"(?:{GAP}{body})"
            out += body + ("*" if again else "?")
        else:
            out += body if waiting else GAP + body
            waiting = False
    return out


def _optional(element: str) -> tuple[bool, bool]:
    again = element.endswith("]*")
    whole = element[:-1] if again else element
    alone = whole.startswith("[") and whole.endswith("]") and whole.count("[") == 1
    return alone, again and alone


def _element(element: str) -> str:
    """One word with what is glued to it: groups, optional parts, a star."""
    if _optional(element)[0]:
        return f"(?:{_choices(element.rstrip('*')[1:-1])})"
    if element == "*":
        return r"[\w']+"
    out, at = "", 0
    while at < len(element):
        char = element[at]
        if char in _OPEN:
            end = _closing(element, at)
            out += f"(?:{_choices(element[at + 1 : end])})" + ("?" if char == "[" else "")
            at = end
        elif char == "*":
            out += r"[\w']*"
        else:
            out += re.escape(char)
        at += 1
    return out


def _closing(text: str, start: int) -> int:
    depth = 0
    for at in range(start, len(text)):
        depth += (text[at] in _OPEN) - (text[at] in _CLOSE)
        if depth == 0:
            return at
    raise ValueError(f"a bracket is not closed in the phrase {text!r}")


def _split(text: str, marks: str) -> Iterator[str]:
    """Parts between marks that stand outside of all brackets."""
    depth = start = 0
    for at, char in enumerate(text):
        depth += (char in _OPEN) - (char in _CLOSE)
        if depth == 0 and char in marks:
            yield text[start:at]
            start = at + 1
    yield text[start:]


def any_of(phrases: Iterable[str]) -> str:
    """One expression for all phrases, the longest first, held to whole words."""
    ordered = sorted(phrases, key=len, reverse=True)
    return rf"(?<!\w)(?:{'|'.join(phrase_pattern(phrase) for phrase in ordered)})(?!\w)"


@cache
def _compiled(phrases: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(any_of(phrases))


def compiled(phrases: Iterable[str]) -> re.Pattern[str]:
    """A pattern for lower-case text that finds any of the phrases."""
    return _compiled(tuple(phrases))
