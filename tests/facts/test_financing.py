"""Sums on loans, fundraisers, the deduction and the poverty level, each against an independent count."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketacli.facts.financing import deductible_part, deferred_interest, fundraiser, percent_of_poverty

money = st.decimals(Decimal("1"), Decimal("100000"), places=2)


def test_deferred_interest_by_hand():
    # 3,600 over 12 months: 300 a month; balances 3,600 + 3,300 + ... + 300 = 23,400; x 32.99% / 12 = 643.305
    found = deferred_interest(Decimal(3600), Decimal("32.99"), 12)
    assert found.monthly_payment.amount == Decimal("300.00")
    assert found.interest_if_last_missed.amount == Decimal("643.31")
    assert found.interest_if_nothing_paid.amount == Decimal("1187.64")


def test_the_payment_is_rounded_up_so_that_it_is_enough():
    found = deferred_interest(Decimal(1000), Decimal("32.99"), 6)
    assert found.monthly_payment.amount == Decimal("166.67")


@given(money, st.integers(1, 36))
def test_payments_cover_the_loan_and_interest_stays_below_the_whole_balance(amount, months):
    found = deferred_interest(amount, Decimal("32.99"), months)
    assert found.monthly_payment.amount * months >= amount
    assert found.monthly_payment.amount * months < amount + months
    assert 0 <= found.interest_if_last_missed.amount <= found.interest_if_nothing_paid.amount


def test_fundraiser_by_hand():
    # 72 donations of 50: 3,600 x 2.9% = 104.40, + 72 x 0.30 = 21.60
    found = fundraiser(Decimal(3600), Decimal("2.9"), Decimal("0.30"), Decimal(50))
    assert (found.fees.amount, found.arrives.amount) == (Decimal("126.00"), Decimal("3474.00"))
    # a donation of 50 brings 48.25; 75 of them bring 3,618.75, 74 only 3,570.50
    assert found.to_give.amount == Decimal("3750.00")


@given(money)
def test_what_must_be_given_is_enough_and_not_a_donation_too_many(amount):
    found = fundraiser(amount, Decimal("2.9"), Decimal("0.30"), Decimal(50))
    donations = found.to_give.amount / 50
    assert donations * Decimal("48.25") >= amount
    assert (donations - 1) * Decimal("48.25") < amount
    assert found.fees.amount + found.arrives.amount == amount


def test_a_donation_must_beat_its_fee():
    with pytest.raises(ValueError, match="larger than its fee"):
        fundraiser(Decimal(100), Decimal("2.9"), Decimal("0.30"), Decimal("0.30"))


@pytest.mark.parametrize(
    ("amount", "income", "expected"),
    [("2250", "30000", "0.00"), ("2250.01", "30000", "0.01"), ("3600", "30000", "1350.00"), ("0", "0", "0.00")],
)
def test_the_deduction_begins_above_its_floor(amount, income, expected):
    assert deductible_part(Decimal(amount), Decimal(income), Decimal("7.5")) == Decimal(expected)


@pytest.mark.parametrize(
    ("income", "household", "expected"),
    [
        # 138% of 15,960 is 22,024.80
        ("22024.80", 1, 138),
        ("22024.81", 1, 139),
        ("15960", 1, 100),
        # four: 15,960 + 3 x 5,680 = 33,000
        ("33000", 4, 100),
        ("0", 2, 0),
    ],
)
def test_percent_of_poverty_rounds_up_so_that_a_limit_is_kept(income, household, expected):
    assert percent_of_poverty(Decimal(income), household, Decimal(15960), Decimal(5680)) == expected
