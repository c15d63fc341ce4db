"""Texts whose uses, steps and criteria are numbered lines without any layout; grids whose columns are lost."""

from __future__ import annotations

from ketacli.documents.read import read_document
from ketacli.policy.read import read_policy
from tests.policy.positions.reading import said

NUMBERED = """Prior Authorization/Medical Necessity
Product: Spravato (esketamine)

1. Background
Spravato is indicated for TRD and for MDD with acute suicidal ideation.

2. Coverage Criteria:
A. Treatment-Resistant Depression (TRD)
1. Initial Authorization
a. Spravato will be approved based on all of the following criteria:
(1) Diagnosis of major depressive disorder (MDD)
-AND-
(2) Prescribed by or in consultation with a psychiatrist
Authorization will be issued for 6 months.
2. Reauthorization
a. Spravato will be approved based on the following criterion:
(1) Documentation of improvement from baseline in depressive symptoms
Authorization will be issued for 12 months.
B. MDD with acute suicidal ideation or behavior
1. Authorization
a. Spravato will be approved based on the following criterion:
(1) Used in combination with an oral antidepressant
Authorization will be issued for 1 month.
"""
STACKED = """SPRAVATO
Products Affected
• SPRAVATO (56 MG DOSE)
PA Criteria
Criteria Details
Exclusion Criteria
Aneurysmal vascular disease. History of intracerebral hemorrhage.
Required Medical Information
TREATMENT-RESISTANT DEPRESSION: TRIAL OF AT LEAST TWO ANTIDEPRESSANTS FROM DIFFERENT CLASSES.
Age Restrictions
18 years of age or older
Prescriber Restrictions
Prescribed by or in consultation with a psychiatrist
Coverage Duration
12 months
Indications
All FDA-approved Indications.
Off Label Uses
"""


def read(folder, text):
    path = folder / "policy.txt"
    path.write_text(text, "utf-8")
    return read_policy(read_document(path))


def test_uses_that_are_numbered_lines_head_their_criteria(tmp_path):
    found = read(tmp_path, NUMBERED)
    both = {("esketamine", "trd"): "covered_with_criteria", ("esketamine", "mdd_si"): "covered_with_criteria"}
    assert said(list(found.positions)) == both
    rows = {(row.type, row.number, row.indication, row.scope) for row in found.criteria}
    assert {
        ("approval_duration", 6, "trd", "initial"),
        ("approval_duration", 12, "trd", "renewal"),
        ("approval_duration", 1, "mdd_si", "initial"),
        ("concurrent_oral_antidepressant", None, "mdd_si", "initial"),
    } <= rows
    assert "-AND-" not in "".join(row.text or "" for row in found.criteria)


def test_uses_that_are_only_listed_head_nothing(tmp_path):
    text = (
        "Spravato policy\n\nSpravato is not covered for any of the following:\nA. Bipolar depression\n"
        "B. Posttraumatic stress disorder\nC. Chronic pain\n"
    )
    found = said(list(read(tmp_path, text).positions))
    assert {use for (_, use), word in found.items() if word == "not_covered"} >= {"bipolar", "ptsd", "chronic_pain"}


def test_names_of_fields_above_their_values(tmp_path):
    found = read(tmp_path, STACKED)
    assert said(list(found.positions))["esketamine", "trd"] == "covered_with_criteria"
    rows = {(row.type, row.number) for row in found.criteria}
    assert {("age_min", 18), ("prior_trials", 2), ("approval_duration", 12), ("prescriber", None)} <= rows
    assert {row.type for row in found.criteria if "hemorrhage" in (row.text or "")} == {"contraindication"}


def test_a_text_that_names_one_field_is_no_grid(tmp_path):
    text = "Spravato policy\n\nAge Restrictions\nNone are set by the plan.\n\nSpravato is covered for depression.\n"
    assert said(list(read(tmp_path, text).positions))["esketamine", "mdd"] == "covered"
