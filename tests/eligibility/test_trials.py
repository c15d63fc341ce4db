"""Counting trials: each edge on both sides."""

from __future__ import annotations

import pytest

from tests.eligibility.build import check, criterion, reading, status_of, trial

TWO = criterion("n", "prior_trials", number=2, comparison="at_least", quote="failure of two antidepressants")
SIX = criterion("w", "trial_duration", number=6, unit="weeks", comparison="at_least", text="antidepressant")
CLASSES = criterion("c", "distinct_classes", number=2, comparison="at_least")


@pytest.mark.parametrize(
    ("trials", "status"),
    [
        ([trial("sertraline"), trial("duloxetine")], "met"),
        ([trial("sertraline")], "unmet"),
        ([], "unmet"),
        ([trial("sertraline"), trial("Zoloft")], "unmet"),
        ([trial("sertraline"), trial("duloxetine", outcome="response")], "unmet"),
        ([trial("sertraline"), trial("duloxetine", outcome="intolerance")], "unmet"),
        ([trial("sertraline"), {"drug": "duloxetine", "weeks": 8}], "unknown"),
        ([trial("sertraline"), trial("trazodone", dose_mg_per_day=50)], "unmet"),
        ([trial("sertraline"), trial("trazodone", dose_mg_per_day=200)], "met"),
        ([trial("sertraline", dose_mg_per_day=49), trial("duloxetine")], "unmet"),
        ([trial("sertraline", dose_mg_per_day=50), trial("duloxetine")], "met"),
        ([trial("sertraline"), trial("lithium")], "unmet"),
    ],
)
def test_how_many_failed(trials, status):
    assert status_of(TWO, antidepressant_trials=trials) == status


def test_no_answer_on_trials_is_unknown():
    assert status_of(TWO) == "unknown"


def test_intolerance_counts_only_where_the_policy_says_so():
    says = criterion("n", "prior_trials", number=2, quote="inadequate response or intolerance to two antidepressants")
    given = [trial("sertraline"), trial("duloxetine", weeks=1, outcome="intolerance")]
    assert status_of(says, antidepressant_trials=given) == "met"
    assert status_of(SIX, says, antidepressant_trials=given) == "met"


@pytest.mark.parametrize(("weeks", "status"), [(5, "unmet"), (6, "met"), (None, "unknown")])
def test_length_at_its_edge(weeks, status):
    given = [trial("sertraline", 8), trial("duloxetine", weeks)]
    assert status_of(SIX, TWO, antidepressant_trials=given) == status


def test_too_few_trials_do_not_fail_their_length_too():
    found = check(reading(TWO, SIX, CLASSES), antidepressant_trials=[trial("sertraline", 8)])
    assert [row.type for row in found.criteria if row.status == "unmet"] == ["prior_trials"]


def test_two_medicines_of_one_class_are_not_two_classes():
    given = [trial("citalopram"), trial("escitalopram")]
    found = check(reading(TWO, SIX, CLASSES), antidepressant_trials=given)
    assert [row.type for row in found.criteria if row.status == "unmet"] == ["distinct_classes"]


def test_a_short_trial_of_a_second_class_does_not_make_two_classes():
    given = [trial("citalopram"), trial("escitalopram"), trial("duloxetine", 3)]
    assert check(reading(TWO, SIX, CLASSES), antidepressant_trials=given).status == "does_not_meet"


@pytest.mark.parametrize(("percent", "status"), [(25, "met"), (26, "unmet"), (None, "unknown")])
def test_the_policys_own_meaning_of_nonresponse(percent, status):
    asks = criterion("n", "prior_trials", number=1, quote="nonresponse (≤ 25% improvement) to one antidepressant")
    given = trial("sertraline", outcome="partial_response")
    given |= {"response_percent": percent} if percent is not None else {}
    assert status_of(asks, antidepressant_trials=[given]) == status


@pytest.mark.parametrize(("current", "status"), [(True, "met"), (False, "unmet"), (None, "unknown")])
def test_the_current_episode(current, status):
    asks = criterion("n", "prior_trials", number=1, quote="one antidepressant in the current depressive episode")
    given = trial("sertraline", current_episode=current) if current is not None else trial("sertraline")
    assert status_of(asks, antidepressant_trials=[given]) == status


@pytest.mark.parametrize(("days", "status"), [(730, "met"), (731, "unmet")])
def test_the_look_back(days, status):
    asks = criterion("n", "prior_trials", number=1, within_days=730)
    assert status_of(asks, antidepressant_trials=[trial("sertraline", days_since_end=days)]) == status


def test_a_dose_between_the_sources_figures_is_for_the_policy_to_decide():
    asks = criterion("n", "prior_trials", number=1, quote="one antidepressant at an adequate dose")
    assert status_of(asks, antidepressant_trials=[trial("venlafaxine", dose_mg_per_day=100)]) == "unknown"
    assert status_of(asks, antidepressant_trials=[trial("venlafaxine", dose_mg_per_day=150)]) == "met"
    assert status_of(asks, antidepressant_trials=[trial("venlafaxine", dose_mg_per_day=74)]) == "unmet"


def test_a_misspelt_name_is_recognised():
    assert status_of(TWO, antidepressant_trials=[trial("sertalin"), trial("duloxetin")]) == "met"
