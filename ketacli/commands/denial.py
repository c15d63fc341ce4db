"""`ketacli denial`: letters, statements and remittances in, what was denied and until when out."""

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
    as_date,
    as_today,
)
from ketacli.console.deliver import deliver
from ketacli.console.streams import paper, say
from ketacli.denials.batch import Outcome, Settings, read_files
from ketacli.errors import ExitCode, UsageProblem, worst


def register(root: typer.Typer) -> None:
    """Add the command."""
    root.command("denial")(denial)


def denial(
    files: Annotated[
        list[str], typer.Argument(help="Letters, statements or 835 files; - for standard input.", metavar="FILE…|-")
    ],
    plan_type: Annotated[str | None, typer.Option("--plan-type", help="Kind of plan, as in `ketacli rights`.")] = None,
    state: Annotated[str | None, typer.Option("--state", help="State where the policy was issued.")] = None,
    received_on: Annotated[
        str | None, typer.Option("--received-on", help="Day on which the letter provably arrived.", metavar="DATE")
    ] = None,
    format: FormatOption = Format.TEXT,
    output: OutputOption = None,
    force: ForceOption = False,
    exit_zero: ExitZeroOption = False,
    ocr: Annotated[str, typer.Option("--ocr", help="Recognise text in pictures: auto, never or always.")] = "auto",
    password_file: Annotated[
        Path | None, typer.Option("--password-file", help="File that holds the PDF's password.", metavar="FILE")
    ] = None,
    today: TodayOption = None,
    case: Annotated[
        Path | None, typer.Option("--case", metavar="DIR", help="Keep file, document and decision in this case.")
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Show every field, also those that are not stated.")
    ] = False,
    plain: PlainOption = False,
) -> int:
    """Read a denial letter, an explanation of benefits or an 835 remittance: what was denied, why, until when."""
    allowed(format, Format.TEXT, Format.JSON, Format.JSONL, Format.CSV, Format.MD)
    settings = Settings(
        ocr=_ocr(ocr),  # type: ignore[arg-type]
        password=_password(password_file),
        plan_type=plan_type,
        state=state,
        received_on=as_date(received_on, "--received-on"),
        today=as_today(today),
    )
    outcomes = _read(files, settings)
    if case is not None:
        _keep(case, outcomes, settings)
    deliver(
        _report(outcomes, format, everything=everything, plain=plain, output=output), output, force=force, private=True
    )
    code = worst(outcome.code for outcome in outcomes)
    return int(ExitCode.OK if exit_zero and code == ExitCode.ATTENTION else code)


def _read(files: list[str], settings: Settings) -> list[Outcome]:
    outcomes = []
    for outcome in read_files(files, settings):
        outcomes.append(outcome)
        if outcome.error:
            say(f"ketacli: {outcome.error['message']}")
            if outcome.error["hint"]:
                say(f"  {outcome.error['hint']}")
    return outcomes


def _keep(case: Path, outcomes: list[Outcome], settings: Settings) -> None:
    from datetime import date

    from ketacli.cases.add_denial import keep_denial

    for outcome in outcomes:
        if outcome.denial is not None and outcome.name == "-":
            raise UsageProblem("--case keeps files, not standard input", hint="Name the file that holds the letter.")
        if outcome.denial is not None:
            today = settings.today or date.today()
            made = keep_denial(case, Path(outcome.name), outcome.denial, today=today, received_on=settings.received_on)
            say(f"Kept in the case as {made}: {Path(outcome.name).name}")


def _report(outcomes: list[Outcome], format: Format, *, everything: bool, plain: bool, output: Path | None) -> str:
    if format in (Format.JSON, Format.JSONL):
        from ketacli.reports import denial_json

        return denial_json.render(outcomes, by_line=format is Format.JSONL)
    if format is Format.CSV:
        from ketacli.reports import denial_tables

        return denial_tables.csv(outcomes)
    if format is Format.MD:
        from ketacli.reports import denial_tables

        return denial_tables.markdown(outcomes)
    from ketacli.reports import denial_text

    where = paper(plain=plain, to_file=output is not None and str(output) != "-")
    return denial_text.render(outcomes, where, everything=everything)


def _ocr(word: str) -> str:
    if word not in ("auto", "never", "always"):
        raise UsageProblem(f"--ocr {word!r} is not known", hint="Choose one of: auto, never, always.")
    return word


def _password(path: Path | None) -> str | None:
    if path is None:
        return None
    lines = path.read_text("utf-8").splitlines()
    return lines[0] if lines else ""
