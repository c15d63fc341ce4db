"""The lines of a session: from a price list, from the user's amounts, from Medicare's, or from sourced prices."""

# No deferred annotations here: a NamedTuple compiles each one that is a string, at every start.
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from ketacli.cost.money import dollars, show
from ketacli.cost.prices import Offer, Price, Sourced, point, self_pay
from ketacli.errors import UsageProblem

if TYPE_CHECKING:
    from ketacli.cost.asking import Question
    from ketacli.cost.plan import Plan
    from ketacli.facts import Source


class Offers(NamedTuple):
    """Priced lines, and what a person should know about their prices."""

    offers: tuple[Offer, ...]
    assumptions: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    sources: "tuple[Source, ...]" = ()


def offers_of(question: "Question", plan: "Plan | None", treatment: str, days: Sequence[date]) -> Offers:
    """The lines of a session as the question prices them. Raises UsageProblem, AnswersProblem, InputProblem."""
    found = _offers(question, plan, treatment, days)
    if plan is None or all(offer.allowed_known for offer in found.offers):
        return found
    from ketacli.cost.recognising import recognise

    recognised, told = recognise(found.offers, plan, days[0])
    return found._replace(offers=tuple(recognised), assumptions=(*found.assumptions, *told))


def _offers(question: "Question", plan: "Plan | None", treatment: str, days: Sequence[date]) -> Offers:
    if question.prices is not None:
        from ketacli.cost.prices import load_offers

        offers, unread = load_offers(question.prices)
        return Offers(tuple(offers), warnings=tuple(unread))
    benefit = _benefit(question, plan, treatment)
    doubts = _benefit_doubts(question, plan, benefit)
    if question.allowed is not None or question.billed is not None:
        return Offers((_own_offer(question, benefit),), warnings=doubts)
    if plan is not None and plan.coverage == "medicare_original":
        from ketacli.cost.medicare import medicare_offers

        lines, told, read = medicare_offers(question.dose_mg, days)
        return Offers(tuple(lines), tuple(told), (), tuple(read))
    found = self_pay(treatment, question.indication, days[0])
    price = found.price
    offer = _offer(question, benefit, billed=price, allowed=price)
    return Offers((offer,), tuple(_price_assumptions(found, plan)), doubts, found.sources)


def _own_offer(question: "Question", benefit: str) -> Offer:
    allowed = dollars(question.allowed, "--allowed") if question.allowed is not None else None
    billed = dollars(question.billed, "--billed") if question.billed is not None else None
    recognised = allowed if allowed is not None else billed
    asked = billed if billed is not None else allowed
    if recognised is None or asked is None:
        raise UsageProblem("neither --allowed nor --billed is given")
    if asked < recognised:
        raise UsageProblem(
            "--billed is below --allowed",
            hint="The plan allows at most what is billed; look whether they were exchanged.",
        )
    return _offer(question, benefit, billed=point(asked), allowed=point(recognised))._replace(
        allowed_known=allowed is not None
    )


def _offer(question: "Question", benefit: str, *, billed: Price, allowed: Price) -> Offer:
    if question.network not in ("in", "out"):
        raise UsageProblem("--network is neither in nor out", hint="Write --network in or --network out.")
    return Offer("Treatment", benefit, question.network, billed, allowed)


def _benefit(question: "Question", plan: "Plan | None", treatment: str) -> str:
    """The row that pays: the one asked for, else the likeliest that the plan states for such a treatment."""
    if question.benefit is not None:
        from ketacli.cost.plan_checks import known_row

        return known_row(question.benefit, plan)
    tier = plan.tiers.get(question.network) if plan is not None else None
    given = ("clinic_infusion", "provider_administered_drug", "part_b_drug", "mental_health_outpatient_other")
    likely = given if treatment in ("ketamine_any", "ketamine_iv", "ketamine_im", "esketamine") else ()
    return next((row for row in likely if tier is not None and row in tier.rows), "mental_health_outpatient")


def _benefit_doubts(question: "Question", plan: "Plan | None", benefit: str) -> tuple[str, ...]:
    if plan is None or question.benefit is not None or plan.coverage == "medicare_original":
        return ()
    return (
        f"Which row of the plan pays was not given: {benefit} is taken for a whole session. Drug and visit may fall "
        "under rows of their own; ask for the billing codes, then give --benefit or --prices.",
    )


def _price_assumptions(found: Sourced, plan: "Plan | None") -> list[str]:
    told = [found.sentence]
    if found.only_figure:
        told.append("The source gives one figure and no range; your clinic's price may differ much.")
    if plan is not None:
        amount = (
            f"{show(found.price.low)} to {show(found.price.high)}"
            if not found.price.is_point
            else show(found.price.low)
        )
        told.append(
            f"What your plan allows for a session is not known: the self-pay price ({amount}) stands in. "
            "Ask the clinic for the billing codes and the plan for the allowed amount, then give --allowed."
        )
    return told
