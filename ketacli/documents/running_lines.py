"""Running heads and feet of a text that was printed from pages: lines with a page number, and those beside them."""

from __future__ import annotations

from collections import Counter

from ketacli.documents.text_lines import Line
from ketacli.patterns import kept as re

_PAGE = re.compile(r"\bpage\s+\d{1,4}(?:\s+of\s+\d{1,4})?\b|(?:^|\s)\d{1,4}\s*(?:of|/)\s*\d{1,4}$", re.IGNORECASE)
_TITLE_LINES = 6
"""First lines of a text, which name the document even where they stand on every page."""
_DIGITS = re.compile(r"\d+")


def _shape(line: Line) -> str:
    return " ".join(_DIGITS.sub("#", line.text).split()).lower()


def running_lines(lines: list[Line]) -> frozenset[int]:
    """Indexes of the lines that stand on every page: a line with a page number whose like stands elsewhere with another
    number, and the repeated lines right beside it."""
    numbered = [at for at, line in enumerate(lines) if len(line.text) < 140 and _PAGE.search(line.text)]
    if len(numbered) < 2:
        return frozenset()
    texts: dict[str, set[str]] = {}
    for at in numbered:
        texts.setdefault(_shape(lines[at]), set()).add(lines[at].text)
    found = {at for at in numbered if len(texts[_shape(lines[at])]) > 1}
    if not found:
        return frozenset()
    counts = Counter(line.text for line in lines if 3 < len(line.text) < 140)
    for at in list(found):
        for step in (-1, 1):
            _spread(lines, counts, found, at, step, len(found))
    first = next((at for at, line in enumerate(lines) if line.text), 0)
    return frozenset(at for at in found if at >= first + _TITLE_LINES)


def _spread(lines: list[Line], counts: Counter[str], found: set[int], at: int, step: int, pages: int) -> None:
    """Take in the lines right above or below a page number that stand in the text about as often as it does."""
    for _ in range(3):
        at += step
        while 0 <= at < len(lines) and lines[at].is_blank:
            at += step
        if not 0 <= at < len(lines) or counts[lines[at].text] < max(2, 0.6 * pages):
            return
        found.add(at)
