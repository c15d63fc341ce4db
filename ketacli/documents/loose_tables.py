"""Tables without vertical rules: lines whose pieces stand under one another."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from ketacli.documents.grid import Box
from ketacli.documents.lines import Line, Segment

Placed = tuple[Segment, Box, Line]
_NEAR = 4.0
_FAR = 2.6
"""Line heights between two lines from which they are not of one table."""


def find_loose(lines: list[Line]) -> Iterator[Line | list[list[Placed]]]:
    """The lines, with each run that is a table as its rows of placed segments."""
    at = 0
    while at < len(lines):
        stop = _run_end(lines, at) if _is_multiple(lines[at]) else at
        if stop > at:
            yield _rows(lines[at:stop])
            at = stop
        else:
            yield lines[at]
            at += 1


def _is_multiple(line: Line) -> bool:
    return line.segments is not None and len(line.segments) > 1


def _run_end(lines: list[Line], first: int) -> int:
    """Index after the last line of the table that starts at `first`; `first` itself where it is none."""
    columns = [segment.x0 for segment in lines[first].segments or []]
    rights = [segment.x1 for segment in lines[first].segments or []]
    last, multiple = first, 1
    for at in range(first + 1, len(lines)):
        line, above = lines[at], lines[at - 1]
        if line.top - above.bottom > _FAR * line.height or line.bottom < above.top - line.height:
            break
        if _is_multiple(line):
            if not _aligned(line, columns, rights):
                break
            columns += [s.x0 for s in line.segments or [] if not _stands_at(s.x0, columns)]
            rights += [s.x1 for s in line.segments or []]
            multiple += 1
            last = at
        elif _stands_at(line.x0, sorted(columns)[1:]) and line.x0 > columns[0] + _NEAR:
            last = at
        elif not (_stands_at(line.x0, columns[:1]) and at + 1 < len(lines) and _is_multiple(lines[at + 1])):
            break
    alone = len(lines[first].segments or []) >= 2 and last == first
    return last + 1 if multiple > 1 or last > first or alone else first


def _stands_at(x: float, columns: list[float]) -> bool:
    return any(abs(x - column) <= _NEAR for column in columns)


def _aligned(line: Line, columns: list[float], rights: list[float]) -> bool:
    """True where the first segment and another one stand at known columns, flush left or flush right."""
    segments = line.segments or []
    known = [_stands_at(s.x0, columns) or _stands_at(s.x1, rights) for s in segments]
    return sum(known) >= 2 or (known[0] and len(segments) == 2) or (sum(known) >= 1 and len(segments) > 3)


def _rows(lines: list[Line]) -> list[list[Placed]]:
    """Rows of segments, each in a box that spans its column and the row."""
    edges = _edges(lines)
    rows: list[list[Line]] = []
    for line in lines:
        begins = not rows or (_is_multiple(line) and _column(line.x0, edges) == 0)
        label = not _is_multiple(line) and _column(line.x0, edges) == 0 and rows and _is_multiple(rows[-1][-1])
        if begins or label:
            rows.append([])
        rows[-1].append(line)
    placed = []
    for row in rows:
        top, bottom = min(line.top for line in row), max(line.bottom for line in row)
        made: list[Placed] = []
        for line in row:
            for s in line.segments or [Segment(line.start, line.end, line.x0, line.x1, line.middle)]:
                column = _column((s.x0 + s.x1) / 2 if len(edges) > 2 else s.x0, edges)
                right = edges[column + 1] if column + 1 < len(edges) else 1e6
                made.append((s, Box(edges[column], right, top, bottom), line))
        placed.append(made)
    return placed


def _edges(lines: list[Line]) -> list[float]:
    """Left edges of the columns: what no line with several pieces covers lies between two of them."""
    spans = sorted((s.x0, s.x1) for line in lines if _is_multiple(line) for s in line.segments or [])
    edges = [spans[0][0]]
    reach = spans[0][1]
    for x0, x1 in spans[1:]:
        if x0 > reach + 1:
            edges.append(x0)
        reach = max(reach, x1)
    if len(edges) == 1:
        starts = sorted({round(s.x0) for line in lines for s in line.segments or []})
        edges = [float(starts[0])]
        edges += [float(x) for before, x in pairwise(starts) if x - before > 10]
    return edges


def _column(x: float, edges: list[float]) -> int:
    return max((at for at, edge in enumerate(edges) if edge <= x + _NEAR), default=0)
