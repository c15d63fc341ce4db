"""Uses that the questions of a guideline approve ("… for a patient with treatment-resistant depression? If yes,
approve for 3 months.")."""

from __future__ import annotations

from collections.abc import Iterator

from ketacli.policy import lazy_re as re
from ketacli.policy.decisions import DENY, Decision, approved, decisions
from ketacli.policy.outline import Unit
from ketacli.policy.positions.forms import CONTINUES, NEGATED, CriteriaStater
from ketacli.policy.positions.indications import LABELED, Named, find_indications
from ketacli.policy.positions.making import Surroundings
from ketacli.policy.positions.statements import Statement

_OF_USE = re.compile(
    r"(?<!\w)(?:for|of|with|(?:has|have|is))\s+(?:(?:the|a|an|adult|patients?|members?|persons?|who|has|have|with|"
    r"diagnos(?:is|ed|es)|treatment|of|moderate|severe|to|either)(?:\s+|-))*$"
)
_BESIDE = re.compile(r"(?<!\w)(?:histor\w+|co-?morbid\w*|concurrent\w*|concomitant\w*|other than|besides)(?!\w)[^?]*$")
_PURPOSE = re.compile(
    r"(?<!\w)(?:requests?|requested|prescribed|used|ordered|use|being (?:given|treated)|"
    r"indication)(?!\w)[^?]{0,60}(?<!\w)(?:for|is)(?!\w)"
)


class DecisionReader:
    """Reads the questions of one document."""

    def __init__(self, around: Surroundings) -> None:
        self._stater = CriteriaStater(around)
        self._asked: dict[int, tuple[Decision, tuple[Named, ...]]] = {}
        """By unit: a question whose "yes" can end in approval, and the uses that it is asked of."""
        self._ways: set[int] = set()
        """Units whose verdicts only say where an answer leads."""
        for asked in decisions(around.outline):
            self._gather(asked)

    def _gather(self, asked: list[Decision]) -> None:
        uses = {one.unit.index: _uses(one.low) for one in asked}
        for one in asked:
            if not (one.yes == DENY and _PURPOSE.search(one.low)):
                self._ways.update((one.unit.index, *one.answers))
            own = {use.ids for use in uses[one.unit.index]}
            others = frozenset(unit for unit, named in uses.items() if named and not own & {use.ids for use in named})
            if own and not CONTINUES.search(one.low) and approved(asked, one, avoiding=others):
                self._asked[one.unit.index] = one, uses[one.unit.index]

    def leads_on(self, unit: Unit) -> bool:
        """Whether a unit asks or answers such a question: "deny" there is no word on what the question names."""
        return unit.index in self._ways

    def read(self, unit: Unit) -> Iterator[Statement]:
        """The statements of a question."""
        if unit.index in self._asked:
            one, uses = self._asked[unit.index]
            yield from self._stater.state(unit, one.start, one.low, uses)


def _uses(low: str) -> tuple[Named, ...]:
    """The uses that a question is asked of: named as the diagnosis or the aim, none of them as what must be absent."""
    found = [
        use
        for use in find_indications(low)
        if use.kind == "named" and _OF_USE.search(low[: use.start]) and not _BESIDE.search(low[: use.start])
    ]
    if not found or NEGATED.search(low[: found[0].start]):
        return ()
    labeled = tuple(use for use in found if use.ids[0] in LABELED)
    return labeled or tuple(found)
