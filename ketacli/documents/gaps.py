"""Wide gaps inside lines: where one cell of a table ends and the next begins."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from ketacli.documents.lines import Line, Segment, Sheet
from ketacli.documents.markers import parse

BoxOf = Callable[[int], tuple[float, float, float, float]]
"""(x0, top, x1, bottom) of a character by pdfium's index."""

_WIDE = 0.8
"""Line heights from which a gap is no space between words, even in justified text."""
_STRETCH = 1.4
"""Line heights by which a line must be longer than its letters explain to be looked at."""
_PULLED = 5.0
"""The same for a line that is flush left and right with the one above, as justified text is."""
_USUAL = 0.42
"""Width of a character in line heights, where a page has no long lines to measure it."""


def split_lines(sheet: Sheet, box_of: BoxOf) -> None:
    """Set `segments` of lines that may hold several cells: stretched, below a row, or crossed by a vertical rule."""
    usual = _usual_width(sheet)
    verticals = sorted({(round(x), y0 - 2, y1 + 2) for x, y0, y1 in sheet.verticals})
    left = right = 0.0
    in_table = False
    for line in sheet.lines:
        letters, height, x0, x1 = line.end - line.start, line.height, line.x0, line.x1
        below_row = in_table and abs(x0 - left) < 4
        in_table = False
        flush = abs(x0 - left) + abs(x1 - right) < 1
        left, right = x0, x1
        if letters < 3:
            continue
        rules = _crossing(verticals, line) if verticals else []
        stretch = x1 - x0 - letters * usual * height
        stretched = stretch > _STRETCH * height and not _is_prose(sheet, line, flush, stretch)
        if rules or stretched or below_row:
            line.segments = _segments(sheet, line, rules, box_of)
            in_table = len(line.segments) > 1


def _crossing(verticals: list[tuple[int, float, float]], line: Line) -> list[int]:
    """Places of the vertical rules that run through a line."""
    x0, x1, middle = line.x0, line.x1, line.top + line.height / 2
    return [x for x, top, bottom in verticals if x0 < x < x1 and top <= middle <= bottom]


def _is_prose(sheet: Sheet, line: Line, flush: bool, stretch: float) -> bool:
    """True for a line that breaks inside a word, or is flush left and right with the one above: justified text."""
    if line.broken:
        return True
    ends_in_figure = sheet.text[line.end - 1].isdigit()
    return flush and line.end - line.start > 30 and not ends_in_figure and stretch < _PULLED * line.height


def _usual_width(sheet: Sheet) -> float:
    """Width of a character in line heights, as this page's long lines have it.

    Long lines may be rows of a table, which are stretched: the median counts only near the narrowest tenth.
    """
    found = sorted(
        (line.x1 - line.x0) / ((line.end - line.start) * line.height)
        for line in sheet.lines
        if line.end - line.start >= 40 and line.height > 0
    )
    if len(found) < 4:
        return _USUAL
    return min(found[len(found) // 2], found[len(found) // 10] * 1.06)


def _segments(sheet: Sheet, line: Line, rules: list[int], box_of: BoxOf) -> list[Segment]:
    text = sheet.text[line.start : line.end]
    found: list[Segment] = []
    begin, left, top, _, low = 0, *box_of(line.char)
    at = text.find(" ")
    while at > 0:
        before, after = box_of(line.char + at - 1), box_of(line.char + at + 1)
        if _apart(before, after, line.height, rules):
            found.append(_segment(line, begin, at, left, before[2], top, low))
            begin, (left, top, _, low) = at + 1, after
        at = text.find(" ", at + 1)
    found.append(_segment(line, begin, len(text), left, line.x1, top, low))
    if not rules and _is_justified(found, text.count(" ")):
        return [_segment(line, 0, len(text), line.x0, line.x1, line.top, line.bottom)]
    if len(found) > 1 and _is_marker(sheet.text[found[0].start : found[0].end]):
        first = found.pop(0)
        found[0] = Segment(first.start, found[0].end, first.x0, found[0].x1, found[0].middle)
    return found


def _is_justified(found: list[Segment], spaces: int) -> bool:
    """True where nearly every space of the line is as wide as the others: words pulled apart to fill the line."""
    gaps = [after.x0 - before.x1 for before, after in pairwise(found)]
    return len(gaps) > 1 and len(gaps) >= 0.8 * spaces and max(gaps) < 1.2 * min(gaps)


def _is_marker(text: str) -> bool:
    """True for a list marker that hangs out to the left of its item."""
    marker = parse(f"{text} x") if len(text) <= 6 else None
    return marker is not None and marker.length >= len(text)


def _segment(line: Line, begin: int, end: int, x0: float, x1: float, top: float, bottom: float) -> Segment:
    return Segment(line.start + begin, line.start + end, x0, max(x0, x1), (top + bottom) / 2)


def _apart(
    before: tuple[float, float, float, float],
    after: tuple[float, float, float, float],
    height: float,
    rules: list[int],
) -> bool:
    """Whether two characters on either side of a space belong to different cells."""
    gap = after[0] - before[2]
    if gap > _WIDE * height or gap < -height:
        return True
    if gap > 0 and rules and any(before[2] - 1 <= x <= after[0] + 1 for x in rules):
        return True
    shifted = abs((after[1] + after[3]) - (before[1] + before[3])) / 2
    alike = abs((after[3] - after[1]) - (before[3] - before[1])) < 0.1 * height
    return shifted > 0.3 * height and alike and gap > 0.4 * height
