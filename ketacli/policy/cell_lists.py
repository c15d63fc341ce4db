"""Numbered lists inside the cell of a table: each item becomes a unit of its own, governed by its row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ketacli.documents.model import Block, BlockKind, Cell
from ketacli.policy import lazy_re as re
from ketacli.policy.lists import follows, numbering
from ketacli.policy.outline import Part, Sentence
from ketacli.records import positional

if TYPE_CHECKING:
    from ketacli.policy.building import Draft

_MARK = re.compile(
    r"(?:(?<=\n)|(?<=^)|(?<=[.;:?]\s)|(?<=[.;:?]\s\s)|(?<=[;,]\sor\s)|(?<=[;,]\sand\s))"
    r"[ \t]*(?P<mark>\(?(?:\d{1,2}|[A-Za-z])[.)])(?=\s+\S)"
)
_MAY_MARK = re.compile(r"[.)](?=\s)(?:(?<=[\s(\d][\dA-Za-z].)|(?<=^[\dA-Za-z].))")
"""The end of what may be a mark; quickly looked for, since most cells hold none."""
_OF_TERMS = re.compile(
    r"\b(?:limits?|quantit\w*|ql|approval|authori[sz]ation|duration|length|term|renewals?|continuation|amount)\b", re.I
)
"""A column on how much and how long: it is read apart from the list beside it."""
_NEXT_LINE = re.compile(r"[.;:)]\s*\n(?=\s*[A-Z])")
"""Where a line ends with its sentence: what comes next no longer belongs to the last item."""
_NEXT_LEAD = re.compile(r"(?<=[.;]\s)\s*(?P<lead>[A-Z][^.;:]*:)\s*$")
"""What opens a second list after the last item of the first."""
_FEWEST = 2


@positional
class Entry:
    """An item of a list in a cell, or a line after the list (without a mark), which may lead a list of its own."""

    start: int
    end: int
    """Offsets into the text of the row."""
    marker: str
    leads: bool = False


@positional
class Celled:
    """A row with the lists that its cells hold."""

    block: Block
    """The row, its cells cut where their lists begin."""
    entries: tuple[Entry, ...]
    apart: Block | None = None
    """The label of the row with the columns after the list that tell limits and lengths."""
    goes_on: tuple[int, int] | None = None
    """In a row that goes on with the one before a page break: the rest of its last item."""


def lists_in_cells(block: Block, text: str) -> Celled | None:
    """The lists in the cells of a row beside the one that labels it; None where there is none."""
    if block.kind is not BlockKind.TABLE_ROW or block.is_header_row or len(block.cells) < 2:
        return None
    cells: list[Cell] = [block.cells[0]]
    apart: list[Cell] = []
    entries: list[Entry] = []
    for cell in block.cells[1:]:
        start, end = cell.start - block.start, cell.end - block.start
        found = list(_entries(text, start, end, ""))
        if len(found) >= _FEWEST:
            entries += found
            cell = replace(cell, end=block.start + found[0].start)
        (apart if entries and not found and _OF_TERMS.search(cell.header) else cells).append(cell)
    if not entries:
        return None
    terms = replace(block, cells=(block.cells[0], *apart)) if apart else None
    return Celled(replace(block, cells=tuple(cells)), tuple(entries), terms)


def rest_of_list(block: Block, text: str, last: str, headers: tuple[str, ...]) -> Celled | None:
    """What goes on after a page break with the list of a row under these headers, after the item marked `last`."""
    if block.kind is not BlockKind.TABLE_ROW or len(block.cells) != 1 or block.cells[0].header not in headers[1:]:
        return None
    start, end = block.cells[0].start - block.start, block.cells[0].end - block.start
    entries = tuple(_entries(text, start, end, last))
    begins = entries[0].start if entries else end
    return Celled(block, entries, None, (start, begins) if text[start:begins].strip() else None)


def _entries(text: str, start: int, end: int, last: str) -> Iterator[Entry]:
    """Items whose numbers follow each other, from the first or the one after `last`, and the lines after them; a line
    after them may lead another list."""
    marks: list[tuple[int, str]] = []
    cell = text[start:end]
    for found in _MARK.finditer(cell) if _MAY_MARK.search(cell) else ():
        mark, at = found["mark"], start + found.start("mark")
        before = marks[-1][1] if marks else last
        if follows(before, mark) if before else numbering(mark)[1]:
            marks.append((at, mark))
            continue
        again = bool(marks) and numbering(mark) == (numbering(before)[0], True)
        if again and (lead := _NEXT_LEAD.search(text[marks[-1][0] : at])):
            marks += [(marks[-1][0] + lead.start("lead"), ""), (at, mark)]
    for index, (begins, mark) in enumerate(marks):
        stop = marks[index + 1][0] if index + 1 < len(marks) else end
        lines = list(_lines(text, begins, stop)) if stop == end else [(begins, stop)]
        yield Entry(*lines[0], mark, not mark)
        yield from (Entry(*line, "") for line in lines[1:])


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    begins = start
    for found in _NEXT_LINE.finditer(text[start:end]):
        if text[begins : start + found.end()].strip():
            yield begins, start + found.end()
        begins = start + found.end()
    if text[begins:end].strip():
        yield begins, end


def row_of(drafts: Sequence[Draft], place: int) -> Draft:
    """The row at a place, or the one in whose cell the line at that place stands."""
    above = drafts[place].row
    return drafts[place] if above is None else row_of(drafts, above)


def entries_of(row: Draft, celled: Celled, place: int, first: int) -> list[Draft]:
    """The drafts that come after a row (or go on with the one at `place`), from the index `first`: its columns of
    terms, its items; the row keeps the rest."""
    base = row.block.start
    found: list[Draft] = []
    items = [(base + entry.start, base + entry.end) for entry in celled.entries]
    whole = row.text
    row.text, row.block = without_spans(whole, base, items), celled.block
    if celled.apart is not None:
        rest = [(cell.start, cell.end) for cell in celled.block.cells[1:]]
        terms = without_spans(row.text, base, rest)
        found.append(replace(row, text=terms, block=celled.apart, parts=list(row.parts), children=[]))
        row.text = without_spans(row.text, base, [(cell.start, cell.end) for cell in celled.apart.cells[1:]])
    above = place
    for entry, (start, end) in zip(celled.entries, items, strict=True):
        above = above if entry.marker else place
        kind = BlockKind.LIST_ITEM if entry.marker else BlockKind.PARAGRAPH
        block = replace(row.block, kind=kind, start=start, end=end, marker=entry.marker, cells=())
        item = replace(
            row,
            kind="list_item" if entry.marker else "paragraph",
            block=block,
            text=whole[entry.start : entry.end],
            parts=[Part(offset=0, page=block.page, start=start, end=end)],
            struck=[],
            children=[],
            depth=1 if entry.marker else 0,
            row=above,
        )
        found.append(item)
        if entry.leads:
            above = first + len(found) - 1
    return found


def without_spans(text: str, start: int, spans: list[tuple[int, int]]) -> str:
    """A text that begins at `start` of its page, with stretches of the page blanked."""
    for first, last in spans:
        first, last = max(first - start, 0), min(last - start, len(text))
        text = text[:first] + " " * (last - first) + text[last:]
    return text


def cells_of(block: Block, text: str) -> tuple[Sentence, ...]:
    """The cells of a row whose text, struck words blanked, is `text`."""
    return tuple(
        Sentence(
            page=block.page,
            start=cell.start,
            end=cell.end,
            text=text[cell.start - block.start : cell.end - block.start],
            offset=cell.start - block.start,
        )
        for cell in block.cells
    )
