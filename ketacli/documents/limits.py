"""Bounds on what one input may cost, and the observer that hears how far reading has come."""

from __future__ import annotations

import time
from dataclasses import field
from typing import Protocol

from ketacli.documents.errors import TooLarge, TooManyPages, TooSlow
from ketacli.records import growing, record

_LINES_A_PAGE = 60


@record
class Limits:
    """Bounds for one document. Each has a flag of `check`."""

    max_bytes: int = 100_000_000
    """Size of the file."""
    max_text_bytes: int = 12_500_000
    """Size of a text or an HTML page, which are held in memory whole."""
    max_unpacked_bytes: int = 200_000_000
    """What a DOCX may unpack to. Of its XML a quarter of it."""
    max_pages: int = 10_000
    max_seconds: float = 900.0
    """Wall-clock time for one document, OCR included."""


class Progress(Protocol):
    """Hears of each page that is done; a library caller passes nothing."""

    def page_done(self, name: str, done: int, total: int) -> None:
        """`done` of `total` pages of the document `name` have been read."""


@growing
class Watch:
    """The limits at work on one document, from the moment it is made."""

    name: str
    limits: Limits
    progress: Progress | None = None
    started: float = field(default_factory=time.monotonic)

    def size(self, size: int, *, is_text: bool = False) -> None:
        """Raise `TooLarge` over the limit of bytes."""
        if size > self.limits.max_bytes:
            raise TooLarge(self.name, size, self.limits.max_bytes)
        if is_text and size > self.limits.max_text_bytes:
            raise TooLarge(self.name, size, self.limits.max_text_bytes, hint="Cut out the part that matters.")

    def pages(self, pages: int) -> None:
        """Raise `TooManyPages` over the limit of pages."""
        if pages > self.limits.max_pages:
            raise TooManyPages(self.name, pages, self.limits.max_pages)

    def lines(self, lines: int) -> None:
        """Raise `TooManyPages` where a text's lines would fill more pages than the limit."""
        self.pages(lines // _LINES_A_PAGE)

    def seconds_left(self) -> float:
        """Seconds until the time limit; raises `TooSlow` where none are left."""
        left = self.limits.max_seconds - (time.monotonic() - self.started)
        if left <= 0:
            raise TooSlow(self.name, self.limits.max_seconds)
        return left

    def page_done(self, done: int, total: int) -> None:
        """Note a finished page; raises `TooSlow` over the limit of time."""
        self.seconds_left()
        if self.progress is not None:
            self.progress.page_done(self.name, done, total)
