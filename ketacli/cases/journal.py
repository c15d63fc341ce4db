"""What happened in a case: a filing, a decision, a day to keep, a note; a new denial takes over what still holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from ketacli.cases import assign, record
from ketacli.cases.dates import current_denial, filed_level, ladder_of
from ketacli.cases.model import Case

DECISIONS = ("approved", "denied", "withdrawn", "closed")
_CARRIED = (
    "amount_denied",
    "reasons",
    "service",
    "service_dates",
    "codes",
    "claim_number",
    "reference_number",
    "member_name",
    "member_id",
    "group_number",
)
"""What a later decision on the same matter takes over; address and time limit are those of its own letter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry for the journal."""

    on: date
    text: str | None = None
    filed: str | None = None
    """The level that was filed."""
    decision: str | None = None
    """One of DECISIONS."""
    final: bool = False
    """With a denial: the plan's last mandatory decision."""
    level: str | None = None
    """With a decision: the level that decided; without it the level that was filed last."""
    keep: date | None = None
    """A day to keep; `text` says what for."""


def enter(case: Case, entry: Entry) -> Case:
    """Write an entry. Raises CaseProblem for a level that the case's ladder does not have."""
    denial = current_denial(case)
    found = ladder_of(case)
    known = [*(each.level for each in found.levels), *found.passed] if found else []
    if known:
        assign.require_level(entry.filed, known)
        assign.require_level(entry.level, known)
    filed = filed_level(case, denial) if denial else None
    level = entry.level or (None if entry.final or filed is None else filed[0])

    def change(data: dict[str, Any]) -> None:
        if entry.keep:
            record.deadline(data, on=entry.keep, title=entry.text or "")
            return
        kind = "filed" if entry.filed else entry.decision or "note"
        record.event(data, on=entry.on, kind=kind, level=entry.filed or entry.level, text=entry.text)
        if entry.decision == "denied":
            carried = {name: denial[name] for name in _CARRIED if denial and name in denial}
            fields = carried | {"notice_date": entry.on.isoformat()}
            record.denial(data, fields=fields, kind="final" if entry.final else "initial", level=level)

    return case.update(change, what="day to keep" if entry.keep else "log entry", by="case log")
