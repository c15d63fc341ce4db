"""Sub-commands of `ketacli cost` that look at a series: why, scenarios, compare."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from ketacli.commands.cost_options import with_series
from ketacli.commands.options import Format, FormatOption, PlainOption, allowed
from ketacli.console.deliver import deliver
from ketacli.console.streams import paper
from ketacli.cost.asking import Question, answered, assemble, load
from ketacli.cost.engine import Request
from ketacli.cost.money import ZERO, dollars, percent
from ketacli.cost.projection import Projection
from ketacli.errors import ExitCode, UsageProblem


def register(group: typer.Typer, name: str) -> None:
    """Add the sub-command of that name."""
    commands: dict[str, Callable[..., int]] = {"why": why, "scenarios": scenarios, "compare": compare}
    group.command(name)(with_series(commands[name]))


def why(
    line: Annotated[int, typer.Argument(help="Number of the session, from 1.", metavar="LINE")],
    question: Question,
    plain: PlainOption = False,
) -> int:
    """Print the ledger of one session: every step with its arithmetic."""
    from ketacli.reports.cost_text import not_known_text, why_text

    sheet = paper(plain=plain)
    answer = answered(question)
    if not isinstance(answer, Projection):
        deliver(not_known_text(answer, sheet), None)
        return int(ExitCode.ATTENTION)
    if not 1 <= line <= len(answer.sessions):
        raise UsageProblem(f"there is no session {line}", hint=f"The series has sessions 1 to {len(answer.sessions)}.")
    deliver(why_text(answer, line, sheet), None)
    return int(ExitCode.OK)


def scenarios(
    question: Question,
    package: Annotated[str | None, typer.Option("--package", help="The clinic's price for all.", metavar="USD")] = None,
    chance: Annotated[
        str | None, typer.Option("--chance", help="Your own chance to win an appeal, in percent.", metavar="PERCENT")
    ] = None,
    refund_after: Annotated[
        int, typer.Option("--refund-after", help="Days until a superbill is refunded.", min=0, max=730)
    ] = 30,
    tax_rate: Annotated[
        str | None, typer.Option("--tax-rate", help="Your tax rate, for an HSA or FSA, in percent.", metavar="PERCENT")
    ] = None,
    format: FormatOption = Format.TEXT,
    plain: PlainOption = False,
) -> int:
    """Ways to pay for the same series, side by side."""
    allowed(format, Format.TEXT, Format.JSON)
    from ketacli.cost.gates import may_pay_alone
    from ketacli.cost.scenarios import Wish
    from ketacli.cost.scenarios import scenarios as compute
    from ketacli.reports.cost_more import scenario_record, scenarios_text
    from ketacli.reports.envelope import envelope

    request = _request(question)
    wish = Wish(
        None if package is None else dollars(package, "--package"),
        None if chance is None else percent(chance, "--chance"),
        refund_after,
        None if tax_rate is None else percent(tax_rate, "--tax-rate"),
    )
    found = compute(request, wish, self_pay=may_pay_alone(question, request.plan, request.treatment))
    if format is Format.JSON:
        deliver(envelope("cost.scenarios", [scenario_record(each) for each in found], warnings=request.warnings), None)
    else:
        deliver(scenarios_text(request, found, paper(plain=plain)), None)
    return int(ExitCode.OK)


def compare(
    first: Annotated[Path, typer.Argument(help="A plan file.", metavar="A.TOML")],
    second: Annotated[Path, typer.Argument(help="Another plan file.", metavar="B.TOML")],
    question: Question,
    other: Annotated[
        str, typer.Option("--other", help="Other care you expect, allowed dollars a plan year.", metavar="USD")
    ] = "0",
    format: FormatOption = Format.TEXT,
    plain: PlainOption = False,
) -> int:
    """Which of two plans is cheaper for this series, and where the lines cross."""
    allowed(format, Format.TEXT, Format.JSON)
    from ketacli.cost.comparing import compare as compute
    from ketacli.reports.cost_more import comparison_record, comparison_text
    from ketacli.reports.envelope import envelope

    request = _request(question._replace(plan=str(first)))
    found = compute(request, load(first), load(second), dollars(other, "--other") if other else ZERO)
    if format is Format.JSON:
        deliver(envelope("cost.compare", [comparison_record(found)]), None)
    else:
        deliver(comparison_text(found, len(request.days), paper(plain=plain)), None)
    return int(ExitCode.OK)


def _request(question: Question) -> Request:
    request = assemble(question)
    if not isinstance(request, Request):
        raise UsageProblem(f"what {request.name} leaves to you is not known here", hint=request.next_step)
    return request
