"""Rows of a DOCX table: spans, header rows, deleted rows, nested tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from typing import Any

from ketacli.documents.build import Piece
from ketacli.documents.docx_runs import Runs
from ketacli.documents.docx_styles import Style, Styles, W, attr, integer, is_on, toggle
from ketacli.records import growing

_DEEPEST = 8


@growing
class Row:
    """A row: cells as (first column, pieces), how many columns each is wide, and the elements of its cells."""

    cells: list[tuple[int, list[Piece]]] = field(default_factory=list)
    widths: dict[int, int] = field(default_factory=dict)
    elements: list[Any] = field(default_factory=list)
    is_header: bool = False


def rows_of(table: Any, runs: Runs, styles: Styles) -> Iterator[Row]:
    """The rows that are in force, in order."""
    for place, node in enumerate(row_elements(table)):
        properties = node.find(W + "trPr")
        if properties is not None and properties.find(W + "del") is not None:
            continue
        row = Row()
        column = _skipped(properties)
        for cell in cell_elements(node):
            width = _width(cell)
            if not _continues_from_above(cell):
                row.cells.append((column, cell_pieces(cell, runs)))
                row.widths[column] = width
                row.elements.append(cell)
            column += width
        marked = properties is not None and is_on(properties.find(W + "tblHeader"))
        row.is_header = marked or (place == 0 and len(row.cells) > 1 and _looks_like_header(row, styles))
        yield row


def row_elements(table: Any) -> Iterator[Any]:
    """`w:tr` elements, through content controls."""
    for node in table:
        if node.tag == W + "tr":
            yield node
        elif node.tag in (W + "sdt", W + "sdtContent", W + "ins", W + "customXml"):
            yield from row_elements(node)


def cell_elements(row: Any) -> Iterator[Any]:
    """`w:tc` elements, through content controls, without deleted cells."""
    for node in row:
        if node.tag == W + "tc":
            properties = node.find(W + "tcPr")
            if properties is None or properties.find(W + "cellDel") is None:
                yield node
        elif node.tag in (W + "sdt", W + "sdtContent", W + "customXml"):
            yield from cell_elements(node)


def cell_pieces(cell: Any, runs: Runs) -> list[Piece]:
    """A cell's paragraphs, each on a line of its own; nested tables are read cell by cell."""
    pieces: list[Piece] = []
    for paragraph in cell.iter(W + "p"):
        if pieces:
            pieces.append(("\n", False))
        pieces += runs.of(paragraph)
    return pieces


def list_items(cell: Any) -> int:
    """How many of a cell's paragraphs are numbered or bulleted."""
    return sum(1 for _ in cell.iter(W + "numPr"))


def _skipped(properties: Any) -> int:
    before = properties.find(W + "gridBefore") if properties is not None else None
    return min(integer(attr(before, "val")), 60) if before is not None else 0


def _width(cell: Any) -> int:
    properties = cell.find(W + "tcPr")
    span = properties.find(W + "gridSpan") if properties is not None else None
    return min(max(integer(attr(span, "val"), 1), 1), 60) if span is not None else 1


def _continues_from_above(cell: Any) -> bool:
    properties = cell.find(W + "tcPr")
    merge = properties.find(W + "vMerge") if properties is not None else None
    return merge is not None and attr(merge, "val", "continue") == "continue"


def _looks_like_header(row: Row, styles: Styles) -> bool:
    """True where every filled cell of a first row is bold."""
    filled = 0
    for cell, (_, pieces) in zip(row.elements, row.cells, strict=True):
        if not any(text.strip() for text, _ in pieces):
            continue
        filled += 1
        if not all(bold_paragraph(paragraph, styles) for paragraph in cell.iter(W + "p")):
            return False
    return filled > 1


def bold_paragraph(paragraph: Any, styles: Styles) -> bool:
    """True where every run with text is bold; also for a paragraph without text."""
    properties = paragraph.find(W + "pPr")
    style = styles.get((attr(properties.find(W + "pStyle"), "val") if properties is not None else "") or styles.default)
    for run in paragraph.iter(W + "r"):
        if not any((t.text or "").strip() for t in run.iter(W + "t")):
            continue
        own = run.find(W + "rPr")
        named = styles.get(attr(own.find(W + "rStyle"), "val")) if own is not None else Style()
        if not toggle(own, "b", style.bold or named.bold):
            return False
    return True
