"""The one next step of a case, with its date: what stands in the way now, never a list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from ketacli.cases.dates import (
    CaseDeadline,
    as_day,
    closed,
    current_denial,
    deadlines_of,
    filed_level,
    is_provider_dispute,
    notice_day,
    question_of,
)
from ketacli.cases.model import Case
from ketacli.deadlines import Ladder, Level, ladder
from ketacli.deadlines.answers import answer_due


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStep:
    """What to do now."""

    step: str
    """One sentence in plain words."""
    by: date | None = None
    """The day by which, where there is one."""
    days_left: int | None = None
    provisional: bool = False
    why: str = ""
    command: str | None = None
    """The command that does it or helps."""


def next_step(case: Case, *, today: date) -> NextStep:
    """The step that comes first. Raises UsageProblem where the case holds a State or a level that cannot be."""
    own = [each for each in deadlines_of(case, today=today) if each.kind == "own"]
    denial = current_denial(case)
    step = _before_denial(case, today) if denial is None else _after_denial(case, denial, today)
    first = min(own, key=lambda each: each.date, default=None)
    if first and (step.by is None or first.date < step.by):
        return _own(first)
    return step


def _own(deadline: CaseDeadline) -> NextStep:
    return NextStep(
        step=deadline.title or "A day that was set for this case",
        by=deadline.date,
        days_left=deadline.days_left,
        why="This day was set in the case.",
    )


def _before_denial(case: Case, today: date) -> NextStep:
    folder = case.folder
    if _won(case):
        return _approved()
    if not case.section("plan").get("plan_type"):
        return NextStep(
            step="Find out what kind of plan it is.",
            why="The kind of plan decides which law holds and what can be asked for.",
            command="ketacli rights --plan-type unknown",
        )
    if not case.list("documents"):
        return NextStep(
            step="Read the plan's policy on the treatment.",
            why="No document of this case has been read.",
            command="ketacli check POLICY",
        )
    if not case.section("answers"):
        return NextStep(
            step="Compare the patient's facts with the policy.",
            why="The case holds no answers yet.",
            command=f"ketacli eligibility POLICY --case {folder}",
        )
    return NextStep(
        step="Call the plan, ask what it needs, and send the request.",
        why="Policy and facts are in the case; no decision is.",
        command=f"ketacli call --case {folder}",
    )


def _approved() -> NextStep:
    return NextStep(
        step="Keep the approval, note the day on which it ends, and ask for the renewal before that day.",
        why="The case holds an approval.",
    )


def _after_denial(case: Case, denial: dict[str, Any], today: date) -> NextStep:
    folder = case.folder
    if closed(case, denial):
        return _approved() if _won(case) else NextStep(step="Nothing is open.", why="The case was closed.")
    if is_provider_dispute(denial):
        return NextStep(
            step="Dispute it as the provider, on the contract's or the payer's clock; a correction may be enough.",
            why="A remittance is no denial to the member. A member appeal needs the patient's written designation.",
        )
    found = ladder(question_of(case, denial, today=today))
    filed = filed_level(case, denial)
    if filed:
        return _waiting(case, denial, found, filed, today)
    by = found.act_by.date if found.act_by else None
    left = (by - today).days if by else None
    provisional = bool(found.act_by and found.act_by.provisional)
    if found.plan_type == "unknown":
        return NextStep(
            step="Find out what kind of plan it is; until then work to the earliest date of all.",
            by=by,
            days_left=left,
            provisional=True,
            why="The kind of plan is not in the case, and the dates depend on it.",
            command="ketacli rights --plan-type unknown",
        )
    if notice_day(denial) is None and by is None:
        return NextStep(
            step="Find the date on the denial and enter it: without it no deadline can be computed.",
            why="The case holds a denial without a date.",
            command=f"ketacli case set {folder} denial.notice_date=YYYY-MM-DD",
        )
    return _file(case, found, by, left, provisional)


def _file(case: Case, found: Ladder, by: date | None, left: int | None, provisional: bool) -> NextStep:
    level = _level_to_file(found)
    if level is None:
        return NextStep(
            step="The ladder of appeals has come to its end: see a lawyer or legal aid.", by=by, days_left=left
        )
    written = _letter_for(case, level)
    where = f"ketacli case log {case.folder} --filed {level.level}"
    if level.decision_clock and level.counts_from_text.startswith("nothing to file"):
        return NextStep(step=level.next_step, why=level.title, command=where)
    if written is None:
        return NextStep(
            step=f"Write and send: {_lower(level.title)}. {level.next_step}",
            by=by,
            days_left=left,
            provisional=provisional,
            why=_late(left) or "No letter for this step is in the case.",
            command=f"ketacli appeal --case {case.folder}",
        )
    return NextStep(
        step=f"Have the letter checked and signed, send it, and log the day: {_lower(level.title)}.",
        by=by,
        days_left=left,
        provisional=provisional,
        why=_late(left) or "The letter is written; the case does not say that it was sent.",
        command=where,
    )


def _waiting(
    case: Case, denial: dict[str, Any], found: Ladder, filed: tuple[str | None, date], today: date
) -> NextStep:
    level = filed[0] or next((each.level for each in found.levels if each.open), None)
    due = answer_due(question_of(case, denial), level, filed[1]) if level else None
    log = f"ketacli denial LETTER --case {case.folder}"
    if due and due < today:
        return NextStep(
            step="No decision came in time: call, ask for it in writing, and go to the next step of the ladder.",
            by=today,
            days_left=0,
            why=f"The decision was due on {due}.",
            command=f"ketacli case deadlines {case.folder}",
        )
    return NextStep(
        step="Wait for the decision; ask if none has come by the day.",
        by=due,
        days_left=(due - today).days if due else None,
        why=f"Filed on {filed[1]}.",
        command=log,
    )


def _level_to_file(found: Ladder) -> Level | None:
    """The rung that the act-by date belongs to; without a date the first open one."""
    if found.act_by:
        return next((each for each in found.levels if each.level == found.act_by.level), None)
    return next((each for each in found.levels if each.open and each.actor != "provider"), None)


def _letter_for(case: Case, level: Level) -> dict[str, Any] | None:
    """The letter that was written for a rung, or one that names none and is no older than the denial in hand."""
    since = notice_day(current_denial(case) or {}) or date.min
    rows = [
        row
        for row in case.list("letters")
        if row.get("level") == level.level
        or (row.get("level") is None and (as_day(row.get("written_on")) or date.max) >= since)
    ]
    return next((row for row in reversed(rows) if row.get("kind", "appeal") in ("appeal", level.level)), None)


def _won(case: Case) -> bool:
    entered = any(row.get("kind") == "approved" for row in case.list("events"))
    return entered or any(row.get("letter_type") == "approval" for row in case.list("denials"))


def _late(left: int | None) -> str:
    return (
        "The safe date has passed: send it today all the same, and say why it is late."
        if left is not None and left < 0
        else ""
    )


def _lower(title: str) -> str:
    return title[0].lower() + title[1:]
