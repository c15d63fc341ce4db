"""What it costs to pay later or to collect: deferred interest, fees of a fundraiser, the deduction, the poverty level.

All amounts are dollars as `Decimal`, rounded half up to cents once per figure; percentages are of a year.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Sum:
    """An amount of dollars and how it came about."""

    amount: Decimal
    arithmetic: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Deferred:
    """A loan whose interest is forgiven only if all is paid by the last promotional month."""

    months: int
    monthly_payment: Sum
    """Pays the amount off within the months; the last one may be some cents less."""
    interest_if_last_missed: Sum
    """Charged from the day of purchase where every payment but the last one was made."""
    interest_if_nothing_paid: Sum
    """Charged from the day of purchase where nothing was paid until the end."""


def deferred_interest(amount: Decimal, apr_percent: Decimal, months: int) -> Deferred:
    """What missing the end of a deferred-interest promotion costs.

    Interest accrues each month at a twelfth of the yearly rate on that month's opening balance, without interest on
    interest, so it is a lower bound; late fees stand outside.
    """
    payment = (amount / months).quantize(CENT, ROUND_CEILING)
    balances = sum((max(amount - payment * month, Decimal(0)) for month in range(months)), Decimal(0))
    missed = _cents(balances * apr_percent / 1200)
    nothing = _cents(amount * months * apr_percent / 1200)
    return Deferred(
        months=months,
        monthly_payment=Sum(payment, f"{amount} / {months}, rounded up"),
        interest_if_last_missed=Sum(
            missed, f"the {months} opening balances add up to {balances}; {balances} x {apr_percent}% / 12"
        ),
        interest_if_nothing_paid=Sum(nothing, f"{amount} x {months} x {apr_percent}% / 12"),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Fundraiser:
    """What arrives of a sum that others give."""

    fees: Sum
    arrives: Sum
    to_give: Sum
    """What must be given for the whole sum to arrive."""


def fundraiser(amount: Decimal, fee_percent: Decimal, fee_each: Decimal, donation: Decimal) -> Fundraiser:
    """The fees on `amount` given in donations of one size. Raises ValueError where a donation does not beat its fee."""
    fee = _cents(donation * fee_percent / 100 + fee_each)
    if fee >= donation:
        raise ValueError("each donation must be larger than its fee")
    count = _times(amount, donation)
    fees = _cents(amount * fee_percent / 100 + fee_each * count)
    needed = _times(amount, donation - fee)
    return Fundraiser(
        fees=Sum(fees, f"{amount} x {fee_percent}% + {count} donations x {fee_each}"),
        arrives=Sum(amount - fees, f"{amount} - {fees}"),
        to_give=Sum(
            _cents(needed * donation), f"each donation of {donation} brings {donation - fee}; {needed} x {donation}"
        ),
    )


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_UP)


def _times(amount: Decimal, part: Decimal) -> int:
    return int((amount / part).to_integral_value(ROUND_CEILING))


def deductible_part(amount: Decimal, income: Decimal, floor_percent: Decimal) -> Decimal:
    """The part of medical costs above the floor (a percentage of adjusted gross income); 0 where there is none."""
    floor = (income * floor_percent / 100).quantize(CENT, ROUND_HALF_UP)
    return max(Decimal(0), amount - floor).quantize(CENT)


def percent_of_poverty(income: Decimal, household: int, first: Decimal, further: Decimal) -> int:
    """Yearly income as a whole percentage of the poverty guideline, rounded up: a limit of 138% holds up to 138."""
    guideline = first + further * (household - 1)
    return int((income * 100 / guideline).to_integral_value(ROUND_CEILING))
