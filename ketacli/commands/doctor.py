"""`ketacli doctor`: is this installation in order?"""

from __future__ import annotations

import typer

from ketacli.commands.options import (
    ExitZeroOption,
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
from ketacli.reports import doctor_text
from ketacli.selfcheck import checks


def register(root: typer.Typer) -> None:
    """Add the command."""
    root.command("doctor")(doctor)


def doctor(
    today: TodayOption = None,
    format: FormatOption = Format.TEXT,
    output: OutputOption = None,
    force: ForceOption = False,
    plain: PlainOption = False,
    exit_zero: ExitZeroOption = False,
) -> int:
    """Python, libraries, OCR, age of the facts, write access, encoding. Leaves with 1 where something needs doing."""
    allowed(format, Format.TEXT, Format.JSON, Format.CSV, Format.MD)
    now = as_today(today)
    found = checks(now)
    waiting = [f"{each.name}: {each.told}" for each in found if each.state == "attention"]
    if format is Format.JSON:
        from ketacli.reports.envelope import envelope

        result = envelope("doctor", found, inputs=[{"today": now}], warnings=waiting)
    elif format is Format.CSV:
        result = doctor_text.csv(found)
    elif format is Format.MD:
        result = doctor_text.markdown(found)
    else:
        result = doctor_text.text(found, paper(plain=plain, to_file=output is not None))
    deliver(result, output, force=force)
    return ExitCode.ATTENTION if waiting and not exit_zero else ExitCode.OK
