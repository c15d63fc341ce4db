"""Exact quotes: a stretch of a unit as it stands on its page, white space folded."""

from __future__ import annotations

from ketacli.documents.model import Document
from ketacli.policy.outline import Unit


class Quoter:
    """Takes quotes out of the pages of one document."""

    def __init__(self, document: Document) -> None:
        self._pages = {page.number: page.text for page in document.pages}

    def quote(self, unit: Unit, start: int, end: int, focus: int | None = None) -> tuple[int, str]:
        """Page and quote of `unit.text[start:end]`.

        A quote never runs over a page break nor over struck words: of the pieces the one that holds `focus` (an
        offset in the unit's text), else the longest is given. Soft hyphens are left out.
        """
        pieces = [
            piece for part in unit.parts for piece in self._pieces(unit, part.offset, part.end - part.start, start, end)
        ]
        if not pieces:
            return unit.page, ""
        chosen = None
        if focus is not None:
            chosen = next((piece for piece in pieces if piece[0] <= focus < piece[1]), None)
        first, last = chosen or max(pieces, key=lambda piece: piece[1] - piece[0])
        part = unit.part_at(first)
        text = self._pages[part.page][part.start + first - part.offset : part.start + last - part.offset]
        return part.page, " ".join(text.replace("\u00ad", "").split())

    @staticmethod
    def _pieces(unit: Unit, offset: int, length: int, start: int, end: int) -> list[tuple[int, int]]:
        first, last = max(start, offset), min(end, offset + length)
        pieces: list[tuple[int, int]] = []
        for struck, over in sorted(unit.struck):
            if struck < last and over > first:
                if unit.text[first:struck].strip():
                    pieces.append((first, struck))
                first = max(first, over)
        if first < last and unit.text[first:last].strip():
            pieces.append((first, last))
        return pieces
