"""Names of benefit rows, in plain words."""

from __future__ import annotations

from collections.abc import Mapping

ROWS: Mapping[str, str] = {
    "mental_health_outpatient": "Mental health, office visit",
    "mental_health_outpatient_other": "Mental health, other outpatient services",
    "specialist": "Specialist visit",
    "specialty_drug": "Specialty drug",
    "part_b_drug": "Drug given by a clinic (Part B)",
    "clinic_infusion": "Infusion in a clinic",
    "provider_administered_drug": "Drug given by a clinician",
    "primary_care": "Primary care visit",
    "observation": "Observation after the drug",
    "psychotherapy": "Psychotherapy",
    "evaluation": "First evaluation",
    "outpatient_facility": "Outpatient facility fee",
}
"""Names of benefit rows (the vocabulary that `ketacli check` reads from documents, and a few more) in plain words."""
