"""Refusals for persons in a state, whose lists name what must be absent, and refusals that ask for something first."""

from __future__ import annotations

from pathlib import Path

import pytest

from ketacli.documents.read import read_document
from ketacli.policy.read import read_policy
from ketacli.policy.reading import Reading

POLICY = """# Spravato policy

Plan: Northfield Choice

## Coverage

Spravato is medically necessary for treatment-resistant depression when two antidepressants have failed.

{refusal}
"""
STATES = {
    ("contraindication", "arteriovenous malformation"),
    ("no_psychosis", "psychosis"),
    ("no_pregnancy", "pregnancy"),
}


def _read(tmp_path: Path, refusal: str) -> Reading:
    path = tmp_path / "policy.md"
    path.write_text(POLICY.format(refusal=refusal), encoding="utf-8")
    return read_policy(read_document(path))


def _refused(reading: Reading) -> set[str]:
    return {one.indication for one in reading.positions if one.position == "not_covered"}


@pytest.mark.parametrize(
    "lead",
    [
        "We do not approve Spravato if the member has any of these:",
        "The plan will not approve esketamine for a member who has one of these:",
        "Requests are denied where any of the following is present:",
        "No authorization is given to members with:",
        "It is not approved where there is:",
        "Spravato is not covered for members with any of the following:",
        "We cannot authorize it when one of these conditions has been diagnosed:",
    ],
)
def test_a_list_of_states_names_what_must_be_absent(tmp_path: Path, lead: str) -> None:
    reading = _read(tmp_path, f"{lead}\n\n- arteriovenous malformation\n- psychosis\n- pregnancy\n- dementia")
    assert {(one.type, one.text) for one in reading.criteria} >= STATES
    assert not _refused(reading)


def test_a_list_of_uses_refuses_them(tmp_path: Path) -> None:
    lead = "Spravato is not covered for members with any of the following:"
    reading = _read(tmp_path, f"{lead}\n\n- bipolar depression\n- PTSD\n- chronic pain")
    assert _refused(reading) == {"bipolar", "ptsd", "chronic_pain"}
    assert not any(one.type == "contraindication" for one in reading.criteria)


def test_a_disorder_among_states_is_no_refused_use(tmp_path: Path) -> None:
    reading = _read(
        tmp_path, "No approval is given to patients with:\n\n- substance use disorder\n- an aneurysm\n- age below 18"
    )
    assert not _refused(reading)
    found = {(one.type, one.number) for one in reading.criteria}
    assert {("no_substance_use", None), ("contraindication", None), ("age_min", 18)} <= found


def test_unmet_criteria_are_asked_for(tmp_path: Path) -> None:
    lead = "Spravato is not covered if the member does not meet all of the following:"
    reading = _read(tmp_path, f"{lead}\n\n- age 18 or older\n- PHQ-9 of 15 or more")
    assert {("age_min", 18), ("severity_scale", 15)} <= {(one.type, one.number) for one in reading.criteria}


@pytest.mark.parametrize(
    ("sentence", "kind", "number"),
    [
        ("We do not approve Spravato without a trial of three antidepressants.", "prior_trials", 3),
        ("Spravato is not covered without failure of at least three antidepressants.", "prior_trials", 3),
        ("The plan does not cover Spravato until the member is 21 years old.", "age_min", 21),
        ("Spravato is not covered until three antidepressants have failed.", "prior_trials", 3),
        ("No approval is given before psychotherapy has been tried.", "psychotherapy", None),
        ("We do not pay for it before prior authorization has been given.", "prior_authorization", None),
    ],
)
def test_what_a_refusal_asks_for_first(tmp_path: Path, sentence: str, kind: str, number: int | None) -> None:
    reading = _read(tmp_path, sentence)
    assert (kind, number) in {(one.type, one.number) for one in reading.criteria if one.required}
    assert not [one for one in reading.positions if one.treatment == "esketamine" and one.position == "not_covered"]
