"""What holds for every plan, State and date."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketacli.deadlines import PLAN_TYPES, Printed, Question, act_by, ladder
from ketacli.deadlines.ladder import rungs
from ketacli.deadlines.states import STATES
from ketacli.errors import UsageProblem

KNOWN = [each for each in PLAN_TYPES if each != "unknown"]
NOTICES = st.dates(min_value=date(2024, 1, 1), max_value=date(2032, 12, 31))
PRINTED = st.lists(
    st.one_of(
        st.builds(Printed, on=st.dates(min_value=date(2024, 1, 1), max_value=date(2033, 12, 31))),
        st.builds(Printed, days=st.integers(1, 400), counts_from=st.sampled_from(["notice", "receipt", None])),
        st.builds(Printed, months=st.integers(1, 12), counts_from=st.sampled_from(["notice", "receipt"])),
    ),
    max_size=3,
).map(tuple)


@st.composite
def questions(draw):
    notice = draw(NOTICES)
    received = draw(st.one_of(st.none(), st.integers(0, 40).map(lambda days: notice + timedelta(days=days))))
    return Question(
        plan_type=draw(st.sampled_from(KNOWN)),
        state=draw(st.sampled_from([None, *STATES])),
        denied_on=notice,
        received_on=received,
        denial=draw(st.sampled_from(["initial", "final"])),
        urgent=draw(st.booleans()),
        reasons=draw(st.sampled_from([(), ("experimental",)])),
        printed=draw(PRINTED),
    )


@given(questions())
@settings(max_examples=300, deadline=None)
def test_safe_is_never_after_latest_and_act_by_is_the_earliest(asked):
    levels, _ = rungs(asked)
    for level in levels:
        if level.safe_date and level.latest_date:
            assert level.safe_date <= level.latest_date
        assert level.act_by == level.safe_date
        dates = [each.date for each in level.candidates]
        assert dates == sorted(dates)
        if level.safe_date:
            assert level.safe_date <= min(dates)
            posted = level.send_by
            assert posted is None or posted == level.safe_date or asked.denied_on < posted < level.safe_date


@given(questions())
@settings(max_examples=300, deadline=None)
def test_never_later_than_the_letters_own_date(asked):
    levels, _ = rungs(asked)
    printed = [each.on for each in asked.printed if each.on]
    first = next((each for each in levels if each.open and not each.level.startswith("expedited")), None)
    if first and printed:
        assert first.safe_date is not None
        assert first.safe_date <= min(printed)
        assert first.latest_date is not None
        assert first.latest_date <= min(printed)


@given(questions(), st.integers(0, 60))
@settings(max_examples=300, deadline=None)
def test_a_later_notice_never_gives_an_earlier_safe_date(asked, later):
    asked = replace(asked, printed=(), received_on=None)
    moved = replace(asked, denied_on=asked.denied_on + timedelta(days=later))
    for before, after in zip(rungs(asked)[0], rungs(moved)[0], strict=True):
        if before.safe_date:
            assert after.safe_date >= before.safe_date


@given(questions(), st.integers(0, 60))
@settings(max_examples=300, deadline=None)
def test_later_receipt_never_gives_an_earlier_latest_date(asked, later):
    asked = replace(asked, printed=(), received_on=asked.denied_on, denied_on=min(asked.denied_on, date(2025, 1, 1)))
    moved = replace(asked, received_on=asked.received_on + timedelta(days=later))
    for before, after in zip(rungs(asked)[0], rungs(moved)[0], strict=True):
        extended = any(each.kind == "extension" for each in before.candidates)
        if before.latest_date and not extended:
            assert after.latest_date >= before.latest_date


@given(questions())
@settings(max_examples=100, deadline=None)
def test_two_different_printed_dates_are_provisional(asked):
    twice = replace(asked, printed=(Printed(on=date(2033, 5, 1)), Printed(on=date(2033, 6, 1))))
    first = next((each for each in rungs(twice)[0] if each.open and not each.level.startswith("expedited")), None)
    if first:
        assert first.provisional


@pytest.mark.parametrize("plan_type", KNOWN)
def test_act_by_is_that_of_the_ladder(plan_type):
    asked = Question(plan_type=plan_type, state="OH", denied_on=date(2026, 9, 18))
    assert act_by(asked) == ladder(asked).act_by


@pytest.mark.parametrize("plan_type", PLAN_TYPES)
def test_without_a_date_there_is_none(plan_type):
    found = ladder(Question(plan_type=plan_type, state="OH"))
    assert found.act_by is None
    assert all(each.safe_date is None and each.latest_date is None for each in found.levels)
    assert any("--denied-on" in each for each in found.warnings)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"plan_type": "medicare_advantge"}, "Did you mean medicare_advantage"),
        ({"state": "ZZ"}, "two letters"),
        ({"received_on": date(2026, 9, 17)}, "--received-on"),
        ({"denied_on": date(1066, 10, 14)}, "year"),
        ({"decided": "alj_hearing"}, "internal_appeal"),
    ],
)
def test_what_cannot_be_is_refused_with_the_way_out(changes, words):
    asked = replace(Question(plan_type="employer_insured", denied_on=date(2026, 9, 18)), **changes)
    with pytest.raises(UsageProblem) as caught:
        ladder(asked)
    assert words in caught.value.hint
