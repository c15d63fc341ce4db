"""Numbers that a condition gives in words, and a month's devices against a limit for a week."""

from __future__ import annotations

import pytest

from ketacli.eligibility.evaluate import judge
from ketacli.eligibility.finding import Status
from ketacli.eligibility.judges.context import Context
from ketacli.eligibility.patient import Patient
from ketacli.policy.reading import Criterion


def found(facts, **row):
    given = {
        **dict.fromkeys(("number", "unit", "comparison", "text")),
        **dict(zip(("id", "scope", "treatment", "indication"), ("c1", "initial", "ketamine_iv", "crps"), strict=True)),
        **dict(zip(("required", "page", "quote", "rule"), (True, 1, "", "KC"), strict=True)),
        **row,
    }
    criterion = Criterion(**given)
    return judge(criterion, Context(Patient(facts), [criterion])).status


@pytest.mark.parametrize(("months", "status"), [(9, Status.MET), (3, Status.UNMET), (None, Status.UNKNOWN)])
@pytest.mark.parametrize("words", ["the syndrome has lasted longer than six months", "symptoms for 6 months or more"])
def test_months_in_words(months, status, words):
    facts = {} if months is None else {"symptom_months": months}
    assert found(facts, type="other", quote=words, text=words) is status


@pytest.mark.parametrize(("devices", "status"), [(12, Status.MET), (13, Status.UNMET), (None, Status.UNKNOWN)])
def test_devices_of_four_weeks_against_a_week(devices, status):
    facts = {} if devices is None else {"devices_per_4_weeks": devices}
    row = {"type": "quantity_limit", "number": 3, "unit": "devices_per_week", "comparison": "at_most"}
    assert found(facts, **row, quote="3 devices per week") is status


def test_medicines_for_pain_may_include_an_antidepressant():
    given = {"weeks": 8, "outcome": "no_response"}
    trials = [{"drug": name, "class": name, **given} for name in ("gabapentin", "duloxetine")]
    said = "two analgesic medicines (for example an antidepressant or a gabapentinoid)"
    row = {"type": "prior_trials", "number": 2, "unit": "trials", "comparison": "at_least", "quote": said}
    assert found({"analgesic_trials": trials}, **row) is Status.MET
    assert found({"antidepressant_trials": trials}, **row) is Status.UNKNOWN
