"""Where something stands: pages without what does not count, sentences, quotes, the unit around an offset."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator

from ketacli.documents.model import BlockKind, Document, Page
from ketacli.policy import lazy_re as re
from ketacli.policy.fields.lazy import Lazy, lazy
from ketacli.policy.fields.planted import planted_spans
from ketacli.policy.outline import Outline, Unit
from ketacli.policy.reading import Quoted

_SENTENCE_END = lazy(r"[.!?][\"”’')\]]*\s+(?=[A-Z0-9\"“‘'(•*\[$])|\n[ \t]*\n\s*")
_ABBREVIATED = lazy(
    r"(?:\b(?:P\.? ?O|St|Ste|Dept|Attn|No|Nos|Dr|Mr|Mrs|Ms|Inc|Co|Corp|Ltd|Ave|Blvd|Rd|Ln|Bldg|Fl|Rm|vs|cf|e\.g|i\.e|"
    r"U\.S|Jr|Sr|Mt|Ft|Sept|approx|sec|Sec|art|Art|para|fig|Fig|ext|Ext|Jan|Feb|Mar|Apr|Aug|Oct|Nov|Dec)|\b[A-Z])$"
)


def folded(text: str) -> str:
    """White space folded to single spaces, as quotes are given."""
    return " ".join(text.split())


def across_lines(pattern: str) -> Lazy:
    """A pattern whose spaces stand for any white space, for pages whose lines are broken; case is ignored."""
    return lazy(pattern.replace(" ", r"\s+"), re.IGNORECASE)


def quoted(page: Page, start: int, end: int) -> Quoted:
    """Page number and quote of a stretch of a page."""
    return {"page": page.number, "quote": folded(page.text[start:end])}


def live_text(page: Page) -> str:
    """The page's text at the same offsets, with struck passages, running headers and footers, and text that is
    addressed to machines blanked."""
    spans: list[tuple[int, int]] = list(planted_spans(page.text, [(block.start, block.end) for block in page.blocks]))
    for block in page.blocks:
        if block.kind is BlockKind.FURNITURE:
            spans.append((block.start, block.end))
        spans.extend(block.struck)
    return _hyphens(blanked(page.text, spans))


def standing_text(page: Page) -> str:
    """As `live_text`, with running headers and footers: they may state an insurer or a date of their own."""
    spans = list(planted_spans(page.text, [(block.start, block.end) for block in page.blocks]))
    for block in page.blocks:
        spans.extend(block.struck)
    return _hyphens(blanked(page.text, spans))


def printed_text(page: Page) -> str:
    """The page's text at the same offsets with struck passages blanked, for labels at its head."""
    spans = [span for block in page.blocks for span in block.struck]
    return _hyphens(blanked(page.text, spans) if spans else page.text)


def _hyphens(text: str) -> str:
    """Soft and non-breaking hyphens as plain ones, at the same offsets."""
    return text if text.isascii() else text.replace("\u00ad", "-").replace("\u2010", "-").replace("\u2011", "-")


def blanked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """`text` with each span replaced by as many spaces (line breaks are kept)."""
    pieces: list[str] = []
    at = 0
    for start, end in sorted(spans):
        start = max(start, at)
        if end <= start:
            continue
        pieces.append(text[at:start])
        pieces.append("".join("\n" if char == "\n" else " " for char in text[start:end]))
        at = end
    pieces.append(text[at:])
    return "".join(pieces) if at else text


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each sentence; abbreviations ("P.O. Box", "St. Paul") and initials do not end one."""
    at = 0
    for found in _SENTENCE_END.finditer(text):
        before = text[at : found.start()]
        if text[found.start()] == "." and _ABBREVIATED.search(before[-12:]):
            continue
        end = found.start() + len(found[0].rstrip())
        if text[at:end].strip():
            yield at, end
        at = found.end()
    if text[at:].strip():
        yield at, len(text.rstrip())


class Places:
    """Units by place: which unit covers an offset of a page."""

    def __init__(self, outline: Outline) -> None:
        self._units = sorted(outline.units, key=lambda unit: (unit.page, unit.start))
        self._keys = [(unit.page, unit.start) for unit in self._units]

    def at(self, page: int, offset: int) -> Unit | None:
        """The unit that covers an offset, or the last one that begins before it."""
        index = bisect_right(self._keys, (page, offset)) - 1
        return self._units[index] if index >= 0 else None


def live_pages(document: Document) -> list[tuple[Page, str]]:
    """Each page with its live text."""
    return [(page, live_text(page)) for page in document.pages]


def head_lines(page: Page) -> Iterator[tuple[int, int]]:
    """Start and end of each line that is not blank in the first 1200 characters of a page."""
    at = 0
    for line in page.text[:1200].split("\n"):
        if line.strip():
            yield at, at + len(line)
        at += len(line) + 1


def leading(text: str) -> int:
    """Characters of white space at its start."""
    return len(text) - len(text.lstrip())
