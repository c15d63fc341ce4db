"""From a request to a projection: prices at three ends, one ledger each, and what a person should know about it."""

# No deferred annotations here: a NamedTuple compiles each one that is a string, at every start.
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from ketacli.cost.lines import Charge
from ketacli.cost.money import show
from ketacli.cost.prices import ENDS, Offer
from ketacli.cost.projection import Projection, Range, adjudicate, distinct, lines_of, patient_total, sessions_of, sums
from ketacli.errors import KetacliError, UsageProblem

if TYPE_CHECKING:
    from ketacli.cost.plan import Plan
    from ketacli.facts import Source


class Request(NamedTuple):
    """What is to be projected."""

    title: str
    treatment: str
    plan: "Plan | None"
    days: tuple[date, ...]
    offers: tuple[Offer, ...]
    first_evaluation: Range | None = None
    authorized: bool = True
    schedule: str | None = None
    assumptions: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    sources: "tuple[Source, ...]" = ()
    inputs: tuple[str, ...] = ()
    """Names of the files that it was made from."""
    benefit_open: bool = False
    """The row that pays was not given, so another may."""


def project(request: Request) -> Projection:
    """The projection. Raises AnswersProblem where the plan leaves out what a line needs, UsageProblem for dates."""
    plan = request.plan
    _within_coverage(plan, request.days)
    ends = (
        ENDS
        if any(not offer.allowed.is_point or not offer.billed.is_point for offer in request.offers)
        else ("typical",)
    )
    runs = {
        end: adjudicate(plan, lines_of(request.days, request.offers, end), authorized=request.authorized)
        for end in ends
    }
    charges, assumed = runs["typical"]
    sessions = sessions_of(charges)
    pays = {end: patient_total(runs[end][0] if end in runs else charges) for end in ENDS}
    if plan is not None and _open_help(plan):
        pays["without help"] = _without_help(request, ends[-1])
    return Projection(
        title=request.title,
        plan=plan,
        treatment=request.treatment,
        sessions=sessions,
        totals=sums(charges),
        # A savings programme can make a dearer drug the cheaper one, so the ends are put in order.
        patient_pays=Range(min(pays.values()), pays["typical"], max(pays.values())),
        first_evaluation=request.first_evaluation,
        events=tuple(_events(charges)),
        assumptions=(*request.assumptions, *_general(plan), *assumed),
        warnings=(*request.warnings, *_warnings(plan, charges, authorized=request.authorized)),
        sources=distinct([*request.sources, *_sources(plan, charges)]),
        schedule=request.schedule,
        inputs=request.inputs,
    )


def _sources(plan: "Plan | None", charges: Sequence[Charge]) -> "list[Source]":
    """Sources of federal figures that the ledger took: Medicare's, and the maximum where the plan states none."""
    if plan is None:
        return []
    from ketacli.cost.figures import figure
    from ketacli.cost.money import UNLIMITED

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


def _within_coverage(plan: "Plan | None", days: Sequence[date]) -> None:
    if plan is not None and plan.coverage_from is not None and days and min(days) < plan.coverage_from:
        raise UsageProblem(
            f"a session lies before the plan year, which starts on {plan.coverage_from.isoformat()}",
            hint="Give a later --start, or the plan of the year before.",
        )
    as_of = plan.met.as_of if plan is not None else None
    if as_of is not None and days and min(days) < as_of:
        raise UsageProblem(
            "a session lies before met.as_of, so it may be counted twice",
            hint="Start on or after that day, or give the amounts met before the first session.",
        )


def _general(plan: "Plan | None") -> list[str]:
    if plan is None:
        return []
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
    met = plan.met
    if not met.pots and met.any_network is None:
        told.append("met is not stated: nothing is taken as spent before this series in its plan year.")
    return told


def _warnings(plan: "Plan | None", charges: Sequence[Charge], *, authorized: bool) -> list[str]:
    if plan is None:
        return []
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
        f"{tier.network}: the deductible is above the out-of-pocket maximum; the maximum is followed."
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


def _help_warnings(plan: "Plan", charges: Sequence[Charge]) -> list[str]:
    if plan.help is None:
        return []
    helped = ("drug", "observation") if plan.help.observation_rebate else ("drug",)
    if not any(charge.line.kind in helped for charge in charges):
        return [
            "The savings programme pays for the drug alone, and no line of the series is the drug: it pays nothing."
        ]
    if _open_help(plan):
        return [
            "The savings programme's yearly maximum is not known: the low end and the sessions take none, the high end "
            "leaves the programme out. Ask it for the amount."
        ]
    return []


def _open_help(plan: "Plan") -> bool:
    """Whether a programme pays up to an amount that is not known."""
    if plan.help is None:
        return False
    rebate = plan.help.observation_rebate and plan.help.rebate_yearly_maximum is None
    return plan.help.yearly_maximum is None or rebate


def _without_help(request: Request, end: str) -> Decimal:
    """What the patient pays where the programme pays nothing, in dollars."""
    from dataclasses import replace

    plan = None if request.plan is None else replace(request.plan, help=None)
    lines = lines_of(request.days, request.offers, end)
    return patient_total(adjudicate(plan, lines, authorized=request.authorized)[0])


def _takes_deductible(charge: Charge) -> bool:
    working = charge.working
    if working is None:
        return True
    terms = working.terms
    return terms.deductible_first and (not terms.copay or terms.copay_after_deductible)


def _events(charges: Sequence[Charge]) -> list[str]:
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


def sensitivities(request: Request, base: Projection) -> tuple[str, ...]:
    """What would change the answer most: each open point turned over once, the largest effects first."""
    typical = base.patient_pays.typical
    if typical is None:
        return ()
    found = []
    low, high = base.patient_pays.low, base.patient_pays.high
    if low is not None and high is not None and low != high:
        found.append((high - low, f"The price of a session: {show(low)} to {show(high)} in all."))
    for sentence, variant in _variants(request):
        try:
            other = project(variant).patient_pays.typical
        except KetacliError:
            # A variant that the plan does not spell out is no answer to compare with.
            continue
        if other is not None and other != typical:
            word = "more" if other > typical else "less"
            found.append((abs(other - typical), f"{sentence}: {show(abs(other - typical))} {word}."))
    return tuple(text for _, text in sorted(found, key=lambda item: -item[0])[:3])


def _variants(request: Request) -> list[tuple[str, Request]]:
    plan = request.plan
    if plan is None:
        return []
    from dataclasses import replace

    found = []
    if plan.embedded is None and any(tier.limits.deductible_family is not None for tier in plan.tiers.values()):
        found.append(
            (
                "If the family deductible is one for all (aggregate)",
                request._replace(plan=replace(plan, embedded=False)),
            )
        )
    other = {"in": "out", "out": "in"}
    networks = {offer.network for offer in request.offers}
    if len(networks) == 1 and other[next(iter(networks))] in plan.tiers:
        turned = tuple(offer._replace(network=other[offer.network]) for offer in request.offers)
        side = "out of" if "in" in networks else "in"
        found.append((f"If the clinic is {side} network, at the same amounts", request._replace(offers=turned)))
    if request.benefit_open and len(request.offers) == 1:
        offer = request.offers[0]
        rows = plan.tiers[offer.network].rows if offer.network in plan.tiers else ()
        found += [
            (f"If {row} is the row that pays", request._replace(offers=(offer._replace(benefit=row),)))
            for row in rows
            if row != offer.benefit
        ]
    if plan.penalty is not None and request.authorized:
        found.append(("Without the prior authorization that the plan asks for", request._replace(authorized=False)))
    return found
