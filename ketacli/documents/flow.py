"""Running text: lines → headings, paragraphs and list items, with lists and sentences carried over page breaks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacli.documents.columns import Columns, usual_gap
from ketacli.documents.lines import Line, Sheet
from ketacli.documents.markers import Marker, Numbering, parse
from ketacli.documents.model import Block, BlockKind, Span
from ketacli.documents.text_lines import ENDS, is_capitals, is_sentence_end, is_titled
from ketacli.patterns import kept as re
from ketacli.records import growing

if TYPE_CHECKING:
    from ketacli.documents.pdf_tables import TableRow

_TALLER = 1.12
"""Times the body's height from which a line is set larger."""
_LOOSE = 0.28
"""Line heights by which a blank space must exceed the page's usual one to end a paragraph."""
_INDENT = 3.0
"""Points by which starts of lines may differ and still be one margin."""
_CHAPTER = re.compile(r"\d{1,2}(?:\.\d{1,2})+\.?")
_NUMBERED = re.compile(r"^(?:\d{1,2}(?:\.\d{1,2})*|[IVX]{1,5}|[A-Z])[.)]?\s+\S")


@growing
class _Open:
    """The block that is being put together."""

    kind: BlockKind
    start: int
    end: int
    x: float
    """Where its own text starts."""
    last: Line
    lines: int = 1
    level: int = 0
    marker: str = ""
    checked: bool | None = None
    continues: bool = False
    right: float = 0.0
    """Right end of its longest line."""


class Flow:
    """Takes lines in reading order; carries lists and unfinished sentences over pages."""

    def __init__(self, body: float) -> None:
        self._body = body
        self._numbering = Numbering(tolerance=4.0)
        self._open: _Open | None = None
        self._blocks: list[Block] = []
        self._sheet: Sheet | None = None
        self._before: tuple[Block, bool] | None = None
        """Last block of the page before, where its sentence is unfinished, and whether its last line is full."""
        self._first = True
        self._leading = 0.2
        self._shift = 0.0
        """How far right the line's column stands of the page's first one."""
        self._columns = Columns([])
        self._levels: list[float] = []
        """Heights of the headings met so far, from the largest."""

    def open_page(self, sheet: Sheet) -> None:
        """Begin a page."""
        self._sheet, self._blocks, self._first = sheet, [], True
        self._leading = usual_gap(sheet.lines)
        self._columns = Columns(sheet.lines)

    def close_page(self) -> list[Block]:
        """End the page; its blocks."""
        last = self._open
        self._end()
        if self._blocks and last is not None:
            block = self._blocks[-1]
            text = self._text(block.start, block.end)
            runs = block.kind in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM) and not is_sentence_end(text)
            full = last.last.x1 > 0.85 * self._columns.right(last.last)
            self._before = (block, full) if runs else None
        elif self._blocks:
            self._before = None
        return self._blocks

    def _text(self, start: int, end: int) -> str:
        assert self._sheet is not None
        return self._sheet.text[start:end]

    def _end(self) -> None:
        block, self._open = self._open, None
        if block is None:
            return
        assert self._sheet is not None
        if block.kind is BlockKind.HEADING:
            if self._is_sentence(block):
                block.kind, block.level = BlockKind.PARAGRAPH, 0
                self._numbering.pause(block.last.x0 - self._shift)
            else:
                self._numbering.reset()
        struck = spans_within(self._sheet.struck, block.start, block.end)
        self._blocks.append(
            Block(
                kind=block.kind,
                page=self._sheet.number,
                start=block.start,
                end=block.end,
                level=block.level,
                marker=block.marker,
                struck=struck,
                checked=block.checked,
                continues=block.continues,
            )
        )

    def rows(self, rows: list[TableRow]) -> None:
        """Take the rows of a table."""
        self._end()
        assert self._sheet is not None
        for row in rows:
            struck = spans_within(self._sheet.struck, row.start, row.end)
            self._blocks.append(
                Block(
                    kind=BlockKind.TABLE_ROW,
                    page=self._sheet.number,
                    start=row.start,
                    end=row.end,
                    cells=tuple(row.cells),
                    is_header_row=row.is_header,
                    struck=struck,
                )
            )
        self._first = False

    def line(self, line: Line) -> None:
        """Take a line of running text."""
        self._shift = self._columns.shift(line)
        text = self._text(line.start, line.end)
        if self._open is not None and self._open.last.broken:
            self._extend(line)
            return
        first, self._first = self._first, False
        if first and self._goes_on(line, text):
            return
        marker = parse(text)
        if marker is not None and self._item(line, text, marker):
            return
        if self._open is not None and self._joins(line, text):
            self._extend(line)
            return
        self._end()
        level = self._heading_level(line, text)
        if level:
            self._start(line, BlockKind.HEADING, level=level)
            return
        self._numbering.pause(line.x0 - self._shift)
        self._start(line, BlockKind.PARAGRAPH)

    def _start(self, line: Line, kind: BlockKind, *, x: float | None = None, level: int = 0) -> _Open:
        self._open = _Open(kind, line.start, line.end, line.x0 if x is None else x, line, level=level, right=line.x1)
        return self._open

    def _extend(self, line: Line) -> None:
        block = self._open
        assert block is not None
        if block.kind is BlockKind.LIST_ITEM and block.lines == 1 and line.x0 > block.x + _INDENT:
            block.x = line.x0
        block.end, block.last, block.right = line.end, line, max(block.right, line.x1)
        block.lines += 1

    def _goes_on(self, line: Line, text: str) -> bool:
        """Whether a page's first line goes on with the last block of the page before."""
        if self._before is None:
            return False
        block, full = self._before
        self._before = None
        if line.height > _TALLER * self._body or not (text[0].islower() or (full and not line.bold)):
            return False
        marker = parse(text)
        if marker is not None and self._numbering.fits(marker, line.x0 - self._shift):
            return False
        made = self._start(line, block.kind, level=block.level)
        made.continues = True
        return True

    def _item(self, line: Line, text: str, marker: Marker) -> bool:
        """Take the line as the start of a list item, where it is one."""
        block = self._open
        if not self._numbering.fits(marker, line.x0 - self._shift):
            return False
        inside = block is not None and self._close_to(block, line)
        if inside and block is not None and self._is_stray(block, line, marker):
            return False
        if self._numbered_heading(line, text, marker):
            return False
        led_in = block is None or self._text(block.start, block.end).endswith((":", ";", ","))
        self._end()
        level = self._numbering.place(marker, line.x0 - self._shift, led_in=led_in)
        item = self._start(line, BlockKind.LIST_ITEM, level=level)
        item.marker, item.checked = marker.text, marker.checked
        return True

    def _is_stray(self, block: _Open, line: Line, marker: Marker) -> bool:
        """True where the "marker" is a word of the sentence above: a dash, a number or an "A)" that was wrapped."""
        above = self._text(block.last.start, block.last.end)
        if self._numbering.is_next(marker, line.x0 - self._shift):
            return False
        if is_sentence_end(above) or not self._is_full(block, line):
            return False
        hangs = block.lines > 1 or block.kind is BlockKind.PARAGRAPH
        return abs(line.x0 - block.x) <= _INDENT if hangs else not marker.may_open

    def _is_full(self, block: _Open, line: Line) -> bool:
        """True where the last line of the block reaches to where the first word of the next would not have fitted."""
        first = self._text(line.start, line.end).split(maxsplit=1)[0]
        width = (line.x1 - line.x0) / max(line.end - line.start, 1) * (len(first) + 1)
        edge = max(block.right, line.x1) if block.lines > 2 else self._columns.right(block.last)
        return block.last.x1 + width >= edge - 2

    def _close_to(self, block: _Open, line: Line) -> bool:
        """True where the line stands right below the block, without blank space between."""
        gap = line.top - block.last.bottom
        return -0.5 * line.height <= gap <= (self._leading + _LOOSE) * line.height

    def _joins(self, line: Line, text: str) -> bool:
        """Whether a line without a marker belongs to the open block."""
        block = self._open
        assert block is not None
        last = block.last
        if abs(line.height - last.height) > 0.12 * last.height:
            return False
        if block.kind is BlockKind.HEADING:
            if not self._close_to(block, line) or not self._is_full(block, line):
                return False
            return line.bold == last.bold or self._was_no_heading(block, line, text)
        if line.top < last.top - 2 * line.height and line.x0 > last.x0 + 100:
            return not is_sentence_end(self._text(last.start, last.end))
        if not self._close_to(block, line):
            return False
        if self._stands_out(line, last, text):
            return False
        if block.kind is BlockKind.LIST_ITEM:
            return self._goes_on_in_item(block, line, text)
        return self._is_full(block, line) or (
            text[0].islower() and not is_sentence_end(self._text(last.start, last.end))
        )

    def _goes_on_in_item(self, block: _Open, line: Line, text: str) -> bool:
        """Whether a line right below goes on with an item. Left of the item only the rest of a sentence does, where the
        item's first line alone is indented ("(a) two or more trials, from different | classes …")."""
        if line.x0 >= block.x - _INDENT:
            return line.x0 > block.x + _INDENT or self._is_full(block, line) or text[0].islower()
        last = self._text(block.last.start, block.last.end)
        return text[0].islower() and not is_sentence_end(last) and self._is_full(block, line)

    def _was_no_heading(self, block: _Open, line: Line, text: str) -> bool:
        """Whether a bold line is the start of a sentence that the next line carries on; it is then a paragraph."""
        if line.bold or not text[0].islower() or block.last.height > _TALLER * self._body:
            return False
        if is_sentence_end(self._text(block.last.start, block.last.end)):
            return False
        block.kind, block.level = BlockKind.PARAGRAPH, 0
        self._numbering.pause(block.last.x0 - self._shift)
        return True

    def _stands_out(self, line: Line, last: Line, text: str) -> bool:
        """True for a heading right below a paragraph: in bold, or in capitals after the end of a sentence."""
        if text[0].islower() or not self._heading_level(line, text):
            return False
        return (line.bold and not last.bold) or is_sentence_end(self._text(last.start, last.end))

    def _heading_level(self, line: Line, text: str) -> int:
        """Level of a heading by size, weight or capitals; 0 for body text."""
        words = len(text.split())
        if words > 16 or (text[-1] in ".;," and not _NUMBERED.match(text)):
            return 0
        taller = line.height > _TALLER * self._body
        capitals = is_capitals(text) and words <= 12
        if not (taller or line.bold or capitals):
            return 0
        if not taller and text[-1] in ENDS and words >= 8:
            return 0
        if not any(char.isalpha() for char in text) or (text[0].islower() and not taller):
            return 0
        return self._level_of(line.height + (0.3 if line.bold else 0.0)) if taller else self._lesser(line, capitals)

    def _is_sentence(self, block: _Open) -> bool:
        """Whether what began like a heading has grown into a sentence in bold."""
        text = self._text(block.start, block.end)
        words = len(text.split())
        return words > 25 or (block.lines > 1 and text[-1] in ".:;" and words > 8)

    def _level_of(self, height: float) -> int:
        for known in self._levels:
            if abs(known - height) < 0.7:
                break
        else:
            self._levels = sorted([*self._levels, height], reverse=True)
        return 1 + min(range(len(self._levels)), key=lambda at: abs(self._levels[at] - height))

    def _lesser(self, line: Line, capitals: bool) -> int:
        """Headings of the body's size stand below all larger ones."""
        return min(6, len(self._levels) + (1 if capitals or line.height > 1.03 * self._body else 2))

    def _numbered_heading(self, line: Line, text: str, marker: Marker) -> bool:
        if marker.is_bullet or marker.checked is not None:
            return False
        rest = text[marker.length :]
        return (
            bool(rest)
            and (line.height > _TALLER * self._body or (line.bold and (is_titled(rest) or _is_chapter(marker, rest))))
            and bool(self._heading_level(line, text))
        )


def _is_chapter(marker: Marker, rest: str) -> bool:
    """Whether a line is the title of a chapter by its number of several parts ("2.1 Initial requests")."""
    return bool(_CHAPTER.fullmatch(marker.text.strip())) and rest[-1] not in (*ENDS, ",", ";") and len(rest) < 100


def spans_within(spans: list[Span], start: int, end: int) -> tuple[Span, ...]:
    """The parts of the spans that lie between two offsets."""
    return tuple((max(a, start), min(b, end)) for a, b in spans if a < end and b > start)
