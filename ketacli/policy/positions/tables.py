"""Reads table rows: a cell's verdict with the treatment and indication of its row and its column."""

from __future__ import annotations

from collections.abc import Iterator

from ketacli.policy.outline import Outline, Unit
from ketacli.policy.positions.context import Context
from ketacli.policy.positions.reader import UnitReader
from ketacli.policy.positions.statements import Statement


def read_row(outline: Outline, unit: Unit, reader: UnitReader, context: Context) -> Iterator[Statement]:
    """Statements of one table row."""
    yield from ()
