"""To which use a criterion belongs: what its row, its clause, its list or the running text names."""

from __future__ import annotations

from ketacli.policy import lazy_re as re
from ketacli.policy.criteria.passages import Found, Passage
from ketacli.policy.criteria.places import Frame, Places
from ketacli.policy.criteria.quantities import folded
from ketacli.policy.criteria.subjects import (
    before_failure,
    denies_all,
    in_order,
    indications_in,
    names_all_columns,
    names_all_uses,
    near_use,
    treatments_in,
)
from ketacli.policy.outline import Outline, Unit
from ketacli.policy.reading import Indication, Treatment
from ketacli.records import growing

_EVERY_USE = re.compile(r", (?:both|all)(?: (?:uses|indications|diagnoses))?: $")
"""At the end of a label: its part of the cell holds for every use ("Both: a baseline score")."""
_HEAD = 60
"""Up to this length the words before a colon are a label."""
_TAKEN_OUT = re.compile(r"\W*(?:removed|deleted|dropped|retired|eliminated|struck)\b")
"""What a list of changes takes out of a policy: the items after it are of no such use."""
_ORDINAL = re.compile(
    r"\b(?:the )?(first|second)(?: (?:of these|of the two|named|listed|covered))? ?"
    r"(?:groups?|uses?|indications?|populations?|categor(?:y|ies)|diagnos[ei]s|of (?:these|the two))\b"
    r"|\bthe (former|latter)\b"
)


_IN_ALL_CASES = re.compile(r"\b(?:in|for) (?:either|both|all|each|any|every) (?:of (?:these|the two) )?cases?\b")
"""Between alternatives and what holds for all of them ("AND in either case:")."""
_ENDS_OR = re.compile(r"\bor\W*$")
_ENDS_AND = re.compile(r"\band\W*$")


@growing
class _Running:
    """What the running text of a section speaks of."""

    section: int = -1
    unit: int = -1
    use: Indication | None = None
    treatments: tuple[Treatment, ...] = ()


class Uses:
    """The uses that lists and running text name, as the document is read from its first unit to its last."""

    def __init__(self, outline: Outline, places: Places) -> None:
        self._outline = outline
        self._places = places
        self._running = _Running()
        self._pair: tuple[Indication, ...] = ()
        """The two uses that the last sentence with more than one named, in its order."""
        self._current: dict[int | None, Indication] = {}
        """In lists that name no use above them: the use that the last item named, by the list's lead-in."""
        self._last_of_choice: dict[int | None, int] = {}
        """By the list's lead-in: the item that ends alternatives of use, after which items hold for all of them."""

    @property
    def treatments(self) -> tuple[Treatment, ...]:
        """What the running text speaks of."""
        return self._running.treatments

    def note(self, unit: Unit, frame: Frame, passage: Passage) -> None:
        """Remembers the use that an item of a list names, for the items after it."""
        if frame.gate == "list" and frame.indication_open and unit.kind == "list_item":
            if self._last_of_choice.get(unit.parent, unit.index) < unit.index:
                self._current[unit.parent] = "any"
            named = indications_in(passage.low)
            states = re.search(r"\b(?:has|have|diagnos\w+|with|for|confirmed)\b", passage.low)
            ours = len(named) == 1 and self._places.is_covered(named[0]) and not denies_all(passage.low)
            if ours and states and named[0] != "mdd" and not (passage.negative or _TAKEN_OUT.match(passage.low)):
                if self._current.get(unit.parent, named[0]) != named[0] and _ends_choice(unit, self._outline):
                    self._last_of_choice[unit.parent] = unit.index
                self._current[unit.parent] = named[0]

    def follow(self, unit: Unit, frame: Frame, passage: Passage) -> None:
        """Prose goes on with the treatment and the use of the sentence before, until it names others."""
        if unit.kind == "paragraph" and len(passage.text) < _HEAD and _IN_ALL_CASES.search(passage.low):
            self._last_of_choice.update(dict.fromkeys(self._current, unit.index))
        uses = [use for use in indications_in(passage.low) if self._places.is_covered(use)]
        if len(uses) == 2:
            self._pair = in_order(passage.low, uses)
        if self._running.section != unit.section:
            self._running = _Running(section=unit.section)
        if self._running.unit != unit.index:
            self._running.unit = unit.index
            if unit.index in self._places.answered or not set(self._running.treatments) <= self._places.covered.keys():
                self._running.treatments = ()
        if frame.gate != "statement":
            return
        named = self._places.spoken_of(unit, passage.low, treatments_in(before_failure(passage.low)), frame.treatments)
        self._running.use = uses[0] if len(uses) == 1 else self._running.use if not uses else None
        if named:
            self._running.treatments = self._places.narrow(named)

    def of(self, unit: Unit, frame: Frame, passage: Passage, item: Found) -> Indication:
        """The use of one criterion."""
        if unit.kind == "table_row" and (use := _of_row(passage) or self._opening(passage)):
            return use
        if frame.gate == "statement" and names_all_uses(passage.low):
            return "any"
        return (
            self._named(frame, passage, item)
            or self._of_own_treatment(frame, passage)
            or (self._listed(unit) if frame.indication_open else None)
            or (self._running.use if frame.indication_open and frame.gate == "statement" else None)
            or frame.indication
        )

    def _opening(self, passage: Passage) -> Indication | None:
        """The covered use that opens a sentence of a cell as the label of its list ("MDD with SI, ALL of: …")."""
        head, mark, _ = passage.low[passage.prefix :].partition(":")
        named = indications_in(head) if mark and len(head) < _HEAD else ()
        return named[0] if len(named) == 1 and named[0] in self._places.covered_uses else None

    def _named(self, frame: Frame, passage: Passage, item: Found) -> Indication | None:
        """The use that the clause of a criterion names itself, in words or by pointing at a chapter."""
        if frame.gate in ("statement", "list") and (pointed := self._pointed(passage, item)):
            return pointed
        if frame.gate == "statement" or item.type == "approval_duration":
            near = near_use(
                passage.low, item.start, item.end, approval=item.type in ("approval_duration", "quantity_limit")
            )
            return near if near and self._places.is_covered(near) else None
        return None

    def _of_own_treatment(self, frame: Frame, passage: Passage) -> Indication | None:
        """The use of a treatment that a statement names while its chapter is about another."""
        if frame.gate != "statement":
            return None
        own = {name for name in treatments_in(before_failure(passage.low)) if name != "other"}
        if not own or own & set(frame.treatments):
            return None
        uses = {use for name in own for use in self._places.covered.get(name, ())}
        return next(iter(uses)) if len(uses) == 1 else "any"

    def _listed(self, unit: Unit) -> Indication | None:
        """The use that an item before named, in the list of a unit or in one that the list stands in."""
        at: Unit | None = unit
        while at is not None and at.kind == "list_item":
            if at.parent in self._current:
                return self._current[at.parent]
            at = self._outline.units[at.parent] if at.parent is not None else None
        return None

    def _pointed(self, passage: Passage, item: Found) -> Indication | None:
        """The use that a clause names by the letter of its chapter, or as the first or second of two."""
        start = passage.low.rfind(";", 0, item.start) + 1
        end = passage.low.find(";", item.end)
        clause = passage.text[start : end if end >= 0 else len(passage.text)]
        if indications_in(folded(clause)):
            return None
        if use := self._places.use_of_label(clause):
            return use
        ordinal = [a or b for a, b in _ORDINAL.findall(folded(clause))] if len(self._pair) == 2 else []
        if len(set(ordinal)) != 1:
            return None
        return self._pair[0] if ordinal[0] in ("first", "former") else self._pair[1]


def _ends_choice(unit: Unit, outline: Outline) -> bool:
    """Whether an item goes on with "and" after one that goes on with "or"."""
    before = outline.units[unit.index - 1]
    return _ENDS_AND.search(unit.low) is not None and _ENDS_OR.search(before.low) is not None


def _of_row(passage: Passage) -> Indication | None:
    """The use that the column or the label of a cell names; `any` where the cell speaks for all columns."""
    if names_all_columns(passage.low[passage.prefix :]) or _EVERY_USE.search(passage.low[: passage.prefix]):
        return "any"
    for text in (passage.context.split(" | ")[0], passage.low[: passage.prefix]):
        named = indications_in(text)
        if len(named) == 1:
            return named[0]
    return None
