"""Pieces that every format of a check shares: groups, places, conditions in words, deadlines, next steps."""

from __future__ import annotations

from collections.abc import Sequence

from ketacli.policy.check import Checked, Question
from ketacli.policy.reading import Criterion, Position, Reading
from ketacli.reports.paper import folded
from ketacli.reports.words import COMPARISONS, CRITERIA, INDICATIONS, SCALES, TREATMENTS

GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Excluded", ("not_covered", "not_medically_necessary")),
    ("Investigational", ("experimental",)),
    ("Covered if", ("covered_with_criteria",)),
    ("Covered", ("covered",)),
    ("Not mentioned", ("not_addressed",)),
)


def grouped(rows: Sequence[Position]) -> list[tuple[str, list[Position]]]:
    """Positions on ketamine and esketamine under the report's headings; empty groups left out."""
    own = [row for row in rows if row.treatment != "other"]
    groups = [(title, [row for row in own if row.position in words]) for title, words in GROUPS]
    return [(title, group) for title, group in groups if group]


def where(page: int | None, heading: str | None) -> str:
    """`page 2, Criteria`."""
    place = f"page {page}" if page else "no passage"
    return f"{place}, {folded(heading)[:60]}" if heading else place


def criterion_value(row: Criterion) -> str:
    """The value of a condition in words: `at least 2 trials`, `PHQ-9 at least 15`."""
    scale = SCALES.get(row.text or "", "") if row.type == "severity_scale" else ""
    parts = [scale]
    if row.number is not None:
        parts.append(COMPARISONS.get(row.comparison or "", ""))
        parts.append(f"{row.number:g}")
        parts.append((row.unit or "").replace("_", " "))
    if row.text and not scale and row.number is None:
        parts.append(row.text.replace("_", " "))
    if row.within_days:
        parts.append(f"within {row.within_days} days")
    return " ".join(part for part in parts if part)


def criterion_line(row: Criterion) -> str:
    """One condition in a line, with whom and what it is for where that is not everybody."""
    value = criterion_value(row)
    text = CRITERIA[row.type] + (f": {value}" if value else "")
    if row.required is False:
        text += " - not required"
    limits = [INDICATIONS[row.indication]] if row.indication != "any" else []
    limits += ["to renew"] if row.scope == "renewal" else []
    limits += [row.applies_to] if row.applies_to else []
    return f"{text} ({'; '.join(limits)})" if limits else text


_DEADLINES: tuple[tuple[str, str], ...] = (
    ("internal_days", "First appeal: within {} days"),
    ("second_level_days", "Second appeal: within {} days"),
    ("external_days", "External review: within {} days"),
    ("external_months", "External review: within {} months"),
    ("state_hearing_days", "State fair hearing: within {} days"),
    ("decision_days_preservice", "The plan decides an appeal before treatment within {} days"),
    ("decision_days_postservice", "The plan decides an appeal after treatment within {} days"),
    ("expedited_hours", "Urgent appeals are decided within {} hours"),
    ("address", "Write to: {}"),
    ("fax", "Fax: {}"),
    ("phone", "Telephone: {}"),
    ("urgent_phone", "Telephone for urgent appeals: {}"),
)


def deadline_lines(reading: Reading) -> list[str]:
    """What the document says of appeals, each with its page; two values for one clock are both shown."""
    appeals = reading.appeals or {}
    evidence, conflict = appeals.get("evidence"), appeals.get("conflict")
    evidence = evidence if isinstance(evidence, dict) else {}
    conflict = conflict if isinstance(conflict, dict) else {}
    lines = []
    for key, form in _DEADLINES:
        if key in conflict:
            values = " or ".join(str(row["value"]) for row in conflict[key])
            lines.append(form.format(values) + " (the document gives both: keep the earlier)")
        elif appeals.get(key) is not None:
            unit = " business" if appeals.get(f"{key}_unit") == "business_days" else ""
            told = form.format(f"{appeals[key]}{unit}")
            page = evidence.get(key, {}).get("page")
            lines.append(told + (f" (page {page})" if page else ""))
    return lines


def next_steps(outcome: Checked, question: Question) -> list[str]:
    """One to three next steps with their commands."""
    reading = outcome.reading
    assert reading is not None
    rows = outcome.answers if question.asked else [row for row in reading.positions if row.treatment != "other"]
    words = {row.position for row in rows}
    name = outcome.name if " " not in outcome.name else f"'{outcome.name}'"
    steps = []
    if reading.document.unread_pages:
        steps.append("Read the missing pages yourself, or install an OCR engine (ketacli doctor tells how).")
    if "covered_with_criteria" in words:
        steps.append(f"Compare your own facts with the conditions: ketacli eligibility --policy {name}")
    if words & {"not_covered", "experimental", "not_medically_necessary"}:
        steps.append("If you were refused, see your appeal rights and dates: ketacli rights --plan-type unknown")
    if not words or words == {"not_addressed"}:
        steps.append("Ask the plan in writing; a script for the call: ketacli call script")
    return [*steps, "This informs; the plan document and the notice in your hand decide."]


def subject(row: Position) -> str:
    """Treatment and use of a position in words."""
    use = "any use not named otherwise" if row.indication == "any" else INDICATIONS[row.indication]
    return f"{TREATMENTS[row.treatment]}, {use}"
