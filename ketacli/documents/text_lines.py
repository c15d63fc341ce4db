"""Lines of plain text and what each looks like on its own: rule, columns, capitals, title."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ketacli.documents.markers import parse
from ketacli.documents.model import Span
from ketacli.patterns import kept as re
from ketacli.records import positional

_RULE = re.compile(r"^[\s\-=_*~.+|#:]{3,}$")
_LEADER = r"\s*\.{4,}\s*:?\s*|\s\.{3}\s+| \. (?:\. )+\.?\s*|\s*\t\s*"
_GAP = re.compile(rf"(?:{_LEADER}| {{3,}}|(?<=:) {{2,}})")
_NARROW_GAP = re.compile(rf"(?:{_LEADER}|(?<![.?!:]) {{2,}})")
_WORD = re.compile(r"[A-Za-z][A-Za-z’'/&()-]*")
_SMALL = frozenset(
    [
        "a",
        "an",
        "and",
        "as",
        "at",
        "by",
        "for",
        "from",
        "if",
        "in",
        "is",
        "of",
        "on",
        "or",
        "per",
        "the",
        "to",
        "under",
        "up",
        "vs",
        "what",
        "when",
        "with",
        "your",
        "you",
        "are",
    ]
)
ENDS = ".;:,!?"
_END = re.compile(r"(?:[.;:!?][\"”’')\]]*|[;,.]\s+(?:and|or|AND|OR|And|Or)|\b(?:AND|OR))$")
_SECTION = re.compile(r"(?:section|part|chapter|article)\s+(?:\d{1,2}|[IVX]{1,5})\s*[.:–—-]\s*(?=[A-Z])", re.IGNORECASE)
OPEN_END = re.compile(
    r"[a-z,] (?:an?|the|of|at|to|in|on|by|for|from|with|and|or|than|that|is|are|be|been|must|may|has|have|least|most)$"
)
"""A line after which its sentence cannot be over, whatever comes next ("… must stand at | 16 or more")."""
_SENTENCE = re.compile(
    r"(?!(?:what|when|how|who|where|which|why|if|are|is)\b)(?:(?!\b(?:that|which|who|not)\b)[^?])*?"
    r"\b(?:is|are|was|were|will|must|may|has|have)\b",
    re.IGNORECASE,
)
"""A sentence without its stop ("Initial requests are authorized for 28 days"), which is no title."""
_WRAPPED_AT_MOST = 110
"""Columns up to which a text counts as wrapped by hand; longer lines are whole paragraphs."""


@positional
class Line:
    """A line of text without its blanks, as offsets into the text."""

    start: int
    end: int
    indent: int
    """Columns from the left, a tab to the next eighth."""
    text: str
    cells: tuple[Span, ...] = ()
    """Columns that blanks, tabs or dot leaders set apart; empty where there is one."""

    @property
    def is_blank(self) -> bool:
        """True for an empty line."""
        return not self.text

    @property
    def is_rule(self) -> bool:
        """True for a line of dashes, equals signs or the like."""
        return bool(self.text) and bool(_RULE.match(self.text)) and len(set(self.text.replace(" ", ""))) <= 3

    @property
    def width(self) -> int:
        """Columns to the line's end."""
        return self.indent + len(self.text)


def lines_of(text: str) -> list[Line]:
    """All lines, blank ones too."""
    found, at = [], 0
    for raw in text.replace("\f", "\n").split("\n"):
        body = raw.strip()
        lead = raw[: len(raw) - len(raw.lstrip())]
        start = at + len(lead)
        indent = len(lead.expandtabs(8))
        found.append(Line(start, start + len(body), indent, body, columns(body, start) if body else ()))
        at += len(raw) + 1
    return found


def wrap_width(lines: Sequence[Line]) -> int:
    """Column at which a text was wrapped; 0 where its lines are whole paragraphs."""
    widths = sorted(line.width for line in lines if line.text and not line.cells)
    if not widths:
        return 0
    long = sum(width > _WRAPPED_AT_MOST for width in widths)
    if long > 0.05 * len(widths):
        return 0
    short = [width for width in widths if width <= _WRAPPED_AT_MOST]
    return short[int(0.97 * len(short))] if short[-1] > 40 else 0


def goes_on_in_lower_case(lines: Sequence[Line]) -> bool:
    """Whether any line goes on with the one above it in lower case: where none does, every line is whole."""
    return any(
        line.text[:1].islower() and above.text and len(line.text) > 4 and parse(line.text) is None
        for above, line in pairwise(lines)
    )


def columns(body: str, start: int) -> tuple[Span, ...]:
    """Spans of the columns of a line, or nothing where it has one."""
    if "  " not in body and "\t" not in body and "..." not in body and ". . ." not in body:
        return ()
    spans = _split(body, _GAP, start)
    finer = _split(body, _NARROW_GAP, start)
    if len(finer) >= 3 and len(finer) > len(spans):
        spans = finer
    return spans if len(spans) > 1 else ()


def _split(body: str, gap: re.Pattern[str], start: int) -> tuple[Span, ...]:
    spans, at = [], 0
    for found in gap.finditer(body):
        if found.start() > at:
            spans.append((start + at, start + found.start()))
        at = found.end()
    if at < len(body):
        spans.append((start + at, start + len(body)))
    return tuple(spans)


def is_capitals(text: str) -> bool:
    """True for a line in capitals with at least three letters."""
    return text.isupper() and sum(c.isalpha() for c in text) >= 3


def is_titled(text: str) -> bool:
    """True where every word but the small ones starts with a capital."""
    words = _WORD.findall(text)
    return bool(words) and words[0][0].isupper() and all(w[0].isupper() or w.lower() in _SMALL for w in words)


def is_sentence(text: str) -> bool:
    """True for a line that says something, or whose sentence goes on, so that it is no title."""
    return OPEN_END.search(text) is not None or _SENTENCE.match(text) is not None


def is_sentence_end(text: str) -> bool:
    """True where a sentence or a list item ends: closing punctuation, or "; and" and "; or" before the next item."""
    return bool(_END.search(text[-60:]))


def names_section(text: str) -> bool:
    """True for "Section 7: What the Plan Does Not Cover", wherever it stands."""
    found = _SECTION.match(text)
    return found is not None and len(text) <= 80 and text[-1] not in ENDS and is_titled(text[found.end() :])
