"""Checklists as one self-contained HTML page."""

from __future__ import annotations

from collections.abc import Sequence

from ketacli.eligibility.finding import Checklist
from ketacli.eligibility.safety import Safety
from ketacli.reports import templates
from ketacli.reports.eligibility_rows import row_words, subject
from ketacli.reports.eligibility_tables import matrix
from ketacli.reports.eligibility_text import CRISIS
from ketacli.reports.paper import folded


def render(lists: Sequence[Checklist], notes: Safety) -> str:
    """The page: crisis line where there is a sign, a matrix of several policies, each checklist, the safety list."""
    return templates.render(
        "eligibility.html.jinja",
        title="ketacli eligibility",
        crisis=CRISIS if any(one.crisis for one in lists) else "",
        matrix=matrix(lists) if len(lists) > 1 else None,
        notes=notes,
        lists=[
            {
                "policy": folded(one.policy or "common criteria"),
                "subject": subject(one),
                "verdict": one.verdict,
                "rows": [row_words(row) for row in one.criteria],
                "missing": one.missing,
            }
            for one in lists
        ],
    )
