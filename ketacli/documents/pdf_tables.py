"""Tables of a laid-out page, ruled or set apart by gaps: rows as slices of the page, cells with their headers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field

from ketacli.documents.grid import Box, Grid
from ketacli.documents.lines import Line, Segment, Sheet
from ketacli.documents.loose_tables import find_loose
from ketacli.documents.model import Cell
from ketacli.documents.text_tables import column_headers
from ketacli.patterns import kept as re
from ketacli.records import growing

_NEAR = 3.0
_WHOLE = 0.9
"""Share of a table's width from which a cell is no cell but a box around running text."""
_AMOUNT = re.compile(r"[-$]?\$?[\d.,]+%?")


@growing
class Piece:
    """A segment with the cell that it stands in."""

    segment: Segment
    box: Box
    bold: bool


@growing
class TableRow:
    """A row of a table as a slice of its page."""

    start: int
    end: int
    cells: list[Cell] = field(default_factory=list)
    is_header: bool = False


@growing
class _Headers:
    """Headers of the table read last, for one that goes on over the page."""

    lefts: list[float] = field(default_factory=list)
    words: dict[int, str] = field(default_factory=dict)


class TableFinder:
    """Finds tables page by page; a table without headers takes those of the same columns on the page before."""

    def __init__(self) -> None:
        self._last = _Headers()

    def split(self, sheet: Sheet, lines: list[Line]) -> Iterator[Line | list[TableRow]]:
        """The page's lines, with each run of them that is a table replaced by its rows."""
        if not any(line.segments for line in lines):
            yield from lines
            return
        grid = Grid(sheet)
        waiting: list[Line] = []
        table: list[tuple[Line, list[Piece]]] = []
        for line in lines:
            pieces = self._pieces(grid, line) if grid else None
            if pieces:
                yield from self._loose(sheet, waiting)
                waiting = []
                table.append((line, pieces))
            else:
                yield from self._ruled(sheet, table)
                table = []
                waiting.append(line)
        yield from self._ruled(sheet, table)
        yield from self._loose(sheet, waiting)

    @staticmethod
    def _pieces(grid: Grid, line: Line) -> list[Piece] | None:
        """The line's segments with their cells; None where one of them stands in no cell."""
        segments = line.segments or [Segment(line.start, line.end, line.x0, line.x1, line.middle)]
        pieces = []
        for segment in segments:
            box = grid.cell(min(segment.x0 + 4, (segment.x0 + segment.x1) / 2), segment.middle)
            if box is None:
                return None
            pieces.append(Piece(segment, box, line.bold))
        return pieces

    def _loose(self, sheet: Sheet, lines: list[Line]) -> Iterator[Line | list[TableRow]]:
        for part in find_loose(lines):
            if isinstance(part, Line):
                yield part
            else:
                yield from self._made(sheet, [[Piece(s, box, line.bold) for s, box, line in row] for row in part])

    def _ruled(self, sheet: Sheet, table: list[tuple[Line, list[Piece]]]) -> Iterator[Line | list[TableRow]]:
        if not table:
            return
        left = min(piece.box.left for _, pieces in table for piece in pieces)
        right = max(piece.box.right for _, pieces in table for piece in pieces)
        inner: list[tuple[Line, list[Piece]]] = []
        boxed: list[Line] = []
        for line, pieces in table:
            if all(piece.box.right - piece.box.left > _WHOLE * (right - left) for piece in pieces):
                yield from self._inner(sheet, inner)
                inner = []
                boxed.append(line)
            else:
                yield from self._loose(sheet, boxed)
                boxed = []
                inner.append((line, pieces))
        yield from self._inner(sheet, inner)
        yield from self._loose(sheet, boxed)

    def _inner(self, sheet: Sheet, table: list[tuple[Line, list[Piece]]]) -> Iterator[list[TableRow]]:
        """The rows of a table, once what stands in boxes as wide as the table is taken out as running text."""
        if not table:
            return
        rows: list[list[Piece]] = []
        for _, pieces in table:
            for piece in pieces:
                if not rows or self._begins_row(rows[-1], piece):
                    rows.append([])
                rows[-1].append(piece)
        yield from self._made(sheet, rows)

    @staticmethod
    def _begins_row(row: list[Piece], piece: Piece) -> bool:
        """A cell whose top lies below the row's begins a new one; one that reaches down from above does not."""
        top = max(other.box.top for other in row)
        return piece.box.top > top + _NEAR or piece.box.bottom <= min(other.box.top for other in row) + _NEAR

    def _made(self, sheet: Sheet, rows: Sequence[list[Piece]]) -> Iterator[list[TableRow]]:
        lefts = _columns(rows)
        if self._last.lefts and _alike(lefts, self._last.lefts):
            headers = dict(self._last.words)
        else:
            headers = {}
        texts = [[sheet.text[p.segment.start : p.segment.end] for p in row] for row in rows]
        worded = column_headers(texts[:6]) if len(rows) > 2 else False
        found: list[TableRow] = []
        fresh = True
        for place, row in enumerate(rows):
            is_header = _is_header(row, texts[place], fresh and place > 0) or (place == 0 and worded)
            made = _row(row, lefts, {} if is_header else headers, is_header=is_header)
            found.append(made)
            if is_header:
                if not fresh or place == 0:
                    headers = {}
                for piece in row:
                    words = " ".join(sheet.text[piece.segment.start : piece.segment.end].split())
                    for column in _covered(piece.box, lefts):
                        headers[column] = f"{headers.get(column, '')} {words}".strip()
            fresh = is_header
        if any(row.is_header for row in found) or headers:
            self._last = _Headers(lefts, headers)
        yield found


def _is_header(row: list[Piece], texts: list[str], goes_on: bool) -> bool:
    """True for a row in bold with several cells and no amount; below other header rows one cell is enough."""
    if not all(piece.bold for piece in row) or any(_AMOUNT.fullmatch(text) for text in texts):
        return False
    return goes_on or len({round(piece.box.left) for piece in row}) > 1


def _columns(rows: Sequence[list[Piece]]) -> list[float]:
    """Left edges of the columns."""
    lefts: list[float] = []
    for left in sorted(piece.box.left for row in rows for piece in row):
        if not lefts or left > lefts[-1] + _NEAR:
            lefts.append(left)
    return lefts


def _alike(lefts: list[float], others: list[float]) -> bool:
    return len(lefts) == len(others) and all(abs(a - b) <= _NEAR for a, b in zip(lefts, others, strict=True))


def _covered(box: Box, lefts: list[float]) -> list[int]:
    """Columns over which a cell stands."""
    return [at for at, left in enumerate(lefts) if box.left - _NEAR <= left < box.right - _NEAR]


def _row(row: list[Piece], lefts: list[float], headers: dict[int, str], *, is_header: bool) -> TableRow:
    cells: list[Cell] = []
    for piece in row:
        column = max((at for at, left in enumerate(lefts) if left <= piece.box.left + _NEAR), default=0)
        last = cells[-1] if cells else None
        if last is not None and last.column == column:
            cells[-1] = Cell(start=last.start, end=piece.segment.end, column=column, header=last.header)
        else:
            start, end = piece.segment.start, piece.segment.end
            cells.append(Cell(start=start, end=end, column=column, header=headers.get(column, "")))
    start, end = min(p.segment.start for p in row), max(p.segment.end for p in row)
    return TableRow(start, end, cells, is_header)
