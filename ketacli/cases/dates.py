"""The deadlines of a case: those that `ketacli rights` gives for the same facts, and those that someone set."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Literal, cast

from ketacli.cases.model import Case
from ketacli.deadlines import Ladder, Printed, Question, ladder
from ketacli.deadlines.answers import answer_due
from ketacli.deadlines.model import PLAN_TYPES

_MOST = Decimal(10) ** 12
"""Dollars from which an amount is surely a slip."""
CLOSING = frozenset({"approved", "withdrawn", "closed"})
"""Kinds of event after which a denial needs nothing more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseDeadline:
    """One day that a case must not miss."""

    date: date
    title: str
    """Words that name neither the treatment nor the person."""
    kind: Literal["act", "send", "answer", "right", "own", "undated"]
    """act: file by; send: post by; answer: the other side must decide by; right: ask by; own: set by a person;
    undated: no last day is known, so the matter stands under today."""
    level: str | None = None
    provisional: bool = False
    amount: Decimal | None = None
    """Dollars that the denial refuses, where it says."""
    law: str | None = None
    days_left: int | None = None


def question_of(case: Case, denial: Mapping[str, Any], *, today: date | None = None) -> Question:
    """What `ketacli rights` would be asked for this denial of this case."""
    plan, treatment = case.section("plan"), case.section("treatment")
    kind = str(plan.get("plan_type") or "unknown")
    notices = notice_days(denial)
    return Question(
        plan_type=kind if kind in PLAN_TYPES else "unknown",
        state=plan.get("state"),
        denied_on=notices[0] if notices else None,
        other_notice_dates=notices[1:],
        received_on=as_day(denial.get("received_on")),
        filed_on=_filed_before(case, denial),
        denial="final" if denial.get("denial") == "final" else "initial",
        decided=denial.get("level"),
        urgent=bool(treatment.get("urgent", False)),
        service="drug" if treatment.get("service") == "drug" else "item",
        reasons=tuple(str(each) for each in _rows(denial.get("reasons"))),
        printed=printed_in(denial),
        service_on=_service_day(denial),
        today=today,
    )


def filled(question: Question, case: Case) -> Question:
    """`question` with what it leaves open taken from the case: what was asked outright stays."""
    known = question_of(case, current_denial(case) or {}, today=question.today)
    blank = Question(plan_type="unknown")
    open_ = [each.name for each in fields(Question) if getattr(question, each.name) == getattr(blank, each.name)]
    if question.denied_on:
        # Another notice than the case's: only the plan is taken over, not the dates and words of the case's denial.
        open_ = [name for name in open_ if name in ("plan_type", "state", "urgent", "service")]
    return replace(question, **{name: getattr(known, name) for name in open_})


def notice_days(denial: Mapping[str, Any]) -> tuple[date, ...]:
    """The dates that a denial bears as its own, the earliest first; more than one is a conflict."""
    said = [denial.get("notice_date"), *_rows(denial.get("other_notice_dates"))]
    said += _values(denial.get("conflict", {}), "notice_date")
    return tuple(sorted({day for each in said if (day := as_day(each))}))


def notice_day(denial: Mapping[str, Any]) -> date | None:
    """The earliest date that a denial bears; None where it bears none."""
    return min(notice_days(denial), default=None)


def printed_in(denial: Mapping[str, Any]) -> tuple[Printed, ...]:
    """The deadlines that a letter prints, also those that contradict each other."""
    found: list[Printed] = []
    start = denial.get("deadline_from")
    counts_from = cast("Literal['notice', 'receipt'] | None", start if start in ("notice", "receipt") else None)
    conflict = denial.get("conflict", {})
    days = [denial.get("appeal_deadline_days"), *_values(conflict, "appeal_deadline_days")]
    units = (denial.get("appeal_deadline_days_unit"), denial.get("internal_days_unit"))
    days_business = "business_days" in units
    found += [
        Printed(days=each, counts_from=counts_from, business=days_business) for said in days if (each := _whole(said))
    ]
    dates = [denial.get("appeal_deadline_date"), *_values(conflict, "appeal_deadline_date")]
    found += [Printed(on=day) for each in dates if (day := as_day(each))]
    return tuple(dict.fromkeys(found))


def current_denial(case: Case) -> dict[str, Any] | None:
    """The denial that counts now: the one with the latest date; without dates the one entered last."""
    rows = [row for row in case.list("denials") if row.get("is_denial") is not False]
    if not rows:
        return None
    numbered = list(enumerate(rows))
    return max(numbered, key=lambda pair: (notice_day(pair[1]) or date.min, pair[0]))[1]


def ladder_of(case: Case, *, today: date | None = None) -> Ladder | None:
    """The ladder for the denial that counts now; None where the case has no denial. Raises UsageProblem."""
    denial = current_denial(case)
    return ladder(question_of(case, denial, today=today)) if denial else None


def deadlines_of(case: Case, *, today: date) -> list[CaseDeadline]:
    """All days ahead (and missed) of a case, earliest first. Raises UsageProblem for a State or plan that cannot be."""
    found = [_own(row, today) for row in case.list("deadlines") if as_day(row.get("on")) and not row.get("done_on")]
    found += _promised(case, today)
    denial = current_denial(case)
    if denial is not None and not closed(case, denial):
        found += _by_law(case, denial, today) or [_undated(case, denial, today)]
    return sorted(found, key=lambda each: (each.date, each.kind, each.title))


def is_provider_dispute(denial: Mapping[str, Any]) -> bool:
    """Whether it is a remittance's denial: the provider's matter, with no appeal of the member."""
    return denial.get("dispute") == "provider_dispute"


def closed(case: Case, denial: Mapping[str, Any]) -> bool:
    """Whether the matter ended after the denial: approved (by a letter or an entry), withdrawn, closed."""
    since = notice_day(denial) or date.min
    if any(
        row.get("letter_type") == "approval" and (notice_day(row) or date.max) >= since for row in case.list("denials")
    ):
        return True
    return any(
        row.get("kind") in CLOSING and (as_day(row.get("on")) or date.max) >= since for row in case.list("events")
    )


def filed_level(case: Case, denial: Mapping[str, Any]) -> tuple[str | None, date] | None:
    """The level that was filed after a denial, and when; None where nothing was filed yet."""
    since = notice_day(denial) or date.min
    rows = [row for row in case.list("events") if row.get("kind") == "filed"]
    dated = [(day, row.get("level")) for row in rows if (day := as_day(row.get("on"))) and day >= since]
    if not dated:
        return None
    day, level = max(dated, key=lambda pair: pair[0])
    return level, day


def _by_law(case: Case, denial: Mapping[str, Any], today: date) -> list[CaseDeadline]:
    if is_provider_dispute(denial):
        return []
    question = question_of(case, denial, today=today)
    amount = amount_of(denial)
    found = ladder(question)
    filed = filed_level(case, denial)
    if filed:
        return _answer(question, found, filed, amount, today)
    days = []
    for each in found.levels:
        if not each.open or each.actor == "provider":
            continue
        if each.act_by is None:
            if each.latest_date:
                told = {"level": each.level, "provisional": True, "amount": amount, "law": each.law}
                title = f"Very latest, may be sooner: {_lower(each.title)}"
                days.append(_dated(each.latest_date, title, "undated", today, told))
            continue
        common = {"level": each.level, "provisional": each.provisional, "amount": amount, "law": each.law}
        days.append(_dated(each.act_by, f"Last safe day: {_lower(each.title)}", "act", today, common))
        if each.send_by and each.send_by != each.act_by:
            days.append(_dated(each.send_by, f"Post by today: {_lower(each.title)}", "send", today, common))
    for right in found.rights:
        if right.by_date:
            common = {"law": right.law, "amount": amount}
            days.append(_dated(right.by_date, "Ask for the approved service to go on", "right", today, common))
    return days


def _undated(case: Case, denial: Mapping[str, Any], today: date) -> CaseDeadline:
    """A denial whose last day nobody can compute must not vanish from a work list."""
    title = "No last day is known: look at the letter and act now"
    if is_provider_dispute(denial):
        title = "Provider dispute: look up the clock of the contract or the payer"
    elif filed_level(case, denial):
        title = "Filed; the law names no day for the answer: ask"
    return _dated(today, title, "undated", today, {"amount": amount_of(denial), "provisional": True})


def _answer(
    question: Question, found: Ladder, filed: tuple[str | None, date], amount: Decimal | None, today: date
) -> list[CaseDeadline]:
    """After filing the clock runs for the other side."""
    level = filed[0] or next((each.level for each in found.levels if each.open), None)
    due = answer_due(question, level, filed[1]) if level else None
    if due is None:
        return []
    return [_dated(due, "Decision due: ask if none has come", "answer", today, {"level": level, "amount": amount})]


def _dated(day: date, title: str, kind: str, today: date, more: Mapping[str, Any]) -> CaseDeadline:
    return CaseDeadline(date=day, title=title, kind=kind, days_left=(day - today).days, **more)  # type: ignore[arg-type]


def _own(row: Mapping[str, Any], today: date) -> CaseDeadline:
    return _dated(as_day(row["on"]) or today, str(row.get("title", "")), "own", today, {})


def _promised(case: Case, today: date) -> list[CaseDeadline]:
    """Days by which someone at the plan promised to act, as noted in calls; `answered_on` ends one."""
    days = [as_day(row.get("promised_by")) for row in case.list("calls") if not row.get("answered_on")]
    return [_dated(day, "Ask again: an answer was promised by this day", "own", today, {}) for day in days if day]


def _filed_before(case: Case, denial: Mapping[str, Any]) -> date | None:
    """The day on which the appeal that this denial answers was filed."""
    notice = notice_day(denial)
    rows = [as_day(row.get("on")) for row in case.list("events") if row.get("kind") == "filed"]
    return max((day for day in rows if day and notice and day < notice), default=None)


def amount_of(denial: Mapping[str, Any]) -> Decimal | None:
    """Dollars refused, where the denial says."""
    said = denial.get("amount_denied")
    if isinstance(said, bool) or not isinstance(said, (int, float, Decimal)):
        return None
    amount = Decimal(str(said))
    return amount.quantize(Decimal("0.01"), ROUND_HALF_UP) if amount.is_finite() and abs(amount) < _MOST else None


def as_day(said: object) -> date | None:
    """An ISO date or a date of the file; None for anything else."""
    if isinstance(said, date):
        return said
    try:
        return date.fromisoformat(said) if isinstance(said, str) else None
    except ValueError:
        return None


def _service_day(denial: Mapping[str, Any]) -> date | None:
    """The first day of service that the denial names; of a period its first day."""
    said = denial.get("service_dates")
    days = [as_day(str(each).split("/")[0]) for each in said] if isinstance(said, list) else []
    return min((day for day in days if day), default=None)


def _values(conflict: object, name: str) -> list[Any]:
    rows = conflict.get(name) if isinstance(conflict, Mapping) else None
    return [row.get("value") for row in _rows(rows) if isinstance(row, Mapping)]


def _rows(said: object) -> list[Any]:
    """A list as it stands; anything else in a file that people edit is none."""
    return said if isinstance(said, list) else []


def _whole(said: object) -> int | None:
    """A number of days from 1 to ten years; anything else is none."""
    if isinstance(said, bool) or not isinstance(said, (int, str, Decimal)):
        return None
    text = str(said)
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 4 and 0 < int(text) <= 3660 else None


def _lower(title: str) -> str:
    return title[0].lower() + title[1:]
