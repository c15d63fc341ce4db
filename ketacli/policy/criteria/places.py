"""Which units of a document state criteria that are in force, and for which treatment, use and scope."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import Literal

from ketacli.policy import lazy_re as re
from ketacli.policy.criteria.belonging import Belonging
from ketacli.policy.criteria.boxes import asks_to_check, asks_yes_or_no, not_to_be_marked
from ketacli.policy.criteria.drug_columns import head_of_drugs
from ketacli.policy.criteria.headings import Headings
from ketacli.policy.criteria.joined import title_of
from ketacli.policy.criteria.loose import find_loose_items
from ketacli.policy.criteria.patterns import words
from ketacli.policy.criteria.quantities import folded, shadow_of
from ketacli.policy.criteria.standing import ASKING, COVERS
from ketacli.policy.criteria.subjects import (
    asks_for_absences,
    indications_in,
    own_subjects,
    refuses,
    refuses_states,
    scope_in,
    sets_none,
    subjects_in,
    treatments_in,
)
from ketacli.policy.decisions import is_question
from ketacli.policy.grid_places import spanned_by, states_criteria
from ketacli.policy.outline import Outline, Role, Section, Unit
from ketacli.policy.reading import Indication, Position, Scope, Treatment
from ketacli.records import record

Gate = Literal["list", "statement", "question", "authorization", "closed"]
_STATING = {Role.POLICY, Role.CRITERIA, Role.UNKNOWN, Role.BENEFITS, Role.EXCLUSIONS}
_STRONG = re.compile(
    r"\b(?:approve[ds]?|approvable|authori[sz]ed?|covers?|covered|medically necessary|"
    r"necessary)\b[^.;]{0,120}\b(?:if|when|for|all|once|provided|as long as)\b|"
    r"\bmust meet\b|\bmeets? (?:all|one|any|both|each)\b|\bcriteria (?:are|is) met\b"
)
_COVERING = re.compile(
    r"medically necessary (?:when|if)|\b(?:may be|is|are) (?:considered )?(?:medically necessary|covered)\b"
)
_SAYS_COVERED = re.compile(r"\b(?:covered|approved?|authori[sz]ed?|medically necessary|pays? for)\b")
_DRUG_COLUMN = re.compile(r"^\W*(?:drugs?|products?|medications?|brand|agents?|name)(?: name)?\b")
_ANSWERED = re.compile(
    r"\bfaqs?\b|\b(?:frequently|commonly|often) asked\b|\bquestions (?:and|&) answers\b|\bq ?& ?a\b"
    r"|^\W*(?:[a-z]+ ){0,2}questions (?:(?:that|which) )?(?:[a-z]+ ){1,3}(?:ask|send|have|raise|put|bring)\b"
    r"|^\W*(?:common|usual|typical|recurring|your|[a-z]+s'|what [a-z]+ (?:often )?ask)(?: questions)?\W*$"
)
_AUTHORIZATION = re.compile(
    r"authori[sz]|pre-?cert|pre-?approv|(?:prior|advance) approval|approv\w+ (?:in advance|beforehand)"
)
_REFUSING_TITLE = re.compile(r"^[^,;]{0,30}\bwhen\b[^.;,]{0,40}\bnot (?:be )?(?:authori|approv|cover|pa[iy])")
_VERB = re.compile(r"\b(?:is|are|has|have|had|was|must|may|fail\w*|tried|with|after|or|will|does|not)\b")
_RESCUABLE = {Role.REGULATORY, Role.DISCLAIMER, Role.BACKGROUND, Role.DEFINITIONS}
"""Roles that a list of criteria may stand under all the same: "FDA-approved indications", a note between items."""
_DECIDABLE = _RESCUABLE | {Role.BENEFITS, Role.UNKNOWN, Role.RELATED, Role.HISTORY}
"""Roles that a statement of coverage in the section overrules."""


@record
class Frame:
    """The place of a unit in the argument."""

    gate: Gate
    treatments: tuple[Treatment, ...] = ()
    indication: Indication = "any"
    indication_open: bool = False
    """True where nothing above the unit names a use, so that the unit's own words may."""
    scope: Scope | None = None
    context: str = ""
    negative: bool = False
    refused: bool = False
    refused_when: bool = False
    """True where the refusal names a condition ("not covered when any of these is present")."""
    heading: str | None = None
    stating: bool = False
    """True where the section is one of coverage statements or criteria."""
    label: str = ""
    """The heading, label line or nothing that a bare value needs in order to be read."""
    in_criteria: bool = False
    """True in a section of criteria, where a plain statement is a requirement."""


class Places(Belonging):
    """Answers for each unit of an outline whether it states criteria, and whose."""

    def __init__(self, outline: Outline, positions: tuple[Position, ...]) -> None:
        super().__init__(outline, positions)
        self._frames: dict[int, Frame] = {}
        self._framed: dict[int, set[Indication]] = {}
        """By section the uses of the units whose place is known."""
        self._headings = Headings(outline)
        self._telling: dict[int, bool] = {}
        self._uses: set[Indication] = set()
        """Uses of which the document has set criteria so far: a renewal section that names none means these."""

    def frame(self, unit: Unit) -> Frame:
        """The place of a unit; remembered."""
        if unit.index not in self._frames:
            made = self._made(unit)
            if made.gate != "closed" and (row := self.row_named(unit)):
                made = replace(made, gate="list", indication_open=False, **row)
            self._frames[unit.index] = made
            self._framed.setdefault(unit.section, set()).add(made.indication)
        return self._frames[unit.index]

    def _made(self, unit: Unit) -> Frame:
        section = self._outline.section_of(unit)
        chain = self.chain(unit)
        role = self._role(unit, chain, section)
        stating = role in _STATING or (role is Role.HISTORY and self.is_change_log)
        if any(sets_none(folded(governor.text)) for governor in chain[:2]):
            stating = False
        if self._headings.over(section).aside:
            return Frame(gate="closed")
        if unit.index > self._answers_from and is_question(unit.text):
            return Frame(gate="closed")
        if unit.index in self.entries_of_others or self._is_row_of_another(unit):
            return Frame(gate="closed")
        if not unit.in_force or unit.is_header_row or not (stating or _asks_authorization(unit, role)):
            return Frame(gate="closed")
        above = [*self._label(unit), *self._above(unit, chain, section)]
        governors = [above_unit for above_unit in self._outline.governors(unit) if above_unit.kind != "heading"]
        if unit.index in self.loose_items or unit.kind in ("list_item", "table_row"):
            governors = [other for other in chain if other.kind != "heading"]
        refusing = None if self._is_covered_entry(unit) else self._refused(governors, role, section.heading)
        gate = self._gate(unit, governors, section, role) if stating else "authorization"
        titles = [title] if unit.kind != "table_row" and (title := title_of(unit)) else []
        indication, is_open = self.indication(unit, [*titles, *above])
        treatments = self._treatments(unit, chain, section, indication)
        scope = next((scope for text in [*titles, *above] if (scope := scope_in(text))), None)
        indication, scope, is_open = self._settled(unit, treatments, (indication, scope, is_open), gate)
        return Frame(
            gate=gate,
            treatments=treatments,
            indication=indication,
            indication_open=is_open,
            scope=scope,
            context=" | ".join(above[:3]),
            negative=any(asks_for_absences(governor) for governor in governors[:2])
            or unit.index in self._not_to_be_marked
            or words("labels", "absent").search(self._headings.over(section).own) is not None,
            refused=refusing is not None,
            refused_when=bool(refusing) and words("lead_in", "when").search(folded(refusing or "")) is not None,
            heading=section.heading or None,
            label=self._topic(unit, section),
            stating=role in (Role.POLICY, Role.CRITERIA),
            in_criteria=role is Role.CRITERIA or unit.index in self.answered,
        )

    def _settled(
        self, unit: Unit, treatments: tuple[Treatment, ...], found: tuple[Indication, Scope | None, bool], gate: Gate
    ) -> tuple[Indication, Scope | None, bool]:
        """Use, scope and openness of a unit, where nothing above it names a use: from what the document said so far."""
        indication, scope, is_open = found
        if indication == "any" and is_open and gate == "list":
            uses = {use for name in treatments for use in self.covered.get(name, ())}
            indication = next(iter(uses)) if len(uses) == 1 else indication
        if indication == "any" and is_open and len(self._uses) == 1 and scope == "renewal":
            indication = next(iter(self._uses))
        elif indication != "any" and scope != "renewal" and gate != "closed":
            self._uses.add(indication)
        if (indication == "any" or unit.kind == "heading") and (before := self.ended_list(unit)):
            return self._after(before, unit, indication, scope, is_open)
        return indication, scope, is_open

    def _after(
        self, before: Unit, unit: Unit, indication: Indication, scope: Scope | None, is_open: bool
    ) -> tuple[Indication, Scope | None, bool]:
        """Use and scope of a note on approval after a list ("Approval duration: 6 months"): those of the list."""
        listed = self.frame(before)
        use = listed.indication
        uses = self._framed.get(unit.section, set())
        if use == "any" or (unit.kind == "paragraph" and not uses <= {use, "any"} and not self.is_noted(unit)):
            return indication, scope, is_open
        return use, scope or (listed.scope if scope_in(folded(unit.text)) is None else None), False

    def chain(self, unit: Unit) -> list[Unit]:
        """What governs a unit, nearest first; for a note between or after list items, what governs that list."""
        lead = self.loose_items.get(unit.index)
        if lead is not None:
            return [self._outline.units[lead], *self._outline.governors(self._outline.units[lead])]
        found = self._outline.governors(unit)
        if found and found[-1].kind == "heading" and unit.kind in ("list_item", "table_row"):
            before = self._outline.units[found[-1].children[0] - 1]
            if before.kind == "paragraph" and before.section == unit.section and _STRONG.search(folded(before.text)):
                return [*found[:-1], before, found[-1]]
        if found or unit.kind != "paragraph" or self._opens(unit):
            return [*found, *self.hanging(found[-1])] if found and found[-1].kind == "paragraph" else found
        for index in range(unit.index - 1, max(unit.index - 6, -1), -1):
            before = self._outline.units[index]
            if before.kind in ("heading", "table_row"):
                break
            if before.kind == "list_item" or before.index in self.loose_items:
                return self.chain(before)
            if before.children:
                break
        return []

    @cached_property
    def _answers_from(self) -> int:
        """Index of the heading from which on the document answers the questions that it asks."""
        found = (
            unit.index for unit in self._outline.units if len(unit.text) < 80 and _ANSWERED.search(folded(unit.text))
        )
        return next(found, len(self._outline.units))

    def _is_covered_entry(self, unit: Unit) -> bool:
        """Whether a row or item among refusals says itself that its treatment is covered."""
        if unit.kind not in ("table_row", "list_item") or not _SAYS_COVERED.search(unit.low):
            return False
        if words("lead_in", "rescued").search(unit.low):
            return False
        return any(position.position in COVERS for position in self.told_of(unit))

    def _opens(self, unit: Unit) -> bool:
        """Whether a paragraph states coverage of a use itself: no list before it governs it."""
        if not indications_in(folded(unit.text)):
            return False
        return any(position.position in COVERS for position in self.told_of(unit))

    @cached_property
    def _not_to_be_marked(self) -> frozenset[int]:
        return not_to_be_marked(self._outline.units)

    @cached_property
    def loose_items(self) -> dict[int, int]:
        """Paragraphs that are items of a list whose markers the layout lost, each with its lead-in."""
        return find_loose_items(self._outline)

    def _role(self, unit: Unit, chain: list[Unit], section: Section) -> Role:
        role = self._headings.over(section).role
        if section.heading.lower().startswith("note") and section.parent is not None:
            role = self._outline.sections[section.parent].role
        if role in _DECIDABLE and section.index in self.deciding and not (role is Role.HISTORY and unit.cells):
            return Role.POLICY
        if role in _RESCUABLE and any(
            _STRONG.search(folded(other.text))
            for other in (unit, *chain)
            if other.kind != "heading" and (other is not unit or unit.children)
        ):
            return Role.CRITERIA
        return role

    def _label(self, unit: Unit) -> list[str]:
        """A short line right before a paragraph that works as its heading ("Approval duration")."""
        before = self._outline.units[unit.index - 1] if unit.index else None
        if unit.kind != "paragraph" or before is None or before.kind != "paragraph" or before.section != unit.section:
            return []
        text = " ".join(before.text.split())
        if before.index in self.loose_items or before.parent is not None or text.endswith((".", ";", ",")):
            return []
        return [folded(text).rstrip(":")] if 3 < len(text) < 50 else []

    def _topic(self, unit: Unit, section: Section) -> str:
        """The heading or label right above a unit, where it names what a criterion is about."""
        if unit.kind not in ("paragraph", "list_item") or len(unit.text) > 400:
            return ""
        before = self._outline.units[unit.index - 1] if unit.index else None
        near = before is not None and before.kind == "heading"
        label = next(iter(self._label(unit)), "") or (folded(section.heading).rstrip(" ?:.") if near else "")
        return label if label and len(label) < 80 and words("labels", "topic").search(label) else ""

    def _above(self, unit: Unit, chain: list[Unit], section: Section) -> list[str]:
        """Texts that govern a unit, folded, nearest first: lead-ins and items above it, then its headings."""
        found = [folded(" ".join(governor.text.split())) for governor in chain]
        found += spanned_by(unit, self._outline.units)
        found += self.title_line(unit)
        found += [low for low in self._headings.over(section).above if low not in found]
        return found

    def _gate(self, unit: Unit, governors: list[Unit], section: Section, role: Role) -> Gate:
        low = folded(unit.text)
        if unit.kind != "heading" and (
            is_question(unit.text) or asks_to_check(unit.text) or asks_yes_or_no(unit, self._outline.units)
        ):
            return "question"
        if unit.index in self._not_to_be_marked:
            return "list"
        if unit.kind in ("list_item", "table_row") or unit.parent is not None or unit.index in self.loose_items:
            if role is Role.CRITERIA or any(self._leads(governor) for governor in governors):
                return "list"
            if any(map(_asks, self._headings.over(section).above)):
                return "list"
            if unit.kind == "list_item" and self._reads_as_criteria(unit):
                return "list"
            if unit.kind == "table_row" and len(unit.cells) > 1:
                return "list" if _names_topic(unit.cells[0].text) or states_criteria(unit) else "statement"
        return "statement" if low else "closed"

    def _is_row_of_another(self, unit: Unit) -> bool:
        """A row of a table of drugs whose drug is not ours."""
        if len(unit.cells) < 2 or not _DRUG_COLUMN.match(folded(head_of_drugs(unit, self._outline.units))):
            return False
        return not any(name != "other" for name in treatments_in(folded(unit.cells[0].text)))

    def _reads_as_criteria(self, unit: Unit) -> bool:
        """Whether most items of its list speak as criteria do, although no lead-in says so."""
        top = unit
        while top.parent is not None and self._outline.units[top.parent].kind == "list_item":
            top = self._outline.units[top.parent]
        if top.parent is None:
            return False
        if top.parent not in self._telling:
            items = [self._outline.units[index] for index in self._outline.units[top.parent].children]
            told = sum(1 for item in items if words("labels", "item").search(folded(item.text)))
            self._telling[top.parent] = told >= 2 and told * 2 >= len(items)
        return self._telling[top.parent]

    def _leads(self, unit: Unit) -> bool:
        shadow = shadow_of(unit.text).text
        return words("lead_in", "trigger").search(shadow) is not None or shadow.rstrip().endswith(":")

    def _refused(self, governors: list[Unit], role: Role, heading: str) -> str | None:
        """The words by which a list names what is refused, rather than what is asked for; None for other lists."""
        for governor in governors:
            low = folded(governor.text)
            if refuses_states(governor):
                return None
            if refuses(low):
                rescued = words("lead_in", "rescued").search(low) or _COVERING.search(low)
                return None if rescued else governor.text
            if words("lead_in", "trigger").search(low):
                return None
        return "" if role is Role.EXCLUSIONS or _REFUSING_TITLE.search(folded(heading)) else None

    def _treatments(self, unit: Unit, chain: list[Unit], section: Section, use: Indication) -> tuple[Treatment, ...]:
        """The treatment that the nearest lead-in or heading names; an item on ECT in a list changes nothing."""
        if unit.kind == "list_item" and self._opens_chapter(unit) and set(subjects_in(_run_in(unit))) == {"other"}:
            return ("other",)
        for governor in chain:
            found = subjects_in(folded(governor.text))
            if governor.kind == "list_item" and set(found) == {"other"} and not self._opens_chapter(governor):
                continue
            if found:
                return self.narrow(found)
        for heading in reversed(section.path[1:] if section.index in self.cited else section.path):
            found = subjects_in(folded(heading))
            if found and not (heading == section.path[0] and self.are_refused(found)):
                return self.narrow(found)
        if told := self.answered.get(unit.index) or ((one := self.cited.get(section.index)) and (one.treatment,)):
            return told
        own = own_subjects(unit) if unit.kind != "list_item" or self._opens_chapter(unit) else ()
        if not own and section.index in self.foreign:
            return ()
        given = self.treatments_for(use)
        own = own if "other" in own else self.spoken_of(unit, unit.low, own, given)
        return self.narrow(own) if own else given

    def _opens_chapter(self, unit: Unit) -> bool:
        """Whether a numbered item is a chapter of its own ("5.8 Transcranial magnetic stimulation")."""
        return not any(
            self._leads(governor) for governor in self._outline.governors(unit) if governor.kind != "heading"
        )


def _run_in(unit: Unit) -> str:
    """The run-in title of a numbered paragraph: its first sentence, where that is a few words without a verb."""
    first = folded(unit.sentences[0].text) if unit.sentences else ""
    return first if len(first) < 70 and not _VERB.search(first) else ""


def _asks(heading: str) -> bool:
    return any(words(*one).search(heading) for one in ASKING)


def _names_topic(label: str) -> bool:
    return len(label) < 60 and words("labels", "topic").search(folded(label)) is not None


def _asks_authorization(unit: Unit, role: Role) -> bool:
    """A sentence on prior authorization counts in the introduction too ("Purpose", "How to use this guideline")."""
    asks = unit.kind == "paragraph" and _AUTHORIZATION.search(unit.low) is not None
    return asks and role in (Role.BACKGROUND, Role.DISCLAIMER)
