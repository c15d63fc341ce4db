"""Pages rendered by pdfium as pictures, for OCR and for reports."""

from __future__ import annotations

import ctypes

from ketacli.documents.pdfium import call
from ketacli.records import positional

DPI = 200
"""Dots an inch: 300 take nearly twice as long and read no better, down to 8-point type."""
_MOST_PIXELS = 16_000_000
_GREY = 1
_FLAGS = 0x01 | 0x08
"""Annotations drawn, in grey."""


@positional
class Picture:
    """A rendered page in grey, one byte a pixel."""

    pixels: bytes
    width: int
    height: int
    dpi: int

    @property
    def is_blank(self) -> bool:
        """True where nothing is darker than light grey."""
        return min(self.pixels, default=255) > 200

    def pgm(self) -> bytes:
        """The picture as a PGM file."""
        return b"P5 %d %d 255\n" % (self.width, self.height) + self.pixels


def render(page: int, dpi: int = DPI) -> Picture:
    """A page as a grey picture, at most 16 million pixels large."""
    points = call.FPDF_GetPageWidthF(page), call.FPDF_GetPageHeightF(page)
    scale = dpi / 72
    if points[0] * points[1] * scale * scale > _MOST_PIXELS:
        scale = (_MOST_PIXELS / (points[0] * points[1])) ** 0.5
    width, height = (max(1, int(side * scale)) for side in points)
    buffer = ctypes.create_string_buffer(width * height)
    bitmap = call.FPDFBitmap_CreateEx(width, height, _GREY, buffer, width)
    try:
        call.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xFFFFFFFF)
        call.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, _FLAGS)
    finally:
        call.FPDFBitmap_Destroy(bitmap)
    return Picture(buffer.raw, width, height, max(1, round(scale * 72)))
