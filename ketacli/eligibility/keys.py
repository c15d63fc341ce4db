"""The keys of an answers file and the kind of value that each takes (docs/eligibility.md explains them)."""

from __future__ import annotations

from enum import Enum


class Kind(Enum):
    """What a value must be."""

    NUMBER = "number"
    YES_NO = "yes_no"
    TEXT = "text"
    LIST = "list"
    SCORES = "scores"
    TRIALS = "trials"
    COUNT_OR_YES = "count_or_yes"
    ITEMS = "items"
    QIDS_ITEMS = "qids_items"
    DATES = "dates"
    DATE = "date"


OUTCOMES = ("no_response", "partial_response", "intolerance", "response")
"""What may have come of a trial of a medicine."""
SCALE_MAXIMUM: dict[str, int] = {
    "phq9": 27,
    "madrs": 60,
    "hamd17": 52,
    "qids": 27,
    "bdi": 63,
    "pcl5": 80,
    "pain_nrs": 10,
}
"""Highest total of each rating scale; the lowest is 0."""
TRIAL_KEYS: dict[str, Kind] = {
    "drug": Kind.TEXT,
    "class": Kind.TEXT,
    "dose_mg_per_day": Kind.NUMBER,
    "weeks": Kind.NUMBER,
    "outcome": Kind.TEXT,
    "response_percent": Kind.NUMBER,
    "current_episode": Kind.YES_NO,
    "days_since_end": Kind.NUMBER,
    "preferred": Kind.YES_NO,
    "started_on": Kind.DATE,
    "ended_on": Kind.DATE,
}
"""Keys of one trial; only `drug` is needed."""


def _keys(kind: Kind, names: str) -> dict[str, Kind]:
    return dict.fromkeys(names.split(), kind)


KEYS: dict[str, Kind] = {
    **_keys(
        Kind.NUMBER,
        """age score_age_days response_percent substance_use_remission_days observation_hours pdmp_days_before_request
        psychotherapy_sessions tms_sessions days_since_suicidality_ed_or_admission sessions_requested
        session_window_days dose_mg dose_mg_per_week dose_mg_per_kg doses_per_week kits_per_28_days
        devices_per_4_weeks symptom_months
        physical_therapy_weeks esketamine_before_response_percent course_days course_number_in_episode
        courses_past_12_months hours_per_day sessions_per_week kits_first_45_days ect_treatments
        prescriber_visit_interval_weeks phq9_item9
        physical_therapy_sessions""",
    ),
    **_keys(
        Kind.YES_NO,
        """is_renewal oral_antidepressant_now oral_antidepressant_stable psychosis history_of_psychosis substance_use
        pregnancy breastfeeding mania_past_12_months seizure_disorder delirium prescriber_board_certified
        prescriber_consulted_psychiatrist prescriber_present_during_course prescriber_states_benefit_outweighs_risk
        site_rems_certified pharmacy_rems_certified patient_rems_enrolled pdmp_checked psychotherapy_tried
        psychotherapy_current_episode ect_tried tms_tried acute_suicidal_ideation documentation_attached
        esketamine_before oral_antidepressant_newly_started_or_optimized pdmp_exists_in_state
        prescriber_enrolled_behavioral_health urine_drug_screens_negative suicidality_requires_inpatient_or_crisis_care
        sympathetic_block_contraindicated physical_therapy_not_tolerated_because_of_pain""",
    ),
    **_keys(
        Kind.TEXT,
        """diagnosis indication requested_treatment oral_antidepressant_drug prescriber_specialty setting ect_status
        tms_outcome ect_contraindication substance_use_detail sympathetic_block_contraindication""",
    ),
    **_keys(Kind.LIST, "contraindications"),
    **_keys(Kind.SCORES, "scores baseline_scores"),
    **_keys(Kind.TRIALS, "antidepressant_trials augmentation_trials analgesic_trials"),
    **_keys(Kind.COUNT_OR_YES, "sympathetic_blocks_failed"),
    **_keys(Kind.ITEMS, "phq9_items"),
    **_keys(Kind.QIDS_ITEMS, "qids_items"),
    **_keys(Kind.DATES, "score_dates baseline_score_dates"),
}
