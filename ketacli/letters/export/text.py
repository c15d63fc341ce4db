"""A letter as plain text, 78 columns, for an e-mail or a portal's text box."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from itertools import groupby

from ketacli.letters.markup import Block, plain_text

_WIDTH = 78


def render(blocks: Sequence[Block]) -> str:
    """The letter as text; tables become lines of "header: value"."""
    parts = []
    for kind, group in groupby(blocks, lambda block: block.kind):
        texts = [_block(block, number) for number, block in enumerate(group, start=1)]
        parts.append(("\n" if kind in ("bullet", "number") else "\n\n").join(texts))
    return "\n\n".join(parts) + "\n"


def _block(block: Block, number: int) -> str:
    said = plain_text(block.runs)
    match block.kind:
        case "heading":
            return said.upper() if block.level == 1 else said
        case "bullet":
            return _wrap(said, "- ")
        case "number":
            return _wrap(said, f"{number}. ")
        case "quote":
            return textwrap.fill(f'"{said}"', _WIDTH, initial_indent="    ", subsequent_indent="    ")
        case "address":
            return "\n".join(plain_text(row[0]) for row in block.rows)
        case "rule":
            return "-" * 40
        case "table":
            return _table(block)
        case _:
            return textwrap.fill(said, _WIDTH, break_on_hyphens=False)


def _wrap(text: str, first: str) -> str:
    return textwrap.fill(text, _WIDTH, initial_indent=first, subsequent_indent=" " * len(first), break_on_hyphens=False)


def _table(block: Block) -> str:
    headers = [plain_text(cell) for cell in block.rows[0]] if block.rows else []
    if len(headers) == 2 and not headers[1]:
        return "\n".join(f"{plain_text(name)}: {plain_text(value)}" for name, value in block.rows[1:])
    entries = [
        "\n".join(f"{head}: {text}" for head, cell in zip(headers, row, strict=True) if (text := plain_text(cell)))
        for row in block.rows[1:]
    ]
    return "\n\n".join(textwrap.indent(entry, "  ") for entry in entries)
