"""Reads the sentences of one unit into statements: verdict, attribution, exceptions, lists below."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import cast

from ketacli.policy.lexicon import Lexicon
from ketacli.policy.lists import is_lead_in
from ketacli.policy.outline import Outline, Sentence, Unit
from ketacli.policy.positions.clauses import Clause, read_clauses
from ketacli.policy.positions.context import Context, ids_of
from ketacli.policy.positions.indications import Named, find_indications
from ketacli.policy.positions.statements import BEFORE, LEAD, NOWHERE, OWN, Statement
from ketacli.policy.positions.treatments import find_treatments
from ketacli.policy.positions.verdicts import STEMS, Verdict
from ketacli.policy.positions.vetoes import tells_of_regulator, veto
from ketacli.policy.quotes import Quoter
from ketacli.policy.reading import Indication, PositionWord, Treatment
from ketacli.policy.words import vocabulary

_SAME_USES = re.compile(
    r"(?<!\w)(?:(?:the|this|that|these|those) same|these|those|said) (?:indications?|conditions?|diagnos[ei]s|uses?|purposes?|disorders?)(?!\w)"
)
_APPROVAL = re.compile(r"approv|indicat")
_MARKER = re.compile(r"^\s*(?:[•◦▪■●○◆◇❖➢►▸‣·*–-]\s*|[\[(]?(?:\d{1,3}|[A-Za-z]|[ivx]{1,5})[\]).]\s+)")
_DIAGNOSIS = re.compile(
    r"(?:has|have|with|diagnos(?:is|ed)|diagnosis of|treatment of|confirmed)(?:\s+(?:a|an|of|with|confirmed|the|documented|current|been|moderate|to|severe|diagnosed|for|unipolar)){0,6}\s*$"
)
_OPENING = re.compile(
    r"(?<!\w)(?:for|treatment|of|the|diagnosis|adults?|patients?|members?|with|in|a|an|use|spravato|esketamine|ketamine|"
    r"infusions?|initial|therapy|indication|acute|moderate|severe|to|chronic|confirmed|nasal|spray|intravenous|documented|"
    r"racemic|iv|unipolar|requests?|criteria|approval|authorization|coverage|new|starts?|who|have|individuals?)(?!\w)"
)
_GOES_ON = re.compile(r"(?:when|if|who|in|for|with|as|must|to be|on)(?!\w)|[:(–,-]|$")
_CLAUSE_VERB = re.compile(r"(?<!\w)(?:is|are|was|were|has|have|must|may|will|should|can)(?!\w)")
_HOW = re.compile(r"\s*(?:[\divx]+[.)]\s*)?(?:when|what|how|why|where|who|is|are|does|do|can|which)(?!\w)")
_LONGEST_QUOTE = 420


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """What kind of document the sentences stand in, so far as it changes what counts."""

    letter: bool = False
    appeal: bool = False
    article: bool = False


@dataclass(frozen=True, slots=True)
class _Reach:
    """What a clause speaks of."""

    treatments: tuple[str, ...]
    treatment_from: int
    uses: tuple[Named, ...]
    use_from: int


class UnitReader:
    """Turns units into statements. One for each document."""

    def __init__(self, outline: Outline, context: Context, quoter: Quoter, manner: Manner, *, why: bool) -> None:
        self._outline, self._context, self._quoter = outline, context, quoter
        self._manner, self._why = manner, why
        self._previous: _Reach | None = None
        self._last: Verdict | None = None

    def read(self, unit: Unit) -> Iterator[Statement]:
        """Statements of a paragraph, list item or heading, and of the list that it leads."""
        self._previous = self._last = None
        sentences = unit.sentences
        for sentence in sentences:
            low = unit.low[sentence.offset : sentence.offset + len(sentence.text)]
            if any(stem in low for stem in STEMS):
                yield from self._sentence(unit, sentence, low, is_final=sentence is sentences[-1])
            elif found := find_treatments(low):
                self._previous = _Reach(ids_of(found), BEFORE, (), NOWHERE)

    def _sentence(self, unit: Unit, sentence: Sentence, low: str, *, is_final: bool) -> Iterator[Statement]:
        clauses = read_clauses(low)
        if not clauses and self._last is not None:
            clauses = _same_again(low, self._last)
        leads = is_final and bool(unit.children) and (unit.kind != "paragraph" or is_lead_in(sentence.text))
        clauses = [clause for clause in clauses if _counts(unit, low, clause, leads=leads)]
        if not clauses:
            yield from self._silence(unit, sentence, low)
            return
        if veto(low, clauses[0].verdict.start, letter=self._manner.letter, appeal=self._manner.appeal):
            self._previous = None
            return
        here: _Reach | None = None
        for clause in clauses:
            if clause.verdict.position == "covered" and _is_regulators(low, clause):
                continue
            here = self._reach(unit, low, clause, here)
            self._last, self._previous = clause.verdict, _Reach(here.treatments, BEFORE, here.uses, BEFORE)
            yield from self._statements(unit, sentence, low, clause, here, leads=leads and clause is clauses[-1])

    def _silence(self, unit: Unit, sentence: Sentence, low: str) -> Iterator[Statement]:
        """A sentence without a verdict: it may put a treatment outside of the document, or name what the next is about."""
        found = find_treatments(low)
        drugs = tuple(one for one in ids_of(found) if one != "other")
        if drugs and _lexicon("outside", "words").has(low):
            verdict = Verdict(found[0].start, found[0].end, "outside", "not_addressed")
            clause = Clause(start=0, end=len(low), verdict=verdict, treatments=(), indications=())
            maker = _Maker(self, unit, sentence, low, clause, rule="KP013")
            uses = [use for use in find_indications(low) if use.kind == "named"]
            yield from maker.make(self._context.narrowed(drugs, unit), OWN, uses, OWN if uses else NOWHERE)
        if found:
            self._previous = _Reach(ids_of(found), BEFORE, (), NOWHERE)

    def _reach(self, unit: Unit, low: str, clause: Clause, here: _Reach | None) -> _Reach:
        """Treatments and indications of a clause, its own or what it may take from around it.

        `here` is what the clause before it in the same sentence speaks of.
        """
        treatments, source = ids_of(clause.treatments), OWN
        uses, use_from = clause.indications, OWN if clause.indications else NOWHERE
        if not treatments and clause.foreign:
            return _Reach(("other",), OWN, uses, use_from)
        if not treatments:
            before = here or self._previous
            if before is not None and before.treatments:
                treatments, source = before.treatments, BEFORE
                if not uses:
                    uses, use_from = before.uses, before.use_from
            else:
                treatments, source = self._context.treatments(unit)
        known = here or self._previous
        if not uses and known and _SAME_USES.search(low[clause.start : clause.end]):
            uses, use_from = known.uses, BEFORE
        return _Reach(self._context.narrowed(treatments, unit), source, tuple(uses), use_from)

    def _statements(
        self, unit: Unit, sentence: Sentence, low: str, clause: Clause, reach: _Reach, *, leads: bool
    ) -> Iterator[Statement]:
        maker = _Maker(self, unit, sentence, low, clause)
        if maker.position == "not_addressed" or reach.treatments == ("other",) and not _is_general(low, clause):
            return
        treatments = tuple(one for one in reach.treatments if one not in ids_of(clause.spared_treatments))
        below = list(self._below(unit, clause, treatments, reach, maker)) if leads else []
        uses, use_from = reach.uses, reach.use_from
        if not uses:
            uses, use_from = self._uses_around(unit, clause, sentence.offset)
        if leads and not uses and not below and maker.covers:
            uses, use_from = self._diagnoses(unit), LEAD
        if reach.uses or not below:
            yield from maker.make(treatments, reach.treatment_from, uses, use_from)
        yield from below
        yield from self._spared(clause, treatments, reach, maker)

    def _diagnoses(self, unit: Unit) -> tuple[Named, ...]:
        """Indications that the criteria of a list demand as diagnosis; MDD yields to its forms."""
        found: dict[str, Named] = {}
        for child in self._outline.descendants(unit):
            for use in find_indications(child.low):
                if use.kind == "named" and _DIAGNOSIS.search(child.low[: use.start]):
                    found.setdefault(use.ids[0], use)
        if "trd" in found or "mdd_si" in found:
            found.pop("mdd", None)
        return tuple(found.values())

    def _uses_around(self, unit: Unit, clause: Clause, offset: int = 0) -> tuple[tuple[Named, ...], int]:
        """Indications at the head of the same item ("1. Bipolar depression. …"), else of lead-ins and headings."""
        found, source = find_indications(unit.low[:offset]) if unit.kind == "list_item" else [], LEAD
        if not found:
            found, source = self._context.indications(unit)
        taken = {one for spot in clause.spared for one in spot.ids}
        return tuple(named for named in found if not taken.intersection(named.ids)), source

    def _spared(self, clause: Clause, treatments: Iterable[str], reach: _Reach, maker: _Maker) -> Iterator[Statement]:
        """What an exception takes out: the opposite verdict where coverage itself is turned round, else silence."""
        if clause.exception not in ("named", "criteria") or not clause.spared:
            return
        covers, axis = maker.covers, clause.verdict.axis
        turned: PositionWord = "not_addressed"
        if covers:
            turned = "not_covered"
        elif axis in ("covered", "excluded", "necessary") or clause.opposite:
            turned = "covered_with_criteria" if clause.exception == "criteria" else "covered"
        yield from maker.make(treatments, reach.treatment_from, clause.spared, OWN, position=turned, rule="KP006")

    # Lists ------------------------------------------------------------------------------------------------------

    def _below(
        self, unit: Unit, clause: Clause, treatments: tuple[str, ...], reach: _Reach, maker: _Maker
    ) -> Iterator[Statement]:
        """Statements for the items that a lead-in governs: each a treatment, an indication, or a criterion."""
        for index in unit.children:
            child = self._outline.units[index]
            if child.kind == "table_row":
                continue
            yield from self._item(child, clause, treatments, reach, maker)

    def _item(
        self, child: Unit, clause: Clause, treatments: tuple[str, ...], reach: _Reach, maker: _Maker
    ) -> Iterator[Statement]:
        if not child.in_force or _decides_itself(child):
            return
        head, covers = _head_of(child), maker.covers
        named, drugs = find_indications(head), find_treatments(head)
        if covers and (reach.uses or not _is_headed(head, named, has_children=bool(child.children))):
            if not reach.uses and child.children and not named:
                for index in child.children:
                    yield from self._item(self._outline.units[index], clause, treatments, reach, maker)
            return
        mine = ids_of(drugs)
        if not mine and not named:
            return
        if not mine and reach.treatment_from < LEAD and not treatments:
            return
        if not covers and _lexicon("limits", "words").has(head) and not any(one.kind == "other" for one in named):
            return
        uses = tuple(named) or reach.uses
        use_from = LEAD
        if not uses:
            uses, use_from = self._uses_around(child, clause)
        if mine == ("other",) and treatments and named:
            mine = ()
        which = self._context.narrowed(mine, child) if mine else treatments
        yield from maker.item(child, head, which, OWN if mine else max(reach.treatment_from, LEAD - 1), uses, use_from)

    def label(self, heading: Unit, verdict: Verdict, unit: Unit) -> Iterator[Statement]:
        """Statements of a list item that stands under a heading which gives the verdict ("What is not covered")."""
        if not unit.in_force or _decides_itself(unit):
            return
        clause = Clause(start=0, end=len(heading.low), verdict=verdict, treatments=(), indications=())
        sentence = Sentence(page=heading.page, start=heading.start, end=heading.end, text=heading.text)
        maker = _Maker(self, heading, sentence, heading.low, clause, rule="KP003")
        own, uses = find_treatments(heading.low), find_indications(heading.low)
        treatments, source = (ids_of(own), LEAD) if own else self._context.treatments(unit)
        reach = _Reach(treatments, source, tuple(one for one in uses if one.kind == "named"), LEAD if uses else NOWHERE)
        yield from self._item(unit, clause, treatments, reach, maker)

    # Making statements -------------------------------------------------------------------------------------------

    def trace(self, *steps: str) -> tuple[str, ...]:
        """The steps, where they were asked for."""
        return tuple(step for step in steps if step) if self._why else ()

    def heading(self, unit: Unit) -> str | None:
        """The heading under which a unit stands."""
        return self._outline.section_of(unit).heading or None

    def section_role(self, unit: Unit) -> str:
        """The role of the unit's section, in words."""
        return self._outline.section_of(unit).role.value

    def quote(self, unit: Unit, start: int, end: int, focus: int) -> tuple[int, str]:
        """Page and exact quote."""
        return self._quoter.quote(unit, start, end, focus)


class _Maker:
    """Makes the statements of one clause."""

    def __init__(
        self, reader: UnitReader, unit: Unit, sentence: Sentence, low: str, clause: Clause, rule: str = ""
    ) -> None:
        self._reader, self._unit, self._sentence, self._low, self._clause = reader, unit, sentence, low, clause
        self._rule = rule
        self.position = _position(clause)
        self.covers = self.position in ("covered", "covered_with_criteria")

    def make(
        self,
        treatments: Iterable[str],
        treatment_from: int,
        uses: Iterable[Named],
        use_from: int,
        *,
        position: PositionWord | None = None,
        rule: str = "",
    ) -> Iterator[Statement]:
        """One statement for each treatment and indication, with the clause as quote."""
        start, end = self._stretch()
        page, quote = self._reader.quote(self._unit, start, end, self._sentence.offset + self._clause.verdict.start)
        yield from self._spread(treatments, treatment_from, uses, use_from, page, quote, self._unit, position, rule)

    def item(
        self,
        child: Unit,
        head: str,
        treatments: Iterable[str],
        treatment_from: int,
        uses: Iterable[Named],
        use_from: int,
    ) -> Iterator[Statement]:
        """One statement for each pair that a list item names, with the item as quote."""
        left = _MARKER.match(child.text)
        start = left.end() if left else 0
        page, quote = self._reader.quote(child, start, max(len(head.rstrip()), start + 1), start)
        yield from self._spread(
            treatments, treatment_from, uses, use_from, page, quote, child, None, self._rule or "KP002"
        )

    def _spread(
        self,
        treatments: Iterable[str],
        treatment_from: int,
        uses: Iterable[Named],
        use_from: int,
        page: int,
        quote: str,
        unit: Unit,
        position: PositionWord | None,
        rule: str,
    ) -> Iterator[Statement]:
        clause = self._clause
        for treatment in treatments:
            for indication, kind in _pairs(uses):
                yield Statement(
                    treatment=cast(Treatment, treatment),
                    indication=cast(Indication, indication),
                    position=position or self.position,
                    page=page,
                    quote=quote,
                    heading=self._reader.heading(unit),
                    rule=rule or _rule(clause, kind, self._rule),
                    treatment_from=treatment_from,
                    indication_from=use_from,
                    kind=kind,
                    unmet=clause.unmet,
                    excepted=clause.exception == "criteria",
                    limited=clause.limited,
                    fallback=clause.verdict.kind == "criteria",
                    applies_to=_line_of_business(self._sentence.text, self._low),
                    trace=self._trace(unit, treatment, indication, treatment_from, use_from),
                )

    def _stretch(self) -> tuple[int, int]:
        """The clause, without what joins it to the one before; the whole sentence where it is short."""
        sentence, clause = self._sentence, self._clause
        start, end = clause.start, clause.end
        if not clause.treatments and not clause.indications and len(sentence.text) <= _LONGEST_QUOTE:
            start, end = 0, len(sentence.text)
        text = sentence.text[start:end]
        joined = re.match(r"[\s,;:–—.]*(?:(?:and|but|or|whereas|while|however)(?!\w)[\s,]*)?", text)
        start += joined.end() if joined else 0
        if start == 0 and (marker := _MARKER.match(text)):
            start = marker.end()
        if end - start > _LONGEST_QUOTE:
            start = max(start, clause.verdict.start - _LONGEST_QUOTE // 2)
            end = min(end, start + _LONGEST_QUOTE)
            start = text_edge(sentence.text, start)
            end = text_edge(sentence.text, end)
        return sentence.offset + start, sentence.offset + end

    def _trace(
        self, unit: Unit, treatment: str, indication: str, treatment_from: int, use_from: int
    ) -> tuple[str, ...]:
        if not self._reader.trace("on"):
            return ()
        clause = self._clause
        words = self._low[clause.verdict.start : clause.verdict.end]
        where = {
            5: "named in the clause",
            4: "taken from the lead-in of the list",
            3: "taken from a heading",
            2: "taken from the sentence before",
            1: "taken from the title",
            0: "not named",
        }
        return self._reader.trace(
            f"sentence: {' '.join(self._sentence.text.split())[:300]}",
            f"section: {self._reader.heading(unit) or 'before the first heading'} ({self._reader.section_role(unit)})",
            f"cue: “{words}” read as {self.position.replace('_', ' ')}",
            f"exception: {clause.exception}" if clause.exception else "",
            f"treatment {treatment}: {where[treatment_from]}",
            f"indication {indication}: {where[use_from]}",
            "holds for those who do not meet the criteria" if clause.unmet else "",
        )


def text_edge(text: str, at: int) -> int:
    """The blank at or after an offset, so that a quote begins and ends with whole words."""
    while 0 < at < len(text) and not text[at - 1].isspace() and not text[at].isspace():
        at += 1
    return at


def _pairs(uses: Iterable[Named]) -> list[tuple[str, str]]:
    """Indications with the kind of word that names them; a group word yields to what the text names beside it."""
    found: dict[str, str] = {}
    uses = list(uses)
    if not uses:
        return [("any", "none")]
    named = any(use.kind == "named" for use in uses)
    for use in uses:
        if use.kind == "group" and named and _only_examples(use, uses):
            continue
        for one in use.ids:
            if found.get(one) in (None, "group", "fda"):
                found[one] = use.kind
    return list(found.items())


def _only_examples(group: Named, uses: list[Named]) -> bool:
    """Whether what is named after a group word are its members ("psychiatric disorders, such as …")."""
    after = [use for use in uses if use.kind == "named" and use.start > group.start]
    return any(one in group.ids for use in after for one in use.ids)


def _position(clause: Clause) -> PositionWord:
    position = clause.verdict.position
    if position == "covered" and (
        clause.conditional or clause.verdict.kind == "criteria" or clause.exception == "criteria"
    ):
        return "covered_with_criteria"
    return position


def _rule(clause: Clause, kind: str, given: str) -> str:
    if given:
        return given
    if clause.verdict.kind == "criteria":
        return "KP007"
    if clause.verdict.kind == "quote":
        return "KP012"
    if clause.exception == "criteria":
        return "KP006"
    return {"other": "KP005", "group": "KP009", "fda": "KP009"}.get(kind, "KP001")


def _same_again(low: str, last: Verdict) -> list[Clause]:
    """ "The same is true of …": the verdict of the sentence before."""
    cue = _lexicon("same", "words").find(low)
    drugs, uses = find_treatments(low), find_indications(low)
    if not cue or not (drugs or uses) or cue[0].start > 40:
        return []
    verdict = Verdict(cue[0].start, cue[0].end, last.axis, last.position)
    return [Clause(start=0, end=len(low), verdict=verdict, treatments=tuple(drugs), indications=tuple(uses))]


def _decides_itself(unit: Unit) -> bool:
    """Whether an item holds a verdict of its own, which then counts instead of its lead-in's."""
    if not any(stem in unit.low for stem in STEMS):
        return False
    return any(
        clause.verdict.kind == "predicate" or (clause.verdict.kind in ("label", "list") and bool(unit.children))
        for clause in read_clauses(unit.low)
    )


def _head_of(unit: Unit) -> str:
    """What an item names: its first sentence, up to a dash or colon that opens an explanation."""
    sentences = unit.sentences
    head = unit.low[: sentences[0].offset + len(sentences[0].text)] if sentences else unit.low
    if len(sentences) > 1 and len(head.strip()) < 4:
        head = unit.low[: sentences[1].offset + len(sentences[1].text)]
    return head


def _is_headed(head: str, named: list[Named], *, has_children: bool) -> bool:
    """Whether an item under "covered when one of these is met" is headed by an indication, and no mere criterion."""
    first = next((one for one in named if one.kind in ("named", "group")), None)
    if first is None:
        return False
    before = _MARKER.sub("", head[: first.start]).strip(" \"'(")
    if _OPENING.sub(" ", before).strip(" ,:-–()"):
        return False
    after = re.sub(r"^\s*\([a-z]{2,6}\)", "", head[first.end :]).strip(" ;.,")
    clause = re.split(r"[.;:]", after, maxsplit=1)[0]
    if not _GOES_ON.match(after) and _CLAUSE_VERB.search(clause):
        return False
    return has_children or len(after.split()) <= 14 or after[:1] in ":.(-–"


def _counts(unit: Unit, low: str, clause: Clause, *, leads: bool) -> bool:
    """Whether the verdict may speak for itself: a heading must name its treatment, a label needs a list or a treatment."""
    kind = clause.verdict.kind
    if unit.kind == "heading":
        if kind == "criteria":
            return leads
        return bool(clause.treatments) and kind == "predicate" and not _HOW.match(low)
    if kind in ("criteria", "list"):
        return leads or (bool(clause.treatments) and bool(clause.indications))
    return True


def _is_general(low: str, clause: Clause) -> bool:
    """Whether a clause on something else is a general exclusion of experimental services, or names a known service."""
    if clause.treatments:
        return True
    refuses = clause.verdict.position in ("not_covered", "experimental")
    return refuses and any(word in low for word in ("experimental", "investigational", "investigative", "unproven"))


def _is_regulators(low: str, clause: Clause) -> bool:
    words = low[clause.verdict.start : clause.verdict.end]
    return _APPROVAL.search(words) is not None and "coverage" not in words and tells_of_regulator(low)


def _line_of_business(text: str, low: str) -> str | None:
    found = _lexicon("lines", "words").find(low)
    return " ".join(text[found[0].start : found[0].end].split()) if found else None


@cache
def _lexicon(table: str, key: str) -> Lexicon:
    return Lexicon({key: vocabulary("verdicts")[table][key]})
