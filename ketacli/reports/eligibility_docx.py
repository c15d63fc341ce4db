"""Checklists as a Word document with a real table, for the chart or the request."""

from __future__ import annotations

import io
from collections.abc import Sequence

from ketacli.eligibility.finding import Checklist
from ketacli.reports.eligibility_rows import row_words, subject
from ketacli.reports.eligibility_text import CRISIS
from ketacli.reports.paper import folded

_COLUMNS = (
    ("Condition", "condition"),
    ("Status", "status"),
    ("What was entered", "fact"),
    ("The policy's words", "quote"),
    ("Page", "page"),
    ("Bring", "bring"),
)


def render(lists: Sequence[Checklist]) -> bytes:
    """The bytes of a .docx file."""
    import docx

    document = docx.Document()
    if any(one.crisis for one in lists):
        document.add_paragraph().add_run(CRISIS).bold = True
    for one in lists:
        document.add_heading(folded(one.policy or "common criteria"), level=1)
        document.add_paragraph(subject(one))
        document.add_paragraph().add_run(one.verdict).bold = True
        table = document.add_table(rows=1, cols=len(_COLUMNS), style="Table Grid")
        for cell, (title, _) in zip(table.rows[0].cells, _COLUMNS, strict=True):
            cell.text = title
        for row in one.criteria:
            words = row_words(row)
            for cell, (_, key) in zip(table.add_row().cells, _COLUMNS, strict=True):
                cell.text = words[key]
    document.add_paragraph("This compares what was entered with what was read; the plan and the clinician decide.")
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()
