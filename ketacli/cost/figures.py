"""Federal figures of a year, from the facts: with their source, and with an honest word where a year has none."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from ketacli import facts


class Figure(NamedTuple):
    """A figure as it stands for a year."""

    amount: Decimal
    """In the unit of the fact (dollars or percent)."""
    year: int
    """The year for which it was published."""
    source: facts.Source
    settled: bool


@cache
def figure(key: str, year: int) -> Figure | None:
    """The figure of `year`, else the latest that was published before it; None where there is none.

    Compare `year` of the result with the year asked for: a stand-in must be named as one.
    """
    record = facts.fact(key)
    for entry in reversed(record.history):
        since = entry.since
        if entry.value is None or entry.superseded_by is not None or (since is not None and since.year > year):
            continue
        found = record.on(since or date(year, 1, 1))
        amount = found.number()
        if amount is not None:
            return Figure(amount, since.year if since else year, found.source, found.settled)
    return None


def federal_maximum(year: int) -> Figure | None:
    """The federal self-only out-of-pocket limit of a plan year, in dollars (45 CFR 156.130); None before 2024."""
    return figure("aca_oop_max_individual", year)
