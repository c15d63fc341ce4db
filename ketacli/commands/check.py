"""`ketacli check`: options in, files read, a report out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast, get_args

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
from ketacli.documents.limits import Limits
from ketacli.errors import ExitCode, UsageProblem, worst
from ketacli.policy.check import FAIL_ON, Checked, FailOn, Question, Settings, check_many, sources_of
from ketacli.policy.reading import Indication, Treatment

if TYPE_CHECKING:
    from ketacli.documents.marked_pages import MarkedPage


def register(root: typer.Typer) -> None:
    """Add the command."""
    root.command("check")(check)


def check(
    files: Annotated[list[str], typer.Argument(help="Files, folders, or - for standard input.", metavar="FILE…|DIR|-")],
    treatment: Annotated[str | None, typer.Option("--treatment", help="Ask about one treatment only.")] = None,
    indication: Annotated[str | None, typer.Option("--indication", help="Ask about one indication only.")] = None,
    format: FormatOption = Format.TEXT,
    output: OutputOption = None,
    force: ForceOption = False,
    jobs: Annotated[int, typer.Option("--jobs", min=1, max=64, help="Read that many files at a time.")] = 1,
    fail_on: Annotated[
        str | None, typer.Option("--fail-on", help=f"What leaves with 1: some of {','.join(FAIL_ON)}.")
    ] = None,
    exit_zero: ExitZeroOption = False,
    ocr: Annotated[str, typer.Option("--ocr", help="Recognise text in pictures: auto, never or always.")] = "auto",
    password_file: Annotated[
        Path | None, typer.Option("--password-file", help="File that holds the PDF's password.", metavar="FILE")
    ] = None,
    max_pages: Annotated[int | None, typer.Option("--max-pages", min=1, help="Refuse files with more pages.")] = None,
    max_bytes: Annotated[int | None, typer.Option("--max-bytes", min=1, help="Refuse files that are larger.")] = None,
    max_seconds: Annotated[
        int | None, typer.Option("--max-seconds", min=1, help="Stop a file after this time.")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Show everything, not one screen.")] = False,
    why: Annotated[bool, typer.Option("--why", help="Show how each position was found.")] = False,
    plain: PlainOption = False,
) -> int:
    """Read policies and plan documents: what is covered, refused and required, with page and quote."""
    allowed(format, Format.TEXT, Format.JSON, Format.JSONL, Format.CSV, Format.MD, Format.HTML)
    settings = Settings(
        question=_question(treatment, indication),
        fail_on=_fail_on(fail_on),
        ocr=_ocr(ocr),  # type: ignore[arg-type]
        password=_password(password_file),
        limits=_limits(max_pages, max_bytes, max_seconds),
        why=why,
    )
    outcomes = _read(files, settings, jobs)
    report = _report(
        outcomes,
        format,
        settings.question,
        everything=everything,
        why=why,
        plain=plain,
        output=output,
        password=settings.password,
    )
    deliver(report, output, force=force)
    code = worst(outcome.code for outcome in outcomes)
    return int(ExitCode.OK if exit_zero and code == ExitCode.ATTENTION else code)


def _read(files: list[str], settings: Settings, jobs: int) -> list[Checked]:
    from ketacli.console.progress import PageProgress, file_lines

    names = sources_of(files)
    outcomes = []
    for outcome in file_lines(check_many(names, settings, jobs=jobs, progress=PageProgress()), total=len(names)):
        outcomes.append(outcome)
        if outcome.error:
            say(f"ketacli: {outcome.error['message']}")
            if outcome.error["hint"]:
                say(f"  {outcome.error['hint']}")
    return outcomes


def _report(
    outcomes: list[Checked],
    format: Format,
    question: Question,
    *,
    everything: bool,
    why: bool,
    plain: bool,
    output: Path | None,
    password: str | None,
) -> str:
    if format in (Format.JSON, Format.JSONL):
        from ketacli.reports import check_json

        return check_json.render(outcomes, question, by_line=format is Format.JSONL)
    if format is Format.CSV:
        from ketacli.reports import check_tables

        return check_tables.csv(outcomes)
    if format is Format.MD:
        from ketacli.reports import check_tables

        return check_tables.markdown(outcomes, question)
    if format is Format.HTML:
        from ketacli.reports import check_html

        return check_html.render(outcomes, question, _pictures(outcomes, question, password))
    from ketacli.reports import check_text

    where = paper(plain=plain, to_file=output is not None and str(output) != "-")
    return check_text.render(outcomes, question, where, everything=everything, why=why)


def _pictures(outcomes: list[Checked], question: Question, password: str | None) -> dict[str, list[MarkedPage]]:
    from ketacli.documents.marked_pages import marked_pages
    from ketacli.reports.check_html import quoted_pages

    return {
        outcome.name: marked_pages(Path(outcome.name), quoted_pages(outcome, question), password=password)
        for outcome in outcomes
        if outcome.format == "pdf" and outcome.name != "-"
    }


def _question(treatment: str | None, indication: str | None) -> Question:
    return Question(
        treatment=cast("Treatment | None", _one_of(treatment, get_args(Treatment), "--treatment")),
        indication=cast("Indication | None", _one_of(indication, get_args(Indication), "--indication")),
    )


def _one_of(value: str | None, offered: tuple[str, ...], option: str) -> str | None:
    if value is None or value in offered:
        return value
    from difflib import get_close_matches

    near = get_close_matches(value, offered, n=1, cutoff=0.5)
    hint = f"Did you mean {near[0]}? " if near else ""
    raise UsageProblem(f"{option} {value!r} is not known", hint=f"{hint}Choose one of: {', '.join(offered)}.")


def _fail_on(text: str | None) -> tuple[FailOn, ...]:
    if text is None:
        return FAIL_ON
    words = [word.strip() for word in text.split(",") if word.strip()]
    for word in words:
        _one_of(word, FAIL_ON, "--fail-on")
    return tuple(cast("list[FailOn]", words))


def _limits(pages: int | None, size: int | None, seconds: int | None) -> Limits:
    given = {"max_pages": pages, "max_bytes": size, "max_seconds": seconds}
    return Limits(**{key: value for key, value in given.items() if value is not None})


def _ocr(word: str) -> str:
    _one_of(word, ("auto", "never", "always"), "--ocr")
    return word


def _password(path: Path | None) -> str | None:
    if path is None:
        return None
    lines = path.read_text("utf-8").splitlines()
    return lines[0] if lines else ""
