"""Columns of a page: their reading order, where each begins, and how far apart lines are set."""

from __future__ import annotations

from itertools import pairwise

from ketacli.documents.lines import Line, Sheet


def reading_order(sheet: Sheet, lines: list[Line]) -> list[Line]:
    """The lines in reading order. Content order stays, unless a right column comes whole before its left one."""
    middle = sheet.width / 2
    right = [at for at, line in enumerate(lines) if line.x0 > middle - 10]
    left = [at for at, line in enumerate(lines) if line.x1 < middle + 10]
    if len(right) < 6 or len(left) < 6 or right[0] > left[0]:
        return lines
    if right[-1] > left[0] or right[-1] - right[0] + 1 != len(right):
        return lines
    first, last = right[0], left[-1]
    moved = lines[:first] + lines[right[-1] + 1 : last + 1] + lines[first : right[-1] + 1] + lines[last + 1 :]
    tops = [lines[at].top for at in left], [lines[at].top for at in right]
    beside = min(tops[0]) < max(tops[1]) and min(tops[1]) < max(tops[0])
    return moved if beside else lines


class Columns:
    """Where each column of a page begins, so that lists in the second column nest as those in the first."""

    def __init__(self, lines: list[Line]) -> None:
        self._shift_of: dict[int, float] = {}
        self._right_of: dict[int, float] = {}
        runs: list[list[Line]] = []
        for line in lines:
            if line.furniture:
                continue
            if not runs or _begins_column(runs[-1], line):
                runs.append([])
            runs[-1].append(line)
        for run in runs:
            right = max(line.x1 for line in run)
            self._right_of |= {id(line): right for line in run}
        if len(runs) < 2:
            return
        shift = 0.0
        for before, run in pairwise(runs):
            beside = [line.x0 for line in before if line.bottom > run[0].top]
            left = min(line.x0 for line in run)
            if beside and left > min(beside) + _APART:
                shift += left - min(beside)
                self._shift_of |= {id(line): shift for line in run}
            else:
                shift = 0.0

    def shift(self, line: Line) -> float:
        """Points by which the line's column stands right of the first one."""
        return self._shift_of.get(id(line), 0.0)

    def right(self, line: Line) -> float:
        """Right edge of the column in which the line stands."""
        return self._right_of.get(id(line), line.x1)


_APART = 60.0
"""Points between the left edges of two columns, at least."""


def _begins_column(run: list[Line], line: Line) -> bool:
    """True where the text jumps up and to the right, or back to the left of its column."""
    last = run[-1]
    if line.top < last.top - 0.5 * line.height and line.x0 > run[0].x0 + _APART:
        return True
    return line.x0 < min(at.x0 for at in run[-3:]) - _APART and line.top > last.top


def usual_gap(lines: list[Line]) -> float:
    """Blank space between lines of a paragraph, in line heights: the smallest that is common on the page."""
    gaps: list[float] = []
    widest = max((line.x1 - line.x0 for line in lines), default=0.0)
    for above, line in pairwise(lines):
        if (
            abs(above.height - line.height) < 0.05 * line.height
            and above.x1 - above.x0 > 0.4 * widest
            and abs(above.x0 - line.x0) < 30
        ):
            gap = (line.top - above.bottom) / line.height
            if -0.4 < gap < 1.6:
                gaps.append(gap)
    if len(gaps) < 3:
        return 0.2
    gaps.sort()
    least = max(2, len(gaps) // 8)
    for at in range(len(gaps) - least):
        if gaps[at + least] - gaps[at] < 0.08:
            return max(gaps[at + least // 2], 0.0)
    return max(gaps[len(gaps) // 4], 0.0)
