"""Exact quotes for what a passage states: never over a page break, never with struck words."""

from __future__ import annotations

from ketacli.documents.model import Document, Page
from ketacli.policy import lazy_re as re
from ketacli.policy.outline import Unit

_LONG = 240
_EDGE = " \t\r\n;,•◆▪–—-"
_CLAUSE = re.compile(r"[;]\s|,\s(?:and|or|but|if|when|provided|unless)\s|\.\s|:\s")
_JOINT = 20
"""At the most so long is the joint to the next item, with its blanks."""
_TAIL = re.compile(r"[;,.]?\s*(?:\b(?:and|or|AND|OR|And|Or)\b)?\s*$")


class Quotes:
    """Cuts quotes out of the pages of one document."""

    def __init__(self, document: Document) -> None:
        self._pages: dict[int, Page] = document.pages_by_number()

    def quote(self, unit: Unit, start: int, end: int, at: int, until: int) -> tuple[int, str]:
        """Page and exact words for a find at `at` to `until` within the passage `start` to `end` of a unit's text."""
        if end - start > _LONG:
            start, end = _clause(unit.text, start, end, at, until)
        start, end = _unstruck(unit, start, end, at)
        part = unit.part_at(at if at < end else start)
        first = max(start, part.offset)
        last = min(end, part.offset + part.end - part.start)
        words = self._pages[part.page].text[part.start + first - part.offset : part.start + last - part.offset]
        return part.page, _trimmed(words)


def _clause(text: str, start: int, end: int, at: int, until: int) -> tuple[int, int]:
    left, right = start, end
    for found in _CLAUSE.finditer(text, start, end):
        if found.end() <= at - 0 and at - found.end() > 0:
            left = found.end()
        if found.start() >= until:
            right = found.start()
            break
    if right - left < 60:
        left, right = max(start, min(left, at - 60)), min(end, max(right, until + 60))
        left = text.find(" ", left, at) + 1 if left > start and text.find(" ", left, at) >= 0 else left
        cut = text.rfind(" ", until, right)
        right = cut if right < end and cut > until else right
    return left, right


def _unstruck(unit: Unit, start: int, end: int, at: int) -> tuple[int, int]:
    for first, last in unit.struck:
        if last <= at:
            start = max(start, last)
        elif first >= at:
            end = min(end, first)
    return start, end


def _trimmed(words: str) -> str:
    whole = words.strip(_EDGE)
    bare = (whole[:-_JOINT] + _TAIL.sub("", whole[-_JOINT:])).strip(_EDGE)
    return bare if len(bare) >= 3 else whole or words.strip()
