"""Forms of prior authorization: what has to be answered "yes" for approval is covered under these criteria."""

from __future__ import annotations

from collections.abc import Iterator

from ketacli.policy import lazy_re as re
from ketacli.policy.outline import Outline, Unit
from ketacli.policy.positions.clauses import Clause
from ketacli.policy.positions.indications import Named, find_indications
from ketacli.policy.positions.items import is_demanded
from ketacli.policy.positions.making import Maker, Reach, Surroundings
from ketacli.policy.positions.statements import LEAD, OWN, SECTION, Statement
from ketacli.policy.positions.verdicts import Verdict
from ketacli.policy.substrings import AnyOf

_ANSWERS = r"(?:marked|answered|checked|ticked|circled|filled in|initialed|selected|completed)"
_FOR_APPROVAL = r"(?:for|before|to be|to get|in order to|needed|required|to receive|to obtain)"
_MUST_BE = r"(?<!\w)(?:must|has to|have to|need to|needs to|should|shall)\s+be\s+"
_APPROVAL = r"(?:approval|authorization|coverage)(?!\w)"
_RULE = re.compile(
    rf"(?<!\w)(?:all|each|every|both|any)(?!\w)[^.;]{{0,90}}{_MUST_BE}{_ANSWERS}[^.;]{{0,60}}"
    rf"(?<!\w){_FOR_APPROVAL}[^.;]{{0,40}}(?<!\w)(?:approv|authori|cover)"
    rf"|(?<!\w){_APPROVAL}[^.;]{{0,40}}(?<!\w)(?:requires?|needs?|is given (?:only )?(?:if|when)|depends on)(?!\w)"
    rf"[^.;]{{0,80}}(?<!\w)(?:\"?yes\"?|{_ANSWERS})(?!\w)"
    rf"|(?<!\w)(?:for|to (?:get|obtain|receive)) {_APPROVAL},?\s+(?:all|each|every|both)(?!\w)[^.;]{{0,80}}"
    rf"{_MUST_BE}{_ANSWERS}"
)
"""What a form says of the answers that it asks for ("All of C1 through C7 must be marked "Yes" for approval")."""
_YES_NO = re.compile(r"\W*(?:yes\W+no|no\W+yes|y\W+n)(?:\W+n/?a)?\W*$")
_ALONE = re.compile(r"\W*(?:yes|no)(?:\W+no)?\W*$")
_CONFIRMED = re.compile(r"[^.;?]{0,60}(?<!\w)(?:is|was|has been) (?:confirmed|documented|established|diagnosed)(?!\w)")
NEGATED = re.compile(r"(?<!\w)(?:not|no|without|never|nor|deny|denies|excluded|other than)(?!\w)")
_RESISTANT = re.compile(r"(?<!\w)(?:treatment|therapy)[\s-]+(?:resistant|refractory)(?!\w)")
CONTINUES = re.compile(r"(?<!\w)(?:renew|continu|reauthor|re-authori)")
_may_rule = AnyOf("approv", "authori", "coverage")
_may_ask = AnyOf("diagnos", "confirmed", " with ", " has ", " have ")


class CriteriaStater:
    """States what a passage presupposes that sets criteria without a word of coverage."""

    def __init__(self, around: Surroundings) -> None:
        self._around = around

    def state(
        self, unit: Unit, offset: int, low: str, uses: tuple[Named, ...], drugs: tuple[str, ...] = ()
    ) -> Iterator[Statement]:
        """Statements that `drugs`, or what a unit is about, are covered under criteria for uses; quotes `low`."""
        treatments, source = (drugs, OWN) if drugs else self._around.context.treatments(unit)
        treatments = self._around.context.narrowed(treatments, unit)
        if not uses or len(treatments) != 1 or treatments == ("other",) or not _is_ours(self._around.outline, unit):
            return
        verdict = Verdict(0, len(low), "covered", "covered", "criteria")
        clause = Clause(start=0, end=len(low), verdict=verdict, treatments=(), indications=(), conditional=True)
        start = offset + len(low) - len(low.lstrip())
        sentence = next(
            one for one in (*unit.sentences, *unit.cells) if one.offset <= start < one.offset + len(one.text)
        )
        maker = Maker(self._around, unit, sentence, low, clause, rule="KP007")
        quote = self._around.quoter.quote(unit, start, offset + len(low.rstrip()), start)
        yield from maker.cell(unit, Reach(treatments, max(source, LEAD), uses, OWN), quote)


class FormReader:
    """Reads what a form presupposes. One for each document."""

    def __init__(self, around: Surroundings, *, form: bool) -> None:
        self._around = around
        self._form = form
        self._stater = CriteriaStater(around)

    def read(self, unit: Unit) -> Iterator[Statement]:
        """Statements of a rule on answers, and of a question that demands a diagnosis."""
        if not self._form or unit.kind == "heading" or not unit.in_force or len(unit.text) > 900:
            return
        if unit.kind != "table_row" and _may_rule(unit.low):
            for sentence in unit.sentences:
                low = unit.low_of(sentence)
                if _RULE.search(low):
                    named, source = self._around.context.indications(unit)
                    uses = tuple(use for use in named if use.kind == "named")
                    yield from self._stater.state(unit, sentence.offset, low, uses if source >= SECTION else ())
                    return
        if _may_ask(unit.low):
            yield from self._question(unit)

    def _question(self, unit: Unit) -> Iterator[Statement]:
        """A question with "Yes" and "No" beside or below it, which asks for a diagnosis."""
        asked = self._asked(unit)
        if asked is None:
            return
        offset, low = asked
        if CONTINUES.search(low) or NEGATED.search(low):
            return
        uses = [
            use
            for use in find_indications(low)
            if use.kind == "named" and (is_demanded(low[: use.start]) or _CONFIRMED.match(low, use.end))
        ]
        if uses and _RESISTANT.search(low):
            uses = [Named(use.start, use.end, ("trd",)) if use.ids == ("mdd",) else use for use in uses]
        kept = {use.ids: use for use in uses if use.ids in (("trd",), ("mdd_si",))}
        yield from self._stater.state(unit, offset, low, tuple(kept.values()))

    def _asked(self, unit: Unit) -> tuple[int, str] | None:
        """The question of a unit and where it stands, if a yes or a no is asked for."""
        if unit.kind == "table_row":
            lows = [unit.low_of(cell) for cell in unit.cells]
            if len(lows) < 2 or not any(_YES_NO.match(low) for low in lows[1:]):
                return None
            at = max(range(len(lows)), key=lambda index: len(lows[index]))
            return unit.cells[at].offset, lows[at]
        mark = unit.low.rfind("?")
        if mark < 0:
            return None
        start = max(unit.low.rfind(". ", 0, mark), unit.low.rfind("? ", 0, mark)) + 1
        after = unit.low[mark + 1 :]
        units = self._around.outline.units
        below = units[unit.index + 1].low if unit.index + 1 < len(units) else ""
        answered = _YES_NO.match(after) or _ALONE.match(f"{after} {below}")
        return (start, unit.low[start : mark + 1]) if answered else None


def _is_ours(outline: Outline, unit: Unit) -> bool:
    """Whether no heading above a unit says that it tells of renewals, examples or history."""
    path = " | ".join(outline.section_of(unit).path[1:]).lower()
    return not (CONTINUES.search(path) or re.search(r"(?<!\w)(?:example|sample|history|changes)(?!\w)", path))
