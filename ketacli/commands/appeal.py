"""`ketacli appeal`: from a denial or a case to the letter that the situation asks for."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ketacli.commands.letter_material import (
    AnswersOption,
    AskOption,
    CaseOption,
    ClinicOption,
    DataOption,
    DenialOption,
    FinalOption,
    Inputs,
    PolicyOption,
    TemplatesOption,
    ask_missing,
    gather,
    template_named,
    write,
)
from ketacli.commands.options import ForceOption, OutputOption, PlainOption, TodayOption, as_today
from ketacli.console.streams import is_interactive, say
from ketacli.errors import ExitCode, UsageProblem
from ketacli.letters.law import ladder_for
from ketacli.letters.produce import SUFFIXES, cautions, choose_kind

_HELP = """Write the letter that a denial calls for, and say until when it must be in.

As little as a denial letter will do. A draft marks what is missing as [[MISSING: …]] and leaves out every passage
whose facts are not known; --final refuses such a letter (exit 1) and lists what it needs.

    ketacli appeal --denial letter.pdf --answers answers.toml -o appeal.docx

    ketacli appeal --case DIR --final -o appeal.pdf

    ketacli appeal --batch denials.835 --clinic clinic.toml --out letters
"""


def register(root: typer.Typer) -> None:
    """Add the command."""
    root.command("appeal", help=_HELP)(appeal)


def appeal(
    case: CaseOption = None,
    denial: DenialOption = None,
    policy: PolicyOption = None,
    answers: AnswersOption = None,
    clinic: ClinicOption = None,
    data: DataOption = None,
    kind: Annotated[
        str | None, typer.Option("--kind", metavar="NAME", help="The letter to write; chosen where not given.")
    ] = None,
    batch: Annotated[
        Path | None, typer.Option("--batch", metavar="FILE", help="Denied claims: .csv, .jsonl or .835.")
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="DIR", help="Folder for the letters of a batch.")] = None,
    letter_format: Annotated[
        str, typer.Option("--letter-format", metavar="md|txt|html|docx|pdf", help="Format of a batch's letters.")
    ] = "md",
    templates: TemplatesOption = None,
    output: OutputOption = None,
    force: ForceOption = False,
    final: FinalOption = False,
    ask: AskOption = True,
    today: TodayOption = None,
    plain: PlainOption = False,
) -> int:
    day = as_today(today)
    if batch is not None:
        if out is None:
            raise UsageProblem("--batch needs --out FOLDER", hint="ketacli appeal --batch denials.csv --out letters")
        from ketacli.commands.appeal_batch import run_batch

        if f".{letter_format}" not in SUFFIXES:
            raise UsageProblem(f"--letter-format {letter_format} is not offered", hint="md, txt, html, docx or pdf.")
        suffix = f".{letter_format}"
        return int(run_batch(batch, out, clinic, tuple(data or ()), templates, day, suffix=suffix, force=force))
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
    template = template_named(kind or choose_kind(material.known), templates)
    for sentence in cautions(material.known):
        say(sentence)
    if ask and is_interactive():
        inputs = ask_missing(template, inputs, day, plain=plain)
        material = gather(inputs, day)
    code = write(template, inputs, output, today=day, final=final, force=force, material=material)
    ladder = ladder_for(material.known, day)
    if ladder and ladder.act_by:
        mark = " (provisional: see `ketacli rights`)" if ladder.act_by.provisional else ""
        say(f"Act by {ladder.act_by.date.isoformat()}{mark}: {ladder.act_by.why}")
    elif material.known.raw("plan.plan_type") is None:
        say("The kind of plan is not known, so no law is cited: add --data plan.plan_type=… (`ketacli rights`).")
    return int(code if code else ExitCode.OK)
