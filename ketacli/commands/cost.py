"""`ketacli cost`: options in, one projection out. The arithmetic is in `ketacli.cost`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

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
from ketacli.console.deliver import deliver
from ketacli.cost.asking import Question, assemble
from ketacli.cost.engine import project, sensitivities
from ketacli.errors import ExitCode

SessionsOption = Annotated[int | None, typer.Option("--sessions", help="How many sessions.", metavar="N")]


def register(root: typer.Typer) -> None:
    """Add the command and its sub-commands."""
    root.command("cost", help="Project what a series of treatments costs, to the cent and explained.")(cost)


def cost(sessions: SessionsOption = None,
    treatment: Annotated[str|None, typer.Option("--treatment")] = None,
    start: Annotated[str|None, typer.Option("--start")] = None,
    every: Annotated[int|None, typer.Option("--every")] = None,
    allowed_amount: Annotated[str|None, typer.Option("--allowed")] = None,
    billed: Annotated[str|None, typer.Option("--billed")] = None,
    benefit: Annotated[str|None, typer.Option("--benefit")] = None,
    network: Annotated[str, typer.Option("--network")] = "in",
    plan: Annotated[str|None, typer.Option("--plan")] = None,
    today: TodayOption = None,
    format_: FormatOption = Format.TEXT,
) -> None:
    """Project what a series of treatments costs, to the cent and explained."""
    q = Question(today=as_today(today), sessions=sessions, treatment=treatment, start=as_date(start,"--start"), every=every, allowed=allowed_amount, billed=billed, benefit=benefit, network=network, plan=plan)
    r = assemble(q)
    p = project(r)
    from ketacli.reports.cost_json import cost_json
    deliver(cost_json([p]), None)
