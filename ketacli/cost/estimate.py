"""A self-pay bill against its good-faith estimate: whether it may be disputed, until when, for which fee."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from ketacli import facts
from ketacli.cost.money import cents
from ketacli.errors import FactsProblem
from ketacli.facts import Source

WINDOW_DAYS = 120
"""Calendar days from the bill within which a dispute is opened (45 CFR 149.620(c))."""


class EstimateCheck(NamedTuple):
    """The comparison, in dollars."""

    estimate: Decimal
    bill: Decimal
    difference: Decimal
    """Bill minus estimate; negative where the bill is lower."""
    trigger: Decimal
    """The difference from which a dispute is possible."""
    may_dispute: bool
    until: date | None
    """Last day to open it; None where the date of the bill is not given."""
    fee: Decimal
    sources: tuple[Source, ...]


def check_estimate(estimate: Decimal, bill: Decimal, billed_on: date | None, today: date) -> EstimateCheck:
    """One provider's bill against its estimate (patient-provider dispute resolution, No Surprises Act).

    For people without insurance, or who do not use it; never for Medicare, Medicaid or TRICARE members using it.
    """
    on = billed_on or today
    trigger, fee = _figure("gfe_dispute_trigger", on), _figure("gfe_dispute_fee", on)
    difference = bill - estimate
    last = None if billed_on is None else billed_on + timedelta(days=WINDOW_DAYS)
    sources = tuple({source.key: source for source in (trigger[1], fee[1])}.values())
    may = difference >= trigger[0]
    return EstimateCheck(estimate, bill, difference, trigger[0], may, last if may else None, fee[0], sources)


def _figure(key: str, on: date) -> tuple[Decimal, Source]:
    found = facts.value(key, on=on)
    number = found.number()
    if number is None:
        raise FactsProblem(f"no figure {key} is known for that day")
    return cents(number), found.source
