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


class _Measure:
    """Measures lines of one page by a few of their characters."""

    def __init__(self, textpage: int, raw: str, frame: Frame, fonts: Fonts) -> None:
        self._textpage = textpage
        self._frame = frame
        self._fonts = fonts
        self._box = Box()
        self._index = _char_index(textpage, raw)

    def _place(self, char: int) -> tuple[float, float, float, float]:
        box = self._box
        call.FPDFText_GetLooseCharBox(self._textpage, char, byref(box))
        return self._frame(box.left, box.bottom, box.right, box.top)

    def line(self, first: int, body: str) -> Line:
        """The line whose text `body` begins at offset `first` of the page's characters; its offsets are set later."""
        index, textpage = self._index, self._textpage
        char = start = index(first)
        last = index(first + len(body) - 1)
        x0, top, x1, bottom = self._place(char)
        if lead := _LEAD.match(body):
            # A list marker often has a font of its own; the item's text tells size and weight.
            char = index(first + lead.end())
            _, top, _, bottom = self._place(char)
        x1 = max(x1, self._place(last)[2])
        bold = self._fonts.is_bold(textpage, char) and self._fonts.is_bold(textpage, last)
        return Line(0, 0, x0, x1, top, bottom - top, bold, start)


def read_sheet(
    textpage: int, page: int, number: int, fonts: Fonts, hard_hyphens: Callable[[str, str, str], bool]
) -> Sheet:
    """Text and lines of a page. `hard_hyphens(left, right, page)` tells whether a broken word keeps its hyphen."""
    width, height = call.FPDF_GetPageWidthF(page), call.FPDF_GetPageHeightF(page)
    raw = raw_text(textpage)
    measure = _Measure(textpage, raw, frame_of(width, height, call.FPDFPage_GetRotation(page)), fonts)
    is_ascii = raw.isascii()
    parts: list[str] = []
    lines: list[Line] = []
    length = at = 0
    for found in [*_BREAK.finditer(raw), None]:
        piece = raw[at : found.start() if found else len(raw)]
        kept = piece if is_ascii else _DROP.sub("", piece)
        if kept.strip():
            line = measure.line(at + len(piece) - len(piece.lstrip()), piece.strip())
            line.start = length + len(kept) - len(kept.lstrip())
            line.end = length + len(kept.rstrip())
            line.broken = found is not None and found[0] == "\ufffe"
            lines.append(line)
        if found is None:
            parts.append(kept)
            break
        at = found.end()
        joint = "\n"
        if found[0] == "\ufffe":
            joint = "\u00ad" if hard_hyphens(piece[-40:], raw[at : at + 40], raw) else ""
        parts += (kept, joint)
        length += len(kept) + len(joint)
    return Sheet(number, "".join(parts), width, height, lines)


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
