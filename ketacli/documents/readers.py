"""The interface behind which each format's reader stands."""

from __future__ import annotations

from dataclasses import field

from ketacli.documents.limits import Watch
from ketacli.documents.model import Page, UnreadPage
from ketacli.records import growing, record


@record
class Request:
    """What a reader is given."""

    data: bytes
    watch: Watch
    ocr: str = "auto"
    password: str | None = None


@growing
class Found:
    """What a reader gives back."""

    pages: list[Page]
    unread: list[UnreadPage] = field(default_factory=list)
    page_count: int = 1
    title: str = ""
    warnings: list[str] = field(default_factory=list)
