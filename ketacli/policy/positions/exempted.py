"""Uses that are freed from a step: the rest of the criteria holds for them ("Acute suicidality: items 3 and 4 are
waived")."""

from __future__ import annotations

from collections.abc import Iterator

from ketacli.policy import lazy_re as re
from ketacli.policy.outline import Unit
from ketacli.policy.positions.forms import CONTINUES, CriteriaStater
from ketacli.policy.positions.indications import LABELED, find_indications
from ketacli.policy.positions.making import Surroundings
from ketacli.policy.positions.statements import Statement
from ketacli.policy.positions.treatments import find_treatments
from ketacli.policy.positions.verdicts import find_verdicts
from ketacli.policy.substrings import AnyOf

_STEP = (
    r"(?:items?|criteri(?:a|on)|steps?|trials?|requirements?|conditions?|failures?|numbers?|points?|questions?|"
    r"antidepressants?)"
)
_FREED = re.compile(
    rf"(?<!\w){_STEP}(?!\w)[^.;:]{{0,60}}(?<!\w)(?:(?:is|are|will be|be) (?:waived|set aside|not "
    rf"(?:required|needed|asked for|applied))|(?:do|does|will|shall) not (?:apply|(?:need to |have to )?be met))(?!\w)"
    rf"|(?<!\w)(?:no|without)\s+(?:[\w-]+\s+){{0,4}}{_STEP}\s+(?:is|are)\s+(?:required|needed|asked for)(?!\w)"
)
_may_free = AnyOf(
    "waived", "set aside", "not required", "not needed", "not apply", "not asked", "no ", " be met", "without "
)


class ExemptionReader:
    """Reads for which labeled uses a step is waived. One for each document."""

    def __init__(self, around: Surroundings) -> None:
        self._stater = CriteriaStater(around)

    def read(self, unit: Unit) -> Iterator[Statement]:
        """Statements of a sentence that frees one labeled use from a step and decides nothing else."""
        if unit.kind not in ("paragraph", "list_item") or not _may_free(unit.low):
            return
        for sentence in unit.sentences:
            low = unit.low_of(sentence)
            if not _FREED.search(low) or CONTINUES.search(low) or find_verdicts(low):
                continue
            uses = [use for use in find_indications(low) if use.kind == "named"]
            others = any("other" in mention.ids for mention in find_treatments(low))
            if len({use.ids for use in uses}) == 1 and uses[0].ids[0] in LABELED and not others:
                yield from self._stater.state(unit, sentence.offset, low, (uses[0],))
