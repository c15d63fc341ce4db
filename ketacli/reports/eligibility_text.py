"""The checklist of `ketacli eligibility` at a terminal and as Markdown."""

from __future__ import annotations

from collections.abc import Sequence

from ketacli.eligibility.finding import CheckedCriterion, Checklist, Status
from ketacli.eligibility.interview import questions
from ketacli.eligibility.safety import Safety
from ketacli.reports.eligibility_rows import STATUS_WORDS, subject
from ketacli.reports.eligibility_tables import matrix
from ketacli.reports.paper import Paper
from ketacli.reports.quotes import shorten
from ketacli.reports.tables import md_escape, md_table
from ketacli.reports.words import CRITERIA

CRISIS = (
    "If you are thinking of ending your life, call or text 988 now (Suicide and Crisis Lifeline, free, day and night)."
)
CLOSING = "This compares what was entered with what was read; the plan and your clinician decide."
_PRESENT = {True: "PRESENT", False: "absent", None: "not known"}
_ORIGINS = {
    "flag": "--data",
    "file": "the answers file",
    "case": "the case",
    "typed": "typed just now",
    "batch": "the batch",
}


def render(lists: Sequence[Checklist], paper: Paper, notes: Safety) -> str:
    """One checklist a policy: the verdict, then each condition with the policy's words and the patient's fact.

    Several policies get a table of all of them first; the label's safety list comes last, apart from coverage.
    """
    parts = [paper.bold(paper.wrap(CRISIS))] if any(one.crisis for one in lists) else []
    if len(lists) > 1:
        headers, rows = matrix(lists)
        parts.append(paper.table(headers, rows))
    parts += [_one(one, paper) for one in lists]
    parts += [text for text in (_needed(lists, paper), _origins(lists, paper), _safety(notes, paper)) if text]
    parts.append(paper.wrap(CLOSING))
    return "\n\n".join(parts) + "\n"


def _one(one: Checklist, paper: Paper) -> str:
    lines = [paper.bold(paper.wrap(one.verdict)), paper.wrap(f"{one.policy or 'common criteria'}: {subject(one)}")]
    if one.extra.get("quote"):
        lines.append(paper.wrap(f"page {one.extra['page']}: “{shorten(str(one.extra['quote']), 160)}”", indent=2))
    lines.append("")
    for status in (Status.UNMET, Status.UNKNOWN, Status.MET, Status.NOT_NEEDED):
        rows = [row for row in one.criteria if row.status is status]
        if rows:
            word = STATUS_WORDS[status]
            lines += [paper.heading(f"{word[0].upper()}{word[1:]} ({len(rows)})")]
            lines += [line for row in rows for line in _row(row, paper)]
            lines.append("")
    lines += _shortest(one, paper)
    return "\n".join(lines).rstrip("\n")


def _row(row: CheckedCriterion, paper: Paper) -> list[str]:
    lines = [paper.wrap(f"{CRITERIA[row.type]}: {row.why}", first="- ")]
    if row.quote:
        place = f"page {row.page}: " if row.page else ""
        lines.append(paper.wrap(f"{place}“{shorten(row.quote, 160)}”", indent=2))
    if row.evidence_to_bring and row.status is not Status.NOT_NEEDED:
        lines.append(paper.wrap(row.evidence_to_bring, indent=2))
    return lines


def _shortest(one: Checklist, paper: Paper) -> list[str]:
    """The shortest set of records that would settle what is open, if they show what is asked for."""
    wanted = [row for row in one.criteria if row.id in one.to_settle]
    if not wanted:
        return []
    words = "This one record would, if it shows it:" if len(wanted) == 1 else "These would, if they show it:"
    lines = [paper.heading("What would settle it"), paper.wrap(words)]
    for row in wanted:
        record = (row.evidence_to_bring or "").removeprefix("bring: ") or "a record that shows it"
        lines.append(paper.wrap(f"{CRITERIA[row.type]}: {record}", first="- "))
    return lines


def _needed(lists: Sequence[Checklist], paper: Paper) -> str:
    missing = dict.fromkeys(key for one in lists for key in one.missing)
    if not missing:
        return ""
    words = {one.key: one.ask for one in questions()}
    lines = [paper.heading(f"Answers still needed ({len(missing)})")]
    lines += [paper.wrap(f"{words.get(key, 'This answer')} --data {key}=…", first="- ") for key in missing]
    lines.append(paper.wrap("Or put them into a file, key = value, and name it with --answers."))
    return "\n".join(lines)


def _origins(lists: Sequence[Checklist], paper: Paper) -> str:
    """Where the answers that were read came from, once for the whole report."""
    by_origin: dict[str, dict[str, None]] = {}
    for one in lists:
        for row in one.criteria:
            for key, origin in row.origins.items():
                by_origin.setdefault(origin, {})[key] = None
    if not by_origin:
        return ""
    lines = [paper.heading("Where the answers came from")]
    lines += [
        paper.wrap(f"{_ORIGINS.get(name, name)}: {', '.join(keys)}", first="- ") for name, keys in by_origin.items()
    ]
    return "\n".join(lines)


def _safety(notes: Safety, paper: Paper) -> str:
    if not notes.notes:
        return ""
    lines = [paper.heading("Safety, apart from coverage (for the prescriber)")]
    lines += [paper.wrap(f"{note.kind}, {_PRESENT[note.present]}: {note.sentence}", first="- ") for note in notes.notes]
    lines += [paper.heading("The safety program (REMS)")]
    lines += [paper.wrap(step, first="- ") for step in notes.program]
    if notes.the_day:
        lines += [paper.heading("The day itself")]
        lines += [paper.wrap(step, first="- ") for step in notes.the_day]
    return "\n".join(lines)


def markdown(lists: Sequence[Checklist], notes: Safety) -> str:
    """The checklists as Markdown tables, what is still needed, and the safety list."""
    parts = [f"**{CRISIS}**\n"] if any(one.crisis for one in lists) else []
    if len(lists) > 1:
        headers, rows = matrix(lists)
        parts.append(md_table(headers, rows))
    for one in lists:
        cells = [
            [CRITERIA[row.type], STATUS_WORDS[row.status], row.fact, row.why, row.page, row.quote]
            for row in one.criteria
        ]
        table = md_table(["Condition", "Status", "Fact", "Why", "Page", "Policy's words"], cells) if cells else ""
        title = md_escape(f"{one.policy or 'common criteria'}: {subject(one)}")
        parts.append(f"# {title}\n\n**{md_escape(one.verdict)}**\n\n{table}")
    missing = dict.fromkeys(key for one in lists for key in one.missing)
    if missing:
        parts.append("\n".join(["## Answers still needed\n", *(f"- `{key}`" for key in missing)]) + "\n")
    if notes.notes:
        lines = [f"- {note.kind}, {_PRESENT[note.present]}: {md_escape(note.sentence)}" for note in notes.notes]
        parts.append("\n".join(["## Safety, apart from coverage (for the prescriber)\n", *lines]) + "\n")
    return "\n".join([*parts, CLOSING]) + "\n"
