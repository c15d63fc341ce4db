"""How long ago emergency or inpatient care may have been, where only the words of the criterion tell."""

from __future__ import annotations

import pytest

from ketacli.eligibility.evaluate import judge
from ketacli.eligibility.finding import Status
from ketacli.eligibility.judges.context import Context
from ketacli.eligibility.patient import Patient
from ketacli.policy.reading import Criterion


def told(words, days):
    """The status of a condition in words for someone whose care was so many days ago."""
    row = Criterion(
        id="c1", type="other", number=None, unit=None, comparison=None, text=words, scope="initial",
        treatment="esketamine", indication="mdd_si", within_days=None, required=True, page=1, quote=words, rule="KC190",
    )  # fmt: skip
    return judge(row, Context(Patient({"days_since_suicidality_ed_or_admission": days}), [row], False)).status


@pytest.mark.parametrize(
    ("words", "last"),
    [
        ("The member is in a hospital because of suicidal ideation, or left one within the last 7 days", 7),
        ("In the emergency department for suicidality, or discharged no more than two weeks ago", 14),
        ("Treatment starts in a hospital or within 72 hours after discharge for suicidality", 3),
    ],
)
def test_the_last_day_and_the_next(words, last):
    assert told(words, last) is Status.MET
    assert told(words, last + 1) is Status.UNMET
