"""Which substrings stand in a text: one pass over it answers for all that the prepared patterns need.

A policy's sentence is asked about by a hundred patterns, each of which needs one of a few substrings. Looking for all
of them at once costs about as much as looking for ten of them one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from ketacli.policy.prepared import listed, substrings

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

_ODD = ("ſ", "ı", "i̇")
"""What `re` takes for an s or an i in any case, though its lower case is spelled otherwise."""
_MOST = 8192
"""Texts that are kept in mind: more than a page holds, few enough for a long document."""
ALWAYS = 1
"""The mask of what is not looked for: it stands in every text."""
_UNKNOWN = -1
"""The mask of a text in which anything may stand."""


class Standing(dict[str, int]):
    """By text the mask of the substrings that stand in it; with `any_case` in its lower case.

    `mask & standing[text]` is zero only where none of the substrings of the mask stands in the text.
    """

    def __init__(self, *, any_case: bool) -> None:
        super().__init__()
        self._any_case = any_case

    def __missing__(self, text: str) -> int:
        if not self._any_case:
            mask = _found(text)
        else:
            low = lowered(text)
            mask = _UNKNOWN if low is None else AS_WRITTEN[low]
        if len(self) > _MOST:
            self.clear()
        self[text] = mask
        return mask


def _found(text: str) -> int:
    """The mask of a text, gathered a bit at a time in bytes, which a long number would have to be copied for."""
    standing = bytearray(len(substrings()) // 8 + 1)
    for at, _, _ in _automaton().find_matches_as_indexes(text, overlapping=True):
        standing[at >> 3] |= 1 << (at & 7)
    return int.from_bytes(standing, "little") << 1 | ALWAYS


AS_WRITTEN = Standing(any_case=False)
ANY_CASE = Standing(any_case=True)


def lowered(text: str) -> str | None:
    """The text in lower case; None where that could hide a letter from a pattern in any case."""
    low = text.lower()
    return None if not low.isascii() and any(odd in low for odd in _ODD) else low


@cache
def _automaton() -> AhoCorasick:
    from ahocorasick_rs import AhoCorasick, Implementation

    return AhoCorasick(substrings(), implementation=Implementation.ContiguousNFA)


class Candidates:
    """Several things, each with the substrings that it needs: which of them may stand in a text."""

    def __init__(self, needs: Iterable[Iterable[str]]) -> None:
        self._by_place: dict[int, list[int]] = {}
        self._all = 0
        self._known: dict[int, Sequence[int]] = {0: ()}
        for index, needed in enumerate(needs):
            for place in _places_of(needed):
                self._by_place.setdefault(place, []).append(index)
        for place in self._by_place:
            self._all |= 1 << place

    def standing_in(self, mask: int) -> Sequence[int]:
        """Their indexes in order, for the mask of a text: no other can stand there."""
        stands = self._all & mask
        found = self._known.get(stands)
        if found is None:
            if len(self._known) > _MOST:
                self._known = {0: ()}
            found = tuple(sorted({index for place in _places_in(stands) for index in self._by_place[place]}))
            self._known[stands] = found
        return found


def _places_in(mask: int) -> Iterator[int]:
    while mask:
        place = (mask & -mask).bit_length() - 1
        yield place
        mask ^= 1 << place


class AnyOf:
    """Whether any of a few words or parts of words stands in a text. They are told apart by nothing but themselves."""

    def __init__(self, *parts: str) -> None:
        self._parts = parts
        self._mask = 0

    def __call__(self, text: str) -> bool:
        mask = self._mask
        if not mask:
            mask = self._mask = mask_of(listed(self._parts))
        if mask != ALWAYS:
            return bool(mask & AS_WRITTEN[text])
        return any(part in text for part in self._parts)


@cache
def _places() -> dict[str, int]:
    return {each: at for at, each in enumerate(substrings(), 1)}


def _places_of(needs: Iterable[str]) -> Sequence[int]:
    """The bits of a mask; that of `ALWAYS` where there are no needs, or one is not among those looked for."""
    places = _places()
    found = [places.get(need, 0) for need in needs]
    return found if found and all(found) else (0,)


def mask_of(needs: Iterable[str]) -> int:
    """The mask of some substrings; `ALWAYS` where there are none, or one of them is not among those looked for."""
    mask = 0
    for place in _places_of(needs):
        mask |= 1 << place
    return mask
