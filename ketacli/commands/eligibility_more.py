"""The longer ways of `ketacli eligibility`: the interview, many patients, and the prior-authorization packet."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from ketacli.commands.options import Format, allowed
from ketacli.console.deliver import deliver, write_file
from ketacli.console.streams import say
from ketacli.eligibility.answers import to_toml
from ketacli.eligibility.finding import Checklist
from ketacli.eligibility.interview import Interview
from ketacli.eligibility.patient import Patient
from ketacli.eligibility.request import Request, check_policies, request
from ketacli.errors import AnswersProblem, ExitCode, InputProblem, OutputProblem, worst
from ketacli.policy.reading import Reading

Wanted = tuple[str | None, str | None, bool]
"""Treatment, indication and renewal as the options give them."""
Readings = list[tuple[str, Reading]]


def interview(
    patient: Patient, readings: Readings, wanted: Wanted, save: Path | None, *, plain: bool
) -> tuple[Patient, Request]:
    """Ask for what is missing. Raises KeyboardInterrupt after Ctrl-C, with the answers kept in `save`."""
    from ketacli.console.ask import asker
    from ketacli.console.interview import ask_request, conduct

    ask = asker(plain=plain)
    treatment, indication, renewal = wanted
    answers, origins = dict(patient.answers), dict(patient.origins)
    for key, value in ask_request(ask, patient, treatment=treatment, indication=indication).items():
        answers[key], origins[key] = value, "typed"
    asked = request(Patient(answers, origins), treatment=treatment, indication=indication, renewal=renewal)

    def keep(now: Interview) -> None:
        if save is not None:
            write_file(to_toml(now.patient), save, force=True, private=True)

    found = Interview(compare=lambda now: check_policies(readings, now, asked), answers=answers, origins=origins)
    ended = conduct(found, ask, keep)
    if ended != "done" and save is not None:
        say(f"Stopped. Your answers are in {save}; go on with --answers {save} --save {save}.")
    elif ended != "done":
        say("Stopped. The answers were not kept: add --save FILE to keep them.")
    if ended == "interrupted":
        raise KeyboardInterrupt
    return found.patient, asked


def run_batch(
    source: str, readings: Readings, wanted: Wanted, format: Format, output: Path | None, *, force: bool
) -> ExitCode:
    """Many patients: JSON lines in, JSON lines or CSV out. The crisis line comes first on stderr."""
    from ketacli.eligibility.batch import check_batch
    from ketacli.reports import eligibility_tables
    from ketacli.reports.eligibility_text import CRISIS

    allowed(format, Format.TEXT, Format.JSON, Format.JSONL, Format.CSV)
    treatment, indication, renewal = wanted
    with _lines(source) as stream:
        rows = list(check_batch(stream, readings, treatment=treatment, indication=indication, renewal=renewal))
    flagged = [row for row in rows if any(one.crisis for one in row.lists)]
    if flagged:
        say(f"Tell the clinician now: a sign of acute danger on line {', '.join(str(row.line) for row in flagged)}.")
        say(CRISIS)
    write = {Format.CSV: eligibility_tables.batch_csv, Format.JSON: eligibility_tables.batch_json}.get(
        format, eligibility_tables.batch_lines
    )
    deliver(write(rows), output, force=force, private=True)
    failed = sum(row.error is not None for row in rows)
    say(f"{len(rows) - failed} patient(s) compared, {failed} record(s) could not be used.")
    return worst([ExitCode.OK, *(row.code for row in rows)])


@contextmanager
def _lines(source: str) -> Iterator[Iterator[str]]:
    if source == "-":
        yield iter(sys.stdin)
        return
    if not Path(source).is_file():
        raise InputProblem(f"{source}: there is no such file", hint="Name a file of JSON lines, or -.")
    try:
        with Path(source).open(encoding="utf-8-sig") as stream:
            yield iter(stream)
    except UnicodeDecodeError as problem:
        raise AnswersProblem(f"{source}: not UTF-8 text", hint="Save it as UTF-8, one JSON object a line.") from problem


def write_packet(
    folder: Path,
    lists: tuple[Checklist, ...],
    patient: Patient,
    asked: Request,
    case: Path | None,
    today: date,
    *,
    force: bool,
) -> None:
    """The criterion table, a draft of the letter of medical necessity, and the list of records to attach.

    Raises OutputProblem before anything is written where a file exists and `force` is off.
    """
    from ketacli.reports.eligibility_packet import packet_files

    files = packet_files(lists) | {
        "letter-of-medical-necessity-draft.docx": _draft(lists[0], patient, asked, case, today)
    }
    present = [name for name in files if (folder / name).exists()]
    if present and not force:
        raise OutputProblem(
            f"{folder / present[0]} exists and is left as it is", hint="Name another folder, or add --force."
        )
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        write_file(content, folder / name, force=force, private=True)
        say(f"Written: {folder / name}")
    say("The letter is a draft for the clinician: facts as entered, no opinion, no signature.")


def _draft(one: Checklist, patient: Patient, asked: Request, case: Path | None, today: date) -> str | bytes:
    from ketacli.letters.compose import Material, compose
    from ketacli.letters.context import known_facts
    from ketacli.letters.produce import produce
    from ketacli.letters.template import folders, load

    data: dict[str, object] = {}
    if case is not None:
        from ketacli.cases import open_case

        data = dict(open_case(case).data)
    wanted = {"treatment": asked.treatment, "indication": asked.indication}
    given = data.get("treatment")
    data["treatment"] = {**(given if isinstance(given, dict) else {}), **wanted}
    known = known_facts(today=today, case=data, answers=patient.answers)
    documents = data.get("documents")
    material = Material(
        known=known, today=today, checklist=one, documents=documents if isinstance(documents, list) else []
    )
    return produce(compose(load("letter-of-medical-necessity", folders()), material), ".docx", today)
