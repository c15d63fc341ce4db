"""What the detectors work on: one sentence, item or cell with what governs it; and what they find."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property, lru_cache

from ketacli.policy.criteria.quantities import Shadow, folded, shadow_of
from ketacli.policy.reading import Comparison, CriterionType, Indication, Number, Scope
from ketacli.records import record


@record
class Passage:
    """A masked text with its place on the page and what governs it."""

    text: str
    """With single blanks, and with the label of its row or heading before it."""
    offset: int = 0
    """Where the passage begins in the text of its unit."""
    length: int = 0
    """Its length there, without blanks at the end."""
    places: tuple[int, ...] = ()
    """For each character after the label, its place counted from `offset`; empty where nothing was folded."""
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
    amount: Found | None = None
    """For a cell of a table of amounts: the limit that it sets together with its header."""

    def place(self, at: int) -> int:
        """Where an offset of this text lies in the text of the unit."""
        inner = max(at - self.prefix, 0)
        if not self.places:
            return self.offset + inner
        return self.offset + (self.places[inner] if inner < len(self.places) else self.length)

    @cached_property
    def low(self) -> str:
        """The text in lower case with plain hyphens, of the same length."""
        return folded(self.text)

    @cached_property
    def shadow(self) -> Shadow:
        """The same with `#` for amounts."""
        return shadow_of(self.text)


@lru_cache(maxsize=2048)
def single_blanks(text: str) -> tuple[str, tuple[int, ...]]:
    """A text without runs of white space, and for each of its characters the place in the original."""
    words = text.split()
    folded_text = " ".join(words)
    if folded_text == text:
        return text, ()
    places: list[int] = []
    at = 0
    for number, word in enumerate(words):
        at = text.index(word, at)
        if number:
            places.append(at - 1)
        places.extend(range(at, at + len(word)))
        at += len(word)
    return folded_text, tuple(places)


@record
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


def after(passage: Passage, at: int) -> Passage:
    """What a passage says from a place on, as a passage of its own: the branch of an exception."""
    start = passage.place(at)
    inner = max(at - passage.prefix, 0)
    places = tuple(place - (start - passage.offset) for place in passage.places[inner:])
    return Passage(
        text=passage.text[at:],
        offset=start,
        length=passage.offset + passage.length - start,
        places=places,
        context=passage.context,
        scope=passage.scope,
        in_list=passage.in_list,
    )
