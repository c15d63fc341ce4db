"""`ketacli assist`: programmes, grants and other ways to pay, for one person."""

from __future__ import annotations

from enum import StrEnum
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
from ketacli.commands.values import as_amount, as_state, as_treatment
from ketacli.console.deliver import deliver
from ketacli.console.streams import paper, say
from ketacli.errors import ExitCode, UsageProblem
from ketacli.facts.assistance import assess
from ketacli.facts.cited import cited
from ketacli.facts.person import Profile
from ketacli.facts.stale import stale_warnings
from ketacli.reports import assist_text


class Insurance(StrEnum):
    """Kinds of cover."""

    COMMERCIAL = "commercial"
    MEDICARE = "medicare"
    MEDICAID = "medicaid"
    TRICARE = "tricare"
    VA = "va"
    NONE = "none"


def register(root: typer.Typer) -> None:
    """Add the command."""
    root.command("assist")(assist)


def assist(
    insurance: Annotated[
        list[Insurance] | None, typer.Option("--insurance", help="Your cover. Repeat for a second one.")
    ] = None,
    treatment: Annotated[
        str | None, typer.Option("--treatment", metavar="ID", help="esketamine, ketamine_iv, ketamine_any …")
    ] = None,
    state: Annotated[str | None, typer.Option("--state", metavar="XX", help="State where you live.")] = None,
    household: Annotated[
        int | None, typer.Option("--household", min=1, max=30, metavar="N", help="People in your household.")
    ] = None,
    income: Annotated[str | None, typer.Option("--income", metavar="USD", help="Household income in a year.")] = None,
    veteran: Annotated[bool | None, typer.Option("--veteran/--no-veteran", help="Whether you are a veteran.")] = None,
    amount: Annotated[
        str | None, typer.Option("--amount", metavar="USD", help="What you would have to pay, for the sums.")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Everything on each program.")] = False,
    today: TodayOption = None,
    format: FormatOption = Format.TEXT,
    output: OutputOption = None,
    force: ForceOption = False,
    plain: PlainOption = False,
) -> int:
    """Programs, grants and other ways to pay: open to you or not, why, what they pay, how to apply."""
    allowed(format, Format.TEXT, Format.JSON, Format.CSV, Format.MD)
    on = as_today(today)
    covers = tuple(dict.fromkeys(each.value for each in insurance or ()))
    if "none" in covers and len(covers) > 1:
        raise UsageProblem("--insurance none stands beside another cover", hint="Name the covers, or none alone.")
    person = Profile(
        insurance=covers,
        treatment=as_treatment(treatment),
        state=as_state(state),
        household=household,
        income=as_amount(income, "--income"),
        veteran=veteran,
        amount=as_amount(amount, "--amount") or None,
    )
    found = assess(person, on)
    sources, warnings = cited(found.used), stale_warnings(found.used, on)
    for each in warnings:
        say(f"Note: {each}.")
    if format is Format.JSON:
        from ketacli.reports.envelope import envelope

        asked = [{"today": on, **{name: getattr(person, name) for name in Profile.__dataclass_fields__}}]
        result = envelope("assist", found.programmes, inputs=asked, warnings=warnings, sources=sources)
    elif format is Format.CSV:
        result = assist_text.csv(found.programmes)
    elif format is Format.MD:
        result = assist_text.markdown(found.programmes, sources)
    else:
        sheet = paper(plain=plain, to_file=output is not None)
        result = assist_text.text(found.programmes, sources, sheet, everything=everything)
    deliver(result, output, force=force, private=output is not None)
    return ExitCode.OK
