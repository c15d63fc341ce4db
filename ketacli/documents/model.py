"""What every reader gives: a document of pages, each one text with blocks that are exact slices of it."""

from __future__ import annotations

from dataclasses import field
from enum import StrEnum

from ketacli.records import record


class Format(StrEnum):
    """Formats that are read, recognised by content and never by name."""

    PDF = "pdf"
    DOCX = "docx"
    HTML = "html"
    MARKDOWN = "markdown"
    TEXT = "text"


class BlockKind(StrEnum):
    """What a block is in the layout of its page."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    TABLE_ROW = "table_row"
    FURNITURE = "furniture"
    """A running header or footer: on the page, but no part of the reading."""


Span = tuple[int, int]
"""Start and end offset, end exclusive, into the text of a page."""


@record
class Cell:
    """One cell of a table row."""

    start: int
    end: int
    """Offsets into the page's text."""
    column: int
    """Place of the cell's first column, from 0."""
    header: str = ""
    """Text of the column's header cell; empty where the table has none."""


@record
class Block:
    """A piece of a page that belongs together: a heading, a paragraph, a list item, a table row."""

    kind: BlockKind
    page: int
    """1-based number of the page."""
    start: int
    end: int
    """Offsets into the page's text: `page.text[start:end]` is the block, line breaks included."""
    level: int = 0
    """Headings: 1 is the highest. List items: nesting depth from 1 as far as the layout shows it. Else 0."""
    marker: str = ""
    """The list marker as printed or numbered ("•", "A.", "(ii)", "3)"); it may stand in the text or outside it."""
    cells: tuple[Cell, ...] = ()
    """Cells of a table row, in order; empty for other blocks."""
    is_header_row: bool = False
    """True for the row that holds a table's headers."""
    struck: tuple[Span, ...] = ()
    """Parts that are struck out and so not in force, as offsets into the page's text."""
    checked: bool | None = None
    """A ticked (True) or unticked (False) box at the start of the block; None where there is no box."""
    continues: bool = False
    """True where this block goes on from the previous block that is no furniture: a sentence or list item that a
    page break cut. Kind and level are those of that block, the marker is empty."""


@record
class Page:
    """One page. DOCX, HTML, Markdown and text have exactly one."""

    number: int
    text: str
    """The page's text as CONTRACT Evidence defines it; every quote is an exact substring (white space folded).
    Lines end with "\\n"; cells of a row are set apart by white space. Hyphens that a line end put into a word are gone,
    the word is whole. Where a PDF's line ends at a hyphen that the word itself has ("treatment-|resistant") a soft
    hyphen (U+00AD) stands for it: match on `text.replace("\u00ad", "-")`, which keeps every offset, and leave it out
    of quotes."""
    blocks: tuple[Block, ...]
    """In reading order."""
    ocr: bool = False
    """True where the text was recognised from a picture."""


@record
class UnreadPage:
    """A page that gave no text: skipped, with the reason."""

    page: int
    reason: str


@record
class Document:
    """A document that was read, wholly or in part."""

    name: str
    """Name as the user gave it (`-` for standard input)."""
    format: Format
    sha256: str
    """Hash of the bytes, so that a case can tell whether a file has changed."""
    pages: tuple[Page, ...]
    unread_pages: tuple[UnreadPage, ...] = ()
    page_count: int = 1
    """Pages that the file has, read or not."""
    title: str = ""
    """Title from the file's own metadata; empty where it has none."""
    warnings: tuple[str, ...] = field(default=())
    """What the reader noticed and a person should know ("words were hidden on page 2")."""

    def slice(self, block: Block) -> str:
        """The block's text, exactly as it stands on its page."""
        return self.pages_by_number()[block.page].text[block.start : block.end]

    def pages_by_number(self) -> dict[int, Page]:
        """Pages that have text, by their 1-based number."""
        return {page.number: page for page in self.pages}
