"""Lines of a laid-out page (PDF or OCR): text offsets and geometry, the common ground of layout."""

from __future__ import annotations

from dataclasses import field

from ketacli.documents.model import Span
from ketacli.records import growing


@growing
class Segment:
    """A piece of a line that a wide gap sets apart: a cell of a table, or one of two columns."""

    start: int
    end: int
    x0: float
    x1: float
    middle: float
    """Height of its middle: cells of a row may be set at different heights though they share a line."""


@growing
class Line:
    """A printed line, in points from the page's top left corner."""

    start: int
    end: int
    """Offsets into the page's text."""
    x0: float
    x1: float
    top: float
    height: float
    """From the font's ascent to its descent, which grows with the font size."""
    bold: bool
    char: int
    """pdfium's index of the first character, 0 for OCR."""
    broken: bool = False
    """True where the line ends inside a word that the next line completes."""
    segments: list[Segment] | None = None
    """Set where the line has been looked at for wide gaps; one segment where there is none."""
    furniture: bool = False

    @property
    def bottom(self) -> float:
        """Lower edge."""
        return self.top + self.height

    @property
    def middle(self) -> float:
        """Height of the middle."""
        return self.top + self.height / 2


@growing
class Sheet:
    """A page before its blocks are known."""

    number: int
    text: str
    width: float
    height: float
    lines: list[Line]
    """In content order."""
    horizontals: list[tuple[float, float, float]] = field(default_factory=list)
    """Horizontal rules: (y from the top, x0, x1)."""
    verticals: list[tuple[float, float, float]] = field(default_factory=list)
    """Vertical rules: (x, y0, y1)."""
    struck: list[Span] = field(default_factory=list)
    """Struck-out text, as offsets."""
    ocr: bool = False
    confidence: float = 100.0
    """Of OCR, from 0 to 100."""
