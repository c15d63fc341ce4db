"""Text and lines of one PDF page: pdfium's content order, words broken at line ends made whole, line geometry."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Callable

from ketacli.documents.lines import Line, Sheet
from ketacli.documents.pdfium import Box, byref, call

_BREAK = re.compile("\r\n|\ufffe|\n|\r")
_BOLD = re.compile(rb"bold|black|heavy|semibold|demi(?!nish)|,b\b|-bd|medium(?!ital)", re.IGNORECASE)
_LEAD = re.compile(r"(?:[^\w\s]|\W?\w{1,4}[.)]{1,2}|o|§)\s+(?=\S)")
_GONE = "\u00ad\u200b\u2060\ufeff\x02\x00"
_DROP = re.compile(f"[{_GONE}]")

Frame = Callable[[float, float, float, float], tuple[float, float, float, float]]
"""Turns (left, bottom, right, top) of pdfium into (x0, top, x1, bottom) as a reader sees the page."""


def frame_of(width: float, height: float, rotation: int) -> Frame:
    """How pdfium's coordinates map to the page as shown; `width` and `height` are those of the shown page."""
    if rotation == 1:
        return lambda left, bottom, right, top: (bottom, left, top, right)
    if rotation == 2:
        return lambda left, bottom, right, top: (width - right, bottom, width - left, top)
    if rotation == 3:
        return lambda left, bottom, right, top: (width - top, height - right, width - bottom, height - left)
    return lambda left, bottom, right, top: (left, height - top, right, height - bottom)


class Fonts:
    """Which fonts are bold, by name; one for a document."""

    def __init__(self) -> None:
        self._buffer = ctypes.create_string_buffer(128)
        self._flags = ctypes.c_int()
        self._known: dict[bytes, bool] = {}

    def is_bold(self, textpage: int, char: int) -> bool:
        """True where the character's font is a bold one."""
        call.FPDFText_GetFontInfo(textpage, char, self._buffer, 128, byref(self._flags))
        name = self._buffer.value
        known = self._known.get(name)
        if known is None:
            known = self._known[name] = bool(_BOLD.search(name)) or bool(self._flags.value & 0x40000)
        return known


def raw_text(textpage: int) -> str:
    """The page's characters as pdfium gives them; index = character index unless characters were skipped."""
    count = call.FPDFText_CountChars(textpage)
    if count <= 0:
        return ""
    buffer = ctypes.create_string_buffer(2 * count + 2)
    written = call.FPDFText_GetText(textpage, 0, count, buffer)
    return buffer.raw[: 2 * max(written - 1, 0)].decode("utf-16-le", "replace")


def read_sheet(textpage: int, page: int, number: int, fonts: Fonts, hard_hyphens: Callable[[str, str, str], bool]) -> Sheet:
    """Text and lines of a page. `hard_hyphens(left, right, page)` tells whether a broken word keeps its hyphen."""
    width, height = call.FPDF_GetPageWidthF(page), call.FPDF_GetPageHeightF(page)
    raw = raw_text(textpage)
    frame = frame_of(width, height, call.FPDFPage_GetRotation(page))
    index = _char_index(textpage, raw)
    parts: list[str] = []
    lines: list[Line] = []
    box, length, at = Box(), 0, 0
    loose, is_bold = call.FPDFText_GetLooseCharBox, fonts.is_bold
    for found in [*_BREAK.finditer(raw), None]:
        stop = found.start() if found else len(raw)
        piece = raw[at:stop]
        body = piece.strip()
        if body:
            first = at + len(piece) - len(piece.lstrip())
            char, last = index(first), index(first + len(body) - 1)
            loose(textpage, char, byref(box))
            x0, top, x1, bottom = frame(box.left, box.bottom, box.right, box.top)
            if lead := _LEAD.match(body):
                # A list marker often has a font of its own; the item's text tells size and weight.
                char = index(first + lead.end())
                loose(textpage, char, byref(box))
                _, top, _, bottom = frame(box.left, box.bottom, box.right, box.top)
            loose(textpage, last, byref(box))
            x1 = max(x1, frame(box.left, box.bottom, box.right, box.top)[2])
            line = Line(0, 0, x0, x1, top, bottom - top, is_bold(textpage, char), index(first))
            if line.bold and not is_bold(textpage, last):
                line.bold = False
            lines.append(line)
            shift = first - at
        if not raw.isascii():
            piece = _DROP.sub("", piece)
            body = piece.strip()
            shift = len(piece) - len(piece.lstrip())
        if body:
            line.start = length + shift
            line.end = line.start + len(body)
        parts.append(piece)
        length += len(piece)
        if found is None:
            break
        at = found.end()
        if found[0] == "\ufffe":
            if body:
                line.broken = True
            if hard_hyphens(piece[-40:], raw[at : at + 40], raw):
                parts.append("\u00ad")
                length += 1
        else:
            parts.append("\n")
            length += 1
    return Sheet(number, "".join(parts), width, height, [line for line in lines if line.end > line.start])


def _char_index(textpage: int, raw: str) -> Callable[[int], int]:
    """From an offset in `raw` to pdfium's character index: the same, unless characters were skipped or are wide."""
    wide = not raw.isascii() and max(raw) > "\uffff"
    if not wide and call.FPDFText_CountChars(textpage) == len(raw):
        return _same
    if not wide:
        return lambda offset: int(call.FPDFText_GetCharIndexFromTextIndex(textpage, offset))
    starts = [0]
    for char in raw:
        starts.append(starts[-1] + (2 if char > "\uffff" else 1))
    return lambda offset: int(call.FPDFText_GetCharIndexFromTextIndex(textpage, starts[offset]))


def _same(offset: int) -> int:
    return offset
