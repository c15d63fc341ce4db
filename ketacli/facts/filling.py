"""Figures inside a text: `{part_b_deductible}` or `{self_pay_session:low}` → the value on a day."""

from __future__ import annotations

import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from ketacli.facts.records import CHECK_THIS, Value
from ketacli.facts.store import value

UNPUBLISHED = "an amount that is not published yet"
_SLOT = re.compile(r"\{([A-Za-z]\w*)(?::(\w+))?\}")


def fill(text: str, on: date) -> tuple[str, list[Value]]:
    """The text with its figures, and the values that were used. Raises KeyError for a figure that nobody has."""
    used: list[Value] = []

    def figure(slot: re.Match[str]) -> str:
        found = value(slot[1], on=on)
        used.append(found)
        said = found.value[slot[2]] if slot[2] and found.value is not None else found.value
        mark = "" if found.settled else f" ({CHECK_THIS})"
        return shown(said, found.unit) + mark

    return _SLOT.sub(figure, text), used


def shown(said: object, unit: str) -> str:
    """A value as a person reads it: `$1,050`, `$190.52`, `7.5%`, `2 hours`."""
    if said is None:
        return UNPUBLISHED
    if isinstance(said, date):
        return said.isoformat()
    if isinstance(said, (Decimal, int)) and not isinstance(said, bool):
        if unit.startswith("USD"):
            return dollars(Decimal(said)) + unit.removeprefix("USD")
        return f"{Decimal(said).normalize():,f}" + ("%" if unit == "percent" else "")
    if isinstance(said, dict):
        return ", ".join(f"{name.replace('_', ' ')} {shown(part, unit)}" for name, part in said.items())
    return str(said)


def dollars(amount: Decimal) -> str:
    """Dollars with thousands separated; cents only where there are any."""
    cents = amount.quantize(Decimal("0.01"), ROUND_HALF_UP)
    return f"${cents:,.2f}".removesuffix(".00")
