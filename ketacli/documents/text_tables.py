"""Tables in plain text: pipe tables, and columns that blanks, tabs or dot leaders set apart."""

from __future__ import annotations

from collections.abc import Sequence

from ketacli.documents.grid_labels import grid_label
from ketacli.documents.model import Cell, Span
from ketacli.documents.text_lines import Line
from ketacli.patterns import kept as re

_SEPARATOR = re.compile(r"^[\s|:+=-]+$")


def pipe_cells(line: Line) -> tuple[Span, ...]:
    """Spans of the cells of a pipe table's row (empty cells have empty spans); nothing where it is none."""
    text = line.text
    if text.count("|") < (1 if text[0] == "|" else 2) or len(text) < 3:
        return ()
    spans: list[Span] = []
    at = 1 if text[0] == "|" else 0
    while at <= len(text):
        stop = text.find("|", at)
        if stop < 0:
            if at == len(text):
                break
            stop = len(text)
        body = text[at:stop]
        lead = len(body) - len(body.lstrip())
        start = line.start + at + (lead if body.strip() else 0)
        spans.append((start, start + len(body.strip())))
        at = stop + 1
    return tuple(spans) if len(spans) > 1 else ()


def is_pipe_separator(line: Line) -> bool:
    """True for the line of dashes below a pipe table's header."""
    return "|" in line.text and "-" in line.text and bool(_SEPARATOR.match(line.text))


def column_headers(rows: Sequence[Sequence[str]]) -> bool:
    """True where the first of the rows reads as headers: at least three words without a figure, and either the name of
    a field first or figures below."""
    first = rows[0]
    if len(rows) < 2 or len(first) < 3 or any(re.search(r"\d", cell) for cell in first):
        return False
    if grid_label(first[0]) and all(len(cell) <= 30 for cell in first):
        return True
    below = [cell for row in rows[1:] for cell in row]
    return sum(bool(re.search(r"\d", cell)) for cell in below) >= len(below) / 4 and all(
        len(cell) <= 40 and not cell.endswith((".", ";")) for cell in first
    )


def place_cells(spans: Sequence[Span], offset: int, heads: Sequence[tuple[Span, str]], head_offset: int) -> list[Cell]:
    """Cells of a row; where there are headers, each cell belongs to the one that it stands under."""
    cells = []
    for place, (start, end) in enumerate(spans):
        column, header = place, ""
        if heads:
            left, right = start - offset, end - offset
            column = max(range(len(heads)), key=lambda at: _overlap(left, right, heads[at][0], head_offset))
            header = heads[column][1]
        if end > start:
            cells.append(Cell(start=start, end=end, column=column, header=header))
    return cells


def _overlap(left: int, right: int, head: Span, head_offset: int) -> float:
    """Columns that a cell and a header share; without any, minus the distance between them."""
    start, end = head[0] - head_offset, head[1] - head_offset
    return min(right, end) - max(left, start)
