"""The shape of a document that the rules work on: units in sections, each list item tied to what governs it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


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


@dataclass(frozen=True, slots=True, kw_only=True)
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence of a unit, as offsets into its page's text."""

    page: int
    start: int
    end: int
    text: str
    """What the rules match: same length as the page's slice; line breaks, hyphens at line ends and struck words
    are blanked, so that an offset in it plus `start` is an offset in the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
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
    text: str
    """Masked like `Sentence.text`."""
    sentences: tuple[Sentence, ...]
    depth: int
    """0 for headings and paragraphs, from 1 for list items."""
    marker: str
    parent: int | None
    """Index of the unit that governs this one: the lead-in of its list, or the list item above it."""
    children: tuple[int, ...]
    """Indexes of the units that it governs, in order."""
    cells: tuple[Sentence, ...] = ()
    """Cells of a table row."""
    headers: tuple[str, ...] = ()
    """Header text per cell of a table row."""
    checked: bool | None = None
    in_force: bool = True
    """False where the whole unit is struck out, or its box is unticked in a filled form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """The whole document as sections and units, in reading order."""

    sections: tuple[Section, ...]
    units: tuple[Unit, ...]

    def section_of(self, unit: Unit) -> Section:
        """The section in which a unit stands."""
        return self.sections[unit.section]

    def governors(self, unit: Unit) -> list[Unit]:
        """The units above it, nearest first: its lead-in, the lead-in of that, and so on."""
        found: list[Unit] = []
        at = unit.parent
        while at is not None:
            found.append(self.units[at])
            at = self.units[at].parent
        return found
