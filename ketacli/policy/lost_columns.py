"""Tables of old and new rules whose columns a scan lost: nothing tells their cells apart, so that none is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ketacli.documents.model import Block, BlockKind, Document, Page
from ketacli.policy import lazy_re as re
from ketacli.policy.outline import Role
from ketacli.policy.positions.indications import find_indications
from ketacli.policy.sections import role_of_heading

_THINGS = r"(?:rules?|texts?|criteria|criterion|polic(?:y|ies)|wordings?|requirements?|language|versions?|coverage)"
_OLD = re.compile(
    rf"\W*(?:the )?(?:(?:old|previous|prior|former|earlier|existing|current|present) {_THINGS}(?!\w)"
    r"|(?:until|through|before|up to)\s[^:]*\d|(?:old|before|was|previously|formerly)\W*$)"
)
_NEW = re.compile(
    rf"\W*(?:the )?(?:(?:new|revised|updated|changed|future|amended) {_THINGS}(?!\w)"
    r"|(?:from|as of|effective|after|on or after)\s[^:]*\d|(?:new|now|after|revised)\W*$)"
)
_LONGEST_CELL, _SENTENCE = 110, 60
_NEAR = 4
"""So many blocks after the head of one column stands that of the other."""


def without_lost_columns(document: Document) -> Document:
    """The document without the cells of such tables on pages that were recognised from a picture."""
    if not any(page.ocr for page in document.pages):
        return document
    return replace(document, pages=tuple(_without(page) if page.ocr else page for page in document.pages))


def _without(page: Page) -> Page:
    lost = _lost(page)
    if not lost:
        return page
    blocks = (
        replace(block, kind=BlockKind.FURNITURE) if index in lost else block for index, block in enumerate(page.blocks)
    )
    return replace(page, blocks=tuple(blocks))


def _lost(page: Page) -> range:
    """Indexes of the blocks from the heads of the columns to the last cell."""
    texts = [" ".join(page.text[block.start : block.end].split()) for block in page.blocks]
    for first, text in enumerate(texts):
        if len(text) <= _SENTENCE and _OLD.match(text.lower()) and _names_new(texts[first + 1 : first + 1 + _NEAR]):
            return range(first, _end(page.blocks, texts, first))
    return range(0)


def _names_new(texts: Sequence[str]) -> bool:
    return any(len(text) <= _SENTENCE and _NEW.match(text.lower()) is not None for text in texts)


def _end(blocks: Sequence[Block], texts: Sequence[str], first: int) -> int:
    """Where the cells end: before the first sentence, item or lead-in, and the headings right above it."""
    end = first
    while end < len(texts) and blocks[end].kind is not BlockKind.LIST_ITEM and _may_be_cell(texts[end]):
        end += 1
    while end > first + _NEAR and _heads(texts[end - 1]):
        end -= 1
    return end


def _may_be_cell(text: str) -> bool:
    return len(text) <= _LONGEST_CELL and not text.endswith(":") and not (len(text) > _SENTENCE and text.endswith("."))


def _heads(text: str) -> bool:
    """Whether a line can be the heading of what comes after the table; a verdict alone is its last cell."""
    return bool(find_indications(text.lower())) or role_of_heading(text) not in (Role.UNKNOWN, Role.EXCLUSIONS)
