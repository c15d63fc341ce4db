"""The shape of a document that the rules work on: units in sections, each list item tied to what governs it.

`building.build_outline` makes it.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from functools import cached_property

from ketacli.policy.sentences import sentence_spans
from ketacli.records import record


class Role(StrEnum):
    """What a section is for. Only some roles state what is in force."""

    POLICY = "policy"
    """Coverage statements and criteria."""
    CRITERIA = "criteria"
    EXCLUSIONS = "exclusions"
    BACKGROUND = "background"
    """Description, rationale, evidence, summary of studies, overview."""
    REGULATORY = "regulatory"
    """What the FDA has approved, label, REMS description."""
    DISCLAIMER = "disclaimer"
    CODES = "codes"
    HISTORY = "history"
    """Revision tables and change logs."""
    REFERENCES = "references"
    OTHER_PAYERS = "other_payers"
    RELATED = "related"
    """Lists of related policies, table of contents, navigation."""
    DEFINITIONS = "definitions"
    APPEALS = "appeals"
    BENEFITS = "benefits"
    UNKNOWN = "unknown"


@record
class Section:
    """A heading and what stands under it."""

    index: int
    heading: str
    """Empty for what stands before the first heading."""
    path: tuple[str, ...]
    """Headings from the outermost to this one."""
    role: Role
    parent: int | None
    """Index of the section that encloses this one."""


@record
class Sentence:
    """One sentence of a unit, as offsets into its page's text."""

    page: int
    start: int
    end: int
    """Where a page break cuts the sentence, `end` is that of its part on `page`."""
    text: str
    """What the rules match: line breaks, odd hyphens and quotation marks are made plain and struck words blanked,
    each character in its place, so that an offset in it plus `start` is an offset in the page."""
    offset: int = 0
    """Where the sentence starts in the text of its unit."""


@record
class Part:
    """A stretch of a unit's text that lies on one page."""

    offset: int
    """Start in the unit's text."""
    page: int
    start: int
    end: int


@record
class Unit:
    """A heading, paragraph, list item or table row, with its place in the argument."""

    index: int
    kind: str
    """`heading`, `paragraph`, `list_item`, `table_row`."""
    section: int
    """Index of its section."""
    page: int
    start: int
    end: int
    """Offsets into the page on which it starts."""
    text: str
    """Masked like `Sentence.text`. A unit that goes on over a page break is one text, its parts joined by a blank."""
    depth: int
    """0 for headings and paragraphs, from 1 for list items."""
    marker: str
    parent: int | None
    """Index of the unit that governs this one: the lead-in of its list, or the list item above it."""
    children: tuple[int, ...]
    """Indexes of the units that it governs, in order."""
    parts: tuple[Part, ...]
    """Where its text lies; one part, or one for each page."""
    cells: tuple[Sentence, ...] = ()
    """Cells of a table row."""
    headers: tuple[str, ...] = ()
    """Header text per cell of a table row."""
    is_header_row: bool = False
    checked: bool | None = None
    in_force: bool = True
    """False where the whole unit is struck out, or its box is unticked in a filled form."""
    struck: tuple[tuple[int, int], ...] = ()
    """Struck passages, as offsets into `text` (they are blank there)."""

    @cached_property
    def low(self) -> str:
        """The text in lower case, of the same length."""
        return self.text.lower()

    def low_of(self, part: Sentence) -> str:
        """A sentence or a cell of the unit in lower case."""
        return self.low[part.offset : part.offset + len(part.text)]

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The unit's sentences, in order; found when first asked for."""
        return tuple(self._sentence(start, end) for start, end in sentence_spans(self.text))

    def _sentence(self, start: int, end: int) -> Sentence:
        part = self.part_at(start)
        at = part.start + start - part.offset
        text = self.text[start:end]
        return Sentence(page=part.page, start=at, end=min(at + len(text), part.end), text=text, offset=start)

    def part_at(self, offset: int) -> Part:
        """The part that holds an offset of the unit's text."""
        for part in reversed(self.parts):
            if part.offset <= offset:
                return part
        return self.parts[0]


@record
class Outline:
    """The whole document as sections and units, in reading order."""

    sections: tuple[Section, ...]
    units: tuple[Unit, ...]
    logged: frozenset[int] = frozenset()
    """Units that are entries of a history which states what is in force."""

    def section_of(self, unit: Unit) -> Section:
        """The section in which a unit stands."""
        return self.sections[unit.section]

    def is_mostly(self, role: Role) -> bool:
        """Whether more than half of its units, headings aside, stand in sections of a role."""
        body = [unit for unit in self.units if unit.kind != "heading"]
        return sum(1 for unit in body if self.section_of(unit).role is role) * 2 > len(body)

    def governors(self, unit: Unit) -> list[Unit]:
        """The units above it, nearest first: its lead-in, the lead-in of that, and so on."""
        found: list[Unit] = []
        at = unit.parent
        while at is not None:
            found.append(self.units[at])
            at = self.units[at].parent
        return found

    def descendants(self, unit: Unit) -> Iterator[Unit]:
        """The units below it, in reading order."""
        for index in unit.children:
            child = self.units[index]
            yield child
            yield from self.descendants(child)
