"""Criteria grids with fixed field names ("Age Restrictions", "Coverage Duration"): each field becomes a row."""

from __future__ import annotations

from dataclasses import replace

from ketacli.documents.grid_labels import grid_label, is_grid, label_and_value
from ketacli.documents.model import Block, BlockKind, Cell, Document, Page, Span
from ketacli.policy import lazy_re as re

_DRUG = re.compile(
    r"\W{0,3}(?:(?:drug|product|medication)s?(?: names?)?|(?:products?|drugs?|medications?) affected)\W{0,2}:\W{0,3}\w",
    re.I,
)
_LONGEST_DRUG = 110


class Grid:
    """The fields of one document; does nothing where the document is no such grid."""

    def __init__(self, document: Document) -> None:
        self._is_grid = is_grid(
            [name for page in document.pages for block in page.blocks for name in _names(page, block)]
        )

    def as_row(self, block: Block, text: str) -> Block:
        """A line "Age Restrictions: 18 and older" as a row of two cells; other blocks as they are."""
        if (
            not self._is_grid
            or block.kind not in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM)
            or text.rstrip()[-1:] == ":"
        ):
            return block
        if self.names_drug(block, text):
            return block
        found = label_and_value(text)
        if found is None:
            return block
        start, end, value = found
        label = Cell(start=block.start + start, end=block.start + end, column=0)
        entry = Cell(start=block.start + value, end=block.start + len(text.rstrip()), column=1)
        return replace(block, kind=BlockKind.TABLE_ROW, level=0, marker="", cells=(label, entry))

    def names_drug(self, block: Block, text: str) -> bool:
        """Whether a line names the drug whose fields follow ("Drug Name: SPRAVATO"): a heading of its own."""
        if not self._is_grid:
            return False
        if block.kind is BlockKind.TABLE_ROW:
            name = text[: block.cells[0].end - block.start] if len(block.cells) == 2 else ""
            return not block.is_header_row and _DRUG.match(f"{name}: x") is not None and grid_label(name)
        one_line = block.kind in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM) and len(text) <= _LONGEST_DRUG
        return one_line and _DRUG.match(text) is not None

    def rest_of_name(self, page: Page, block: Block) -> list[Span]:
        """Where the rest of a field's name stands among the lines of its value ("Prescriber … | Restrictions …")."""
        if not self._is_grid or block.kind is not BlockKind.TABLE_ROW or len(block.cells) != 2:
            return []
        label, entry = block.cells
        name = page.text[label.start : label.end]
        at = page.text.find("\n", entry.start, entry.end)
        while at >= 0:
            stop = page.text.find("\n", at + 1, entry.end)
            line = page.text[at + 1 : stop if stop >= 0 else entry.end]
            rest = line.strip().split("  ", 1)[0]
            if rest and not grid_label(rest) and grid_label(f"{name} {rest}"):
                start = at + 1 + line.index(rest)
                return [(start, start + len(rest))]
            at = stop
        return []


def _names(page: Page, block: Block) -> list[str]:
    """What may be the name of a field in a block."""
    if block.kind is BlockKind.FURNITURE:
        return []
    if block.cells:
        return [page.text[block.cells[0].start : block.cells[0].end][:40]]
    return [page.text[block.start : block.end][:40].split(":")[0]]
