"""Which elements of an HTML page a person does not see."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

NEVER_SHOWN = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "head",
        "title",
        "meta",
        "link",
        "object",
        "embed",
        "iframe",
        "svg",
        "math",
        "canvas",
        "audio",
        "video",
        "map",
        "datalist",
    ]
)
STRUCK = frozenset(("del", "s", "strike"))

_UNSEEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|(?<![\w-])opacity\s*:\s*0(?:\.0+)?\s*(?:[;!}]|$)"
    r"|content-visibility\s*:\s*hidden|(?<![\w-])font-size\s*:\s*0(?:px|pt|em|rem|%)?\s*(?:[;!}]|$)"
    r"|text-indent\s*:\s*-\d{3,}|(?:left|top)\s*:\s*-\d{4,}px|clip\s*:\s*rect\(\s*0",
    re.IGNORECASE,
)
_SHOWN = re.compile(r"display\s*:\s*(?!none)\w|visibility\s*:\s*visible", re.IGNORECASE)
_LINE_THROUGH = re.compile(r"text-decoration(?:-line)?\s*:[^;}]*line-through", re.IGNORECASE)
_SIMPLE = re.compile(r"^[\w\s.#>\-\[\]=\"'*,:()+~]+$")


class Hidden:
    """The page's own rules of what is hidden or struck out: attributes, inline styles, simple rules in `<style>`."""

    def __init__(self, tree: LexborHTMLParser) -> None:
        self._hidden: set[int] = set()
        self._struck: set[int] = set()
        for sheet in tree.css("style"):
            if (sheet.attributes.get("media") or "") == "print":
                continue
            self._learn(tree, sheet.text(deep=True))

    def _learn(self, tree: LexborHTMLParser, sheet: str) -> None:
        """Note the elements that the rules of a style sheet hide; rules inside @media blocks do not count."""
        for rule in _without_at_blocks(_without_comments(sheet)).split("}"):
            selector, _, body = rule.partition("{")
            selector = selector.strip()
            hides, strikes = bool(_UNSEEN.search(body)), bool(_LINE_THROUGH.search(body))
            if not (hides or strikes or _SHOWN.search(body)) or ":" in selector or not _SIMPLE.match(selector):
                continue
            try:
                nodes = {node.mem_id for node in tree.css(selector)}
            except (ValueError, RuntimeError):
                continue
            if hides:
                self._hidden |= nodes
            elif _SHOWN.search(body):
                self._hidden -= nodes
            if strikes:
                self._struck |= nodes

    def is_hidden(self, node: LexborNode, tag: str) -> bool:
        """True where neither the element nor what is inside it is shown."""
        given = node.attributes
        style = given.get("style") or ""
        if "hidden" in given and (given["hidden"] or "").lower() != "until-found":
            return True
        if tag == "input" and (given.get("type") or "").lower() == "hidden":
            return True
        if tag == "dialog" and "open" not in given:
            return True
        if style and _UNSEEN.search(style):
            return True
        return node.mem_id in self._hidden and not (style and _SHOWN.search(style))

    def is_struck(self, node: LexborNode, tag: str) -> bool:
        """True where the element's text is crossed out."""
        if tag in STRUCK or node.mem_id in self._struck:
            return True
        style = node.attributes.get("style")
        return bool(style and _LINE_THROUGH.search(style))


def _without_comments(sheet: str) -> str:
    parts = sheet.split("/*")
    return parts[0] + "".join(part.partition("*/")[2] for part in parts[1:])


def _without_at_blocks(sheet: str) -> str:
    """The sheet without its @media, @supports and @keyframes blocks, except @media screen and all."""
    out, at = [], 0
    for found in re.finditer(r"@(\w[\w-]*)([^{};]*)\{", sheet):
        if found.start() < at:
            continue
        out.append(sheet[at : found.start()])
        depth, end = 1, found.end()
        while end < len(sheet) and depth:
            depth += {"{": 1, "}": -1}.get(sheet[end], 0)
            end += 1
        if found[1] == "media" and re.fullmatch(r"\s*(?:only\s+)?(?:screen|all)\s*", found[2]):
            out.append(sheet[found.end() : end - 1])
        at = end
    out.append(sheet[at:])
    return "".join(out)
