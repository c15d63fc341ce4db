"""A work list as JSON, CSV and a calendar."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ketacli.cases.worklist import Passed, Work
from ketacli.reports.envelope import envelope
from ketacli.reports.tables import csv_text

COLUMNS = ("date", "days_left", "provisional", "case", "folder", "kind", "level", "title", "amount", "law")


def json_text(work: Sequence[Work], passed: Sequence[Passed]) -> str:
    """The envelope with one result a deadline."""
    errors = [{"kind": "case", "message": each.message, "exit_code": int(each.code)} for each in passed]
    return envelope("case.deadlines", work, errors=errors)


def csv(work: Sequence[Work]) -> str:
    """One line a deadline."""
    return csv_text(COLUMNS, [[getattr(each, name) for name in COLUMNS] for each in work])


def ics(work: Sequence[Work], *, stamp: date) -> str:
    """One event a deadline. Titles bear the case's id, never a name or a treatment."""
    from ketacli.reports.ics import Event, calendar

    events = []
    for each in work:
        mark = " (provisional)" if each.provisional else ""
        own = each.kind == "own"
        title = "Day to keep" if own else each.title
        notes = " ".join(filter(None, (each.law, "Check the date on the letter.")))
        key = f"case:{each.case}:{each.kind}:{each.level}:{each.date}:{each.title}"
        events.append(Event(day=each.date, title=f"Case {each.case}: {title}{mark}", notes=notes, key=key))
    return calendar(events, stamp=stamp)
