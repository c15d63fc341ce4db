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
    TodayOption,
    allowed,
    as_today,
)
from ketacli.console.deliver import deliver, write_file
from ketacli.console.streams import is_interactive, paper, say
from ketacli.eligibility.answers import Loaded, load, to_toml
from ketacli.eligibility.finding import Checklist
from ketacli.eligibility.patient import Patient
from ketacli.eligibility.request import Request, check_policies, exit_code, request
from ketacli.errors import ExitCode, OutputProblem, worst
from ketacli.policy.reading import Reading

_HELP = """Compare a patient's facts with the conditions of a policy, one by one: met, not met, not known.

Without --policy: the Spravato label and conditions that payers often set. On a terminal the missing answers are
asked for, one by one; elsewhere they are listed, and stay unknown.

    ketacli eligibility --policy policy.pdf --save answers.toml

    ketacli eligibility --policy p.pdf --answers answers.toml --format json

    ketacli eligibility --policy p.pdf --batch patients.jsonl --format csv

Exit codes: 0 appears to meet every policy, 1 something is not met or not known, 2 wrong use, 3 unread.
"""


def register(root: typer.Typer) -> None:
    """Add the command."""
    root.command("eligibility", help=_HELP)(eligibility)


def eligibility(
    policy: Annotated[
        list[str] | None, typer.Option("--policy", metavar="FILE", help="Policy to compare with; may be repeated.")
    ] = None,
    answers: Annotated[
        list[Path] | None, typer.Option("--answers", metavar="FILE", help="TOML file of answers; may be repeated.")
    ] = None,
    data: Annotated[
        list[str] | None,
        typer.Option("--data", metavar="KEY=VALUE", help="One answer, as scores.phq9=17; may be repeated."),
    ] = None,
    save: Annotated[
        Path | None,
        typer.Option("--save", metavar="FILE", help="Keep the answers in this file, readable by you alone."),
    ] = None,
    case: Annotated[
        Path | None, typer.Option("--case", metavar="DIR", help="Take answers from a case, and keep them there.")
    ] = None,
    treatment: Annotated[
        str | None, typer.Option("--treatment", metavar="T", help="esketamine, ketamine_iv, ketamine_im, …")
    ] = None,
    indication: Annotated[
        str | None, typer.Option("--indication", metavar="I", help="trd, mdd_si, mdd, ptsd, crps, chronic_pain, …")
    ] = None,
    renewal: Annotated[bool, typer.Option("--renewal", help="A renewal, not a first request.")] = False,
    ask: Annotated[bool, typer.Option("--ask/--no-ask", help="Ask for missing answers on a terminal.")] = True,
    require_complete: Annotated[
        bool, typer.Option("--require-complete", help="Leave with 2 if answers are missing.")
    ] = False,
    batch: Annotated[
        str | None, typer.Option("--batch", metavar="FILE", help="JSON lines, one patient each; - for standard input.")
    ] = None,
    packet: Annotated[
        Path | None, typer.Option("--packet", metavar="DIR", help="Write a prior-authorization packet here.")
    ] = None,
    format: FormatOption = Format.TEXT,
    output: OutputOption = None,
    force: ForceOption = False,
    exit_zero: ExitZeroOption = False,
    today: TodayOption = None,
    plain: PlainOption = False,
) -> int:
    allowed(format, Format.TEXT, Format.JSON, Format.JSONL, Format.CSV, Format.MD, Format.HTML)
    _refuse_to_replace(save, answers or [], force=force)
    readings, unread = _readings(policy or [], treatment)
    if batch is not None:
        from ketacli.commands.eligibility_more import run_batch

        code = run_batch(batch, readings, (treatment, indication, renewal), format, output, force=force)
    else:
        patient = _load(answers or [], data or [], case).patient
        if ask and format is Format.TEXT and is_interactive():
            from ketacli.commands.eligibility_more import interview

            patient, asked = interview(patient, readings, (treatment, indication, renewal), save, plain=plain)
        else:
            asked = request(patient, treatment=treatment, indication=indication, renewal=renewal)
        lists = check_policies(readings, patient, asked)
        _keep(patient, save, case)
        if packet is not None:
            from ketacli.commands.eligibility_more import write_packet

            write_packet(packet, lists, patient, asked, case, as_today(today), force=force)
        _say_first(lists, asked, format)
        deliver(_report(lists, patient, format, plain=plain, output=output), output, force=force, private=True)
        code = _code(lists, unread, require_complete=require_complete)
    return int(ExitCode.OK if exit_zero and code == ExitCode.ATTENTION else code)


def _refuse_to_replace(save: Path | None, answers: list[Path], *, force: bool) -> None:
    """A file of answers is written over only where it was read here, or on request. Raises OutputProblem."""
    if save is not None and save.exists() and not force and save.resolve() not in {path.resolve() for path in answers}:
        raise OutputProblem(
            f"{save} exists and is left as it is", hint=f"Go on with it by --answers {save} --save {save}, or --force."
        )


def _readings(policies: list[str], treatment: str | None) -> tuple[list[tuple[str, Reading]], ExitCode]:
    """The policies read, and 3 where a page of one could not be."""
    if not policies:
        from ketacli.eligibility.common import common_reading

        return [common_reading(treatment or "esketamine")], ExitCode.OK
    from ketacli.documents.read import read_document
    from ketacli.policy.read import read_policy

    documents = [read_document("-" if name == "-" else Path(name)) for name in policies]
    unread = any(document.unread_pages for document in documents)
    found = [(document.name, read_policy(document)) for document in documents]
    return found, ExitCode.UNREAD if unread else ExitCode.OK


def _load(answers: list[Path], data: list[str], case: Path | None) -> Loaded:
    extra: dict[str, object] = {}
    if case is not None:
        from ketacli.cases import open_case

        extra = dict(open_case(case).section("answers"))
    loaded = load(answers, data, extra)
    for warning in loaded.warnings:
        say(f"ketacli: {warning}")
    return loaded


def _keep(patient: Patient, save: Path | None, case: Path | None) -> None:
    if save is not None:
        write_file(to_toml(patient), save, force=True, private=True)
        say(f"Written: {save}")
    if case is not None:
        from functools import partial

        from ketacli.cases import record, update_case

        kept = partial(record.answers, facts=dict(patient.answers))
        update_case(case, kept, what="eligibility answers", by="eligibility")


def _say_first(lists: tuple[Checklist, ...], asked: Request, format: Format) -> None:
    """The crisis line before anything else, also where the result itself is for a machine; then what was assumed."""
    if any(one.crisis for one in lists) and format is not Format.TEXT:
        from ketacli.reports.eligibility_text import CRISIS

        say(CRISIS)
    for sentence in asked.assumed:
        say(sentence)


def _code(lists: tuple[Checklist, ...], unread: ExitCode, *, require_complete: bool) -> ExitCode:
    code = exit_code(lists, require_complete=require_complete)
    if code is ExitCode.USAGE:
        missing = dict.fromkeys(key for one in lists for key in one.missing)
        say(f"ketacli: --require-complete: {len(missing)} answer(s) are missing: {', '.join(missing)}")
    return worst([code, unread])


def _report(
    lists: tuple[Checklist, ...], patient: Patient, format: Format, *, plain: bool, output: Path | None
) -> str | bytes:
    if output is not None and output.suffix == ".docx":
        from ketacli.reports import eligibility_docx

        return eligibility_docx.render(lists)
    from ketacli.eligibility.safety import safety

    notes = safety(patient, lists[0].treatment)
    if format in (Format.JSON, Format.JSONL, Format.CSV):
        from ketacli.reports import eligibility_tables

        if format is Format.CSV:
            return eligibility_tables.csv(lists)
        return eligibility_tables.json_text(lists, notes, by_line=format is Format.JSONL)
    from ketacli.reports import eligibility_text

    if format is Format.MD:
        return eligibility_text.markdown(lists, notes)
    if format is Format.HTML:
        from ketacli.reports import eligibility_html

        return eligibility_html.render(lists, notes)
    where = paper(plain=plain, to_file=output is not None and str(output) != "-")
    return eligibility_text.render(lists, where, notes)
