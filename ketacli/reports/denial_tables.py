"""Denials as CSV (one row a file; a remittance one row a service line) and as Markdown."""

from __future__ import annotations

from collections.abc import Sequence

from ketacli.denials.batch import Outcome
from ketacli.reports.denial_words import FIELD_NAMES, REASONS, shown, verdict
from ketacli.reports.tables import csv_text, md_escape, md_table

_COLUMNS = (
    "file",
    "kind",
    "decision",
    "reasons",
    "act_by",
    "provisional",
    "dispute",
    "notice_date",
    "member_id",
    "claim_number",
    "reference_number",
    "service_dates",
    "codes",
    "amount_denied",
    "policy_cited",
    "carc",
    "rarc",
    "appeal_deadline_days",
    "appeal_deadline_date",
    "deadline_from",
    "appeal_address",
    "appeal_fax",
    "appeal_phone",
    "finding",
    "difference_cents",
)


def csv(outcomes: Sequence[Outcome]) -> str:
    """One row a letter or statement. Remittances have a row a service line; mixed input is written as letters."""
    read = [outcome for outcome in outcomes if outcome.denial]
    if read and all(outcome.denial and outcome.denial.remittance for outcome in read):
        return _remittances(read)
    return csv_text(_COLUMNS, [_row(outcome) for outcome in read])


def _row(outcome: Outcome) -> list[object]:
    denial = outcome.denial
    assert denial is not None
    letter, eob = denial.denial or {}, denial.eob or {}
    own: dict[str, object] = {
        "file": outcome.name,
        "kind": denial.document.kind,
        "act_by": denial.act_by.date if denial.act_by else None,
        "provisional": denial.act_by.provisional if denial.act_by else None,
        "dispute": denial.dispute,
        "finding": eob.get("finding"),
        "difference_cents": eob.get("difference"),
    }
    return [_cell(own[name] if name in own else letter.get(name)) for name in _COLUMNS]


def _cell(value: object) -> object:
    if isinstance(value, list):
        return " ".join(str(one.get("value", one)) if isinstance(one, dict) else str(one) for one in value)
    return value


def _remittances(read: Sequence[Outcome]) -> str:
    rows: list[dict[str, object]] = []
    for outcome in read:
        assert outcome.denial is not None
        rows += [{"file": outcome.name, **row} for row in outcome.denial.table]
    columns = list(dict.fromkeys(name for row in rows for name in row))
    return csv_text(columns, [[row.get(name) for name in columns] for row in rows])


def markdown(outcomes: Sequence[Outcome]) -> str:
    """A section a file: verdict, day to work to, reasons, fields, next steps."""
    return "\n".join(_section(outcome) for outcome in outcomes if outcome.denial)


def _section(outcome: Outcome) -> str:
    denial = outcome.denial
    assert denial is not None
    letter = denial.denial or {}
    out = [f"## {md_escape(outcome.name)}", "", md_escape(verdict(denial)), ""]
    if denial.act_by:
        day = denial.act_by.date.isoformat() if denial.act_by.date else "not known"
        note = " (provisional)" if denial.act_by.provisional else ""
        out += [f"**Act by {day}**{note}: {md_escape(denial.act_by.why)}", ""]
    quotes = letter.get("reason_quotes")
    if isinstance(quotes, list) and quotes:
        rows = [[REASONS.get(str(one["value"]), one["value"]), one["page"], one["quote"]] for one in quotes]
        out += [md_table(["Reason", "Page", "In its words"], rows)]
    evidence = letter.get("evidence")
    places = evidence if isinstance(evidence, dict) else {}
    rows = [
        [title, shown(letter[name]), places[name]["page"] if name in places else None]
        for name, title in FIELD_NAMES.items()
        if letter.get(name) not in (None, [], "")
    ]
    if rows:
        out += [md_table(["Field", "Value", "Page"], rows)]
    out += [f"{place}. {md_escape(step)}" for place, step in enumerate(denial.next_steps, 1)]
    return "\n".join(out) + "\n"
