"""The same series in several ways, side by side: what each costs, and what must be paid before money comes back."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from ketacli.cost.cashflow import Movement, most_laid_out, superbill
from ketacli.cost.engine import Request, project
from ketacli.cost.money import HUNDRED, ZERO, cents, show
from ketacli.cost.plan import Plan
from ketacli.cost.projection import Projection, Range
from ketacli.errors import AnswersProblem, UsageProblem


class Scenario(NamedTuple):
    """One way of paying."""

    name: str
    pays: Range
    laid_out: Decimal | None
    """Most that is out of pocket at one time, in dollars, at typical prices."""
    note: str
    cash_flow: tuple[Movement, ...] = ()
    after_tax: Decimal | None = None
    """What it comes to when paid from a health savings or flexible spending account, in dollars."""
    lowest: bool = False


class Wish(NamedTuple):
    """What a user adds for the comparison."""

    package: Decimal | None = None
    """The clinic's price for the whole series, in dollars."""
    chance_percent: Decimal | None = None
    """The user's own chance that the plan pays after an appeal, in percent. Never a default."""
    refund_after: int = 30
    """Days until the plan refunds a superbill."""
    tax_percent: Decimal | None = None
    """The user's own marginal tax rate, in percent, for the effect of an HSA or FSA."""


def scenarios(request: Request, wish: Wish, *, self_pay: bool = True) -> list[Scenario]:
    """All ways that can be computed, the lowest (by typical amount) marked. `self_pay` is off where law blocks it."""
    found = []
    alone = project(request._replace(plan=None))
    if self_pay:
        found.append(
            Scenario("Pay for it yourself", alone.patient_pays, alone.patient_pays.typical, "counts to nothing")
        )
        if wish.package is not None:
            whole = Range(wish.package, wish.package, wish.package)
            found.append(
                Scenario("The clinic's package price", whole, wish.package, "paid ahead; ask what is refunded")
            )
    if request.plan is not None:
        found += _with_plan(request, wish, alone, self_pay=self_pay)
    return _marked([_taxed(scenario, wish) for scenario in found])


def _with_plan(request: Request, wish: Wish, alone: Projection, *, self_pay: bool) -> list[Scenario]:
    plan = request.plan
    assert plan is not None
    bare = request._replace(plan=_without_help(request))
    found = []
    inside = _on_network(bare, "in")
    if inside is not None:
        note = "the plan does not cover it" if inside.refused else "the plan pays the clinic"
        found.append(_scenario("In network", inside, note))
        if self_pay:
            found.append(_appeal(inside, alone, wish))
    outside = _on_network(bare, "out")
    if outside is not None:
        charges = [charge for session in outside.sessions for charge in session.charges]
        moves = superbill(charges, wish.refund_after)
        note = f"you pay each visit and send a superbill; refund taken after {wish.refund_after} days"
        found.append(
            Scenario("Out of network, superbill", outside.patient_pays, most_laid_out(moves), note, tuple(moves))
        )
    if plan.help is not None:
        helped = _on_network(request, "in")
        if helped is not None:
            found.append(_scenario("In network, with the savings programme", helped, _help_note(helped)))
    return found


def _without_help(request: Request) -> Plan | None:
    from dataclasses import replace

    return replace(request.plan, help=None) if request.plan is not None else None


def _help_note(projection: Projection) -> str:
    plan = projection.plan
    if projection.totals.help_paid == ZERO:
        return 'the programme helps with the drug alone: give its line as kind = "drug" in a price list'
    if plan is not None and plan.help is not None and plan.help.yearly_maximum is None:
        return "its yearly maximum is not known, so this is the least it can be: ask the programme"
    return f"the programme pays {show(projection.totals.help_paid)}"


def _on_network(request: Request, network: str) -> Projection | None:
    """The series with every line in that network; None where the plan says nothing on it."""
    plan = request.plan
    if plan is None or network not in plan.tiers:
        return None
    offers = tuple(offer._replace(network=network) for offer in request.offers)
    try:
        return project(request._replace(offers=offers))
    except (AnswersProblem, UsageProblem):
        return None


def _scenario(name: str, projection: Projection, note: str) -> Scenario:
    return Scenario(name, projection.patient_pays, projection.patient_pays.typical, note)


def _appeal(inside: Projection, alone: Projection, wish: Wish) -> Scenario:
    """Denied, then decided on appeal: won it costs as in network, lost as self-pay."""
    won, lost = inside.patient_pays, alone.patient_pays
    name = "Denied, then an appeal"
    laid = lost.typical
    if wish.chance_percent is None or won.typical is None or lost.typical is None:
        span = Range(won.low, None, lost.high)
        return Scenario(
            name, span, laid, "won it costs as in network, lost as self-pay; --chance takes your own chance"
        )
    chance = wish.chance_percent / HUNDRED
    mean = cents(won.typical * chance + lost.typical * (1 - chance))
    note = f"won {show(won.typical)}, lost {show(lost.typical)}; weighed with your own chance of {wish.chance_percent}%"
    return Scenario(name, Range(won.low, mean, lost.high), laid, note)


def _taxed(scenario: Scenario, wish: Wish) -> Scenario:
    if wish.tax_percent is None or scenario.pays.typical is None:
        return scenario
    return scenario._replace(after_tax=cents(scenario.pays.typical * (1 - wish.tax_percent / HUNDRED)))


def _marked(found: Sequence[Scenario]) -> list[Scenario]:
    known = [scenario.pays.typical for scenario in found if scenario.pays.typical is not None]
    least = min(known) if len(known) > 1 else None
    return [scenario._replace(lowest=least is not None and scenario.pays.typical == least) for scenario in found]
