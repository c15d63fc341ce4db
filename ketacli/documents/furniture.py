"""Running headers and footers: lines near a page's edge that recur on most pages."""

from __future__ import annotations

from collections import Counter

from ketacli.documents.lines import Line, Sheet
from ketacli.patterns import kept as re

_FIGURES = re.compile(r"^\W*\d+\b|\b(?:\d+|[ivxlc]+)\W*$|(?<=page)\s*\d+(?:\s*of\s*\d+)?|(?<=page)\s+[ivxlc]+\b")
"""What may differ from page to page: a number at either end of the line, or after "page"."""
_BLANKS = re.compile(r"[\s—–_-]+")
_PAGE_OF = re.compile(
    r"^[-–— |]*(?:page\s*)?\d+\s*(?:of|/)\s*\d+[-–— |]*$|^[-–— |]*page\s+\d+[-–— |]*$|^[-–—]?\s*\d{1,4}\s*[-–—]?$", re.I
)
_EDGE = 0.13
"""Share of the page's height at top and bottom where running lines stand."""
_ENOUGH = 0.5
"""A line recurs where more than this share of the pages has it."""


def mark_furniture(sheets: list[Sheet]) -> None:
    """Mark the lines that are no part of the reading, on all pages of a document."""
    keys = [[(line, _key(sheet, line)) for line in sheet.lines if _near_edge(sheet, line)] for sheet in sheets]
    counts = Counter(key for page in keys for key in {key for _, key in page})
    least = max(2, int(_ENOUGH * len(sheets)) + 1)
    for sheet, page in zip(sheets, keys, strict=True):
        for line, key in page:
            if counts[key] >= least or _PAGE_OF.match(key[1]) or _PAGE_OF.match(sheet.text[line.start : line.end]):
                line.furniture = True


def _near_edge(sheet: Sheet, line: Line) -> bool:
    return line.bottom < _EDGE * sheet.height or line.top > (1 - _EDGE) * sheet.height


def _key(sheet: Sheet, line: Line) -> tuple[bool, str]:
    """What makes two running lines the same: edge, and words without page numbers and blanks."""
    text = sheet.text[line.start : line.end]
    return line.top < sheet.height / 2, _BLANKS.sub("", _FIGURES.sub("#", text.lower()))
