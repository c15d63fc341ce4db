"""Months of two kinds, rolls, business days: both sides of every edge."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketacli.deadlines import calendar

DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 12, 31))


@pytest.mark.parametrize(
    ("start", "months", "short", "first"),
    [
        (date(2026, 10, 28), 4, date(2027, 2, 28), date(2027, 2, 28)),
        (date(2026, 10, 29), 4, date(2027, 2, 28), date(2027, 3, 1)),
        (date(2026, 10, 31), 4, date(2027, 2, 28), date(2027, 3, 1)),
        (date(2027, 10, 29), 4, date(2028, 2, 29), date(2028, 2, 29)),
        (date(2027, 10, 30), 4, date(2028, 2, 29), date(2028, 3, 1)),
        (date(2026, 5, 31), 4, date(2026, 9, 30), date(2026, 10, 1)),
        (date(2026, 8, 31), 4, date(2026, 12, 31), date(2026, 12, 31)),
        (date(2026, 12, 31), 6, date(2027, 6, 30), date(2027, 7, 1)),
    ],
)
def test_months(start, months, short, first):
    assert calendar.add_months(start, months) == short
    assert calendar.add_months_to_next_first(start, months) == first


@pytest.mark.parametrize(
    ("day", "rolled"),
    [
        (date(2026, 11, 25), date(2026, 11, 25)),  # Wednesday
        (date(2026, 11, 26), date(2026, 11, 27)),  # Thanksgiving
        (date(2026, 11, 28), date(2026, 11, 30)),  # Saturday
        (date(2026, 12, 25), date(2026, 12, 28)),  # Christmas on a Friday
        (date(2027, 1, 1), date(2027, 1, 4)),  # New Year on a Friday
        (date(2026, 6, 19), date(2026, 6, 22)),  # Juneteenth on a Friday
        (date(2020, 6, 19), date(2020, 6, 19)),  # no holiday before 2021
        (date(2026, 7, 3), date(2026, 7, 3)),  # Friday off in lieu of Saturday 4 July
        (date(2027, 7, 4), date(2027, 7, 5)),  # 4 July on a Sunday: the Monday in lieu does not count
        (date(2025, 1, 20), date(2025, 1, 21)),  # Martin Luther King Day; Inauguration Day is no date of 6103(a)
    ],
)
def test_roll_over_weekends_and_the_dates_of_5_usc_6103a(day, rolled):
    assert calendar.roll_forward(day) == rolled


def test_business_days_skip_weekends_and_holidays():
    assert calendar.add_business_days(date(2026, 11, 25), 1) == date(2026, 11, 27)
    assert calendar.add_business_days(date(2026, 11, 27), 1) == date(2026, 11, 30)
    assert calendar.subtract_business_days(date(2026, 11, 30), 2) == date(2026, 11, 25)
    assert calendar.add_business_days(date(2026, 11, 28), 0) == date(2026, 11, 28)


@given(DAYS, st.integers(0, 24))
def test_the_two_kinds_of_months_differ_by_a_day_at_most_and_never_shrink(day, months):
    short, first = calendar.add_months(day, months), calendar.add_months_to_next_first(day, months)
    assert timedelta(0) <= first - short <= timedelta(days=1)
    assert calendar.add_months(day + timedelta(days=1), months) >= short
    assert calendar.add_months_to_next_first(day + timedelta(days=1), months) >= first


@given(DAYS)
def test_a_roll_lands_on_a_working_day_within_five_days(day):
    rolled = calendar.roll_forward(day)
    assert calendar.is_business_day(rolled)
    assert timedelta(0) <= rolled - day <= timedelta(days=5)


@given(DAYS, st.integers(1, 30))
def test_business_days_there_and_back(day, days):
    end = calendar.add_business_days(day, days)
    assert calendar.is_business_day(end)
    if calendar.is_business_day(day):
        assert calendar.subtract_business_days(end, days) == day
