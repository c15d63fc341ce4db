"""Lines of plain text → blocks: hard-wrapped paragraphs re-joined, lists nested by indentation, columns as rows."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import islice, takewhile

from ketacli.documents.grid_labels import grid_label, label_and_value, names_field, names_list, names_part, opens_field
from ketacli.documents.lone_marks import with_marks_joined
from ketacli.documents.markers import Marker, Numbering, counts_on, parse
from ketacli.documents.model import Block, BlockKind, Cell, Span
from ketacli.documents.running_lines import running_lines
from ketacli.documents.text_lines import (
    ENDS,
    OPEN_END,
    Line,
    goes_on_in_lower_case,
    is_capitals,
    is_sentence,
    is_sentence_end,
    is_titled,
    lines_of,
    names_section,
    wrap_width,
)
from ketacli.documents.text_tables import column_headers, is_pipe_separator, pipe_cells, place_cells
from ketacli.patterns import kept as re
from ketacli.records import growing

_HASHES = re.compile(r"^(#{1,6})\s+(?=\S)")
_NO_TITLE = re.compile(
    r"\b(?:is|are|was|may|must|will|has|have|does|do|can)\b[^()]*:$|^[A-Z][\w /&-]+: (?:[a-z]|\d|.*\d)"
    r"|(?:[;,]|[;,\s-](?:and|or|AND|OR)-?)$"
)
"""What is no title among lines without blank ones between them: a lead-in, a field with its value, an item."""
_ITEM_END = re.compile(r"(?::|;|[;,]\s*(?:AND|OR))$")
"""How a lead-in or an item ends, so that a capital after it begins another."""
_LABEL = re.compile(r"^[A-Z(][^.;:!?]{1,58}:$")
_VALUED = re.compile(r"[A-Z][A-Za-z /&()-]{1,30}:\s+\S")
"""A line that names a field and gives its value ("Trials: two antidepressants")."""
_PAGE_NUMBER = re.compile(r"^[-–— ]*(?:page\s+\d+(?:\s+of\s+\d+)?|\d+\s*/\s*\d+)[-–— ]*$", re.IGNORECASE)


@growing
class _Draft:
    """A block that may still grow."""

    kind: BlockKind
    start: int
    end: int
    indent: int
    """Column at which its own text starts."""
    level: int = 0
    marker: str = ""
    checked: bool | None = None
    continues: bool = False
    cells: tuple[Cell, ...] = ()
    is_header_row: bool = False


class TextBlocks:
    """Finds the blocks of one text."""

    def __init__(self, text: str, *, markdown: bool, struck: list[Span] | None = None) -> None:
        self._text = text
        self._markdown = markdown
        self._struck = struck or []
        self._lines = with_marks_joined(lines_of(text))
        self._numbering = Numbering(tolerance=1.0)
        self._drafts: list[_Draft] = []
        self._running = running_lines(self._lines)
        self._wrap = wrap_width(self._lines)
        self._hand_wrapped = self._wrap > 0 and goes_on_in_lower_case(self._lines)
        letters = [c for c in text[:20000] if c.isalpha()]
        self._shouts = bool(letters) and sum(c.isupper() for c in letters) > 0.6 * len(letters)
        self._fenced = False

    def blocks(self) -> list[Block]:
        """The blocks in order."""
        at = 0
        while at < len(self._lines):
            at = self._take(at)
        return [self._finished(draft) for draft in self._drafts]

    def _finished(self, draft: _Draft) -> Block:
        first = max(0, bisect_right(self._struck, (draft.start, 0)) - 1)
        struck = tuple(
            (max(a, draft.start), min(b, draft.end))
            for a, b in takewhile(lambda span: span[0] < draft.end, islice(self._struck, first, None))
            if b > draft.start
        )
        return Block(
            kind=draft.kind,
            page=1,
            start=draft.start,
            end=draft.end,
            level=draft.level,
            marker=draft.marker,
            cells=draft.cells,
            is_header_row=draft.is_header_row,
            struck=struck,
            checked=draft.checked,
            continues=draft.continues,
        )

    def _line(self, at: int) -> Line | None:
        return self._lines[at] if 0 <= at < len(self._lines) else None

    def _blank(self, at: int) -> bool:
        line = self._line(at)
        return line is None or line.is_blank or line.is_rule

    def _is_tight(self, at: int) -> bool:
        """True for a line that no blank one sets apart from those above and below."""
        return bool(self._drafts) and not self._blank(at - 1) and not self._blank(at + 1)

    def _take(self, at: int) -> int:
        """Use the line at `at` (and those that belong to it); the index of the next unused one."""
        line = self._lines[at]
        if self._markdown and line.text.startswith(("```", "~~~")):
            self._fenced = not self._fenced
            return at + 1
        if line.is_blank or line.is_rule:
            return at + 1
        if self._running and (self._runs(at, line) or self._goes_on_after_page(line)):
            return at + 1
        if "|" in line.text and pipe_cells(line):
            return self._pipe_table(at)
        if self._heading(at, line):
            return at + 1
        marker = parse(line.text)
        if marker and self._listed(at, line, marker):
            return at + 1
        if line.cells and not self._continues_item(at, line):
            return self._columns(at)
        self._prose(at, line)
        return at + 1

    def _runs(self, at: int, line: Line) -> bool:
        """Take a line that stands on every page as no part of the reading."""
        if at in self._running:
            self._drafts.append(_Draft(BlockKind.FURNITURE, line.start, line.end, line.indent))
        return at in self._running

    def _goes_on_after_page(self, line: Line) -> bool:
        """Take a page's first line as the rest of the sentence that the page before left unfinished."""
        if not line.text[0].islower() or line.cells or not self._drafts:
            return False
        if self._drafts[-1].kind is not BlockKind.FURNITURE or parse(line.text):
            return False
        before = next((draft for draft in reversed(self._drafts) if draft.kind is not BlockKind.FURNITURE), None)
        if before is None or before.kind not in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM):
            return False
        if is_sentence_end(self._text[before.start : before.end]):
            return False
        draft = _Draft(before.kind, line.start, line.end, before.indent, level=before.level, continues=True)
        self._drafts.append(draft)
        return True

    def _heading(self, at: int, line: Line) -> bool:
        hashes = _HASHES.match(line.text)
        level, start = 0, line.start
        if hashes:
            level, start = len(hashes[1]), line.start + hashes.end()
        elif _PAGE_NUMBER.match(line.text):
            self._drafts.append(_Draft(BlockKind.FURNITURE, line.start, line.end, line.indent))
            return True
        elif not line.cells and self._starts_afresh(at):
            level = 2 if names_section(line.text) else self._underlined(at) or self._heading_level(at, line)
        if not level:
            return False
        self._numbering.reset()
        marker = parse(line.text[start - line.start :])
        self._drafts.append(
            _Draft(BlockKind.HEADING, start, line.end, line.indent, level=level, marker=marker.text if marker else "")
        )
        return True

    def _underlined(self, at: int) -> int:
        under = self._line(at + 1)
        if under is None or len(under.text) < 3 or not self._blank(at - 1):
            return 0
        if set(under.text) == {"="}:
            return 1
        closed = self._line(at + 2)
        dashed = set(under.text) == {"-"} and (self._markdown or closed is None or not closed.cells)
        return 2 if dashed and len(under.text) <= 2 * len(self._lines[at].text) else 0

    def _starts_afresh(self, at: int) -> bool:
        """True where the line does not go on with the sentence above it."""
        if self._blank(at - 1) or not self._drafts:
            return True
        above = self._lines[at - 1]
        if self._drafts[-1].kind is not BlockKind.PARAGRAPH or above.cells:
            return True
        return is_sentence_end(above.text) or not self._wraps(above, self._lines[at])

    def _heading_level(self, at: int, line: Line) -> int:
        """Level of a heading that only its look gives away; 0 where it is none."""
        text, marker = line.text, parse(line.text)
        if len(text) > 80 or text.startswith(("“", '"')) or (self._markdown and not _LABEL.match(text)):
            return 0
        below = self._below(at)
        if marker:
            return self._numbered_heading(at, text[marker.length :], marker, below)
        if label_and_value(text):
            return 0
        named = (names_field(text) or names_part(text)) and self._blank(at - 1)
        if named or (names_list(text) and below and parse(below.text)):
            return 2 if is_capitals(text) and not self._shouts else 3
        if is_capitals(text) and text[-1] not in ".;,":
            return 2 if not self._shouts or self._heads_in_capitals(at, line, below) else 0
        if self._is_tight(at) and _NO_TITLE.search(text):
            return 0
        if _LABEL.match(text):
            return 3 if is_titled(text[:-1]) or (below is not None and len(text.split()) <= 3) else 0
        return self._title_level(at, line, below)

    def _title_level(self, at: int, line: Line, below: Line | None) -> int:
        """Level of a title without a mark of its own: short, no sentence, above a list or a longer text."""
        text = line.text
        if self._shouts or text[-1] in ENDS or not text[0].isupper() or "@" in text or below is None:
            return 0
        if not self._drafts:
            return 1 if len(text.split()) <= 14 and not below.text[0].islower() else 0
        if len(text) > 65 or len(text.split()) > 9 or re.search(r"\d{3}", text):
            return 0
        if text.endswith((" OR", " AND")) or (self._is_tight(at) and is_sentence(text)):
            return 0
        alone = self._blank(at - 1) and self._blank(at + 1) and not below.cells
        if self._leads(line, below):
            return 3 if alone or not self._wrap else 0
        return 3 if is_titled(text) and (alone or self._stacked(at, below)) else 0

    def _heads_in_capitals(self, at: int, line: Line, below: Line | None) -> bool:
        """Whether a line is a heading in a text that is all in capitals."""
        few = len(line.text.split()) <= 4 and not re.search(r"\d{3}|:", line.text)
        return few and self._blank(at - 1) and below is not None and not below.cells and self._leads(line, below)

    def _stacked(self, at: int, below: Line) -> bool:
        """True for a title above another heading, as a page without blank lines has them."""
        after = self._below(at + 1)
        return not self._wrap and not self._blank(at + 1) and after is not None and self._leads(below, after)

    def _below(self, at: int) -> Line | None:
        """The next line with text."""
        return next((line for line in self._lines[at + 1 : at + 4] if line.text and not line.is_rule), None)

    @staticmethod
    def _leads(line: Line, below: Line) -> bool:
        """True where the line is short against what follows: a list, or text at least as long as itself."""
        return parse(below.text) is not None or len(below.text) > max(60, len(line.text))

    def _numbered_heading(self, at: int, rest: str, marker: Marker, below: Line | None) -> int:
        if marker.is_bullet or marker.checked is not None or not rest or below is None:
            return 0
        alone = self._blank(at - 1) and self._blank(at + 1) and len(rest.split()) <= 9
        if not alone or rest[-1] in ENDS or not rest[0].isupper():
            return 0
        following = parse(below.text)
        if following and any(reading[0] == marker.readings[0][0] for reading in following.readings):
            return 0
        return 2 if is_titled(rest) or len(below.text) > 60 or following else 0

    def _listed(self, at: int, line: Line, marker: Marker) -> bool:
        if not self._numbering.fits(marker, line.indent) and not self._opens_midway(at, marker):
            return False
        above = self._drafts[-1] if self._drafts else None
        opens = above is not None and above.kind is BlockKind.LIST_ITEM and self._text[above.end - 1] == ":"
        level = self._numbering.place(marker, line.indent, opens=opens and not marker.is_bullet)
        self._drafts.append(
            _Draft(
                BlockKind.LIST_ITEM,
                line.start,
                line.end,
                line.indent + marker.length,
                level=level,
                marker=marker.text,
                checked=marker.checked,
            )
        )
        return True

    def _opens_midway(self, at: int, marker: Marker) -> bool:
        """Whether a marker that goes on with no open list opens one all the same: led in, set apart, or
        counted on below."""
        if at > 0 and marker.readings[0][1] > 1 and self._lines[at - 1].text.rstrip().endswith(":"):
            return True
        return self._blank(at - 1) or counts_on(marker, (below.text for below in self._lines[at + 1 : at + 4]))

    def _continues_item(self, at: int, line: Line) -> bool:
        if self._blank(at - 1) or not self._drafts:
            return False
        draft = self._drafts[-1]
        return draft.kind is BlockKind.LIST_ITEM and line.indent >= draft.indent - 1

    def _wraps(self, above: Line, line: Line) -> bool:
        """True where `line` goes on with the sentence of `above`."""
        if opens_field(line.text) or names_part(line.text):
            return False
        first = line.text.split(maxsplit=1)[0]
        if line.text[0].islower() and above.text.rfind("(") > above.text.rfind(")") and ")" in line.text:
            return True  # the bracket is open: "…, and" ends no item there
        if line.text[0].isupper() and (_ITEM_END.search(above.text) or self._are_fields(line)):
            return False
        if self._hand_wrapped and above.width + 1 + len(first) > self._wrap:
            return True
        if is_sentence_end(above.text) or self._has_marker(line):
            return False
        return line.text[0].islower() or OPEN_END.search(above.text) is not None

    def _are_fields(self, line: Line) -> bool:
        """Whether a line and the block above it each begin with the name of a field."""
        return _VALUED.match(line.text) is not None and _VALUED.match(self._text, self._drafts[-1].start) is not None

    def _has_marker(self, line: Line) -> bool:
        marker = parse(line.text)
        return marker is not None and self._numbering.fits(marker, line.indent)

    def _prose(self, at: int, line: Line) -> None:
        if self._drafts and not self._blank(at - 1):
            draft, above = self._drafts[-1], self._lines[at - 1]
            hangs = draft.kind is BlockKind.LIST_ITEM and line.indent >= draft.indent - 1 and line.indent > 0
            same = draft.kind is BlockKind.PARAGRAPH or draft.kind is BlockKind.LIST_ITEM
            if hangs or (same and self._wraps(above, line)):
                draft.end = line.end
                return
        self._numbering.pause(line.indent)
        self._drafts.append(_Draft(BlockKind.PARAGRAPH, line.start, line.end, line.indent))

    def _pipe_table(self, at: int) -> int:
        rows = []
        while (line := self._line(at)) is not None and line.text and (spans := pipe_cells(line)):
            rows.append((line, spans))
            at += 1
        headed = len(rows) > 1 and is_pipe_separator(rows[1][0])
        heads = [self._text[a:b] for a, b in rows[0][1]] if headed else []
        for place, (line, spans) in enumerate(rows):
            if is_pipe_separator(line):
                continue
            cells = [
                Cell(start=a, end=b, column=n, header=heads[n] if place and n < len(heads) else "")
                for n, (a, b) in enumerate(spans)
                if b > a
            ]
            self._row(line, cells, is_header=headed and place == 0)
        return at

    def _columns(self, at: int) -> int:
        rows: list[Line] = []
        ends: list[int] = []
        while (line := self._line(at)) is not None and line.text and (line.cells or line.is_rule or rows):
            if rows and not line.is_rule and (self._hangs(rows[-1], line) or self._completes(rows[-1], line)):
                ends[-1] = line.end
            elif line.cells:
                rows.append(line)
                ends.append(line.end)
            elif not line.is_rule:
                break
            at += 1
        texts = [[self._text[a:b] for a, b in row.cells] for row in rows]
        headed = bool(rows) and column_headers(texts)
        heads = list(zip(rows[0].cells, texts[0], strict=True)) if headed else []
        origin = rows[0].start - rows[0].indent
        for place, (row, end) in enumerate(zip(rows, ends, strict=True)):
            spans = [*row.cells[:-1], (row.cells[-1][0], end)]
            cells = place_cells(spans, row.start - row.indent, heads if place else [], origin)
            self._row(row, cells, is_header=headed and place == 0)
        return at

    @staticmethod
    def _hangs(row: Line, line: Line) -> bool:
        """True for a line that starts where the last cell of the row above does: it goes on with that cell."""
        column = row.indent + row.cells[-1][0] - row.start
        return column - row.indent >= 6 and abs(line.indent - column) <= 1

    def _completes(self, row: Line, line: Line) -> bool:
        """True for a line that begins with the rest of the field's name in the row above ("Prescriber … |
        Restrictions …")."""
        if len(row.cells) != 2 or len(line.cells) > 2 or line.indent != row.indent:
            return False
        rest = self._text[slice(*line.cells[0])] if line.cells else line.text
        name = self._text[slice(*row.cells[0])]
        return not grid_label(rest) and not name.endswith(":") and grid_label(f"{name} {rest}")

    def _row(self, line: Line, cells: Sequence[Cell], *, is_header: bool) -> None:
        if cells:
            self._drafts.append(
                _Draft(
                    BlockKind.TABLE_ROW,
                    line.start,
                    max(line.end, cells[-1].end),
                    line.indent,
                    cells=tuple(cells),
                    is_header_row=is_header,
                )
            )
