"""A document for many readers is never a letter, whatever it says of denials and claims; a letter by name is
one."""

import pytest

from ketacli.documents.read import read_document
from ketacli.policy.building import build_outline
from ketacli.policy.fields.kind import document_kind

DOCUMENTS = {
    "spd": (
        """Ferrous Works Health Plan
Summary Plan Description

Your member ID card and claim number

Member: every employee who is enrolled. Member services: 555-0101

When a claim is denied, we will tell you in writing. Specialty drugs $120 per fill. Out of network: Not
covered. Amount billed, plan pays, you owe.

What the plan does not cover
Ketamine infusions are not covered.""",
        {"plan_document"},
    ),
    "pol": (
        """Harbor Mutual
Medical Policy MP-12: Ketamine

Member ID and claim number must be on each request. Your request may be denied if records are missing. We
denied requests in the past.

Policy
Ketamine infusion is considered investigational for depression.""",
        {"medical_policy"},
    ),
    "bul": (
        """Provider Bulletin
June 2026

Dear Provider:

The plan pays for up to twelve visits. You owe nothing. Amount billed is not a bill. Ketamine infusion remains
investigational. Claim number and member ID are needed on each claim. Your claim was denied if it had none.

Policy updates: Esketamine: criterion 3 is deleted.""",
        {"change_log", "article", "other"},
    ),
    "art": (
        """Can you get ketamine paid for?
By Rosa Hill | May 2026

My last plan paid for lozenges. The plan pays for Spravato, and you owe a copay. My claim was denied twice.
"Dear Rosa," the letter said, "your request is denied."
""",
        {"article"},
    ),
    "let": (
        """Harbor Mutual
June 3, 2026

Jo Fell
12 Elm Street

Member ID: HM 1234 567
Claim number: 88-2211

Dear Ms. Fell:

We cannot approve your request for Spravato. It is not medically necessary. You may appeal within 180 days.""",
        {"denial_letter"},
    ),
    "eob": (
        """Explanation of Benefits
THIS IS NOT A BILL
Date: May 2, 2026
Member: Jo Fell   Member ID: HM 1234 567
Claim number: 88-2211
Provider  Amount billed  Allowed  Plan paid  You owe
Elm Clinic  $900.00  $300.00  $240.00  $60.00""",
        {"eob"},
    ),
    "pdl": (
        """State Medicaid
Preferred Drug List, effective July 1, 2026

Antidepressants, other
Spravato (esketamine)   See criteria C. Fax this form to 555-0100. Claim denied without PA.

Criteria C. Spravato will be approved for treatment-resistant depression if two antidepressants failed.""",
        {"drug_policy"},
    ),
    "eoc": (
        """Evidence of Coverage 2026
Harbor Advantage (HMO)

Chapter 9. What to do if you have a problem. If we say no, you can appeal. We denied your request. Your claim
number is on the notice. Member ID: on your card.
""",
        {"plan_document"},
    ),
    "hand": (
        """Medicaid Member Handbook

Dear Member,

Welcome to the plan. If your request is denied you may appeal within 60 days. Your member ID number is on your
card. Ketamine infusions are not covered.
""",
        {"plan_document"},
    ),
    "news": (
        """Harbor Health Newsletter, spring 2026

Dear members,

We denied fewer claims last year. Your claim number helps us. Esketamine will be covered for treatment-
resistant depression. Member ID: see your card.
""",
        {"article", "other", "change_log"},
    ),
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_kind_follows_the_title_and_the_salutation(name, tmp_path):
    text, kinds = DOCUMENTS[name]
    path = tmp_path / "document.txt"
    path.write_text(text + "\n", "utf-8")
    document = read_document(path)
    assert document_kind(document, build_outline(document))[0] in kinds
