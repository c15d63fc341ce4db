"""Tables of drugs: what heads their first column, also in a plain text, where nothing sets the heads apart."""

from __future__ import annotations

from collections.abc import Sequence

from ketacli.policy.outline import Unit

_FEWEST_COLUMNS = 3


def head_of_drugs(unit: Unit, units: Sequence[Unit]) -> str:
    """The head of the first column of a row's table. In a table without heads it is the first cell of the first row, if
    there are three columns and some row's first cell names ketamine or esketamine; empty where there is none."""
    if any(unit.headers) or len(unit.cells) < _FEWEST_COLUMNS:
        return unit.headers[0] if unit.headers else ""
    first = last = unit.index
    while first and _continues(units[first - 1], unit):
        first -= 1
    while last + 1 < len(units) and _continues(units[last + 1], unit):
        last += 1
    names = [row.cells[0].text.lower() for row in units[first : last + 1]]
    ours = any("ketamine" in name or "spravato" in name for name in names)
    return units[first].cells[0].text if ours and first < unit.index else ""


def _continues(row: Unit, unit: Unit) -> bool:
    return row.kind == "table_row" and row.section == unit.section and len(row.cells) == len(unit.cells)
