"""The tables of a projection that every format shows: Summary-of-Benefits order and explanation-of-benefits order."""

# No deferred annotations here: a NamedTuple compiles each one that is a string, at every start.
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from ketacli.cost.money import ZERO, show
from ketacli.cost.projection import Projection, Range, Session

EOB = {
    "billed": "Billed",
    "savings": "Savings",
    "allowed": "Allowed",
    "plan_paid": "Plan paid",
    "secondary_paid": "Second payer",
    "help_paid": "Programme",
    "deductible": "Deductible",
    "copay": "Copay",
    "coinsurance": "Coinsurance",
    "not_covered": "Not covered",
    "patient_owes": "You owe",
}
"""Columns in the order of an explanation of benefits."""
_ALWAYS = ("allowed", "plan_paid", "patient_owes")


class Group(NamedTuple):
    """Sessions in a row that cost the same."""

    first: int
    last: int
    """Numbers of the sessions, from 1."""
    session: Session
    """The first of them."""
    until: Session
    """The last of them."""

    @property
    def number(self) -> str:
        """ "3" or "3-12"."""
        return str(self.first) if self.first == self.last else f"{self.first}-{self.last}"


def grouped(sessions: Sequence[Session]) -> list[Group]:
    """Neighbours with the same amounts in the same plan year as one group."""
    found: list[Group] = []
    for number, session in enumerate(sessions, 1):
        last = found[-1] if found else None
        if last and last.session.sums == session.sums and last.session.plan_year == session.plan_year:
            found[-1] = last._replace(last=number, until=session)
        else:
            found.append(Group(number, number, session, session))
    return found


def columns_used(projection: Projection) -> list[str]:
    """Columns that say something: those that are zero throughout are left out, and billed where it equals allowed."""
    totals = projection.totals
    used = [name for name in EOB if name in _ALWAYS or getattr(totals, name) != ZERO]
    if totals.billed == totals.allowed and "billed" in used:
        used.remove("billed")
    return used


def summary_rows(projection: Projection) -> list[tuple[str, str]]:
    """The order of the Summary of Benefits: total cost, what you pay by its kinds, what you pay."""
    totals = projection.totals
    rows = [
        ("Total cost" if not totals.savings else "Total cost, after network savings", totals.billed - totals.savings),
        ("Deductibles", totals.deductible),
        ("Copayments", totals.copay),
        ("Coinsurance", totals.coinsurance),
        ("Limits or exclusions", totals.not_covered),
    ]
    if totals.secondary_paid:
        rows.append(("Second payer takes over", -totals.secondary_paid))
    if totals.help_paid:
        rows.append(("Savings programme pays", -totals.help_paid))
    rows.append(("You pay", totals.patient_owes))
    return [(name, show(amount)) for name, amount in rows]


def range_words(found: Range) -> str:
    """A range in words; a point as one amount; what is not known as such."""
    if found.typical is None or found.low is None or found.high is None:
        return "not known"
    if found.low == found.high:
        return show(found.typical)
    return f"about {show(found.typical)} (from {show(found.low)} to {show(found.high)})"


def verdict(projection: Projection) -> str:
    """The answer in one sentence."""
    pays = range_words(projection.patient_pays)
    if projection.plan is None:
        if projection.sources and not pays.startswith("about"):
            pays = f"about {pays}"
        return f"You pay {pays} for {projection.title} when you pay for it yourself."
    owed, billed = projection.totals.patient_owes, projection.totals.billed
    if projection.totals.plan_paid == ZERO and projection.totals.not_covered == billed > ZERO:
        return f"The plan does not cover this: you pay {pays} for {projection.title}."
    share = f", of {show(billed)} billed" if owed != billed else ""
    return f"You pay {pays} for {projection.title} with {projection.plan.name}{share}."


def amount(value: Decimal) -> str:
    """An amount in a table cell, without the dollar sign."""
    return f"{value:,.2f}"


def next_step(projection: Projection) -> str:
    """The next step, with its command."""
    if projection.plan is None:
        return (
            "ask the clinic for a good-faith estimate in writing. With insurance, add your plan: "
            "ketacli cost plan writes a plan file, then --plan plan.toml (or --plan sbc.pdf)."
        )
    if projection.refused:
        return (
            "ask the plan for its reason and its policy in writing; ketacli check reads the policy, "
            "ketacli rights shows how to appeal."
        )
    return "`ketacli cost why 1` with the same options shows the arithmetic of session 1. The plan decides."
