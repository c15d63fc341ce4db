"""Answers kept for texts that are asked about again and again: a lead-in for each of its items, a heading."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

T = TypeVar("T")
_MOST = 4096
"""Texts whose answers are kept: more than a page holds, few enough for a long document."""


def remembered(function: Callable[[str], list[T]]) -> Callable[[str], list[T]]:
    """The function with its last answers kept; it depends on nothing but the text. Each answer is a list of its own."""
    kept = lru_cache(maxsize=_MOST)(lambda text: tuple(function(text)))

    @wraps(function)
    def again(text: str) -> list[T]:
        return list(kept(text))

    return again
