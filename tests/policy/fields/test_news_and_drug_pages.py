"""Kinds of pages: news, recaps of bills, questions on who pays below a site's name, criteria for compounds."""

from __future__ import annotations

import pytest

from tests.policy.test_small_rules import read


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (
            "Mind Daily   May 3\nEsketamine paid for\n\nThe agency said today that it will pay for the spray.",
            "article",
        ),
        ("Health Desk\nKetamine clinics close\n\nThe owner said in a statement that insurers had refused.", "article"),
        (
            "Regulatory Recap\nBills on ketamine\n\nSenate Bill 12 would make plans pay. House Bill 9 not.",
            "article",
        ),
        ("Money Corner\nDoes Medicaid Cover Spravato?\n\nIt is not covered in some states.", "article"),
        ("Savings and You\nWill your insurance pay for ketamine?\n\nOften it is not covered.", "article"),
        (
            "Labor\nFor providers > Drugs and prescriptions\n\nCreams with ketamine are not covered.",
            "drug_policy",
        ),
        ("Criteria for Compound Medications   Riverbend Rx\nPA Criteria   Details\nCovered Uses   N/A", "drug_policy"),
    ],
)
def test_what_kind_of_page_it_is(text, kind, tmp_path):
    assert read(tmp_path, text).document.kind == kind
