"""The rungs of the ladders as data: read from the facts on appeal law, typed once here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal, cast

from ketacli import facts
from ketacli.deadlines.model import SourceRef
from ketacli.facts import Fact

PUBLIC = frozenset(
    {
        "medicare_original",
        "medicare_advantage",
        "medicare_part_d",
        "medicaid_managed_care",
        "medicaid_ffs",
        "tricare",
        "va_health_care",
        "fehb",
        "pshb",
    }
)
"""Plan types whose rungs stand in a data file of their own, so that a command reads only one of the two."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rung for some plan types (and States), as the law gives it. Field names are those of `appeal_law.toml`."""

    key: str
    level: str
    order: int
    heading: str
    law: str
    days: int | None
    months: int | None
    counts_from: Literal["notice", "receipt"]
    counts_from_text: str
    presumed_receipt_days: int = 0
    or_days: int | None = None
    """A second count of the same window; the earlier of both is the safe one."""
    next_first: bool = False
    """True where a day that does not exist becomes the first of the next month; else the last of the short month."""
    rolls: bool = False
    """True where a weekend or federal holiday moves the last day forward."""
    no_latest: bool = False
    """True where the law's own last day is not known (it differs by State or process)."""
    ceiling: bool = False
    """True where the window is the most that a State may give: it is no safe date."""
    filed_when: Literal["received", "sent", "not_stated"] = "not_stated"
    decision: dict[str, str]
    next_step: str
    next_step_urgent: str
    notes: tuple[str, ...] = ()
    internal: bool = False
    optional: bool = False
    automatic: bool = False
    """True where there is nothing to file."""
    urgent_only: bool = False
    provider_clock: bool = False
    hhs_process: bool = False
    at_once_for: tuple[str, ...] = ()
    """Reasons of a denial for which this rung is open without the rungs below."""
    condition: str = ""
    """What must hold for the law to apply; the date is provisional until it is known."""
    unless_answered_days: int | None = None
    """The window starts at the latest that many days after the rung below was filed, answered or not."""
    service_year_limit: int | None = None
    answer_days: int | None = None
    """Days that the other side has to decide on care not yet received."""
    answer_days_paid: int | None = None
    """The same for care already received."""
    answer_days_drug: int | None = None
    """The same for a drug, where it differs."""
    answer_hours_urgent: int | None = None
    settled: bool
    source: SourceRef
    fact: Fact

    @property
    def has_window(self) -> bool:
        """Whether the law itself names a number of days or months."""
        return self.days is not None or self.months is not None


@cache
def rules_for(plan_type: str, state: str | None, on: date | None = None) -> tuple[Rule, ...]:
    """The rungs of a plan type in a State as they stand on a day, lowest first. Empty for `unknown`."""
    name = "appeal_law_public" if plan_type in PUBLIC else "appeal_law"
    found = [_as_rule(each, on) for each in facts.where(name, plan_types=plan_type) if _in_state(each, state)]
    return tuple(sorted(found, key=lambda rule: (rule.order, rule.provider_clock)))


def _in_state(fact: Fact, state: str | None) -> bool:
    """Without a State the general rung stands, whose safe date is the earliest of all."""
    if fact.get("states"):
        return state in fact.get("states")
    return state not in fact.get("not_states", ())


def _as_rule(fact: Fact, on: date | None) -> Rule:
    window = fact.on(on or fact.as_of)
    # What is not settled never reaches a computed date: the rung is shown, to be checked, without one.
    amount = cast("int | None", window.value) if window.settled else None
    return Rule(
        key=fact.key,
        level=fact.get("level"),
        order=fact.get("order"),
        heading=fact.get("heading"),
        law=fact.get("law"),
        days=amount if fact.unit == "days" else None,
        months=amount if fact.unit == "months" else None,
        counts_from=fact.get("counts_from"),
        counts_from_text=fact.get("counts_from_text"),
        presumed_receipt_days=fact.get("presumed_receipt_days", 0),
        or_days=fact.get("or_days"),
        next_first=fact.get("month_rule") == "first_of_next",
        rolls=fact.get("rolls", False),
        no_latest=fact.get("no_latest", False),
        ceiling=fact.get("ceiling", False),
        filed_when=fact.get("filed_when"),
        decision=_decision(fact),
        next_step=fact.get("next_step"),
        next_step_urgent=fact.get("next_step_urgent", ""),
        notes=tuple(fact.get("notes", ())),
        internal=fact.get("internal", False),
        optional=fact.get("optional", False),
        automatic=fact.get("automatic", False),
        urgent_only=fact.get("urgent_only", False),
        provider_clock=fact.get("provider_clock", False),
        hhs_process=fact.get("hhs_process", False),
        at_once_for=tuple(fact.get("at_once_for", ())),
        condition=fact.get("condition", ""),
        unless_answered_days=fact.get("unless_answered_days"),
        service_year_limit=fact.get("service_year_limit"),
        answer_days=fact.get("answer_days"),
        answer_days_paid=fact.get("answer_days_paid"),
        answer_days_drug=fact.get("answer_days_drug"),
        answer_hours_urgent=fact.get("answer_hours_urgent"),
        settled=window.settled,
        source=source_of(fact),
        fact=fact,
    )


def _decision(fact: Fact) -> dict[str, str]:
    names = ("decision", "decision_urgent", "decision_drug", "decision_drug_urgent")
    return {name: fact.get(name) for name in names if fact.get(name)}


def source_of(fact: Fact) -> SourceRef:
    """The first source of a fact, with the day on which both were compared."""
    source = fact.sources[0]
    return SourceRef(
        title=source.title,
        publisher=source.publisher,
        address=source.address,
        dated=source.dated,
        as_of=fact.as_of,
        confidence=fact.confidence,
    )
