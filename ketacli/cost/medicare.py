"""Lines of a session at Medicare's amounts, from the physician fee schedule in the facts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from ketacli import facts
from ketacli.cost.money import show
from ketacli.cost.prices import Offer, Price, point
from ketacli.errors import UsageProblem
from ketacli.facts import Source

_ESKETAMINE = {56: ("G2082", "Visit with esketamine up to 56 mg"), 84: ("G2083", "Visit with esketamine, 84 mg")}


def medicare_offers(dose_mg: int | None, days: Sequence[date]) -> tuple[list[Offer], list[str], list[Source]]:
    """The line of an esketamine visit in an office, its assumptions and sources, in Original Medicare.

    Raises UsageProblem for a dose that there is not.
    """
    if dose_mg not in (None, *_ESKETAMINE):
        raise UsageProblem("--dose is neither 56 nor 84", hint="Spravato comes as 56 mg (2 devices) or 84 mg (3).")
    code, service = _ESKETAMINE[dose_mg or 84]
    amount, year, source = amount_of(code, days[0])
    told = [f"{code}: Medicare's national amount of {year} in an office is {show(amount.typical)}; localities differ."]
    if days[-1].year > year:
        told.append(f"{code}: the amounts of {days[-1].year} are not published here; those of {year} stand in.")
    if dose_mg is None:
        low = amount_of(_ESKETAMINE[56][0], days[0])[0].typical
        amount = Price(low, amount.typical, amount.high)
        told.append("The dose is not given: low is 56 mg, typical and high are 84 mg (--dose 56 or --dose 84).")
    told.append("G2082 and G2083 are for established patients; a first evaluation is billed on another day.")
    return [Offer(service, "part_b_drug", "in", amount, amount, "treatment", code)], told, [source]


def amount_of(code: str, day: date) -> tuple[Price, int, Source]:
    """Medicare's national office amount of a code: price in dollars, its year, its source.

    The latest published year stands in where that of `day` is not known. Raises UsageProblem for an unknown code.
    """
    try:
        record = facts.fact(f"mpfs_{code}")
    except KeyError as problem:
        raise UsageProblem(f"no Medicare amount is known for {code}") from problem
    for entry in reversed(record.history):
        value = entry.value
        if isinstance(value, dict) and entry.since is not None and (entry.since <= day or entry is record.history[0]):
            return point(Decimal(value["office"]).quantize(Decimal("0.01"))), entry.since.year, record.sources[0]
    raise UsageProblem(f"no Medicare amount is known for {code}")
