"""Rows of a checklist in words, shared by its HTML, DOCX and packet forms."""

from __future__ import annotations

from ketacli.eligibility.finding import CheckedCriterion, Checklist, Status
from ketacli.reports.paper import folded
from ketacli.reports.words import CRITERIA, INDICATIONS, TREATMENTS

STATUS_WORDS = {
    Status.MET: "met",
    Status.UNMET: "NOT MET",
    Status.UNKNOWN: "not known",
    Status.NOT_NEEDED: "does not decide",
}


def subject(one: Checklist) -> str:
    """`Spravato (esketamine), treatment-resistant depression, first request`."""
    stage = "renewal" if one.scope == "renewal" else "first request"
    return f"{TREATMENTS[one.treatment]}, {INDICATIONS[one.indication]}, {stage}"


def row_words(row: CheckedCriterion) -> dict[str, str]:
    """One row as texts; unknown facts say so."""
    return {
        "condition": CRITERIA[row.type],
        "status": STATUS_WORDS[row.status],
        "fact": folded(row.fact or "not known"),
        "quote": folded(row.quote or ""),
        "page": str(row.page or ""),
        "bring": row.evidence_to_bring or "",
    }
