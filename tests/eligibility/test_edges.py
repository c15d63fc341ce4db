"""Both sides of each threshold, and the words of policies that decide on which side a fact lies."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ketacli.eligibility.evaluate import check_patient
from ketacli.eligibility.patient import Patient
from ketacli.policy.reading import DocumentFacts, Logic, Position, Reading
from tests.eligibility.build import check, criterion, reading, status_of, trial


@pytest.mark.parametrize(
    ("unit", "number", "answers", "status"),
    [
        ("mg_per_dose", 84, {"dose_mg": 84}, "met"),
        ("mg_per_dose", 84, {"dose_mg": 85}, "unmet"),
        ("mg_per_day", 84, {"dose_mg": 112}, "unmet"),
        ("mg_per_kg_per_dose", 0.5, {"dose_mg": 0.4}, "unknown"),
        ("mg_per_kg_per_dose", 0.5, {"dose_mg_per_kg": 0.5}, "met"),
        ("mg_per_kg", 0.5, {"dose_mg_per_kg": 0.51}, "unmet"),
        ("mg_per_week", 168, {"dose_mg": 84, "doses_per_week": 2}, "met"),
        ("mg_per_week", 168, {"dose_mg": 84, "doses_per_week": 3}, "unmet"),
        ("sessions_per_28_days", 6, {"sessions_requested": 6, "session_window_days": 28}, "met"),
        ("sessions_per_28_days", 6, {"sessions_requested": 7, "session_window_days": 28}, "unmet"),
        ("sessions_per_28_days", 6, {"sessions_requested": 7}, "unknown"),
        ("sessions_per_28_days", 6, {"sessions_requested": 8, "session_window_days": 42}, "unknown"),
        ("infusions_per_week", 3, {"sessions_requested": 4, "session_window_days": 7}, "unmet"),
        ("devices", 23, {"devices_per_4_weeks": 24}, "unmet"),
        ("devices", 3, {"devices_per_4_weeks": 24}, "unknown"),
        ("days_per_infusion", 10, {"course_days": 11}, "unmet"),
    ],
)
def test_amounts_are_compared_in_the_limits_own_unit(unit, number, answers, status):
    limit = criterion("a", "quantity_limit", number=number, unit=unit, comparison="at_most", quote=f"at most {number}")
    assert status_of(limit, **answers) == status


@pytest.mark.parametrize(
    ("quote", "renewal", "status"),
    [
        ("after the first 28 days, 12 devices every 28 days", False, "met"),
        ("12 devices in the first 28 days, then fewer", False, "unmet"),
        ("after the first 28 days, 12 devices every 28 days", True, "unmet"),
        ("12 devices in the first 28 days", True, "met"),
    ],
)
def test_a_limit_of_the_other_phase_does_not_bind(quote, renewal, status):
    limit = criterion("a", "quantity_limit", number=12, unit="devices_per_4_weeks", quote=quote, scope="either")
    assert status_of(limit, devices_per_4_weeks=23, is_renewal=renewal) == status


@pytest.mark.parametrize(
    ("unit", "number", "hours", "status"),
    [("minutes", 120, 2, "met"), ("minutes", 120, 1.9, "unmet"), ("hours", 2, 2, "met"), ("hours", 2, 1.5, "unmet")],
)
def test_observation_in_hours_or_minutes(unit, number, hours, status):
    assert status_of(criterion("a", "observation", number=number, unit=unit), observation_hours=hours) == status


@pytest.mark.parametrize(
    ("asked", "said", "status"),
    [
        ("major depressive disorder (F32.2, F33.2)", "F33.2", "met"),
        ("F32.0-F32.9", "F32.2", "met"),
        ("F32.0-F32.9", "F33.2", "unmet"),
        ("F33", "F33.41", "met"),
        ("complex regional pain syndrome by the Budapest criteria", "G90.511", "unknown"),
        ("complex regional pain syndrome by the Budapest criteria", "CRPS, Budapest criteria", "met"),
        ("severe major depressive disorder", "F33.1", "unmet"),
        ("severe major depressive disorder", "major depressive disorder", "unknown"),
        ("major depressive disorder without psychotic features", "F33.3", "unmet"),
        ("major depressive disorder", "bipolar disorder", "unmet"),
    ],
)
def test_diagnoses(asked, said, status):
    assert status_of(criterion("a", "diagnosis", text=asked, quote=asked), diagnosis=said, indication="crps") == status


def test_a_text_that_was_cut_off_is_read_from_the_quote():
    row = criterion("a", "diagnosis", text="major depressive disorder (F32", quote="Diagnosis of MDD (F32.2, F33.2)")
    assert status_of(row, diagnosis="F33.2") == "met"


@pytest.mark.parametrize(
    ("asked", "answers", "status"),
    [
        ("uncontrolled hypertension", {"contraindications": ["uncontrolled hypertension"]}, "unmet"),
        ("uncontrolled hypertension", {"contraindications": ["hypertension"]}, "unknown"),
        ("uncontrolled hypertension", {"contraindications": ["hypertension, well controlled"]}, "met"),
        ("uncontrolled hypertension", {"contraindications": []}, "met"),
        ("uncontrolled hypertension", {}, "unknown"),
        ("history of mania", {"mania_past_12_months": True}, "unmet"),
        ("history of mania", {"mania_past_12_months": False}, "unknown"),
        ("history of mania", {"mania_past_12_months": False, "contraindications": []}, "met"),
        ("mania in the past 12 months", {"mania_past_12_months": False}, "met"),
        ("history of psychosis", {"psychosis": False}, "unknown"),
        ("history of psychosis", {"psychosis": False, "history_of_psychosis": False}, "met"),
        ("bipolar disorder", {"diagnosis": "F31.4", "contraindications": []}, "unmet"),
        ("bipolar disorder", {"diagnosis": "F33.2"}, "met"),
        ("acute suicidal ideation with intent", {"acute_suicidal_ideation": False}, "met"),
    ],
)
def test_conditions_that_must_be_absent(asked, answers, status):
    assert status_of(criterion("a", "contraindication", text=asked, quote=asked), **answers) == status


@pytest.mark.parametrize(
    ("words", "answers", "status"),
    [
        ("no disorder in the last 6 months", {"substance_use": False, "substance_use_remission_days": 179}, "unmet"),
        ("no disorder in the last 6 months", {"substance_use": False, "substance_use_remission_days": 180}, "met"),
        ("no disorder in the last 6 months", {"substance_use": False}, "met"),
        ("no active disorder", {"substance_use": True}, "unmet"),
        ("in remission for 90 days", {"substance_use": True, "substance_use_remission_days": 89}, "unmet"),
        ("in remission for 90 days", {"substance_use": True, "substance_use_remission_days": 90}, "met"),
        (
            "none of moderate or greater severity",
            {"substance_use": True, "substance_use_detail": "mild alcohol"},
            "met",
        ),
        ("none of moderate or greater severity", {"substance_use": True, "substance_use_detail": "severe"}, "unmet"),
    ],
)
def test_substance_use(words, answers, status):
    assert status_of(criterion("a", "no_substance_use", quote=words), **answers) == status


@pytest.mark.parametrize(
    ("kind", "words", "said", "status"),
    [
        ("psychiatrist", "a psychiatrist or emergency physician", "emergency medicine", "met"),
        ("psychiatrist", "a psychiatrist at a behavioral health clinic", "psychiatric nurse practitioner", "unmet"),
        ("psychiatrist", "prescribed by a psychiatrist", "psychiatry", "met"),
        ("psychiatrist", "prescribed by a psychiatrist", "family medicine", "unmet"),
    ],
)
def test_every_specialty_that_the_sentence_offers(kind, words, said, status):
    row = criterion("a", "prescriber", text=kind, quote=words)
    assert status_of(row, prescriber_specialty=said, prescriber_consulted_psychiatrist=False) == status


@pytest.mark.parametrize(
    ("words", "unit", "number", "answers", "status"),
    [
        ("24 sessions of physical therapy", "sessions", 24, {"physical_therapy_sessions": 24}, "met"),
        ("24 sessions of physical therapy", "sessions", 24, {"physical_therapy_sessions": 23}, "unmet"),
        ("24 sessions of physical therapy", "sessions", 24, {"physical_therapy_weeks": 30}, "unknown"),
        ("3 months of physical therapy", "months", 3, {"physical_therapy_weeks": 13}, "unmet"),
        ("3 months of physical therapy", "months", 3, {"physical_therapy_weeks": 14}, "met"),
        ("two sympathetic blocks, unless contraindicated", "blocks", 2, {"sympathetic_blocks_failed": 1}, "unmet"),
        ("two sympathetic blocks, unless contraindicated", "blocks", 2, {"sympathetic_blocks_failed": 2}, "met"),
        (
            "two sympathetic blocks, unless contraindicated",
            "blocks",
            2,
            {"sympathetic_block_contraindication": "anticoagulation"},
            "met",
        ),
        ("ECT failed or was declined", None, None, {"ect_status": "declined"}, "met"),
        ("ECT failed; declining it does not count", None, None, {"ect_status": "declined"}, "unmet"),
        (
            "at least eight treatments of ECT failed",
            "treatments",
            8,
            {"ect_status": "failed", "ect_treatments": 7},
            "unmet",
        ),
        (
            "at least eight treatments of ECT failed",
            "treatments",
            8,
            {"ect_status": "failed", "ect_treatments": 8},
            "met",
        ),
        ("30 sessions of TMS failed", "sessions", 30, {"tms_outcome": "no_response", "tms_sessions": 29}, "unmet"),
        ("30 sessions of TMS failed", "sessions", 30, {"tms_outcome": "no_response", "tms_sessions": 30}, "met"),
    ],
)
def test_other_treatments_that_must_have_failed(words, unit, number, answers, status):
    row = criterion("a", "prior_failure_other", quote=words, unit=unit, number=number)
    assert status_of(row, **answers) == status


@pytest.mark.parametrize(("count", "status"), [(2, "unmet"), (3, "met")])
def test_three_opioids_are_opioids(count, status):
    names = ["morphine", "oxycodone", "tramadol"][:count]
    given = [trial(name) for name in names] + [trial("gabapentin"), trial("naproxen")]
    row = criterion("a", "prior_failure_other", quote="At least three opioids have failed", number=3, unit="opioids")
    assert status_of(row, analgesic_trials=given) == status


@pytest.mark.parametrize(
    ("words", "answers", "status"),
    [
        ("A second course for the same episode will not be approved", {"course_number_in_episode": 2}, "unmet"),
        ("A second course for the same episode will not be approved", {"course_number_in_episode": 1}, "met"),
        ("An adverse reaction to two oral antidepressants", {"antidepressant_trials": [trial("sertraline")]}, "unmet"),
        (
            "An adverse reaction to two oral antidepressants",
            {
                "antidepressant_trials": [
                    trial("sertraline", outcome="intolerance"),
                    trial("duloxetine", outcome="intolerance"),
                ]
            },
            "met",
        ),
        ("The average pain score is 7 or higher on a scale of 0 to 10", {"scores": {"pain_nrs": 6}}, "unmet"),
        ("The average pain score is 7 or higher on a scale of 0 to 10", {"scores": {"pain_nrs": 7}}, "met"),
        ("Relief lasted for at least 8 weeks", {"symptom_months": 40}, "unknown"),
        ("Spravato was tried without success", {"esketamine_before": False}, "unmet"),
        ("The plan's committee has met", {"age": 40}, "unknown"),
    ],
)
def test_conditions_without_a_type_of_their_own(words, answers, status):
    assert status_of(criterion("a", "other", quote=words, text=words), **answers) == status


def test_a_limit_without_a_number_never_counts_as_kept():
    assert (
        status_of(criterion("a", "quantity_limit", unit="sessions", quote="within limits"), sessions_requested=99)
        == "unknown"
    )


def test_add_on_or_psychotherapy_in_one_sentence():
    row = criterion("a", "augmentation_trial", quote="failure of an add-on drug or of a course of psychotherapy")
    assert status_of(row, augmentation_trials=[], psychotherapy_tried=True) == "met"
    assert status_of(row, augmentation_trials=[], psychotherapy_tried=False) == "unmet"
    assert status_of(row, augmentation_trials=[]) == "unknown"


def general(applies_to=None) -> Reading:
    rows = (
        criterion("a", "age_min", number=18),
        criterion("b", "rems", indication="any", quote="the site is certified", applies_to=applies_to),
        criterion("c", "pdmp", quote="checked", scope="either"),
    )
    trees = (("trd", "initial", "a"), ("any", "initial", "b"), ("trd", "either", "c"))
    return Reading(
        document=DocumentFacts(kind="drug_policy"),
        positions=(
            Position(
                treatment="esketamine", indication="trd", position="covered_with_criteria", page=1, quote="", rule="k"
            ),
        ),
        criteria=rows,
        logic=tuple(
            Logic(treatment="esketamine", indication=use, scope=scope, tree={"all": [row]}) for use, scope, row in trees
        ),
    )


def judged(read: Reading, **answers) -> str:
    return check_patient(read, Patient(answers), treatment="esketamine", indication="trd", renewal=False).status


def test_what_holds_for_every_use_and_stage_is_asked_too():
    assert judged(general(), age=40) == "unknown"
    assert judged(general(), age=40, site_rems_certified=False, pdmp_checked=True) == "does_not_meet"
    assert judged(general(), age=40, site_rems_certified=True, pdmp_checked=True) == "meets"


def test_what_holds_for_one_group_of_members_alone_is_not():
    assert judged(general("Medicaid"), age=40, pdmp_checked=True) == "meets"


def test_the_shortest_set_and_the_origin_of_answers_are_told():
    read = reading(
        criterion("a", "age_min", number=18), criterion("b", "pdmp", quote="checked"), tree={"any": ["a", "b"]}
    )
    assert len(check(read).to_settle) == 1
    found = check_patient(
        read, Patient({"age": 17}, {"age": "flag"}), treatment="esketamine", indication="trd", renewal=False
    )
    assert found.to_settle == ("b",)
    assert next(row for row in found.criteria if row.id == "a").origins == {"age": "flag"}


@pytest.mark.parametrize(
    ("scope", "general", "status"),
    [
        ("initial", ["setting"], "unknown"),
        ("initial", ["age_min", "prior_trials", "setting"], "does_not_meet"),
        ("renewal", ["age_min", "setting", "pdmp"], "unknown"),
        ("renewal", ["renewal_response"], "unknown"),
    ],
)
def test_what_holds_for_every_use_is_not_taken_for_the_conditions_of_one(scope, general, status):
    rows = [
        criterion(f"g{at}", kind, indication="any", scope=scope, number=18, quote="given in a certified clinic")
        for at, kind in enumerate(general)
    ]
    own = criterion("m", "rems", indication="mdd_si", scope=scope, quote="the site is certified")
    facts = Patient({"age": 17, "setting": "clinic", "pdmp_checked": True})
    read = replace(reading(*rows, own), logic=())
    found = check_patient(read, facts, treatment="esketamine", indication="trd", renewal=scope == "renewal")
    assert found.status == status
    assert bool(found.criteria) == (status == "does_not_meet" or general == ["renewal_response"])


def test_a_renewal_whose_response_was_read_for_another_use_is_open():
    site = criterion("s", "rems", scope="renewal", quote="the site is certified")
    response = criterion("r", "renewal_response", scope="renewal", indication="mdd_si", number=30, quote="30% lower")
    tree = Logic(treatment="esketamine", indication="trd", scope="renewal", tree="s")
    facts = Patient({"site_rems_certified": True})
    whole, lacking = replace(reading(site), logic=(tree,)), replace(reading(site, response), logic=(tree,))
    asked = {"treatment": "esketamine", "indication": "trd", "renewal": True}
    assert check_patient(whole, facts, **asked).status == "meets"
    assert check_patient(lacking, facts, **asked).status == "unknown"
