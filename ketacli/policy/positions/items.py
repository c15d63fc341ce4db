"""Reads what a lead-in or a heading governs: list items that are treatments, indications, or only criteria."""

from __future__ import annotations

from collections.abc import Iterator

from ketacli.policy import lazy_re as re
from ketacli.policy.bare_titles import names_use
from ketacli.policy.lists import lists_diagnoses
from ketacli.policy.outline import Sentence, Unit
from ketacli.policy.positions.alongside import opens_beside
from ketacli.policy.positions.clauses import Clause, read_clauses
from ketacli.policy.positions.context import ids_of
from ketacli.policy.positions.indications import Named, find_indications
from ketacli.policy.positions.lexicons import FINITE, MARKER, THE_EXCEPTION, verdict_words
from ketacli.policy.positions.making import Maker, Reach, Surroundings
from ketacli.policy.positions.manners import is_beyond_number, is_limited
from ketacli.policy.positions.persons import is_state_of_person
from ketacli.policy.positions.statements import LEAD, NOWHERE, OWN, SECTION, Statement
from ketacli.policy.positions.treatments import BARE, find_treatments, routes_leading
from ketacli.policy.positions.verdicts import STEMS, Verdict
from ketacli.policy.refused_persons import lists_states

DIAGNOSIS = re.compile(
    r"(?:has|have|with|diagnos(?:is|ed)|dx|treatment of|confirmed|prescrib\w+(?: it)?)"
    r"(?:\s+(?:a|an|of|with|confirmed|the|is|documented|current|been|moderate|to|severe|diagnosed|for|unipolar|"
    r"major|chronic)){0,6}\s*$"
)
_OPENING = re.compile(
    r"(?<!\w)(?:for|treatment|of|the|diagnosis|adults?|patients?|members?|with|in|a|an|use|spravato|esketamine|"
    r"ketamine|"
    r"infusions?|initial|therapy|indication|acute|moderate|severe|to|chronic|confirmed|nasal|spray|intravenous|"
    r"documented|major|"
    r"racemic|iv|unipolar|requests?|criteria|approval|authorization|coverage|new|starts?|who|have|individuals?)(?!\w)"
)
_GOES_ON = re.compile(
    r"(?:when|if|who|in|for|with|as|must|to be|on|before|during)(?!\w)|and (?:an?|the|member|patient)\s|[:(–,-]|$"
)
_CLAUSE_VERB = re.compile(r"(?<!\w)(?:is|are|was|were|has|have|must|may|will|should|can)(?!\w)")
_ABBREVIATION = re.compile(r"^\s*\([a-z]{2,6}\)")
_NAMED_ABOVE = re.compile(
    r"\s*(?:(?:those|these|the ones|what|as)\s+)?(?:(?:is|are)\s+)?(?:listed|named|described|stated|noted|specified|"
    r"above|mentioned|outlined)(?!\w)[\w\s]{0,40}?"
    r"(?=,?\s*\(?(?:including|such as|e\.g\.|for example|among them|like)(?!\w))"
)
"""An exception that points back, before examples of what is refused ("other than those listed above, including …")."""


_POINTS = re.compile(r"[:\u2013\u2014;.]\s+(?:please\s+)?(?:see|refer to|consult|read)\s+(?!exclusion)[^:;]{3,120}$")
"""An item that only names the rule which decides ("Pain and headache: see policy 12")."""
_EXAMPLES = re.compile(r"\W*(?:some\s+)?examples?(?!\w)")
"""A lead-in to examples: what an item does not name is not meant by it."""
_ABSENCE = re.compile(r"(?<!\w)(?:not|no|without|free|absence|never|nor|neither|denies)(?!\w)[^.;]{0,40}$")


_OR = re.compile(r"(?:\s*\([^()]*\))?[\s,]*(?:or|and/or|and|,)\s+(?:an?\s+|adult\s+)?")
"""Between two diagnoses of which one is demanded."""


def are_joined(low: str, end: int, start: int) -> bool:
    """Whether only an "or" stands between a diagnosis that ends at `end` (below 0: none) and the next one; the name of
    the first may hold it ("acute suicidal ideation or …")."""
    held = end > 0 and low[:end].endswith((" or", " and")) and not low[end:start].strip()
    return held or (end >= 0 and _OR.fullmatch(low, end, start) is not None)


def is_demanded(before: str) -> bool:
    """Whether what stands before a use demands it as diagnosis, and does not demand its absence."""
    return DIAGNOSIS.search(before) is not None and _ABSENCE.search(before) is None


_USES_FOLLOW = re.compile(
    r"(?<!\w)for\s+(?:any of\s+|all of\s+)?(?:the following|these)\s+(?:indications|uses|conditions|diagnoses)\W*$"
)
_ON_SKIN = re.compile(r"(?<!\w)topical(?:ly)?(?!\w)|(?<!\w)(?:creams?|gels?|ointments?)(?!\w)")
"""In a lead-in: its items are mixtures for the skin."""
_A_STATE = ("sud",)
"""A name that stands for a state of the person in a list of persons whom a payer refuses."""
_LONGEST_TOPIC = 170
"""Characters of a sentence without a verb that names the uses on which the next one decides."""


class ItemReader:
    """Reads the items of lists. One for each document."""

    def __init__(self, around: Surroundings) -> None:
        self._around = around

    def below(self, unit: Unit, clause: Clause, reach: Reach, maker: Maker) -> list[Statement]:
        """Statements for the items that a lead-in governs."""
        children = [self._around.outline.units[index] for index in unit.children]
        return [
            one for child in children if child.kind != "table_row" for one in self._item(child, clause, reach, maker)
        ]

    def columns(self, unit: Unit) -> tuple[Named, ...]:
        """Indications that head the columns of the table below a lead-in."""
        units = self._around.outline.units
        heads = [units[index] for index in unit.children if units[index].is_header_row]
        uses = {use.ids: use for head in heads for use in find_indications(head.low) if use.kind == "named"}
        return tuple(uses.values())

    def are_states(self, unit: Unit, low: str) -> bool:
        """Whether what a refusing lead-in lists are states of persons, and no uses."""
        if not lists_states(low):
            return False
        heads = [_head_of(self._around.outline.units[index]) for index in unit.children]
        named = (use for head in heads for use in find_indications(head) if use.kind in ("named", "group"))
        return all(use.ids == _A_STATE for use in named)

    def decide(self, unit: Unit) -> bool:
        """Whether items below a lead-in hold verdicts of their own."""
        return any(decides_itself(self._around.outline.units[index]) for index in unit.children)

    def label(self, heading: Unit, verdict: Verdict, unit: Unit) -> Iterator[Statement]:
        """Statements of an item that stands under a heading which gives the verdict ("What is not covered")."""
        clause = Clause(
            start=0,
            end=len(heading.low),
            verdict=verdict,
            treatments=(),
            indications=(),
            conditional=_asks(heading.low),
        )
        sentence = Sentence(page=heading.page, start=heading.start, end=heading.end, text=heading.text)
        maker = Maker(self._around, heading, sentence, heading.low, clause, rule="KP003")
        own, uses = find_treatments(heading.low), find_indications(heading.low)
        treatments, source = (ids_of(own), LEAD) if own else self._around.context.treatments(unit)
        named = tuple(use for use in uses if use.kind in ("named", "group"))
        reach = Reach(treatments, source, named, LEAD if named else NOWHERE)
        if maker.covers and not own and (found := _service(unit)) is not None:
            yield from self._covered_service(unit, maker, found)
        else:
            yield from self._item(unit, clause, reach, maker)

    def _covered_service(self, unit: Unit, maker: Maker, drugs: tuple[str, ...]) -> Iterator[Statement]:
        """An item of "What the plan pays for" that is a treatment, with the uses and conditions that it names."""
        head = _head_of(unit)
        reach = Reach(self._around.context.narrowed(drugs, unit), OWN, tuple(find_indications(head)), OWN)
        yield from maker.item(unit, head, reach, "covered_with_criteria" if _asks(head) else None)

    def _item(self, child: Unit, clause: Clause, reach: Reach, maker: Maker) -> Iterator[Statement]:
        whole = _head_of(child)
        excluded = not maker.covers and not clause.exception and is_state_of_person(child.low)
        if not child.in_force or excluded or _is_no_item(child, whole, covers=maker.covers):
            return
        head, spared = _without_exception(whole, maker)
        named, drugs = _uses_of(head, maker), self._drugs(child, head)
        set_off = bool(child.children) or self._is_diagnosis(child)
        if maker.covers and (reach.uses or not _is_headed(head, named, set_off=set_off)):
            if child.children and not reach.uses and not named:
                for index in child.children:
                    yield from self._item(self._around.outline.units[index], clause, reach, maker)
            return
        if drugs == ("other",) and reach.treatment_from >= LEAD and named and not maker.covers:
            drugs = ()
        default = () if _EXAMPLES.match(maker.low) else reach.treatments
        if drugs in ((), ("other",)) and not named and not maker.covers:
            yield from self._named_below(child, clause, reach, maker)
        if not (drugs or named) or not (drugs or default) or self._is_limit(whole, named, maker):
            return
        uses, use_from = tuple(named), LEAD
        if not uses:
            uses, use_from = (reach.uses, reach.use_from) if reach.uses else self.uses_around(child, clause, 0, drugs)
        which = self._around.context.narrowed(drugs, child) if drugs else reach.treatments
        source = OWN if drugs else max(reach.treatment_from, LEAD - 1)
        yield from maker.item(child, whole, Reach(which, source, uses, use_from))
        if spared:
            yield from maker.item(child, whole, Reach(which, source, spared, LEAD), "covered_with_criteria")

    def _is_diagnosis(self, child: Unit) -> bool:
        """Whether the lead-in of an item asks for a diagnosis ("The diagnosis is one of:")."""
        above = self._around.outline.units[child.parent].low if child.parent is not None else ""
        return lists_diagnoses(above)

    def _named_below(self, child: Unit, clause: Clause, reach: Reach, maker: Maker) -> Iterator[Statement]:
        """What the items below a refused item of a list name ("3. Compounded drugs: a. ketamine troches")."""
        below = [self._around.outline.units[index] for index in child.children]
        for one in below:
            if set(ids_of(find_treatments(one.low))) - {"other"} and not decides_itself(one):
                yield from self._item(one, clause, reach, maker)

    def routes(self, unit: Unit, low: str) -> tuple[str, ...]:
        """The ways of giving ketamine that an item begins with, below a heading that speaks of ketamine alone."""
        above = self._around.context.treatments(unit)[0]
        if not above or any(not one.startswith("ketamine") for one in above):
            return ()
        return routes_leading(MARKER.sub("", low), infused=True)

    def _drugs(self, child: Unit, head: str) -> tuple[str, ...]:
        """Treatments of an item; among mixtures that its lead-in calls topical ketamine is one of these, and what holds
        no ketamine is another service."""
        drugs = ids_of(find_treatments(head)) or (self.routes(child, head) if find_indications(head) else ())
        above = self._around.outline.units[child.parent].low if child.parent is not None else ""
        if not _ON_SKIN.search(above) or find_treatments(above):
            return drugs
        return ("ketamine_topical",) if BARE in drugs else ("other",)

    @staticmethod
    def _is_limit(head: str, named: list[Named], maker: Maker) -> bool:
        """Whether a refused item is a setting or manner, which says nothing of the treatment itself."""
        if maker.covers or any(use.kind == "other" for use in named):
            return False
        if is_beyond_number(head):
            return True
        mentions = [mention for mention in find_treatments(head) if mention.ids != ("other",)]
        if mentions and opens_beside(head[: mentions[0].start]):
            return True
        return is_limited(head[mentions[0].end :] if mentions else head, mentions)

    def lists_uses(self, unit: Unit, low: str) -> bool:
        """Whether a lead-in leaves the uses to its items, whatever its own words call by the name of one ("is on the
        pain formulary for the following indications:")."""
        if _USES_FOLLOW.search(low) is None:
            return False
        return any(find_indications(_head_of(self._around.outline.units[index])) for index in unit.children)

    def of_list(self, unit: Unit, clause: Clause, offset: int, reach: Reach) -> Reach:
        """Reach of a lead-in that names no use: the uses that head the parts of its list, or those right around it."""
        uses, use_from = self._headed(unit), LEAD
        if not uses:
            uses, use_from = self.uses_around(unit, clause, offset)
        named = use_from >= SECTION and any(use.kind == "named" for use in uses)
        return Reach(reach.treatments, reach.treatment_from, uses, use_from) if named else reach

    def _headed(self, unit: Unit) -> tuple[Named, ...]:
        """Indications that head the parts of the list below a lead-in."""
        outline = self._around.outline
        sections = {outline.units[index].section: None for index in unit.children}
        headings = [outline.sections[one].heading for one in sections if one != unit.section]
        if len(headings) < 2 or not all(map(names_use, headings)):
            return ()
        uses = {use.ids: use for one in headings for use in find_indications(one.lower()) if use.kind == "named"}
        return tuple(uses.values())

    def diagnoses(self, unit: Unit) -> tuple[Named, ...]:
        """Indications that the criteria of a list demand as diagnosis; MDD yields to its forms."""
        found: dict[str, Named] = {}
        for child in self._around.outline.descendants(unit):
            first, last = child.index == unit.children[0], -1
            for use in find_indications(child.low):
                if use.kind != "named":
                    continue
                opens = first and _opens(child, use)
                if opens or is_demanded(child.low[: use.start]) or are_joined(child.low, last, use.start):
                    found.setdefault(use.ids[0], use)
                    last = use.end
        if "trd" in found or "mdd_si" in found:
            found.pop("mdd", None)
        return tuple(found.values())

    def uses_around(
        self, unit: Unit, clause: Clause, offset: int = 0, treatments: tuple[str, ...] = ()
    ) -> tuple[tuple[Named, ...], int]:
        """Indications at the head of the same item ("1. Bipolar depression. …"), else of lead-ins and headings."""
        ours = _has_topic(unit, offset) and not _is_of_another(_head_of(unit)[:offset], treatments)
        found, source = find_indications(_head_of(unit)[:offset]) if ours else [], LEAD
        if not found:
            found, source = self._around.context.indications(unit, treatments)
        elif "esketamine" in treatments and all(use.kind == "fda" for use in found) and _is_of_all_drugs(unit, offset):
            found = []  # "Drugs used as the FDA approved them. Spravato is covered for …" says more of Spravato itself
        taken = {one for spot in clause.spared for one in spot.ids}
        return tuple(named for named in found if not taken.intersection(named.ids)), source


def _opens(child: Unit, use: Named) -> bool:
    """Whether an item begins with a use, in words without a verb ("Treatment-resistant depression (DSM-5)")."""
    return not MARKER.sub("", child.low[: use.start]).strip(" []") and not FINITE.search(child.low)


def _uses_of(head: str, maker: Maker) -> list[Named]:
    """The uses that an item names; a disorder of persons whom a lead-in refuses in such states is none."""
    found = find_indications(head)
    return [use for use in found if use.ids != _A_STATE] if _refuses_states(maker) else found


def _refuses_states(maker: Maker) -> bool:
    return not maker.covers and lists_states(maker.low)


def _is_of_another(head: str, treatments: tuple[str, ...]) -> bool:
    """Whether an item's head names ketamine, and what a later sentence decides on is esketamine, or the reverse."""
    named = {one == "esketamine" for one in ids_of(find_treatments(head)) if one != "other"}
    asked = {one == "esketamine" for one in treatments if one != "other"}
    return bool(named and asked) and not named & asked


def _is_of_all_drugs(unit: Unit, offset: int) -> bool:
    """Whether the head of an item names drugs at large, and not the one that the item goes on with."""
    return not [mention for mention in find_treatments(_head_of(unit)[:offset]) if mention.ids != ("other",)]


def _has_topic(unit: Unit, offset: int) -> bool:
    """Whether a sentence stands after a topic ("Spravato in acute suicidality. …")."""
    if unit.kind == "list_item":
        return True
    first = unit.sentences[0]
    return 0 < len(first.text) <= _LONGEST_TOPIC and first.offset < offset and not FINITE.search(first.text.lower())


def _is_no_item(child: Unit, head: str, *, covers: bool) -> bool:
    """Whether an item decides for itself or only points elsewhere."""
    decides = decides_itself(child) and (covers or not names_alone(child))
    return decides or _POINTS.search(head.rstrip(" .")) is not None


def _without_exception(head: str, maker: Maker) -> tuple[str, tuple[Named, ...]]:
    """A refused item up to its exception, and the uses that the exception takes out under conditions."""
    cues = [] if maker.covers else verdict_words("except", "unless").find(head) + verdict_words("except").find(head)
    if not cues:
        return head, ()
    first = min(cues, key=lambda cue: cue.start)
    rest = head[first.end :]
    if points_back := _NAMED_ABOVE.match(rest):
        kept = first.end + points_back.end()
        return head[: first.start] + " " * (kept - first.start) + head[kept:], ()
    conditions = verdict_words("except", "conditions").has(rest) and not verdict_words("except", "pointers").has(rest)
    spared = tuple(use for use in find_indications(rest) if use.kind == "named") if conditions else ()
    return head[: first.start], spared


def _service(unit: Unit) -> tuple[str, ...] | None:
    """Treatments that an item begins with; None where it begins with something else."""
    if not unit.in_force or decides_itself(unit):
        return None
    low = MARKER.sub("", unit.low)
    found = [mention for mention in find_treatments(low) if mention.ids != ("other",)]
    if not found or _ABSENCE.search(low, 0, found[0].start):
        return None  # "No ketamine at the same time" is asked of the person
    return ids_of(found[:1]) if len(low[: found[0].start].split()) <= 3 else None


def _asks(heading: str) -> bool:
    """Whether a heading of coverage speaks of conditions."""
    return verdict_words("condition", "flags").has(heading) or verdict_words("condition", "cuts").has(heading)


def decides_itself(unit: Unit) -> bool:
    """Whether an item holds a verdict of its own, which then counts instead of its lead-in's."""
    if not any(stem in unit.low for stem in STEMS):
        return False
    kinds = {clause.verdict.kind for clause in read_clauses(unit.low)}
    return "predicate" in kinds or (bool(kinds & {"label", "list"}) and bool(unit.children))


_NUMBER = re.compile(r"\s*\(?(?:\d{1,3}|[a-z])[.)]\s+")
_RELATIVE = re.compile(
    r"(?<!\w)(?:that|which)\s+(?:is|are|was|were)\s+(?=(?:sold|offered|billed|given|provided|packaged|bundled|combined|marketed|"
    r"used|taken|mailed|delivered|compounded|made)(?!\w))"
)
"""What only says of a treatment how it comes ("psychotherapy that is sold with ketamine")."""
_ASIDE = re.compile(r",[^,;.]*,")


def names_alone(unit: Unit) -> bool:
    """Whether a numbered passage begins with a treatment in a sentence without a verb, on which nothing after it
    decides otherwise ("13. Ketamine for chronic pain. This item does not reach anesthesia.")."""
    number = _NUMBER.match(unit.low)
    if number is None:
        return False
    head = _head_of(unit)
    named = head[number.end() :]
    if FINITE.search(_RELATIVE.sub(" ", _ASIDE.sub(" ", named))) or not find_treatments(named) or read_clauses(named):
        return False
    rest = [unit.low_of(one) for one in unit.sentences if one.offset >= len(head)]
    return all(
        clause.treatments or clause.verdict.position != "covered" or clause.foreign or THE_EXCEPTION.search(low)
        for low in rest
        for clause in read_clauses(low)
    )


def _head_of(unit: Unit) -> str:
    """What an item names: its first sentence; the second too where the first is only a marker."""
    sentences = unit.sentences
    if not sentences:
        return unit.low
    first = sentences[1] if len(sentences) > 1 and len(sentences[0].text.strip()) < 4 else sentences[0]
    return unit.low[: first.offset + len(first.text)]


def _is_headed(head: str, named: list[Named], *, set_off: bool) -> bool:
    """Whether an item under "covered when one of these is met" is headed by an indication, and no mere criterion; one
    that is `set_off` as a diagnosis or by items of its own may say more of it."""
    first = next((one for one in named if one.kind in ("named", "group")), None)
    if first is None:
        return False
    before = MARKER.sub("", head[: first.start]).strip(" \"'(")
    if _OPENING.sub(" ", before).strip(" ,:-–()"):
        return False
    after = _ABBREVIATION.sub("", head[first.end :]).strip(" ;.,")
    clause = re.split(r"[.;:]", after, maxsplit=1)[0]
    if not _GOES_ON.match(after) and _CLAUSE_VERB.search(clause):
        return False
    return set_off or len(after.split()) <= 14 or after[:1] in ":.(-–"
