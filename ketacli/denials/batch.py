"""The job of `ketacli denial`: files in, one outcome each; one that cannot be read stops none of the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal

from ketacli.denials.model import Denial
from ketacli.documents.limits import Limits
from ketacli.errors import ExitCode, KetacliError


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What reading a letter needs to know besides the file."""

    ocr: Literal["auto", "never", "always"] = "auto"
    password: str | None = None
    limits: Limits = field(default_factory=Limits)
    plan_type: str | None = None
    state: str | None = None
    received_on: date | None = None
    today: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one file."""

    name: str
    code: ExitCode
    denial: Denial | None = None
    """None where the file could not be read."""
    error: dict[str, object] | None = None


def read_files(names: Iterable[str], settings: Settings) -> Iterator[Outcome]:
    """Outcomes in the order of `names` (`-` is standard input)."""
    for name in names:
        yield _outcome(name, settings)


def _outcome(name: str, settings: Settings) -> Outcome:
    from ketacli.denials.read import read_denial

    where: Path | Literal["-"] = "-" if name == "-" else Path(name)
    try:
        denial = read_denial(
            where,
            ocr=settings.ocr,
            password=settings.password,
            limits=settings.limits,
            plan_type=settings.plan_type,
            state=settings.state,
            received_on=settings.received_on,
            today=settings.today,
        )
    except KetacliError as problem:
        if problem.code is ExitCode.USAGE:
            raise
        return Outcome(name=name, code=problem.code, error=problem.as_record() | {"file": name})
    return Outcome(name=name, code=_code(denial), denial=denial)


def _code(denial: Denial) -> ExitCode:
    """3 for unread pages; 1 for a denial, a statement that does not add up, or a request that waits for an answer."""
    if denial.document.unread_pages:
        return ExitCode.UNREAD
    letter, eob = denial.denial or {}, denial.eob or {}
    wrong = eob.get("finding") not in (None, "balanced")
    waits = letter.get("letter_type") == "request_for_information"
    return ExitCode.ATTENTION if letter.get("is_denial") or wrong or waits else ExitCode.OK
