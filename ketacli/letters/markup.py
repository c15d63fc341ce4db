"""The small Markdown that letter templates are written in, as blocks that every output format is made from.

Only what a letter needs: headings, paragraphs, bullets, numbers, quotes, tables, bold. A backslash makes the next sign
plain text, which is how words from a case or a document arrive: they can never become markup.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

BlockKind = Literal["heading", "paragraph", "bullet", "number", "quote", "table", "address", "rule"]


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one style."""

    text: str
    bold: bool = False
    hole: bool = False
    """A missing fact, to be seen at once: `[[MISSING: …]]`."""


Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One block of a letter."""

    kind: BlockKind
    runs: Runs = ()
    level: int = 1
    """Headings: 1 is the title."""
    rows: tuple[tuple[Runs, ...], ...] = ()
    """Tables: rows of cells; the first row holds the headers."""


_ESCAPABLE = "\\`*_{}[]<>#|~&"
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")
_LIST_START = re.compile(r"^(\d*)([-+.)=])(?=\s|$|[-+.)=])")
_HOLE = re.compile(r"\[\[MISSING(?:: (?P<what>[^\]]*))?\]\]")


def escaped(text: str) -> str:
    """`text` as markup that shows exactly it: white space folded, every sign that could mean something quoted."""
    folded = " ".join(_CONTROL.sub(" ", text).split())
    quoted = "".join("\\" + sign if sign in _ESCAPABLE else sign for sign in folded)
    return _LIST_START.sub(r"\1\\\2", quoted)


def parse(source: str) -> tuple[Block, ...]:
    """The blocks of a letter. Anything that is no known form is a paragraph; nothing raises."""
    return tuple(_blocks(source.split("\n")))


def _blocks(lines: Sequence[str]) -> Iterator[Block]:
    place = 0
    while place < len(lines):
        line = lines[place]
        if not line.strip():
            place += 1
        elif line.startswith("|"):
            end = _run_of(lines, place, lambda text: text.startswith("|"))
            yield _table(lines[place:end])
            place = end
        elif single := _single(line):
            yield single
            place += 1
        else:
            end = _run_of(lines, place, _is_prose)
            yield _paragraph(lines[place:end])
            place = end


def _run_of(lines: Sequence[str], start: int, belongs: Callable[[str], bool]) -> int:
    end = start
    while end < len(lines) and belongs(lines[end]):
        end += 1
    return max(end, start + 1)


def _is_prose(line: str) -> bool:
    return bool(line.strip()) and not line.startswith("|") and _single(line) is None


def _single(line: str) -> Block | None:
    """Forms that stand on one line: headings, list items, quotes, a rule."""
    if found := re.match(r"(#{1,3}) +(.*)", line):
        return Block(kind="heading", level=len(found.group(1)), runs=inline(found.group(2)))
    if found := re.match(r"- +(.*)", line):
        return Block(kind="bullet", runs=inline(found.group(1)))
    if found := re.match(r"\d+\. +(.*)", line):
        return Block(kind="number", runs=inline(found.group(1)))
    if found := re.match(r"> ?(.*)", line):
        return Block(kind="quote", runs=inline(found.group(1)))
    return Block(kind="rule") if line.strip() == "---" else None


def _paragraph(lines: Sequence[str]) -> Block:
    """Lines that end in two spaces keep their breaks: an address or a signature block."""
    if any(line.endswith("  ") for line in lines[:-1]):
        return Block(kind="address", rows=tuple((inline(line.strip()),) for line in lines))
    return Block(kind="paragraph", runs=inline(" ".join(line.strip() for line in lines)))


def _table(lines: Sequence[str]) -> Block:
    rows = [tuple(inline(cell.strip()) for cell in _cells(line)) for line in lines]
    kept = [row for row, line in zip(rows, lines, strict=True) if not re.fullmatch(r"[|\s:-]+", line)]
    width = max((len(row) for row in kept), default=0)
    return Block(kind="table", rows=tuple(row + ((),) * (width - len(row)) for row in kept))


def _cells(line: str) -> list[str]:
    return re.split(r"(?<!\\)\|", line.strip().strip("|") if not line.rstrip().endswith("\\|") else line.strip()[1:])


def inline(text: str) -> Runs:
    """Runs of a line: `**bold**`, holes, and backslash escapes taken off."""
    runs: list[Run] = []
    for part, bold in _bold_parts(text):
        place = 0
        for hole in _HOLE.finditer(part):
            runs += _plain(part[place : hole.start()], bold)
            runs.append(Run(_unescaped(hole.group()), bold=bold, hole=True))
            place = hole.end()
        runs += _plain(part[place:], bold)
    return tuple(runs)


def _plain(text: str, bold: bool) -> list[Run]:
    return [Run(_unescaped(text), bold=bold)] if text else []


def _bold_parts(text: str) -> Iterator[tuple[str, bool]]:
    parts = re.split(r"(?<!\\)\*\*", text)
    if len(parts) % 2 == 0:
        # An unpaired sign is plain text.
        parts[-2:] = [parts[-2] + "**" + parts[-1]]
    yield from ((part, place % 2 == 1) for place, part in enumerate(parts) if part)


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)


def plain_text(runs: Runs) -> str:
    """The text of some runs without style."""
    return "".join(run.text for run in runs)


def holes(source: str) -> list[str]:
    """What is missing in a rendered letter, each once, in order."""
    return list(dict.fromkeys(_unescaped(found.group("what") or "a fact") for found in _HOLE.finditer(source)))
