"""What it costs to pay later or to collect: deferred interest, fees of a fundraiser, the deduction, the poverty level.

All amounts are dollars as `Decimal`, rounded half up to cents once per figure; percentages are of a year.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True, kw_only=True)
class Deferred:
    """A loan whose interest is forgiven only if all is paid by the last promotional month."""

    amount: Decimal
    months: int
    apr_percent: Decimal
    monthly_payment: Decimal
    """Pays the amount off within the months; the last one may be some cents less."""
    interest_if_last_missed: Decimal
    """Charged from the day of purchase where every payment but the last one was made."""
    interest_if_nothing_paid: Decimal
    """Charged from the day of purchase where nothing was paid until the end."""
    arithmetic: str


def deferred_interest(amount: Decimal, apr_percent: Decimal, months: int) -> Deferred:
    """What missing the end of a deferred-interest promotion costs.

    Interest accrues each month at a twelfth of the yearly rate on that month's opening balance, without interest on
    interest, so it is a lower bound; late fees stand outside.
    """
    payment = (amount / months).quantize(CENT, ROUND_CEILING)
    monthly = apr_percent / 1200
    balances = sum((amount - payment * month for month in range(months)), Decimal(0))
    missed = (balances * monthly).quantize(CENT, ROUND_HALF_UP)
    nothing = (amount * months * monthly).quantize(CENT, ROUND_HALF_UP)
    return Deferred(
        amount=amount,
        months=months,
        apr_percent=apr_percent,
        monthly_payment=payment,
        interest_if_last_missed=missed,
        interest_if_nothing_paid=nothing,
        arithmetic=(
            f"{payment} a month = {amount} / {months}, rounded up; the {months} opening balances add up to "
            f"{balances} x {apr_percent} % / 12 = {missed}; nothing paid: {amount} x {months} x {apr_percent} % / 12 "
            f"= {nothing}"
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Fundraiser:
    """What arrives of a sum that others give."""

    given: Decimal
    donation: Decimal
    """Size of each donation that the sum is counted in (an assumption)."""
    donations: int
    fees: Decimal
    arrives: Decimal
    to_give: Decimal
    """What must be given in such donations for the whole sum to arrive."""
    arithmetic: str


def fundraiser(amount: Decimal, fee_percent: Decimal, fee_each: Decimal, donation: Decimal) -> Fundraiser:
    """The fees on `amount` given in donations of one size. Raises ValueError where a donation does not beat its fee."""
    fee = (donation * fee_percent / 100 + fee_each).quantize(CENT, ROUND_HALF_UP)
    if fee >= donation:
        raise ValueError("each donation must be larger than its fee")
    count = _times(amount, donation)
    fees = (amount * fee_percent / 100 + fee_each * count).quantize(CENT, ROUND_HALF_UP)
    needed = _times(amount, donation - fee) * donation
    return Fundraiser(
        given=amount,
        donation=donation,
        donations=count,
        fees=fees,
        arrives=amount - fees,
        to_give=needed,
        arithmetic=(
            f"{amount} x {fee_percent} % + {count} x {fee_each} = {fees}; a donation of {donation} brings "
            f"{donation - fee}, so {needed} must be given for {amount} to arrive"
        ),
    )


def _times(amount: Decimal, part: Decimal) -> int:
    return int((amount / part).to_integral_value(ROUND_CEILING))


def deductible_part(amount: Decimal, income: Decimal, floor_percent: Decimal) -> Decimal:
    """The part of medical costs above the floor (a percentage of adjusted gross income); 0 where there is none."""
    floor = (income * floor_percent / 100).quantize(CENT, ROUND_HALF_UP)
    return max(Decimal(0), amount - floor).quantize(CENT)


def percent_of_poverty(income: Decimal, household: int, first: Decimal, further: Decimal) -> int:
    """Yearly income as a whole percentage of the poverty guideline, rounded up: a limit of 138 % holds up to 138."""
    guideline = first + further * (household - 1)
    return int((income * 100 / guideline).to_integral_value(ROUND_CEILING))
