"""A letter as one HTML file that prints on letter paper: no script, no outside address."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import groupby

from ketacli.letters.markup import Block, Runs

_STYLE = """@page { size: letter; margin: 1in }
body { font: 11pt/1.45 Georgia, "Liberation Serif", serif; color: #111; max-width: 6.6in; margin: 1in auto; }
@media print { body { margin: 0; max-width: none } tr, blockquote { break-inside: avoid } }
h1 { font-size: 1.25em } h2 { font-size: 1.08em; margin-top: 1.3em } h3 { font-size: 1em }
table { border-collapse: collapse; width: 100%; font-size: .92em }
th, td { border: 1px solid #888; padding: .25em .45em; text-align: left; vertical-align: top; overflow-wrap: anywhere }
blockquote { margin: .6em 0; padding-left: .9em; border-left: 3px solid #999 }
.hole { background: #ffe08a; font-weight: bold }"""


def render(blocks: Sequence[Block], *, title: str, language: str = "en") -> str:
    """The whole page."""
    body = "\n".join(_group(kind, list(group)) for kind, group in groupby(blocks, lambda block: block.kind))
    return (
        f'<!doctype html>\n<html lang="{escape(language)}"><head><meta charset="utf-8">'
        f"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head>\n<body>\n{body}\n</body></html>\n"
    )


def _group(kind: str, blocks: list[Block]) -> str:
    if kind in ("bullet", "number"):
        tag = "ul" if kind == "bullet" else "ol"
        return f"<{tag}>" + "".join(f"<li>{_runs(block.runs)}</li>" for block in blocks) + f"</{tag}>"
    return "\n".join(_block(block) for block in blocks)


def _block(block: Block) -> str:
    match block.kind:
        case "heading":
            return f"<h{block.level}>{_runs(block.runs)}</h{block.level}>"
        case "quote":
            return f"<blockquote>{_runs(block.runs)}</blockquote>"
        case "address":
            return "<p>" + "<br>".join(_runs(row[0]) for row in block.rows) + "</p>"
        case "rule":
            return "<hr>"
        case "table":
            return _table(block)
        case _:
            return f"<p>{_runs(block.runs)}</p>"


def _table(block: Block) -> str:
    head = "".join(f'<th scope="col">{_runs(cell)}</th>' for cell in block.rows[0])
    body = "".join("<tr>" + "".join(f"<td>{_runs(cell)}</td>" for cell in row) + "</tr>" for row in block.rows[1:])
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _runs(runs: Runs) -> str:
    out = []
    for run in runs:
        text = escape(run.text)
        text = f'<span class="hole">{text}</span>' if run.hole else text
        out.append(f"<strong>{text}</strong>" if run.bold else text)
    return "".join(out)
