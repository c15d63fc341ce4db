"""`ketacli case`: keep a case. Options in, one call to `ketacli.cases`, result to a report."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ketacli.commands.options import (
    ForceOption,
    Format,
    FormatOption,
    OutputOption,
    PlainOption,
    TodayOption,
    allowed,
    as_today,
)
from ketacli.console.deliver import deliver
from ketacli.console.streams import paper, say
from ketacli.errors import ExitCode, UsageProblem, worst

if TYPE_CHECKING:
    from ketacli.cases import Case

FolderArgument = Annotated[Path, typer.Argument(help="Folder of the case.", metavar="DIR")]


class PacketFormat(StrEnum):
    """Forms of a packet."""

    PDF = "pdf"
    ZIP = "zip"


def register(root: typer.Typer) -> None:
    """Add the command and its sub-commands."""
    from ketacli.commands import case_write

    group = typer.Typer(
        name="case",
        no_args_is_help=True,
        help="Keep a case: documents, answers, calls, letters, deadlines.",
        rich_markup_mode=None,
        add_completion=False,
    )
    case_write.register(group)
    group.command("show")(show)
    group.command("next")(next_)
    group.command("deadlines")(deadlines)
    group.command("export")(export)
    root.add_typer(group)


def show(
    folder: FolderArgument,
    today: TodayOption = None,
    format: FormatOption = Format.TEXT,
    output: OutputOption = None,
    force: ForceOption = False,
    plain: PlainOption = False,
) -> int:
    """Show what a case holds, its days, and the next step."""
    allowed(format, Format.TEXT, Format.JSON)
    case, day = _open(folder), as_today(today)
    if format is Format.JSON:
        from ketacli.reports.envelope import envelope

        deliver(envelope("case", [case.data]), output, force=force, private=True)
        return 0
    from ketacli.cases.dates import deadlines_of
    from ketacli.cases.next_step import next_step
    from ketacli.reports import case_text

    told = case_text.show(
        case, next_step(case, today=day), deadlines_of(case, today=day), paper(plain=plain, to_file=output is not None)
    )
    deliver(told, output, force=force, private=True)
    return 0


def next_(
    folder: FolderArgument,
    today: TodayOption = None,
    format: FormatOption = Format.TEXT,
    plain: PlainOption = False,
) -> int:
    """The one next step, with its date."""
    allowed(format, Format.TEXT, Format.JSON)
    from ketacli.cases.next_step import next_step

    step = next_step(_open(folder), today=as_today(today))
    if format is Format.JSON:
        from ketacli.reports.envelope import envelope

        deliver(envelope("case.next", [step]), None)
        return 0
    from ketacli.reports import case_text

    deliver(case_text.next_text(step, paper(plain=plain)), None)
    return 0


def deadlines(
    folder: Annotated[Path, typer.Argument(help="A case, or a folder with many.", metavar="FOLDER")],
    within: Annotated[int | None, typer.Option("--within", min=0, help="Only days at most that many days off.")] = None,
    today: TodayOption = None,
    format: FormatOption = Format.TEXT,
    output: OutputOption = None,
    force: ForceOption = False,
    plain: PlainOption = False,
) -> int:
    """A work list over one or many cases: by date, then by dollars."""
    allowed(format, Format.TEXT, Format.JSON, Format.CSV, Format.ICS)
    from ketacli.cases.worklist import find_cases, worklist

    if not folder.is_dir():
        raise UsageProblem(f"{folder} is no folder", hint="Name a case, or a folder that holds cases.")
    if next(find_cases(folder), None) is None:
        raise UsageProblem(f"{folder} holds no case", hint=f"`ketacli case new {folder}/NAME` opens one.")
    day = as_today(today)
    work, passed = worklist(folder, today=day)
    if within is not None:
        work = [each for each in work if each.days_left <= within]
    for each in passed:
        say(f"ketacli: {each.message}")
    if format is Format.TEXT:
        from ketacli.reports import case_text

        report = case_text.worklist(work, paper(plain=plain, to_file=output is not None), today=day)
    else:
        from ketacli.reports import case_tables

        if format is Format.JSON:
            report = case_tables.json_text(work, passed)
        else:
            report = case_tables.csv(work) if format is Format.CSV else case_tables.ics(work, stamp=day)
    deliver(report, output, force=force, private=True)
    return int(worst([ExitCode.OK, *(each.code for each in passed)]))


def export(
    folder: FolderArgument,
    output: Annotated[Path, typer.Option("-o", "--output", help="File of the packet.", metavar="FILE")],
    format: Annotated[
        PacketFormat | None, typer.Option("--format", help="pdf or zip; else told by the file's name.")
    ] = None,
    letter: Annotated[
        str | None, typer.Option("--letter", metavar="ID", help="Id of the letter (L1, …); else the last one.")
    ] = None,
    today: TodayOption = None,
    force: ForceOption = False,
) -> int:
    """Make one packet: letter, exhibits in order with cover sheet and page numbers, checklist."""
    from ketacli.cases.packet import plan_packet

    wanted = format or (PacketFormat.ZIP if output.suffix.lower() == ".zip" else PacketFormat.PDF)
    case = _open(folder)
    packet = plan_packet(case, today=as_today(today), letter=letter)
    if wanted is PacketFormat.PDF:
        from ketacli.cases.packet_pdf import packet_pdf

        made = packet_pdf(packet)
    else:
        from ketacli.cases.packet_zip import packet_zip

        made = packet_zip(packet)
    for each in packet.left_out:
        say(f"Left out: document {each.document}: {each.why}.")
    if packet.letter is None:
        say(f"There is no letter in the packet. `ketacli appeal --case {folder}` writes one.")
    deliver(made, output, force=force, private=True)
    _remember(case)
    return int(ExitCode.OK if packet.complete else ExitCode.ATTENTION)


def _remember(case: Case) -> None:
    """Note the export in the history; a case on a read-only medium is exported all the same."""
    from ketacli.cases import CaseProblem

    try:
        case.update(lambda data: None, what="packet exported", by="case export")
    except CaseProblem as problem:
        say(f"The packet is made; the case could not note it: {problem.message}.")


def _open(folder: Path) -> Case:
    from ketacli.cases import open_case

    return open_case(folder)
