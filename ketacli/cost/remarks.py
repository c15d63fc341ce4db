"""What a person should know about a projection under a plan: events, assumptions, warnings, sources taken."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from ketacli.cost.figures import figure
from ketacli.cost.lines import Charge
from ketacli.cost.money import UNLIMITED
from ketacli.cost.plan import Plan
from ketacli.facts import Source


def sources_taken(plan: Plan, charges: Sequence[Charge]) -> list[Source]:
    """Sources of federal figures that the ledger took: Medicare's, and the maximum where the plan states none."""
    found = list(plan.sources)
    years = {
        charge.plan_year
        for charge in charges
        if charge.working is not None
        and not charge.working.terms.maximum_stated
        and charge.working.terms.maximum[0] < UNLIMITED
    }
    figures = [figure("aca_oop_max_individual", year) for year in sorted(years)]
    return [*found, *[each.source for each in figures if each is not None]]


def general_assumptions(plan: Plan, charges: Sequence[Charge]) -> list[str]:
    """Assumptions about the plan as a whole; those about single rows come from the ledger."""
    told = [
        "Claims are taken in the order of their dates; the plan counts them in the order in which it processes them.",
    ]
    if not plan.plan_year_stated:
        told.append("plan_year_start is not stated: the plan year is taken to start on 1 January.")
    if plan.embedded is None and plan.family_cover:
        told.append(
            "embedded is not stated: it is taken as true, so in family cover each person has an own deductible inside "
            "the family's."
        )
    if len({charge.plan_year for charge in charges}) > 1:
        told.append("The next plan year is taken to have the same deductible, maximum and shares as this one.")
    met = plan.met
    if not met.pots and met.any_network is None:
        told.append("met is not stated: nothing is taken as spent before this series in its plan year.")
    return told


def warnings_on(plan: Plan, charges: Sequence[Charge], *, authorized: bool) -> list[str]:
    """What a person should look at before relying on the figures."""
    told = list(plan.warnings)
    if not authorized and plan.penalty is None:
        told.append(
            "Without prior authorization the plan may refuse the claim; no penalty is stated, so none is taken."
        )
    last = charges[-1].line.day if charges else None
    if plan.coverage_to is not None and last is not None and last > plan.coverage_to:
        told.append(
            f"The plan document ends on {plan.coverage_to.isoformat()}; later sessions take its figures as unchanged."
        )
    told += _help_warnings(plan, charges)
    told += [
        f"The deductible {'in' if tier.network == 'in' else 'out of'} network is above the out-of-pocket maximum; "
        "the maximum is followed."
        for tier in plan.tiers.values()
        if _above(tier.limits.deductible_individual, tier.limits.oop_max_individual)
    ]
    skipped = sorted({
        charge.line.benefit for charge in charges
        if plan.hdhp and charge.working and not charge.working.refused and not _takes_deductible(charge)
    })  # fmt: skip
    told += [
        f"{row}: this high-deductible plan (HDHP) pays before the deductible; only preventive care may. "
        "The plan's words are followed; ask whether the health savings account stays allowed."
        for row in skipped
    ]
    return told


def _above(deductible: Decimal | None, maximum: Decimal | None) -> bool:
    return deductible is not None and maximum is not None and deductible > maximum


def _help_warnings(plan: Plan, charges: Sequence[Charge]) -> list[str]:
    if plan.help is None:
        return []
    helped = ("drug", "observation") if plan.help.observation_rebate else ("drug",)
    if not any(charge.line.kind in helped for charge in charges):
        return [
            "The savings programme pays for the drug alone, and no line of the series is the drug: it pays nothing."
        ]
    if open_help(plan):
        return [
            "The savings programme's yearly maximum is not known: the low end and the sessions take none, the high end "
            "leaves the programme out. Ask it for the amount."
        ]
    return []


def open_help(plan: Plan) -> bool:
    """Whether a programme pays up to an amount that is not known."""
    if plan.help is None:
        return False
    rebate = plan.help.observation_rebate and plan.help.rebate_yearly_maximum is None
    return plan.help.yearly_maximum is None or rebate


def _takes_deductible(charge: Charge) -> bool:
    working = charge.working
    if working is None:
        return True
    terms = working.terms
    return terms.deductible_first and (not terms.copay or terms.copay_after_deductible)


def events_on(charges: Sequence[Charge]) -> list[str]:
    """What happens on the way, in order."""
    told: list[str] = []
    days = sorted({charge.line.day for charge in charges})
    number = {day: place for place, day in enumerate(days, 1)}
    year = charges[0].plan_year if charges else 0
    for charge in charges:
        at = number[charge.line.day]
        if charge.plan_year != year and charge.working is not None:
            year = charge.plan_year
            told.append(f"A new plan year begins before session {at}: deductible and maximum start again.")
        told += _crossings(charge, at)
    return list(dict.fromkeys(told))


def _crossings(charge: Charge, at: int) -> list[str]:
    working = charge.working
    if working is None or working.refused:
        return []
    told = []
    left, room = min(working.deductible_left), min(working.room)
    paid = charge.deductible + charge.copay + charge.coinsurance
    if 0 < left == charge.deductible:
        own = working.terms.deductible_pot.endswith(f".{charge.line.benefit}")
        which = f"The deductible of {charge.line.benefit}" if own else "The deductible"
        told.append(f"{which} is met in session {at} ({charge.line.day.isoformat()}).")
    if working.terms.counts_to_maximum and 0 < room == paid:
        told.append(f"The out-of-pocket maximum is reached in session {at} ({charge.line.day.isoformat()}).")
    return told
