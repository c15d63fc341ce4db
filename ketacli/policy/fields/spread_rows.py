"""Rows of a schedule that is laid out with blanks: rows that take two lines, rows below a line that names them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from ketacli.policy import lazy_re as re
from ketacli.policy.fields.lazy import lazy
from ketacli.policy.outline import Sentence, Unit

_REST = lazy(r"[^$%\d]*\b(?:deductible|copay\w*|coinsurance|visits?|applies|apply)\b[^$%\d]*", re.IGNORECASE)
_LONGEST_LEAD = 60


def spread_rows(units: Iterable[Unit]) -> Iterator[tuple[Unit, str]]:
    """Each row of two cells or more, with its second line if it has one, and the line above its table."""
    lead, held = "", None
    for unit in units:
        if unit.kind != "table_row":
            if held:
                yield held, lead
            lead, held = _lead(unit), None
        elif len(unit.cells) >= 2:
            if held and (whole := _joined(held, unit)):
                held = whole
                continue
            if held:
                yield held, lead
            held = unit
    if held:
        yield held, lead


def _lead(unit: Unit) -> str:
    text = unit.text.strip()
    return text if len(text) <= _LONGEST_LEAD and text[-1:] not in ".?!" else ""


def _joined(row: Unit, after: Unit) -> Unit | None:
    """A row with the line after it, where that line goes on in each of its columns and states no amount itself."""
    if any(header.strip() for header in (*row.headers, *after.headers)) or row.page != after.page:
        return None
    values = list(after.cells)
    label = values.pop(0) if len(after.cells) == len(row.cells) else None
    if len(values) != len(row.cells) - 1 or not all(_REST.fullmatch(value.text.strip()) for value in values):
        return None
    if label and not re.match(r"[(a-z]", label.text.strip()):
        return None
    rest = [label, *values]
    cells = tuple(_with(cell, more) for cell, more in zip(row.cells, rest, strict=True))
    return replace(row, end=after.end, cells=cells)


def _with(cell: Sentence, more: Sentence | None) -> Sentence:
    return replace(cell, text=f"{cell.text.rstrip()} {more.text.strip()}") if more else cell
