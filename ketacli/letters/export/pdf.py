"""A letter as a tagged PDF on letter paper, by Typst: fonts embedded, the same bytes for the same letter and date."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import groupby

from ketacli.errors import OutputProblem
from ketacli.letters.markup import Block, Runs, plain_text

_SPECIAL = set("\\#$*_`@<>[]=-+/~\"'")
_HEAD = """#set document(title: {title}, date: datetime(year: {year}, month: {month}, day: {day}))
#set page("us-letter", margin: 1in, numbering: "1")
#set text(font: ("Libertinus Serif", "New Computer Modern"), size: 11pt, lang: "en")
#set par(leading: 0.62em, spacing: 1.05em)
#show heading.where(level: 1): set text(size: 14pt)
#show heading.where(level: 2): set text(size: 12pt)
#set table(stroke: 0.5pt + gray, inset: 5pt)
"""


def render(blocks: Sequence[Block], *, title: str, when: datetime) -> bytes:
    """The bytes of a PDF/UA file. Raises OutputProblem where the extra `pdf` is not installed.

    SOURCE_DATE_EPOCH, where set, stands for `when` (reproducible builds).
    """
    try:
        import typst
    except ImportError as problem:
        raise OutputProblem(
            "PDF needs the extra `pdf`", hint="Install it with: pip install 'ketacli[pdf]' - or write .docx or .html."
        ) from problem
    moment = _moment(when)
    source = _source(blocks, title, moment)
    stamp = int(moment.timestamp())
    try:
        return bytes(typst.compile(source.encode("utf-8"), pdf_standards=["ua-1"], timestamp=stamp))
    except typst.TypstError:
        # A sign that the fonts lack (an emoji, a script of Asia) cannot be in a PDF/UA file; in a tagged one it can.
        return bytes(typst.compile(source.encode("utf-8"), timestamp=stamp))


def _moment(when: datetime) -> datetime:
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(epoch), UTC) if epoch.isdigit() else when


def _source(blocks: Sequence[Block], title: str, when: datetime) -> str:
    head = _HEAD.format(title=_string(title), year=when.year, month=when.month, day=when.day)
    parts = [_group(kind, list(group)) for kind, group in groupby(blocks, lambda block: block.kind)]
    return head + "\n\n".join(parts) + "\n"


def _group(kind: str, blocks: list[Block]) -> str:
    if kind in ("bullet", "number"):
        return "\n".join(f"{'-' if kind == 'bullet' else '+'} {_runs(block.runs)}" for block in blocks)
    return "\n\n".join(_block(block) for block in blocks)


def _block(block: Block) -> str:
    match block.kind:
        case "heading":
            return f"{'=' * block.level} {_runs(block.runs)}"
        case "quote":
            return f"#quote(block: true)[{_runs(block.runs)}]"
        case "address":
            return " \\\n".join(_runs(row[0]) for row in block.rows)
        case "rule":
            return "#line(length: 40%, stroke: 0.5pt)"
        case "table":
            return _table(block)
        case _:
            return _runs(block.runs)


def _table(block: Block) -> str:
    header = ", ".join(f"[*{_runs(cell)}*]" for cell in block.rows[0])
    rows = ",\n".join("  " + ", ".join(f"[{_runs(cell)}]" for cell in row) for row in block.rows[1:])
    widths = ", ".join(_widths(block))
    return f"#table(columns: ({widths},),\n  table.header({header}),\n{rows}\n)"


_NARROW = 16
"""Characters up to which a column takes just what it needs."""


def _widths(block: Block) -> list[str]:
    """A narrow column as wide as its words, the others by how much they hold; a table always fills the page."""
    longest = [max(len(plain_text(row[place])) for row in block.rows) for place in range(len(block.rows[0]))]
    if max(longest) <= _NARROW:
        return ["1fr"] * len(longest)
    return ["auto" if size <= _NARROW else f"{min(4.0, max(1.0, size / 30)):.1f}fr" for size in longest]


def _runs(runs: Runs) -> str:
    out = []
    for run in runs:
        text = _escaped(run.text)
        text = f"#highlight[{text}]" if run.hole else text
        out.append(f"#strong[{text}]" if run.bold or run.hole else text)
    return "".join(out)


def _escaped(text: str) -> str:
    """Text in which no sign means anything to Typst. A leading number with a dot would start a list."""
    plain = "".join("\\" + sign if sign in _SPECIAL else sign for sign in text)
    head, dot, rest = plain.partition(".")
    return f"{head}\\.{rest}" if dot and head.isdigit() else plain


def _string(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ") + '"'
