"""Lists of drugs with a column of criteria: a row that sets criteria for a use covers the drug for it under them."""

from __future__ import annotations

from collections.abc import Iterator

from ketacli.policy import lazy_re as re
from ketacli.policy.outline import Unit
from ketacli.policy.positions.clauses import read_clauses
from ketacli.policy.positions.forms import CONTINUES, NEGATED, CriteriaStater
from ketacli.policy.positions.indications import LABELED, Named, find_indications
from ketacli.policy.positions.items import are_joined
from ketacli.policy.positions.making import Surroundings
from ketacli.policy.positions.statements import Statement
from ketacli.policy.positions.treatments import find_treatments
from ketacli.policy.positions.verdicts import find_verdicts

_CRITERIA = re.compile(
    r"\W*(?:clinical |pa |prior authorization |coverage |approval |step therapy |step |utilization management |um )*"
    r"(?:criteria|requirements?|edits?|restrictions?|rules?|pa criteria|conditions|details)"
    r"(?: (?:for|of) (?:approval|coverage|authorization|use))?\W*$"
)
_BELONGS = re.compile(r"(?<!\w)(?:for|with|of|dx|diagnosis|has|have|in)\W+(?:\w+\W+){0,3}$|(?:^|[;,.:(/]|\d\)?)\W*$")
_DRUG = ("esketamine",)
_NO_USE = (Named(0, 0, (), kind="none"),)


class ListReader:
    """Reads the rows of lists of drugs of one document."""

    def __init__(self, around: Surroundings) -> None:
        self._outline = around.outline
        self._stater = CriteriaStater(around)

    def read(self, row: Unit) -> Iterator[Statement]:
        """Statements of a row that names esketamine and uses in its criteria, and decides at most on all other uses."""
        if row.kind == "table_row":
            for offset, low in self._criteria(row):
                yield from self._stater.state(row, offset, low, labeled_uses(low), _DRUG)
        elif row.kind == "paragraph" and row.parent is not None and ":" in row.text:
            above = self._outline.units[row.parent]
            if above.kind == "table_row" and any(True for _ in self._criteria(above)):
                uses = labeled_uses(row.low[: row.low.index(":") + 1])
                if not find_verdicts(row.low):
                    yield from self._stater.state(row, 0, row.low_of(row.sentences[0]), uses, _DRUG)

    def _criteria(self, row: Unit) -> Iterator[tuple[int, str]]:
        """The cells of criteria of a row on esketamine, each with its offset."""
        if row.is_header_row or len(row.cells) < 2 or not row.headers or len(row.headers) != len(row.cells):
            return
        drugs = {mention.ids for mention in find_treatments(row.low_of(row.cells[0]))}
        if drugs != {_DRUG} or any(_decides(row.low_of(cell)) for cell in row.cells):
            return
        for cell, header in zip(row.cells[1:], row.headers[1:], strict=True):
            low = row.low_of(cell)
            if _CRITERIA.match(" ".join(header.lower().split())) and not CONTINUES.match(low):
                yield cell.offset, low


def _decides(low: str) -> bool:
    """Whether a cell decides on more than all uses but those that it names."""
    if not find_verdicts(low):
        return False
    return not all(use.kind == "other" for clause in read_clauses(low) for use in clause.indications or _NO_USE)


def labeled_uses(low: str) -> tuple[Named, ...]:
    """The labeled uses that a cell of criteria names as what the drug is for."""
    found: dict[str, Named] = {}
    last = -1
    for use in find_indications(low):
        before = low[max(0, use.start - 40) : use.start]
        belongs = are_joined(low, last, use.start) or _BELONGS.search(low[: use.start])
        demanded = belongs and not NEGATED.search(before)
        if use.kind == "named" and use.ids[0] in LABELED and demanded:
            found.setdefault(use.ids[0], use)
            last = use.end
    return tuple(found.values())
