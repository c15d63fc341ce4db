"""Amounts as policies write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketacli.policy.criteria.quantities import shadow_of

WORDS = {2: "two", 3: "three", 4: "four", 6: "six", 8: "eight", 12: "twelve", 18: "eighteen", 21: "twenty-one"}
BOUNDS = {
    "at_least": ["at least {}", "≥ {}", "no fewer than {}", "a minimum of {}", "{} or more", "not less than {}", "≥{}"],
    "at_most": [
        "at most {}",
        "up to {}",
        "no more than {}",
        "≤ {}",
        "not exceeding {}",
        "{} or fewer",
        "limited to {}",
    ],
    "more_than": ["more than {}", "> {}", "greater than {}"],
    "less_than": ["less than {}", "< {}", "fewer than {}", "under {}"],
    None: ["{}"],
}


@given(
    number=st.sampled_from(sorted(WORDS)),
    bound=st.sampled_from(list(BOUNDS)),
    place=st.integers(0, 6),
    spelled=st.sampled_from(["digits", "words", "both"]),
    unit=st.sampled_from(["antidepressants", "weeks", "devices", "sessions"]),
)
def test_an_amount_reads_as_it_was_written(number, bound, place, spelled, unit):
    written = {"digits": str(number), "words": WORDS[number], "both": f"{WORDS[number]} ({number})"}[spelled]
    forms = BOUNDS[bound]
    text = f"The record shows {forms[place % len(forms)].format(written)} {unit} in all."
    (quantity,) = shadow_of(text).quantities
    assert (quantity.value, quantity.comparison) == (number, bound)


@pytest.mark.parametrize(
    ("text", "value", "high", "comparison"),
    [
        ("each for 6-8 weeks", 6, 8, None),
        ("aged 18 to 64 years", 18, 64, None),
        ("between 18 and 75 years of age", 18, 75, None),
        ("for 6 weeks or longer", 6, None, "at_least"),
        ("18 years of age and older", 18, None, "at_least"),
        ("a dose of 0.5 mg/kg", 0.5, None, None),
        ("3+ months", 3, None, "at_least"),
        ("at least twenty-eight days", 28, None, "at_least"),
        ("dose does not exceed 168 mg", 168, None, "at_most"),
        ("1,148 people", 1148, None, None),
    ],
)
def test_wordings(text, value, high, comparison):
    quantity = shadow_of(text).quantities[0]
    assert (quantity.value, quantity.high, quantity.comparison) == (value, high, comparison)


@pytest.mark.parametrize(
    "text",
    [
        "PHQ-9",
        "F33.2",
        "G2082",
        "one of the following",
        "has consulted one.",
        "1-800-555-0101",
        "12/31/2025",
        "one third lower",
    ],
)
def test_what_is_no_amount(text):
    assert shadow_of(text).quantities == ()


def test_offsets_are_those_of_the_text():
    text = "At least four antidepressants, each for ≥ 8 weeks"
    shadow = shadow_of(text)
    assert len(shadow.text) == len(text)
    assert [text[quantity.start : quantity.end] for quantity in shadow.quantities] == ["At least four", "≥ 8"]
