"""Which substrings stand in a text: one pass over it answers for all that the prepared patterns need.

A policy's sentence is asked about by a hundred patterns, each of which needs one of a few substrings. Looking for all
of them at once costs about as much as looking for ten of them one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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
        searched = lowered(text) if self._any_case else text
        mask = _UNKNOWN if searched is None else self._found(searched)
        if len(self) > _MOST:
            self.clear()
        self[text] = mask
        return mask

    def _found(self, text: str) -> int:
        mask = ALWAYS
        for at in {found[0] for found in _automaton().find_matches_as_indexes(text, overlapping=True)}:
            mask |= 2 << at
        return mask


AS_WRITTEN = Standing(any_case=False)
ANY_CASE = Standing(any_case=True)


def lowered(text: str) -> str | None:
    """The text in lower case; None where that could hide a letter from a pattern in any case."""
    low = text.lower()
    return None if not low.isascii() and any(odd in low for odd in _ODD) else low


@cache
def _automaton() -> AhoCorasick:
    from ahocorasick_rs import AhoCorasick, Implementation

    return AhoCorasick(substrings(), implementation=Implementation.NoncontiguousNFA)


class Candidates:
    """Several things, each with the mask of what it needs: which of them may stand in a text."""

    def __init__(self, masks: Iterable[int]) -> None:
        self._by_bit: dict[int, list[int]] = {}
        self._all = 0
        for index, mask in enumerate(masks):
            self._all |= mask
            for bit in _bits_of(mask):
                self._by_bit.setdefault(bit, []).append(index)

    def standing_in(self, mask: int) -> list[int]:
        """Their indexes in order, for the mask of a text: no other can stand there."""
        stands = self._all & mask
        if not stands:
            return []
        return sorted({index for bit in _bits_of(stands) for index in self._by_bit[bit]})


def _bits_of(mask: int) -> Iterator[int]:
    while mask:
        bit = mask & -mask
        yield bit
        mask ^= bit


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
def _bits() -> dict[str, int]:
    return {each: 2 << at for at, each in enumerate(substrings())}


def mask_of(needs: Iterable[str]) -> int:
    """The mask of some substrings; `ALWAYS` where there are none, or one of them is not among those looked for."""
    bits = _bits()
    mask = 0
    for need in needs:
        bit = bits.get(need)
        if bit is None:
            return ALWAYS
        mask |= bit
    return mask or ALWAYS
