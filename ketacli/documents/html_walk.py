"""The walk over an HTML tree that makes blocks of it. It keeps its own stack: depth is data, not recursion."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ketacli.documents.build import PageBuilder, Piece
from ketacli.documents.html_hidden import NEVER_SHOWN, Hidden
from ketacli.documents.html_tables import TableState, is_layout, is_simple_definition_list
from ketacli.documents.markers import parse, to_letters, to_roman
from ketacli.documents.model import BlockKind, Page
from ketacli.documents.text_lines import ENDS
from ketacli.patterns import kept as re
from ketacli.records import growing

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

Leave = Callable[[], None]

_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "button",
        "center",
        "details",
        "dialog",
        "dd",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "optgroup",
        "option",
        "p",
        "pre",
        "search",
        "section",
        "summary",
        "table",
        "caption",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
_LANDMARKS = frozenset(("nav", "header", "footer", "aside"))
_ROLES = {"navigation": "nav", "banner": "header", "contentinfo": "footer", "complementary": "aside"}
_STYLES = {"a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}
_LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:[^;]*?(lower-alpha|upper-alpha|lower-roman|upper-roman|lower-latin)")


@growing
class _List:
    """An open list: its numbering, the item that is open in it, whether the item's own text has been given."""

    style: str
    next: int = 1
    marker: str = ""
    begun: bool = True


class Walker:
    """Collects the blocks of one page."""

    def __init__(self, hidden: Hidden) -> None:
        self._hidden = hidden
        self._builder = PageBuilder()
        self._pieces: list[Piece] = []
        self._plain = False
        """Whether a piece that is not bold stands in the block."""
        self._bold = self._pre = self._furniture = self._main = 0
        self._lists: list[_List] = []
        self._tables: list[TableState] = []
        self._checked: bool | None = None
        self._heading = 0
        """Level of the heading that is open, 0 outside of one."""
        self._last_level = 1
        self._words_hidden = 0

    @classmethod
    def of(cls, tree: LexborHTMLParser) -> Walker:
        """A walker that knows the page's style rules."""
        return cls(Hidden(tree))

    @property
    def warnings(self) -> list[str]:
        """What was left out, for a person to know."""
        count = self._words_hidden
        if not count:
            return []
        return [f"{count} hidden or crossed-out word{'' if count == 1 else 's'} in the page were left out"]

    def page(self) -> Page:
        """The finished page."""
        self._flush()
        return self._builder.page()

    def walk(self, root: LexborNode) -> None:
        """Visit `root` and all below it, in document order."""
        stack: list[LexborNode | Leave] = [root]
        while stack:
            at = stack.pop()
            if callable(at):
                at()
                continue
            leave = self._enter(at)
            if leave is None:
                continue
            stack.append(leave)
            stack += reversed(list(at.iter(include_text=True)))

    def _enter(self, node: LexborNode) -> Leave | None:
        """Note the element; what to do on leaving it, or None where nothing inside is to be read."""
        tag = node.tag or ""
        if tag == "-text":
            self._text(node.text_content or "")
            return None
        if tag.startswith(("-", "!")) or tag in NEVER_SHOWN:
            return None
        if self._hidden.is_hidden(node, tag) or self._hidden.is_struck(node, tag):
            self._words_hidden += len(node.text(deep=True, separator=" ").split())
            return None
        if tag == "br":
            self._pieces.append(("\n", False))
            return None
        if tag in ("input", "select", "textarea"):
            return self._control(node, tag)
        if tag in ("b", "strong"):
            self._bold += 1
            return self._leave_bold
        if tag not in _BLOCKS:
            return _nothing
        return self._enter_block(node, tag)

    def _text(self, text: str) -> None:
        if not text.isascii():
            text = text.replace("\u00ad", "")
        if not self._pre:
            text = text.replace("\n", " ").replace("\r", " ")
        self._pieces.append((text, False))
        if not self._bold and text.strip():
            self._plain = True

    def _leave_bold(self) -> None:
        self._bold -= 1

    def _control(self, node: LexborNode, tag: str) -> Leave | None:
        given = node.attributes
        if tag == "input" and (given.get("type") or "").lower() in ("checkbox", "radio"):
            self._flush()
            self._checked = "checked" in given
        elif tag == "select":
            chosen = node.css_first("option[selected]")
            if chosen is not None:
                self._text(f" {chosen.text()} ")
        elif tag == "textarea":
            return _nothing
        return None

    def _enter_block(self, node: LexborNode, tag: str) -> Leave:
        self._flush()
        given = node.attributes
        role = (given.get("role") or "").lower()
        landmark = _ROLES.get(role, tag)
        if landmark in _LANDMARKS and not self._main:
            self._furniture += 1
            return self._leave_furniture
        if tag in ("main", "article") or role == "main":
            self._main += 1
            return self._leave_main
        if level := self._stated_level(tag, role, given.get("aria-level") or "2"):
            return self._enter_heading(level, remembered=tag != "summary")
        if tag == "pre":
            self._pre += 1
            return self._leave_pre
        if tag in ("ul", "ol", "menu", "dir"):
            return self._enter_list(node, tag)
        if tag == "li":
            return self._enter_item(node)
        return self._enter_table_part(node, tag)

    def _stated_level(self, tag: str, role: str, level: str) -> int:
        """Level of a heading element; 0 for other elements."""
        if tag[0] == "h" and tag[1:].isdigit():
            return int(tag[1:])
        if role == "heading":
            return int(level) if level.isdigit() and level != "0" else 2
        return min(6, self._last_level + 1) if tag == "summary" else 0

    def _leave_furniture(self) -> None:
        self._flush()
        self._furniture -= 1

    def _leave_main(self) -> None:
        self._flush()
        self._main -= 1

    def _leave_pre(self) -> None:
        self._flush()
        self._pre -= 1

    def _enter_heading(self, level: int, *, remembered: bool) -> Leave:
        outer, self._heading = self._heading, level
        if remembered:
            self._last_level = level

        def leave() -> None:
            self._flush()
            self._heading = outer

        return leave

    def _enter_list(self, node: LexborNode, tag: str) -> Leave:
        given = node.attributes
        start = given.get("start") or "1"
        styled = _LIST_STYLE.search(given.get("style") or "")
        style = styled[1] if styled else _STYLES.get(given.get("type") or "", "decimal")
        self._lists.append(_List(style if tag == "ol" else "", int(start) if start.lstrip("-").isdigit() else 1))

        def leave() -> None:
            self._flush()
            self._lists.pop()

        return leave

    def _enter_item(self, node: LexborNode) -> Leave:
        if not self._lists:
            self._lists.append(_List(""))
        here = self._lists[-1]
        value = node.attributes.get("value") or ""
        if value.isdigit():
            here.next = int(value)
        here.marker, here.begun = _marker(here.style, here.next), False
        here.next += 1

        def leave() -> None:
            self._flush()
            here.begun = True

        return leave

    def _enter_table_part(self, node: LexborNode, tag: str) -> Leave:
        table = self._tables[-1] if self._tables else None
        if (tag == "table" and not is_layout(node)) or (tag == "dl" and is_simple_definition_list(node)):
            self._tables.append(TableState())
            return self._leave_table
        if tag == "table":
            self._tables.append(TableState(is_layout=True))
            return self._leave_table
        if table is None or table.is_layout:
            return self._flush
        if tag == "tr":
            table.begin_row(in_head=(node.parent is not None and node.parent.tag == "thead"))
            return self._leave_row
        if tag == "dt":
            self._leave_row()
            table.begin_row(in_head=False)
        if tag in ("td", "th", "dt", "dd"):
            bold_before = self._bold
            self._pieces, self._plain = [], False
            table.in_cell = True

            def leave() -> None:
                bold = not self._plain and bold_before == self._bold
                table.add_cell(self._pieces, node.attributes, is_head=tag == "th", is_bold=bold)
                self._pieces, self._plain, table.in_cell = [], False, False

            return leave
        return self._flush

    def _leave_row(self) -> None:
        if self._tables and not self._furniture:
            self._tables[-1].end_row(self._builder)
        elif self._tables:
            self._tables[-1].end_row_as_text(self._builder)

    def _leave_table(self) -> None:
        self._flush()
        self._leave_row()
        self._tables.pop()

    def _flush(self) -> None:
        """End the block that is open; inside a cell only its line ends."""
        if self._tables and self._tables[-1].in_cell:
            if self._pieces:
                self._pieces.append(("\n", False))
            return
        pieces, plain, checked = self._pieces, self._plain, self._checked
        if not any(text.strip() for text, _ in pieces):
            self._pieces = []
            return
        self._pieces, self._plain, self._checked = [], False, None
        self._emit(pieces, is_bold=not plain, checked=checked)

    def _emit(self, pieces: list[Piece], *, is_bold: bool, checked: bool | None) -> None:
        open_list = next((a for a in reversed(self._lists)), None)
        text = "".join(t for t, _ in pieces).strip()
        level = len(self._lists)
        if self._heading and (not self._furniture or self._heading == 1):
            self._builder.add(BlockKind.HEADING, pieces, level=self._heading)
        elif self._furniture:
            self._builder.add(BlockKind.FURNITURE, pieces)
        elif open_list is not None and not open_list.begun:
            open_list.begun = True
            printed = parse(text)
            marker = open_list.marker
            if printed is not None:
                marker = printed.text if open_list.style == "" else marker
                checked = printed.checked if checked is None else checked
            self._builder.add(BlockKind.LIST_ITEM, pieces, level=level, marker=marker, checked=checked)
        elif is_bold and level == 0 and checked is None and _reads_as_heading(text):
            self._builder.add(BlockKind.HEADING, pieces, level=min(6, self._last_level + 1))
        else:
            self._paragraph(pieces, text, level, checked)

    def _paragraph(self, pieces: list[Piece], text: str, level: int, checked: bool | None) -> None:
        printed = parse(text)
        typed = printed is not None and level == 0 and (printed.is_bullet or printed.checked is not None)
        if printed is not None and checked is None:
            checked = printed.checked
        if typed and printed is not None:
            self._builder.add(BlockKind.LIST_ITEM, pieces, level=1, marker=printed.text, checked=checked)
        else:
            self._builder.add(BlockKind.PARAGRAPH, pieces, level=level, checked=checked)


def _nothing() -> None:
    """Leaving an inline element changes nothing."""


def _marker(style: str, number: int) -> str:
    """The marker that a browser draws: "•" in an unordered list, else the number in the list's style."""
    if not style:
        return "•"
    if "roman" in style and 0 < number < 400:
        word = to_roman(number)
    elif ("alpha" in style or "latin" in style) and number > 0:
        word = to_letters(number)
    else:
        return f"{number}."
    return f"{word.upper() if style.startswith('upper') else word}."


def _reads_as_heading(text: str) -> bool:
    """True for bold text that is short and no sentence."""
    return len(text) <= 90 and text[-1] not in ENDS.replace(":", "") and len(text.split()) <= 12 and "\n" not in text
