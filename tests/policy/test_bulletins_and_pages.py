"""Bulletins that list changes, billing news, and pages that are no payer's."""

from __future__ import annotations

import pytest

from ketacli.documents.read import read_document
from ketacli.policy.read import read_policy
from tests.policy.positions.reading import said

CHANGES = """PHARMACY POLICY 5.01.333 Spravato (esketamine) Nasal Spray

Birchwood Mutual sets out when Spravato (esketamine) nasal spray is medically necessary and which uses are
investigational, for adults with treatment-resistant depression.

What changed

Added HCPCS codes G2082 and G2083 (06/01/20).
Took out HCPCS code J3490 and put in HCPCS code S0013 (01/01/21).
The failed trials are now three antidepressants from at least two different classes (11/01/22 interim).
Added that Spravato must be taken together with an oral antidepressant.
"""


def read(folder, text, name="page.txt"):
    path = folder / name
    path.write_text(text, "utf-8")
    return read_policy(read_document(path))


def test_a_list_of_changes_tells_what_is_in_force(tmp_path):
    found = read(tmp_path, CHANGES)
    assert said(list(found.positions)) == {("esketamine", "trd"): "covered_with_criteria"}
    assert {(code.code, code.status) for code in found.codes} == {
        ("G2082", "listed"),
        ("G2083", "listed"),
        ("J3490", "removed"),
        ("S0013", "listed"),
    }
    assert {"prior_trials", "distinct_classes", "concurrent_oral_antidepressant"} <= {
        row.type for row in found.criteria
    }


def test_what_a_policy_sets_out_for_ketamine_covers_nothing(tmp_path):
    text = "Infusion Policy\n\nThis policy sets out when ketamine infusion is medically necessary for depression.\n"
    assert not said(list(read(tmp_path, text).positions))


def test_billing_news_of_a_limited_benefit(tmp_path):
    text = (
        "Billing Guidance for Spravato Nasal Spray\n\nSpravato (esketamine) nasal spray is a limited benefit: it is "
        "for beneficiaries of ages 18 and older who have been diagnosed with treatment-resistant depression.\n\n"
        "Remember that prior authorization is required for all beneficiaries.\n"
    )
    found = read(tmp_path, text)
    assert said(list(found.positions)) == {("esketamine", "trd"): "covered_with_criteria"}
    assert {row.type for row in found.criteria} == {"age_min", "diagnosis", "prior_authorization"}


@pytest.mark.parametrize(
    "line",
    [
        "- G2082 Office or other outpatient visit with provision of up to 56 mg of esketamine",
        "- 96365 - Initial IV infusion (up to 1 hour)",
        "- Do I need prior authorization?",
        "- Guidelines limit acute medications to no more than twice weekly",
        "- The patient typically gets six infusions over 2-3 weeks",
        "- Why it has to be this clinic",
    ],
)
def test_lines_of_lists_that_ask_for_nothing(line, tmp_path):
    text = f"Spravato (esketamine) and ketamine infusion\n\nWhat to know about claims and treatment:\n\n{line}\n"
    assert not read(tmp_path, text).criteria


def test_a_limit_on_a_code_is_a_limit(tmp_path):
    text = (
        "Spravato (esketamine) policy\n\nSpravato is covered for treatment-resistant depression when:\n\n"
        "- G2082: no more than 8 visits per 28 days\n- Member is at least 18 years old\n"
    )
    assert {row.type for row in read(tmp_path, text).criteria} == {"quantity_limit", "age_min"}


@pytest.mark.parametrize(
    "sentence",
    [
        "Most private insurance companies cover ketamine as an anesthetic only.",
        "They probably won't cover ketamine for depression.",
        "The dearest denials of Spravato say that medical necessity was not established.",
        "Many insurance carriers will not cover ketamine infusions.",
    ],
)
def test_what_is_said_of_payers_in_general_is_no_position(sentence, tmp_path):
    assert not said(list(read(tmp_path, f"Paying for ketamine\n\n{sentence}\n").positions))


STAFF = """# Spravato Provider and Staff Guide

Internal reference for staff and providers of Harbor Mind Clinic only. See the SOP.

## Criteria cheat sheet

Spravato is covered for treatment-resistant depression when all of these are met:

- Age 18+.
- Diagnosis of TRD documented.
- At least 2 antidepressant trials with inadequate response.
"""


def test_a_clinics_paper_for_its_staff_covers_nothing(tmp_path):
    assert not said(list(read(tmp_path, STAFF, "guide.md").positions))


def test_the_same_criteria_of_a_payer_do(tmp_path):
    text = STAFF.replace("Internal reference for staff and providers of Harbor Mind Clinic only. See the SOP.", "")
    text = text.replace("# Spravato Provider and Staff Guide", "# Spravato Prior Authorization Criteria")
    assert said(list(read(tmp_path, text, "guide.md").positions))["esketamine", "trd"] == "covered_with_criteria"


@pytest.mark.parametrize(
    "sentence",
    [
        "The five largest US health plans all cover Spravato with prior authorization.",
        "HSA and FSA funds pay for ketamine therapy that a licensed provider prescribes.",
    ],
)
def test_plans_at_large_and_savings_accounts_are_no_plan(sentence, tmp_path):
    assert not said(list(read(tmp_path, f"Paying for treatment\n\n{sentence}\n").positions))


LED = """# Esketamine Nasal Spray for Treatment-Resistant Depression

When all of these conditions are met, esketamine nasal spray may be considered medically necessary:

## Initial Authorization for 28 Days

The individual is 18 years old or older.

2 antidepressant agents from 2 different antidepressant classes (i.e., SSRIs, SNRIs, tricyclic antidepressants,
bupropion, or mirtazapine) were tried with an inadequate response, as told in the records that are sent with the request
and in the claims that the company holds.
"""


def test_long_paragraphs_below_a_heading_that_is_led_in_are_criteria(tmp_path):
    kinds = {row.type for row in read(tmp_path, LED, "policy.md").criteria}
    assert {"age_min", "prior_trials", "distinct_classes", "approval_duration"} <= kinds
