"""`ketacli appeal`: from a denial or a case to the letter that the situation asks for."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ketacli.commands.letter_material import (
    AnswersOption,
    CaseOption,
    ClinicOption,
    DataOption,
    DenialOption,
    FinalOption,
    Inputs,
    PolicyOption,
    TemplatesOption,
    gather,
    template_named,
    write,
)
from ketacli.commands.options import ForceOption, OutputOption, TodayOption, as_today
from ketacli.console.streams import say
from ketacli.errors import ExitCode, UsageProblem
from ketacli.letters.law import ladder_for
from ketacli.letters.produce import choose_kind


def register(root: typer.Typer) -> None:
    """Add the command."""
    root.command("appeal")(appeal)


def appeal(
    case: CaseOption = None,
    denial: DenialOption = None,
    policy: PolicyOption = None,
    answers: AnswersOption = None,
    clinic: ClinicOption = None,
    data: DataOption = None,
    kind: Annotated[str | None, typer.Option("--kind", help="The letter to write; chosen where not given.")] = None,
    batch: Annotated[Path | None, typer.Option("--batch", help="Denied claims: .csv, .jsonl or .835.")] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Folder for the letters of a batch.")] = None,
    templates: TemplatesOption = None,
    output: OutputOption = None,
    force: ForceOption = False,
    final: FinalOption = False,
    today: TodayOption = None,
) -> int:
    """Write the appeal for a denial. A draft marks what is missing as [[MISSING: …]]."""
    day = as_today(today)
    if batch is not None:
        if out is None:
            raise UsageProblem("--batch needs --out FOLDER", hint="ketacli appeal --batch denials.csv --out letters")
        from ketacli.commands.appeal_batch import run_batch

        return int(run_batch(batch, out, clinic, tuple(data or ()), templates, day, force=force))
    if case is None and denial is None and not data:
        raise UsageProblem(
            "an appeal needs a denial",
            hint="ketacli appeal --denial letter.pdf, or --case FOLDER, or --data PATH=VALUE",
        )
    inputs = Inputs(
        case=case,
        denial=denial,
        policy=policy,
        answers=answers,
        clinic=clinic,
        data=tuple(data or ()),
        templates=templates,
    )
    material = gather(inputs, day)
    chosen = kind or choose_kind(material.known)
    code = write(template_named(chosen, templates), material, output, final=final, force=force)
    ladder = ladder_for(material.known, day)
    if ladder and ladder.act_by:
        mark = " (provisional: see `ketacli rights`)" if ladder.act_by.provisional else ""
        say(f"Act by {ladder.act_by.date.isoformat()}{mark}: {ladder.act_by.why}")
    elif material.known.raw("plan.plan_type") is None:
        say("The kind of plan is not known, so no law is cited: add --data plan.plan_type=… (`ketacli rights`).")
    return int(code if code else ExitCode.OK)
