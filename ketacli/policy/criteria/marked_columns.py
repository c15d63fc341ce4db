"""Grids of steps with a column of marks for each use ("Applies", "X", "Not required" beside what is asked for)."""

from __future__ import annotations

from collections.abc import Sequence

from ketacli.policy import lazy_re as re
from ketacli.policy.criteria.quantities import folded
from ketacli.policy.criteria.subjects import indications_in
from ketacli.policy.outline import Sentence, Unit
from ketacli.policy.reading import Indication

_HOLDS = re.compile(
    r"\W*(?:appl(?:y|ies|icable)|yes|y|x|required|must|needed|asked(?: for)?|include[ds]?|both|all|"
    r"[\u2713\u2714\u2022\u25cf\u2611\u2612\u25a0])\W*|\s*[\u2713\u2714\u2022\u25cf\u2611\u2612\u25a0]\s*"
)
_NOT = re.compile(
    r"\W*(?:(?:do(?:es)? not|doesn't|don't) apply|not applicable|n/?a|no|n|none|not (?:required|needed|asked(?: for)?)|"
    r"waived|exempt|skip(?:ped)?|optional|[\u2717\u2718\u2610])?\W*"
)
_FEWEST_WORDS = 5


def marked(unit: Unit, units: Sequence[Unit]) -> list[tuple[Sentence, Indication]]:
    """The one passage of a row with each use whose column is marked, `any` where all are; empty for other rows."""
    if len(unit.headers) != len(unit.cells) or len(unit.cells) < 3:
        return []
    columns: dict[int, Indication] = {}
    for at, header in enumerate(unit.headers):
        named = indications_in(folded(header)) if at else ()
        if len(named) == 1 and _is_mark(unit.cells[at].text):
            columns[at] = named[0]
    holding = [use for at, use in columns.items() if _HOLDS.fullmatch(folded(unit.cells[at].text))]
    if not holding or len(set(columns.values())) != len(columns):
        return []
    known = set(columns.values()) | _columns(unit, units)
    texts = [
        cell
        for at, cell in enumerate(unit.cells)
        if at not in columns and (len(cell.text.split()) >= _FEWEST_WORDS or (at and len(cell.text.split()) > 1))
    ]
    if len(texts) != 1 or len(known) < 2 or indications_in(folded(unit.headers[unit.cells.index(texts[0])])):
        return []
    told: list[Indication] = ["any"] if set(holding) == known else holding
    return [(texts[0], use) for use in told]


def _columns(unit: Unit, units: Sequence[Unit]) -> set[Indication]:
    """The uses that have a column in the table of a row: an empty cell is not among the cells of the row."""
    for index in range(unit.index - 1, -1, -1):
        if units[index].kind != "table_row":
            break
        if units[index].is_header_row:
            named = (indications_in(folded(cell.text)) for cell in units[index].cells[1:])
            return {uses[0] for uses in named if len(uses) == 1}
    return set()


def _is_mark(text: str) -> bool:
    low = folded(text)
    return _HOLDS.fullmatch(low) is not None or _NOT.fullmatch(low) is not None
