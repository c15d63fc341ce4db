"""Criteria grids copied without their columns: the name of each field stands alone on a line above its value."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ketacli.documents.grid_labels import grid_label, names_field
from ketacli.documents.model import Block, BlockKind, Cell, Document, Page
from ketacli.policy import lazy_re as re
from ketacli.policy.substrings import AnyOf
from ketacli.records import record

_FEWEST = 4
"""So many names of fields on lines of their own make such a grid."""
_may_be_grid = AnyOf("age restriction", "prescriber", "coverage duration", "required medical", "off label", "off-label")
"""Of which one is among any four of those names."""
_OF_THE_TABLE = re.compile(r"\W*(?:pa criteria|criteria details|prior authorization criteria|details)\W*$", re.I)
"""The head of the table, on lines of its own."""
_OF_DRUGS = re.compile(r"\W*(?:products?|drugs?|medications?)(?: affected| names?| lists?)?\W*$", re.I)
_LONGEST_TITLE = 60


@record
class _Line:
    start: int
    end: int
    text: str
    block: Block


def unstacked(document: Document) -> Document:
    """The document with a row of two cells for each such field; as it is where it has none."""
    pages = tuple(_page(page) for page in document.pages)
    return replace(document, pages=pages) if pages != document.pages else document


def _page(page: Page) -> Page:
    if not _may_be_grid(page.text.lower()):
        return page
    lines = list(_lines(page))
    named = {line.text.lower() for line in lines if names_field(line.text)}
    if len(named) < _FEWEST:
        return page
    first = next(at for at, line in enumerate(lines) if _is_name(line))
    before = lines[first].block
    kept = [block for block in page.blocks if block.end <= before.start]
    kept += [block for block in page.blocks if block.kind is BlockKind.FURNITURE and block not in kept]
    lead = [line for line in lines[:first] if line.block is before]
    if lead:
        kept.append(replace(before, end=lead[-1].end))
    blocks = [*kept, *_rows(lines[first:])]
    return replace(page, blocks=tuple(sorted(blocks, key=lambda block: block.start)))


def _lines(page: Page) -> Iterator[_Line]:
    for block in page.blocks:
        if block.kind is BlockKind.FURNITURE or block.cells:
            continue
        at = block.start
        for part in page.text[block.start : block.end].split("\n"):
            if text := part.strip():
                start = at + part.index(text)
                yield _Line(start=start, end=start + len(text), text=text, block=block)
            at += len(part) + 1


def _is_name(line: _Line) -> bool:
    return grid_label(line.text) and not _OF_DRUGS.match(line.text)


def _rows(lines: list[_Line]) -> Iterator[Block]:
    """A row for each field; the titles of drugs that come between, and the lists of what they cover, as they are."""
    at = 0
    while at < len(lines):
        line = lines[at]
        if not _is_name(line):
            if not _OF_THE_TABLE.match(line.text) and not _OF_DRUGS.match(line.text):
                yield _alone(line, lines, at)
            at += 1
            continue
        end = at + 1
        while end < len(lines) and not _ends(lines, end):
            end += 1
        if end > at + 1:
            yield _row(line, lines[at + 1], lines[end - 1])
        at = end


def _ends(lines: list[_Line], at: int) -> bool:
    """Whether a line goes on with no field: a name, the head of the table, or the title of the next drug."""
    line = lines[at]
    if _is_name(line) or _OF_THE_TABLE.match(line.text) or _OF_DRUGS.match(line.text):
        return True
    titled = at + 1 < len(lines) and bool(_OF_DRUGS.match(lines[at + 1].text))
    return titled and len(line.text) <= _LONGEST_TITLE


def _alone(line: _Line, lines: list[_Line], at: int) -> Block:
    titled = at + 1 < len(lines) and bool(_OF_DRUGS.match(lines[at + 1].text))
    kind = BlockKind.HEADING if titled and len(line.text) <= _LONGEST_TITLE else line.block.kind
    whole = line.block if kind is line.block.kind else replace(line.block, marker="", level=1)
    return replace(whole, kind=kind, start=line.start, end=line.end)


def _row(name: _Line, first: _Line, last: _Line) -> Block:
    label = Cell(start=name.start, end=name.end, column=0)
    value = Cell(start=first.start, end=last.end, column=1)
    return replace(
        name.block, kind=BlockKind.TABLE_ROW, level=0, marker="", start=name.start, end=last.end, cells=(label, value)
    )
