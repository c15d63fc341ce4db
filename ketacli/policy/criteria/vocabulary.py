"""How amounts are written, loaded from its data file once and only when it is asked for."""

from __future__ import annotations

from functools import cache
from typing import cast

from ketacli.policy.reading import Comparison, Number
from ketacli.policy.words import vocabulary
from ketacli.records import record


@record
class Numbers:
    """How amounts are written."""

    values: dict[str, Number]
    words: list[str]
    tens: list[str]
    units: list[str]
    before: dict[str, Comparison]
    after: dict[str, Comparison]


@cache
def numbers() -> Numbers:
    """Words for amounts and comparisons."""
    data = vocabulary("criteria_numbers")
    values = cast(dict[str, Number], data["values"])
    return Numbers(
        values=values,
        words=sorted(values),
        tens=data["compounds"]["tens"],
        units=data["units"]["words"],
        before=data["before"],
        after=data["after"],
    )
