"""A prior-authorization packet: criterion table and the list of records to attach; the letter is the letters' own."""

from __future__ import annotations

from collections.abc import Sequence

from ketacli.eligibility.finding import Checklist, Status
from ketacli.reports.eligibility_docx import render as docx_of
from ketacli.reports.eligibility_rows import row_words
from ketacli.reports.tables import md_escape


def packet_files(lists: Sequence[Checklist]) -> dict[str, str | bytes]:
    """File name → content, without the draft of the letter."""
    return {"criteria.docx": docx_of(lists), "records-to-attach.md": _records(lists)}


def _records(lists: Sequence[Checklist]) -> str:
    wanted = dict.fromkeys(
        (row.evidence_to_bring.rsplit(": ", 1)[-1], row_words(row)["condition"])
        for one in lists
        for row in one.criteria
        if row.evidence_to_bring and row.status is not Status.NOT_NEEDED
    )
    lines = ["# Records to attach", ""]
    lines += [f"- [ ] {md_escape(condition)}: {md_escape(record)}" for record, condition in wanted]
    lines += [
        "",
        "Leave out psychotherapy notes and substance-use treatment records unless the patient has consented to each.",
    ]
    return "\n".join(lines) + "\n"
