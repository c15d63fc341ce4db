"""Programmes held against a person: open, not, or unknown; unknown is never no."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketacli.facts.assistance import assess
from ketacli.facts.person import GOVERNMENT, INSURANCE, Profile

TODAY = date(2026, 11, 25)
STATES = ["CA", "MA", "MI", "MN", "RI", "TX", "NY", "AK", "HI", None]


def status(key: str, **known: object) -> str:
    found = {each.key: each for each in assess(Profile(**known), TODAY).programmes}  # type: ignore[arg-type]
    return found[key].status


profiles = st.builds(
    Profile,
    insurance=st.lists(st.sampled_from(INSURANCE), unique=True, max_size=3).map(tuple),
    treatment=st.sampled_from(["esketamine", "ketamine_iv", "ketamine_any", "ketamine_oral", "ketamine_topical", None]),
    state=st.sampled_from(STATES),
    household=st.one_of(st.none(), st.integers(1, 12)),
    income=st.one_of(st.none(), st.decimals(0, 500000, places=2)),
    veteran=st.one_of(st.none(), st.booleans()),
    amount=st.one_of(st.none(), st.decimals(1, 100000, places=2)),
)


@given(profiles)
def test_no_manufacturer_card_with_any_government_cover(person):
    for each in assess(person, TODAY).programmes:
        if each.kind == "manufacturer" and set(person.insurance) & GOVERNMENT:
            assert each.status == "not"


@given(profiles)
def test_every_programme_says_why_and_where_it_was_read(person):
    found = assess(person, TODAY)
    known = {source.key for fact in found.used for source in fact.sources}
    for each in found.programmes:
        assert each.why
        assert each.sources
        assert set(each.sources) <= known


@given(profiles)
def test_what_is_not_confirmed_is_never_open(person):
    for each in assess(person, TODAY).programmes:
        if each.confidence == "unsettled":
            assert each.status != "eligible"


def test_nothing_known_is_unknown_and_not_no():
    found = assess(Profile(), TODAY).programmes
    closed = {each.key for each in found if each.status == "not"}
    assert closed == {"pan_foundation", "healthwell_foundation"}


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ({"insurance": ("commercial",), "treatment": "esketamine"}, "eligible"),
        ({"insurance": ("commercial",)}, "unknown"),
        ({"treatment": "esketamine"}, "unknown"),
        ({"insurance": ("commercial",), "treatment": "ketamine_iv"}, "not"),
        ({"insurance": ("none",), "treatment": "esketamine"}, "not"),
        ({"insurance": ("commercial", "tricare"), "treatment": "esketamine"}, "not"),
    ],
)
def test_the_savings_programme(known, expected):
    assert status("withme_savings", **known) == expected


@pytest.mark.parametrize(
    ("state", "expected"),
    [("MA", "not"), ("MI", "not"), ("MN", "not"), ("RI", "not"), ("CA", "eligible"), (None, "unknown")],
)
def test_the_observation_rebate_is_not_for_four_states(state, expected):
    known = {"insurance": ("commercial",), "treatment": "esketamine", "state": state}
    assert status("withme_observation", **known) == expected


@pytest.mark.parametrize(
    ("income", "state", "expected"),
    [
        # 138% of 15,960 for one person is 22,024.80
        ("22024.80", "CA", "eligible"),
        ("22024.81", "CA", "unknown"),
        ("22024.80", "TX", "unknown"),
        ("22024.80", None, "unknown"),
        ("10000", "AK", "unknown"),
        ("10000", "PR", "unknown"),
    ],
)
def test_medicaid_by_income_and_state(income, state, expected):
    assert status("medicaid_programme", income=Decimal(income), household=1, state=state) == expected


def test_the_poverty_guideline_is_that_of_the_day():
    person = Profile(income=Decimal(15650), household=1, state="CA")
    last_year = {each.key: each for each in assess(person, date(2025, 6, 1)).programmes}
    this_year = {each.key: each for each in assess(person, TODAY).programmes}
    assert last_year["hospital_assistance"].figures[0].value == "100"
    assert this_year["hospital_assistance"].figures[0].value == "99"


@pytest.mark.parametrize(("veteran", "expected"), [(True, "unknown"), (False, "not"), (None, "unknown")])
def test_va_care(veteran, expected):
    assert status("va_care", veteran=veteran, treatment="esketamine") == expected
    assert status("va_care", insurance=("va",), treatment="esketamine") == "eligible"


@pytest.mark.parametrize(
    ("insurance", "expected"),
    [(("none",), "eligible"), (("commercial",), "unknown"), (("medicare",), "not"), ((), "unknown")],
)
def test_good_faith_estimate(insurance, expected):
    assert status("good_faith_estimate", insurance=insurance) == expected


def test_a_small_amount_is_below_the_deduction():
    assert status("medical_deduction", amount=Decimal(2250), income=Decimal(30000)) == "not"
    assert status("medical_deduction", amount=Decimal("2250.01"), income=Decimal(30000)) == "unknown"
