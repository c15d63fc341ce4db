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

_LINES = {
    "ketamine_iv": (("96365", "Infusion, first hour"), ("99214", "Office visit")),
    "ketamine_any": (("96365", "Infusion, first hour"), ("99214", "Office visit")),
    "ketamine_im": (("96372", "Injection"), ("99214", "Office visit")),
}
_ESKETAMINE = {56: ("G2082", "Visit with esketamine up to 56 mg"), 84: ("G2083", "Visit with esketamine, 84 mg")}


def medicare_offers(
    treatment: str, dose_mg: int | None, days: Sequence[date]
) -> tuple[list[Offer], list[str], list[str], list[Source]]:
    """Lines, assumptions, warnings and sources for an office in Original Medicare. Raises UsageProblem."""
    codes = _codes(treatment, dose_mg)
    told, sources, offers = [], [], []
    for code, service in codes:
        amount, year, source = amount_of(code, days[0])
        offers.append(Offer(service, "part_b_drug", "in", amount, amount, "treatment", code))
        sources.append(source)
        told.append(
            f"{code}: Medicare's national amount of {year} in an office is {show(amount.typical)}; localities differ."
        )
        if days[-1].year > year:
            told.append(f"{code}: the amounts of {days[-1].year} are not published here; those of {year} stand in.")
    if treatment == "esketamine" and dose_mg is None:
        both = [amount_of(code, days[0])[0].typical for code, _ in _ESKETAMINE.values()]
        offers = [offers[0]._replace(billed=Price(both[0], both[1], both[1]), allowed=Price(both[0], both[1], both[1]))]
        told.append("The dose is not given: low is 56 mg, typical and high are 84 mg (--dose 56 or --dose 84).")
    if treatment == "esketamine":
        told.append("G2082 and G2083 are for established patients; a first evaluation is billed on another day.")
    return offers, told, [], sources


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


def _codes(treatment: str, dose_mg: int | None) -> tuple[tuple[str, str], ...]:
    if treatment == "esketamine":
        if dose_mg not in (None, 56, 84):
            raise UsageProblem("--dose is neither 56 nor 84", hint="Spravato comes as 56 mg (2 devices) or 84 mg (3).")
        return (_ESKETAMINE[dose_mg or 84],)
    if treatment not in _LINES:
        raise UsageProblem(
            f"no Medicare amount is known for {treatment}", hint="Give the clinic's amount with --allowed."
        )
    return _LINES[treatment]
