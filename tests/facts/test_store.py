"""Looking a fact up: by day, with history, what is unpublished, what was announced and replaced."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketacli import facts


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2023, 12, 31), None),
        (date(2024, 1, 1), "9450"),
        (date(2025, 12, 31), "9200"),
        (date(2026, 1, 1), "10600"),
        (date(2026, 12, 31), "10600"),
        (date(2027, 1, 1), "12000"),
    ],
)
def test_a_value_changes_on_its_first_day(day, expected):
    found = facts.value("aca_oop_max_individual", on=day)
    assert found.value == (Decimal(expected) if expected else None)


def test_the_announced_figure_stays_as_history_and_never_answers():
    found = facts.value("aca_oop_max_individual", on=date(2026, 6, 1))
    assert found.value == Decimal("10600")
    assert [entry.value for entry in found.superseded] == [Decimal("10150")]
    assert found.superseded[0].superseded_by == Decimal("10600")


def test_what_is_not_published_is_none_and_says_so():
    found = facts.value("part_b_deductible", on=date(2027, 1, 1))
    assert found.value is None
    assert found.note
    assert found.number() is None


def test_each_entry_carries_its_own_source_and_confidence():
    this_year = facts.value("hdhp_min_deductible_individual", on=date(2026, 5, 1))
    next_year = facts.value("hdhp_min_deductible_individual", on=date(2027, 5, 1))
    assert (this_year.confidence, next_year.confidence) == ("secondary", "primary")
    assert next_year.source.key == "revproc_2026_24"


def test_money_and_percents_are_decimal():
    assert isinstance(facts.value("hsa_catch_up", on=date(2026, 1, 1)).value, Decimal)
    assert facts.value("part_b_coinsurance", on=date(2026, 1, 1)).value == Decimal(20)


def test_a_value_knows_its_first_and_last_day():
    found = facts.value("part_d_oop_cap", on=date(2026, 7, 4))
    assert (found.since, found.until) == (date(2026, 1, 1), date(2026, 12, 31))


def test_an_unknown_key_is_an_error_and_never_none():
    with pytest.raises(KeyError):
        facts.value("aca_oop_max", on=date(2026, 1, 1))
    with pytest.raises(KeyError):
        facts.subject("no_such_subject")
    with pytest.raises(KeyError):
        facts.subject("../plan_year")


@given(st.dates(date(2024, 1, 1), date(2027, 12, 31)))
def test_a_day_lies_within_the_span_of_its_value(day):
    found = facts.value("aca_oop_max_family", on=day)
    assert found.since is not None
    assert found.since <= day <= (found.until or date.max)
    if found.until:
        assert facts.value("aca_oop_max_family", on=found.until + timedelta(days=1)).value != found.value


def test_the_guard_names_the_figure_after_its_day_of_review():
    fact = facts.fact("part_b_deductible")
    assert fact.review_by is not None
    assert facts.stale_warnings([fact], fact.review_by) == []
    told = facts.stale_warnings([fact, fact], fact.review_by + timedelta(days=1))
    assert len(told) == 1
    assert "part_b_deductible" in told[0]


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("evidence", {"treatment": "esketamine", "direction": "against"}),
        ("evidence", {"indication": "ptsd"}),
        ("codes", {"treatments": "esketamine"}),
        ("scales", {"scale": "phq9"}),
        ("scales", {"scale": "no such"}),
        ("denial_codes", {"system": "RARC", "actions": "appeal"}),
    ],
)
def test_a_selection_read_alone_is_the_selection_of_the_whole(name, wanted):
    alone = [fact.key for fact in facts.where(name, **wanted)]
    assert alone == [fact.key for fact in facts.subject(name).where(**wanted)]
    assert all(fact.sources for fact in facts.where(name, **wanted))


def test_a_selection_of_an_unknown_subject_is_an_error():
    with pytest.raises(KeyError):
        facts.where("no_such_subject", state="WI")
