"""The job of `ketacli check`: files in, one outcome each, with the exit code that the contract gives it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import field
from pathlib import Path
from typing import Literal

from ketacli.documents.limits import Limits, Progress
from ketacli.documents.model import Document
from ketacli.errors import ExitCode, InputProblem, KetacliError
from ketacli.policy.reading import Indication, Position, Reading, Treatment
from ketacli.records import record

FailOn = Literal["excluded", "experimental", "unmet", "unknown"]
FAIL_ON: tuple[FailOn, ...] = ("excluded", "experimental", "unmet", "unknown")
_REFUSALS: dict[str, FailOn] = {
    "not_covered": "excluded",
    "not_medically_necessary": "excluded",
    "experimental": "experimental",
}


@record
class Question:
    """One treatment for one indication; with neither, the whole document is asked."""

    treatment: Treatment | None = None
    indication: Indication | None = None

    @property
    def asked(self) -> bool:
        """Whether the user asked one question rather than for all that the document says."""
        return self.treatment is not None or self.indication is not None


@record
class Settings:
    """What a check needs to know besides the file. Picklable, so that it travels to worker processes."""

    question: Question = Question()
    fail_on: tuple[FailOn, ...] = FAIL_ON
    ocr: Literal["auto", "never", "always"] = "auto"
    password: str | None = None
    limits: Limits = field(default_factory=Limits)
    why: bool = False


@record
class Checked:
    """The outcome for one file."""

    name: str
    """The file as the user named it."""
    code: ExitCode
    reading: Reading | None = None
    """None where the file could not be read at all."""
    answers: tuple[Position, ...] = ()
    """With a question: the records that answer it, one a treatment where only the indication was given."""
    error: dict[str, object] | None = None
    """Why it could not be read, as a record of the JSON envelope."""
    format: str | None = None
    sha256: str | None = None


def check_one(source: str, settings: Settings, progress: Progress | None = None) -> Checked:
    """Read one file (`-` is standard input). A file that cannot be read is an outcome, never an exception."""
    from ketacli.policy.read import read_policy

    try:
        document = _document(source, settings, progress)
        reading = read_policy(document, why=settings.why)
    except KetacliError as problem:
        return Checked(name=source, code=problem.code, error=problem.as_record() | {"file": source})
    answers = _answers(reading, settings.question)
    return Checked(
        name=source,
        code=_code(document, reading, answers, settings),
        reading=reading,
        answers=answers,
        format=document.format.value,
        sha256=document.sha256,
    )


def _document(source: str, settings: Settings, progress: Progress | None) -> Document:
    from ketacli.documents.read import read_document

    where: Path | Literal["-"] = "-" if source == "-" else Path(source)
    return read_document(where, ocr=settings.ocr, password=settings.password, limits=settings.limits, progress=progress)


def sources_of(arguments: Iterable[str]) -> list[str]:
    """The files that the arguments name, folders opened up. One that cannot be found stays in the list: what is
    wrong with it is its own outcome and stops none of the others."""
    from ketacli.documents.read import collect_paths

    found: list[str] = []
    for argument in arguments:
        try:
            found += [str(path) for path in collect_paths([argument])]
        except InputProblem:
            found.append(argument)
    return list(dict.fromkeys(found))


def _answers(reading: Reading, question: Question) -> tuple[Position, ...]:
    from ketacli.policy.answer import answer

    if not question.asked:
        return ()
    if question.treatment:
        return (answer(reading, question.treatment, question.indication or "any"),)
    treatments = dict.fromkeys(row.treatment for row in reading.positions if row.treatment != "other")
    return tuple(answer(reading, treatment, question.indication or "any") for treatment in treatments)


def _code(document: Document, reading: Reading, answers: tuple[Position, ...], settings: Settings) -> ExitCode:
    """DESIGN, exit codes: unread parts first; then refusals, or the answer where one question was asked."""
    if document.unread_pages:
        return ExitCode.UNREAD
    rows = answers if settings.question.asked else reading.positions
    against = {_REFUSALS[row.position] for row in rows if row.treatment != "other" and row.position in _REFUSALS}
    if settings.question.asked and (not rows or any(row.position == "not_addressed" for row in rows)):
        against.add("unknown")
    return ExitCode.ATTENTION if against & set(settings.fail_on) else ExitCode.OK


def check_many(
    sources: Iterable[str], settings: Settings, *, jobs: int = 1, progress: Progress | None = None
) -> Iterator[Checked]:
    """Outcomes in the order of `sources`, each as soon as it and those before it are done.

    With `jobs` > 1 the files are shared among that many processes; a worker that dies costs its own file alone.
    """
    names = list(sources)
    if jobs <= 1 or len(names) <= 1:
        for name in names:
            yield check_one(name, settings, progress)
        return
    import multiprocessing
    from concurrent.futures import Future, ProcessPoolExecutor

    # pdfium is not thread-safe, and a fork would copy its state: processes of their own, freshly started.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(min(jobs, len(names)), mp_context=context) as pool:
        pending: list[tuple[str, Future[Checked]]] = [(name, pool.submit(check_one, name, settings)) for name in names]
        for name, future in pending:
            yield _result(name, future.result, settings)


def _result(name: str, outcome: Callable[[], Checked], settings: Settings) -> Checked:
    from concurrent.futures.process import BrokenProcessPool

    try:
        return outcome()
    except BrokenProcessPool:
        # The pool is gone with the worker; what is left is read here, one by one.
        return check_one(name, settings)
