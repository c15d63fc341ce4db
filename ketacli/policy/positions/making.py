"""Makes statements: quotes the passage, names the rule, notes the trace, one statement for each pair."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import cast

from ketacli.policy import lazy_re as re
from ketacli.policy.outline import Outline, Sentence, Unit
from ketacli.policy.positions.clauses import Clause
from ketacli.policy.positions.context import Context, ids_of
from ketacli.policy.positions.holders import Holders
from ketacli.policy.positions.indications import Named, find_indications
from ketacli.policy.positions.lexicons import MARKER, verdict_words
from ketacli.policy.positions.statements import BEFORE, OWN, SOURCES, Statement
from ketacli.policy.positions.treatments import BARE, find_treatments
from ketacli.policy.quotes import Quoter
from ketacli.policy.reading import Indication, PositionWord, Treatment
from ketacli.records import positional, record

_JOINT = re.compile(r"[\s,;:–—.]*(?:(?:and|but|or|whereas|while|however)(?!\w)[\s,]*)?", re.IGNORECASE)
_LONGEST_QUOTE = 420


@record
class Manner:
    """What kind of document the sentences stand in, so far as it changes what counts."""

    letter: bool = False
    appeal: bool = False
    bulletin: bool = False


@record
class Surroundings:
    """What a passage stands in: the outline, what may be taken from around, and the pages to quote from."""

    outline: Outline
    context: Context
    quoter: Quoter
    holders: Holders
    manner: Manner = Manner()
    why: bool = False
    """Whether statements carry their trace."""

    def heading(self, unit: Unit) -> str | None:
        """The heading under which a unit stands."""
        return self.outline.section_of(unit).heading or None


@positional
class Reach:
    """What a verdict speaks of, and how near these stand to it (see `statements`)."""

    treatments: tuple[str, ...]
    treatment_from: int
    uses: tuple[Named, ...]
    use_from: int


class Maker:
    """Makes the statements of one clause."""

    def __init__(
        self, around: Surroundings, unit: Unit, sentence: Sentence, low: str, clause: Clause, rule: str = ""
    ) -> None:
        self._around, self._unit, self._sentence, self.low, self._clause = around, unit, sentence, low, clause
        self._rule = rule
        self.position = _position(clause)
        self.covers = self.position in ("covered", "covered_with_criteria")
        self._line = _line_of_business(around, unit, sentence.text, low)

    def make(self, reach: Reach, *, position: PositionWord | None = None, rule: str = "") -> Iterator[Statement]:
        """One statement for each treatment and indication, with the clause as quote."""
        start, end = self._stretch()
        focus = self._sentence.offset + self._clause.verdict.start
        yield from self._spread(
            reach, self._around.quoter.quote(self._unit, start, end, focus), self._unit, position, rule
        )

    def item(self, child: Unit, head: str, reach: Reach, position: PositionWord | None = None) -> Iterator[Statement]:
        """One statement for each pair that a list item names, with the item as quote."""
        left = MARKER.match(child.text)
        start = left.end() if left else 0
        quote = self._around.quoter.quote(child, start, max(len(head.rstrip()), start + 1), start)
        yield from self._spread(reach, quote, child, position, self._rule or "KP002")

    def cell(self, row: Unit, reach: Reach, quote: tuple[int, str]) -> Iterator[Statement]:
        """One statement for each pair that a table row names."""
        yield from self._spread(reach, quote, row, None, self._rule)

    def _spread(
        self, reach: Reach, quote: tuple[int, str], unit: Unit, position: PositionWord | None, rule: str
    ) -> Iterator[Statement]:
        clause = self._clause
        for treatment in reach.treatments:
            for indication, kind in pairs(reach.uses):
                if kind == "fda" and treatment.startswith("ketamine"):
                    continue  # the labeled uses of esketamine; ketamine's are none of these
                yield Statement(
                    treatment=cast(Treatment, treatment),
                    indication=cast(Indication, indication),
                    position=position or self.position,
                    page=quote[0],
                    quote=quote[1],
                    heading=self._around.heading(unit),
                    rule=rule or self._rule or _rule(clause, kind),
                    treatment_from=reach.treatment_from,
                    indication_from=reach.use_from,
                    kind=kind,
                    unmet=clause.unmet,
                    excepted=clause.exception == "criteria" and not clause.spared,
                    limited=clause.limited,
                    fallback=clause.verdict.kind == "criteria",
                    applies_to=self._line,
                    trace=self._trace(unit, treatment, indication, reach),
                )

    def _stretch(self) -> tuple[int, int]:
        """The clause, without what joins it to the one before; the whole sentence where it names nothing itself."""
        sentence, clause = self._sentence, self._clause
        start, end = clause.start, clause.end
        if not clause.treatments and not clause.indications and len(sentence.text) <= _LONGEST_QUOTE:
            start, end = 0, len(sentence.text)
        joined = _JOINT.match(sentence.text, start, end)
        start = joined.end() if joined else start
        if clause.start == 0 and (marker := MARKER.match(sentence.text)):
            start = max(start, marker.end())
        if end - start > _LONGEST_QUOTE:
            start = _edge(sentence.text, max(start, clause.verdict.start - _LONGEST_QUOTE // 2))
            end = _edge(sentence.text, min(end, start + _LONGEST_QUOTE))
        return sentence.offset + start, sentence.offset + end

    def _trace(self, unit: Unit, treatment: str, indication: str, reach: Reach) -> tuple[str, ...]:
        if not self._around.why:
            return ()
        clause = self._clause
        words = self.low[clause.verdict.start : clause.verdict.end]
        role = self._around.outline.section_of(unit).role.value.replace("_", " ")
        steps = (
            f"sentence: {' '.join(self._sentence.text.split())[:300]}",
            f"section: {self._around.heading(unit) or 'before the first heading'} ({role})",
            f"cue: “{words}” read as {self.position.replace('_', ' ')}",
            f"treatment {treatment}: {SOURCES[reach.treatment_from]}",
            f"indication {indication}: {SOURCES[reach.use_from]}",
            f"exception: {clause.exception}" if clause.exception else "",
            "holds for those who do not meet the criteria" if clause.unmet else "",
            f"only for {self._line}" if self._line else "",
        )
        return tuple(step for step in steps if step)


def pairs(uses: Iterable[Named]) -> list[tuple[str, str]]:
    """Indications with the kind of word that names them; a group word yields to the members named after it.

    Without any the one pair is ("any", "none").
    """
    named = list(uses)
    if not named:
        return [("any", "none")]
    found: dict[str, str] = {}
    for use in named:
        # A use outside of the vocabulary has no ids: alone it gives no pair at all.
        if use.kind == "group" and _only_examples(use, named):
            continue
        for one in use.ids:
            if found.get(one) in (None, "group", "fda"):
                found[one] = use.kind
    return list(found.items())


def _only_examples(group: Named, uses: list[Named]) -> bool:
    """Whether what is named after a group word are its members ("psychiatric disorders, such as …")."""
    return any(one in group.ids for use in uses if use.kind == "named" and use.start > group.start for one in use.ids)


def _position(clause: Clause) -> PositionWord:
    position = clause.verdict.position
    criteria = clause.conditional or clause.verdict.kind == "criteria" or clause.exception == "criteria"
    return "covered_with_criteria" if position == "covered" and criteria else position


def _rule(clause: Clause, kind: str) -> str:
    if clause.verdict.kind in ("criteria", "quote"):
        return {"criteria": "KP007", "quote": "KP012"}[clause.verdict.kind]
    if clause.exception == "criteria":
        return "KP006"
    return {"other": "KP005", "group": "KP009", "fda": "KP009"}.get(kind, "KP001")


def _line_of_business(around: Surroundings, unit: Unit, text: str, low: str) -> str | None:
    """The line of business that the sentence or its own heading limits it to, in the document's words."""
    found = verdict_words("lines").find(low)
    if found:
        return " ".join(text[found[0].start : found[0].end].split())
    section = around.outline.section_of(unit)
    heading = section.heading
    if heading and heading != around.context.title and section.parent and verdict_words("lines").has(heading.lower()):
        return heading
    return None


def _edge(text: str, at: int) -> int:
    """The blank at or after an offset, so that a quote begins and ends with whole words."""
    while 0 < at < len(text) and not text[at - 1].isspace() and not text[at].isspace():
        at += 1
    return at


def by_any_route(treatments: tuple[str, ...], uses: tuple[Named, ...]) -> tuple[str, ...]:
    """Ketamine for anesthesia is so by any route, whatever the title names: its section decides on other uses."""
    if not uses or BARE not in treatments or any(use.ids != ("anesthesia",) for use in uses):
        return treatments
    return tuple("ketamine_any" if one == BARE else one for one in treatments)


def spared_statements(clause: Clause, reach: Reach, maker: Maker) -> Iterator[Statement]:
    """What an exception takes out: the opposite verdict where coverage itself is turned round, else silence."""
    if clause.exception not in ("named", "criteria") or not clause.spared:
        return
    axis = clause.verdict.axis
    turned: PositionWord = "not_addressed"
    if maker.covers:
        turned = "not_covered"
    elif axis in ("covered", "necessary") or clause.opposite or (axis, clause.exception) == ("excluded", "criteria"):
        turned = "covered_with_criteria" if clause.exception == "criteria" else "covered"
    if clause.all_but and turned in ("covered", "covered_with_criteria"):
        return  # "uses other than X are not covered" refuses those uses, and promises nothing for X
    yield from maker.make(
        Reach(reach.treatments, reach.treatment_from, clause.spared, OWN), position=turned, rule="KP006"
    )


def cut_off(low: str, first: Clause) -> Reach | None:
    """What the part of a sentence names that ends before its first clause ("… covered it; this plan covers it")."""
    found = ids_of(find_treatments(low[: first.start])) if first.start else ()
    return Reach(found, BEFORE, tuple(find_indications(low[: first.start])), BEFORE) if found else None
