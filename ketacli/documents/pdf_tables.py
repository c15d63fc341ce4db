"""Tables of a laid-out page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from ketacli.documents.lines import Line, Sheet
from ketacli.documents.model import Cell


@dataclass(slots=True)
class TableRow:
    """A row of a table as a slice of its page."""

    start: int
    end: int
    cells: list[Cell] = field(default_factory=list)
    is_header: bool = False


class TableFinder:
    """Finds tables page by page."""

    def split(self, sheet: Sheet, lines: list[Line]) -> Iterator[Line | list[TableRow]]:
        """The page's lines, with each run of them that is a table replaced by its rows."""
        yield from lines


def split_candidates(sheet: Sheet, box_of: Callable[[int], tuple[float, float, float, float]]) -> None:
    """Look for wide gaps."""
