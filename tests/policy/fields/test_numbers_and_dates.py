from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketacli.policy.fields.dates import dates, first_date
from ketacli.policy.fields.numbers import dollars, durations, spelled_number


@pytest.mark.parametrize(
    ("text", "number", "unit", "business"),
    [
        ("within 180 calendar days", 180, "day", False),
        ("within sixty (60) days", 60, "day", False),
        ("within one hundred and eighty days", 180, "day", False),
        ("one hundred eighty (180) calendar days", 180, "day", False),
        ("a 72-hour review", 72, "hour", False),
        ("seventy-two hours", 72, "hour", False),
        ("in 20 business days", 20, "day", True),
        ("four (4) months", 4, "month", False),
        ("six weeks", 6, "week", False),
    ],
)
def test_durations_in_figures_and_in_words(text, number, unit, business):
    found = list(durations(text))
    assert [(one.number, one.unit, one.business) for one in found] == [(number, unit, business)]


@pytest.mark.parametrize("text", ["$180 days of supply cost", "policy 4.180 daylight", "no number here", "Monday"])
def test_what_is_no_duration(text):
    assert list(durations(text)) == []


@given(st.integers(min_value=1, max_value=999))
def test_numbers_in_words_come_back(number):
    assert spelled_number(_in_words(number)) == number


def _in_words(number: int) -> str:
    ones = [
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
    ]
    ones += ["seventeen", "eighteen", "nineteen"]
    tens = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
    words = []
    if number >= 100:
        words += [ones[number // 100 - 1], "hundred"]
        number %= 100
    if number >= 20:
        words.append(tens[number // 10 - 2])
        number %= 10
    if number:
        words.append(ones[number - 1])
    return " ".join(words)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("September 1, 2026", "2026-09-01"),
        ("Sept. 18, 2026", "2026-09-18"),
        ("16 October 2026", "2026-10-16"),
        ("09/18/2026", "2026-09-18"),
        ("9/1/26", "2026-09-01"),
        ("05.01.19", "2019-05-01"),
        ("2026-10-30", "2026-10-30"),
        ("12-08-2026", "2026-12-08"),
        ("25/12/2026", "2026-12-25"),
        ("December 2023", "2023-12"),
        ("4/2021", "2021-04"),
        ("08.26", "2026-08"),
        ("Oct 1st, 2026", "2026-10-01"),
    ],
)
def test_dates_as_documents_print_them(text, iso):
    found = first_date(f"on {text} it")
    assert found is not None
    assert found.iso == iso


@pytest.mark.parametrize("text", ["13/45/2026", "call 800-555-0141", "version 1.2.3.4", "section 10.5", "ratio 99.9"])
def test_what_is_no_date(text):
    assert first_date(text) is None


@given(st.dates(min_value=date(1990, 1, 1), max_value=date(2060, 12, 31)))
def test_each_day_is_read_in_each_style(day):
    styles = [f"{day:%B} {day.day}, {day.year}", f"{day:%m/%d/%Y}", f"{day:%Y-%m-%d}", f"{day.day} {day:%B} {day.year}"]
    for text in styles:
        assert [one.iso for one in dates(text)] == [day.isoformat()]


def test_amounts_keep_cents_and_drop_zeros():
    assert [amount for amount, _, _ in dollars("$1,500.00 and $35 and $12.50")] == [1500, 35, 12.5]
