"""Lines of all pages → blocks: furniture, headings, paragraphs, nested lists, tables, in reading order."""

from __future__ import annotations

from collections import Counter

from ketacli.documents.columns import reading_order
from ketacli.documents.flow import Flow
from ketacli.documents.furniture import mark_furniture
from ketacli.documents.lines import Line, Sheet
from ketacli.documents.model import Block, BlockKind, Page
from ketacli.documents.pdf_tables import TableFinder


def lay_out(sheets: list[Sheet]) -> list[Page]:
    """Pages with blocks. The sheets' lines are used up, so that a long document is not held twice."""
    mark_furniture(sheets)
    flow = Flow(body_height(sheets))
    tables = TableFinder()
    pages: list[Page] = []
    for sheet in sheets:
        flow.open_page(sheet)
        lines = reading_order(sheet, [line for line in sheet.lines if not line.furniture])
        for part in tables.split(sheet, lines):
            if isinstance(part, Line):
                flow.line(part)
            else:
                flow.rows(part)
        blocks = flow.close_page() + [_running(sheet, line) for line in sheet.lines if line.furniture]
        pages.append(Page(number=sheet.number, text=sheet.text, blocks=tuple(blocks), ocr=sheet.ocr))
        sheet.lines = []
    return pages


def body_height(sheets: list[Sheet]) -> float:
    """Height of the lines that most of the text is set in."""
    counts: Counter[float] = Counter()
    for sheet in sheets[:60]:
        for line in sheet.lines:
            if not line.furniture:
                counts[round(line.height, 1)] += line.end - line.start
    return counts.most_common(1)[0][0] if counts else 10.0


def _running(sheet: Sheet, line: Line) -> Block:
    return Block(kind=BlockKind.FURNITURE, page=sheet.number, start=line.start, end=line.end)
