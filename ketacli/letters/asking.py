"""What a letter still needs, as questions: the choices first that decide most, then one line for each missing fact."""

from __future__ import annotations

from datetime import date

from ketacli.letters.context import INDICATION_NAMES, TREATMENT_NAMES
from ketacli.letters.known import Known
from ketacli.letters.template import Template

Choice = tuple[str, str, tuple[tuple[str, str], ...]]
"""Path of the fact, the question, and its choices as words and value."""
PLAN_NAMES: dict[str, str] = {
    "employer_self_funded": "Through an employer that pays the claims itself (self-funded)",
    "employer_insured": "Through an employer, from an insurance company (insured)",
    "marketplace_individual": "Bought on the marketplace or directly from an insurer",
    "medicare_original": "Original Medicare (Part A and B)",
    "medicare_advantage": "Medicare Advantage (Part C)",
    "medicare_part_d": "Medicare drug plan (Part D)",
    "medicaid_managed_care": "Medicaid through a plan",
    "medicaid_ffs": "Medicaid paid by the State directly",
    "fehb": "Federal employees (FEHB)",
    "pshb": "Postal employees (PSHB)",
    "nonfederal_gov_self_funded": "A State, county, city or school employer, self-funded",
    "church_plan": "A church plan",
    "tricare": "TRICARE",
    "va_health_care": "Veterans Affairs health care",
    "student_insured": "A student plan",
    "grandfathered": "A grandfathered plan (unchanged since March 2010)",
    "short_term": "A short-term policy",
    "health_sharing_ministry": "A health sharing ministry",
}
"""Kinds of plan in words, the most frequent ones first."""
_WORDS = {
    "patient.name": "The patient's name, as on the card",
    "patient.member_id": "The member ID on the card",
    "plan.payer": "The plan's name",
    "plan.appeal_address": "The plan's address for appeals (on the denial)",
    "denial.notice_date": "The date on the denial",
    "denial.claim_number": "The claim number on the denial",
    "provider.name": "The clinic's or clinician's name",
    "answers.diagnosis": "The diagnosis, in words or as an ICD-10 code",
    "complaint.what": "What happened, with dates",
}
_FILLED_BY_CHOICE = ("treatment.name", "treatment.indication_name")


def choices(template: Template, known: Known) -> list[Choice]:
    """The choices that are open: kind of plan (an appeal's law), treatment, condition."""
    found: list[Choice] = []
    if template.kind == "appeal" and known.raw("plan.plan_type") is None:
        words = tuple((words, name) for name, words in PLAN_NAMES.items())
        found.append(("plan.plan_type", "Which kind of plan is it? It decides which law the letter cites.", words))
    named = {*template.needs, *template.uses}
    if "treatment.name" in named and known.raw("treatment.name") is None:
        words = tuple((words, name) for name, words in TREATMENT_NAMES.items())
        found.append(("treatment.treatment", "Which treatment was denied or is asked for?", words))
    if "treatment.indication_name" in named and known.raw("treatment.indication_name") is None:
        words = tuple((words, name) for name, words in INDICATION_NAMES.items())
        found.append(("treatment.indication", "For which condition?", words))
    return found


def lines(missing: tuple[str, ...]) -> list[tuple[str, str]]:
    """Path and question of each missing fact that is asked for by a line."""
    return [(path, question(path)) for path in missing if path not in _FILLED_BY_CHOICE]


def question(path: str) -> str:
    """The words that ask for a fact; dates say how they are written."""
    head, _, rest = path.partition(".")
    words = _WORDS.get(path) or f"{head.capitalize()}: {rest.replace('_', ' ')}"
    return f"{words} (YYYY-MM-DD):" if is_date(path) else f"{words}:"


def is_date(path: str) -> bool:
    """Whether a fact is a day."""
    return path.endswith(("_date", "_on", ".date"))


def accepted(path: str, said: str) -> str:
    """The answer as a fact is given. Raises ValueError for a day that is none."""
    if is_date(path):
        try:
            return date.fromisoformat(said).isoformat()
        except ValueError as problem:
            raise ValueError("Write the day as 2026-09-18.") from problem
    return said
