"""Dates of a series: from a fixed interval, from a rhythm of treatment, or from a list."""

# No deferred annotations here: a NamedTuple compiles each one that is a string, at every start.
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import NamedTuple

from ketacli.errors import UsageProblem

MOST = 1_000
"""Sessions of one series; more is surely a slip."""


class Phase(NamedTuple):
    """A stretch of a rhythm."""

    name: str
    sessions: int | None
    """None: goes on for as long as the series does."""
    gaps: tuple[int, ...]
    """Days from one session to the next, repeated in turn."""
    choices: Mapping[str, tuple[int, ...]]
    """Words for `--maintenance` and their gaps."""


class Schedule(NamedTuple):
    """A rhythm of treatment, as practised or as labelled."""

    name: str
    title: str
    treatment: str
    indication: str | None
    default_sessions: int
    note: str
    source: str
    phases: tuple[Phase, ...]


@cache
def schedules() -> Mapping[str, Schedule]:
    """All shipped rhythms by name."""
    text = Path(__file__).with_name("schedules.toml").read_text(encoding="utf-8")
    return {name: _schedule(name, table) for name, table in tomllib.loads(text).items()}


def schedule(name: str) -> Schedule:
    """One rhythm. Raises UsageProblem that lists the names."""
    found = schedules().get(name)
    if found is None:
        raise UsageProblem(f"there is no schedule {name!r}", hint=f"One of: {', '.join(schedules())}.")
    return found


def usual_rhythm(treatment: str, indication: str | None) -> Schedule:
    """The rhythm that is usual for a treatment, where none is named."""
    if treatment == "esketamine":
        return schedule("esketamine_mdd_si" if indication == "mdd_si" else "esketamine")
    if indication in ("chronic_pain", "crps") and treatment == "ketamine_iv":
        return schedule("ketamine_pain")
    return schedule(treatment if treatment in ("ketamine_im", "ketamine_oral") else "ketamine_iv")


def _schedule(name: str, table: Mapping[str, object]) -> Schedule:
    phases = tuple(_phase(entry) for entry in table["phases"])  # type: ignore[attr-defined]
    return Schedule(
        name=name,
        title=str(table["title"]),
        treatment=str(table["treatment"]),
        indication=str(table["indication"]) if "indication" in table else None,
        default_sessions=int(str(table["default_sessions"])),
        note=str(table["note"]),
        source=str(table["source"]),
        phases=phases,
    )


def _phase(entry: Mapping[str, object]) -> Phase:
    choices = entry.get("choices", {})
    return Phase(
        name=str(entry["name"]),
        sessions=entry.get("sessions"),  # type: ignore[arg-type]
        gaps=tuple(entry["gaps"]),  # type: ignore[arg-type]
        choices={word: tuple(gaps) for word, gaps in choices.items()},  # type: ignore[attr-defined]
    )


def every(start: date, sessions: int, days: int) -> list[date]:
    """`sessions` dates, `days` apart, from `start`. Raises UsageProblem outside the calendar or the bounds."""
    _bounded(sessions)
    if days < 1:
        raise UsageProblem("--every is below 1 day", hint="Write --every 7 for one session a week.")
    try:
        return [start + timedelta(days=days * number) for number in range(sessions)]
    except OverflowError as problem:
        raise UsageProblem("the series runs past the end of the calendar") from problem


def by_rhythm(
    rhythm: Schedule,
    start: date,
    *,
    sessions: int | None = None,
    until: date | None = None,
    maintenance: str | None = None,
) -> list[date]:
    """Dates by a rhythm from `start`: a number of sessions, or all up to `until`, else its usual number.

    `maintenance` is one of the last phase's words or a number of days. Raises UsageProblem.
    """
    count = sessions if sessions is not None else (MOST if until else rhythm.default_sessions)
    _bounded(count)
    days: list[date] = []
    for day in _days(rhythm, start, _maintenance(rhythm, maintenance)):
        if len(days) == count or (until is not None and day > until):
            break
        days.append(day)
    if not days:
        raise UsageProblem("--until lies before --start", hint="Give a later day.")
    if sessions is not None and until is None and len(days) < sessions:
        raise UsageProblem(
            f"the rhythm {rhythm.name} ends after {len(days)} sessions",
            hint="Give --every DAYS for a rhythm of your own.",
        )
    return days


def parse_days(text: str) -> list[date]:
    """Dates from a list with commas, in order. Raises UsageProblem."""
    try:
        days = sorted(date.fromisoformat(word.strip()) for word in text.split(",") if word.strip())
    except ValueError as problem:
        raise UsageProblem(
            "--dates holds something that is not a date", hint="Write --dates 2026-12-01,2026-12-04."
        ) from problem
    _bounded(len(days))
    return days


def _bounded(sessions: int) -> None:
    if not 1 <= sessions <= MOST:
        raise UsageProblem(f"--sessions is not from 1 to {MOST}", hint="Give the number of treatments in the series.")


def _maintenance(rhythm: Schedule, wanted: str | None) -> tuple[int, ...]:
    last = rhythm.phases[-1]
    if wanted is None:
        return last.gaps
    if wanted in last.choices:
        return last.choices[wanted]
    if wanted.isdigit() and 1 <= int(wanted) <= 366:
        return (int(wanted),)
    words = ", ".join([*last.choices, "a number of days"])
    raise UsageProblem(f"--maintenance {wanted!r} is no rhythm of {rhythm.name}", hint=f"One of: {words}.")


def _days(rhythm: Schedule, start: date, last_gaps: Sequence[int]) -> Iterator[date]:
    """Session dates without end (or to the end of a rhythm that has one)."""
    day = start
    yield day
    for number, phase in enumerate(rhythm.phases):
        gaps = last_gaps if number == len(rhythm.phases) - 1 else phase.gaps
        left = (phase.sessions - 1 if number == 0 else phase.sessions) if phase.sessions is not None else MOST
        for turn in range(left):
            try:
                day += timedelta(days=gaps[turn % len(gaps)])
            except OverflowError:
                return
            yield day
