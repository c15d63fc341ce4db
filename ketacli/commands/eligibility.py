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
from ketacli.console.deliver import deliver, write_file
from ketacli.console.streams import is_interactive, paper, say
from ketacli.eligibility.answers import Loaded, load, to_toml
from ketacli.eligibility.finding import Checklist
from ketacli.eligibility.interview import Interview
from ketacli.eligibility.patient import Patient
from ketacli.eligibility.request import Request, check_policies, exit_code, request
from ketacli.errors import ExitCode, worst
from ketacli.policy.reading import Reading


def register(root: typer.Typer) -> None:
    """Add the command."""
    root.command("eligibility")(eligibility)


def eligibility(
    policy: Annotated[
        list[str] | None, typer.Option("--policy", help="Policy to compare with; may be repeated.")
    ] = None,
    answers: Annotated[list[Path] | None, typer.Option("--answers", help="TOML file of answers.")] = None,
    data: Annotated[list[str] | None, typer.Option("--data", help="One answer, KEY=VALUE; may be repeated.")] = None,
    save: Annotated[
        Path | None, typer.Option("--save", help="Keep the answers in this file (readable by you).")
    ] = None,
    case: Annotated[Path | None, typer.Option("--case", help="Take answers from a case and keep them there.")] = None,
    treatment: Annotated[str | None, typer.Option("--treatment", help="Treatment that is asked for.")] = None,
    indication: Annotated[str | None, typer.Option("--indication", help="Condition that it is for.")] = None,
    renewal: Annotated[bool, typer.Option("--renewal", help="A renewal, not a first request.")] = False,
    ask: Annotated[bool, typer.Option("--ask/--no-ask", help="Ask for missing answers on a terminal.")] = True,
    require_complete: Annotated[
        bool, typer.Option("--require-complete", help="Leave with 2 if answers are missing.")
    ] = False,
    batch: Annotated[Path | None, typer.Option("--batch", help="JSON lines, one patient each.")] = None,
    packet: Annotated[Path | None, typer.Option("--packet", help="Write a prior-authorization packet here.")] = None,
    format: FormatOption = Format.TEXT,
    output: OutputOption = None,
    force: ForceOption = False,
    exit_zero: ExitZeroOption = False,
    plain: PlainOption = False,
) -> int:
    """Compare a patient's facts with the criteria of a policy, one by one: met, not met, not known."""
    allowed(format, Format.TEXT, Format.JSON, Format.JSONL, Format.CSV, Format.MD, Format.HTML)
    readings, unread = _readings(policy or [], treatment)
    if batch is not None:
        code = _batch(batch, readings, treatment, indication, renewal, format, output, force)
    else:
        loaded = _load(answers or [], data or [], case)
        patient = loaded.patient
        asked = request(patient, treatment=treatment, indication=indication, renewal=renewal)
        if ask and format is Format.TEXT and is_interactive():
            patient = _interview(patient, readings, asked, save, plain=plain)
        lists = check_policies(readings, patient, asked)
        _keep(patient, save, case, force=force)
        if packet is not None:
            _packet(packet, lists, patient, asked, force=force)
        deliver(_report(lists, patient, format, plain=plain, output=output), output, force=force, private=True)
        code = worst([exit_code(lists, require_complete=require_complete), unread])
    return int(ExitCode.OK if exit_zero and code == ExitCode.ATTENTION else code)


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


def _interview(
    patient: Patient, readings: list[tuple[str, Reading]], asked: Request, save: Path | None, *, plain: bool
) -> Patient:
    from ketacli.console.ask import asker
    from ketacli.console.interview import conduct

    def keep(interview: Interview) -> None:
        if save is not None:
            write_file(to_toml(interview.patient), save, force=True, private=True)

    interview = Interview(
        compare=lambda now: check_policies(readings, now, asked),
        answers=dict(patient.answers),
        origins=dict(patient.origins),
    )
    if not conduct(interview, asker(plain=plain), keep) and save is not None:
        say(f"Stopped. Your answers are in {save}; go on with --answers {save} --save {save}.")
    return interview.patient


def _keep(patient: Patient, save: Path | None, case: Path | None, *, force: bool) -> None:
    if save is not None:
        write_file(to_toml(patient), save, force=True, private=True)
        say(f"Written: {save}")
    if case is not None:
        from functools import partial

        from ketacli.cases import record, update_case

        kept = partial(record.answers, facts=dict(patient.answers))
        update_case(case, kept, what="eligibility answers", by="eligibility")


def _packet(folder: Path, lists: tuple[Checklist, ...], patient: Patient, asked: Request, *, force: bool) -> None:
    from ketacli.reports.eligibility_packet import packet_files

    folder.mkdir(parents=True, exist_ok=True)
    for name, content in packet_files(lists, patient, asked).items():
        write_file(content, folder / name, force=force, private=True)
        say(f"Written: {folder / name}")


def _batch(
    batch: Path,
    readings: list[tuple[str, Reading]],
    treatment: str | None,
    indication: str | None,
    renewal: bool,
    format: Format,
    output: Path | None,
    force: bool,
) -> ExitCode:
    from ketacli.eligibility.batch import check_batch
    from ketacli.reports import eligibility_tables

    with batch.open(encoding="utf-8") as stream:
        rows = list(check_batch(stream, readings, treatment=treatment, indication=indication, renewal=renewal))
    write = eligibility_tables.batch_csv if format is Format.CSV else eligibility_tables.batch_lines
    deliver(write(rows), output, force=force, private=True)
    return worst(row.code for row in rows)


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
        return eligibility_text.markdown(lists)
    if format is Format.HTML:
        from ketacli.reports import eligibility_html

        return eligibility_html.render(lists, notes)
    where = paper(plain=plain, to_file=output is not None and str(output) != "-")
    return eligibility_text.render(lists, where, notes)
