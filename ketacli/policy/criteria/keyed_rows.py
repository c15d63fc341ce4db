"""Tables whose rows name the rows of another table by their numbers ("Row 4: 30 days, 6 infusions")."""

from __future__ import annotations

from collections.abc import Iterator

from ketacli.policy import lazy_re as re
from ketacli.policy.outline import Outline

_KEY_COLUMN = re.compile(
    r"\W*(?:(?:grid |criteria |table )?(?:rows?|lines?|entry|entries|items?|paths?|pathways?|criteria sets?|sets?|"
    r"numbers?|no\.?|use no\.?)|#)(?:\s+(?:no\.?|numbers?|#))?\W*",
    re.I,
)
_KEY = re.compile(
    r"\W*(?i:row |line |entry |path )?(?P<first>\d{1,2}|[A-Z])(?:\s*(?:-|\u2013|to|through)\s*(?P<last>\d{1,2}))?\W*"
)
_NUMBERED = re.compile(r"\s*\(?(?P<key>\d{1,2}|[A-Z])[.):]\s+\S")
_ROWS = re.compile(r"\brows?\s+(?P<keys>\d{1,2}(?:\s*(?:,|and|&|to|through|-|\u2013)\s*(?:and\s+)?\d{1,2})*)", re.I)
_PART = re.compile(r"(?P<range>to|through|-|\u2013)?\s*(?P<key>\d{1,2})")


def numbered_rows(outline: Outline) -> dict[str, int]:
    """Rows whose first cell begins with a number or letter and names more, by that; empty where two have the same."""
    found: dict[str, int] = {}
    for unit in outline.units:
        if unit.kind == "table_row" and not unit.is_header_row and len(unit.cells) > 1:
            match = _NUMBERED.match(unit.cells[0].text)
            if match is not None and found.setdefault(match["key"], unit.index) != unit.index:
                return {}
    return found if len(found) > 1 else {}


def keyed_rows(outline: Outline, rows: dict[str, int]) -> dict[int, int]:
    """Rows that only give the number of one of the numbered `rows` in their first cell, each with that row."""
    found: dict[int, int] = {}
    for unit in outline.units if rows else ():
        if unit.kind != "table_row" or unit.is_header_row or len(unit.cells) < 2 or not unit.headers:
            continue
        key = _KEY.fullmatch(unit.cells[0].text)
        if key and not key["last"] and key["first"] in rows and _KEY_COLUMN.fullmatch(unit.headers[0]):
            found[unit.index] = rows[key["first"]]
    return found


def rows_named(text: str, rows: dict[str, int]) -> list[int]:
    """The numbered rows that a sentence names ("Prior authorization applies to rows 1 through 4")."""
    return [rows[key] for match in _ROWS.finditer(text) for key in _spread(match["keys"]) if key in rows]


def _spread(text: str) -> Iterator[str]:
    last = 0
    for part in _PART.finditer(text):
        number = int(part["key"])
        yield from map(str, range(last + 1, number + 1) if part["range"] and last else (number,))
        last = number
