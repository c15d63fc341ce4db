"""What a table tells of the place of its rows: columns of criteria, first cells that reach down into the next rows."""

from __future__ import annotations

from collections.abc import Sequence

from ketacli.policy import lazy_re as re
from ketacli.policy.outline import Unit

_CRITERIA_COLUMN = re.compile(
    r"\bcriteri|\brequirements?\b|\bwhat (?:we|the plan) (?:needs?|asks?|requires?|looks?|checks?|wants?)\b|"
    r"\bwhat (?:is|must be|has to be) (?:needed|shown|required|met|asked)\b|\bcovered (?:when|if)\b|"
    r"\bmust be (?:met|shown|on file)\b"
)


def states_criteria(unit: Unit) -> bool:
    """Whether a column of the table says that its cells are criteria ("Use | Criteria | Length")."""
    return any(_CRITERIA_COLUMN.search(header.lower()) for header in unit.headers[1:])


def spanned_by(unit: Unit, units: Sequence[Unit]) -> list[str]:
    """Texts of the first cells of a row above that reach down into this row, which lacks the columns they stand in."""
    if unit.kind != "table_row" or not unit.headers or not all(unit.headers):
        return []
    for index in range(unit.index - 1, max(unit.index - 12, 0), -1):
        above = units[index]
        missing = len(above.headers) - len(unit.headers)
        if above.kind != "table_row" or above.headers[max(missing, 0) :] != unit.headers:
            return []
        if missing:
            return [above.low_of(cell) for cell in above.cells[:missing]]
    return []
