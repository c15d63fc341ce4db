"""`ketacli eligibility`: answers in, policies read, a checklist out."""

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
    allowed,
)
from ketacli.console.deliver import deliver
from ketacli.console.streams import paper, say
from ketacli.eligibility.answers import load
from ketacli.eligibility.finding import Checklist
from ketacli.eligibility.request import check_policies, exit_code, request
from ketacli.errors import ExitCode


def register(root: typer.Typer) -> None:
    """Add the command."""
    root.command("eligibility")(eligibility)


def eligibility(
    policy: Annotated[list[Path], typer.Option("--policy", help="Policy to compare with; may be given again.")],
    answers: Annotated[list[Path] | None, typer.Option("--answers", help="TOML file of answers.")] = None,
    data: Annotated[list[str] | None, typer.Option("--data", help="One answer, KEY=VALUE.")] = None,
    treatment: Annotated[str | None, typer.Option("--treatment", help="Treatment that is asked for.")] = None,
    indication: Annotated[str | None, typer.Option("--indication", help="Condition that it is for.")] = None,
    renewal: Annotated[bool, typer.Option("--renewal", help="A renewal, not a first request.")] = False,
    require_complete: Annotated[
        bool, typer.Option("--require-complete", help="Leave with 2 if answers are missing.")
    ] = False,
    format: FormatOption = Format.TEXT,
    output: OutputOption = None,
    force: ForceOption = False,
    exit_zero: ExitZeroOption = False,
    plain: PlainOption = False,
) -> int:
    """Compare a patient's facts with the criteria of a policy, one by one: met, not met, not known."""
    from ketacli.documents.read import read_document
    from ketacli.policy.read import read_policy

    allowed(format, Format.TEXT, Format.JSON, Format.MD)
    loaded = load(answers or (), data or ())
    for warning in loaded.warnings:
        say(f"ketacli: {warning}")
    asked = request(loaded.patient, treatment=treatment, indication=indication, renewal=renewal)
    readings = [(str(path), read_policy(read_document(path))) for path in policy]
    lists = check_policies(readings, loaded.patient, asked)
    deliver(_report(lists, format, plain=plain, output=output), output, force=force, private=True)
    code = exit_code(lists, require_complete=require_complete)
    return int(ExitCode.OK if exit_zero and code == ExitCode.ATTENTION else code)


def _report(lists: tuple[Checklist, ...], format: Format, *, plain: bool, output: Path | None) -> str:
    if format is Format.JSON:
        from ketacli.reports.envelope import envelope

        return envelope("eligibility", lists, inputs=[{"file": one.policy} for one in lists])
    from ketacli.reports import eligibility_text

    if format is Format.MD:
        return eligibility_text.markdown(lists)
    return eligibility_text.render(lists, paper(plain=plain, to_file=output is not None and str(output) != "-"))
