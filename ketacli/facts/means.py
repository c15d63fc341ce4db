"""What income, household and the amount to be paid mean for a programme: words and figures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from ketacli.facts.filling import dollars
from ketacli.facts.financing import (
    Deferred,
    Fundraiser,
    Sum,
    deductible_part,
    deferred_interest,
    fundraiser,
    percent_of_poverty,
)
from ketacli.facts.person import Profile, Status
from ketacli.facts.records import Fact, Value
from ketacli.facts.store import value

_HIGHER_POVERTY_LINE = frozenset({"AK", "HI", "PR", "GU", "VI", "AS", "MP"})
"""Alaska and Hawaii have higher guidelines, the territories none of their own: no percentage is worked out there."""
_EXAMPLE_DONATION = Decimal(50)
_MONTHS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """An amount or percentage worked out for this person."""

    name: str
    value: str
    """Dollars with two decimals, or a whole percentage."""
    arithmetic: str


def income_words(fact: Fact, person: Profile, on: date) -> Iterator[tuple[Status, str]]:
    """What a program's income rule says of this person; unknown where a number is missing."""
    rule = fact.get("income_rule")
    if rule == "deduction":
        yield from _deduction_words(person, on)
        return
    percent = _percent(person, on)[0]
    if rule == "own_line":
        share = f" Your income is {percent}% of the poverty level." if percent else ""
        yield "unknown", f"Each hospital sets its own income line.{share}"
    elif percent is None:
        yield "unknown", "It depends on income: give --household and --income (48 states and DC)."
    else:
        yield from _limit_words(fact.get("terms", {}), percent, person.state)


def _limit_words(terms: dict[str, Any], percent: int, state: str | None) -> Iterator[tuple[Status, str]]:
    limit = terms["income_percent_of_poverty"]
    said = f"Your income is {percent}% of the poverty level; the line for adults under 65 is {limit}%"
    if state is None:
        yield "unknown", f"{said} in the states that expanded Medicaid: which state do you live in?"
    elif state in terms["states_without_expansion"]:
        yield "unknown", f"{state} did not expand Medicaid: its lines differ by group; ask the state."
    elif percent <= limit:
        yield "eligible", f"{said} in {state}."
    else:
        yield "unknown", f"{said} in {state}: above it other groups (parents, disability) may still qualify."


def _deduction_words(person: Profile, on: date) -> Iterator[tuple[Status, str]]:
    amount, income = person.amount, person.income
    floor = value("medical_deduction_floor", on=on).number()
    if amount is None or income is None or floor is None:
        yield "unknown", "It depends on income and amount: give --income and --amount."
    elif deductible_part(amount, income, floor) == 0:
        yield "not", f"{dollars(amount)} lies below {floor}% of the income; other medical costs of the year add to it."
    else:
        yield "unknown", "Only if you itemize; income here stands for adjusted gross income."


def figures(fact: Fact, person: Profile, on: date) -> tuple[list[Figure], list[Value]]:
    """Amounts for this person, and the values behind them."""
    terms, amount = fact.get("terms", {}), person.amount
    if fact.get("income_rule") == "deduction":
        return _deduction(person, on)
    if fact.get("income_rule"):
        return _share_of_poverty(person, on)
    if amount is None:
        return [], []
    if "apr_percent" in terms:
        return _loan(deferred_interest(amount, Decimal(terms["apr_percent"]), _MONTHS)), []
    if "fee_percent" in terms:
        fees = (Decimal(terms["fee_percent"]), Decimal(terms["fee_per_donation"]))
        return _collected(fundraiser(amount, *fees, min(_EXAMPLE_DONATION, amount))), []
    return [], []


def _loan(found: Deferred) -> list[Figure]:
    return [
        _figure(f"monthly_payment_{found.months}_months", found.monthly_payment),
        _figure("interest_if_last_payment_missed", found.interest_if_last_missed),
        _figure("interest_if_nothing_paid", found.interest_if_nothing_paid),
    ]


def _collected(found: Fundraiser) -> list[Figure]:
    return [
        _figure("fees", found.fees),
        _figure("arrives", found.arrives),
        _figure("to_give_for_the_whole_amount", found.to_give),
    ]


def _figure(name: str, found: Sum) -> Figure:
    return Figure(name=name, value=str(found.amount), arithmetic=found.arithmetic)


def _deduction(person: Profile, on: date) -> tuple[list[Figure], list[Value]]:
    floor = value("medical_deduction_floor", on=on)
    percent = floor.number()
    if person.amount is None or person.income is None or percent is None:
        return [], [floor]
    part = deductible_part(person.amount, person.income, percent)
    told = f"{person.amount} - {percent}% x {person.income}, not below 0; other medical costs of the year come on top"
    return [Figure(name="deductible_part", value=str(part), arithmetic=told)], [floor]


def _share_of_poverty(person: Profile, on: date) -> tuple[list[Figure], list[Value]]:
    percent, behind = _percent(person, on)
    if percent is None or person.household is None:
        return [], []
    told = f"{person.income} / ({behind[0].value} + {behind[1].value} x {person.household - 1}), in percent, rounded up"
    return [Figure(name="percent_of_poverty", value=str(percent), arithmetic=told)], behind


def _percent(person: Profile, on: date) -> tuple[int | None, list[Value]]:
    if person.income is None or person.household is None or person.state in _HIGHER_POVERTY_LINE:
        return None, []
    behind = [value("poverty_guideline_first_person", on=on), value("poverty_guideline_each_further", on=on)]
    first, further = (each.number() for each in behind)
    if first is None or further is None:
        return None, []
    return percent_of_poverty(person.income, person.household, first, further), behind
