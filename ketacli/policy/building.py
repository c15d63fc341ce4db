"""Builds the `Outline` of a document: sections with their role, units with what governs them, the in-force mask."""

from __future__ import annotations

from dataclasses import field, replace

from ketacli.documents.model import Block, BlockKind, Document, Format, Page
from ketacli.policy import lazy_re as re
from ketacli.policy.amendments import amended
from ketacli.policy.bare_titles import (
    is_lone_heading,
    is_numbered_line,
    is_path,
    is_question,
    is_title_by_context,
    is_topic,
    level_by_number,
    names_sources,
    names_use,
)
from ketacli.policy.cell_lists import cells_of, entries_of, lists_in_cells, rest_of_list, row_of, without_spans
from ketacli.policy.corrections import without_errors
from ketacli.policy.fields.planted import planted_spans
from ketacli.policy.grids import Grid
from ketacli.policy.lists import Governance, ends_in_joint, next_in_line, numbering
from ketacli.policy.logs import in_force, prose
from ketacli.policy.lost_columns import without_lost_columns
from ketacli.policy.masking import masked
from ketacli.policy.nesting import nest_by_joints
from ketacli.policy.news import is_news, role_in_news
from ketacli.policy.outline import Outline, Part, Role, Section, Unit
from ketacli.policy.sections import (
    inherited,
    is_history_table,
    role_of_heading,
    run_in_heading,
    told_by_content,
)
from ketacli.policy.stacked_grids import unstacked
from ketacli.records import growing

_JOINT = re.compile(r"^[\s*_(\[–—-]*(?:AND/OR|AND|OR|and/or|and|or)[\s*_)\].:–—-]*$")
_FLAT_LEVEL, _NUMBERED_LEVEL = 3, 1.5
"""Those of the headings of a text without blank lines, which nothing ranks; numbered names stand above bare ones."""
_TOPIC_LEVEL = 90
"""Topics stand below all headings that the layout shows, and replace each other."""
_SPEAKING = (Role.POLICY, Role.CRITERIA, Role.EXCLUSIONS)
_SILENT = (
    Role.DEFINITIONS,
    Role.HISTORY,
    Role.REFERENCES,
    Role.RELATED,
    Role.OTHER_PAYERS,
    Role.APPEALS,
    Role.CODES,
    Role.DISCLAIMER,
)
"""A term that opens a paragraph of a glossary ("Experimental service. …") makes it no policy."""
_KINDS = {
    BlockKind.HEADING: "heading",
    BlockKind.PARAGRAPH: "paragraph",
    BlockKind.LIST_ITEM: "list_item",
    BlockKind.TABLE_ROW: "table_row",
}


def build_outline(document: Document) -> Outline:
    """Sections and units of a document, in reading order, running headers and footers left out."""
    return _Builder(without_lost_columns(unstacked(document))).build()


@growing
class Draft:
    """A unit that is being put together."""

    kind: str
    block: Block
    text: str
    parts: list[Part]
    struck: list[tuple[int, int]]
    section: int = 0
    parent: int | None = None
    children: list[int] = field(default_factory=list)
    in_force: bool = True
    depth: int = 0
    tight: bool = False
    """In plain text: True where no blank line sets it apart from what is above."""
    is_plain: bool = False
    """A row that is read as a paragraph."""
    names_use: bool = False
    """A heading that only names a use."""
    row: int | None = None
    """The row, or the line after its list, in whose cell it stands."""


class _Builder:
    def __init__(self, document: Document) -> None:
        self._document = document
        self._drafts: list[Draft] = []
        self._sections: list[Section] = [
            Section(index=0, heading="", path=(), role=Role.UNKNOWN, parent=None),
        ]
        self._open: list[tuple[float, int, str]] = []
        """(level, section index, style of its number) of the headings that enclose what comes next."""
        self._section = 0
        self._run_in: int | None = None
        """Section of a revision table, for as long as its rows go on."""
        self._run_ins: set[int] = set()
        """Sections of run-in headings ("Background: …"), which hold one paragraph and the list that it leads."""
        self._title = 1
        """Index of the first heading's section, the title of the document."""
        self._pictures = {page.number for page in document.pages if page.ocr}
        self._numbered = [
            (page.text[block.start : block.start + 8], block.level or 1)
            for page in document.pages
            for block in page.blocks
            if block.kind is BlockKind.HEADING and numbering(page.text[block.start : block.start + 8])[0]
        ]
        """How the headings that carry a number begin, each with its level."""
        self._role_of = role_in_news if is_news(document) else role_of_heading
        self._grid = Grid(document)
        self._filled = any(block.checked for page in document.pages for block in page.blocks)

    def build(self) -> Outline:
        for page in self._document.pages:
            self._read_page(page)
        for draft in self._drafts:
            if draft.kind in ("paragraph", "list_item"):
                draft.text = without_errors(draft.text)
        nest_by_joints(self._drafts)
        Governance(self._drafts).apply()
        self._lists_into_run_ins()
        logged = self._read_log()
        self._roles_from_content()
        units = map(self._unit, range(len(self._drafts)))
        return amended(Outline(sections=tuple(self._sections), units=tuple(units), logged=logged))

    def _read_page(self, page: Page) -> None:
        plain = masked(page.text)
        planted = list(planted_spans(page.text, [(block.start, block.end) for block in page.blocks]))
        for block, following in zip(page.blocks, (*page.blocks[1:], None), strict=True):
            if block.kind is BlockKind.FURNITURE:
                continue
            struck = [*block.struck, *(span for span in planted if span[0] < block.end and span[1] > block.start)]
            text = without_spans(
                plain[block.start : block.end], block.start, [*struck, *self._grid.rest_of_name(page, block)]
            )
            if self._drafts and (block.continues or self._joins(text)):
                self._continue(block, text, struck)
            elif text.strip() or struck:
                below = plain[following.start : following.end] if following else ""
                heading = self._sections[self._section].heading
                title = is_title_by_context(block, text, following, below, heading=heading, before=self._before(block))
                self._begin(block, text, struck, is_title=title)

    def _before(self, block: Block) -> str:
        """How the last unit ends, "list_item" for an item of a list; nothing where a blank line comes after it."""
        last = self._drafts[-1] if self._drafts and self._is_tight(block) else None
        return "" if last is None else last.kind if last.kind == "list_item" else last.text.rstrip()[-1:]

    def _joins(self, text: str) -> bool:
        """Whether a line is only the word between two items ("-AND-", "OR"): it belongs to the item before it."""
        return self._drafts[-1].kind in ("paragraph", "list_item") and _JOINT.match(text) is not None

    def _may_open_topic(self) -> bool:
        """Whether a topic may stand here: after a whole sentence, a heading or a table; not among loose items."""
        if len(self._drafts) < 3:
            return False
        last = self._drafts[-1]
        return last.kind in ("heading", "table_row") or last.text.rstrip().endswith((".", "?", "!", ")"))

    def _is_open(self, block: Block) -> bool | None:
        """On a recognised picture: whether the block before ends in mid-sentence; None on other pages."""
        if block.page not in self._pictures or not self._drafts:
            return None
        return self._drafts[-1].kind == "paragraph" and self._drafts[-1].text.rstrip()[-1:] not in (".", ":", "?", "!")

    def _as_numbered(self, block: Block, text: str) -> Block:
        """A block as its number says: "I. …" before a heading "II. …" is a heading too; a paragraph that goes on with
        the numbers of a list after "-AND-" ("(6) Prescribed by …") is an item of it."""
        if block.kind is BlockKind.LIST_ITEM and self._numbered and len(text) < 90:
            level = level_by_number(text.strip(), self._numbered)
            return block if level is None else replace(block, kind=BlockKind.HEADING, level=level)
        if block.kind is not BlockKind.PARAGRAPH or not self._drafts or not ends_in_joint(self._drafts[-1].text):
            return block
        marker = text.split(None, 1)[0] if text.strip() else ""
        if len(marker) > 5 or next_in_line(self._drafts, len(self._drafts), marker) is None:
            return block
        return replace(block, kind=BlockKind.LIST_ITEM, marker=marker, level=1)

    def _continue(self, block: Block, text: str, struck: list[tuple[int, int]]) -> None:
        draft = self._drafts[-1]
        offset = len(draft.text) + 1
        draft.text = f"{draft.text} {text}"
        draft.parts.append(Part(offset=offset, page=block.page, start=block.start, end=block.end))
        draft.struck += [(start - block.start + offset, end - block.start + offset) for start, end in struck]

    def _begin(self, block: Block, text: str, struck: list[tuple[int, int]], *, is_title: bool = False) -> None:
        block = self._grid.as_row(self._as_numbered(block, text), text)
        topic = (is_topic(block, text) and self._may_open_topic()) or self._grid.names_drug(block, text)
        tight = self._is_tight(block)
        numbered = tight and not self._in_list() and is_numbered_line(block, text)
        asked = is_question(block, text, self._sections[self._section])
        lone = topic or is_title or numbered or asked or is_lone_heading(block, text, self._is_open(block))
        kind = "heading" if lone else _KINDS[block.kind]
        if kind == "heading" and names_sources(text):
            kind = "paragraph"
        draft = Draft(
            kind=kind,
            block=block,
            text=text,
            parts=[Part(offset=0, page=block.page, start=block.start, end=block.end)],
            struck=[(max(first - block.start, 0), min(last, block.end) - block.start) for first, last in struck],
            depth=max(block.level, 1) if kind == "list_item" else 0,
            tight=tight,
        )
        draft.names_use = kind == "heading" and names_use(text)
        draft.in_force = bool(text.strip()) and not (block.checked is False and self._filled)
        if kind == "heading":
            level = _TOPIC_LEVEL if topic else _NUMBERED_LEVEL if numbered else self._level(block, text, is_tight=tight)
            level = self._open[-1][0] if asked and self._open else level
            if (style := numbering(text.strip())[0]) and is_title:
                level = next((depth for depth, _, of in self._open if of == style), level)
                self._numbered.append((text.strip()[:8], round(level)))
            self._enter(level, text)
        draft.section = self._place(draft)
        if kind == "table_row":
            self._add_row(draft)
        else:
            self._drafts.append(draft)

    def _add_row(self, row: Draft) -> None:
        """A row with the items of the lists in its cells; the rest of a list that a page break cut goes to its row."""
        last = self._drafts[-1] if self._drafts else None
        text = self._document.slice(row.block)
        if last is not None and last.row is not None and len(row.block.cells) == 1:
            headers = tuple(cell.header for cell in row_of(self._drafts, last.row).block.cells)
            marker = next((one.block.marker for one in self._drafts[: last.row : -1] if one.block.marker), "")
            if rest := rest_of_list(row.block, text, marker, headers):
                if rest.goes_on:
                    start, end = rest.goes_on
                    part = replace(row.block, start=row.block.start + start, end=row.block.start + end)
                    self._continue(part, row.text[start:end], [])
                self._drafts += entries_of(row, rest, last.row, len(self._drafts))
                return
        celled = lists_in_cells(row.block, text)
        self._drafts.append(row)
        if celled is not None:
            self._drafts += entries_of(row, celled, len(self._drafts) - 1, len(self._drafts))

    def _level(self, block: Block, text: str, *, is_tight: bool) -> int:
        """The level of a heading; in a text without blank lines a label among criteria belongs to them."""
        if not is_tight:
            return block.level or 1
        among = self._sections[self._section].role in (Role.POLICY, Role.CRITERIA)
        belongs = among and text.rstrip().endswith(":") and role_of_heading(text) is Role.UNKNOWN
        return max(block.level, _FLAT_LEVEL + 1) if belongs else block.level or _FLAT_LEVEL

    def _in_list(self) -> bool:
        """Whether what comes next may be an item: after a lead-in or another item."""
        return self._drafts[-1].kind == "list_item" or self._drafts[-1].text.rstrip().endswith(":")

    def _is_tight(self, block: Block) -> bool:
        """Whether no blank line sets a block of a plain text apart from what is above it."""
        if not self._drafts or self._document.format is not Format.TEXT:
            return False
        above = self._drafts[-1].parts[-1]
        between = self._document.pages[0].text[above.end : block.start].split("\n")
        return all(line.strip() for line in between[1:-1])

    def _enter(self, level: float, text: str) -> None:
        self._run_in = None
        if not text.strip():
            return
        style, first = numbering(text)
        depth = self._numbered_level(level, style, first=first)
        while self._open and self._open[-1][0] >= depth:
            self._open.pop()
        parent = self._open[-1][1] if self._open else 0
        role = Role.UNKNOWN if is_path(text) else self._role_of(text)
        self._section = self._add_section(" ".join(text.split()), role, parent)
        self._open.append((depth, self._section, style))

    def _numbered_level(self, level: float, style: str, *, first: bool) -> float:
        """Headings of one size nest by their numbers: a "1." that comes right after "A." stands below it."""
        if not style:
            return level
        peers = [(depth, of) for depth, _, of in self._open if level <= depth < level + 1]
        for depth, of in peers:
            if of == style:
                return depth
        return peers[-1][0] + 0.25 if first and peers and peers[-1][1] and peers[-1][0] < level + 0.75 else level

    def _add_section(self, heading: str, own: Role, parent: int) -> int:
        above = self._sections[parent]
        index = len(self._sections)
        # A title names the kind of document ("Drug Coverage Policy", "Summary Plan Description"), not a section's part.
        role = own if parent == self._title else inherited(own, above.role)
        if index == self._title and role is Role.CODES:
            role = Role.UNKNOWN  # a bulletin on billing says more than codes
        path = (*above.path, heading)
        self._sections.append(Section(index=index, heading=heading, path=path, role=role, parent=parent))
        return index

    def _place(self, draft: Draft) -> int:
        """The section of a unit: the open one, or that of a run-in heading."""
        if draft.kind == "heading":
            return self._section
        if draft.kind == "paragraph":
            self._run_in = None
            found = run_in_heading(draft.text)
            if found and not (found[1] in _SPEAKING and self._sections[self._section].role in _SILENT):
                section = self._add_section(found[0], found[1], self._section)
                self._run_ins.add(section)
                return section
        elif draft.kind == "table_row" and draft.block.is_header_row:
            if is_history_table([cell.text for cell in cells_of(draft.block, draft.text)]):
                self._run_in = self._add_section(self._sections[self._section].heading, Role.HISTORY, self._section)
            else:
                self._run_in = None
        return self._run_in if self._run_in is not None and draft.kind == "table_row" else self._section

    def _roles_from_content(self) -> None:
        texts: dict[int, list[str]] = {}
        for draft in self._drafts:
            if draft.kind != "heading":
                texts.setdefault(draft.section, []).append(draft.text)
        for index, found in texts.items():
            section = self._sections[index]
            role = told_by_content(section, found, is_title=index <= self._title)
            if role is not section.role:
                self._sections[index] = replace(section, role=role)

    def _read_log(self) -> frozenset[int]:
        """Entries of a history that states what is in force, as paragraphs of a section of their own; those that a
        newer one replaces stay history. The indexes of those in force."""
        kept = in_force(self._drafts)
        if kept is None:
            return frozenset()
        places: dict[tuple[int, bool], int] = {}
        for index, stands in kept.items():
            draft = self._drafts[index]
            if (draft.section, stands) not in places:
                role = Role.POLICY if stands else Role.HISTORY
                heading = self._sections[draft.section].heading
                places[draft.section, stands] = self._add_section(heading, role, draft.section)
            draft.section = places[draft.section, stands]
            draft.in_force = draft.in_force and stands
            if draft.kind == "table_row" or draft.kind == "paragraph":
                start, end = prose(draft)
                draft.text = " " * start + draft.text[start:end]
                draft.kind, draft.is_plain = "paragraph", True
        return frozenset(index for index, stands in kept.items() if stands)

    def _lists_into_run_ins(self) -> None:
        """A list belongs to the run-in heading of its lead-in."""
        for draft in self._drafts:
            above = self._drafts[draft.parent] if draft.parent is not None else None
            if draft.kind == "list_item" and above is not None and above.section in self._run_ins:
                draft.section = above.section

    def _unit(self, index: int) -> Unit:
        draft, block = self._drafts[index], self._drafts[index].block
        in_force = draft.in_force
        above = draft.parent
        while in_force and above is not None:
            in_force, above = self._drafts[above].in_force, self._drafts[above].parent
        return Unit(
            index=index,
            kind=draft.kind,
            section=draft.section,
            page=block.page,
            start=block.start,
            end=block.end,
            text=draft.text,
            depth=draft.depth,
            marker=block.marker,
            parent=draft.parent,
            children=tuple(draft.children),
            parts=tuple(draft.parts),
            cells=() if draft.is_plain else cells_of(draft.block, draft.text),
            headers=tuple(" ".join(cell.header.split()) for cell in block.cells),
            is_header_row=block.is_header_row,
            checked=block.checked,
            in_force=in_force,
            struck=tuple(draft.struck),
        )
