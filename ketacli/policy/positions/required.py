"""Uses that a document asks something for: "documentation of the following is required for treatment-resistant
depression:", and the diagnosis that a sheet of criteria asks for which has no word of coverage at all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ketacli.policy import lazy_re as re
from ketacli.policy.outline import Role, Unit
from ketacli.policy.positions.forms import CONTINUES, NEGATED, CriteriaStater
from ketacli.policy.positions.indications import LABELED, find_indications
from ketacli.policy.positions.listed_drugs import labeled_uses
from ketacli.policy.positions.making import Surroundings
from ketacli.policy.positions.statements import Statement
from ketacli.policy.positions.treatments import find_treatments
from ketacli.policy.positions.verdicts import find_verdicts
from ketacli.policy.reading import DocumentKind

_REQUIRED_FOR = re.compile(
    r"(?<!\w)(?:required|needed|must be (?:met|documented|provided|submitted|present))\s+(?:for|in)(?!\w)[^.;]*:\s*$"
    r"|^\W*(?:for|in)\s[^.;]{3,120}(?<!\w)(?:required|needed|must be (?:met|documented|provided|submitted)):\s*$"
)
_DIAGNOSIS = re.compile(
    r"\W*(?:\w{1,3}[.)]\s+)?(?:the\s+)?(?:(?:member|patient|individual)\w*\s+)?(?:\w+\s+){0,3}diagnos"
)
_FIELD = re.compile(r"(?:indication|use|diagnosis|condition)s?\s*:\s")
_CRITERIA = re.compile(r"\W*(?:criteria|requirements)\s*:\s*\w")
_SHEETS = frozenset({"drug_policy", "medical_policy"})


class RequiredReader:
    """Reads the lead-ins of one document that ask something for a use."""

    def __init__(self, around: Surroundings) -> None:
        self._stater = CriteriaStater(around)

    def read(self, unit: Unit) -> Iterator[Statement]:
        """Statements of a lead-in that decides nothing but what is asked for the use that it names."""
        if not unit.children or unit.kind == "heading" or unit.text.rstrip()[-1:] != ":":
            return
        low = unit.low_of(unit.sentences[-1])
        found = _REQUIRED_FOR.search(low)
        if found is None or find_verdicts(low) or CONTINUES.search(low) or NEGATED.search(low):
            return
        uses = tuple(use for use in find_indications(low) if use.kind == "named" and use.ids[0] in LABELED)
        yield from self._stater.state(unit, unit.sentences[-1].offset, low, uses)


def asked_by_sheet(
    statements: Sequence[Statement], around: Surroundings, kind: DocumentKind | None
) -> Iterator[Statement]:
    """The labeled uses that a sheet of criteria for esketamine asks as diagnosis, where nothing else speaks of it."""
    if kind not in _SHEETS or any(one.treatment == "esketamine" for one in statements):
        return
    if {mention.ids for mention in find_treatments(around.context.title.lower())} != {("esketamine",)}:
        return
    stater = CriteriaStater(around)
    units = around.outline.units
    for unit, below in zip(units, (*units[1:], None), strict=True):
        if unit.kind == "heading" and below is not None and _FIELD.match(unit.low) and _CRITERIA.match(below.low):
            yield from stater.state(unit, 0, unit.low, labeled_uses(unit.low), ("esketamine",))
        asks = around.outline.section_of(unit).role in (Role.CRITERIA, Role.UNKNOWN) and unit.in_force
        if not asks or unit.kind not in ("paragraph", "list_item"):
            continue
        if _DIAGNOSIS.match(unit.low) and not NEGATED.search(unit.low):
            sentence = unit.sentences[0]
            low = unit.low_of(sentence)
            yield from stater.state(unit, sentence.offset, low, labeled_uses(low), ("esketamine",))
