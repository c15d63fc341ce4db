"""Reads bulletins, which tell changes of several policies in fragments under a line that names each policy."""

from __future__ import annotations

from collections.abc import Iterator

from ketacli.policy import lazy_re as re
from ketacli.policy.outline import Unit
from ketacli.policy.positions.clauses import Clause, read_clauses
from ketacli.policy.positions.indications import find_indications
from ketacli.policy.positions.making import Maker, Reach, Surroundings
from ketacli.policy.positions.statements import OWN, SECTION, SUBJECT, Statement
from ketacli.policy.positions.treatments import find_treatments
from ketacli.policy.positions.verdicts import Verdict

_CHANGED = re.compile(
    r"(?:(?:is|was|has been|are|were|have been)\s+)?(?:changed|changes|revised|moved|moves|goes|reclassified|"
    r"updated)\s+"
    r"from\s+[^.;:]{3,60}?\s+to\s+(?!\d)"
)
_WORDS = "(?:investigational|experimental|unproven|medically|covered|excluded|reasonable|reimburs)"
_VERDICT_AHEAD = rf"(?=(?:an?\s+)?(?:not\s+|non-?)?{_WORDS})"
_BECAME = re.compile(
    r"(?<!not )(?<!never )(?<!yet )(?<!n't )(?:(?:is|was|has been|are|were|have been|will be)\s+)?"
    r"(?:(?:return(?:ed|s)|revert(?:ed|s)|move[ds]|change[ds]|restored|switche[ds]|reset|set|goes|went|go)\s+(?:back\s+)?to"
    r"|(?:reclassified|redesignated|reassigned|restored|added|listed|retained|kept|confirmed)\s+as"
    r"|reclassified|redesignated|made|became|becomes?|turns?|now)\s+(?:being\s+)?" + _VERDICT_AHEAD
)
"""What a treatment has become ("returned to investigational", "added as not medically necessary")."""
_BEFORE = re.compile(r"[,(]\s*(?:formerly|previously|until now|so far|once|hitherto|before)\s+[^,;.()]{3,50}[,)]")
"""What it was before, as an aside ("formerly investigational,")."""
_CRITERIA = re.compile(
    r"(?<!\w)(?:criteri(?:on|a)|requirements?|"
    r"number of (?:\w+\s+)?(?:antidepressants|medicines|drugs|trials)|(?:failed|prior) (?:antidepressants|"
    r"trials)|no longer asks?|"
    r"must have failed|is now required|no longer required|(?:initial|first|renewal) "
    r"(?:approval|authorization)|(?:now|still) (?:requires?|asks?))(?!\w)"
)
_NOT_NOW = re.compile(
    r"(?<!\w)(?:(?:is|are|was|were) not (?:planned|intended|expected|foreseen|adopted|affected|part)|no plans?|"
    r"no (?:coverage|criteria|decision)|under (?:review|study|discussion)|"
    r"(?:do|does|did|will) not (?:plan|intend|adopt|have|set|add)|rejected|declined)(?!\w)"
)
"""What a bulletin says it does not do for a use."""
_OF_THE_SAME = re.compile(r"\W*(?:it|this|that|they|these|both|the (?:requirement|criterion|change|same))(?!\w)")
"""A sentence that goes on with the change before it ("It stays in place for …")."""
_ENDED = re.compile(r"(?<!\w)(?:retired|withdrawn|used to read|archived)(?!\w)")


def as_now(low: str) -> str:
    """A sentence with what held before a change blanked: "changed from A to B" says B."""
    for aside in _BEFORE.finditer(low):
        low = low[: aside.start()] + " " * len(aside[0]) + low[aside.end() :]
    for pattern in (_CHANGED, _BECAME):
        for found in reversed(list(pattern.finditer(low))):
            words = "is " if len(found[0]) < len("is considered ") else "is considered "
            low = low[: found.start()] + words.rjust(found.end() - found.start()) + low[found.end() :]
    return low


class NewsReader:
    """Reads changes of criteria: what has criteria for a use is covered with criteria. One for each document."""

    def __init__(self, around: Surroundings) -> None:
        self._around = around

    def _subject(self, unit: Unit) -> tuple[str, ...]:
        """What a bulletin on one policy is about, by its title."""
        if not self._around.manner.bulletin or self._around.context.has_policies:
            return ()
        found, source = self._around.context.treatments(unit)
        return found if source >= SUBJECT and len(found) == 1 else ()

    def read(self, unit: Unit) -> Iterator[Statement]:
        """Statements for the uses named beside a change of criteria, unless the sentence decides otherwise."""
        treatments = self._around.context.policy(unit) or self._subject(unit)
        if treatments in ((), ("other",)) or not _CRITERIA.search(unit.low) or _ENDED.search(unit.low[:60]):
            return
        for sentence in unit.sentences:
            low = unit.low_of(sentence)
            uses = tuple(use for use in find_indications(low) if use.kind == "named")
            if not uses or any(mention.ids == ("other",) for mention in find_treatments(low)):
                continue
            goes_on = sentence is unit.sentences[0] or _OF_THE_SAME.match(low)
            if _NOT_NOW.search(low) or not (goes_on or _CRITERIA.search(low)):
                continue
            if any(clause.verdict.position != "not_addressed" for clause in read_clauses(low)):
                continue
            verdict = Verdict(uses[0].start, uses[0].end, "covered", "covered", kind="criteria")
            clause = Clause(start=0, end=len(low), verdict=verdict, treatments=(), indications=uses)
            maker = Maker(self._around, unit, sentence, low, clause, rule="KP007")
            yield from maker.make(Reach(self._around.context.narrowed(treatments, unit), SECTION, uses, OWN))
