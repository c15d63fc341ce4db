"""Arithmetic of dates as the rules on appeals do it: calendar days, months of two kinds, rolls, business days."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from functools import cache

_WEEKEND = 5
"""`date.weekday()` of a Saturday; Sunday is one more."""


def add_days(day: date, days: int) -> date:
    """`days` calendar days after `day`; the day itself is not counted."""
    return day + timedelta(days=days)


def add_months(day: date, months: int) -> date:
    """The same day of the month, `months` later; in a short month its last day (31 August + 6: 28 February).

    The rule of every window in months except that of 45 CFR 147.136(d).
    """
    year, month = _month_after(day, months)
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def add_months_to_next_first(day: date, months: int) -> date:
    """The same day of the month, `months` later; where it does not exist, the first of the month after.

    45 CFR 147.136(d) and 29 CFR 2590.715-2719(d): four months after 30 October is 1 March.
    """
    year, month = _month_after(day, months)
    if day.day <= monthrange(year, month)[1]:
        return date(year, month, day.day)
    year, month = _month_after(date(year, month, 1), 1)
    return date(year, month, 1)


def _month_after(day: date, months: int) -> tuple[int, int]:
    index = day.year * 12 + day.month - 1 + months
    return index // 12, index % 12 + 1


def roll_forward(day: date) -> date:
    """`day`, or the next one that is no Saturday, Sunday or federal holiday (45 CFR 147.136(d) alone rolls so)."""
    while not is_business_day(day):
        day += timedelta(days=1)
    return day


def add_business_days(day: date, days: int) -> date:
    """The day that is `days` business days after `day`; weekends and federal holidays do not count."""
    while days > 0:
        day += timedelta(days=1)
        if is_business_day(day):
            days -= 1
    return day


def subtract_business_days(day: date, days: int) -> date:
    """The day that lies `days` business days before `day`."""
    while days > 0:
        day -= timedelta(days=1)
        if is_business_day(day):
            days -= 1
    return day


def is_business_day(day: date) -> bool:
    """Neither Saturday, Sunday nor a federal holiday."""
    return day.weekday() < _WEEKEND and not is_federal_holiday(day)


def is_federal_holiday(day: date) -> bool:
    """Whether `day` is one of the dates of 5 USC 6103(a).

    Days off in lieu (the Friday before a Saturday holiday, the Monday after a Sunday one) rest on an order for
    federal employees and are not among them: taking them for holidays would make a deadline later than the text does.
    """
    # Most days can be told from the month alone, without the library.
    if day.month in (3, 4, 8):
        return False
    return day in _federal_holidays(day.year)


@cache
def _federal_holidays(year: int) -> frozenset[date]:
    """The dates of 5 USC 6103(a) in one year; Juneteenth from 2021 on."""
    import holidays

    return frozenset(holidays.country_holidays("US", years=year, observed=False))
