"""Reading order of a page with two columns whose content stream gives the right column first."""

from __future__ import annotations

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
    moved = lines[: first] + lines[right[-1] + 1 : last + 1] + lines[first : right[-1] + 1] + lines[last + 1 :]
    tops = [lines[at].top for at in left], [lines[at].top for at in right]
    beside = min(tops[0]) < max(tops[1]) and min(tops[1]) < max(tops[0])
    return moved if beside else lines
