"""Programs of a drug's maker: who may take part and what it pays is no rule and no coverage of a payer."""

from __future__ import annotations

import pytest

from tests.policy.positions.reading import positions_of
from tests.policy.test_small_rules import read

PROGRAMS = (
    "Spravato Savings Program\n\nEligible patients with commercial insurance pay as little as $5 for each treatment. "
    "Patients must be 18 or older. Not valid for patients with Medicaid. There is a maximum program benefit per year.",
    "Spravato Patient Support\n\nBenefits verification and prior authorization help\nWe check what the plan covers.\n\n"
    "Rebate for commercially insured patients: send the receipt within 90 days. Up to 2 kits a week count. Patients in "
    "TRICARE or other government programs cannot take part.",
    "Copay card for esketamine\n\nWho can use the card: adults with private or commercial insurance that covers "
    "esketamine."
    "\nNo proof of income is needed. Enroll online in five minutes. Void where prohibited.",
    "Spravato Access Program\n\nFree starter doses while the benefits investigation goes on, for adults in a certified "
    "site. Federally funded insurance is excluded. The annual maximum is $8,000.",
    "Support for your patients on Spravato\n\nBenefit investigation: we call the plan. Savings: commercially insured "
    "patients pay as little as $0 after rebate. At least two antidepressants must be listed on the enrollment form.",
)


@pytest.mark.parametrize("text", PROGRAMS)
def test_a_makers_program_decides_and_asks_nothing(text, tmp_path):
    found = read(tmp_path, text)
    assert found.document.kind == "other"
    assert not [one for one in found.positions if one.position != "not_addressed"]
    assert not found.criteria


def test_a_policy_that_speaks_of_a_copay_card_remains_one(tmp_path):
    text = (
        "Spravato Medical Policy\n\nSpravato is considered medically necessary for treatment-resistant depression. "
        "Commercially insured members may pay as little as $10 with the maker's copay card and its rebate."
    )
    assert read(tmp_path, text).document.kind == "medical_policy"


@pytest.mark.parametrize(
    "text",
    [
        "The investigation covers Spravato and its site.",
        "Adults with commercial insurance that covers Spravato may call us.",
        "This training covers Spravato and ketamine infusions.",
    ],
)
def test_what_an_inquiry_or_somebodys_insurance_covers(text, tmp_path):
    assert not positions_of(text, tmp_path, "article", "Spravato\n\n")
