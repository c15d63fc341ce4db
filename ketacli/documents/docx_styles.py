"""Styles of a DOCX: what a paragraph or run inherits (outline level, numbering, bold, strike, hidden)."""

from __future__ import annotations

from typing import Any

from ketacli.records import positional

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OFF = ("0", "false", "off", "none")
_DEEPEST = 20


def attr(node: Any, name: str, default: str = "") -> str:
    """A `w:` attribute of an element that may be absent."""
    return default if node is None else (node.get(W + name) or default)


def is_on(node: Any) -> bool:
    """The value of a toggle such as `w:b`: present and not switched off."""
    return node is not None and attr(node, "val", "true").lower() not in _OFF


def integer(text: str, default: int = 0) -> int:
    """A whole number of an attribute; the default where it is none."""
    try:
        return int(float(text))
    except (ValueError, OverflowError):
        return default


@positional
class Style:
    """A style with what it inherits worked out."""

    name: str = ""
    outline: int | None = None
    """Outline level from 0; None for body text."""
    numbering: tuple[str, int] | None = None
    """(number id, level) that the style gives its paragraphs."""
    indent: int = 0
    """Left indent in twentieths of a point."""
    bold: bool = False
    struck: bool = False
    hidden: bool = False


class Styles:
    """All styles of a document by their id."""

    def __init__(self, root: Any) -> None:
        self._nodes: dict[str, Any] = {}
        self._made: dict[str, Style] = {}
        self.default = ""
        for node in root.iter(W + "style") if root is not None else ():
            self._nodes[attr(node, "styleId")] = node
            if attr(node, "type") == "paragraph" and is_on_attr(node, "default"):
                self.default = attr(node, "styleId")

    def get(self, style_id: str, depth: int = 0) -> Style:
        """The style of that id; an empty one where there is none."""
        if style_id in self._made:
            return self._made[style_id]
        node = self._nodes.get(style_id)
        if node is None or depth > _DEEPEST:
            return Style()
        base = self.get(attr(node.find(W + "basedOn"), "val"), depth + 1)
        made = self._derive(node, base)
        self._made[style_id] = made
        return made

    def _derive(self, node: Any, base: Style) -> Style:
        paragraph, run = node.find(W + "pPr"), node.find(W + "rPr")
        outline, numbering, indent = base.outline, base.numbering, base.indent
        if paragraph is not None:
            level = paragraph.find(W + "outlineLvl")
            if level is not None:
                number = integer(attr(level, "val"), 9)
                outline = number if number < 9 else None
            numbering = own_numbering(paragraph, base.numbering) or numbering
            indent = left_indent(paragraph, indent)
        name = attr(node.find(W + "name"), "val").lower()
        if outline is None and name.startswith("heading ") and name[8:].isdigit():
            outline = int(name[8:]) - 1
        return Style(
            name=name,
            outline=outline,
            numbering=numbering,
            indent=indent,
            bold=toggle(run, "b", base.bold),
            struck=toggle(run, "strike", base.struck) or toggle(run, "dstrike", False),
            hidden=toggle(run, "vanish", base.hidden),
        )


def is_on_attr(node: Any, name: str) -> bool:
    """An on/off attribute of the element itself."""
    return attr(node, name, "0").lower() not in _OFF


def toggle(properties: Any, name: str, inherited: bool) -> bool:
    """A toggle among run properties, or what is inherited where it is not set."""
    node = properties.find(W + name) if properties is not None else None
    return inherited if node is None else is_on(node)


def own_numbering(properties: Any, inherited: tuple[str, int] | None) -> tuple[str, int] | None:
    """(number id, level) of a paragraph's properties; the id "0" takes numbering away."""
    node = properties.find(W + "numPr") if properties is not None else None
    if node is None:
        return None
    number, level = node.find(W + "numId"), node.find(W + "ilvl")
    number_id = attr(number, "val") or (inherited[0] if inherited else "")
    if not number_id:
        return None
    fallback = inherited[1] if inherited and level is None else 0
    return number_id, integer(attr(level, "val"), fallback) if level is not None else fallback


def left_indent(properties: Any, inherited: int) -> int:
    """Left indent in twentieths of a point."""
    node = properties.find(W + "ind") if properties is not None else None
    if node is None:
        return inherited
    value = attr(node, "left") or attr(node, "start")
    return integer(value, inherited) if value else inherited
