"""Policies whose title names what is refused, and whose criteria are those of the one use that is covered."""

from __future__ import annotations

from ketacli.documents.read import read_document
from ketacli.policy.read import read_policy
from tests.policy.positions.reading import said

COMPANY = """Ketamine for the Treatment of Psychiatric Disorders and Chronic Pain
Policy #: 00712

When Services Are Considered Investigational
Coverage is not available for investigational medical treatments or procedures, drugs, devices or biological products.
Based on review of available data, the Company considers intravenous ketamine for the treatment of chronic pain to be
investigational.

When Services May Be Eligible for Coverage
Based on review of available data, the Company may consider esketamine nasal spray (Spravato) for treatment-resistant
depression to be eligible for coverage when the patient selection criteria are met.

Patient Selection Criteria
• Patient is 18 years of age or older; AND
• Patient failed two antidepressants from different classes of at least 6 weeks each
"""
NESTED = """Employee Health Plan - Summary Plan Description

What the Plan Does Not Cover

The following are excluded:
1. Acupuncture
2. Compounded drugs
   a. ketamine troches
   b. hormone pellets
3. Any treatment in a wilderness program
"""


def read(folder, text):
    path = folder / "policy.txt"
    path.write_text(text, "utf-8")
    return read_policy(read_document(path))


def test_criteria_belong_to_what_is_covered(tmp_path):
    found = read(tmp_path, COMPANY)
    positions = {pair: word for pair, word in said(list(found.positions)).items() if pair[0] != "other"}
    assert positions == {
        ("ketamine_iv", "chronic_pain"): "experimental",
        ("esketamine", "trd"): "covered_with_criteria",
    }
    rows = {(row.type, row.treatment, row.indication) for row in found.criteria}
    assert ("age_min", "esketamine", "trd") in rows
    assert ("prior_trials", "esketamine", "trd") in rows


def test_what_stands_below_a_refused_item(tmp_path):
    found = said(list(read(tmp_path, NESTED).positions))
    assert found["ketamine_oral", "any"] == "not_covered"
