"""A small Markdown (headings, paragraphs, nested lists, tables, ~~struck~~, {--deleted--}, {++inserted++}) as blocks.

The same blocks become Typst, HTML, Word and plain text, so that one document exists in all formats with the same words.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token


@dataclass
class Run:
    """A piece of text with one look: `strong`, `em`, `struck`, `deleted`, `inserted`."""

    text: str
    looks: frozenset[str] = frozenset()


@dataclass
class Block:
    """A heading, paragraph, list item, table or page break."""

    kind: str
    level: int = 0
    runs: list[Run] = field(default_factory=list)
    rows: list[list[list[Run]]] = field(default_factory=list)
    ordered: bool = False
    number: int = 0
    inner: list[Block] = field(default_factory=list)


MARKS = re.compile(r"\{(--|\+\+)(.*?)\1\}", re.S)


def split_changes(text: str, looks: frozenset[str]) -> list[Run]:
    """Runs of one stretch of text, tracked changes apart."""
    runs, at = [], 0
    for found in MARKS.finditer(text):
        runs.append(Run(text[at : found.start()], looks))
        runs.append(Run(found[2], looks | {"deleted" if found[1] == "--" else "inserted"}))
        at = found.end()
    return [run for run in [*runs, Run(text[at:], looks)] if run.text]


def runs_of(token: Token) -> list[Run]:
    """The runs of an inline token."""
    looks: list[str] = []
    text: list[Run] = []
    names = {"strong": "strong", "em": "em", "s": "struck"}
    for child in token.children or []:
        base, _, way = child.type.partition("_")
        if way == "open" and base in names:
            looks.append(names[base])
        elif way == "close" and base in names:
            looks.remove(names[base])
        elif child.type in ("softbreak", "hardbreak"):
            text.append(Run(" " if child.type == "softbreak" else "\n", frozenset(looks)))
        else:
            text += split_changes(child.content, frozenset(looks))
    return text


def parse(source: str) -> tuple[dict[str, str], list[Block]]:
    """(front matter, blocks) of a source."""
    meta: dict[str, str] = {}
    if source.startswith("---\n"):
        head, source = source[4:].split("\n---\n", 1)
        meta = dict(line.split(": ", 1) for line in head.splitlines() if ": " in line)
    tokens = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"]).parse(source)
    blocks, _ = gather(tokens, 0, None, 0)
    return meta, blocks


def gather(tokens: list[Token], at: int, stop: str | None, depth: int) -> tuple[list[Block], int]:
    """Blocks from `at` up to the closing token `stop`, and the place after it."""
    blocks: list[Block] = []
    while at < len(tokens) and tokens[at].type != stop:
        token = tokens[at]
        if token.type == "heading_open":
            blocks.append(Block("heading", int(token.tag[1]), runs_of(tokens[at + 1])))
            at += 3
        elif token.type == "paragraph_open":
            blocks.append(Block("paragraph", depth, runs_of(tokens[at + 1])))
            at += 3
        elif token.type in ("bullet_list_open", "ordered_list_open"):
            items, at = list_items(tokens, at, depth)
            blocks.append(Block("list", depth, ordered=token.type.startswith("ordered"), inner=items))
        elif token.type == "table_open":
            rows, at = table_rows(tokens, at)
            blocks.append(Block("table", rows=rows))
        else:
            blocks += [Block("break")] if token.type == "hr" else []
            at += 1
    return blocks, at + 1


def list_items(tokens: list[Token], at: int, depth: int) -> tuple[list[Block], int]:
    """The items of a list; an item's first paragraph is its text, what follows is `inner`."""
    close = tokens[at].type.replace("_open", "_close")
    ordered = tokens[at].type.startswith("ordered")
    start, at, items = int(tokens[at].attrGet("start") or 1), at + 1, []
    while tokens[at].type != close:
        inner, at = gather(tokens, at + 1, "list_item_close", depth + 1)
        first = inner[0].runs if inner and inner[0].kind == "paragraph" else []
        rest = inner[1:] if first else inner
        items.append(Block("item", depth, first, ordered=ordered, number=start + len(items), inner=rest))
    return items, at + 1


def table_rows(tokens: list[Token], at: int) -> tuple[list[list[list[Run]]], int]:
    """The rows of a table, its header first."""
    rows: list[list[list[Run]]] = []
    while tokens[at].type != "table_close":
        if tokens[at].type == "tr_open":
            rows.append([])
        elif tokens[at].type == "inline":
            rows[-1].append(runs_of(tokens[at]))
        at += 1
    return rows, at + 1


def plain(runs: list[Run]) -> str:
    """The words that are in force."""
    return "".join(run.text for run in runs if not run.looks & {"deleted", "struck"})


def label(number: int, style: str) -> str:
    """The number of an item: styles 1, A, a, I, i."""
    if style == "1":
        return f"{number}."
    if style in "Aa":
        letter = chr(64 + number)
        return f"{letter if style == 'A' else letter.lower()}."
    roman = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"][number - 1]
    return f"{roman.upper() if style == 'I' else roman}."


def styles_of(meta: dict[str, str]) -> list[str]:
    """The numbering of each list level."""
    return [*meta.get("numbering", "1 a i").split(), "1", "a", "i", "1"]


def to_text(meta: dict[str, str], blocks: list[Block], width: int = 92) -> str:
    """Plain text with wrapped lines, as a text export of a word processor gives it."""
    import textwrap

    styles, out = styles_of(meta), []

    def put(text: str, first: str, other: str) -> None:
        lines = textwrap.wrap(text, width, initial_indent=first, subsequent_indent=other, break_on_hyphens=False)
        out.extend([*lines, ""])

    def walk(some: list[Block], indent: str) -> None:
        for block in some:
            if block.kind == "heading":
                words = plain(block.runs)
                out.extend([words.upper() if block.level == 2 else words, "=" * len(words) if block.level < 2 else ""])
            elif block.kind == "paragraph":
                for line in plain(block.runs).split("\n"):
                    put(line, indent, indent)
            elif block.kind == "list":
                for item in block.inner:
                    mark = label(item.number, styles[block.level]) if block.ordered else "-"
                    put(plain(item.runs), f"{indent}{mark} ", indent + " " * (len(mark) + 1))
                    walk(item.inner, indent + "   ")
            elif block.kind == "table":
                out.extend(["  ".join(plain(cell) for cell in row) for row in block.rows] + [""])

    walk(blocks, "")
    return re.sub(r"\n{3,}", "\n\n", "\n".join(out)).strip() + "\n"


def html_runs(runs: list[Run]) -> str:
    """Inline HTML."""
    tags = {"strong": "strong", "em": "em", "struck": "s", "deleted": "del", "inserted": "ins"}
    out = ""
    for run in runs:
        text = html.escape(run.text, quote=False).replace("\n", "<br>")
        for look in sorted(run.looks):
            text = f"<{tags[look]}>{text}</{tags[look]}>"
        out += text
    return out


PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<style>body{{font:16px/1.5 Georgia,serif;max-width:52rem;margin:2rem auto;padding:0 1rem;color:#222}}
h1,h2,h3{{font-family:Arial,sans-serif;color:{color}}} table{{border-collapse:collapse;margin:1rem 0}}
td,th{{border:1px solid #999;padding:.3rem .6rem;text-align:left;vertical-align:top}}
.top{{border-bottom:3px solid {color};padding-bottom:.5rem}}</style></head>
<body><header class="top"><a href="/">{payer}</a></header>
<main>
{body}
</main></body></html>
"""


def to_html(meta: dict[str, str], blocks: list[Block]) -> str:
    """A plain web page."""
    styles = styles_of(meta)

    def walk(some: list[Block]) -> str:
        out = []
        for block in some:
            if block.kind == "heading":
                out.append(f"<h{block.level}>{html_runs(block.runs)}</h{block.level}>")
            elif block.kind == "paragraph":
                out.append(f"<p>{html_runs(block.runs)}</p>")
            elif block.kind == "list":
                tag = f'ol type="{styles[block.level]}"' if block.ordered else "ul"
                items = "\n".join(f"<li>{html_runs(item.runs)}{walk(item.inner)}</li>" for item in block.inner)
                out.append(f"<{tag}>{items}</{tag.split()[0]}>")
            elif block.kind == "table":
                head, *rows = block.rows
                lines = ["<tr>" + "".join(f"<th>{html_runs(cell)}</th>" for cell in head) + "</tr>"]
                lines += ["<tr>" + "".join(f"<td>{html_runs(cell)}</td>" for cell in row) + "</tr>" for row in rows]
                out.append("<table>" + "\n".join(lines) + "</table>")
        return "\n".join(out)

    words: dict[str, Any] = {
        "title": meta.get("title", ""),
        "payer": meta.get("payer", ""),
        "color": meta.get("color", "#234"),
    }
    return PAGE.format(body=walk(blocks), **words)


def typst_escape(text: str) -> str:
    """Text that Typst prints as it stands."""
    return re.sub(r"([\\#$*_@<>`~\[\]=+/-])", r"\\\1", text).replace("\n", " \\\n")


def typst_runs(runs: list[Run]) -> str:
    """Inline Typst."""
    out = ""
    for run in runs:
        text = typst_escape(run.text)
        for look, call in (("strong", "strong"), ("em", "emph"), ("struck", "strike"), ("deleted", "strike")):
            text = f"#{call}[{text}]" if look in run.looks else text
        out += text
    return out


def to_typst(meta: dict[str, str], blocks: list[Block]) -> str:
    """The body of a Typst document (the house style stands before it)."""
    styles = styles_of(meta)

    def walk(some: list[Block]) -> str:
        out = []
        for block in some:
            if block.kind == "heading":
                out.append(f"#heading(level: {block.level})[{typst_runs(block.runs)}]")
            elif block.kind == "paragraph":
                out.append(f"#par[{typst_runs(block.runs)}]" if block.level == 0 else typst_runs(block.runs))
            elif block.kind == "list":
                call = f'enum(numbering: "{styles[block.level]}.", ' if block.ordered else "list("
                items = [f"[{typst_runs(item.runs)}\n{walk(item.inner)}]" for item in block.inner]
                out.append(f"#{call}" + ",\n".join(items) + ")")
            elif block.kind == "table":
                cells = [f"[{typst_runs(cell)}]" for row in block.rows for cell in row]
                head = f"table.header({', '.join(cells[: len(block.rows[0])])}), "
                body = ", ".join(cells[len(block.rows[0]) :])
                out.append(f"#table(columns: {len(block.rows[0])}, {head}{body})")
            elif block.kind == "break":
                out.append("#pagebreak()")
        return "\n\n".join(out)

    return walk(blocks)
