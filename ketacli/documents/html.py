"""HTML as a person sees it: hidden, deleted and scripted text left out, inline tags joined, blocks apart."""

from __future__ import annotations

import re

from ketacli.documents.decode import decode
from ketacli.documents.errors import NestedTooDeep
from ketacli.documents.html_walk import Walker
from ketacli.documents.readers import Found, Request

_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_OPEN_TAG = re.compile(r"<(/?)(?:div|span|b|i|em|strong|font|ul|ol|li|section|table|blockquote|a|p)\b", re.IGNORECASE)
_DEEPEST = 3000


def read_html(request: Request) -> Found:
    """One page: the text of the body as shown without scripts. Raises `NestedTooDeep`."""
    from selectolax.lexbor import LexborHTMLParser

    name = request.watch.name
    data, warnings = request.data, list[str]()
    stated = _CHARSET.search(data[:4096])
    if (
        stated
        and stated[1].lower() not in (b"utf-8", b"utf8", b"utf-16")
        and data[:2] not in (b"\xff\xfe", b"\xfe\xff")
    ):
        try:
            data = data.decode(stated[1].decode("ascii"), "replace").encode()
        except LookupError:
            warnings.append("the page states a character set that does not exist")
    text, more = decode(data, name)
    if _nesting(text) > _DEEPEST:
        raise NestedTooDeep(name)
    tree = LexborHTMLParser(text)
    walker = Walker.of(tree)
    if tree.body is not None:
        walker.walk(tree.body)
    page = walker.page()
    title = tree.css_first("title")
    request.watch.page_done(1, 1)
    return Found(
        pages=[page],
        title=" ".join(title.text().split()) if title is not None else "",
        warnings=warnings + more + walker.warnings,
    )


def _nesting(text: str) -> int:
    """How deep tags are opened without being closed, at most; void tags and self-closing ones are not looked at."""
    depth = deepest = 0
    for found in _OPEN_TAG.finditer(text):
        depth = max(0, depth - 1) if found[1] else depth + 1
        deepest = max(deepest, depth)
    return deepest
