"""Plain text and Markdown: what a person sees as headings, paragraphs, lists and columns, found from the lines."""

from __future__ import annotations

from ketacli.documents.decode import decode
from ketacli.documents.model import Page, Span
from ketacli.documents.readers import Found, Request
from ketacli.documents.text_blocks import TextBlocks
from ketacli.patterns import kept as re

_INLINE = re.compile(
    r"(?P<image>!\[[^\]\n]{0,300}\]\([^)\n]{0,500}\))"
    r"|\[(?P<link>[^\[\]\n]{1,300})\]\((?:[^()\n]|\([^()\n]{0,200}\)){0,500}\)"
    r"|(?P<bold>\*\*|__(?=\S)|(?<=\S)__)"
    r"|(?P<struck>~~)"
    r"|(?P<italic>(?<![*\w])\*(?=[^\s*])|(?<=[^\s*])\*(?![*\w])|(?<![_\w])_(?=[^\s_])|(?<=[^\s_])_(?![_\w]))"
    r"|`(?P<code>[^`\n]{1,500})`"
    r"|\\(?P<escaped>[\\`*_{}\[\]()#+\-.!~|>])"
    r"|(?P<tag></?(?:b|i|em|strong|u|sup|sub|br|span|p|div)\b[^>\n]{0,200}>)"
    r"|(?P<deleted></?(?:del|s|strike)\b[^>\n]{0,200}>)",
    re.IGNORECASE,
)


def read_text(request: Request) -> Found:
    """One page of plain text, as it stands in the file."""
    text, warnings = decode(request.data, request.watch.name)
    request.watch.lines(text.count("\n"))
    blocks = TextBlocks(text, markdown=False).blocks()
    request.watch.page_done(1, 1)
    return Found(pages=[Page(number=1, text=text, blocks=tuple(blocks))], warnings=warnings)


def read_markdown(request: Request) -> Found:
    """One page of Markdown as a person sees it: marks of emphasis and links left out, `~~struck~~` noted as struck."""
    raw, warnings = decode(request.data, request.watch.name)
    request.watch.lines(raw.count("\n"))
    text, struck = rendered(raw)
    blocks = TextBlocks(text, markdown=True, struck=struck).blocks()
    request.watch.page_done(1, 1)
    return Found(pages=[Page(number=1, text=text, blocks=tuple(blocks))], warnings=warnings)


def rendered(raw: str) -> tuple[str, list[Span]]:
    """(text without inline marks and comments, spans that are struck out)."""
    pieces = raw.split("<!--")
    raw = pieces[0] + "".join(piece.partition("-->")[2] if "-->" in piece else f"<!--{piece}" for piece in pieces[1:])
    parts: list[str] = []
    struck: list[Span] = []
    length, at, opened = 0, 0, -1
    for found in _INLINE.finditer(raw):
        before = raw[at : found.start()]
        parts.append(before)
        length += len(before)
        at = found.end()
        if found["struck"] or found["deleted"]:
            if opened < 0:
                opened = length
            else:
                struck.append((opened, length))
                opened = -1
            continue
        kept = found["link"] or found["code"] or found["escaped"] or ("\n" if (found["tag"] or "")[:3] == "<br" else "")
        parts.append(kept)
        length += len(kept)
    parts.append(raw[at:])
    return "".join(parts), struck
