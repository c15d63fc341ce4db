"""Each type of criterion at its threshold, from both sides, and unknown where the answer is missing."""

from __future__ import annotations

import pytest

from tests.eligibility.build import criterion, status_of

AGE = criterion("x", "age_min", number=18, comparison="at_least")
UNDER = criterion("x", "age_max", number=65, comparison="less_than")
PHQ = criterion("x", "severity_scale", number=15, comparison="at_least", text="phq9", within_days=21)
OVER = criterion("x", "severity_scale", number=20, comparison="more_than", text="madrs")
PDMP = criterion("x", "pdmp", within_days=30, quote="PDMP checked within 30 days, unless unavailable in the state")
REMS = criterion("x", "rems", quote="The clinic is certified and the member is enrolled in the REMS")
ORAL = criterion(
    "x",
    "concurrent_oral_antidepressant",
    quote="with an oral antidepressant, unless two or more oral antidepressants were not tolerated",
)
STABLE = criterion(
    "x", "concurrent_oral_antidepressant", quote="stable on an oral antidepressant (not one of the agents that failed)"
)
CONSULT = criterion("x", "prescriber", text="psychiatrist_or_consultation")
PSYCHIATRIST = criterion("x", "prescriber", text="psychiatrist")
ECT = criterion(
    "x",
    "prior_failure_other",
    number=8,
    unit="sessions",
    comparison="at_least",
    quote="ECT has failed after eight treatments",
)
ECT_OUT = criterion("x", "prior_failure_other", quote="ECT is contraindicated by a named condition")
TMS = criterion(
    "x",
    "prior_failure_other",
    quote="a course of TMS has failed, unless a metal implant or a seizure disorder rules it out",
)
WEEK = criterion("x", "quantity_limit", number=168, unit="mg_per_week", comparison="at_most")
SESSIONS = criterion("x", "quantity_limit", number=12, unit="sessions", comparison="at_most")
HALF = criterion(
    "x", "renewal_response", number=50, unit="percent", comparison="at_least", quote="MADRS has fallen by 50 percent"
)
GREATER = criterion(
    "x", "renewal_response", number=30, unit="percent", quote="PHQ-9 down by 5 points or by 30%, whichever is greater"
)
ANEURYSM = criterion("x", "contraindication", text="aneurysmal vascular disease")
HISTORY = criterion(
    "x",
    "no_psychosis",
    quote="no history of psychosis, or the prescriber believes that the benefits outweigh the risks",
)
NOW = criterion("x", "no_psychosis", quote="no current psychosis")
CLEAN = criterion("x", "no_substance_use", quote="no substance use disorder, or in remission for 90 days")
BEFORE = criterion(
    "x",
    "other",
    number=50,
    unit="percent",
    comparison="more_than",
    quote="a positive response to an earlier course of Spravato",
)
NEVER = criterion("x", "other", quote="Member has not been treated with Spravato before")
LEFT = criterion("x", "other", text="in a hospital because of suicidal behavior, or left one within the last 7 days")
TWO_WEEKS = criterion("x", "other", text="seen in an emergency department for suicidal ideation in the past two weeks")
MONTH = criterion("x", "other", text="an inpatient stay for suicidal ideation within the last several weeks")
WARD = criterion(
    "x",
    "other",
    number=5,
    unit="days",
    comparison="at_most",
    quote="inpatient care, or left it no more than 5 days ago",
)
HOURS = criterion("x", "observation", number=2, unit="hours", comparison="at_least")

CASES = [
    (AGE, {"age": 17}, "unmet"),
    (AGE, {"age": 18}, "met"),
    (AGE, {}, "unknown"),
    (UNDER, {"age": 64}, "met"),
    (UNDER, {"age": 65}, "unmet"),
    (PHQ, {"scores": {"phq9": 15}, "score_age_days": 21}, "met"),
    (PHQ, {"scores": {"phq9": 15}, "score_age_days": 22}, "unmet"),
    (PHQ, {"scores": {"phq9": 14}, "score_age_days": 21}, "unmet"),
    (PHQ, {"scores": {"phq9": 15}}, "unknown"),
    (PHQ, {"scores": {"madrs": 30}}, "unknown"),
    (OVER, {"scores": {"madrs": 20}}, "unmet"),
    (OVER, {"scores": {"madrs": 21}}, "met"),
    (PDMP, {"pdmp_checked": True, "pdmp_days_before_request": 30}, "met"),
    (PDMP, {"pdmp_checked": True, "pdmp_days_before_request": 31}, "unmet"),
    (PDMP, {"pdmp_checked": True}, "unknown"),
    (PDMP, {"pdmp_exists_in_state": False}, "met"),
    (REMS, {"site_rems_certified": True, "patient_rems_enrolled": True}, "met"),
    (REMS, {"site_rems_certified": True}, "unknown"),
    (REMS, {"site_rems_certified": False}, "unmet"),
    (ORAL, {"oral_antidepressant_now": True}, "met"),
    (ORAL, {"oral_antidepressant_now": False}, "unmet"),
    (
        ORAL,
        {
            "oral_antidepressant_now": False,
            "antidepressant_trials": [
                {"drug": "sertraline", "outcome": "intolerance"},
                {"drug": "duloxetine", "outcome": "intolerance"},
            ],
        },
        "met",
    ),
    (
        ORAL,
        {"oral_antidepressant_now": False, "antidepressant_trials": [{"drug": "sertraline", "outcome": "intolerance"}]},
        "unmet",
    ),
    (
        STABLE,
        {
            "oral_antidepressant_now": True,
            "oral_antidepressant_stable": True,
            "oral_antidepressant_drug": "bupropion XL",
            "antidepressant_trials": [{"drug": "sertraline"}],
        },
        "met",
    ),
    (
        STABLE,
        {
            "oral_antidepressant_now": True,
            "oral_antidepressant_stable": True,
            "oral_antidepressant_drug": "Zoloft",
            "antidepressant_trials": [{"drug": "sertraline"}],
        },
        "unmet",
    ),
    (STABLE, {"oral_antidepressant_now": True}, "unknown"),
    (CONSULT, {"prescriber_specialty": "family medicine", "prescriber_consulted_psychiatrist": True}, "met"),
    (CONSULT, {"prescriber_specialty": "family medicine"}, "unknown"),
    (CONSULT, {"prescriber_specialty": "family medicine", "prescriber_consulted_psychiatrist": False}, "unmet"),
    (CONSULT, {"prescriber_specialty": "psychiatry"}, "met"),
    (PSYCHIATRIST, {"prescriber_specialty": "psychiatric nurse practitioner"}, "unmet"),
    (PSYCHIATRIST, {"prescriber_specialty": "Psychiatrist"}, "met"),
    (PSYCHIATRIST, {}, "unknown"),
    (ECT, {"ect_status": "failed", "ect_treatments": 8}, "met"),
    (ECT, {"ect_status": "failed", "ect_treatments": 7}, "unmet"),
    (ECT, {"ect_status": "declined"}, "unmet"),
    (ECT, {}, "unknown"),
    (ECT_OUT, {"ect_status": "contraindicated"}, "met"),
    (ECT_OUT, {"ect_status": "failed"}, "unmet"),
    (TMS, {"tms_outcome": "no_response"}, "met"),
    (TMS, {"tms_tried": False, "seizure_disorder": True}, "met"),
    (TMS, {"tms_tried": False}, "unmet"),
    (TMS, {}, "unknown"),
    (WEEK, {"dose_mg_per_week": 168}, "met"),
    (WEEK, {"dose_mg": 84, "doses_per_week": 2}, "met"),
    (WEEK, {"dose_mg": 84, "doses_per_week": 3}, "unmet"),
    (SESSIONS, {"sessions_requested": 12}, "met"),
    (SESSIONS, {"sessions_requested": 13}, "unmet"),
    (HALF, {"scores": {"madrs": 15}, "baseline_scores": {"madrs": 30}}, "met"),
    (HALF, {"scores": {"madrs": 16}, "baseline_scores": {"madrs": 30}}, "unmet"),
    (HALF, {"response_percent": 50}, "met"),
    (HALF, {}, "unknown"),
    (GREATER, {"scores": {"phq9": 14}, "baseline_scores": {"phq9": 20}}, "met"),
    (GREATER, {"scores": {"phq9": 7}, "baseline_scores": {"phq9": 10}}, "unmet"),
    (GREATER, {"scores": {"phq9": 15}, "baseline_scores": {"phq9": 20}}, "unmet"),
    (ANEURYSM, {"contraindications": []}, "met"),
    (ANEURYSM, {"contraindications": ["aortic aneurysm"]}, "unmet"),
    (ANEURYSM, {"contraindications": ["glaucoma"]}, "met"),
    (ANEURYSM, {}, "unknown"),
    (HISTORY, {"psychosis": False, "history_of_psychosis": False}, "met"),
    (HISTORY, {"psychosis": False, "history_of_psychosis": True}, "unknown"),
    (
        HISTORY,
        {"psychosis": False, "history_of_psychosis": True, "prescriber_states_benefit_outweighs_risk": True},
        "met",
    ),
    (
        HISTORY,
        {"psychosis": False, "history_of_psychosis": True, "prescriber_states_benefit_outweighs_risk": False},
        "unmet",
    ),
    (NOW, {"psychosis": False}, "met"),
    (NOW, {"psychosis": True}, "unmet"),
    (CLEAN, {"substance_use": False}, "met"),
    (CLEAN, {"substance_use": True, "substance_use_remission_days": 90}, "met"),
    (CLEAN, {"substance_use": True, "substance_use_remission_days": 89}, "unmet"),
    (CLEAN, {"substance_use": True}, "unknown"),
    (BEFORE, {"esketamine_before": True, "esketamine_before_response_percent": 51}, "met"),
    (BEFORE, {"esketamine_before": True, "esketamine_before_response_percent": 50}, "unmet"),
    (NEVER, {"esketamine_before": False}, "met"),
    (NEVER, {"esketamine_before": True}, "unmet"),
    (WARD, {"days_since_suicidality_ed_or_admission": 5}, "met"),
    (WARD, {"days_since_suicidality_ed_or_admission": 6}, "unmet"),
    (LEFT, {"days_since_suicidality_ed_or_admission": 7}, "met"),
    (LEFT, {"days_since_suicidality_ed_or_admission": 8}, "unmet"),
    (TWO_WEEKS, {"days_since_suicidality_ed_or_admission": 14}, "met"),
    (TWO_WEEKS, {"days_since_suicidality_ed_or_admission": 15}, "unmet"),
    (MONTH, {"days_since_suicidality_ed_or_admission": 40}, "unknown"),
    (WARD, {}, "unknown"),
    (HOURS, {"observation_hours": 2}, "met"),
    (HOURS, {"observation_hours": 1.5}, "unmet"),
]


@pytest.mark.parametrize(("row", "answers", "status"), CASES)
def test_a_criterion_at_its_edge(row, answers, status):
    assert status_of(row, **answers) == status


@pytest.mark.parametrize(
    ("said", "asked", "status"),
    [
        ("F33.2", "major depressive disorder, severe", "met"),
        ("F33.1", "major depressive disorder, severe", "unmet"),
        ("F32.9", "major depressive disorder, severe", "unknown"),
        ("major depressive disorder, recurrent, severe", "MDD", "met"),
        ("F31.9", "unipolar major depressive disorder", "unmet"),
        ("bipolar depression", "major depressive disorder", "unmet"),
        ("treatment-resistant depression", "treatment-resistant depression", "met"),
        ("complex regional pain syndrome", "chronic pain", "met"),
        ("F33.3", "major depressive disorder without psychotic features", "unmet"),
        ("low mood", "major depressive disorder", "unknown"),
        ("F33.2", "F32.2, F33.2", "met"),
        ("F33.1", "F32.2, F33.2", "unmet"),
    ],
)
def test_a_diagnosis_entails_contradicts_or_leaves_open(said, asked, status):
    row = criterion("x", "diagnosis", text=asked)
    assert status_of(row, diagnosis=said, indication="trd") == status


@pytest.mark.parametrize(
    ("text", "scores", "status"),
    [
        ("remission (PHQ-9 < 5)", {"phq9": 4}, "met"),
        ("remission (PHQ-9 < 5)", {"phq9": 5}, "unmet"),
        ("in remission, that is, a PHQ-9 of 5 or less", {"phq9": 5}, "met"),
        ("remission (MADRS below 11 or PHQ-9 below 5)", {"phq9": 9, "madrs": 10}, "met"),
        ("remission (MADRS below 11 or PHQ-9 below 5)", {"phq9": 9, "madrs": 20}, "unmet"),
        ("remission (MADRS below 11 or PHQ-9 below 5)", {"phq9": 9}, "unknown"),
        ("full remission", {"phq9": 4}, "met"),
        ("full remission", {"phq9": 12}, "unmet"),
        ("remission", {"madrs": 11}, "unknown"),
        ("remission", {}, "unknown"),
    ],
)
def test_remission_is_more_than_some_improvement(text, scores, status):
    row = criterion("x", "renewal_response", text=text, quote=f"a fall by half, or {text}")
    facts = {"scores": scores, "baseline_scores": {"phq9": 20, "madrs": 30}, "response_percent": 40}
    assert status_of(row, **facts) == status


@pytest.mark.parametrize(
    ("text", "key", "value", "expected"),
    [
        ("symptoms for 6 months or more", "symptom_months", 6, "met"),
        ("symptoms for 6 months or more", "symptom_months", 5, "unmet"),
        ("pain present for at least 1 year", "symptom_months", 11, "unmet"),
        ("sympathetic nerve blocks contraindicated", "sympathetic_block_contraindicated", True, "met"),
        ("sympathetic nerve blocks contraindicated", "sympathetic_block_contraindicated", False, "unmet"),
        (
            "physical therapy not possible because of pain",
            "physical_therapy_not_tolerated_because_of_pain",
            True,
            "met",
        ),
        ("exercise therapy not possible because of pain", "symptom_months", 6, "unknown"),
    ],
)
def test_conditions_of_pain_in_their_own_words(text, key, value, expected):
    assert status_of(criterion("x", "other", text=text, quote=text), **{key: value}) == expected
