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
    ends = ENDS if _ranged(request) else ("typical",)
    runs = {
        end: adjudicate(plan, lines_of(request.days, request.offers, end), authorized=request.authorized)
        for end in ends
    }
    charges, assumed = runs["typical"]
    sessions = sessions_of(charges)
    pays = {end: patient_total(runs[end][0] if end in runs else charges) for end in ENDS}
    found = Projection(
        title=request.title,
        plan=plan,
        treatment=request.treatment,
        sessions=sessions,
        totals=sums(charges),
        # A savings programme can make a dearer drug the cheaper one, so the ends are put in order.
        patient_pays=Range(min(pays.values()), pays["typical"], max(pays.values())),
        first_evaluation=request.first_evaluation,
        assumptions=request.assumptions,
        warnings=request.warnings,
        sources=request.sources,
        schedule=request.schedule,
        inputs=request.inputs,
    )
    return found if plan is None else _remarked(found, request, plan, charges, assumed, ends[-1])


def _remarked(
    found: Projection, request: Request, plan: "Plan", charges: Sequence[Charge], assumed: Sequence[str], end: str
) -> Projection:
    """The projection with what a person should know about it under a plan."""
    from ketacli.cost import remarks

    pays = found.patient_pays
    if remarks.open_help(plan) and pays.high is not None:
        pays = pays._replace(high=max(pays.high, _without_help(request, end)))
    return found._replace(
        patient_pays=pays,
        events=tuple(remarks.events_on(charges)),
        assumptions=(*found.assumptions, *remarks.general_assumptions(plan, charges), *assumed),
        warnings=(*found.warnings, *remarks.warnings_on(plan, charges, authorized=request.authorized)),
        sources=distinct([*found.sources, *remarks.sources_taken(plan, charges)]),
    )


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


def _without_help(request: Request, end: str) -> Decimal:
    """What the patient pays where the programme pays nothing, in dollars."""
    from dataclasses import replace

    plan = None if request.plan is None else replace(request.plan, help=None)
    lines = lines_of(request.days, request.offers, end)
    return patient_total(adjudicate(plan, lines, authorized=request.authorized)[0])


def sensitivities(request: Request, base: Projection) -> tuple[str, ...]:
    """What would change the answer most: each open point turned over once, the largest effects first."""
    typical = base.patient_pays.typical
    if typical is None:
        return ()
    found = []
    low, high = base.patient_pays.low, base.patient_pays.high
    if low is not None and high is not None and low != high and _ranged(request):
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
    if request.plan is None:
        return []
    from ketacli.cost.variants import variants

    return variants(request, request.plan)


def _ranged(request: Request) -> bool:
    return any(not offer.allowed.is_point or not offer.billed.is_point for offer in request.offers)
