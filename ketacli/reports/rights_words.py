"""Windows of the law in words, for every form of the report."""

from __future__ import annotations

from ketacli.deadlines.model import Level


def span(days: int | None, months: int | None) -> str:
    """A window in words."""
    if days is not None:
        return f"{days} days"
    return f"{months} months" if months is not None else "not fixed by law"


def window_words(level: Level) -> str:
    """The window and what it counts from, in words."""
    words = span(level.days, level.months)
    if words == "not fixed by law":
        return level.counts_from_text
    mail = f"; {level.presumed_receipt_days} days of mail are presumed" if level.presumed_receipt_days else ""
    return f"{words} from {level.counts_from_text}{mail}"
