"""What a text report is written on, and how words from a document are kept from acting on the terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from ketacli.records import positional

_CONTROLS = (*range(0x09), *range(0x0B, 0x20), *range(0x7F, 0xA0))
_MARKS = (0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF)
# A table for `translate`, which costs nothing at start-up where a compiled pattern costs a millisecond.
_UNSAFE = dict.fromkeys((*_CONTROLS, *_MARKS), "\N{REPLACEMENT CHARACTER}") | {0x09: " "}
_ASCII = str.maketrans(
    {
        "✓": "v",
        "✗": "x",
        "—": "-",
        "–": "-",
        "•": "*",
        "…": "...",
        "→": "->",
        "≥": ">=",
        "≤": "<=",
        "“": '"',
        "”": '"',
        "‘": "'",
        "’": "'",
        "×": "x",
        "·": "-",
        "█": "#",
        "░": ".",
    }
)
_STYLES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "cyan": "36"}


def visible(text: str, *, keep: str = "") -> str:
    """Text with control characters, terminal escapes and direction marks replaced by a visible sign."""
    table = {sign: shown for sign, shown in _UNSAFE.items() if chr(sign) not in keep} if keep else _UNSAFE
    return text.translate(table)


def folded(text: str) -> str:
    """White space folded to single spaces, controls made visible: a quote as it is shown.

    A soft hyphen in a page's text is a hyphen of the word that fell at the end of a line.
    """
    return " ".join(visible(text, keep="\n").replace("\u00ad", "-").split())


@positional
class Paper:
    """Width and means of a text report. All its methods return strings."""

    width: int = 80
    """Columns."""
    colour: bool = False
    unicode: bool = True
    """False where the terminal cannot show signs such as ✓: they come out as ASCII."""
    plain: bool = False
    """Linear text for a screen reader: no boxes, no columns."""

    def style(self, text: str, name: str) -> str:
        """`text` in bold, dim or a colour, where the terminal shows them. Meaning never rests on it alone."""
        return f"\x1b[{_STYLES[name]}m{text}\x1b[0m" if self.colour else text

    def bold(self, text: str) -> str:
        return self.style(text, "bold")

    def signs(self, text: str) -> str:
        """`text` with signs that the terminal lacks put into ASCII."""
        return text if self.unicode else text.translate(_ASCII).encode("ascii", "replace").decode("ascii")

    def wrap(self, text: str, *, indent: int = 0, hang: int = 0, first: str = "") -> str:
        """`text` folded to the width; `first` (a bullet) leads, later lines hang below its text."""
        lead = " " * indent + first
        rest = " " * (indent + (len(first) or hang))
        lines = textwrap.wrap(
            folded(text), self.width, initial_indent=lead, subsequent_indent=rest, break_on_hyphens=False
        )
        return self.signs("\n".join(lines) or lead.rstrip())

    def heading(self, text: str) -> str:
        """A heading; underlined by words alone in plain mode."""
        return self.bold(self.signs(text))

    def table(self, headers: Sequence[str], rows: Sequence[Sequence[str]], *, right: Sequence[int] = ()) -> str:
        """A table; in plain mode one line per cell ("header: value"), so that it can be listened to.

        `right` holds the numbers of the columns (from 0) that align right.
        """
        cells = [[folded(cell) for cell in row] for row in rows]
        if self.plain:
            return self.signs(
                "\n\n".join(
                    "\n".join(f"{head}: {cell}" for head, cell in zip(headers, row, strict=True) if cell)
                    for row in cells
                )
            )
        widths = [max([len(head), *(len(row[place]) for row in cells)]) for place, head in enumerate(headers)]
        if sum(widths) + 2 * (len(widths) - 1) > self.width:
            return self._boxed(headers, cells, right)
        lines = [self._row(headers, widths, right), "  ".join("-" * width for width in widths)]
        lines += [self._row(row, widths, right) for row in cells]
        return self.signs("\n".join(line.rstrip() for line in lines))

    def _row(self, row: Sequence[str], widths: Sequence[int], right: Sequence[int]) -> str:
        return "  ".join(
            cell.rjust(width) if place in right else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        )

    def _boxed(self, headers: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[int]) -> str:
        """A table that is wider than the paper: cells fold, by Rich."""
        import io

        from rich import box
        from rich.console import Console
        from rich.table import Table
        from rich.text import Text

        table = Table(box=box.SIMPLE if self.unicode else box.ASCII, pad_edge=False)
        for place, head in enumerate(headers):
            table.add_column(Text(head), justify="right" if place in right else "left", overflow="fold")
        for row in rows:
            table.add_row(*map(Text, row))
        stream = io.StringIO()
        Console(file=stream, width=self.width, color_system=None, legacy_windows=False).print(table)
        return self.signs("\n".join(line.rstrip() for line in stream.getvalue().strip("\n").split("\n")))
