"""`ketacli codes`: billing and diagnosis codes on a day of service."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

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
    as_date,
    as_today,
)
from ketacli.commands.values import as_treatment
from ketacli.console.deliver import deliver
from ketacli.console.streams import paper, say
from ketacli.errors import ExitCode
from ketacli.facts.billing import look_up_codes
from ketacli.facts.cited import cited
from ketacli.facts.stale import stale_warnings
from ketacli.reports import codes_text


class Setting(StrEnum):
    """Where the service is given."""

    OFFICE = "office"
    FACILITY = "facility"


def register(root: typer.Typer) -> None:
    """Add the command."""
    root.command("codes")(codes)


def codes(
    code: Annotated[list[str] | None, typer.Argument(metavar="[CODE]…", help="J0013, G2083, F33.2 …")] = None,
    treatment: Annotated[
        str | None, typer.Option("--treatment", metavar="ID", help="Codes of a treatment: esketamine, ketamine_iv …")
    ] = None,
    service_on: Annotated[str | None, typer.Option("--on", metavar="DATE", help="Day of service (today).")] = None,
    setting: Annotated[Setting | None, typer.Option("--setting", help="Amounts for one setting.")] = None,
    today: TodayOption = None,
    format: FormatOption = Format.TEXT,
    output: OutputOption = None,
    force: ForceOption = False,
    plain: PlainOption = False,
    exit_zero: ExitZeroOption = False,
) -> int:
    """Is a code valid on that day, what does Medicare pay, what bundles? Leaves with 1 where a named code is not."""
    allowed(format, Format.TEXT, Format.JSON, Format.CSV, Format.MD)
    now = as_today(today)
    on = as_date(service_on, "--on") or now
    named = [word for each in code or () for word in each.replace(",", " ").split()]
    place: Literal["office", "facility"] | None = None if setting is None else setting.value
    found = look_up_codes(named, as_treatment(treatment), on, place)
    sources, stale = cited(found.used), stale_warnings(found.used, now)
    for each in stale[:3]:
        say(f"Note: {each}.")
    if format is Format.JSON:
        from ketacli.reports.envelope import envelope

        asked = [{"codes": named, "treatment": treatment, "on": on, "setting": place, "today": now}]
        warnings = [*found.warnings, *stale]
        result = envelope("codes", found.codes, inputs=asked, warnings=warnings, sources=sources)
    elif format is Format.CSV:
        result = codes_text.csv(found.codes)
    elif format is Format.MD:
        result = codes_text.markdown(found.codes, found.warnings, on)
    else:
        sheet = paper(plain=plain, to_file=output is not None)
        result = codes_text.text(found.codes, found.warnings, sources, on, sheet)
    deliver(result, output, force=force)
    attention = bool(named) and (bool(found.warnings) or any(each.valid != "yes" for each in found.codes))
    return ExitCode.ATTENTION if attention and not exit_zero else ExitCode.OK
