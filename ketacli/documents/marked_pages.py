"""Pictures of PDF pages, and where on them a quote stands: for the report that shows its evidence."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ketacli.records import record

_DOTS_PER_INCH = 96
_INVISIBLE = "\u00ad\ufffe\u0002\u200b\u2060\ufeff"

Rectangle = tuple[float, float, float, float]
"""Left, top, width, height in pixels of the picture."""


@record
class MarkedPage:
    """One page as a grey PNG, with the rectangles of the quotes that stand on it."""

    page: int
    width: int
    height: int
    """Pixels."""
    png: bytes
    marks: tuple[Rectangle, ...]
    found: frozenset[str]
    """The quotes that were found on the page."""


def marked_pages(
    path: Path, quotes: Mapping[int, Sequence[str]], *, most: int = 12, password: str | None = None
) -> list[MarkedPage]:
    """Pages of a PDF that hold quotes, in order, at most `most` of them (the size of a report has a bound).

    `quotes` maps 1-based page numbers to exact quotes. A page that pdfium cannot draw is left out.
    """
    import pypdfium2

    document = pypdfium2.PdfDocument(path, password=password)
    try:
        wanted = [number for number in sorted(quotes) if 1 <= number <= len(document)][:most]
        return [_picture(document[number - 1], number, quotes[number]) for number in wanted]
    finally:
        document.close()


def _picture(page: Any, number: int, quotes: Sequence[str]) -> MarkedPage:
    scale = _DOTS_PER_INCH / 72
    bitmap = page.render(scale=scale, grayscale=True)
    textpage = page.get_textpage()
    raw = textpage.get_text_range()
    marks: list[Rectangle] = []
    found = set()
    for quote in quotes:
        place = locate(raw, quote)
        if place:
            found.add(quote)
            marks += _rectangles(textpage, place, page.get_height(), scale)
    return MarkedPage(
        page=number,
        width=bitmap.width,
        height=bitmap.height,
        png=grey_png(bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer)),
        marks=tuple(marks),
        found=frozenset(found),
    )


def _rectangles(textpage: Any, place: tuple[int, int], page_height: float, scale: float) -> list[Rectangle]:
    start, end = place
    count = textpage.count_rects(start, end - start)
    boxes = [textpage.get_rect(index) for index in range(count)]
    return [
        (left * scale, (page_height - top) * scale, (right - left) * scale, (top - bottom) * scale)
        for left, bottom, right, top in boxes
    ]


def locate(raw: str, quote: str) -> tuple[int, int] | None:
    """Start and end of `quote` in pdfium's raw text, whatever the line breaks and line-end hyphens between."""
    kept = [index for index, sign in enumerate(raw) if not sign.isspace() and sign not in _INVISIBLE]
    squeezed = "".join(raw[index] for index in kept)
    wanted = "".join(sign for sign in quote if not sign.isspace() and sign not in _INVISIBLE)
    at = squeezed.find(wanted) if wanted else -1
    return (kept[at], kept[at + len(wanted) - 1] + 1) if at >= 0 else None


def grey_png(width: int, height: int, stride: int, pixels: bytes) -> bytes:
    """An 8-bit grey PNG of rows `stride` bytes apart (PNG specification, third edition: IHDR, IDAT, IEND)."""
    rows = b"".join(b"\0" + pixels[row * stride : row * stride + width] for row in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(rows, 6)) + _chunk(b"IEND", b"")
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
