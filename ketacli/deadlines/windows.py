"""The dates of one rung: by law, by the letter, and the two together.

The rules, each with its reason, stand in docs/rights.md:
- no receipt is presumed unless that law presumes it; without a day of receipt the safe date counts from the notice;
- months end as that law ends them; only 45 CFR 147.136(d) rolls over weekends and holidays;
- a printed date that is earlier is worked to, a later one is offered as the latest, and of two the earlier is
  provisional until someone chooses.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from ketacli.deadlines.calendar import (
    add_business_days,
    add_days,
    add_months,
    add_months_to_next_first,
    roll_forward,
)
from ketacli.deadlines.law import Rule
from ketacli.deadlines.model import Candidate, Printed, Question

OUTAGE_FIRST, OUTAGE_LAST, OUTAGE_EXTENDED = date(2026, 7, 1), date(2026, 8, 3), date(2026, 10, 2)
"""Requests to the HHS-run review that fell due in these days ran to the third (fact `hhs_outage_2026`)."""


@dataclass(slots=True)
class Window:
    """Dates of one rung, being put together."""

    safe: date | None = None
    latest: date | None = None
    legal_safe: date | None = None
    legal_latest: date | None = None
    candidates: list[Candidate] = field(default_factory=list)
    provisional: bool = False
    notes: list[str] = field(default_factory=list)

    @property
    def act_by(self) -> date | None:
        """The earliest date to work to; None where the only date is a ceiling, which is not safe."""
        return self.safe


@dataclass(frozen=True, slots=True)
class Span:
    """What one printed deadline comes to."""

    safe: date
    latest: date | None
    rule: str


def notice_date(question: Question) -> date | None:
    """The date to count from; of two that a letter bears the earlier one."""
    dates = [day for day in (question.denied_on, *question.other_notice_dates) if day]
    return min(dates, default=None)


def window(rule: Rule, question: Question, *, printed: tuple[Printed, ...]) -> Window:
    """The dates of a rung that is open on the notice in hand."""
    found = by_law(rule, question)
    found.legal_safe, found.legal_latest = found.safe, found.latest
    spans = [span for each in printed if (span := _span(each, rule, question))]
    if spans:
        _with_letter(found, spans)
    if rule.condition and found.safe:
        found.provisional = True
    _other_notice_dates(found, rule, question)
    found.candidates.sort(key=lambda candidate: candidate.date)
    return found


def _other_notice_dates(found: Window, rule: Rule, question: Question) -> None:
    """A letter that bears two dates: the earliest is counted from, the later ones wait for a choice."""
    first = notice_date(question)
    later = sorted({day for day in (question.denied_on, *question.other_notice_dates) if day and day != first})
    if not later:
        return
    found.provisional = True
    found.notes.append("The letter bears more than one date; the earliest is counted from until you choose.")
    if rule.has_window:
        found.candidates += [Candidate(date=_ended(rule, day), kind="letter", rule=_words(rule, day)) for day in later]


def by_law(rule: Rule, question: Question) -> Window:
    """The safe and the latest date by law alone."""
    found = Window()
    if rule.service_year_limit and question.service_on:
        day = date(question.service_on.year + rule.service_year_limit, 12, 31)
        found.safe = found.latest = day
        words = f"31 December of year {question.service_on.year} + {rule.service_year_limit}"
        found.candidates.append(Candidate(date=day, kind="law", rule=words))
    if not rule.has_window or rule.automatic:
        return found
    if rule.counts_from == "notice":
        _from_notice(found, rule, question)
    else:
        _from_receipt(found, rule, question)
    _outage(found, rule)
    return found


def _from_notice(found: Window, rule: Rule, question: Question) -> None:
    start = notice_date(question)
    if start and rule.unless_answered_days and question.filed_on:
        start = min(start, add_days(question.filed_on, rule.unless_answered_days))
    if not start:
        return
    day = _ended(rule, start)
    found.safe = None if rule.ceiling else day
    found.latest = None if rule.no_latest else day
    found.candidates.append(Candidate(date=day, kind="law", rule=_words(rule, start)))


def _from_receipt(found: Window, rule: Rule, question: Question) -> None:
    notice, received = notice_date(question), question.received_on
    first = notice or received
    if not first:
        return
    ends = {_ended(rule, first): _words(rule, first)}
    if rule.or_days:
        ends.setdefault(add_days(first, rule.or_days), f"{first} + {rule.or_days} days")
    found.safe = min(ends)
    found.candidates += [Candidate(date=day, kind="law", rule=words) for day, words in ends.items()]
    if notice is None:
        found.notes.append("Counted from receipt: the date on the letter is not given.")
    if rule.no_latest:
        return
    start = received
    words = "received "
    if not received and notice and rule.presumed_receipt_days:
        start = add_days(notice, rule.presumed_receipt_days)
        words = f"{notice} + {rule.presumed_receipt_days} days of mail: "
    if start:
        found.latest = _ended(rule, start)
        if found.latest != found.safe:
            found.candidates.append(Candidate(date=found.latest, kind="law", rule=words + _words(rule, start)))


def _outage(found: Window, rule: Rule) -> None:
    """History: the review run for HHS was down in July 2026, and requests that fell due then ran on."""
    due = found.latest or found.safe
    if not rule.hhs_process or due is None or not OUTAGE_FIRST <= due <= OUTAGE_LAST:
        return
    words = "extended after the outage of July 2026, where the insurer used the review run for HHS"
    found.candidates.append(Candidate(date=OUTAGE_EXTENDED, kind="extension", rule=words))
    found.notes.append(
        "The review run for HHS was down from 1 to 30 July 2026. A request to it that fell due from 1 July to "
        "3 August 2026 was in time until 2 October 2026; a private reviewer's clock was not extended."
    )
    found.provisional = True
    if found.latest:
        found.latest = OUTAGE_EXTENDED


def _ended(rule: Rule, start: date) -> date:
    """The last day of the rule's window that starts on `start`."""
    if rule.days is not None:
        day = add_days(start, rule.days)
    elif rule.next_first:
        day = add_months_to_next_first(start, rule.months or 0)
    else:
        day = add_months(start, rule.months or 0)
    return roll_forward(day) if rule.rolls else day


def _words(rule: Rule, start: date) -> str:
    unit = f"{rule.days} days" if rule.days is not None else f"{rule.months} months"
    return f"{start} + {unit}" + (", moved past weekends and federal holidays" if rule.rolls else "")


def _span(printed: Printed, rule: Rule, question: Question) -> Span | None:
    """A printed deadline as dates; None where what it counts from is not known."""
    if printed.on:
        return Span(printed.on, printed.on, "printed date")
    notice, received = notice_date(question), question.received_on
    if printed.counts_from == "receipt":
        first = notice or received
        presumed = add_days(notice, rule.presumed_receipt_days) if notice and rule.presumed_receipt_days else None
        start = received or presumed
    else:
        first = start = notice
    if first is None:
        return None
    length = _length(printed)
    words = f"printed: {first} + {length}"
    return Span(_count(printed, first), _count(printed, start) if start else None, words)


def _count(printed: Printed, start: date) -> date:
    if printed.months is not None:
        return add_months(start, printed.months)
    days = printed.days or 0
    return add_business_days(start, days) if printed.business else add_days(start, days)


def _length(printed: Printed) -> str:
    if printed.months is not None:
        return f"{printed.months} months"
    return f"{printed.days} {'business ' if printed.business else ''}days"


def _with_letter(found: Window, spans: list[Span]) -> None:
    """Lay the letter's own dates over those of the law; nothing ends later than the letter says."""
    for span in spans:
        found.candidates.append(Candidate(date=span.latest or span.safe, kind="letter", rule=span.rule))
    safe = min(span.safe for span in spans)
    ceiling = found.latest if found.safe is None else None
    ends = {span.latest or span.safe for span in spans}
    if len(ends) > 1:
        found.provisional = True
        found.notes.append("The letter gives more than one date: work to the earliest until it is settled which holds.")
    known = [span.latest for span in spans if span.latest]
    if known:
        found.latest = min(known)
    elif found.latest is None or safe < (found.safe or found.latest):
        # Printed days run from a receipt that is not known: no last day can be told, only the safe one.
        found.latest = None
    elif safe > found.latest:
        found.latest = safe
    if found.safe and safe < found.safe:
        found.notes.append(f"The law allows until {found.safe}; the letter prints less. Work to the letter's date.")
    if ceiling and ceiling < safe:
        found.provisional = True
        found.notes.append(
            f"The letter prints more than the law lets a State give ({ceiling}): the earlier date stands."
        )
    found.safe = min(day for day in (found.safe, ceiling, safe) if day)
