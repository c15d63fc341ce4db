"""What held before stands beside what holds now: the number in force is read, the other is not."""

from __future__ import annotations

import pytest

from ketacli.policy.criteria.detect import detect
from ketacli.policy.criteria.passages import Passage

TRIALS, WEEKS, APPROVAL, SCALE = "prior_trials", "trial_duration", "approval_duration", "severity_scale"


def told(text):
    """(type, number) of what a passage asks for."""
    return {(item.type, item.number) for item in detect(Passage(text=text, in_list=True)) if item.required}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("We have lowered the number of failed antidepressants from four to two.", {(TRIALS, 2)}),
        ("The number of required trials drops from three to two.", {(TRIALS, 2)}),
        ("The number of prior antidepressants is reduced from 4 to 3.", {(TRIALS, 3)}),
        ("Failure of two antidepressants (formerly three)", {(TRIALS, 2)}),
        (
            "Failure of two antidepressants (previously 4), each taken for six weeks (was eight)",
            {(TRIALS, 2), (WEEKS, 6)},
        ),
        (
            "Trials of three antidepressants, six weeks each (until March, four trials of eight weeks)",
            {(TRIALS, 3), (WEEKS, 6)},
        ),
        ("Failure of two antidepressants, down from four, is required.", {(TRIALS, 2)}),
        ("Trial of three antidepressants, instead of two, is now required.", {(TRIALS, 3)}),
        ("The required length of each antidepressant trial is cut from eight to six weeks.", {(WEEKS, 6)}),
        ("The first approval grows from 4 weeks to 12 weeks.", {(APPROVAL, 12)}),
        ("Initial approvals are extended from 3 to 6 months.", {(APPROVAL, 6)}),
        ("Approval is now for 6 months (up from 3 months).", {(APPROVAL, 6)}),
        ("The minimum PHQ-9 rises from 15 to 20.", {(SCALE, 20)}),
        ("PHQ-9 of at least 20 (was 15)", {(SCALE, 20)}),
        ("A PHQ-9 of 20 or more is needed, no longer 15.", {(SCALE, 20)}),
        ("Quantity: increased from 4 to 8 kits per 28 days.", {("quantity_limit", 8)}),
    ],
)
def test_the_number_in_force(text, wanted):
    assert told(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Each trial of an antidepressant lasted from 6 to 8 weeks.", (WEEKS, 6)),
        ("Age 18 to 64", ("age_max", 64)),
        ("Failure of two antidepressants (before the request)", (TRIALS, 2)),
        ("Failure of three antidepressants (through trial or intolerance)", (TRIALS, 3)),
    ],
)
def test_ranges_and_plain_brackets_stay(text, wanted):
    assert wanted in told(text)
