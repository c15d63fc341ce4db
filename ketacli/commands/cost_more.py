"""The sub-commands of `ketacli cost`: why, plan, compare, scenarios, financing, estimate."""

from __future__ import annotations

from typing import Annotated

import typer

from ketacli.commands.cost_options import with_series
from ketacli.commands.options import PlainOption
from ketacli.console.deliver import deliver
from ketacli.console.streams import paper
from ketacli.cost.asking import Question, answered
from ketacli.errors import ExitCode


def register(group: typer.Typer, name: str) -> None:
    """Add the sub-command of that name."""
    group.command(name)(with_series({"why": why}[name]))


def why(
    line: Annotated[int, typer.Argument(help="Number of the session, from 1.", metavar="LINE")],
    question: Question,
    plain: PlainOption = False,
) -> int:
    """Print the ledger of one session: every step with its arithmetic."""
    from ketacli.cost.projection import Projection
    from ketacli.errors import UsageProblem
    from ketacli.reports.cost_text import not_known_text, why_text

    sheet = paper(plain=plain)
    answer = answered(question)
    if not isinstance(answer, Projection):
        deliver(not_known_text(answer, sheet), None)
        return int(ExitCode.ATTENTION)
    if not 1 <= line <= len(answer.sessions):
        raise UsageProblem(f"there is no session {line}", hint=f"The series has sessions 1 to {len(answer.sessions)}.")
    deliver(why_text(answer, line, sheet), None)
    return 0
