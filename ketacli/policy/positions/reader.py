"""Reads the sentences of one unit into statements: verdict, attribution, exceptions, and the list that it leads."""

from __future__ import annotations

from collections.abc import Iterator

from ketacli.policy import lazy_re as re
from ketacli.policy.lists import is_lead_in
from ketacli.policy.outline import Sentence, Unit
from ketacli.policy.positions.bulletins import as_now
from ketacli.policy.positions.clauses import Clause, read_clauses
from ketacli.policy.positions.context import ids_of
from ketacli.policy.positions.indications import Named, find_indications
from ketacli.policy.positions.items import ItemReader, is_demanded
from ketacli.policy.positions.lexicons import FINITE, verdict_words
from ketacli.policy.positions.making import Maker, Reach, Surroundings
from ketacli.policy.positions.statements import BEFORE, LEAD, NOWHERE, OWN, SECTION, Statement
from ketacli.policy.positions.treatments import find_treatments
from ketacli.policy.positions.verdicts import STEMS, Verdict
from ketacli.policy.positions.vetoes import tells_of_regulator, veto
from ketacli.policy.reading import PositionWord

_SAME_USES = re.compile(
    r"(?<!\w)(?:(?:the|this|that|these|those) same|these|those|said|that|this|such) "
    r"(?:indications?|conditions?|diagnos[ei]s|uses?|purposes?|disorders?)(?!\w)"
    r"|(?<!\w)other (?:interventions|treatments|services|procedures|therapies)(?!\w)"
)
_OTHER_FORMS = re.compile(
    r"(?<!\w)(?:all|any|every) other (?:forms?|formulations?|products?|routes?|versions?|drugs?)(?!\w)"
)
_NOT_SO = re.compile(r"(?<!\w)(?:is|are|does|do|will)\s+not\s*[.;]?\s*$")
_ASIDE = re.compile(r",\s+which[^,;.]*,")
_NUMBERED = re.compile(r"[(\s][0-9a-z]{1,3}\)\s*(?:a |an )?$")
_APPROVAL = re.compile(r"approv|indicat")
_HOW = re.compile(r"\s*(?:[\divx]+[.)]\s*)?(?:when|what|how|why|where|who|is|are|does|do|can|which)(?!\w)")


class UnitReader:
    """Turns units into statements. One for each document."""

    def __init__(self, around: Surroundings, items: ItemReader) -> None:
        self._around, self._items = around, items
        self._previous: Reach | None = None
        """What the sentence before speaks of."""
        self._last: Verdict | None = None
        """The last verdict of the section."""
        self._section = -1
        self._low = ""
        self._asked: tuple[int, tuple[str, ...]] | None = None
        """Section and treatments of the last question."""
        self._recent: dict[int, Reach] = {}
        """What the last verdict of a section with a treatment of its own speaks of."""

    def read(self, unit: Unit) -> Iterator[Statement]:
        """Statements of a paragraph, list item or heading, and of the list that it leads."""
        self._previous = None
        self._last = self._last if unit.section == self._section else None
        self._section = unit.section
        self._hear(unit)
        sentences = unit.sentences
        for sentence in sentences:
            low = _without_asides(unit.low[sentence.offset : sentence.offset + len(sentence.text)])
            if self._around.manner.bulletin or unit.index in self._around.outline.logged:
                low = as_now(low)
            if any(stem in low for stem in STEMS):
                yield from self._sentence(unit, sentence, low, is_final=sentence is sentences[-1])
            elif self._last is not None and _NOT_SO.search(low):
                yield from self._sentence(unit, sentence, low, is_final=False)
            else:
                self._note(low)

    def _sentence(self, unit: Unit, sentence: Sentence, low: str, *, is_final: bool) -> Iterator[Statement]:
        clauses = read_clauses(low)
        if self._last is not None and all(clause.verdict.position == "not_addressed" for clause in clauses):
            clauses = _same_again(low, self._last) or clauses
        leads = is_final and bool(unit.children) and (unit.kind != "paragraph" or is_lead_in(sentence.text))
        clauses = [clause for clause in clauses if _counts(unit, low, clause, leads=leads)]
        if not clauses:
            yield from self._silence(unit, sentence, low)
            return
        manner = self._around.manner
        if veto(low, clauses[0].verdict.start, letter=manner.letter, appeal=manner.appeal) or _only_routes(
            low, clauses[0]
        ):
            self._previous = None
            return
        here: Reach | None = None
        for clause in clauses:
            here = self._reach(unit, low, clause, here)
            if clause.verdict.position == "covered" and _is_regulators(low, clause):
                continue
            self._last, self._previous = clause.verdict, Reach(here.treatments, BEFORE, here.uses, BEFORE)
            yield from self._statements(unit, sentence, low, clause, here, leads=leads and clause is clauses[-1])

    def _hear(self, unit: Unit) -> None:
        """Remember the treatment that a question is about ("What about TMS?"): the answer speaks of it."""
        if unit.kind == "heading" or _asks_about(unit):
            self._asked = (unit.section, ids_of(find_treatments(unit.low))) if _asks_about(unit) else None

    def note(self, unit: Unit) -> None:
        """Remember the treatment of a short passage that decides nothing ("We have reviewed ketamine infusion.")."""
        self._hear(unit)
        drugs = tuple(one for one in ids_of(find_treatments(unit.low)) if one != "other")
        if drugs:
            self._recent[unit.section] = Reach(drugs, BEFORE, (), NOWHERE)

    def read_trailer(self, lead: Unit, unit: Unit) -> Iterator[Statement]:
        """Statements of "is considered unproven", which ends a sentence that a list interrupts."""
        sentence = unit.sentences[0]
        low = unit.low[sentence.offset : sentence.offset + len(sentence.text)]
        drugs = ids_of(find_treatments(lead.low))
        for clause in read_clauses(low)[:1]:
            if clause.verdict.position == "not_addressed" or clause.treatments:
                continue
            maker = Maker(self._around, unit, sentence, low, clause, rule="KP002")
            treatments, source = (drugs, LEAD) if drugs else self._around.context.treatments(unit)
            uses = tuple(use for use in find_indications(lead.low) if use.kind in ("named", "group"))
            reach = Reach(self._around.context.narrowed(treatments, unit), source, uses, LEAD if uses else NOWHERE)
            below = self._items.below(lead, clause, reach, maker)
            yield from below if below else maker.make(reach)

    def _silence(self, unit: Unit, sentence: Sentence, low: str) -> Iterator[Statement]:
        """A sentence without a verdict: it may put a treatment outside of the document, or name what comes next."""
        found = find_treatments(low)
        drugs = tuple(one for one in ids_of(found) if one != "other")
        if drugs and verdict_words("outside").has(low):
            verdict = Verdict(found[0].start, found[0].end, "outside", "not_addressed")
            clause = Clause(start=0, end=len(low), verdict=verdict, treatments=(), indications=())
            maker = Maker(self._around, unit, sentence, low, clause, rule="KP013")
            uses = tuple(use for use in find_indications(low) if use.kind == "named")
            reach = Reach(self._around.context.narrowed(drugs, unit), OWN, uses, OWN if uses else NOWHERE)
            yield from maker.make(reach)
        self._note(low)

    def _note(self, low: str) -> None:
        """Remember what a sentence without a verdict names; uses only of a topic ("Ketamine for pain.")."""
        found = find_treatments(low)
        if found:
            verb = FINITE.search(low)
            uses = tuple(use for use in find_indications(low) if verb is None or use.end <= verb.start())
            self._previous = Reach(ids_of(found), BEFORE, uses, BEFORE if uses else NOWHERE)

    def _reach(self, unit: Unit, low: str, clause: Clause, here: Reach | None) -> Reach:
        """Treatments and indications of a clause, its own or what it may take from around it.

        `here` is what the clause before it in the same sentence speaks of.
        """
        treatments, source = ids_of(clause.treatments), OWN
        if not treatments and _OTHER_FORMS.search(low[clause.start : clause.verdict.start]):
            treatments = ("ketamine_any",) if "ketamine" in low else ("other",)
        uses, use_from = clause.indications, OWN if clause.indications else NOWHERE
        if not treatments and clause.foreign:
            return Reach(("other",), OWN, uses, use_from)
        before = here or self._previous
        if not treatments:
            if before is not None and before.treatments:
                treatments, source = before.treatments, before.treatment_from if here else BEFORE
                if not uses:
                    uses, use_from = before.uses, before.use_from
            elif self._asked and self._asked[0] == unit.section and self._asked[1]:
                treatments, source = self._asked[1], BEFORE
            else:
                treatments, source = self._around.context.treatments(unit)
                recent = self._recent.get(unit.section)
                if recent is not None and source < SECTION:
                    treatments, source = recent.treatments, BEFORE
        elif "other" not in treatments:
            self._recent[unit.section] = Reach(treatments, BEFORE, uses, use_from)
        if not uses and before and _SAME_USES.search(low[clause.start : clause.end]):
            uses, use_from = before.uses, BEFORE
        return Reach(self._around.context.narrowed(treatments, unit), source, tuple(uses), use_from)

    def _statements(
        self, unit: Unit, sentence: Sentence, low: str, clause: Clause, reach: Reach, *, leads: bool
    ) -> Iterator[Statement]:
        maker = Maker(self._around, unit, sentence, low, clause)
        if maker.position == "not_addressed" or (reach.treatments == ("other",) and not _is_general(low, clause)):
            return
        if self._around.manner.letter and reach.treatment_from < OWN and not reach.uses:
            return  # "Continued doses do not meet …" decides on the one request
        bare_label = clause.verdict.kind == "label" and not clause.treatments and not clause.indications
        if bare_label and reach.treatment_from < SECTION and not leads:
            return
        spared = self._around.context.narrowed(ids_of(clause.spared_treatments), unit)
        left = tuple(one for one in reach.treatments if one not in spared)
        reach = Reach(left, reach.treatment_from, reach.uses, reach.use_from)
        if leads and maker.covers and not reach.uses:
            uses, use_from = self._items.uses_around(unit, clause, sentence.offset)
            if use_from >= SECTION and any(use.kind == "named" for use in uses):
                reach = Reach(left, reach.treatment_from, uses, use_from)
        below = self._items.below(unit, clause, reach, maker) if leads else []
        if reach.uses or not below:
            self._low = low
            yield from maker.make(self._with_uses(unit, sentence, clause, reach, maker, leads=leads and not below))
        yield from below
        yield from _spared(clause, reach, maker)

    def _with_uses(
        self, unit: Unit, sentence: Sentence, clause: Clause, reach: Reach, maker: Maker, *, leads: bool
    ) -> Reach:
        """Indications from around where the clause names none; last from the diagnosis that its criteria demand."""
        if reach.uses:
            return reach
        uses, use_from = self._items.uses_around(unit, clause, sentence.offset, reach.treatments)
        if not uses and leads and maker.covers and not self._items.decide(unit):
            uses, use_from = self._items.diagnoses(unit), LEAD
        if not uses and maker.covers and unit.children:
            uses, use_from = self._items.columns(unit), LEAD
        if not uses and clause.later and maker.covers:
            uses, use_from = _demanded(clause, self._low), OWN
        if not uses and maker.covers and not (leads and self._items.decide(unit)):
            uses, use_from = self._around.context.listed(unit), SECTION
        return Reach(reach.treatments, reach.treatment_from, uses, use_from if uses else NOWHERE)


def _asks_about(unit: Unit) -> bool:
    """Whether a short passage asks what the next one answers ("What about TMS?")."""
    return len(unit.text) <= 200 and unit.text.rstrip(" )\"'").endswith("?")


def _without_asides(low: str) -> str:
    """A sentence with what it only recalls blanked (", which the plan covered until 2022,")."""
    for aside in _ASIDE.finditer(low):
        if verdict_words("void", "past").has(aside[0]):
            low = low[: aside.start()] + " " * len(aside[0]) + low[aside.end() :]
    return low


def _spared(clause: Clause, reach: Reach, maker: Maker) -> Iterator[Statement]:
    """What an exception takes out: the opposite verdict where coverage itself is turned round, else silence."""
    if clause.exception not in ("named", "criteria") or not clause.spared:
        return
    axis = clause.verdict.axis
    turned: PositionWord = "not_addressed"
    if maker.covers:
        turned = "not_covered"
    elif axis in ("covered", "necessary") or clause.opposite:
        turned = "covered_with_criteria" if clause.exception == "criteria" else "covered"
    yield from maker.make(
        Reach(reach.treatments, reach.treatment_from, clause.spared, OWN), position=turned, rule="KP006"
    )


def _same_again(low: str, last: Verdict) -> list[Clause]:
    """ "The same is true of …": the verdict of the sentence before."""
    cue = verdict_words("same").find(low)
    drugs, uses = find_treatments(low), find_indications(low)
    denied = _NOT_SO.search(low)
    if denied and drugs and last.position == "covered":
        verdict = Verdict(denied.start(), denied.end(), "covered", "not_covered")
        return [Clause(start=0, end=len(low), verdict=verdict, treatments=tuple(drugs), indications=tuple(uses))]
    if not cue or not (drugs or uses) or cue[0].start > 120:
        return []
    verdict = Verdict(cue[0].start, cue[0].end, last.axis, last.position)
    return [Clause(start=0, end=len(low), verdict=verdict, treatments=tuple(drugs), indications=tuple(uses))]


def _counts(unit: Unit, low: str, clause: Clause, *, leads: bool) -> bool:
    """Whether the verdict may speak for itself: a heading must name its treatment, a label needs a list or a pair."""
    kind = clause.verdict.kind
    if unit.kind == "heading":
        if kind == "criteria" or _HOW.match(low):
            return leads and kind == "criteria" and not _HOW.match(low)
        return (bool(clause.treatments) and kind == "predicate") or (bool(clause.indications) and ":" in low)
    if kind == "label" and not leads:
        return bool(clause.treatments) or bool(clause.indications) or not clause.foreign
    if kind == "list" and clause.treatments:
        return True
    if kind in ("criteria", "list"):
        return leads or (bool(clause.treatments) and bool(clause.indications))
    return True


def _only_routes(low: str, clause: Clause) -> bool:
    """Whether "covered under the pharmacy benefit" only tells where, without a use and a condition."""
    return verdict_words("void", "benefit").has(low) and not (clause.indications and clause.conditional)


def _demanded(clause: Clause, low: str) -> tuple[Named, ...]:
    """Uses that a condition demands ("if the member has treatment-resistant depression")."""
    return tuple(
        use
        for use in clause.later
        if use.kind == "named" and (is_demanded(low[: use.start]) or _NUMBERED.search(low[: use.start]))
    )


def _is_general(low: str, clause: Clause) -> bool:
    """Whether a clause on something else is a general exclusion of experimental services, or names a known service."""
    if clause.treatments:
        return True
    refuses = clause.verdict.position in ("not_covered", "experimental")
    return refuses and any(word in low for word in ("experimental", "investigational", "investigative", "unproven"))


def _is_regulators(low: str, clause: Clause) -> bool:
    """Whether "approved" is the word of the FDA, or may be: "is approved" without conditions is nobody's promise."""
    words = low[clause.verdict.start : clause.verdict.end]
    if not _APPROVAL.search(words) or "coverage" in words:
        return False
    return tells_of_regulator(low) or (words == "approved" and not clause.conditional)
