"""The report that `ketacli check` shows at a terminal: verdict first, then what it rests on, next step last."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from ketacli.policy.check import Checked, Question
from ketacli.policy.reading import Position, Reading
from ketacli.reports.check_parts import criterion_line, deadline_lines, grouped, next_steps, subject, where
from ketacli.reports.paper import Paper
from ketacli.reports.quotes import bracketed, emphasised, shorten
from ketacli.reports.verdict import future_note, verdict
from ketacli.reports.words import plural

_ROWS = 3
"""Entries a section shows on one screen; `--all` shows the rest."""
_QUOTE = 150


def render(
    outcomes: Sequence[Checked],
    question: Question,
    paper: Paper,
    *,
    everything: bool = False,
    why: bool = False,
    today: date | None = None,
) -> str:
    """The report of each file, one under the other, parted by a line with its name."""
    parts = [_file(outcome, question, paper, everything or why, why, (today or date.today())) for outcome in outcomes]
    return "\n\n".join(parts) + "\n"


def _file(outcome: Checked, question: Question, paper: Paper, everything: bool, why: bool, today: date) -> str:
    lines = [paper.heading(outcome.name)]
    reading = outcome.reading
    if reading is None:
        error = outcome.error or {}
        message = str(error.get("message", "")).rstrip(".")
        lines.append(paper.wrap(f"Could not be read: {message}. The answer is unknown."))
        return "\n".join(lines)
    first = " ".join(filter(None, (future_note(reading, today.isoformat()), verdict(outcome, question))))
    lines.append(paper.bold(paper.wrap(first)))
    lines += _unread(reading, paper)
    rows = outcome.answers if question.asked else reading.positions
    lines += _positions(rows, paper, everything, why)
    lines += _criteria(reading, question, paper, everything)
    lines += _deadlines(reading, paper, everything)
    if everything:
        lines += _language(reading, paper) + _codes(reading, paper)
    lines += ["", paper.heading("What to do next")]
    lines += [paper.wrap(step, first="- ") for step in next_steps(outcome, question)]
    return "\n".join(lines)


def _unread(reading: Reading, paper: Paper) -> list[str]:
    if not reading.document.unread_pages:
        return []
    rows = [paper.wrap(f"page {row['page']}: {row['reason']}", first="- ") for row in reading.document.unread_pages]
    return ["", paper.heading("Could not be read"), *rows]


def _positions(rows: Sequence[Position], paper: Paper, everything: bool, why: bool) -> list[str]:
    lines: list[str] = []
    for title, group in grouped(rows):
        shown = group if everything else group[:_ROWS]
        lines += ["", paper.heading(title)]
        for row in shown:
            lines += _position(row, paper, everything, why)
        if len(group) > len(shown):
            lines.append(paper.wrap(f"{len(group) - len(shown)} more: add --all", first="  "))
    return lines


def _position(row: Position, paper: Paper, everything: bool, why: bool) -> Iterator[str]:
    notes = [f"only {row.applies_to}"] if row.applies_to else []
    notes += ["named by its group only"] if row.inferred else []
    notes += ["layout leaves this uncertain: read the page"] if row.confidence == "uncertain_layout" else []
    note = f" ({'; '.join(notes)})" if notes else ""
    yield paper.wrap(f"{subject(row)}{note}", first="- ")
    if row.quote:
        quote = row.quote if everything else shorten(row.quote, _QUOTE)
        text = paper.wrap(f"{where(row.page, row.heading)}: “{bracketed(quote)}” ({row.rule})", indent=2)
        yield emphasised(text, paper)
    if row.otherwise and row.otherwise.quote:
        text = bracketed(shorten(row.otherwise.quote, _QUOTE))
        yield emphasised(paper.wrap(f"Otherwise, {where(row.otherwise.page, None)}: “{text}”", indent=2), paper)
    if why:
        for step in row.trace:
            yield paper.wrap(step, indent=4, first="> ")


def _criteria(reading: Reading, question: Question, paper: Paper, everything: bool) -> list[str]:
    rows = [
        row
        for row in reading.criteria
        if row.treatment != "other"
        and row.required is not None
        and (question.treatment in (None, row.treatment))
        and (question.indication in (None, row.indication) or row.indication == "any")
    ]
    if not rows:
        return []
    shown = rows if everything else rows[: _ROWS * 3]
    lines = ["", paper.heading(f"Conditions it sets ({len(rows)})")]
    for row in shown:
        lines.append(paper.wrap(criterion_line(row), first="[ ] " if row.required else "(no) "))
        if everything and row.quote:
            lines.append(paper.wrap(f"{where(row.page, row.heading)}: “{row.quote}” ({row.rule})", indent=4))
    if len(rows) > len(shown):
        lines.append(paper.wrap(f"{plural(len(rows) - len(shown), 'more condition')}: add --all", first="  "))
    if any(logic.uncertain for logic in reading.logic):
        lines.append(paper.wrap("The layout leaves open whether all or only some of these are needed: read the page."))
    return lines


def _deadlines(reading: Reading, paper: Paper, everything: bool) -> list[str]:
    lines = deadline_lines(reading)
    if not lines:
        return []
    return [
        "",
        paper.heading("Appeals and deadlines"),
        *(paper.wrap(line, first="- ") for line in (lines if everything else lines[:4])),
    ]


def _language(reading: Reading, paper: Paper) -> list[str]:
    lines: list[str] = []
    for category, title in (
        ("mental_health", "Mental-health language"),
        ("experimental", "Experimental-treatment language"),
    ):
        hits = [hit for hit in reading.language if hit.category == category]
        if hits:
            lines += ["", paper.heading(f"{title} ({len(hits)})")]
            lines += [
                paper.wrap(f"{where(hit.page, hit.heading)}: [{hit.words}] “{hit.quote}” ({hit.rule})", first="- ")
                for hit in hits
            ]
    return lines


def _codes(reading: Reading, paper: Paper) -> list[str]:
    if not reading.codes:
        return []
    words = {"listed": "", "removed": " (removed)", "not_covered": " (listed as not covered)"}
    text = ", ".join(f"{row.code}{words[row.status]}" for row in reading.codes)
    return ["", paper.heading("Codes"), paper.wrap(text)]
