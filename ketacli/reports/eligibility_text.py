"""The checklist of `ketacli eligibility` at a terminal and as Markdown."""

from __future__ import annotations

from collections.abc import Sequence

from ketacli.eligibility.finding import CheckedCriterion, Checklist, Status
from ketacli.eligibility.safety import Safety
from ketacli.reports.eligibility_tables import matrix
from ketacli.reports.paper import Paper
from ketacli.reports.quotes import shorten
from ketacli.reports.tables import md_escape, md_table
from ketacli.reports.words import CRITERIA, INDICATIONS, TREATMENTS

CRISIS = (
    "If you are thinking of ending your life, call or text 988 now (Suicide and Crisis Lifeline, free, day and night)."
)
_SIGNS = {Status.MET: "met", Status.UNMET: "NOT MET", Status.UNKNOWN: "not known", Status.NOT_NEEDED: "not needed"}


def render(lists: Sequence[Checklist], paper: Paper, notes: Safety) -> str:
    """One checklist a policy: the verdict, then each condition with the policy's words and the patient's fact.

    Several policies get a table of all of them first; the label's safety list comes last, apart from coverage.
    """
    parts = [paper.bold(paper.wrap(CRISIS))] if any(one.crisis for one in lists) else []
    if len(lists) > 1:
        headers, rows = matrix(lists)
        parts.append(paper.table(headers, rows))
    parts += [_one(one, paper) for one in lists]
    parts += _safety(notes, paper)
    parts.append(paper.wrap("This compares what was entered with what was read; the plan and your clinician decide."))
    return "\n\n".join(parts) + "\n"


def _safety(notes: Safety, paper: Paper) -> list[str]:
    if not notes.notes:
        return []
    words = {True: "PRESENT", False: "absent", None: "not known"}
    lines = [paper.heading("Safety, apart from coverage (for the prescriber)")]
    lines += [paper.wrap(f"{note.kind}, {words[note.present]}: {note.sentence}", first="- ") for note in notes.notes]
    lines += [paper.heading("The safety programme (REMS)")]
    lines += [paper.wrap(step, first="- ") for step in notes.programme]
    return ["\n".join(lines)]


def _one(one: Checklist, paper: Paper) -> str:
    stage = "renewal" if one.scope == "renewal" else "first request"
    subject = f"{TREATMENTS[one.treatment]}, {INDICATIONS[one.indication]}, {stage}"
    lines = [paper.bold(paper.wrap(one.verdict)), paper.wrap(f"{one.policy or 'common criteria'}: {subject}"), ""]
    for status in (Status.UNMET, Status.UNKNOWN, Status.MET, Status.NOT_NEEDED):
        rows = [row for row in one.criteria if row.status is status]
        if rows:
            lines += [paper.heading(f"{_SIGNS[status].capitalize()} ({len(rows)})")]
            lines += [line for row in rows for line in _row(row, paper)]
            lines.append("")
    if one.missing:
        lines += [paper.heading("Still needed"), paper.wrap("Give them by --data KEY=VALUE or in the answers file:")]
        lines += [paper.wrap(key, first="- ") for key in one.missing]
    return "\n".join(lines).rstrip("\n")


def _row(row: CheckedCriterion, paper: Paper) -> list[str]:
    lines = [paper.wrap(f"{CRITERIA[row.type]}: {row.why}", first="- ")]
    if row.quote:
        lines.append(paper.wrap(f"page {row.page}: “{shorten(row.quote, 160)}”", indent=2))
    if row.evidence_to_bring and row.status is not Status.NOT_NEEDED:
        lines.append(paper.wrap(row.evidence_to_bring, indent=2))
    return lines


def markdown(lists: Sequence[Checklist]) -> str:
    """The checklists as Markdown tables."""
    parts = [f"**{CRISIS}**\n"] if any(one.crisis for one in lists) else []
    for one in lists:
        rows = [
            [CRITERIA[row.type], _SIGNS[row.status], row.fact, row.why, row.page, row.quote] for row in one.criteria
        ]
        table = md_table(["Condition", "Status", "Fact", "Why", "Page", "Policy's words"], rows)
        parts.append(f"# {md_escape(one.policy or 'common criteria')}\n\n**{md_escape(one.verdict)}**\n\n{table}")
    return "\n".join(parts)
