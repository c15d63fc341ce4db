"""Drawn lines of a PDF page: rules of tables, and lines through text, which strike it out."""

from __future__ import annotations

import bisect
from collections.abc import Callable
from ctypes import c_float

from ketacli.documents.lines import Line, Sheet
from ketacli.documents.model import Span
from ketacli.documents.pdf_text import Frame
from ketacli.documents.pdfium import Box, byref, call

_PATH = 2
_FORM = 5
_STRIKEOUT = 12
_THIN = 2.5
"""Points up to which a drawn shape is a line."""
_MOST_OBJECTS = 20_000
_LOWEST, _HIGHEST = 0.35, 0.72
"""Shares of a line's height, from its top, between which a line through it strikes it out."""

Rect = tuple[float, float, float, float]


def drawn(page: int, frame: Frame) -> list[Rect]:
    """Bounds (x0, top, x1, bottom) of the page's paths."""
    found: list[Rect] = []
    get, kind, bounds = call.FPDFPage_GetObject, call.FPDFPageObj_GetType, call.FPDFPageObj_GetBounds
    left, bottom, right, top = c_float(), c_float(), c_float(), c_float()
    places = byref(left), byref(bottom), byref(right), byref(top)
    for at in range(min(call.FPDFPage_CountObjects(page), _MOST_OBJECTS)):
        item = get(page, at)
        if kind(item) == _PATH and bounds(item, *places):
            found.append(frame(left.value, bottom.value, right.value, top.value))
    return found


def struck_annotations(page: int, frame: Frame) -> list[Rect]:
    """Areas that a reviewer's strike-out marks cover."""
    found: list[Rect] = []
    box = Box()
    for at in range(min(call.FPDFPage_GetAnnotCount(page), 2000)):
        note = call.FPDFPage_GetAnnot(page, at)
        if note:
            if call.FPDFAnnot_GetSubtype(note) == _STRIKEOUT and call.FPDFAnnot_GetRect(note, byref(box)):
                found.append(frame(box.left, box.bottom, box.right, box.top))
            call.FPDFPage_CloseAnnot(note)
    return found


def sort_rules(sheet: Sheet, shapes: list[Rect]) -> list[Rect]:
    """Note table rules on the sheet; the thin horizontal ones that may strike text are given back."""
    thin: list[Rect] = []
    for x0, top, x1, bottom in shapes:
        wide, high = x1 - x0, bottom - top
        if high <= _THIN and wide > 1:
            thin.append((x0, top, x1, bottom))
            sheet.horizontals.append(((top + bottom) / 2, x0, x1))
        elif wide <= _THIN and high > 4:
            sheet.verticals.append(((x0 + x1) / 2, top, bottom))
        elif wide > 30 and high > 6 and (wide < 0.97 * sheet.width or high < 0.5 * sheet.height):
            sheet.horizontals += [(top, x0, x1), (bottom, x0, x1)]
            sheet.verticals += [(x0, top, bottom), (x1, top, bottom)]
    return thin


def strike(sheet: Sheet, thin: list[Rect], marked: list[Rect], box_of: Callable[[int], Rect]) -> None:
    """Note the text that a thin line crosses at the middle of its letters, or that a strike-out mark covers."""
    if not thin and not marked:
        return
    lines = sorted(sheet.lines, key=lambda line: line.top)
    tops = [line.top for line in lines]
    tallest = max((line.height for line in lines), default=0.0)
    spans: list[Span] = []
    for rect in thin + marked:
        is_mark = rect[3] - rect[1] > _THIN
        y = (rect[1] + rect[3]) / 2
        for line in lines[bisect.bisect_left(tops, y - tallest) : bisect.bisect_right(tops, y)]:
            if rect[0] < line.x1 - 1 and rect[2] > line.x0 + 1 and (is_mark or _crosses(y, line)):
                spans += _covered(sheet, line, rect, box_of)
    sheet.struck = merged(spans)


def _crosses(y: float, line: Line) -> bool:
    """True at the height of the letters' middle: an underline runs below the baseline, an overline above them."""
    return line.height > 0 and _LOWEST <= (y - line.top) / line.height <= _HIGHEST


def _covered(sheet: Sheet, line: Line, rect: Rect, box_of: Callable[[int], Rect]) -> list[Span]:
    """Span of the characters of a line that the rectangle covers for more than half of their width.

    Each is asked for its own height: a line may hold cells of a table that are set higher or lower than its start.
    """
    struck: list[int] = []
    y, is_mark = (rect[1] + rect[3]) / 2, rect[3] - rect[1] > _THIN
    for offset in range(line.end - line.start):
        x0, top, x1, bottom = box_of(line.char + offset)
        if x1 <= x0 or bottom <= top or min(x1, rect[2]) - max(x0, rect[0]) <= 0.5 * (x1 - x0):
            continue
        if is_mark or _LOWEST <= (y - top) / (bottom - top) <= _HIGHEST:
            struck.append(line.start + offset)
    text = sheet.text[struck[0] : struck[-1] + 1] if struck else ""
    return [(struck[0], struck[-1] + 1)] if text.strip() else []


def merged(spans: list[Span]) -> list[Span]:
    """Spans in order, those that touch or overlap (across a line's end too) as one."""
    out: list[Span] = []
    for start, end in sorted(spans):
        if out and start <= out[-1][1] + 2:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out
