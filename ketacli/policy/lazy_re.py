"""`re` for rules: a pattern is compiled when first needed, and run only where the letters stand that it asks for.

A document needs few of the hundreds of patterns and a start of the program none: compiling them ahead would be most of
the work of a short check. `from ketacli.policy import lazy_re as re` gives the same matches as `re`; before a pattern
runs, the text is looked through for the substrings of which every match holds at least one (`needs.needed`).
"""

from __future__ import annotations

import re as _re
import sys
from collections.abc import Callable, Iterator, Sequence
from re import DOTALL, IGNORECASE, MULTILINE, I, M, Match, Pattern, S, error, escape
from typing import Any, cast

from ketacli.patterns.compiled import compiled, is_kept
from ketacli.policy.needs import Needs, without_idle
from ketacli.policy.prepared import alternatives, needs_of
from ketacli.policy.substrings import ALWAYS, ANY_CASE, AS_WRITTEN, Candidates, lowered, mask_of

__all__ = [
    "DOTALL",
    "IGNORECASE",
    "MULTILINE",
    "I",
    "M",
    "Match",
    "Pattern",
    "S",
    "Several",
    "compile",
    "error",
    "escape",
    "findall",
    "finditer",
    "fullmatch",
    "match",
    "search",
    "split",
    "sub",
]
_END = sys.maxsize
_I = int(IGNORECASE)
_OFTEN = 2
_LONG = 300


class _Lazy:
    """Stands for a compiled pattern. What it does not do itself it leaves to the compiled one."""

    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern = pattern
        self.flags = flags
        self._any_case = bool(flags & _I)
        self._mask: int | None = None
        """What every match needs, as a mask of substrings: one of them stands in every text that it matches."""
        self._also = ALWAYS
        """A second such mask."""
        self._standing = ANY_CASE if self._any_case else AS_WRITTEN
        self._compiled: Pattern[str] | None = None
        self._part: Pattern[str] | None = None
        self._dropped: Needs = ()
        """What the alternatives need that `_part` lacks."""
        self._seen = ""
        self._divided: bool | None = None
        """Whether its alternatives, being many, are run one by one; None until it is known."""
        self._uses = 0

    def _ready(self) -> Pattern[str]:
        if self._compiled is None:
            self._compiled = compiled(self.pattern, self.flags)
            self._settle(self._compiled)
        return self._compiled

    def _settle(self, ready: Pattern[str]) -> None:
        """What is asked most often, without the questions that are answered for good."""
        own = self.__dict__
        own["match"], own["fullmatch"] = ready.match, ready.fullmatch
        if self._mask is None or self._mask == ALWAYS:
            return
        if self._divided is None:
            self._divide()
        if self._divided:
            return
        mask, also, standing = self._mask, self._also, self._standing
        find, find_all = ready.search, ready.finditer

        def search(text: str, pos: int = 0, endpos: int = _END) -> Match[str] | None:
            stands = standing[text]
            return find(text, pos, endpos) if stands & mask and stands & also else None

        def finditer(text: str, pos: int = 0, endpos: int = _END) -> Iterator[Match[str]]:
            stands = standing[text]
            return find_all(text, pos, endpos) if stands & mask and stands & also else iter(())

        own["search"], own["finditer"] = search, finditer

    def _divide(self) -> None:
        """Has a pattern of many alternatives answer by those alone whose letters stand in the text: of their matches
        the leftmost, and of two at one place that of the first."""
        parts = [compile(part, self.flags) for part in alternatives(self.pattern)]
        self._divided = bool(parts)
        if not parts:
            return
        standing_in = Several(parts).standing_in

        def search(text: str, pos: int = 0, endpos: int = _END) -> Match[str] | None:
            best: Match[str] | None = None
            for at in standing_in(text):
                found = parts[at].search(text, pos, endpos)
                if found is not None and (best is None or found.start() < best.start()):
                    best = found
            return best

        def finditer(text: str, pos: int = 0, endpos: int = _END) -> Iterator[Match[str]]:
            while (found := search(text, pos, endpos)) is not None:
                if found.start() == found.end():
                    yield from self._for(text).finditer(text, found.start(), endpos)
                    return
                yield found
                pos = found.end()

        self.__dict__["search"], self.__dict__["finditer"] = search, finditer

    def _for(self, text: str) -> Pattern[str]:
        """What finds in this text what the pattern finds.

        A long pattern that is only just being used is compiled without the alternatives that the texts so far cannot
        hold: most of the work of a short check. One that is used often is worth compiling whole.
        """
        if self._compiled is not None:
            return self._compiled
        self._uses += 1
        if self._uses > _OFTEN or len(self.pattern) < _LONG or is_kept(self.pattern, self.flags):
            return self._ready()
        searched = lowered(text) if self._any_case else text
        if searched is None:
            return self._ready()
        if self._part is None or any(need in searched for need in self._dropped):
            self._seen += searched + "\n"
            source, self._dropped = without_idle(self.pattern, self._seen, any_case=self._any_case)
            self._part = _re.compile(source, self.flags)
        return self._part

    def _absent(self, text: str) -> bool:
        """Whether the text lacks what every match holds."""
        if self._mask is None:
            needs, *also = needs_of(self.pattern, any_case=self._any_case) or ((),)
            self._mask = mask_of(needs)
            self._also = mask_of(also[0]) if also else ALWAYS
            if not needs and len(self.pattern) < _LONG:
                self._run_always()
        if self._mask == ALWAYS:
            return False
        stands = self._standing[text]
        return not (stands & self._mask and stands & self._also)

    def _run_always(self) -> None:
        """A pattern that needs no letters answers with its own methods from now on."""
        ready = self._ready()
        for name in ("search", "finditer", "match", "fullmatch", "sub", "split", "findall"):
            setattr(self, name, getattr(ready, name))

    def search(self, text: str, pos: int = 0, endpos: int = _END) -> Match[str] | None:
        """As `re.Pattern.search`."""
        if self._absent(text):
            return None
        if self._divided is None:
            self._divide()
        return self.search(text, pos, endpos) if self._divided else self._for(text).search(text, pos, endpos)

    def finditer(self, text: str, pos: int = 0, endpos: int = _END) -> Iterator[Match[str]]:
        """As `re.Pattern.finditer`."""
        if self._absent(text):
            return iter(())
        if self._divided is None:
            self._divide()
        return self.finditer(text, pos, endpos) if self._divided else self._for(text).finditer(text, pos, endpos)

    def findall(self, text: str, pos: int = 0, endpos: int = _END) -> list[Any]:
        """As `re.Pattern.findall`."""
        return [] if self._absent(text) else self._for(text).findall(text, pos, endpos)

    def match(self, text: str, pos: int = 0, endpos: int = _END) -> Match[str] | None:
        """As `re.Pattern.match`: quick once compiled, so that only compiling is spared."""
        if self._compiled is None and self._absent(text):
            return None
        return self._for(text).match(text, pos, endpos)

    def fullmatch(self, text: str, pos: int = 0, endpos: int = _END) -> Match[str] | None:
        """As `re.Pattern.fullmatch`."""
        if self._compiled is None and self._absent(text):
            return None
        return self._for(text).fullmatch(text, pos, endpos)

    def sub(self, repl: str | Callable[[Match[str]], str], text: str, count: int = 0) -> str:
        """As `re.Pattern.sub`."""
        return text if self._absent(text) else self._for(text).sub(repl, text, count)

    def split(self, text: str, maxsplit: int = 0) -> list[str | Any]:
        """As `re.Pattern.split`."""
        return [text] if self._absent(text) else self._for(text).split(text, maxsplit)

    def __getattr__(self, name: str) -> Any:
        """Groups, flags and the like."""
        return getattr(self._ready(), name)


class Several:
    """Patterns that are asked about together: which of them may match in a text. All match in any case, or none."""

    def __init__(self, patterns: Sequence[Pattern[str]]) -> None:
        self.patterns = patterns
        self._any_case = any(pattern.flags & _I for pattern in patterns)
        self._standing = ANY_CASE if self._any_case else AS_WRITTEN
        self._candidates: Candidates | None = None

    def standing_in(self, text: str) -> Sequence[int]:
        """Indexes of the patterns whose letters stand in the text, in order: no other can match there."""
        if self._candidates is None:
            needs = (needs_of(pattern.pattern, any_case=self._any_case) for pattern in self.patterns)
            self._candidates = Candidates(lots[0] if lots else () for lots in needs)
        return self._candidates.standing_in(self._standing[text])


_MOST_KNOWN = 8192
"""Twice what the rules have: patterns that are made from a document's words do not pile up."""
_KNOWN: dict[tuple[str, int], Pattern[str]] = {}


def compile(pattern: str, flags: int = 0) -> Pattern[str]:
    """As `re.compile`; the work is put off."""
    flags = int(flags)
    known = _KNOWN.get((pattern, flags))
    if known is None:
        known = cast("Pattern[str]", _Lazy(pattern, flags))
        if len(_KNOWN) < _MOST_KNOWN:
            _KNOWN[pattern, flags] = known
    return known


def known() -> list[tuple[str, int]]:
    """Every pattern made so far, with its flags."""
    return list(_KNOWN)


def search(pattern: str, text: str, flags: int = 0) -> Match[str] | None:
    """As `re.search`."""
    return compile(pattern, flags).search(text)


def match(pattern: str, text: str, flags: int = 0) -> Match[str] | None:
    """As `re.match`."""
    return compile(pattern, flags).match(text)


def fullmatch(pattern: str, text: str, flags: int = 0) -> Match[str] | None:
    """As `re.fullmatch`."""
    return compile(pattern, flags).fullmatch(text)


def finditer(pattern: str, text: str, flags: int = 0) -> Iterator[Match[str]]:
    """As `re.finditer`."""
    return compile(pattern, flags).finditer(text)


def findall(pattern: str, text: str, flags: int = 0) -> list[Any]:
    """As `re.findall`."""
    return compile(pattern, flags).findall(text)


def sub(pattern: str, repl: str | Callable[[Match[str]], str], text: str, count: int = 0, flags: int = 0) -> str:
    """As `re.sub`."""
    return compile(pattern, flags).sub(repl, text, count)


def split(pattern: str, text: str, maxsplit: int = 0, flags: int = 0) -> list[str | Any]:
    """As `re.split`."""
    return compile(pattern, flags).split(text, maxsplit)
