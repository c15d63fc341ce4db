"""Checklists as JSON and CSV, a payer × criterion matrix, and batches."""

from __future__ import annotations

from collections.abc import Sequence

from ketacli.eligibility.batch import BatchRow
from ketacli.eligibility.finding import Checklist, Status
from ketacli.eligibility.safety import Safety
from ketacli.reports.envelope import envelope, lines
from ketacli.reports.paper import folded
from ketacli.reports.plainly import plain
from ketacli.reports.tables import csv_text

CRISIS_NOTE = "A sign of acute danger was entered: call or text 988 first, and tell the clinician."
_COLUMNS = ("policy", "status", "id", "type", "criterion_status", "fact", "why", "page", "quote", "evidence_to_bring")


def json_text(lists: Sequence[Checklist], notes: Safety, *, by_line: bool) -> str:
    """The envelope, or one line a policy. A crisis sign is the first warning."""
    if by_line:
        return lines(lists)
    warnings: list[object] = []
    if any(one.crisis for one in lists):
        warnings.append({"kind": "crisis", "message": CRISIS_NOTE})
    warnings += [{"file": one.policy, "message": text} for one in lists for text in one.warnings]
    results = [{**_record(one), "safety": plain(notes)} for one in lists]
    inputs = [{"file": one.policy} for one in lists]
    return envelope(
        "eligibility", results, inputs=inputs, warnings=warnings, sources=[{"cite": text} for text in notes.sources]
    )


def _record(one: Checklist) -> dict[str, object]:
    record = plain(one)
    assert isinstance(record, dict)
    return record


def csv(lists: Sequence[Checklist]) -> str:
    """One row per policy × criterion."""
    return csv_text(
        _COLUMNS,
        [
            [
                one.policy,
                one.status,
                row.id,
                row.type,
                row.status,
                row.fact,
                row.why,
                row.page,
                folded(row.quote or ""),
                row.evidence_to_bring,
            ]
            for one in lists
            for row in one.criteria
        ],
    )


def matrix(lists: Sequence[Checklist]) -> tuple[list[str], list[list[str]]]:
    """Payer × type of criterion: headers and rows; a policy without that type has an empty cell."""
    kinds = list(dict.fromkeys(row.type for one in lists for row in one.criteria))
    rows = []
    for kind in kinds:
        cells: list[str] = [kind]
        for one in lists:
            found = {row.status for row in one.criteria if row.type == kind and row.status is not Status.NOT_NEEDED}
            cells.append(next((str(word) for word in (Status.UNMET, Status.UNKNOWN, Status.MET) if word in found), ""))
        rows.append(cells)
    return ["criterion", *(one.policy or "common criteria" for one in lists)], rows


def batch_lines(rows: Sequence[BatchRow]) -> str:
    """One JSON line a record, failures included; a sign of acute danger is the record's first word."""
    return lines([_batch_record(row) for row in rows])


def batch_json(rows: Sequence[BatchRow]) -> str:
    """The same records in one document, with signs of acute danger as the first warnings."""
    signs = [
        {"kind": "crisis", "line": row.line, "id": row.id, "message": CRISIS_NOTE}
        for row in rows
        if any(one.crisis for one in row.lists)
    ]
    errors = [row.error | {"line": row.line} for row in rows if row.error]
    return envelope("eligibility.batch", [_batch_record(row) for row in rows], warnings=signs, errors=errors)


def _batch_record(row: BatchRow) -> dict[str, object]:
    first = {"crisis": CRISIS_NOTE} if any(one.crisis for one in row.lists) else {}
    results = [_record(one) for one in row.lists]
    return {**first, "line": row.line, "id": row.id, "error": row.error, "results": results}


def batch_csv(rows: Sequence[BatchRow]) -> str:
    """One row per record × policy: status, what is not met, what is not known."""
    table: list[list[object]] = []
    for row in rows:
        if row.error:
            table.append(["", row.line, row.id, "", "error", "", "", row.error["message"]])
        table += [
            [
                "988" if one.crisis else "",
                row.line,
                row.id,
                one.policy,
                one.status,
                _types(one, Status.UNMET),
                _types(one, Status.UNKNOWN),
                "",
            ]
            for one in row.lists
        ]
    return csv_text(("crisis", "line", "id", "policy", "status", "unmet", "unknown", "error"), table)


def _types(one: Checklist, status: Status) -> str:
    return " ".join(dict.fromkeys(row.type for row in one.criteria if row.status is status))
