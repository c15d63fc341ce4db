"""What a regular expression asks of a text, read off its source without compiling it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from ketacli.patterns.compiled import compiled

Needs = tuple[str, ...]
_LONG_ENOUGH = 5
"""Longer substrings are hardly rarer; fewer alternatives count for more from here on."""
_MOST = 80
"""More alternatives than this cost more to look for than a pattern costs to run."""
_TOKENS = (
    r"""[^\\\[\](){}|?*+.^$]+"""  # letters that stand for themselves
    r"""|\[\^?\]?(?:[^\]\\]|\\.)*\]"""  # a class
    r"""|\(\?P=\w+\)"""  # what a group found, again
    r"""|\((?:\?(?:P<\w+>|<?[=!]|:|\(\w+\)))?"""  # a group opens
    r"""|(?:[?*+]|\{\d*,?\d*\})[?+]?"""  # a quantifier
    r"""|\\.|."""
)
_BRANCHES = r"\\.|\[\^?\]?(?:[^\]\\]|\\.)*\]|\((?:\?(?:P|\()?)?|[)|]"
"""What parts a pattern: bars and brackets, told from those that an escape or a class makes letters."""
OWN = ((_TOKENS, int(re.DOTALL)), (_BRANCHES, int(re.DOTALL)))
"""Patterns about patterns, for the bundle."""
_TOGETHER = 2
"""Substrings that must all be there are looked for up to this number: a third tells apart little more."""
_QUANTIFIERS = "?*+{"
_LOOKS = ("(?=", "(?!", "(?<=", "(?<!", "(?(")
_NEVER = "(?!)"
_MANY = 12
"""With so many alternatives it is quicker to run those alone whose letters stand in the text."""


def needed(pattern: str, *, any_case: bool = False) -> Needs:
    """Substrings of which every match of the pattern holds at least one, in lower case with `any_case`.

    Empty where there are none worth looking for, and for syntax that this does not read (flags within the pattern).
    Only ASCII counts in any case: beyond it, letters have more than two cases.
    """
    return next(iter(all_needed(pattern, any_case=any_case)), ())


def all_needed(pattern: str, *, any_case: bool = False) -> tuple[Needs, ...]:
    """As `needed`, and where there are, a second lot of substrings of which every match holds at least one as well."""
    whole = _walked(pattern, None, any_case)
    return tuple(needs for needs in whole.needs if len(needs) <= _MOST) if whole else ()


def without_idle(pattern: str, text: str, *, any_case: bool = False) -> tuple[str, Needs]:
    """The pattern without the alternatives that cannot match anywhere in a text, and what those would need.

    It gives the same matches, groups and group numbers in every text that holds none of these substrings. With
    `any_case` the text is in lower case.
    """
    dropped: dict[str, None] = {}
    whole = _walked(pattern, (text, dropped), any_case)
    return (whole.source, tuple(dropped)) if whole else (pattern, ())


def divided(pattern: str) -> tuple[str, ...]:
    """The alternatives of a pattern that has many, in order; empty for one that has few, or groups with numbers."""
    return between(pattern, bars(pattern)) if may_be_divided(pattern) else ()


def may_be_divided(pattern: str) -> bool:
    """Whether a pattern has bars enough for many alternatives."""
    return pattern.count("|") + 1 >= _MANY


def bars(pattern: str) -> list[int]:
    """Where a pattern of many alternatives is parted: the places of its bars, and those before and after it."""
    depth = 0
    edges = [-1]
    for found in _branches()(pattern):
        mark = found[0]
        if mark == "|" and depth == 0:
            edges.append(found.start())
        elif mark == ")":
            depth -= 1
        elif mark[0] == "(":
            if mark != "(?":
                return []
            depth += 1
    return [*edges, len(pattern)] if len(edges) >= _MANY else []


def between(pattern: str, edges: Iterable[int]) -> tuple[str, ...]:
    """What stands between one edge and the next."""
    return tuple(pattern[left + 1 : right] for left, right in pairwise(edges))


@cache
def _branches() -> Callable[[str], Iterator[re.Match[str]]]:
    return compiled(*OWN[1]).finditer


@cache
def _tokens() -> Callable[[str], list[str]]:
    return compiled(*OWN[0]).findall


class _Part(NamedTuple):
    needs: tuple[Needs, ...]
    """Of each of these every match holds at least one, best first; none: nothing worth looking for."""
    source: str
    captures: bool
    """Whether it holds a group that has a number."""


class _NotRead(Exception):
    """Syntax that is left alone."""


def _walked(pattern: str, sift: tuple[str, dict[str, None]] | None, any_case: bool) -> _Part | None:
    tokens = _tokens()(pattern)
    tokens.append(")")
    walk = _Walk(tokens, sift, any_case)
    try:
        whole = walk.alternatives(True)
    except (_NotRead, IndexError):
        return None
    return whole if walk.at == len(tokens) else None


class _Walk:
    """Goes over the tokens of a pattern once."""

    def __init__(self, tokens: list[str], sift: tuple[str, dict[str, None]] | None, any_case: bool) -> None:
        self._tokens = tokens
        self._sift = sift
        self._any_case = any_case
        self.at = 0

    def alternatives(self, choice: bool) -> _Part:
        """Up to the closing bracket. With `choice`, what the bars part are alternatives of which any may be left."""
        parts = [self._sequence()]
        while self._tokens[self.at - 1] == "|":
            parts.append(self._sequence())
        captures = any(part.captures for part in parts)
        needs = _of_any([part.needs for part in parts])
        kept = parts if self._sift is None or len(parts) == 1 or not choice else list(filter(self._is_kept, parts))
        return _Part(needs, "|".join(part.source for part in kept) or _NEVER, captures)

    def _is_kept(self, part: _Part) -> bool:
        if self._sift is None or not part.needs or part.captures:
            return True
        text, dropped = self._sift
        for need in part.needs[0]:
            if need in text:
                return True
        dropped.update(dict.fromkeys(part.needs[0]))
        return False

    def _sequence(self) -> _Part:
        """One alternative with the bar or bracket after it: the best of what its parts need, each of which must be."""
        found: list[Needs] = []
        run = ""
        source: list[str] = []
        captures = False
        while (token := self._tokens[self.at]) != "|" and token != ")":
            self.at += 1
            needs: tuple[Needs, ...] = ()
            plain = ""
            first = token[0]
            if first == "(" and not token.startswith("(?P="):
                inner = self._group(token)
                needs, token = inner.needs, inner.source
                captures = captures or inner.captures
            elif first == "\\":
                plain = _escaped(token)
            elif first in _QUANTIFIERS:
                raise _NotRead
            elif first not in ".^$[(":
                plain = token if not self._any_case else token.lower() if token.isascii() else ""
            source.append(token)
            after = self._tokens[self.at]
            if after[0] in _QUANTIFIERS:
                self.at += 1
                source.append(after)
                least = after[0] == "+" or (after[0] == "{" and after[1:2].isdigit() and after[1] != "0")
                # "colou?r": what stands before the quantified letter may still stand whole.
                run += plain if least else plain[:-1]
                found += [(run,), *(needs if least else ())]
                run = ""
            elif plain:
                run += plain
            else:
                found += [(run,), *needs]
                run = ""
        self.at += 1
        return _Part(_best([*found, (run,)]), "".join(source), captures)

    def _group(self, opening: str) -> _Part:
        conditional = opening.startswith("(?(")
        if opening == "(" and self._tokens[self.at][0] == "?":
            raise _NotRead
        inner = self.alternatives(not conditional)
        return _Part(
            () if opening.startswith(_LOOKS) else inner.needs,
            f"{opening}{inner.source})",
            inner.captures or conditional or opening == "(" or opening.startswith("(?P<"),
        )


def _escaped(token: str) -> str:
    """The letter that an escape stands for; empty for a class or a place."""
    letter = token[1:]
    if not letter or letter in "xuUN01234567":
        raise _NotRead
    if letter.isalnum():
        return {"n": "\n", "t": "\t"}.get(letter, "")
    return letter if letter.isascii() else ""


def _best(found: list[Needs]) -> tuple[Needs, ...]:
    """Those whose substrings are rarest in running text: longer, then fewer."""
    ordered = sorted(filter(_worth, found), key=_score, reverse=True)
    return tuple(dict.fromkeys(ordered))[:_TOGETHER]


def _of_any(choices: list[tuple[Needs, ...]]) -> tuple[Needs, ...]:
    """What a match of any of several alternatives holds: of their best the one or the other, and so on."""
    if not all(choices):
        return ()
    count = max(map(len, choices))
    lots = ([needs for lot in choices for needs in lot[min(at, len(lot) - 1)]] for at in range(count))
    return tuple(dict.fromkeys(tuple(dict.fromkeys(lot)) for lot in lots))


def _worth(needs: Needs) -> bool:
    """A single letter or blank stands in every sentence."""
    return all(len(need) > 1 or not (need.isalpha() or need.isspace() or not need) for need in needs)


def _score(needs: Needs) -> tuple[int, int, int]:
    shortest = min(map(len, needs))
    return min(shortest, _LONG_ENOUGH), -len(needs), shortest
