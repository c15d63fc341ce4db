"""Dates, prices, and the answer without a plan."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from ketacli import facts
from ketacli.cost.asking import Question, answered, assemble
from ketacli.cost.prices import TREATMENTS, as_price, load_offers, read_price, self_pay
from ketacli.cost.schedule import by_rhythm, every, parse_days, schedule, schedules
from ketacli.errors import AnswersProblem, UsageProblem

TODAY = date(2026, 11, 24)


def test_every_is_a_fixed_interval():
    assert every(date(2026, 12, 30), 3, 7) == [date(2026, 12, 30), date(2027, 1, 6), date(2027, 1, 13)]


@pytest.mark.parametrize(("sessions", "days"), [(0, 7), (1001, 7), (3, 0)])
def test_bounds_of_a_series(sessions, days):
    with pytest.raises(UsageProblem):
        every(TODAY, sessions, days)


def test_esketamine_is_eight_then_four_then_fortnightly_or_weekly():
    start = date(2026, 1, 5)
    fortnightly = by_rhythm(schedule("esketamine"), start, until=start + timedelta(days=52 * 7 - 1))
    weekly = by_rhythm(schedule("esketamine"), start, until=start + timedelta(days=52 * 7 - 1), maintenance="weekly")
    span = facts.value("esketamine_trd_sessions_52_weeks", on=TODAY).value
    assert (len(fortnightly), len(weekly)) == (span["low"], span["high"])
    weeks = [(day - start).days // 7 + 1 for day in weekly]
    assert [weeks.count(week) for week in range(1, 10)] == [2, 2, 2, 2, 1, 1, 1, 1, 1]


def test_the_acute_course_has_eight_sessions_and_ends():
    course = schedule("esketamine_mdd_si")
    assert len(by_rhythm(course, TODAY)) == facts.value("esketamine_mdd_si_course", on=TODAY).value == 8
    with pytest.raises(UsageProblem, match="ends after 8 sessions"):
        by_rhythm(course, TODAY, sessions=9)


def test_six_infusions_fit_into_two_to_three_weeks():
    days = by_rhythm(schedule("ketamine_iv"), TODAY)
    assert len(days) == 6
    assert 14 <= (days[-1] - days[0]).days <= 21


def test_every_rhythm_has_a_source_and_its_dates_rise():
    for rhythm in schedules().values():
        assert "read 20" in rhythm.source
        days = by_rhythm(rhythm, TODAY)
        assert len(days) == rhythm.default_sessions == len(set(days))
        assert days == sorted(days)


def test_a_list_of_dates_is_put_in_order():
    assert parse_days("2026-12-05, 2026-12-01") == [date(2026, 12, 1), date(2026, 12, 5)]
    with pytest.raises(UsageProblem, match="--dates"):
        parse_days("2026-12-05,soon")


def test_without_a_plan_the_range_is_the_sourced_one():
    found = answered(Question(today=TODAY, sessions=6))
    price = facts.value("self_pay_ketamine_iv", on=TODAY).value
    assert found.patient_pays == tuple(6 * price[end] for end in ("low", "typical", "high"))
    assert found.sources
    assert found.first_evaluation is not None
    assert found.totals.patient_owes == found.patient_pays.typical


@pytest.mark.parametrize("treatment", TREATMENTS)
def test_every_treatment_has_a_rising_price(treatment):
    price = self_pay(treatment, None, TODAY).price
    assert Decimal(0) < price.low <= price.typical <= price.high


def test_pain_infusions_are_priced_and_spaced_apart():
    mood = answered(Question(today=TODAY, sessions=4, treatment="ketamine_iv"))
    pain = answered(Question(today=TODAY, sessions=4, treatment="ketamine_iv", indication="crps"))
    assert pain.patient_pays.low > mood.patient_pays.low


def test_the_middle_stands_in_where_there_is_no_median():
    assert as_price({"low": 75, "high": 200}).typical == Decimal("137.50")


def test_a_price_without_a_plan_is_the_patients():
    found = answered(Question(today=TODAY, sessions=3, allowed="500"))
    assert set(found.patient_pays) == {Decimal(1500)}
    assert found.first_evaluation is None


def test_range_of_a_price_list():
    assert read_price({"low": 400, "high": 800}, "x").typical == Decimal(600)
    for wrong in ({"low": 800, "high": 400}, {"low": 1}, {"low": 1, "high": 2, "mid": 1}):
        with pytest.raises(AnswersProblem):
            read_price(wrong, "x")


def test_a_price_list_is_lines_of_a_session(tmp_path):
    path = tmp_path / "prices.toml"
    path.write_text(
        '[[line]]\nkind = "drug"\nservice = "Drug"\nbilled = { low = 900, high = 1100 }\n'
        '[[line]]\nkind = "evaluation"\nservice = "Evaluation"\nbilled = 200\ncharged = "first"\nprcie = 1\n'
    )
    offers, unread = load_offers(path)
    assert [offer.kind for offer in offers] == ["drug", "evaluation"]
    assert "prcie" in unread[0]
    found = answered(Question(today=TODAY, sessions=3, prices=path))
    assert found.patient_pays == (2900, 3200, 3500)
    assert [len(session.charges) for session in found.sessions] == [2, 1, 1]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "line is missing"),
        ('[[line]]\nservice = "x"\n', "allowed is missing"),
        ("line = 3\n", "line is missing"),
        ("[[line]]\nbilled = 4\nallowed = 5\n", "billed: is below"),
    ],
)
def test_price_lists_that_cannot_be_used(tmp_path, text, said):
    path = tmp_path / "prices.toml"
    path.write_text(text)
    with pytest.raises(AnswersProblem, match=said):
        load_offers(path)


def test_billed_below_allowed_is_refused():
    with pytest.raises(UsageProblem, match="--billed is below --allowed"):
        assemble(Question(today=TODAY, sessions=1, allowed="5", billed="4"))


@pytest.mark.parametrize(
    ("coverage", "treatment", "more", "blocked"),
    [
        ("medicare_original", "esketamine", {}, True),
        ("medicare_advantage", "esketamine", {}, True),
        ("medicare_original", "esketamine", {"opted_out": True}, False),
        ("medicare_original", "ketamine_iv", {}, False),
        ("medicaid", "ketamine_iv", {}, True),
        ("medicaid", "ketamine_iv", {"self_pay_agreed": True}, False),
        ("commercial", "esketamine", {}, False),
    ],
)
def test_self_pay_is_gated_by_law(coverage, treatment, more, blocked):
    question = Question(today=TODAY, sessions=6, treatment=treatment, coverage=coverage, **more)
    if blocked:
        with pytest.raises(UsageProblem):
            assemble(question)
    else:
        assert assemble(question).offers
