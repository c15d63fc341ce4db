"""When the money moves: what is paid at the visit, and what comes back after a superbill."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from ketacli.cost.lines import Charge
from ketacli.cost.money import ZERO


class Movement(NamedTuple):
    """One day on which money moves."""

    day: date
    paid: Decimal
    """Dollars that the patient pays at the visit."""
    refunded: Decimal
    """Dollars that the plan sends back."""
    outlay: Decimal
    """Dollars that the patient has laid out so far and not got back."""


def superbill(charges: Sequence[Charge], refund_after: int) -> list[Movement]:
    """The patient pays each bill in full at the visit; the plan refunds its part `refund_after` days later."""
    paid: dict[date, Decimal] = {}
    back: dict[date, Decimal] = {}
    for charge in charges:
        day = charge.line.day
        paid[day] = paid.get(day, ZERO) + charge.billed - charge.savings
        refund = charge.plan_paid + charge.secondary_paid
        if refund:
            later = day + timedelta(days=refund_after)
            back[later] = back.get(later, ZERO) + refund
    outlay, movements = ZERO, []
    for day in sorted({*paid, *back}):
        outlay += paid.get(day, ZERO) - back.get(day, ZERO)
        movements.append(Movement(day, paid.get(day, ZERO), back.get(day, ZERO), outlay))
    return movements


def most_laid_out(movements: Sequence[Movement]) -> Decimal:
    """The largest amount that is out of the patient's pocket at one time, in dollars."""
    return max((movement.outlay for movement in movements), default=ZERO)
