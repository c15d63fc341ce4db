"""The substrings that a regular expression cannot do without, read off its source without compiling it."""

from __future__ import annotations

import re

Needs = tuple[str, ...]
_LONG_ENOUGH = 5
"""Longer substrings are hardly rarer; fewer alternatives count for more from here on."""
_MOST = 80
"""More alternatives than this cost more to look for than a pattern costs to run."""
_TOKENS = re.compile(
    r"""[^\\\[\](){}|?*+.^$]+"""  # letters that stand for themselves
    r"""|\[\^?\]?(?:[^\]\\]|\\.)*\]"""  # a class
    r"""|\((?:\?(?:P<\w+>|<?[=!]|:))?"""  # a group opens
    r"""|(?:[?*+]|\{\d*,?\d*\})[?+]?"""  # a quantifier
    r"""|\\.|.""",
    re.DOTALL,
)
_QUANTIFIERS = "?*+{"
_LOOKS = ("(?=", "(?!", "(?<=", "(?<!")


def needed(pattern: str, *, any_case: bool = False) -> Needs:
    """Substrings of which every match of the pattern holds at least one, in lower case with `any_case`.

    Empty where there are none worth looking for, and for syntax that this does not read (flags within the pattern,
    conditions). Only ASCII counts in any case: beyond it, letters have more than two cases.
    """
    tokens = _TOKENS.findall(pattern)
    tokens.append(")")
    try:
        found, end = _alternatives(tokens, 0, any_case)
    except (_NotRead, IndexError):
        return ()
    return found if found is not None and end == len(tokens) and len(found) <= _MOST else ()


class _NotRead(Exception):
    """Syntax that is left alone."""


def _alternatives(tokens: list[str], at: int, any_case: bool) -> tuple[Needs | None, int]:
    """Up to the closing bracket: what one of the alternatives needs, and where the text goes on.

    None where one alternative needs nothing.
    """
    found: dict[str, None] = {}
    nothing = False
    while True:
        best, at = _sequence(tokens, at, any_case)
        nothing = nothing or best is None
        found.update(dict.fromkeys(best or ()))
        at += 1
        if tokens[at - 1] == ")":
            return None if nothing else tuple(found), at


def _sequence(tokens: list[str], at: int, any_case: bool) -> tuple[Needs | None, int]:
    """The best of what the parts of one alternative need, each of which a match must hold."""
    best: Needs | None = None
    run = ""
    while (token := tokens[at]) != "|" and token != ")":
        at += 1
        needs: Needs | None = None
        plain = ""
        first = token[0]
        if first == "(":
            needs, at = _group(tokens, at, token, any_case)
        elif first == "\\":
            plain = _escaped(token)
        elif first in _QUANTIFIERS:
            raise _NotRead
        elif first not in ".^$[":
            plain = token if not any_case else token.lower() if token.isascii() else ""
        after = tokens[at]
        if after[0] in _QUANTIFIERS:
            at += 1
            least = after[0] == "+" or (after[0] == "{" and after[1:2].isdigit() and after[1] != "0")
            # "colou?r": what stands before the quantified letter may still stand whole.
            run += plain if least else plain[:-1]
            best = _better(best, (run,) if run else None)
            best = _better(best, needs if least else None)
            run = ""
        elif plain:
            run += plain
        else:
            best = _better(_better(best, (run,) if run else None), needs)
            run = ""
    return _better(best, (run,) if run else None), at


def _group(tokens: list[str], at: int, opening: str, any_case: bool) -> tuple[Needs | None, int]:
    if opening == "(" and tokens[at][0] == "?":
        raise _NotRead
    needs, at = _alternatives(tokens, at, any_case)
    return (None if opening in _LOOKS else needs), at


def _escaped(token: str) -> str:
    """The letter that an escape stands for; empty for a class or a place."""
    letter = token[1:]
    if not letter or letter in "xuUN01234567":
        raise _NotRead
    if letter.isalnum():
        return {"n": "\n", "t": "\t"}.get(letter, "")
    return letter if letter.isascii() else ""


def _better(one: Needs | None, other: Needs | None) -> Needs | None:
    """The one whose substrings are rarer in running text: longer, then fewer."""
    if other is None or not _worth(other):
        return one
    return other if one is None or _score(other) > _score(one) else one


def _worth(needs: Needs) -> bool:
    """A single letter or blank stands in every sentence."""
    return all(len(need) > 1 or not (need.isalpha() or need.isspace()) for need in needs)


def _score(needs: Needs) -> tuple[int, int, int]:
    shortest = min(map(len, needs))
    return min(shortest, _LONG_ENOUGH), -len(needs), shortest
