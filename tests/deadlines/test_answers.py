"""Clocks of the other side, and estimates in business days."""

from __future__ import annotations

from datetime import date

import pytest

from ketacli import facts
from ketacli.deadlines import Question
from ketacli.deadlines.answers import answer_due, dispute_until, estimate_due
from ketacli.deadlines.law import PUBLIC

FILED = date(2026, 9, 18)


@pytest.mark.parametrize(
    ("question", "level", "due"),
    [
        (Question(plan_type="employer_self_funded"), "internal_appeal", date(2026, 10, 18)),
        (
            Question(plan_type="employer_self_funded", service_on=date(2026, 9, 1)),
            "internal_appeal",
            date(2026, 11, 17),
        ),
        (
            Question(plan_type="employer_self_funded", service_on=date(2026, 9, 30)),
            "internal_appeal",
            date(2026, 10, 18),
        ),
        (Question(plan_type="employer_self_funded", urgent=True), "internal_appeal", date(2026, 9, 21)),
        (Question(plan_type="employer_self_funded"), "external_review", date(2026, 11, 2)),
        (Question(plan_type="medicare_advantage"), "plan_reconsideration", date(2026, 10, 18)),
        (Question(plan_type="medicare_advantage", service="drug"), "plan_reconsideration", date(2026, 9, 25)),
        (Question(plan_type="medicare_part_d"), "redetermination", date(2026, 9, 25)),
        (Question(plan_type="fehb"), "opm_review", date(2026, 12, 17)),
        (Question(plan_type="va_health_care"), "clinical_appeal", None),
        (Question(plan_type="fehb"), "no_such_level", None),
    ],
)
def test_answer_due(question, level, due):
    assert answer_due(question, level, FILED) == due


def test_the_clocks_agree_with_the_words_beside_them():
    for name in ("appeal_law", "appeal_law_public"):
        for each in facts.subject(name):
            if each.get("answer_days"):
                assert f"{each.get('answer_days')} days" in each.get("decision")
            if each.get("answer_hours_urgent"):
                assert f"{each.get('answer_hours_urgent')} hours" in each.get("decision_urgent")
            if each.get("answer_days_drug"):
                assert f"{each.get('answer_days_drug')} days" in each.get("decision_drug")
    assert {kind for each in facts.subject("appeal_law_public") for kind in each.get("plan_types")} == PUBLIC


def test_estimates_run_in_business_days():
    # Booked Wednesday 18 November 2026 for Monday 7 December: 12 business days ahead (26 November is a holiday)
    assert estimate_due(booked_on=date(2026, 11, 18), service_on=date(2026, 12, 7)) == date(2026, 11, 23)
    # For Tuesday 24 November: 4 ahead, 1 after the booking
    assert estimate_due(booked_on=date(2026, 11, 18), service_on=date(2026, 11, 24)) == date(2026, 11, 19)
    # Exactly 3 and exactly 10 ahead
    assert estimate_due(booked_on=date(2026, 11, 18), service_on=date(2026, 11, 23)) == date(2026, 11, 19)
    assert estimate_due(booked_on=date(2026, 11, 18), service_on=date(2026, 12, 3)) == date(2026, 11, 23)
    # Merely asked for on the eve of Thanksgiving
    assert estimate_due(asked_on=date(2026, 11, 25)) == date(2026, 12, 1)
    with pytest.raises(ValueError, match="less than 3"):
        estimate_due(booked_on=date(2026, 11, 18), service_on=date(2026, 11, 20))


def test_dispute_window():
    assert dispute_until(date(2026, 9, 18)) == date(2027, 1, 16)
