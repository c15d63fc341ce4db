"""What borrowing for a series costs: the monthly payment, the interest, and the trap of deferred interest."""

from __future__ import annotations

from decimal import ROUND_UP, Decimal
from typing import NamedTuple

from ketacli.cost.money import CENT, HUNDRED, ZERO, cents
from ketacli.errors import UsageProblem


class Loan(NamedTuple):
    """A loan with equal monthly payments, in dollars."""

    price: Decimal
    months: int
    apr: Decimal
    monthly: Decimal
    interest: Decimal
    total: Decimal


class Deferred(NamedTuple):
    """A promotion "no interest if paid in full", in dollars."""

    price: Decimal
    months: int
    apr: Decimal
    monthly_to_clear: Decimal
    """Least equal payment that clears the balance within the promotion."""
    monthly: Decimal
    """What is paid a month."""
    left: Decimal
    """Balance on the last day of the promotion."""
    charged: Decimal
    """Interest that is then charged back to the day of purchase; 0 where the balance is cleared."""


def loan(price: Decimal, months: int, apr: Decimal) -> Loan:
    """Equal monthly payments: price * r / (1 - (1 + r)^-n), with r the yearly rate / 12; the last one evens the cents.

    Raises UsageProblem for no months.
    """
    _months(months)
    rate = apr / HUNDRED / 12
    monthly = price / months if rate == 0 else price * rate / (1 - (1 + rate) ** -months)
    monthly = cents(monthly)
    balance, interest = price, ZERO
    for _ in range(months):
        grown = cents(balance * rate)
        interest += grown
        balance += grown - min(monthly, balance + grown)
    return Loan(price, months, apr, monthly, interest, price + interest)


def deferred(price: Decimal, months: int, apr: Decimal, monthly: Decimal | None = None) -> Deferred:
    """A deferred-interest promotion. Interest grows unseen on the falling balance, month by month, and is charged in
    one sum where anything is left at its end. Without `monthly` the payments just clear it. Raises UsageProblem.
    """
    _months(months)
    clears = (price / months).quantize(CENT, ROUND_UP)
    paid = clears if monthly is None else monthly
    rate, balance, hidden = apr / HUNDRED / 12, price, ZERO
    for _ in range(months):
        hidden += cents((balance + hidden) * rate)
        balance -= min(paid, balance)
    return Deferred(price, months, apr, clears, paid, balance, hidden if balance else ZERO)


def _months(months: int) -> None:
    if not 1 <= months <= 600:
        raise UsageProblem("--months is not from 1 to 600", hint="Write --months 12 for one year.")
