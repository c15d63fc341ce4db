"""The questions about a plan, as data: key of the plan file, how it is asked, where the answer stands, and when."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from ketacli.cost.money import dollars, percent
from ketacli.errors import AnswersProblem

Kind = Literal["money", "percent", "yes_no", "choice", "month_day", "text"]
Answers = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class PlanQuestion:
    """One question."""

    key: str
    """Dotted key of the plan file. A key that starts with `_` steers later questions and is not written."""
    ask: str
    kind: Kind
    where: str
    """Where a person finds the answer."""
    choices: tuple[tuple[str, object], ...] = ()
    when: Callable[[Answers], bool] = lambda _: True


def _is(key: str, value: object) -> Callable[[Answers], bool]:
    return lambda answers: answers.get(key) == value


def _tier(tier: str, words: str, when: Callable[[Answers], bool]) -> list[PlanQuestion]:
    where = "Summary of Benefits, page 1"

    def family(answers: Answers) -> bool:
        return when(answers) and answers.get("cover") == "family"

    return [
        PlanQuestion(
            f"{tier}.deductible_individual", f"Deductible for one person, {words} ($)", "money", where, when=when
        ),
        PlanQuestion(
            f"{tier}.deductible_family", f"Deductible for the family, {words} ($)", "money", where, when=family
        ),
        PlanQuestion(
            f"{tier}.oop_max_individual",
            f"Out-of-pocket maximum for one person, {words} ($)",
            "money",
            where,
            when=when,
        ),
        PlanQuestion(
            f"{tier}.oop_max_family", f"Out-of-pocket maximum for the family, {words} ($)", "money", where, when=family
        ),
        PlanQuestion(
            f"{tier}.coinsurance_percent", f"Your coinsurance in general, {words} (%)", "percent", where, when=when
        ),
    ]


def _row(tier: str, row: str, words: str, when: Callable[[Answers], bool]) -> list[PlanQuestion]:
    key, how = f"{tier}.{row}", f"_{tier}.{row}"
    where = "Summary of Benefits, the chart of common medical events"
    paid = (
        ("A fixed amount (copay)", "copay"),
        ("A percentage (coinsurance)", "percent"),
        ("It is not covered", "none"),
    )

    def shares(answers: Answers) -> bool:
        return when(answers) and answers.get(how) in ("copay", "percent")

    return [
        PlanQuestion(how, f"{words}: what do you pay?", "choice", where, paid, when),
        PlanQuestion(f"{key}.copay", f"{words}: the copay ($)", "money", where, when=_is(how, "copay")),
        PlanQuestion(
            f"{key}.coinsurance_percent", f"{words}: your share (%)", "percent", where, when=_is(how, "percent")
        ),
        PlanQuestion(
            f"{key}.after_deductible", f"{words}: does the deductible come first?", "yes_no", where, when=shares
        ),
    ]


def _always(_: Answers) -> bool:
    return True


_OUT = _is("_out", True)
QUESTIONS: tuple[PlanQuestion, ...] = (
    PlanQuestion("name", "What do you call this plan?", "text", "Your insurance card"),
    PlanQuestion(
        "plan_year_start",
        "On which month and day does the plan year start (MM-DD)?",
        "month_day",
        "Summary of Benefits, top right: Coverage Period",
    ),
    PlanQuestion(
        "cover",
        "Whom does the plan cover?",
        "choice",
        "Your enrolment papers",
        (("Me alone", "self"), ("A family", "family")),
    ),
    PlanQuestion(
        "embedded",
        "In the family, does each person have a deductible of their own?",
        "yes_no",
        "Summary of Benefits, first row, right column",
        when=_is("cover", "family"),
    ),
    PlanQuestion(
        "hdhp",
        "Is it a high-deductible plan that goes with a health savings account (HSA)?",
        "yes_no",
        "Your enrolment papers",
    ),
    PlanQuestion(
        "funding",
        "Who pays the claims?",
        "choice",
        "Summary Plan Description, or ask your employer",
        (("The employer itself (self-funded)", "self_funded"), ("An insurance company", "insured")),
    ),
    *_tier("in_network", "in network", _always),
    *_row("in_network", "mental_health_outpatient", "A mental-health visit in network", _always),
    *_row("in_network", "clinic_infusion", "An infusion or drug given in a clinic in network", _always),
    *_row("in_network", "specialty_drug", "A specialty drug in network", _always),
    PlanQuestion(
        "_out", "Does the plan pay anything out of network?", "yes_no", "Summary of Benefits, the out-of-network column"
    ),
    *_tier("out_of_network", "out of network", _OUT),
    *_row("out_of_network", "mental_health_outpatient", "A mental-health visit out of network", _OUT),
    *_row("out_of_network", "clinic_infusion", "An infusion or drug given in a clinic out of network", _OUT),
    PlanQuestion(
        "met.deductible",
        "How much of your own deductible is met this plan year ($)?",
        "money",
        "Your plan's portal, or the last explanation of benefits",
    ),
    PlanQuestion(
        "met.oop",
        "How much have you paid towards your out-of-pocket maximum this plan year ($)?",
        "money",
        "The same place",
    ),
    PlanQuestion(
        "met.family.deductible",
        "How much of the family's deductible is met ($)?",
        "money",
        "The same place",
        when=_is("cover", "family"),
    ),
    PlanQuestion(
        "met.family.oop",
        "How much has the family paid towards its maximum ($)?",
        "money",
        "The same place",
        when=_is("cover", "family"),
    ),
)


def accept(question: PlanQuestion, said: str) -> object:
    """The value in a line that was typed. Raises ValueError with the words for the person."""
    try:
        if question.kind == "money":
            return dollars(said, "That")
        if question.kind == "percent":
            return percent(said, "That")
    except AnswersProblem as problem:
        raise ValueError(f"{problem.message}. {problem.hint}") from problem
    if question.kind == "month_day":
        return _month_day(said)
    return said


def _month_day(said: str) -> str:
    month, _, day = said.partition("-")
    if month.isdigit() and day.isdigit():
        from datetime import date

        try:
            date(2025, int(month), int(day))
        except ValueError:
            pass
        else:
            return f"{int(month):02}-{int(day):02}"
    raise ValueError("Write month and day as 01-01 for 1 January.")


def nested(answers: Answers) -> dict[str, object]:
    """Dotted answers as the tables of a plan file; what was not known is left out."""
    tables: dict[str, object] = {}
    for key, value in answers.items():
        if value is None:
            continue
        if key.startswith("_"):
            if value != "none":
                continue
            key, value = f"{key[1:]}.not_covered", True
        *path, last = key.split(".")
        table = tables
        for part in path:
            inner = table.setdefault(part, {})
            if not isinstance(inner, dict):
                raise TypeError(f"{key}: {part} is no table")
            table = inner
        table[last] = value
    return tables


def missing(answers: Answers) -> list[str]:
    """Keys whose question applies and that have no answer."""
    return [
        question.key.removeprefix("_")
        for question in QUESTIONS
        if question.key != "_out" and question.when(answers) and answers.get(question.key) is None
    ]
