"""`ketacli rights`: the ladder of appeals for a plan type and State, with dates."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal

import typer

from ketacli.commands.options import (
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
from ketacli.console.deliver import deliver
from ketacli.console.streams import is_interactive, paper
from ketacli.deadlines import PLAN_TYPES, Ladder, Printed, Question, ladder
from ketacli.deadlines.unknown import QUESTIONS, candidates, compare, needed


class Denial(StrEnum):
    """Which denial is in hand."""

    INITIAL = "initial"
    FINAL = "final"


class Service(StrEnum):
    """What was refused."""

    DRUG = "drug"
    ITEM = "item"


class CountsFrom(StrEnum):
    """What days printed in a letter count from."""

    NOTICE = "notice"
    RECEIPT = "receipt"


def register(root: typer.Typer) -> None:
    """Add the command."""
    root.command("rights")(rights)


def rights(
    plan_type: Annotated[
        str, typer.Option("--plan-type", metavar="TYPE", help=f"One of: {', '.join(PLAN_TYPES)}.")
    ] = "unknown",
    state: Annotated[
        str | None, typer.Option("--state", metavar="XX", help="State in which the policy was issued.")
    ] = None,
    denied_on: Annotated[
        list[str] | None,
        typer.Option("--denied-on", metavar="DATE", help="Date on the denial. Repeat if it bears two."),
    ] = None,
    received_on: Annotated[
        str | None, typer.Option("--received-on", metavar="DATE", help="Day it arrived, if you can prove it.")
    ] = None,
    denial: Annotated[
        Denial, typer.Option("--denial", help="The first denial, or the plan's final one.")
    ] = Denial.INITIAL,
    decided: Annotated[
        str | None,
        typer.Option("--decided", metavar="LEVEL", help="Level that has just decided, e.g. external_review."),
    ] = None,
    filed_on: Annotated[
        str | None, typer.Option("--filed-on", metavar="DATE", help="Day the appeal below was filed.")
    ] = None,
    urgent: Annotated[bool, typer.Option("--urgent", help="Waiting endangers health.")] = False,
    service: Annotated[Service, typer.Option("--service", help="A drug, or an item or service.")] = Service.ITEM,
    service_on: Annotated[
        str | None, typer.Option("--service-on", metavar="DATE", help="Day of the service, if it was given.")
    ] = None,
    reason: Annotated[
        list[str] | None, typer.Option("--reason", metavar="WORD", help="Reason of the denial, e.g. experimental.")
    ] = None,
    letter_deadline: Annotated[
        list[str] | None, typer.Option("--letter-deadline", metavar="DATE", help="Deadline that the letter prints.")
    ] = None,
    letter_days: Annotated[
        list[int] | None, typer.Option("--letter-days", min=0, max=3660, help="Days that the letter gives.")
    ] = None,
    letter_business_days: Annotated[
        list[int] | None, typer.Option("--letter-business-days", min=0, max=2600, help="Business days that it gives.")
    ] = None,
    letter_months: Annotated[
        list[int] | None, typer.Option("--letter-months", min=0, max=120, help="Months that the letter gives.")
    ] = None,
    letter_from: Annotated[CountsFrom | None, typer.Option("--letter-from", help="What those days count from.")] = None,
    coverage_from: Annotated[
        str | None, typer.Option("--coverage-from", metavar="WORD", help="Unknown plan: where the coverage comes from.")
    ] = None,
    funding: Annotated[
        str | None, typer.Option("--funding", metavar="WORD", help="Unknown plan: self_funded or insured.")
    ] = None,
    programme: Annotated[
        str | None, typer.Option("--programme", metavar="WORD", help="Unknown plan: which programme.")
    ] = None,
    case: Annotated[
        Path | None, typer.Option("--case", metavar="DIR", help="Take what is not given from this case.")
    ] = None,
    ask: Annotated[bool, typer.Option("--ask/--no-ask", help="Ask what is missing, at a terminal.")] = True,
    everything: Annotated[bool, typer.Option("--all", help="Show all rights, not one screen.")] = False,
    today: TodayOption = None,
    format: FormatOption = Format.TEXT,
    output: OutputOption = None,
    force: ForceOption = False,
    plain: PlainOption = False,
) -> int:
    """The ladder of appeals for your plan and State: dates, decision clocks, rights, and who helps."""
    allowed(format, Format.TEXT, Format.JSON, Format.CSV, Format.MD, Format.ICS)
    days = [as_date(each, "--denied-on") for each in denied_on or ()]
    question = Question(
        plan_type=plan_type,
        state=state,
        denied_on=days[0] if days else None,
        other_notice_dates=tuple(day for day in days[1:] if day),
        received_on=as_date(received_on, "--received-on"),
        filed_on=as_date(filed_on, "--filed-on"),
        denial=denial.value,
        decided=decided,
        urgent=urgent,
        service=service.value,
        service_on=as_date(service_on, "--service-on"),
        reasons=tuple(reason or ()),
        printed=_printed(letter_deadline, letter_days, letter_business_days, letter_months, letter_from),
        today=as_today(today),
    )
    if case is not None:
        from ketacli.cases import open_case
        from ketacli.cases.dates import filled

        question = filled(question, open_case(case))
    answers = (coverage_from, funding, programme)
    found = _found(question, answers, may_ask=ask and format is Format.TEXT and output is None)
    deliver(_report(found, question, format, everything, plain, to_file=output is not None), output, force=force)
    return 0


def _printed(
    deadlines: list[str] | None,
    days: list[int] | None,
    business_days: list[int] | None,
    months: list[int] | None,
    counts_from: CountsFrom | None,
) -> tuple[Printed, ...]:
    start: Literal["notice", "receipt"] | None = None
    if counts_from:
        start = "notice" if counts_from is CountsFrom.NOTICE else "receipt"
    return (
        *(Printed(on=as_date(each, "--letter-deadline")) for each in deadlines or ()),
        *(Printed(days=each, counts_from=start) for each in days or ()),
        *(Printed(days=each, business=True, counts_from=start) for each in business_days or ()),
        *(Printed(months=each, counts_from=start) for each in months or ()),
    )


def _found(question: Question, answers: tuple[str | None, str | None, str | None], *, may_ask: bool) -> Ladder:
    if question.plan_type != "unknown":
        return ladder(question)
    for each, answer in zip(QUESTIONS, answers, strict=True):
        _check_word(each.option, answer, [value for value, _ in each.choices])
    if may_ask and not any(answers) and is_interactive():
        answers = _ask()
    left = candidates(*answers)
    if len(left) == 1:
        return ladder(replace(question, plan_type=left[0]))
    ladder(question)  # refuses dates and a State that cannot be
    return compare(question, left)


def _ask() -> tuple[str | None, str | None, str | None]:
    from ketacli.console.choose import choose

    given: dict[str, str | None] = {}
    first = QUESTIONS[0]
    given[first.option] = choose(first.question, first.choices, option=first.option)
    if given[first.option]:
        for each in needed(given[first.option], None):
            given[each.option] = choose(each.question, each.choices, option=each.option)
    return tuple(given.get(each.option) for each in QUESTIONS)  # type: ignore[return-value]


def _check_word(option: str, word: str | None, known: list[str]) -> None:
    if word is not None and word not in known:
        from ketacli.errors import UsageProblem

        raise UsageProblem(f"{option} does not know this word", hint=f"Choose one of: {', '.join(known)}.")


def _report(found: Ladder, question: Question, format: Format, everything: bool, plain: bool, *, to_file: bool) -> str:
    if format is Format.TEXT:
        from ketacli.reports import rights_text

        return rights_text.render(found, paper(plain=plain, to_file=to_file), everything=everything)
    from ketacli.reports import rights_tables

    if format is Format.JSON:
        from ketacli.reports.plainly import plain as plainly

        return rights_tables.json_text(found, plainly(question))  # type: ignore[arg-type]
    if format is Format.CSV:
        return rights_tables.csv(found)
    if format is Format.MD:
        return rights_tables.markdown(found)
    return rights_tables.ics(found, stamp=question.today or date.today())
