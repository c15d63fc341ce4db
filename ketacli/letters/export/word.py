"""A letter as a Word document: real styles, tables with header rows, page numbers; editable."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from ketacli.letters.markup import Block, Runs

_STYLES = {"bullet": "List Bullet", "number": "List Number", "quote": "Intense Quote"}
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def render(blocks: Sequence[Block], *, title: str, when: datetime) -> bytes:
    """The bytes of a .docx file. `when` is the date in its properties, so that the same letter gives the same text."""
    import docx
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Inches, Pt

    document = docx.Document()
    document.core_properties.title = _clean(title)
    document.core_properties.author = ""
    document.core_properties.created = document.core_properties.modified = when
    section = document.sections[0]
    section.page_width, section.page_height = Inches(8.5), Inches(11)
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(section, side, Inches(1))
    document.styles["Normal"].font.size = Pt(11)
    styles: dict[str, str] = {}
    for block in blocks:
        _add(document, block, styles)
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _page_number(footer)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _add(document: Any, block: Block, styles: dict[str, str]) -> None:
    match block.kind:
        case "heading":
            _runs(_styled(document, f"Heading {block.level}", styles), block.runs)
        case "address":
            paragraph = document.add_paragraph()
            for place, row in enumerate(block.rows):
                if place:
                    paragraph.add_run().add_break()
                _runs(paragraph, row[0])
        case "rule":
            document.add_paragraph("_" * 40)
        case "table":
            _table(document, block)
        case _:
            _runs(_styled(document, _STYLES.get(block.kind), styles), block.runs)


def _styled(document: Any, name: str | None, styles: dict[str, str]) -> Any:
    """A new paragraph in a style. python-docx looks a name up anew for each paragraph, which is half of its time: the
    id is asked for once a document."""
    paragraph = document.add_paragraph()
    if name is not None:
        if name not in styles:
            styles[name] = document.styles[name].style_id
        paragraph._p.style = styles[name]
    return paragraph


def _table(document: Any, block: Block) -> None:
    from docx.oxml import OxmlElement

    table = document.add_table(rows=len(block.rows), cols=len(block.rows[0]), style="Table Grid")
    for row, cells in zip(table.rows, block.rows, strict=True):
        for cell, runs in zip(row.cells, cells, strict=True):
            _runs(cell.paragraphs[0], runs)
    # Word repeats a row marked as header on every page, and a screen reader announces it.
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    document.add_paragraph()


def _runs(paragraph: Any, runs: Runs) -> None:
    from docx.enum.text import WD_COLOR_INDEX

    for run in runs:
        added = paragraph.add_run(_clean(run.text))
        added.bold = True if run.bold or run.hole else None
        if run.hole:
            added.font.highlight_color = WD_COLOR_INDEX.YELLOW


def _page_number(paragraph: Any) -> None:
    """A PAGE field, which Word fills in."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = paragraph.add_run()
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run._r.append(mark)


def _clean(text: str) -> str:
    """XML cannot hold control characters."""
    return _FORBIDDEN.sub("", text)
