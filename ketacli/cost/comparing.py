"""Two plans for the same series and the same other spending: which is cheaper, and from which session on."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from ketacli.cost.engine import Request
from ketacli.cost.lines import Line
from ketacli.cost.money import ZERO
from ketacli.cost.plan import Plan
from ketacli.cost.projection import adjudicate, lines_of, patient_total

OTHER = "other_care"
"""Benefit name of other spending: the tier's coinsurance after the deductible."""


class Side(NamedTuple):
    """One plan in the comparison, in dollars for the plan years of the series."""

    name: str
    premiums: Decimal
    care: Decimal
    """What the patient pays for the series and the other spending."""
    total: Decimal


class Comparison(NamedTuple):
    """Two plans side by side."""

    first: Side
    second: Side
    crossings: tuple[tuple[int, str], ...]
    """(Number of sessions, name of the plan that is cheaper from there on); the first entry is for no session."""
    assumptions: tuple[str, ...]


def compare(request: Request, first: Plan, second: Plan, other: Decimal) -> Comparison:
    """Which plan is cheaper for the series, with `other` dollars of allowed in-network spending in each plan year.

    Raises AnswersProblem where a plan leaves out what a line needs.
    """
    left, told_left = _running(request, first, other)
    right, told_right = _running(request, second, other)
    crossings: list[tuple[int, str]] = []
    for number, (one, two) in enumerate(zip(left, right, strict=True)):
        cheaper = first.name if one < two else second.name if two < one else ""
        if cheaper and (not crossings or crossings[-1][1] != cheaper):
            crossings.append((number, cheaper))
    told = dict.fromkeys([*_premium_words(first, second), *told_left, *told_right])
    return Comparison(_side(request, first, left[-1]), _side(request, second, right[-1]), tuple(crossings), tuple(told))


def _running(request: Request, plan: Plan, other: Decimal) -> tuple[list[Decimal], list[str]]:
    """Premiums and care after no session, after one, and so on to the whole series."""
    series = lines_of(request.days, request.offers)
    years = sorted({plan.year_of(day) for day in request.days})
    extra = [
        Line(min(day for day in request.days if plan.year_of(day) == year), "Other care", OTHER, "in", other, other)
        for year in years
        if other
    ]
    lines = sorted([*extra, *series], key=lambda line: (line.day, line.benefit != OTHER))
    charges, told = adjudicate(plan, lines, authorized=request.authorized)
    # A session's share depends on nothing later, so one run gives the totals of every shorter series.
    total = _premiums(request, plan) + patient_total([c for c in charges if c.line.benefit == OTHER])
    totals = [total]
    for day in sorted(set(request.days)):
        total += patient_total([c for c in charges if c.line.day == day and c.line.benefit != OTHER])
        totals.append(total)
    return totals, told


def _premiums(request: Request, plan: Plan) -> Decimal:
    years = {plan.year_of(day) for day in request.days}
    return (plan.monthly_premium or ZERO) * 12 * len(years)


def _premium_words(*plans: Plan) -> list[str]:
    return [
        f"{plan.name}: no monthly_premium is given; none is counted." for plan in plans if plan.monthly_premium is None
    ]


def _side(request: Request, plan: Plan, total: Decimal) -> Side:
    premiums = _premiums(request, plan)
    return Side(plan.name, premiums, total - premiums, total)
