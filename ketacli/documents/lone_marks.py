"""List marks that an export left alone on their line ("-", "e.", "☐"): each opens the line of text below it."""

from __future__ import annotations

from itertools import islice

from ketacli.documents.markers import parse
from ketacli.documents.text_lines import Line, is_sentence_end

_BULLETS = frozenset("-–—•◦▪■●○·*§o→➢✓")
_LONG = 3000
"""Characters up to which an item may grow by lines that were wrapped."""


def _is_lone(line: Line) -> bool:
    text = line.text
    if not text or len(text) > 6 or line.cells:
        return False
    if text in _BULLETS:
        return True
    marker = parse(text)
    return marker is not None and marker.length >= len(text) and text[-1] in ".)]☐□☑☒"


def _below(lines: list[Line], at: int) -> int | None:
    """Index of the line that a mark at `at` opens: the next one, or the one after a single blank line."""
    for place in (at + 1, at + 2):
        if place >= len(lines):
            return None
        line = lines[place]
        if line.text:
            return None if line.is_rule or _is_lone(line) or line.cells else place
    return None


def _end_of_run(lines: list[Line], at: int) -> int:
    """Index after the lines that stand right below `at` without a blank line, a mark or a label between them."""
    while at + 1 < len(lines) and not is_sentence_end(lines[at].text):
        line = lines[at + 1]
        starts = not line.text or line.is_rule or line.cells or _is_lone(line) or parse(line.text)
        label = line.text[:1].isupper() and ":" in line.text[:40].rstrip(":")
        if starts or label or line.text.lower() in ("and", "or"):
            break
        at += 1
    return at + 1


def _joined(lines: list[Line], mark: Line, first: int) -> tuple[Line, int]:
    """(the mark's line with the text that it opens, index of the line after it)."""
    end = first + 1
    run = _end_of_run(lines, first)
    if run > end and is_sentence_end(lines[run - 1].text):
        end = run
    words = " ".join([mark.text, *(line.text for line in islice(lines, first, end))])
    if len(words) > _LONG:
        end, words = first + 1, f"{mark.text} {lines[first].text}"
    return Line(mark.start, lines[end - 1].end, mark.indent, words), end


def with_marks_joined(lines: list[Line]) -> list[Line]:
    """The lines, each lone mark as one line with its text; unchanged where fewer than two marks stand alone."""
    if sum(map(_is_lone, lines)) < 2:
        return lines
    found: list[Line] = []
    at = 0
    while at < len(lines):
        line = lines[at]
        below = _below(lines, at) if _is_lone(line) else None
        if below is None:
            found.append(line)
            at += 1
            continue
        line, at = _joined(lines, line, below)
        found.append(line)
    return found
