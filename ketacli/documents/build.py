"""Puts a page together piece by piece, so that each block is an exact slice of the page's text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from ketacli.documents.model import Block, BlockKind, Cell, Page, Span

Piece = tuple[str, bool]
"""Text, and whether it is struck out."""


class PageBuilder:
    """Collects blocks of a page that has no layout of its own (DOCX, HTML): one block a line."""

    def __init__(self, number: int = 1) -> None:
        self._number = number
        self._parts: list[str] = []
        self._length = 0
        self._blocks: list[Block] = []

    @property
    def blocks(self) -> list[Block]:
        """The blocks so far, in reading order."""
        return self._blocks

    def _write(self, text: str) -> int:
        start = self._length
        self._parts.append(text)
        self._length += len(text)
        return start

    def add(
        self,
        kind: BlockKind,
        pieces: Sequence[Piece],
        *,
        level: int = 0,
        marker: str = "",
        checked: bool | None = None,
    ) -> None:
        """Add a block of text; nothing is added where the pieces hold only white space."""
        pieces = tidy(pieces)
        if not pieces:
            return
        start, struck = self._pieces(pieces)
        block = Block(
            kind=kind,
            page=self._number,
            start=start,
            end=self._length,
            level=level,
            marker=marker,
            struck=struck,
            checked=checked,
        )
        self._blocks.append(block)
        self._write("\n")

    def _pieces(self, pieces: Sequence[Piece]) -> tuple[int, tuple[Span, ...]]:
        start, spans = self._length, list[Span]()
        for text, is_struck in pieces:
            at = self._write(text)
            if is_struck and text.strip():
                if spans and spans[-1][1] == at:
                    spans[-1] = (spans[-1][0], self._length)
                else:
                    spans.append((at, self._length))
        return start, tuple(spans)

    def add_row(
        self, cells: Iterable[tuple[int, Sequence[Piece]]], headers: dict[int, str], *, is_header: bool = False
    ) -> dict[int, str]:
        """Add a table row of (column, pieces) and return its texts by column. Cells are set apart by a tab."""
        start, made, struck, texts = self._length, list[Cell](), list[Span](), dict[int, str]()
        for column, pieces in cells:
            pieces = tidy(pieces)
            if not pieces:
                continue
            if made:
                self._write("\t")
            at, spans = self._pieces(pieces)
            struck += spans
            texts[column] = "".join(text for text, _ in pieces).replace("\n", " ")
            header = "" if is_header else headers.get(column, "")
            made.append(Cell(start=at, end=self._length, column=column, header=header))
        if not made:
            return texts
        block = Block(
            kind=BlockKind.TABLE_ROW,
            page=self._number,
            start=start,
            end=self._length,
            cells=tuple(made),
            is_header_row=is_header,
            struck=tuple(struck),
        )
        self._blocks.append(block)
        self._write("\n")
        return texts

    def retag(self, index: int, kind: BlockKind, level: int) -> None:
        """Change the kind of a block that was added, once what follows has shown what it is."""
        self._blocks[index] = replace(self._blocks[index], kind=kind, level=level)

    def page(self) -> Page:
        """The finished page."""
        return Page(number=self._number, text="".join(self._parts), blocks=tuple(self._blocks))


def tidy(pieces: Sequence[Piece]) -> list[Piece]:
    """Fold runs of blanks to one and strip the ends; line breaks stay. Zero-width marks go."""
    out: list[Piece] = []
    last = "\n"
    for text, is_struck in pieces:
        folded: list[str] = []
        for char in text.translate(_GONE):
            if char in " \t\u00a0\u2007\u202f\r\f\v":
                char = " "
            if char in " \n" and last in " \n":
                if char == "\n" and last == " " and folded:
                    folded[-1] = "\n"
                    last = "\n"
                continue
            folded.append(char)
            last = char
        if folded:
            out.append(("".join(folded), is_struck))
    while out and not (stripped := out[-1][0].rstrip()):
        out.pop()
    if out:
        out[-1] = (stripped, out[-1][1])
    return out


_GONE = dict.fromkeys((0x200B, 0x2060, 0xFEFF, 0xFFFE, 0x200C, 0x200D, 0x2061, 0x0000))
