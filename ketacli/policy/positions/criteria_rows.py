"""Tables of uses and their criteria: what stands beside criteria is covered under them where other rows refuse."""

from __future__ import annotations

from collections.abc import Iterator

from ketacli.policy.outline import Sentence, Unit
from ketacli.policy.positions.clauses import Clause
from ketacli.policy.positions.context import ids_of
from ketacli.policy.positions.indications import find_indications
from ketacli.policy.positions.making import Maker, Reach, Surroundings
from ketacli.policy.positions.statements import OWN, Statement
from ketacli.policy.positions.treatments import find_treatments
from ketacli.policy.positions.verdicts import Verdict, find_verdicts

_FEWEST_WORDS = 4
"""A cell of criteria has so many words at least."""


def covered_by_criteria(around: Surroundings, row: Unit, quote: tuple[int, str]) -> Iterator[Statement]:
    """The use in the first cell of a row that decides nothing itself, beside its criteria ("CRPS | Symptoms for …")."""
    cell, low = row.cells[0], row.low_of(row.cells[0])
    uses = tuple(use for use in find_indications(low) if use.kind == "named")
    drugs = ids_of(find_treatments(low))
    treatments, drug_from = (drugs, OWN) if drugs else around.context.treatments(row)
    long = any(len(one.text.split()) >= _FEWEST_WORDS for one in row.cells[1:])
    if not uses or "other" in treatments or not long or not _is_refused_beside(around, row):
        return
    verdict = Verdict(0, len(low), "covered", "covered", kind="criteria")
    clause = Clause(start=0, end=len(low), verdict=verdict, treatments=(), indications=(), conditional=True)
    sentence = Sentence(page=row.page, start=cell.start, end=cell.end, text=cell.text, offset=cell.offset)
    maker = Maker(around, row, sentence, low, clause, rule="KP004")
    yield from maker.cell(row, Reach(around.context.narrowed(treatments, row), drug_from, uses, OWN), quote)


def _is_refused_beside(around: Surroundings, row: Unit) -> bool:
    """Whether another row of the table refuses its use."""
    rows = (one for one in around.outline.units if one.kind == "table_row" and one.section == row.section)
    return any(
        verdict.position not in ("covered", "not_addressed")
        for one in rows
        if one.parent == row.parent and not one.is_header_row
        for verdict in find_verdicts(one.low)
    )
