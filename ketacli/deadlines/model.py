"""What is asked and what is answered; field names are those of the published JSON (docs/rights.md)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal, get_args

PlanType = Literal[
    "employer_self_funded",
    "employer_insured",
    "marketplace_individual",
    "nonfederal_gov_self_funded",
    "church_plan",
    "medicare_original",
    "medicare_advantage",
    "medicare_part_d",
    "medicaid_managed_care",
    "medicaid_ffs",
    "tricare",
    "va_health_care",
    "fehb",
    "pshb",
    "student_insured",
    "grandfathered",
    "short_term",
    "health_sharing_ministry",
    "unknown",
]
PLAN_TYPES: tuple[str, ...] = get_args(PlanType)
Confidence = Literal["primary", "secondary", "derived", "unsettled"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """A deadline as a letter prints it: a date, or a number of days or months from the letter or from its receipt."""

    on: date | None = None
    days: int | None = None
    business: bool = False
    """True where `days` are business days."""
    months: int | None = None
    counts_from: Literal["notice", "receipt"] | None = None
    """None: the letter does not say; then it is taken from the date of the letter, the earlier of the two."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """All that the dates depend on. What is None is unknown."""

    plan_type: str
    """One of PLAN_TYPES."""
    state: str | None = None
    """Two letters: the state in which the policy was issued, not where the person lives."""
    denied_on: date | None = None
    """The date on the notice."""
    other_notice_dates: tuple[date, ...] = ()
    """Further dates that the letter bears as its own; the earliest of all is counted from, provisionally."""
    received_on: date | None = None
    """The day on which it arrived, where that can be proven."""
    filed_on: date | None = None
    """The day on which the rung below was filed, where that matters (California, an answer that is overdue)."""
    denial: Literal["initial", "final"] = "initial"
    """`final`: the plan's last internal (mandatory) decision."""
    decided: str | None = None
    """The level whose decision is in hand (an id such as `external_review`); more exact than `denial`."""
    urgent: bool = False
    service: Literal["drug", "item"] = "item"
    reasons: tuple[str, ...] = ()
    """Reasons of the denial, in the words of CONTRACT (`experimental`, …)."""
    printed: tuple[Printed, ...] = ()
    """Deadlines that the letter prints; two that differ are a conflict."""
    service_on: date | None = None
    """Day of the service; a court's limit of the federal employees' programme counts from its year."""
    today: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRef:
    """Where a statement was read."""

    title: str
    publisher: str
    address: str
    dated: str | None
    """Of the text itself; None where it carries no date."""
    as_of: date
    """Day on which source and statement were last compared."""
    confidence: Confidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One date that the window may end on, and why."""

    date: date
    kind: Literal["law", "letter", "extension"]
    rule: str
    """The arithmetic in words: "2026-09-18 + 5 days of mail + 60 days"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One rung of the ladder."""

    level: str
    """A stable id: `internal_appeal`, `external_review`, `redetermination`, …"""
    order: int
    """Place on the ladder, from 1."""
    title: str
    law: str
    days: int | None
    months: int | None
    """The window as the law gives it; both None where the plan, the state or the guidelines set it."""
    counts_from: Literal["notice", "receipt"]
    counts_from_text: str
    presumed_receipt_days: int
    """Days of mail that this law presumes; 0 where it presumes none."""
    open: bool
    """True where this step can be taken on the notice in hand: the dates are counted from it."""
    safe_date: date | None = None
    """Last day on which filing is in time whatever the day of receipt."""
    latest_date: date | None = None
    """Last day by rule, as far as receipt is known; never later than the letter's own date."""
    act_by: date | None = None
    """The earliest of all candidates: the day to work to."""
    provisional: bool = False
    """True where candidates conflict, or where it is not certain that this rung's law holds."""
    check_this: bool = False
    """True where the rule itself is not settled and must be checked before it is relied on."""
    legal_safe_date: date | None = None
    legal_latest_date: date | None = None
    """The same two by law alone, where a printed date changed them."""
    candidates: tuple[Candidate, ...] = ()
    """Earliest first."""
    days_left: int | None = None
    """From today to `act_by`; below 0 where it has passed. None without a date."""
    filed_when: Literal["received", "sent", "not_stated"]
    """What counts as filing: the day the request arrives, or the day it is sent (postmark)."""
    filed_when_text: str
    send_by: date | None = None
    """Day to post it so that it arrives by `act_by`; None where the window is too short for the post."""
    actor: Literal["patient_or_representative", "provider"] = "patient_or_representative"
    """Whose clock this is."""
    decision_clock: str
    """How long the other side may take."""
    next_step: str
    notes: tuple[str, ...] = ()
    source: SourceRef


@dataclass(frozen=True, slots=True, kw_only=True)
class ActBy:
    """The one date to work to."""

    date: date
    level: str
    provisional: bool
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Right:
    """A right to print in letters."""

    id: str
    right: str
    law: str
    by_date: date | None = None
    """Where the right itself has a day by which to ask for it."""
    source: SourceRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Regulator:
    """Who oversees the plan, or helps with it, and how to reach them."""

    id: str
    name: str
    role: str
    phone: str | None
    website: str | None
    source: SourceRef


@dataclass(frozen=True, slots=True, kw_only=True)
class NotApplicable:
    """A law that one might expect and that does not bind this plan."""

    law: str
    why: str
    source: SourceRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One line of the comparison that is shown while the plan type is unknown."""

    plan_type: str
    title: str
    level: str
    days: int | None
    months: int | None
    counts_from: str | None
    safe_date: date | None
    latest_date: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanQuestion:
    """One of the questions that settle the plan type."""

    option: str
    question: str
    choices: tuple[tuple[str, str], ...]
    """Value of the option → what it means, in plain words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """The answer of `ketacli rights`."""

    plan_type: str
    plan_title: str
    state: str | None
    denial: str
    levels: tuple[Level, ...]
    """From the next step on; what lies behind is in `passed`."""
    passed: tuple[str, ...] = ()
    act_by: ActBy | None = None
    """None where no date can be computed; `warnings` say what is missing."""
    rights: tuple[Right, ...] = ()
    regulators: tuple[Regulator, ...] = ()
    does_not_apply: tuple[NotApplicable, ...] = ()
    further: tuple[Right, ...] = ()
    """Further routes beside the ladder (formulary exception, exception laws, history such as the outage of 2026)."""
    differences: tuple[Difference, ...] = ()
    questions: tuple[PlanQuestion, ...] = ()
    """Both empty once the plan type is known."""
    warnings: tuple[str, ...] = field(default=())
