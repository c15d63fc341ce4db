"""A check as one self-contained HTML file: no script, no outside address, the evidence shown on its pages."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping, Sequence
from datetime import date

from ketacli.documents.marked_pages import MarkedPage
from ketacli.policy.check import Checked, Question
from ketacli.policy.reading import Position, Reading
from ketacli.reports import templates
from ketacli.reports.check_parts import criterion_line, deadline_lines, grouped, next_steps, subject, where
from ketacli.reports.paper import folded
from ketacli.reports.quotes import deciding_words
from ketacli.reports.verdict import future_note, verdict

Pictures = Mapping[str, Sequence[MarkedPage]]
"""Pictures of a file's pages, by the file's name."""


def render(outcomes: Sequence[Checked], question: Question, pictures: Pictures, *, today: date | None = None) -> str:
    """The whole page. Words from documents are escaped by the template engine; none is interpreted."""
    files = [_file(outcome, question, pictures.get(outcome.name, ()), today or date.today()) for outcome in outcomes]
    title = f"ketacli check: {', '.join(folded(outcome.name) for outcome in outcomes)}"
    return templates.render("check.html.jinja", files=files, title=title)


def quoted_pages(outcome: Checked, question: Question) -> dict[int, list[str]]:
    """The quotes that the report shows, by page: what the pictures need to mark."""
    reading = outcome.reading
    if reading is None:
        return {}
    rows: list[tuple[int | None, str | None]] = [
        (row.page, row.quote) for _, group in grouped(_chosen(outcome, question)) for row in group
    ]
    rows += [(row.page, row.quote) for row in reading.criteria if row.treatment != "other" and row.required is not None]
    pages: dict[int, list[str]] = {}
    for page, quote in rows:
        if page and quote and quote not in pages.get(page, []):
            pages.setdefault(page, []).append(quote)
    return pages


def _chosen(outcome: Checked, question: Question) -> Sequence[Position]:
    assert outcome.reading is not None
    return outcome.answers if question.asked else outcome.reading.positions


def _file(outcome: Checked, question: Question, pictures: Sequence[MarkedPage], today: date) -> dict[str, object]:
    reading = outcome.reading
    said = verdict(outcome, question)
    bare: dict[str, object] = {
        "name": folded(outcome.name),
        "verdict": said,
        "unread": [],
        "groups": [],
        "criteria": [],
        "deadlines": [],
        "steps": [],
        "pictures": [],
        "source": str((outcome.error or {}).get("message", "")),
    }
    if reading is None:
        return bare
    return bare | {
        "verdict": " ".join(filter(None, (future_note(reading, today.isoformat()), said))),
        "unread": reading.document.unread_pages,
        "groups": [
            {"title": title, "rows": [_row(row) for row in group]}
            for title, group in grouped(_chosen(outcome, question))
        ],
        "criteria": _criteria(reading),
        "deadlines": [folded(line) for line in deadline_lines(reading)],
        "steps": next_steps(outcome, question),
        "pictures": [_picture(picture) for picture in pictures],
        "source": _source(outcome, reading),
    }


def _row(row: Position) -> dict[str, object]:
    notes = [f"only {row.applies_to}"] if row.applies_to else []
    notes += ["named by its group only"] if row.inferred else []
    notes += ["layout leaves this uncertain"] if row.confidence == "uncertain_layout" else []
    return {
        "subject": subject(row),
        "note": "; ".join(notes),
        "pieces": _pieces(row.quote),
        "place": where(row.page, row.heading),
        "rule": row.rule,
    }


def _pieces(quote: str | None) -> list[dict[str, object]]:
    """A quote cut at its deciding words, so that the template can mark them without trusting any markup."""
    text = folded(quote or "")
    words = deciding_words(text)
    if not words:
        return [{"text": text, "deciding": False}] if text else []
    pattern = "(" + "|".join(re.escape(word) for word in sorted(set(words), key=len, reverse=True)) + ")"
    return [{"text": piece, "deciding": piece in words} for piece in re.split(pattern, text) if piece]


def _criteria(reading: Reading) -> list[dict[str, object]]:
    return [
        {
            "line": criterion_line(row),
            "place": where(row.page, None),
            "heading": folded(row.heading or "")[:60],
            "quote": folded(row.quote or ""),
            "rule": row.rule,
        }
        for row in reading.criteria
        if row.treatment != "other" and row.required is not None
    ]


def _picture(picture: MarkedPage) -> dict[str, object]:
    return {
        "page": picture.page,
        "width": picture.width,
        "height": picture.height,
        "data": base64.b64encode(picture.png).decode("ascii"),
        "marks": picture.marks,
    }


def _source(outcome: Checked, reading: Reading) -> str:
    facts = reading.document
    parts = [
        facts.title,
        facts.payer,
        facts.policy_number,
        f"effective {facts.effective_date}" if facts.effective_date else None,
    ]
    named = ", ".join(folded(part) for part in parts if part)
    return f"{named or folded(outcome.name)}. {outcome.format}, {facts.pages} page(s), SHA-256 {outcome.sha256}."
