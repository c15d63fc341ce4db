"""What stands beside the ladder: rights for letters, further routes, regulators, laws that do not reach the plan."""

from __future__ import annotations

from typing import TypedDict

from ketacli import facts
from ketacli.deadlines.calendar import add_days
from ketacli.deadlines.law import source_of
from ketacli.deadlines.model import NotApplicable, Question, Regulator, Right
from ketacli.deadlines.windows import notice_date
from ketacli.facts import Fact

UNDER_STATE_LAW = frozenset(
    {
        "employer_insured",
        "marketplace_individual",
        "student_insured",
        "grandfathered",
        "short_term",
        "health_sharing_ministry",
        "church_plan",
    }
)
"""Plan types for which a State's insurance department can matter."""
_STATE_ROLES = {
    "employer_insured": "Oversees the insurer of this policy",
    "grandfathered": "Oversees the insurer, where the plan is insured",
    "church_plan": "Oversees the insurer, where the plan is insured",
    "health_sharing_ministry": "Does not oversee a ministry as insurance; takes complaints and can refer them",
}


class Beside(TypedDict):
    """Fields of `Ladder` that come from here."""

    rights: tuple[Right, ...]
    further: tuple[Right, ...]
    regulators: tuple[Regulator, ...]
    does_not_apply: tuple[NotApplicable, ...]


def beside_the_ladder(question: Question) -> Beside:
    """All that is said of a plan besides its levels."""
    return Beside(
        rights=rights(question),
        further=tuple(_as_right(each, question) for each in _kind("further", question)),
        regulators=regulators(question),
        does_not_apply=tuple(
            NotApplicable(law=each.get("law"), why=each.sentence, source=source_of(each))
            for each in _kind("not", question)
        ),
    )


def rights(question: Question) -> tuple[Right, ...]:
    """Rights that a letter may print. What is not settled (`source.confidence`) stays out of letters."""
    return tuple(_as_right(each, question) for each in _kind("right", question))


def regulators(question: Question) -> tuple[Regulator, ...]:
    """Who oversees this plan in this State, the overseer first."""
    federal = facts.where("regulators", plan_types=question.plan_type)
    overseers = [each for each in federal if each.key != "patient_advocate_foundation"]
    helpers = [each for each in federal if each.key == "patient_advocate_foundation"]
    local = []
    if question.state and question.plan_type in UNDER_STATE_LAW:
        local = facts.where("regulators_states", state=question.state)
    return tuple(_as_regulator(each, question) for each in [*local, *overseers, *helpers])


def _kind(kind: str, question: Question) -> list[Fact]:
    found = facts.where("appeal_rights", kind=kind, plan_types=question.plan_type)
    return [each for each in found if _in_place(each, question)]


def _in_place(fact: Fact, question: Question) -> bool:
    if fact.get("service") and fact.get("service") != question.service:
        return False
    return not fact.get("states") or question.state in fact.get("states")


def _as_right(fact: Fact, question: Question) -> Right:
    days, start = fact.get("by_days_from_notice"), notice_date(question)
    return Right(
        id=fact.key,
        right=fact.sentence,
        law=fact.get("law"),
        by_date=add_days(start, days) if days and start and question.denial == "initial" else None,
        source=source_of(fact),
    )


def _as_regulator(fact: Fact, question: Question) -> Regulator:
    role = fact.get("role")
    if fact.get("kind") == "state" and role.startswith("Oversees insured policies"):
        role = _STATE_ROLES.get(question.plan_type, role)
    return Regulator(
        id=fact.key,
        name=fact.get("name"),
        role=role,
        phone=fact.get("phone"),
        website=fact.get("website"),
        source=source_of(fact),
    )
