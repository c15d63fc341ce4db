"""Rows, spans and headers of HTML tables, and of definition lists, which read as tables of two columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import TYPE_CHECKING

from ketacli.documents.build import PageBuilder, Piece
from ketacli.documents.model import BlockKind
from ketacli.records import growing

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_MOST_COLUMNS = 200


@growing
class _HtmlCell:
    """A cell of the row that is being read."""

    pieces: list[Piece]
    columns: range
    is_head: bool
    is_bold: bool


@growing
class TableState:
    """An open table: its headers by column, the row that is open, and the cells that reach down from rows above."""

    is_layout: bool = False
    in_cell: bool = False
    _headers: dict[int, str] = field(default_factory=dict)
    _hanging: dict[int, int] = field(default_factory=dict)
    """Rows that a cell of an earlier row still reaches into, by column."""
    _row: list[_HtmlCell] = field(default_factory=list)
    _in_head: bool = False
    _rows: int = 0
    _heading_rows: bool = True
    """Whether only header rows have been read so far."""

    def begin_row(self, *, in_head: bool) -> None:
        """Open a row."""
        self._row, self._in_head = [], in_head

    def add_cell(self, pieces: list[Piece], given: Mapping[str, str | None], *, is_head: bool, is_bold: bool) -> None:
        """Add a cell at the next column that no cell from above fills."""
        column = self._row[-1].columns.stop if self._row else 0
        while self._hanging.get(column, 0) > 0:
            column += 1
        width, height = (_span(given.get(key)) for key in ("colspan", "rowspan"))
        for at in range(column, column + width) if height > 1 else ():
            self._hanging[at] = height
        self._row.append(_HtmlCell(list(pieces), range(column, column + width), is_head, is_bold))

    def end_row(self, builder: PageBuilder) -> None:
        """Close the row and give it to the page."""
        row, self._row = self._row, []
        for column in self._hanging:
            self._hanging[column] -= 1
        if not row:
            return
        filled = [cell for cell in row if any(text.strip() for text, _ in cell.pieces)]
        first_bold = self._rows == 0 and len(row) > 1 and all(cell.is_bold for cell in filled)
        is_header = bool(filled) and (self._in_head or all(c.is_head for c in row) or first_bold)
        if is_header and not self._heading_rows:
            self._headers = {}
        self._heading_rows = is_header
        self._rows += 1
        texts = builder.add_row([(cell.columns.start, cell.pieces) for cell in row], self._headers, is_header=is_header)
        if is_header:
            for cell in row:
                words = texts.get(cell.columns.start, "")
                for column in cell.columns if words else ():
                    self._headers[column] = f"{self._headers.get(column, '')} {words}".strip()

    def end_row_as_text(self, builder: PageBuilder) -> None:
        """Close a row that stands in the page's furniture."""
        row, self._row = self._row, []
        for cell in row:
            builder.add(BlockKind.FURNITURE, cell.pieces)


def _span(value: str | None) -> int:
    return min(max(int(value), 1), _MOST_COLUMNS) if value and value.isdigit() else 1


def is_layout(table: LexborNode) -> bool:
    """True for a table that only arranges a page: other blocks inside its cells, or a single cell a row."""
    if (table.attributes.get("role") or "") in ("presentation", "none"):
        return True
    if table.css_first("table table, table h1, table h2, table h3, table form, table section, table article"):
        return True
    if table.css_first("th") is not None:
        return False
    rows = table.css("tr")
    return all(len(row.css("td")) <= 1 for row in rows)


def is_simple_definition_list(node: LexborNode) -> bool:
    """True where each definition is one run of text, so that term and definition make a row."""
    return node.css_first("ul, ol, table, p, div, dl dl") is None
