"""`ketacli call script|log`: what to ask the insurer, and a record of what was said."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from ketacli.commands.letter_material import CaseOption, DataOption, Inputs, gather
from ketacli.commands.options import (
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
from ketacli.console.streams import is_interactive, paper, say
from ketacli.errors import ExitCode, UsageProblem
from ketacli.letters.calls import ABOUT_THE_CALL, RECORDING, CallScript, call_entry, default_script, script
from ketacli.letters.law import ladder_for, requests

_SCRIPT_HELP = """Print a script: words to read aloud, blanks for the answers, and what to do with each.

Scripts: benefit_check, prior_authorization, claim_status, claim_file, peer_to_peer, network_gap, complaint.
Without a name the case decides. --interactive asks on the terminal and takes notes during the call; nothing is
recorded.

    ketacli call script benefit_check --data treatment.treatment=esketamine

    ketacli call script --case DIR --interactive
"""


def register(root: typer.Typer) -> None:
    """Add the group."""
    group = typer.Typer(
        no_args_is_help=True, rich_markup_mode=None, help="Calls with the insurer: a script, and a log."
    )
    group.command("script", help=_SCRIPT_HELP)(call_script)
    group.command("log")(log)
    root.add_typer(group, name="call")


def call_script(
    name: Annotated[str | None, typer.Argument(help="Which call; chosen from the case where not given.")] = None,
    case: CaseOption = None,
    data: DataOption = None,
    interactive: Annotated[bool, typer.Option("--interactive", help="Ask and take notes during the call.")] = False,
    large_print: Annotated[bool, typer.Option("--large-print", help="Large letters, in HTML.")] = False,
    format: FormatOption = Format.TEXT,
    output: OutputOption = None,
    force: ForceOption = False,
    today: TodayOption = None,
    plain: PlainOption = False,
) -> int:
    allowed(format, Format.TEXT, Format.JSON, Format.MD, Format.HTML)
    day = as_today(today)
    known = gather(Inputs(case=case, data=tuple(data or ())), day).known
    rights = tuple(f"{one.ask} ({one.law})" for one in requests(ladder_for(known, day)))
    found = script(name or default_script(known), known, rights)
    notes = _take_notes(found, case, day.isoformat(), plain=plain) if interactive else {}
    chosen = Format.HTML if large_print and format is Format.TEXT else format
    deliver(
        _report(found, chosen, notes, large=large_print, plain=plain, output=output), output, force=force, private=True
    )
    return ExitCode.OK


def _report(
    found: CallScript, format: Format, notes: dict[str, str], *, large: bool, plain: bool, output: Path | None
) -> str:
    from ketacli.reports import call_script as report

    if format is Format.JSON:
        from ketacli.reports.envelope import envelope

        return envelope("call", [report.record(found, notes)])
    if format is Format.MD:
        return report.markdown(found, notes)
    if format is Format.HTML:
        return report.html(found, notes, large=large)
    return report.text(found, notes, paper(plain=plain, to_file=output is not None and str(output) != "-"))


def _take_notes(found: CallScript, case: Path | None, day: str, *, plain: bool) -> dict[str, str]:
    """Ask each question on the terminal and keep what was answered, also where the call breaks off."""
    from ketacli.console.ask import Back, Leave, asker

    if not is_interactive():
        raise UsageProblem("--interactive needs a terminal", hint="Print the script and log the call afterwards.")
    steps = [
        *((key, ABOUT_THE_CALL[key], "") for key in ("number", "with", "reference")),
        *((one.key, f"“{one.ask}”", one.then) for one in found.questions),
        ("promised_by", ABOUT_THE_CALL["promised_by"], ""),
    ]
    notes: dict[str, str] = {}
    ask, page, place = asker(plain=plain), paper(plain=True), 0
    say(page.wrap(RECORDING))
    say(page.wrap(f"Say first: “{found.say}”"))
    try:
        while place < len(steps):
            key, words, then = steps[place]
            if then:
                say(page.wrap(f"Then: {then}"))
            try:
                answer = ask.line(page.wrap(words), _day if key == "promised_by" else str)
            except Back:
                place = max(0, place - 1)
                continue
            if answer is not None:
                notes[key] = str(answer)
            place += 1
    except Leave:
        say("Stopped; what was noted is kept.")
    if case is not None:
        _keep(case, call_entry(found.name, notes, day))
    else:
        say("The notes stand in what is printed now; with --case DIR they are kept in the case.")
    return notes


def _day(said: str) -> str:
    try:
        return date.fromisoformat(said).isoformat()
    except ValueError as problem:
        raise ValueError("Write the day as 2026-09-18.") from problem


def log(
    case: Annotated[Path, typer.Option("--case", help="Folder of the case.")],
    notes: Annotated[str, typer.Option("--notes", help="What was said, in a sentence or two.")],
    on: Annotated[str | None, typer.Option("--on", help="Day of the call (YYYY-MM-DD); today where not given.")] = None,
    at: Annotated[str | None, typer.Option("--at", help="Time of day, as 14:30.")] = None,
    number: Annotated[str | None, typer.Option("--number", help="The number that was dialed.")] = None,
    representative: Annotated[str | None, typer.Option("--representative", help="Name or ID.")] = None,
    reference: Annotated[str | None, typer.Option("--reference", help="Reference number of the call.")] = None,
    promised_by: Annotated[str | None, typer.Option("--promised-by", help="Day by which they promised to act.")] = None,
    today: TodayOption = None,
) -> int:
    """Keep a call in the case: it feeds letters, the list of exhibits and the deadlines."""
    day = as_date(on, "--on") or as_today(today)
    promised = as_date(promised_by, "--promised-by")
    entry = {
        "on": day.isoformat(),
        "at": at,
        "number": number,
        "with": representative,
        "reference": reference,
        "notes": notes,
        "promised_by": promised.isoformat() if promised else None,
    }
    _keep(case, {key: value for key, value in entry.items() if value})
    say("Kept in the case." + (f" Ask again if nothing has come by {promised.isoformat()}." if promised else ""))
    return ExitCode.OK


def _keep(case: Path, entry: dict[str, object]) -> None:
    from ketacli.cases import record, update_case

    def add(data: dict[str, Any]) -> None:
        record.call(data, entry=entry)

    update_case(case, add, what="call", by="call")
