"""What the detectors work on: one sentence, item or cell with what governs it; and what they find."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from ketacli.policy.criteria.quantities import Shadow, folded, shadow_of
from ketacli.policy.reading import Comparison, CriterionType, Indication, Number, Scope


@dataclass(frozen=True, kw_only=True)
class Passage:
    """A masked text with its place on the page and what governs it."""

    text: str
    page: int
    start: int
    """Offset of the text's first character in the page's text."""
    context: str = ""
    """What governs it (lead-ins, headings, row labels), folded, nearest first, parted by " | "."""
    negative: bool = False
    """True under a lead-in such as "none of these is present", and in a sentence that refuses."""
    none_of: bool = False
    """True only under such a lead-in: every item is a condition that must be absent."""
    scope: Scope = "initial"
    prefix: int = 0
    """Length of the row label that was put before the text of a cell."""
    in_list: bool = False
    """True for an item of a list of criteria; False for prose."""
    leads: bool = False
    """True where further items hang on it."""

    @cached_property
    def low(self) -> str:
        """The text in lower case with plain hyphens, of the same length."""
        return folded(self.text)

    @cached_property
    def shadow(self) -> Shadow:
        """The same with `#` for amounts."""
        return shadow_of(self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One criterion as a passage states it; offsets are those of the passage."""

    type: CriterionType
    rule: str
    start: int
    end: int
    number: Number | None = None
    unit: str | None = None
    comparison: Comparison | None = None
    text: str | None = None
    within_days: int | None = None
    required: bool | None = True
    scope: Scope | None = None
    """Where the passage itself says so; else that of its place."""
    indication: Indication | None = None
    exempts: CriterionType | None = None
    """For an exemption: the type of the step that it waives."""

    def changed(self, **values: object) -> Found:
        """A copy with other values."""
        return replace(self, **values)  # type: ignore[arg-type]


def clause_of(low: str, start: int, end: int) -> tuple[int, int]:
    """The clause around a place: up to the nearest semicolon, full stop, colon or dash."""
    left = max(low.rfind(mark, 0, start) for mark in ("; ", ". ", ": ", " - ", ";\n")) + 1
    stops = [at for mark in ("; ", ". ", ";\n") if (at := low.find(mark, end)) >= 0]
    return left, min(stops, default=len(low))


def words_around(low: str, start: int, end: int) -> str:
    """The clause around a place, as text."""
    left, right = clause_of(low, start, end)
    return low[left:right]
