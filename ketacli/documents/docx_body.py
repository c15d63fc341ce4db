"""The body of a DOCX → blocks: paragraphs, lists, tables, text boxes, notes, running headers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ketacli.documents.build import PageBuilder, Piece
from ketacli.documents.docx_numbering import NumberingPart, Placed
from ketacli.documents.docx_runs import Runs
from ketacli.documents.docx_styles import Style, Styles, W, attr, integer, left_indent, own_numbering
from ketacli.documents.docx_tables import Row, bold_paragraph, list_items, rows_of
from ketacli.documents.markers import Numbering, parse
from ketacli.documents.model import BlockKind, Page
from ketacli.documents.text_lines import ENDS
from ketacli.records import record

_CONTAINERS = tuple(W + tag for tag in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"))
_TWIPS_A_STEP = 90
"""Twentieths of a point by which typed list markers may differ and still stand at one place."""


@record
class Parts:
    """What of the package is read."""

    body: Any
    styles: Styles
    numbering: NumberingPart
    notes: list[Any]
    running: list[Any]
    """Headers and footers."""


class Body:
    """Walks the parts in the order in which a person reads them."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._builder = PageBuilder()
        self._runs = Runs(parts.styles)
        self._typed = Numbering(tolerance=_TWIPS_A_STEP)
        self._level = 1
        """Level of the nearest heading above that has a style."""
        self._is_styled = False

    @property
    def warnings(self) -> list[str]:
        """What was left out or marked."""
        return self._runs.warnings()

    def page(self) -> Page:
        """The whole document as one page."""
        for part in self._parts.running:
            for paragraph in part.iter(W + "p"):
                self._builder.add(BlockKind.FURNITURE, self._runs.of(paragraph))
        self._blocks(self._parts.body)
        for notes in self._parts.notes:
            for note in notes:
                if attr(note, "type") not in ("separator", "continuationSeparator", "continuationNotice"):
                    self._blocks(note)
        return self._builder.page()

    def _blocks(self, parent: Any) -> None:
        for node in flat(parent):
            if node.tag == W + "p":
                self._paragraph(node)
            elif node.tag == W + "tbl":
                self._table(node)

    def _paragraph(self, node: Any) -> None:
        properties = node.find(W + "pPr")
        pieces = self._runs.of(node)
        boxed = self._runs.boxed
        text = "".join(piece for piece, _ in pieces).strip()
        style = self._style(properties)
        placed = self._placed(properties, style) if text or properties is not None else None
        if text:
            self._give(node, properties, style, pieces, text, placed)
        for box in boxed:
            self._blocks(box)

    def _style(self, properties: Any) -> Style:
        named = attr(properties.find(W + "pStyle"), "val") if properties is not None else ""
        return self._parts.styles.get(named or self._parts.styles.default)

    def _placed(self, properties: Any, style: Style) -> Placed | None:
        numbering = own_numbering(properties, style.numbering) or style.numbering
        if numbering is None:
            return None
        return self._parts.numbering.place(*numbering)

    def _give(
        self, node: Any, properties: Any, style: Style, pieces: list[Piece], text: str, placed: Placed | None
    ) -> None:
        level = self._heading_level(node, properties, style, text, placed)
        checked = self._runs.checkbox
        if level:
            self._level = level if self._is_styled else self._level
            self._typed.reset()
            self._builder.add(BlockKind.HEADING, pieces, level=level, marker=placed.marker if placed else "")
            return
        printed = parse(text)
        if printed is not None and checked is None:
            checked = printed.checked
        if placed is not None:
            checked = placed.checked if checked is None else checked
            self._builder.add(BlockKind.LIST_ITEM, pieces, level=placed.level, marker=placed.marker, checked=checked)
            return
        indent = float(left_indent(properties, style.indent)) + 720.0 * (len(text) and _leading_tabs(pieces))
        if printed is not None and self._typed.fits(printed, indent):
            depth = self._typed.place(printed, indent)
            self._builder.add(BlockKind.LIST_ITEM, pieces, level=depth, marker=printed.text, checked=checked)
            return
        self._typed.pause(indent)
        self._builder.add(BlockKind.PARAGRAPH, pieces, checked=checked)

    def _heading_level(self, node: Any, properties: Any, style: Style, text: str, placed: Placed | None) -> int:
        """Level of a heading from its outline level, its style or its look; 0 where it is none."""
        own = properties.find(W + "outlineLvl") if properties is not None else None
        outline = integer(attr(own, "val"), 9) if own is not None else style.outline
        self._is_styled = outline is not None and outline < 9
        if outline is not None and outline < 9:
            return outline + 1
        if style.name == "title":
            return 1
        if style.name == "subtitle":
            return 2
        if placed is not None or len(text) > 90 or text[-1] in ENDS.replace(":", "") or len(text.split()) > 12:
            return 0
        printed = parse(text)
        if printed is not None and (printed.is_bullet or printed.checked is not None):
            return 0
        is_capitals = text.isupper() and sum(c.isalpha() for c in text) > 3
        if is_capitals or bold_paragraph(node, self._parts.styles):
            return min(6, max(2, self._level + 1))
        return 0

    def _table(self, node: Any) -> None:
        headers: dict[int, str] = {}
        only_headers = True
        for row in rows_of(node, self._runs, self._parts.styles):
            if arranges(row):
                for cell in row.elements:
                    self._blocks(cell)
                continue
            is_header = row.is_header
            if is_header and not only_headers:
                headers = {}
            only_headers = is_header
            texts = self._builder.add_row(row.cells, headers, is_header=is_header)
            if is_header:
                for column, width in row.widths.items():
                    for at in range(column, column + width) if texts.get(column) else ():
                        headers[at] = f"{headers.get(at, '')} {texts[column]}".strip()


def arranges(row: Row) -> bool:
    """True for a row that only arranges the page: one wide cell with several paragraphs, or lists inside a cell."""
    if len(row.cells) == 1 and sum(1 for _ in row.elements[0].iter(W + "p")) > 1:
        return True
    return any(list_items(cell) > 1 for cell in row.elements)


def flat(parent: Any, depth: int = 0) -> Iterator[Any]:
    """Paragraphs and tables of a part, through content controls and insertions, without what was moved away."""
    for node in parent:
        if node.tag in _CONTAINERS and depth < 50:
            yield from flat(node, depth + 1)
        else:
            yield node


def _leading_tabs(pieces: list[Piece]) -> int:
    first = pieces[0][0] if pieces else ""
    return len(first) - len(first.lstrip("\t"))
