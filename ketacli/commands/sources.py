"""`ketacli sources`: every source, with what rests on it."""

from __future__ import annotations

from typing import Annotated

import typer

from ketacli.commands.options import (
    ForceOption,
    Format,
    FormatOption,
    OutputOption,
    PlainOption,
    TodayOption,
    allowed,
    as_today,
)
from ketacli.console.deliver import deliver
from ketacli.console.streams import paper
from ketacli.errors import ExitCode
from ketacli.facts.bearing import bearings
from ketacli.reports import sources_text


def register(root: typer.Typer) -> None:
    """Add the command."""
    root.command("sources")(sources)


def sources(
    key: Annotated[str | None, typer.Argument(metavar="[KEY]", help="Key of a source, or of a fact.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="What rests on every source.")] = False,
    today: TodayOption = None,
    format: FormatOption = Format.TEXT,
    output: OutputOption = None,
    force: ForceOption = False,
    plain: PlainOption = False,
) -> int:
    """Every source with its date, and what rests on it; or one source; or the sources of one fact."""
    allowed(format, Format.TEXT, Format.JSON, Format.CSV, Format.MD)
    now = as_today(today)
    found = bearings(key)
    if format is Format.JSON:
        from ketacli.reports.envelope import envelope

        brief = [
            {name: getattr(each, name) for name in ("key", "title", "publisher", "address", "dated", "read")}
            for each in found
        ]
        result = envelope("sources", found, inputs=[{"key": key, "today": now}], sources=brief)
    elif format is Format.CSV:
        result = sources_text.csv(found)
    elif format is Format.MD:
        result = sources_text.markdown(found)
    else:
        sheet = paper(plain=plain, to_file=output is not None)
        result = sources_text.text(found, sheet, full=key is not None or everything)
    deliver(result, output, force=force)
    return ExitCode.OK
