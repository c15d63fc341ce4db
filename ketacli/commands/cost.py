"""`ketacli cost`: options in, one projection out. The arithmetic is in `ketacli.cost`."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from ketacli.commands.cost_options import with_series
from ketacli.commands.options import (
    ExitZeroOption,
    ForceOption,
    Format,
    FormatOption,
    OutputOption,
    PlainOption,
    allowed,
)
from ketacli.console.deliver import deliver
from ketacli.console.streams import paper
from ketacli.cost.asking import Question, answered
from ketacli.cost.projection import Projection
from ketacli.errors import ExitCode

if TYPE_CHECKING:
    from ketacli.cost.ready import NotKnown

SUB_COMMANDS = {
    "plan": "cost_plan",
    "why": "cost_more",
    "scenarios": "cost_more",
    "compare": "cost_more",
    "financing": "cost_sums",
    "estimate": "cost_sums",
}
"""Name → the module that adds it."""
FORMATS = (Format.TEXT, Format.JSON, Format.CSV, Format.MD, Format.HTML)


def register(root: typer.Typer) -> None:
    """Add the command and its sub-commands."""
    group = typer.Typer(cls=Late, invoke_without_command=True, rich_markup_mode=None, add_completion=False)
    group.callback()(with_series(cost))
    root.add_typer(group, name="cost")


class Late(TyperGroup):
    """A group whose sub-commands are built when one is asked for: twenty options each cost time at every start."""

    def list_commands(self, ctx: object) -> list[str]:
        """Their names, in the order of help."""
        return list(SUB_COMMANDS)

    def get_command(self, ctx: object, cmd_name: str) -> Any:
        """One of them, built now; None for another word."""
        if cmd_name not in SUB_COMMANDS:
            return None
        alone = typer.Typer(rich_markup_mode=None, add_completion=False)
        module = importlib.import_module(f"ketacli.commands.{SUB_COMMANDS[cmd_name]}")
        module.register(alone, cmd_name)
        found = typer.main.get_command(alone)
        found.name = cmd_name
        return found


def cost(
    context: typer.Context,
    question: Question,
    batch: Annotated[
        Path | None,
        typer.Option("--batch", help="One series a line (JSON lines); - for standard input.", metavar="FILE"),
    ] = None,
    simulate: Annotated[
        int | None, typer.Option("--simulate", help="Run N series with uncertain prices and lengths.", metavar="N")
    ] = None,
    chance: Annotated[
        str | None,
        typer.Option("--chance", help="Your own chance that the plan approves, in percent.", metavar="PERCENT"),
    ] = None,
    fewest: Annotated[
        int | None, typer.Option("--fewest", help="Fewest sessions; --sessions is the most (--simulate).", metavar="N")
    ] = None,
    seed: Annotated[int, typer.Option("--seed", help="Same seed, same result (--simulate).")] = 1,
    format: FormatOption = Format.TEXT,
    output: OutputOption = None,
    force: ForceOption = False,
    everything: Annotated[bool, typer.Option("--all", help="Every session by itself.")] = False,
    plain: PlainOption = False,
    exit_zero: ExitZeroOption = False,
) -> int:
    """Project what a series of treatments costs, to the cent and explained."""
    if context.invoked_subcommand is not None:
        return 0
    to_file = output is not None and str(output) != "-"
    if batch is not None or simulate is not None:
        from ketacli.commands import cost_many

        sheet = paper(plain=plain, to_file=to_file)
        text, code = cost_many.run(
            question, batch, simulate, chance, seed, fewest, format, sheet, each_session=everything
        )
    else:
        allowed(format, *FORMATS)
        answer = answered(question)
        text, code = rendered(answer, format, plain=plain, to_file=to_file, everything=everything), code_of(answer)
    deliver(text, output, force=force, private=batch is not None)
    return int(ExitCode.OK if exit_zero and code == ExitCode.ATTENTION else code)


def code_of(answer: Projection | NotKnown) -> ExitCode:
    """1 where the plan refuses or nothing is known, else 0."""
    if not isinstance(answer, Projection):
        return ExitCode.ATTENTION
    return ExitCode.ATTENTION if answer.refused else ExitCode.OK


def rendered(answer: Projection | NotKnown, format: Format, *, plain: bool, to_file: bool, everything: bool) -> str:
    """The answer in the format asked for."""
    if format is Format.JSON:
        from ketacli.reports.cost_json import cost_json

        return cost_json([answer])
    if format is Format.TEXT or not isinstance(answer, Projection):
        from ketacli.reports.cost_text import cost_text, not_known_text

        sheet = paper(plain=plain, to_file=to_file)
        if not isinstance(answer, Projection):
            return not_known_text(answer, sheet)
        return cost_text(answer, sheet, everything=everything)
    if format is Format.HTML:
        from ketacli.reports.cost_html import cost_html

        return cost_html(answer)
    from ketacli.reports.cost_tables import cost_csv, cost_md

    return cost_csv(answer) if format is Format.CSV else cost_md(answer)
