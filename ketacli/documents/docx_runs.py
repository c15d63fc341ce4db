"""Runs of a DOCX paragraph → text with struck parts: revisions, hidden text, check boxes, text boxes."""

from __future__ import annotations

from typing import Any

from ketacli.documents.build import Piece
from ketacli.documents.docx_styles import Style, Styles, W, attr, is_on, toggle

_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"

_LEFT_OUT = frozenset(
    (W + "del", W + "moveFrom", W + "instrText", W + "delText", W + "pPr", W + "rPr", W + "sdtPr", _MC + "Fallback")
)
_CHARACTERS = {W + "tab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "\u00ad", W + "ptab": "\t"}
"""A hyphen that does not break is no text of the run: the page's text holds the mark that `Page.text` documents."""
_TICKED_SYMBOLS = frozenset(("F0FE", "F0FD", "F053", "F054", "F078", "00FE", "00FD", "2612", "2611"))
_EMPTY_SYMBOLS = frozenset(("F0A8", "F06F", "F071", "F072", "00A8", "006F", "2610"))
_GONE = dict.fromkeys((0x00AD, 0x200B, 0x2060, 0xFEFF))
_DEEPEST = 60


class Runs:
    """Collects the text of paragraphs, one after the other, and counts what was left out."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self.boxed: list[Any] = []
        """Text boxes that are anchored in the paragraph read last."""
        self.checkbox: bool | None = None
        """State of a check box at the start of the paragraph read last."""
        self._pieces: list[Piece] = []
        self._deleted = self._hidden = self._struck = 0

    def warnings(self) -> list[str]:
        """What was left out or marked, for a person to know."""
        found = []
        if self._deleted:
            found.append(f"{_passages(self._deleted)} deleted by tracked changes left out")
        if self._hidden:
            found.append(f"{_passages(self._hidden)} of hidden text left out")
        if self._struck:
            found.append(f"{_passages(self._struck)} struck out and not read as in force")
        return found

    def of(self, paragraph: Any) -> list[Piece]:
        """(text, struck) pieces of a paragraph, without numbering."""
        self.boxed, self.checkbox, self._pieces = [], None, []
        properties = paragraph.find(W + "pPr")
        named = attr(properties.find(W + "pStyle"), "val") if properties is not None else ""
        self._walk(paragraph, self._styles.get(named or self._styles.default), 0)
        self._struck += sum(1 for text, is_struck in self._pieces if is_struck and text.strip())
        return self._pieces

    def _walk(self, parent: Any, style: Style, depth: int) -> None:
        if depth > _DEEPEST:
            return
        for node in parent:
            tag = node.tag
            if tag == W + "r":
                self._run(node, style, depth)
            elif tag in (W + "del", W + "moveFrom"):
                self._deleted += any((t.text or "").strip() for t in node.iter(W + "delText", W + "t"))
            elif tag == W + "sdt":
                self._content_control(node, style, depth)
            elif tag == _MATH + "t":
                self._pieces.append((node.text or "", False))
            elif tag not in _LEFT_OUT and isinstance(tag, str):
                self._walk(node, style, depth + 1)

    def _content_control(self, node: Any, style: Style, depth: int) -> None:
        box = next(node.iter(_W14 + "checkbox"), None)
        if box is not None and self._at_start():
            state = box.find(_W14 + "checked")
            self.checkbox = state is not None and (state.get(_W14 + "val") or "1") not in ("0", "false")
        self._walk(node, style, depth + 1)

    def _at_start(self) -> bool:
        return not any(text.strip() for text, _ in self._pieces)

    def _run(self, run: Any, style: Style, depth: int) -> None:
        properties = run.find(W + "rPr")
        named = self._styles.get(attr(properties.find(W + "rStyle"), "val")) if properties is not None else Style()
        struck = toggle(properties, "strike", style.struck or named.struck) or toggle(properties, "dstrike", False)
        hidden = toggle(properties, "vanish", style.hidden or named.hidden)
        if hidden:
            self._hidden += any((t.text or "").strip() for t in run.iter(W + "t"))
            return
        for node in run:
            self._piece(node, struck, style, depth)

    def _piece(self, node: Any, struck: bool, style: Style, depth: int) -> None:
        tag = node.tag
        if tag == W + "t":
            self._pieces.append(((node.text or "").translate(_GONE), struck))
        elif tag in _CHARACTERS:
            self._pieces.append((_CHARACTERS[tag], struck))
        elif tag == W + "sym":
            self._symbol(attr(node, "char").upper())
        elif tag == W + "fldChar":
            self._form_box(node)
        elif tag in (_MC + "AlternateContent", W + "drawing", W + "pict", W + "object"):
            self._boxes(node)
        elif tag not in _LEFT_OUT and isinstance(tag, str):
            self._walk(node, style, depth + 1)

    def _symbol(self, code: str) -> None:
        if self._at_start() and self.checkbox is None:
            if code in _TICKED_SYMBOLS:
                self.checkbox = True
            elif code in _EMPTY_SYMBOLS:
                self.checkbox = False
        self._pieces.append((" ", False))

    def _form_box(self, node: Any) -> None:
        """A check box of Word's older form fields."""
        box = next(node.iter(W + "checkBox"), None)
        if box is None or not self._at_start():
            return
        state, default = box.find(W + "checked"), box.find(W + "default")
        self.checkbox = is_on(state) if state is not None else is_on(default)

    def _boxes(self, node: Any) -> None:
        """Text boxes; where Word stores a box twice, the first of the two."""
        stack = [node]
        while stack:
            at = stack.pop()
            if at.tag == W + "txbxContent":
                self.boxed.append(at)
            elif at.tag == _MC + "AlternateContent" and at.find(_MC + "Choice") is not None:
                stack.append(at.find(_MC + "Choice"))
            else:
                stack += [child for child in reversed(at) if child.tag != _MC + "Fallback" or len(at) == 1]


def _passages(count: int) -> str:
    return f"{count} passage{'' if count == 1 else 's'}"
