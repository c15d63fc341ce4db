"""Patterns that are compiled when first used: a document needs few of them, and a start of the program none."""

from __future__ import annotations

import re
from collections.abc import Iterator


class Lazy:
    """A regular expression with the methods of `re.Pattern` that are used here."""

    __slots__ = ("_compiled", "_flags", "pattern")

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self.pattern = pattern
        self._flags = flags
        self._compiled: re.Pattern[str] | None = None

    def compiled(self) -> re.Pattern[str]:
        """The pattern itself; compiled once."""
        if self._compiled is None:
            self._compiled = re.compile(self.pattern, self._flags)
        return self._compiled

    def search(self, text: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
        """As `re.Pattern.search`."""
        return self.compiled().search(text, start, len(text) if end is None else end)

    def match(self, text: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
        """As `re.Pattern.match`."""
        return self.compiled().match(text, start, len(text) if end is None else end)

    def finditer(self, text: str, start: int = 0, end: int | None = None) -> Iterator[re.Match[str]]:
        """As `re.Pattern.finditer`."""
        return self.compiled().finditer(text, start, len(text) if end is None else end)

    def findall(self, text: str) -> list[str]:
        """The whole matches; patterns with groups are not used with it."""
        return [found[0] for found in self.compiled().finditer(text)]

    def sub(self, replacement: str, text: str) -> str:
        """As `re.Pattern.sub`."""
        return self.compiled().sub(replacement, text)


def lazy(pattern: str, flags: int = 0) -> Lazy:
    """A pattern to be compiled when first used."""
    return Lazy(pattern, flags)
