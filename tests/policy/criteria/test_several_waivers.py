"""Several sentences that lift something in one passage; degrees with all above them; ways to say small things."""

from __future__ import annotations

import pytest

from ketacli.eligibility.diagnosis import entails
from ketacli.eligibility.finding import Status
from tests.policy.criteria.conftest import read


@pytest.mark.parametrize(
    ("text", "lifted", "asked"),
    [
        (
            "A failed antidepressant is not required for Block 2. Psychotherapy is not required for Block 2.",
            {"prior_trials", "psychotherapy"},
            set(),
        ),
        (
            "Psychotherapy is recommended but no longer required. An oral antidepressant is not required.",
            {"psychotherapy", "concurrent_oral_antidepressant"},
            set(),
        ),
        (
            "ECT is not required. No trial of TMS is required. A PHQ-9 of 15 or more is required.",
            {"prior_failure_other"},
            {"severity_scale"},
        ),
        ("Psychotherapy is not needed. Two antidepressants must have failed.", {"psychotherapy"}, {"prior_trials"}),
        (
            "An augmentation trial is not required. Psychotherapy is no longer needed. Patients must be 18 or older.",
            {"augmentation_trial", "psychotherapy"},
            {"age_min"},
        ),
    ],
)
def test_each_sentence_lifts_its_own(asks, text, lifted, asked):
    found = asks(text)
    assert {item.type for item in found if item.required is False} == lifted
    assert {item.type for item in found if item.required} == asked


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Northbend has authorized the treatment before it begins", "prior_authorization"),
        ("The plan has approved the drug before the first visit", "prior_authorization"),
        ("State PMP reviewed within 7 days before the request", "pdmp"),
        ("The PMP was checked", "pdmp"),
        ("Spravato is continued for 6 months if the score has fallen by half", "approval_duration"),
        ("Therapy will be continued for 12 months where there is a response", "approval_duration"),
    ],
)
def test_what_is_asked_in_other_words(asks, text, kind):
    assert kind in {item.type for item in asks(text)}


@pytest.mark.parametrize(
    ("said", "asked", "status"),
    [
        ("major depressive disorder, severe", "major depressive disorder of at least moderate severity", Status.MET),
        ("major depressive disorder, moderate", "major depressive disorder of at least moderate severity", Status.MET),
        ("major depressive disorder, mild", "major depressive disorder of at least moderate severity", Status.UNMET),
        ("F33.2", "unipolar depression, moderate or worse", Status.MET),
        ("major depressive disorder, moderate", "severe major depressive disorder", Status.UNMET),
        ("major depressive disorder", "major depressive disorder, a minimum of moderate severity", Status.UNKNOWN),
    ],
)
def test_a_degree_with_all_above_it(said, asked, status):
    assert entails(said, asked) is status


RENEWAL = """Spravato (esketamine)

Spravato is medically necessary for treatment-resistant depression when the patient is 18 or older.

Continuation

Continued treatment is medically necessary when both are documented:

1. {text}; and
2. A psychiatrist prescribes it.
"""


@pytest.mark.parametrize(
    "text",
    [
        "The score has gone down by 50 percent, or the member is in remission (PHQ-9 below 5 or MADRS below 11)",
        "A fall of at least 50% in the MADRS, or the patient has reached remission (MADRS of 10 or lower)",
        "PHQ-9 improved by 50% or the individual is in full remission (PHQ-9 under 5)",
        "The PHQ-9 dropped by half or remission (PHQ-9 of 4 or less)",
        "At least 50% reduction of the HAM-D, or the depression is in remission (HAM-D below 8)",
    ],
)
def test_scores_of_a_remission_are_no_severity(text):
    criteria, _, _ = read(RENEWAL.format(text=text).encode(), "policy.txt")
    found = [one.type for one in criteria if one.scope == "renewal"]
    assert "severity_scale" not in found
    assert found.count("renewal_response") == 2
