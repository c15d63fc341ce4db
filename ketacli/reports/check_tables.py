"""A check as CSV (one row per file × treatment × indication) and as Markdown."""

from __future__ import annotations

from collections.abc import Sequence

from ketacli.policy.check import Checked, Question
from ketacli.reports.check_parts import criterion_line, deadline_lines, grouped, next_steps, subject, where
from ketacli.reports.paper import folded
from ketacli.reports.tables import csv_text, md_escape, md_table
from ketacli.reports.verdict import verdict

_COLUMNS = (
    "file",
    "kind",
    "payer",
    "policy_number",
    "effective_date",
    "superseded",
    "treatment",
    "indication",
    "position",
    "inferred",
    "applies_to",
    "page",
    "heading",
    "quote",
    "rule",
    "error",
)


def csv(outcomes: Sequence[Checked]) -> str:
    """One row per file × treatment × indication; a file without any, or unread, has one row of its own."""
    rows: list[list[object]] = []
    for outcome in outcomes:
        rows += _rows(outcome)
    return csv_text(_COLUMNS, rows)


def _rows(outcome: Checked) -> list[list[object]]:
    reading = outcome.reading
    if reading is None:
        message = (outcome.error or {}).get("message", "")
        return [[outcome.name, *[""] * (len(_COLUMNS) - 2), message]]
    facts = reading.document
    head: list[object] = [
        outcome.name,
        facts.kind,
        facts.payer,
        facts.policy_number,
        facts.effective_date,
        str(facts.superseded).lower(),
    ]
    unread = f"{len(facts.unread_pages)} pages not read" if facts.unread_pages else ""
    chosen = outcome.answers or reading.positions
    if not chosen:
        return [[*head, "", "", "not_addressed", "", "", "", "", "", "", unread]]
    return [
        [
            *head,
            row.treatment,
            row.indication,
            row.position,
            str(row.inferred).lower(),
            row.applies_to,
            row.page,
            folded(row.heading or ""),
            folded(row.quote or ""),
            row.rule,
            unread,
        ]
        for row in chosen
    ]


def markdown(outcomes: Sequence[Checked], question: Question) -> str:
    """A report to paste into a ticket or a note; words from documents are escaped."""
    return "\n".join(_markdown(outcome, question) for outcome in outcomes)


def _markdown(outcome: Checked, question: Question) -> str:
    lines = [f"# {md_escape(outcome.name)}", "", f"**{md_escape(verdict(outcome, question))}**", ""]
    reading = outcome.reading
    if reading is None:
        lines += [md_escape(str((outcome.error or {}).get("message", ""))), ""]
        return "\n".join(lines)
    for title, group in grouped(outcome.answers if question.asked else reading.positions):
        lines += [f"## {title}", ""]
        for row in group:
            lines.append(f"- **{md_escape(subject(row))}**")
            if row.quote:
                lines.append(f"  {md_escape(where(row.page, row.heading))}: “{md_escape(row.quote)}” ({row.rule})")
        lines.append("")
    own = [row for row in reading.criteria if row.treatment != "other" and row.required is not None]
    if own:
        table = md_table(
            ["Condition", "Page", "Quote", "Rule"],
            [[criterion_line(row), row.page, row.quote, row.rule] for row in own],
        )
        lines += ["## Conditions it sets", "", table]
    deadlines = deadline_lines(reading)
    if deadlines:
        lines += ["## Appeals and deadlines", "", *(f"- {md_escape(line)}" for line in deadlines), ""]
    lines += ["## What to do next", "", *(f"- {md_escape(step)}" for step in next_steps(outcome, question)), ""]
    return "\n".join(lines)
