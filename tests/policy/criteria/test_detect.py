"""What single sentences ask for: every kind of criterion, and the wordings that are easily confused."""

from __future__ import annotations

import pytest


def short(found):
    """Type, number, unit and comparison of each find."""
    return [(item.type, item.number, item.unit, item.comparison) for item in found]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Age of 21 or above", [("age_min", 21, "years", "at_least")]),
        (
            "Older than 17 and younger than 66 years",
            [("age_min", 17, "years", "more_than"), ("age_max", 66, "years", "less_than")],
        ),
        ("Scored 24 points on the MADRS within the previous 14 days", [("severity_scale", 24, "points", "at_least")]),
        (
            "PHQ-9 above 19 or BDI-II of at least 29",
            [("severity_scale", 19, "points", "more_than"), ("severity_scale", 29, "points", "at_least")],
        ),
        (
            "Three agents from two or more classes, each taken for 10 weeks, were ineffective",
            [
                ("prior_trials", 3, "trials", "at_least"),
                ("distinct_classes", 2, "classes", "at_least"),
                ("trial_duration", 10, "weeks", "at_least"),
            ],
        ),
        ("The patient remains on an oral antidepressant", [("concurrent_oral_antidepressant", None, None, None)]),
        ("A 90-minute... stays for at least 3 hours after every dose", [("observation", 3, "hours", "at_least")]),
        ("The PDMP was queried", [("pdmp", None, None, None)]),
        ("No more than 12 devices in 28 days", [("quantity_limit", 12, "devices_per_28_days", "at_most")]),
        ("Infusions are given no more often than every 3 weeks", [("quantity_limit", 3, "weeks", "at_least")]),
        ("No session lasts longer than 4 hours a day of infusion", [("quantity_limit", 4, "hours_per_day", "at_most")]),
        ("Approve for 1 year", [("approval_duration", 12, "months", "equal")]),
        ("Reauthorization for up to 180 days", [("approval_duration", 180, "days", "at_most")]),
        (
            "At least 10 sessions of cognitive behavioral therapy failed",
            [("psychotherapy", 10, "sessions", "at_least")],
        ),
        ("Failure of at least 8 weeks of physical therapy", [("prior_failure_other", 8, "weeks", "at_least")]),
        (
            "There is no dementia and no pregnancy",
            [("contraindication", None, None, None), ("no_pregnancy", None, None, None)],
        ),
    ],
)
def test_sentences(asks, text, wanted):
    assert sorted(short(asks(text)), key=str) == sorted(wanted, key=str)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("A course of ECT before ketamine is not required.", "prior_failure_other"),
        ("No earlier drug has to have failed.", "prior_trials"),
        ("We no longer ask for psychotherapy.", "psychotherapy"),
        ("The oral antidepressant requirement was removed.", "concurrent_oral_antidepressant"),
        ("Step therapy does not apply.", "prior_trials"),
    ],
)
def test_what_is_lifted(asks, text, kind):
    (found,) = asks(text)
    assert (found.type, found.required) == (kind, False)
    assert found.number == (0 if kind == "prior_trials" else None)


def test_a_waiver_lifts_its_own_clause_only(asks):
    found = asks("The member is at least 18 years of age, and a trial of other drugs is not required.")
    assert {(item.type, item.required) for item in found} == {("age_min", True), ("prior_trials", False)}


def test_an_exception_is_no_step(asks):
    found = asks("Two antidepressants have failed, unless ECT has failed or three drugs were not tolerated")
    assert short(found) == [("prior_trials", 2, "trials", "at_least")]


def test_a_drug_taken_now_is_no_failed_trial(asks):
    assert [item.type for item in asks("Takes at least one oral antidepressant concurrently")] == [
        "concurrent_oral_antidepressant"
    ]


def test_nonresponse_in_a_first_request_is_no_renewal(asks):
    found = asks("Nonresponse (≤ 25% improvement) to two antidepressants")
    assert ("other", 25, "percent", "at_most") in short(found)
    assert not any(item.type == "renewal_response" for item in found)


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [
        ("The MADRS has fallen by half", 50, "percent"),
        ("A reduction of at least 40 % on the QIDS", 40, "percent"),
        ("PHQ-9 at least 5 points below baseline", 5, "points"),
        ("Score down by 6 points or by 30%, whichever is greater", 30, "percent"),
        ("Sustained clinical benefit is documented", None, None),
    ],
)
def test_renewals(asks, text, number, unit):
    (found,) = [item for item in asks(text, scope="renewal") if item.type == "renewal_response"]
    assert (found.number, found.unit) == (number, unit)


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Prescribed by a psychiatrist", "psychiatrist"),
        ("Ordered by, or after consultation with, a psychiatrist", "psychiatrist_or_consultation"),
        ("The prescriber is a psychiatrist or a psychiatric nurse practitioner", "mental_health_prescriber"),
        ("A pain medicine physician supervises the infusions", "pain_specialist"),
        ("Prescribed by a specialist in the condition", "specialist"),
    ],
)
def test_prescribers(asks, text, who):
    (found,) = [item for item in asks(text) if item.type == "prescriber"]
    assert found.text == who


def test_a_list_item_takes_its_subject_from_the_lead_in(asks):
    (found,) = asks("has failed after at least six treatments", context="electroconvulsive therapy (ect)")
    assert (found.type, found.number, found.unit) == ("prior_failure_other", 6, "sessions")


def test_items_of_a_list_of_absences(asks):
    found = asks("current delirium or psychosis", negative=True, none_of=True)
    assert [item.type for item in found] == ["contraindication", "no_psychosis"]
    assert [item.type for item in asks("a metal implant in the head", negative=True, none_of=True)] == [
        "contraindication"
    ]


def test_how_recent_a_score_must_be(asks):
    (found,) = asks("PHQ-9 of 15 or more, not older than 3 months")
    assert found.within_days == 90 or found.within_days is None
    (found,) = asks("PHQ-9 of 15 or more in the last 30 days")
    assert found.within_days == 30
