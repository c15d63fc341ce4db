"""Papers that list who must not have a treatment first, and who may after; catch-alls that refuse in one breath."""

from __future__ import annotations

from ketacli.documents.read import read_document
from ketacli.policy.read import read_policy
from tests.policy.positions.reading import said

CRITERIA_FOR_USE = """Esketamine Nasal Spray (SPRAVATO) Criteria for Use

Exclusion Criteria: If the answer to ANY item below is met, then the patient should NOT receive esketamine.
☐ History of intracerebral hemorrhage
☐ Current psychosis or history of a psychotic disorder
☐ Pregnancy

Inclusion Criteria: The answers to ALL of the following must be fulfilled in order to meet criteria.
☐ Diagnosis of major depressive disorder, treatment resistant
☐ Age 18 years or older
☐ Prescribed by a psychiatrist
"""
RECOMMENDED = """Prior Authorization: Depression - Spravato

Spravato is recommended for coverage in patients who meet one of the following criteria:

1. Treatment-Resistant Depression. Approve for 6 months if the patient meets ALL of the following:
A) Patient is at least 18 years of age

CONDITIONS NOT RECOMMENDED FOR APPROVAL
Coverage is not recommended for circumstances not listed in the Recommended Authorization Criteria.
"""


def read(text, folder):
    path = folder / "policy.txt"
    path.write_text(text, "utf-8")
    return read_policy(read_document(path))


def test_what_must_be_absent_and_what_must_be_present(tmp_path):
    found = read(CRITERIA_FOR_USE, tmp_path)
    assert said(list(found.positions)) == {("esketamine", "trd"): "covered_with_criteria"}
    kinds = {row.type for row in found.criteria}
    assert {"contraindication", "no_psychosis", "no_pregnancy", "age_min", "diagnosis", "prescriber"} <= kinds
    assert "other" not in kinds


def test_circumstances_that_are_not_listed_are_any_other_use(tmp_path):
    found = said(list(read(RECOMMENDED, tmp_path).positions))
    assert found == {("esketamine", "trd"): "covered_with_criteria", ("esketamine", "any"): "not_covered"}


def test_unmet_criteria_and_all_other_uses_in_one_breath(tmp_path):
    text = (
        "Clinical Criteria\nSubject: Spravato (esketamine)\n\nRequests for Spravato for treatment-resistant depression "
        "may be approved if the following criteria are met:\nI. Individual is 18 years of age or older\n\nRequests for "
        "Spravato may not be approved when the above criteria are not met and for all other indications.\n"
    )
    found = said(list(read(text, tmp_path).positions))
    assert found == {("esketamine", "trd"): "covered_with_criteria", ("esketamine", "any"): "not_covered"}
