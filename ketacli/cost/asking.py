"""From what was asked (options and files) to a request: dates, lines of a session, the plan, and the legal gates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ketacli.cost.engine import Request, project, sensitivities
from ketacli.cost.gates import check_self_pay
from ketacli.cost.money import dollars, show
from ketacli.cost.prices import TREATMENTS, Offer, Price, Sourced, evaluation, point, self_pay
from ketacli.cost.projection import Projection, Range, distinct
from ketacli.cost.schedule import Schedule, by_rhythm, every, parse_days, schedule
from ketacli.errors import UsageProblem

if TYPE_CHECKING:
    from ketacli.cost.plan import Plan
    from ketacli.cost.ready import NotKnown
    from ketacli.facts import Source

TREATMENT_WORDS = {
    "ketamine_any": "ketamine",
    "ketamine_iv": "IV ketamine",
    "ketamine_im": "ketamine by injection",
    "ketamine_oral": "oral ketamine",
    "ketamine_assisted_psychotherapy": "ketamine-assisted psychotherapy",
    "esketamine": "esketamine (Spravato)",
}


class Question(NamedTuple):
    """What a user asks, before anything is looked up. Amounts are texts as typed; dates are dates."""

    today: date
    sessions: int | None = None
    treatment: str | None = None
    indication: str | None = None
    schedule: str | None = None
    dose_mg: int | None = None
    start: date | None = None
    every: int | None = None
    maintenance: str | None = None
    until: date | None = None
    days: str | None = None
    allowed: str | None = None
    billed: str | None = None
    benefit: str | None = None
    network: str = "in"
    plan: str | None = None
    prices: Path | None = None
    coverage: str | None = None
    opted_out: bool = False
    self_pay_agreed: bool = False
    authorized: bool = True


def assemble(question: Question) -> Request | NotKnown:
    """The request that a question comes to. Raises UsageProblem, AnswersProblem, InputProblem."""
    rhythm = _rhythm(question)
    treatment = question.treatment or (rhythm.treatment if question.schedule and rhythm else "ketamine_iv")
    if treatment not in TREATMENTS:
        raise UsageProblem(f"--treatment {treatment!r} has no price here", hint=f"One of: {', '.join(TREATMENTS)}.")
    priced = question.allowed is not None or question.billed is not None or question.prices is not None
    plan = _plan_file(question)
    days = _days(question, rhythm, plan)
    if plan is not None:
        from ketacli.cost.limits import with_limit_warnings

        plan = with_limit_warnings(plan, days)
    elif question.plan is not None and question.plan != "none":
        from ketacli.cost.ready import NotKnown, ready

        public = ready(question.plan, tuple(sorted({day.year for day in days})), treatment, priced=priced)
        if isinstance(public, NotKnown):
            return public
        plan = public
    check_self_pay(question, plan, treatment)
    offers, assumptions, warnings, sources = _offers(question, plan, treatment, days)
    if plan is not None and not all(offer.allowed_known for offer in offers):
        from ketacli.cost.recognising import recognise

        offers, told = recognise(offers, plan, days[0])
        assumptions += told
    first = None if plan is not None or priced else evaluation(days[0])
    if first is not None:
        assumptions.append(first.sentence)
    if plan is not None:
        assumptions += plan.assumptions
    return Request(
        title=f"{len(days)} {'session' if len(days) == 1 else 'sessions'} of {TREATMENT_WORDS[treatment]}",
        treatment=treatment,
        plan=plan,
        days=tuple(days),
        offers=tuple(offers),
        first_evaluation=Range(*first.price) if first else None,
        authorized=question.authorized,
        inputs=tuple(str(name) for name in (question.plan, question.prices) if name is not None and name != "none"),
        schedule=rhythm.title if rhythm is not None else None,
        benefit_open=question.benefit is None and question.prices is None,
        assumptions=tuple(dict.fromkeys(assumptions)),
        warnings=tuple(warnings),
        sources=distinct([*sources, *(first.sources if first else ())]),
    )


def _plan_file(question: Question) -> Plan | None:
    """The plan of a file or document; None for no plan and for public cover. Raises AnswersProblem, InputProblem."""
    if question.plan is None:
        return None
    from ketacli.cost.ready import NAMES

    return None if question.plan in NAMES else load(Path(question.plan))


def load(path: Path) -> Plan:
    """The plan in a TOML file, or in a plan document of any readable format. Raises AnswersProblem, InputProblem."""
    if path.suffix.lower() == ".toml" or not path.suffix:
        from ketacli.cost.plan_file import load_plan

        return load_plan(path)
    from ketacli.cost.from_document import plan_from_document

    return plan_from_document(path)


def _rhythm(question: Question) -> Schedule | None:
    """The rhythm that gives the dates; None where a list or a fixed interval does."""
    if question.schedule is None and (question.days is not None or question.every is not None):
        return None
    if question.schedule is not None:
        return schedule(question.schedule)
    if question.treatment == "esketamine":
        return schedule("esketamine_mdd_si" if question.indication == "mdd_si" else "esketamine")
    if question.indication in ("chronic_pain", "crps") and question.treatment in (None, "ketamine_iv"):
        return schedule("ketamine_pain")
    return schedule(question.treatment if question.treatment in ("ketamine_im", "ketamine_oral") else "ketamine_iv")


def _days(question: Question, rhythm: Schedule | None, plan: Plan | None) -> list[date]:
    start = question.start or question.today
    if question.start is None and plan is not None and plan.coverage_from is not None:
        start = max(start, plan.coverage_from)
    if question.days is not None:
        return parse_days(question.days)
    if question.every is not None:
        count = question.sessions
        if count is None and question.until is not None:
            count = max((question.until - start).days // max(question.every, 1) + 1, 0)
        if count is None:
            raise UsageProblem("--every needs --sessions or --until", hint="Write --sessions 6 --every 7.")
        return every(start, count, question.every)
    if rhythm is None:
        raise UsageProblem("nothing says when the sessions are", hint="Give --sessions, --every or --dates.")
    return by_rhythm(rhythm, start, sessions=question.sessions, until=question.until, maintenance=question.maintenance)


def _offers(
    question: Question, plan: Plan | None, treatment: str, days: Sequence[date]
) -> tuple[list[Offer], list[str], list[str], list[Source]]:
    """Lines of a session, with assumptions, warnings and sources of their prices."""
    if question.prices is not None:
        from ketacli.cost.prices import load_offers

        offers, unread = load_offers(question.prices)
        return offers, [], unread, []
    benefit = _benefit(question, plan, treatment)
    doubts = _benefit_doubts(question, plan, benefit)
    if question.allowed is not None or question.billed is not None:
        return [_own_offer(question, benefit)], [], doubts, []
    if plan is not None and plan.coverage == "medicare_original":
        from ketacli.cost.medicare import medicare_offers

        offers, told, read = medicare_offers(question.dose_mg, days)
        return offers, told, [], read
    found = self_pay(treatment, question.indication, days[0])
    price = found.price
    offer = _offer(question, benefit, billed=price, allowed=price)
    return [offer], _price_assumptions(found, plan), doubts, list(found.sources)


def _own_offer(question: Question, benefit: str) -> Offer:
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


def _offer(question: Question, benefit: str, *, billed: Price, allowed: Price) -> Offer:
    if question.network not in ("in", "out"):
        raise UsageProblem("--network is neither in nor out", hint="Write --network in or --network out.")
    return Offer("Treatment", benefit, question.network, billed, allowed)


def _benefit(question: Question, plan: Plan | None, treatment: str) -> str:
    """The row that pays: the one asked for, else the likeliest that the plan states for such a treatment."""
    if question.benefit is not None:
        from ketacli.cost.plan_checks import known_row

        return known_row(question.benefit, plan)
    tier = plan.tiers.get(question.network) if plan is not None else None
    given = ("clinic_infusion", "provider_administered_drug", "part_b_drug", "mental_health_outpatient_other")
    likely = given if treatment in ("ketamine_any", "ketamine_iv", "ketamine_im", "esketamine") else ()
    return next((row for row in likely if tier is not None and row in tier.rows), "mental_health_outpatient")


def _benefit_doubts(question: Question, plan: Plan | None, benefit: str) -> list[str]:
    if plan is None or question.benefit is not None or plan.coverage == "medicare_original":
        return []
    return [
        f"Which row of the plan pays was not given: {benefit} is taken for a whole session. Drug and visit may fall "
        "under rows of their own; ask for the billing codes, then give --benefit or --prices."
    ]


def _price_assumptions(found: Sourced, plan: Plan | None) -> list[str]:
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


def answered(question: Question) -> Projection | NotKnown:
    """The projection that answers a question, with what would change it most."""
    request = assemble(question)
    if not isinstance(request, Request):
        return request
    found = project(request)
    return found._replace(sensitivities=sensitivities(request, found))
