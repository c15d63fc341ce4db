"""A claim line and what becomes of it: the records that the ledger and the reports share."""

# No deferred annotations here: a NamedTuple compiles each one that is a string, at every start.
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from ketacli.cost.terms import Terms


class Line(NamedTuple):
    """One line of a claim."""

    day: date
    """Date of service; it decides the plan year."""
    service: str
    benefit: str
    network: str
    """`in` or `out`."""
    billed: Decimal
    allowed: Decimal
    """The contract rate; out of network the amount that the plan recognises."""
    kind: str = "treatment"
    """`drug`, `administration`, `visit`, `psychotherapy`, `evaluation` or `treatment` (all in one)."""
    code: str = ""


class Working(NamedTuple):
    """The numbers on the way, from which the steps are told."""

    terms: "Terms"
    deductible_left: tuple[Decimal, Decimal]
    """Person's and family's, before the line."""
    room: tuple[Decimal, Decimal]
    """Left to the out-of-pocket maximum, person's and family's, before the line."""
    uncut: tuple[Decimal, Decimal, Decimal]
    """Deductible, copay and coinsurance before the maximum."""
    visits_before: int
    refused: str
    """Empty, or why the line is not paid: `not_covered`, `visit_limit`."""


class Charge(NamedTuple):
    """What became of one line, in dollars. billed = savings + plan_paid + secondary_paid + help_paid + patient_owes."""

    line: Line
    plan_year: int
    billed: Decimal
    allowed: Decimal
    savings: Decimal
    """Network discount: nobody owes it."""
    plan_paid: Decimal
    deductible: Decimal
    copay: Decimal
    coinsurance: Decimal
    not_covered: Decimal
    """Refused amounts, the balance bill and the authorization penalty."""
    balance_bill: Decimal
    """The part of `not_covered` that an out-of-network provider bills above the recognised amount."""
    penalty: Decimal
    """The part of `not_covered` that was taken off for a missing prior authorization."""
    secondary_paid: Decimal
    help_paid: Decimal
    patient_owes: Decimal
    working: Working | None = None
