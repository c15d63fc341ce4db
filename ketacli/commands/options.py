"""Options that several commands share, declared once."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from ketacli.errors import UsageProblem


class Format(StrEnum):
    """Formats of a result."""

    TEXT = "text"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    MD = "md"
    HTML = "html"
    ICS = "ics"


FormatOption = Annotated[Format, typer.Option("--format", help="How the result is written.")]
OutputOption = Annotated[
    Path | None,
    typer.Option("-o", "--output", help="Write to a file instead of the terminal.", metavar="FILE"),
]
ForceOption = Annotated[bool, typer.Option("--force", help="Replace a file that exists.")]
PlainOption = Annotated[bool, typer.Option("--plain", help="Linear text without boxes, for a screen reader.")]
ExitZeroOption = Annotated[bool, typer.Option("--exit-zero", help="Leave with 0 where the code would be 1.")]
TodayOption = Annotated[
    str | None, typer.Option("--today", help="Act as if today were this day (YYYY-MM-DD).", metavar="DATE")
]


def as_date(text: str | None, option: str) -> date | None:
    """An ISO date given to an option. Raises UsageProblem that names the option."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as problem:
        raise UsageProblem(
            f"{option} is not a date of the calendar", hint=f"Write it as {option} 2026-03-31."
        ) from problem


def as_today(text: str | None) -> date:
    """The day that the command takes as today: `--today`, else the machine's date."""
    return as_date(text, "--today") or date.today()


def allowed(chosen: Format, *offered: Format) -> None:
    """Raises UsageProblem where a command does not write the chosen format."""
    if chosen not in offered:
        names = ", ".join(offered)
        raise UsageProblem(f"--format {chosen} is not offered here", hint=f"Choose one of: {names}.")
