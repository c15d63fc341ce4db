"""Reads the sentences of one unit into statements: verdict, attribution, exceptions, and the list that it leads."""

from __future__ import annotations

from collections.abc import Iterator

from ketacli.policy.outline import Sentence, Unit
from ketacli.policy.positions.alongside import opens_beside
from ketacli.policy.positions.answers import Question, answer_of, question_of, with_conditions
from ketacli.policy.positions.bulletins import as_now
from ketacli.policy.positions.clauses import Clause, read_clauses
from ketacli.policy.positions.context import ids_of, is_spared
from ketacli.policy.positions.cues import (
    DURATION,
    LIMIT,
    NOT_SO,
    ONLY_KETAMINES,
    OTHER_FORMS,
    RENEWAL,
    SAME_USES,
    THESE_USES,
    UNLIKE_THEM,
    asks_about,
    counts,
    demanded,
    in_focus,
    is_general,
    is_regulators,
    leading_sentence,
    one_of_two,
    only_routes,
    renews,
    same_again,
    without_asides,
)
from ketacli.policy.positions.holders import goes_on
from ketacli.policy.positions.indications import Named, find_indications
from ketacli.policy.positions.items import ItemReader
from ketacli.policy.positions.legends import explains_mark
from ketacli.policy.positions.lexicons import FINITE, THE_EXCEPTION, verdict_words
from ketacli.policy.positions.making import Maker, Reach, Surroundings, by_any_route, cut_off, spared_statements
from ketacli.policy.positions.persons import lists_persons, takes_out_persons
from ketacli.policy.positions.statements import BEFORE, LEAD, NOWHERE, OWN, SECTION, SUBJECT, Statement
from ketacli.policy.positions.treatments import find_treatments, never_sprayed, routes_leading, routes_listed
from ketacli.policy.positions.verdicts import STEMS, Verdict
from ketacli.policy.positions.vetoes import is_proposal, veto
from ketacli.policy.reading import PositionWord

_NO_VERDICT = Verdict(0, 0, "outside", "not_addressed")  # of another plan that is only named so far
_Uses = tuple[Named, ...]


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
        self._decided: Reach | None = None
        """What the last verdict speaks of."""
        self._recent: dict[int, Reach] = {}
        """What the last verdict of a section with a treatment of its own speaks of."""
        self._theirs: tuple[Verdict, Reach] | None = None
        """What another payer was just said to decide."""
        self._question: Question | None = None
        """The last question, until a sentence after it."""
        self._named: _Uses = ()
        """Uses that the last sentence without a verdict names."""
        self._topic = False
        """Whether the sentence before is a topic without a verb ("Ketamine infusion for depression.")."""

    def read(self, unit: Unit) -> Iterator[Statement]:
        """Statements of a paragraph, list item or heading, and of the list that it leads."""
        self._previous = self._theirs = None
        self._topic, self._named = False, ()
        self._last = self._last if unit.section == self._section else None
        self._section = unit.section
        self._hear(unit)
        leading = leading_sentence(unit)
        for sentence in unit.sentences:
            low = without_asides(unit.low_of(sentence))
            if self._around.manner.bulletin or unit.index in self._around.outline.logged:
                low = as_now(low)
            if (answered := self._answer(unit, sentence, low)) is not None or explains_mark(sentence.text):
                yield from answered or ()
            elif any(stem in low for stem in STEMS) or (self._last and low.startswith(("so is ", "so are "))):
                yield from self._sentence(unit, sentence, low, leads=sentence is leading)
            elif ((self._last is not None or self._theirs is not None) and NOT_SO.search(low)) or (
                self._last is not None
                and any(stem in low for stem in ("this ", "that ", "these ", "those ", "they ", "among ", "example"))
                and (verdict_words("same").has(low))
            ):
                yield from self._sentence(unit, sentence, low, leads=False)
            else:
                self._note(unit, low, sentence.text)

    def _sentence(self, unit: Unit, sentence: Sentence, low: str, *, leads: bool) -> Iterator[Statement]:
        clauses = read_clauses(low)
        if self._last is not None and all(clause.verdict.position == "not_addressed" for clause in clauses):
            clauses = self._repeated(low, self._last) or clauses
        if not clauses and self._theirs is not None and (ours := UNLIKE_THEM.search(low)):
            yield from self._unlike_them(unit, sentence, low, ours.start("verdict"), *self._theirs)
            return
        clauses = [clause for clause in clauses if counts(unit, low, clause, leads=leads)]
        if not clauses:
            yield from self._silence(unit, sentence, low)
            return
        manner = self._around.manner
        reason = veto(low, clauses[0].verdict.start, letter=manner.letter, appeal=manner.appeal)
        first = clauses[0]
        if reason == "past" and len(clauses) > 1 and is_proposal(low[: first.verdict.start]):
            self._previous = Reach(ids_of(first.treatments), BEFORE, first.indications, BEFORE)
            clauses, reason = clauses[1:], None
        if reason or only_routes(low, clauses[0]):
            self._theirs = (first.verdict, self._reach(unit, low, first, None)) if reason == "others" else None
            self._previous = None
            if reason == "past" and (drugs := ids_of(first.treatments)):
                self._previous = Reach(drugs, BEFORE, first.indications, BEFORE if first.indications else NOWHERE)
            return
        here, told = cut_off(low, clauses[0]), self._theirs is not None and goes_on(low)
        for clause in clauses:
            here = self._reach(unit, low, clause, here)
            if (told and clause is clauses[0]) or self._around.holders.is_other(sentence.text, clause):
                self._theirs = (clause.verdict, here)
                self._previous = Reach(here.treatments, BEFORE, here.uses, BEFORE)
                continue
            if is_regulators(low, clause):
                continue
            self._theirs = None
            self._last, self._previous = clause.verdict, Reach(here.treatments, BEFORE, here.uses, BEFORE)
            self._decided = self._previous
            yield from self._statements(unit, sentence, low, clause, here, leads=leads and clause is clauses[-1])

    def _repeated(self, low: str, last: Verdict) -> list[Clause]:
        """ "For them the same criteria apply": the last verdict again, on what it was given for."""
        clauses = same_again(low, last)
        if clauses and self._previous is None:
            self._previous = self._decided
        return clauses

    def _foreign(self, unit: Unit, low: str, clause: Clause, treatments: tuple[str, ...]) -> tuple[str, ...] | None:
        """What a clause without a treatment speaks of where it is none named before: `other`, or ketamine by the route
        that opens it; None where it may be the one before."""
        if treatments or not clause.foreign or THE_EXCEPTION.search(low):
            return None
        subject = low[clause.start : clause.verdict.start]
        told = self._is_on_ketamine(unit) or (ONLY_KETAMINES.search(subject) and self._around.context.names_ketamine)
        return (routes_leading(subject) if told else ()) or self._refused_route(low, clause) or ("other",)

    def _refused_route(self, low: str, clause: Clause) -> tuple[str, ...]:
        """Ketamine by the route that a refusal names alone ("does not cover lozenges"); words of coverage are too few
        for that."""
        if clause.verdict.position == "covered" or not self._around.context.names_ketamine:
            return ()
        return never_sprayed(low[clause.start : clause.condition_at])

    def _is_on_ketamine(self, unit: Unit) -> bool:
        """Whether what a passage answers, or stands under, is ketamine and nothing else."""
        asked = self._asked[1] if self._asked and self._asked[0] == unit.section else ()
        around = asked or self._around.context.treatments(unit)[0]
        return bool(around) and all(one.startswith("ketamine") for one in around)

    def _unlike_them(
        self, unit: Unit, sentence: Sentence, low: str, at: int, theirs: Verdict, reach: Reach
    ) -> Iterator[Statement]:
        """ "Ours does not", after what another payer covers."""
        if theirs.position != "covered" or not reach.treatments:
            return
        position: PositionWord = "not_medically_necessary" if theirs.axis == "necessary" else "not_covered"
        clause = Clause(
            start=0, end=len(low), verdict=Verdict(at, len(low), "covered", position), treatments=(), indications=()
        )
        maker = Maker(self._around, unit, sentence, low, clause)
        yield from maker.make(Reach(reach.treatments, BEFORE, reach.uses, BEFORE if reach.uses else NOWHERE))

    def _hear(self, unit: Unit) -> None:
        """Remember the treatment that a question is about ("What about TMS?"): the answer speaks of it."""
        if unit.kind == "heading" or asks_about(unit):
            self._asked = (unit.section, ids_of(find_treatments(unit.low))) if asks_about(unit) else None

    def _answer(self, unit: Unit, sentence: Sentence, low: str) -> list[Statement] | None:
        """Statements of a sentence that answers a question with yes or no; None for any other sentence.

        A question is remembered; an answer with a verdict of its own may take its treatment and use from it.
        """
        if low.rstrip(" )\"'").endswith("?"):
            so_far = unit.low[: sentence.offset + len(sentence.text)]
            self._question = question_of(low, unit.section) or question_of(so_far, unit.section)
            return None
        question, self._question = self._question, None
        if question is None or question.section != unit.section or self._around.manner.letter:
            return None
        answer = answer_of(low, question)
        if answer is None:
            return None
        if read_clauses(low):
            self._previous = Reach(question.treatments, BEFORE, question.uses, BEFORE)
            return None
        answer = with_conditions(answer, self._around.outline, unit, sentence.offset)
        maker = Maker(self._around, unit, sentence, low, answer.clause(low))
        drugs = self._around.context.narrowed(answer.treatments or question.treatments, unit)
        return list(maker.make(Reach(drugs, OWN, answer.uses, OWN if answer.uses else NOWHERE)))

    def note(self, unit: Unit) -> Iterator[Statement]:
        """Remember the treatment of a short passage that decides nothing ("We have reviewed ketamine infusion."), and
        read the answer to a question that came before ("No.")."""
        for sentence in unit.sentences[:2]:
            low = unit.low_of(sentence)
            yield from self._answer(unit, sentence, low) or ()
        self._hear(unit)
        named = [mention for mention in find_treatments(unit.low) if mention.ids != ("other",)]
        if named and not opens_beside(unit.low[: named[0].start]):
            drugs = tuple(one for one in ids_of(named) if one != "other")
            self._recent[unit.section] = Reach(drugs, BEFORE, (), NOWHERE)

    def read_trailer(self, lead: Unit, unit: Unit) -> Iterator[Statement]:
        """Statements of "is considered unproven", which ends a sentence that a list interrupts."""
        sentence = unit.sentences[0]
        low = unit.low_of(sentence)
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
        self._note(unit, low, sentence.text)

    def _note(self, unit: Unit, low: str, text: str) -> None:
        """Remember what a sentence without a verdict names; uses only of a topic ("Ketamine for pain.")."""
        if self._around.holders.tells_of_plan(text):
            self._theirs = (_NO_VERDICT, Reach((), NOWHERE, (), NOWHERE))
        found = in_focus(low)
        self._topic = bool(found) and FINITE.search(low) is None
        self._named = tuple(use for use in find_indications(low) if use.kind == "named" and not is_spared(low, use))
        if found:
            verb = FINITE.search(low)
            uses = tuple(use for use in find_indications(low) if verb is None or use.end <= verb.start())
            self._previous = Reach(ids_of(found), BEFORE, uses, BEFORE if uses else NOWHERE)
        elif unit.kind == "list_item" and not FINITE.search(low) and (routes := self._items.routes(unit, low)):
            self._topic, self._previous = True, Reach(routes, BEFORE, self._named, BEFORE if self._named else NOWHERE)

    def _reach(self, unit: Unit, low: str, clause: Clause, here: Reach | None) -> Reach:
        """Treatments and indications of a clause, its own or what it may take from around it.

        `here` is what the clause before it in the same sentence speaks of.
        """
        treatments, source = ids_of(clause.treatments), OWN
        if not treatments and OTHER_FORMS.search(low[clause.start : clause.verdict.start]):
            treatments = routes_listed(low, clause.verdict.end) or (
                ("ketamine_any",) if "ketamine" in low else ("other",)
            )
        uses, use_from = clause.indications, OWN if clause.indications else NOWHERE
        before = here or self._previous
        apart = one_of_two(low, clause, treatments, before) or self._foreign(unit, low, clause, treatments)
        if apart is not None:
            return Reach(apart, OWN, uses, use_from)
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
            self._recent[unit.section] = Reach(treatments, BEFORE, uses or self._uses_above(unit), use_from)
        if source < OWN and "esketamine" in treatments:
            given = never_sprayed(low[clause.start : clause.condition_at])
            named = given if self._around.context.names_ketamine else ("other",)
            treatments, source = (named, OWN) if given else (treatments, source)
        uses, use_from = self._with_these(low[clause.start : clause.end], before, tuple(uses), use_from)
        treatments = by_any_route(treatments, uses)
        return Reach(self._around.context.narrowed(treatments, unit), source, uses, use_from)

    def _with_these(self, said: str, before: Reach | None, uses: _Uses, use_from: int) -> tuple[_Uses, int]:
        """Uses of a clause with those that "this use" or "these diagnoses" points back to."""
        if not uses and before and SAME_USES.search(said):
            return before.uses or self._named, BEFORE
        if use_from == BEFORE or not THESE_USES.search(said):
            return uses, use_from
        return (*((before.uses if before else ()) or self._named), *uses), use_from or BEFORE

    def _statements(
        self, unit: Unit, sentence: Sentence, low: str, clause: Clause, reach: Reach, *, leads: bool
    ) -> Iterator[Statement]:
        maker = Maker(self._around, unit, sentence, low, clause)
        if maker.covers and self._around.context.means_esketamine(reach.treatments, reach.treatment_from, reach.uses):
            reach = Reach(("esketamine",), reach.treatment_from, reach.uses, reach.use_from)
        if maker.position == "not_addressed":
            return
        if reach.treatments == ("other",) and not is_general(low, clause):
            if leads and not maker.covers:
                below = self._items.below(unit, clause, reach, maker)  # "We do not pay for creams, for example:"
                yield from (one for one in below if one.treatment != "other")
            return
        if self._is_too_little(unit, low, clause, reach, covers=maker.covers, leads=leads):
            return
        spared = self._around.context.narrowed(ids_of(clause.spared_treatments), unit)
        left = tuple(one for one in reach.treatments if one not in spared or clause.spared)
        listed = leads and maker.covers and self._items.lists_uses(unit, low[clause.start : clause.end])
        reach = Reach(left, reach.treatment_from, () if listed else reach.uses, NOWHERE if listed else reach.use_from)
        if leads and maker.covers and not listed and not reach.uses:
            reach = self._items.of_list(unit, clause, sentence.offset, reach)
        below = self._items.below(unit, clause, reach, maker) if leads else []
        theirs = reach.treatment_from < OWN and any(one.treatment_from == OWN for one in below)
        barred = leads and not maker.covers and not below and not reach.uses and lists_persons(low)
        if (reach.uses or not below) and not theirs and not barred:
            self._low = low
            yield from maker.make(self._with_uses(unit, sentence, clause, reach, maker, leads=leads and not below))
        yield from below
        if not (maker.covers and clause.spared and takes_out_persons(low[: clause.spared[0].start])):
            yield from spared_statements(clause, reach, maker)

    def _is_too_little(self, unit: Unit, low: str, clause: Clause, reach: Reach, *, covers: bool, leads: bool) -> bool:
        """Whether a clause says too little of what it decides on, with what stands around it taken for the rest."""
        if not covers and (clause.personal or renews(low, clause)):
            return True  # "Continued therapy will not be authorized" says nothing of the first course
        if leads and not covers and not reach.uses and self._items.are_states(unit, low):
            return True  # "Not covered for members with any of these: dementia; psychosis"
        if self._around.manner.letter and reach.treatment_from < OWN and not reach.uses:
            return True  # "Continued doses do not meet …" decides on the one request
        if covers and self._leaves_open(unit, low, clause, reach):
            return True
        bare_label = clause.verdict.kind == "label" and not clause.treatments and not clause.indications
        return bare_label and reach.treatment_from < SECTION and not leads and not self._topic

    def _leaves_open(self, unit: Unit, low: str, clause: Clause, reach: Reach) -> bool:
        """Whether a word of coverage leaves open what is covered: one of several treatments in a title, a renewal
        without a use, the amount of what was covered above, or only the length of an approval."""
        if reach.treatment_from in (SUBJECT, SECTION) and {"esketamine"} < set(reach.treatments):
            return True
        head = low[clause.start : clause.verdict.start]
        if not reach.uses and (RENEWAL.match(head) or (LIMIT.search(head) and self._uses_above(unit))):
            return True
        if clause.indications or not DURATION.search(low[clause.verdict.start :]):
            return False
        near = self._around.context.indications(unit, ids_of(clause.treatments))[1] in (LEAD, SECTION)
        return reach.treatment_from == SUBJECT or (reach.use_from < BEFORE and not near)

    def _uses_above(self, unit: Unit) -> _Uses:
        """Uses with which the section has named a treatment of ours."""
        return self._recent[unit.section].uses if unit.section in self._recent else ()

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
            uses, use_from = demanded(clause, self._low), OWN
        if not uses and maker.covers and not (leads and self._items.decide(unit)):
            uses, use_from = self._around.context.listed(unit), SECTION
        return Reach(reach.treatments, reach.treatment_from, uses, use_from if uses else NOWHERE)
