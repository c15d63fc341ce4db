"""Many cases under one folder as a work list: by date, then by dollars. A damaged case is named, the others go on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date as Date
from decimal import Decimal
from pathlib import Path

from ketacli.cases.dates import CaseDeadline, deadlines_of
from ketacli.cases.store import is_case, open_case
from ketacli.errors import ExitCode, KetacliError

_DEPTH = 3
"""How many folders down cases are looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """One line of the list."""

    case: str
    """The case's id: a word that names no person."""
    folder: str
    """Where the case lies, relative to the folder that was asked for."""
    date: Date
    days_left: int
    title: str
    kind: str
    """As in `CaseDeadline`."""
    level: str | None
    provisional: bool
    amount: Decimal | None
    """Dollars that the denial refuses."""
    law: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """A case that could not be listed, and why."""

    folder: str
    message: str
    code: ExitCode


def find_cases(folder: Path) -> Iterator[Path]:
    """Folders with a case, the given one first, then below it, by name. Links are not followed."""
    yield from _look(folder, _DEPTH)


def _look(folder: Path, depth: int) -> Iterator[Path]:
    if is_case(folder):
        yield folder
        return
    if depth == 0:
        return
    try:
        below = sorted(each for each in folder.iterdir() if each.is_dir() and not each.is_symlink())
    except OSError:
        return
    for each in below:
        yield from _look(each, depth - 1)


def worklist(folder: Path, *, today: Date) -> tuple[list[Work], list[Passed]]:
    """All deadlines of all cases, by date and then by dollars (largest first), and the cases that were passed over."""
    work: list[Work] = []
    passed: list[Passed] = []
    for place in find_cases(folder):
        name = place.relative_to(folder).as_posix()
        try:
            case = open_case(place)
            work += [_line(case.id, name, each) for each in deadlines_of(case, today=today)]
        except KetacliError as problem:
            passed.append(Passed(folder=name, message=problem.message, code=problem.code))
    work.sort(key=lambda one: (one.date, -(one.amount or Decimal(0)), one.folder, one.kind))
    return work, passed


def _line(case_id: str, folder: str, each: CaseDeadline) -> Work:
    return Work(
        case=case_id,
        folder=folder,
        date=each.date,
        days_left=each.days_left or 0,
        title=each.title,
        kind=each.kind,
        level=each.level,
        provisional=each.provisional,
        amount=each.amount,
        law=each.law,
    )
