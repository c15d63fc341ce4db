"""`ketacli cost plan`: a plan file by interview, from a plan document, or as an example."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ketacli.commands.options import ForceOption, OutputOption, PlainOption
from ketacli.console.deliver import deliver
from ketacli.console.streams import is_interactive, say
from ketacli.cost.plan_writing import example, from_answers, from_document
from ketacli.errors import ExitCode, UsageProblem


def register(group: typer.Typer, name: str) -> None:
    """Add the sub-command."""
    group.command(name)(plan)


def plan(
    document: Annotated[
        Path | None, typer.Argument(help="A plan document to read it from (SBC, booklet).", metavar="[FILE]")
    ] = None,
    as_example: Annotated[bool, typer.Option("--example", help="Print a plan file with comments.")] = False,
    output: OutputOption = None,
    force: ForceOption = False,
    plain: PlainOption = False,
) -> int:
    """Write a plan file: by questions, from a plan document, or as an example."""
    if as_example:
        deliver(example(), output, force=force)
        return 0
    if document is not None:
        deliver(from_document(document), output, force=force, private=True)
        return 0
    if not is_interactive():
        from ketacli.cost.plan_questions import missing

        raise UsageProblem(
            f"there is no terminal to ask at; a plan file needs: {', '.join(missing({}))}",
            hint="`ketacli cost plan --example -o plan.toml` writes one to fill in.",
        )
    from ketacli.console.ask import asker
    from ketacli.console.plan_interview import conduct

    answers, finished = conduct(asker(plain=plain))
    deliver(from_answers(answers), output, force=force, private=True)
    if not finished:
        say("Stopped; what was answered is kept. Fill in the rest in the file.")
    return int(ExitCode.OK if finished else ExitCode.INTERRUPTED)
