"""A series through the ledger: every session, the totals, the range of what the patient pays."""

# No deferred annotations here: a NamedTuple compiles each one that is a string, at every start.
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from ketacli.cost.lines import Charge, Line
from ketacli.cost.money import ZERO
from ketacli.cost.prices import ENDS, Offer

if TYPE_CHECKING:
    from ketacli.cost.plan import Plan
    from ketacli.facts import Source

AMOUNTS = (
    "billed", "savings", "allowed", "plan_paid", "secondary_paid", "help_paid", "deductible", "copay", "coinsurance",
    "not_covered", "balance_bill", "patient_owes",
)  # fmt: skip
"""Money columns of a session and of the totals, in the order of an explanation of benefits."""


class Sums(NamedTuple):
    """Sums over lines, in dollars."""

    billed: Decimal
    savings: Decimal
    allowed: Decimal
    plan_paid: Decimal
    secondary_paid: Decimal
    help_paid: Decimal
    deductible: Decimal
    copay: Decimal
    coinsurance: Decimal
    not_covered: Decimal
    balance_bill: Decimal
    patient_owes: Decimal


class Session(NamedTuple):
    """One date of the series."""

    day: date
    plan_year: int
    sums: Sums
    charges: tuple[Charge, ...]


class Range(NamedTuple):
    """Low, typical and high, in dollars; None where an amount is not known."""

    low: Decimal | None
    typical: Decimal | None
    high: Decimal | None


class Projection(NamedTuple):
    """What a series costs."""

    title: str
    plan: "Plan | None"
    """None: the patient pays alone."""
    treatment: str
    sessions: tuple[Session, ...]
    """At typical prices."""
    totals: Sums
    patient_pays: Range
    first_evaluation: Range | None = None
    """The price of a first evaluation, where it is no line of the sessions."""
    events: tuple[str, ...] = ()
    """What happens on the way: "The deductible is met in session 2"."""
    assumptions: tuple[str, ...] = ()
    sensitivities: tuple[str, ...] = ()
    """What would change the answer most."""
    warnings: tuple[str, ...] = ()
    sources: "tuple[Source, ...]" = ()
    schedule: str | None = None
    inputs: tuple[str, ...] = ()
    """Names of the files that it was made from."""

    @property
    def refused(self) -> bool:
        """Whether the plan refuses a line of the series (not covered, or past a visit limit)."""
        return any(
            charge.working is not None and bool(charge.working.refused)
            for session in self.sessions
            for charge in session.charges
        )


def distinct(sources: "Sequence[Source]") -> "tuple[Source, ...]":
    """Sources without repeats, in order."""
    return tuple({source.key: source for source in sources}.values())


def sums(charges: Sequence[Charge]) -> Sums:
    """The sums of lines, column by column."""
    if len(charges) == 1:
        only = charges[0]
        return Sums(*[getattr(only, name) for name in AMOUNTS])
    return Sums(*[sum((getattr(charge, name) for charge in charges), ZERO) for name in AMOUNTS])


def lines_of(days: Sequence[date], offers: Sequence[Offer], end: str = "typical") -> list[Line]:
    """The lines of a series in the order of their dates, at one end of their prices."""
    place = ENDS.index(end)
    return [
        Line(
            day,
            offer.service,
            offer.benefit,
            offer.network,
            offer.billed[place],
            offer.allowed[place],
            offer.kind,
            offer.code,
        )
        for number, day in enumerate(sorted(days))
        for offer in offers
        if number == 0 or not offer.first_only
    ]


def sessions_of(charges: Sequence[Charge]) -> tuple[Session, ...]:
    """Charges grouped by their dates, in order."""
    grouped: dict[date, list[Charge]] = {}
    for charge in charges:
        grouped.setdefault(charge.line.day, []).append(charge)
    return tuple(Session(day, group[0].plan_year, sums(group), tuple(group)) for day, group in grouped.items())


def adjudicate(
    plan: "Plan | None", lines: Sequence[Line], *, authorized: bool = True
) -> tuple[list[Charge], list[str]]:
    """Every line through the plan (or, without one, to the patient), with the assumptions that were made.

    Raises AnswersProblem where the plan leaves out what a line needs.
    """
    if plan is None:
        return [self_paid(line) for line in lines], []
    from ketacli.cost.figures import federal_maximum
    from ketacli.cost.ledger import Ledger

    ledger = Ledger(plan, federal_maximum, authorized=authorized)
    post = ledger.post
    if plan.has_other_payers:
        from ketacli.cost.others import OtherPayers

        post = OtherPayers(plan, ledger).post
    return [post(line) for line in lines], list(ledger.assumptions)


def self_paid(line: Line) -> Charge:
    """A line that no plan sees: it counts to nothing."""
    return Charge(
        line, line.day.year, line.billed, line.billed, ZERO, ZERO, ZERO, ZERO, ZERO, line.billed, ZERO, ZERO, ZERO,
        ZERO, line.billed,
    )  # fmt: skip


def patient_total(charges: Sequence[Charge]) -> Decimal:
    """What the patient owes for the lines together, in dollars."""
    return sum((charge.patient_owes for charge in charges), ZERO)
