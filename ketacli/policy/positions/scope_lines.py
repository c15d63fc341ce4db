"""Lines that tell what a policy is for: one that "sets out when Spravato is medically necessary" has criteria."""

from __future__ import annotations

from collections.abc import Iterator

from ketacli.policy import lazy_re as re
from ketacli.policy.outline import Unit
from ketacli.policy.positions.forms import NEGATED, CriteriaStater
from ketacli.policy.positions.indications import LABELED, find_indications
from ketacli.policy.positions.making import Surroundings
from ketacli.policy.positions.statements import Statement
from ketacli.policy.positions.treatments import find_treatments
from ketacli.policy.substrings import AnyOf

_SETS_OUT = re.compile(
    r"(?<!\w)(?:sets?(?: out| forth)?|defines?|describes?|outlines?|lists?|details?|specif(?:y|ies)|establishes?|"
    r"lays? (?:out|down)|summari[sz]es)\s+"
    r"(?:the\s+|its\s+|our\s+|medical[- ]necessity\s+|coverage\s+|clinical\s+|and\s+)*"
    r"(?:when|criteria|conditions|requirements)(?!\w)[^.;]{0,120}"
    r"(?<!\w)(?:medically necessary|covered|coverage|approved|approval|authori[sz]ation|initiation|initial)(?!\w)"
)
_may_set = AnyOf(
    " sets ", "defin", "describ", "outlin", "lists ", "details ", "specif", "establish", " lays ", "summari"
)


class ScopeReader:
    """Reads such lines of one document."""

    def __init__(self, around: Surroundings) -> None:
        self._stater = CriteriaStater(around)

    def read(self, unit: Unit) -> Iterator[Statement]:
        """Statements for the labeled uses of esketamine that such a line names."""
        if unit.kind == "heading" or not _may_set(unit.low):
            return
        for sentence in unit.sentences:
            low = unit.low_of(sentence)
            sets = _SETS_OUT.search(low)
            if sets is None or {mention.ids for mention in find_treatments(low)} != {("esketamine",)}:
                continue
            uses = tuple(
                use
                for use in find_indications(low)
                if use.kind == "named" and use.ids[0] in LABELED and not NEGATED.search(low[sets.start() : use.start])
            )
            yield from self._stater.state(unit, sentence.offset, low, uses, ("esketamine",))
