"""The grid of drawn rules on a page: which cell a point stands in."""

from __future__ import annotations

from ketacli.documents.lines import Sheet
from ketacli.records import positional

Rule = tuple[float, float, float]
_NEAR = 4.0
"""Points within which two rules touch."""


@positional
class Box:
    """A cell: its edges in points."""

    left: float
    right: float
    top: float
    bottom: float


class Grid:
    """Rules of one page that make cells; underlines and separators without columns do not count."""

    def __init__(self, sheet: Sheet) -> None:
        self._verticals = sorted({(round(x, 1), y0, y1) for x, y0, y1 in sheet.verticals if y1 - y0 > 6})
        self._at: dict[int, list[Rule]] = {}
        for rule in self._verticals:
            self._at.setdefault(int(rule[0] // _NEAR), []).append(rule)
        self._horizontals = sorted({rule for rule in sheet.horizontals if self._meets(rule)}) if self._at else []
        self._known: list[Box] = []

    def __bool__(self) -> bool:
        return len(self._verticals) >= 3 and len(self._horizontals) >= 2

    def _meets(self, rule: Rule) -> bool:
        """Whether a horizontal rule ends at vertical ones: an underline ends with its word."""
        y, x0, x1 = rule
        return self._touches(x0, y) and self._touches(x1, y)

    def _touches(self, x: float, y: float) -> bool:
        bucket = int(x // _NEAR)
        for near in (bucket, bucket - 1, bucket + 1):
            for at, y0, y1 in self._at.get(near, ()):
                if abs(at - x) <= _NEAR and y0 - _NEAR <= y <= y1 + _NEAR:
                    return True
        return False

    def cell(self, x: float, y: float) -> Box | None:
        """The cell around a point, or None where rules do not close around it."""
        for box in self._known[-12:]:
            if box.left < x < box.right and box.top < y < box.bottom:
                return box
        left = right = None
        for at, y0, y1 in self._verticals:
            if y0 - 1 <= y <= y1 + 1:
                if at <= x:
                    left = at
                else:
                    right = at
                    break
        top = bottom = None
        for at, x0, x1 in self._horizontals:
            if x0 - 1 <= x <= x1 + 1:
                if at <= y:
                    top = at
                else:
                    bottom = at
                    break
        if left is None or right is None or top is None or bottom is None:
            return None
        box = Box(left, right, top, bottom)
        self._known.append(box)
        return box
