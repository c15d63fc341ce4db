from __future__ import annotations

import pytest

from ketacli.documents.read import read_document
from ketacli.policy.building import build_outline
from ketacli.policy.fields import document_facts
from tests.policy.fields.helpers import document


def facts(text: str):
    return document_facts(*document(text))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (
            "Medical Policy: Intravenous Anesthetics\nPolicy Number: MP-446\n\nKetamine infusion is considered "
            "investigational.\n",
            "medical_policy",
        ),
        (
            "Drug Coverage Policy\nEsketamine\n\nApprove for 6 months if the patient meets all of the following:\n",
            "drug_policy",
        ),
        ("Summary Plan Description\nLarkspur Foundry Medical Plan\n\nChapter 1. Who is covered\n", "plan_document"),
        (
            "Summary of Benefits and Coverage: What this Plan Covers & What You Pay\nCoverage Period: 01/01/2027 "
            "- 12/31/2027\n",
            "sbc",
        ),
        (
            "Explanation of Benefits\nThis is not a bill\nMember: Ann Lee   Member ID: X-1234\nClaim no.: "
            "26-1\nBilled 10.00 You owe 1.00\n",
            "eob",
        ),
        ("Does Medicare cover ketamine infusions?\n\nUsually not. Ask your plan about Spravato.\n", "article"),
        (
            "Prior Authorization Request Form\nPatient name: ______  Prescriber NPI: ______\n[ ] New  [ ] Renewal\n",
            "pa_form",
        ),
        ("Policy updates\n\nChanges\n- Removed the requirement of an oral antidepressant.\n", "change_log"),
        (
            "Case Summary\nThe insurer denied ketamine infusions. The health plan's determination is upheld.\n",
            "appeal_decision",
        ),
        ("§ 10123.195. No health insurance policy that covers drugs shall exclude\nInsurance Code\n", "statute"),
    ],
)
def test_kinds(text, kind):
    assert facts(text).kind == kind


def test_a_denial_an_approval_and_a_request_for_information_differ():
    head = "Dear Zelda Nettlebed:\n\nMember ID: WTG 0441973\nReference number: R-5512\n\n"
    assert facts(head + "We did not approve the ketamine infusions.\n").kind == "denial_letter"
    assert facts(head + "We approved the care your doctor asked for.\n").kind == "other"
    assert facts(head + "We need more information before we can decide. This is not a denial.\n").kind == "other"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Medical Policy\nReference Number: CP.PHAR.2117\n", "CP.PHAR.2117"),
        ("Coverage Policy Number IP0588\nEsketamine is considered medically necessary\n", "IP0588"),
        ("Medical Policy: 05.02.67   Original Effective Date: February 2019\n", "05.02.67"),
        ("Policy PCH-BH-0044 · Version 5 · considered experimental\n", "PCH-BH-0044"),
        ("Certificate of Coverage\nGroup 0077-WTG\n", None),
        ("Ketamine Infusion\nGuideline\u00a0MG\u20110826 | In effect since March\u00a01, 2026\n", "MG-0826"),
        ("Ketamine Infusion\nMedical Policy\u00a0Number: MP\u20114471\n", "MP-4471"),
    ],
)
def test_policy_numbers(text, number):
    assert facts(text).policy_number == number


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("Medical Policy X\nEffective Date: 05.01.19\n", "2019-05-01"),
        ("Medical Policy X\nPolicy effective January 1, 2026. Reviewed October 6, 2025.\n", "2026-01-01"),
        ("Medical Policy X\nOriginal Effective Date: February 2019\n", "2019-02"),
        ("Medical Policy X\nOriginal effective date 01/01/2019. Effective date: 03/01/2026\n", "2026-03-01"),
        ("Medical Policy X\nOrigination: 8/2010\n", None),
        ("Medical Policy X\nJ0013 (code effective 01/01/2026)\n", None),
        ("Drug Policy X\nDate in force: March 1, 2026\nDUR Board approval: January 9, 2026\n", "2026-03-01"),
        ("Drug Policy X\nP&T approval 02/02/2026\nEff. date: 04/01/2026\n", "2026-04-01"),
        ("Drug Policy X\nPolicy start date: 04/01/2026\n", "2026-04-01"),
        ("Drug Policy X\nCommencement date 1 April 2026\n", "2026-04-01"),
        ("Drug Policy X\nThese criteria take effect April 1, 2026.\n", "2026-04-01"),
        ("Drug Policy X\nThis version goes into effect on April 1, 2026.\n", "2026-04-01"),
        ("Drug Policy X\nIn force since April 1, 2026\n", "2026-04-01"),
        ("Drug Policy X\nDate of effect: April 1, 2026\n", "2026-04-01"),
        ("Drug Policy X\nComes into force on April 1, 2026\n", "2026-04-01"),
        ("Drug Policy X\nVersion 3, in force until April 1, 2026\n", None),
        ("Evidence of Coverage\nPlan year: August 15, 2026 through August 14, 2027\n", "2026-08-15"),
    ],
)
def test_effective_dates(text, iso):
    assert facts(text).effective_date == iso


@pytest.mark.parametrize(
    ("text", "ended"),
    [
        ("SUPERSEDED\nMedical Policy X\n", True),
        ("Medical Policy X\nThis policy has been retired as of 01/01/2026.\n", True),
        ("Medical Policy X\nThis policy replaces policy Y.\n", False),
        ("Medical Policy X\nSuperseded text is struck out. This passage was replaced by section 3.\n", False),
    ],
)
def test_superseded(text, ended):
    assert facts(text).superseded is ended


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Prior Authorization\nProgram Number 2026 P 1204-7\nMedication Spravato\n", "2026 P 1204-7"),
        ("Spravato nasal spray\nGuideline\tCG-Rx 314\nEffective date\tMarch 15, 2026\n", "CG-Rx 314"),
        ("Drug Utilization Criteria DUC 74: Esketamine\nEsketamine is considered medically necessary.\n", "DUC 74"),
        ("Nonintravenous Ketamine\nCoverage determination CD-88. Takes effect on October 1, 2026.\n", "CD-88"),
    ],
)
def test_numbers_of_several_parts(text, number):
    assert facts(text).policy_number == number


def test_a_date_beside_another_with_its_own_label():
    found = facts("Medical Policy\nOrigination: 8/2011 Effective Date: 07/01/2026\nLast Review: 5/2026\n")
    assert found.effective_date == "2026-07-01"


def test_a_byline_makes_an_article_and_what_the_plan_pays_no_statement_of_benefits():
    found = facts("Insurer to pay for nasal spray\nBy Ada Penrose. August 14, 2026\nThe plan pays for the spray.\n")
    assert found.kind == "article"


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("Guideline MG\u20110826 | In effect since March 1, 2026", "MG-0826"),
        ("Policy number: PBM\u2010CC\u20100261", "PBM-CC-0261"),
        ("Coverage Policy 11.42: Esketamine", "11.42"),
    ],
)
def test_a_number_with_hyphens_that_do_not_break(line, number):
    assert facts(f"Ketamine infusion\n{line}\n\nKetamine infusion is not covered.\n").policy_number == number


def test_a_struck_date_is_none():
    text = (
        "<html><body><h1>Medical Policy X</h1><p><s>Effective date: April 1, 2024</s></p>"
        "<p>Effective date: February 1, 2027</p></body></html>"
    )
    read = read_document("policy.html", data=text.encode())
    assert document_facts(read, build_outline(read)).effective_date == "2027-02-01"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (
            "Bronze HSA\nExcluded Services & Other Covered Services:\nServices Your Plan Generally Does NOT Cover",
            "sbc",
        ),
        ("Cove Gold PPO\nCommon Medical Event   Services You May Need   Network Provider\nOffice visit   $20\n", "sbc"),
        ("Sound HMO\nYou have a plan document.\nDoes this plan meet the Minimum Value Standards? Yes.\n", "sbc"),
        (
            "Quince Health\nMedical Policy 6.02.31  Ketamine\n\nEsketamine is eligible if Pharmacy Guideline RX-88 is "
            "met.\n",
            "medical_policy",
        ),
        ("Quince Health\nPharmacy Guideline RX-88\n\nSee Medical Policy 6.02.31 for infusions.\n", "drug_policy"),
        (
            "Network News\nOctober 2026\n\nPolicy updates\n\nThe Medical Policy Council adopted the changes below.\n",
            "change_log",
        ),
        ("COVE HEALTH   Provider Bulletin   June 3, 2026\n\nSpravato: three changes to the criteria\n", "change_log"),
        ("COVE HEALTH   Network Update\n\nWhat is changing. Spravato moves to the medical benefit.\n", "change_log"),
        ("Practitioner News, spring issue\n\nSpravato now needs fewer failed drugs.\n", "change_log"),
    ],
)
def test_kinds_by_the_words_that_only_they_hold(text, kind):
    assert facts(text).kind == kind


@pytest.mark.parametrize(
    ("text", "number"),
    [
        (
            "Provider Bulletin\nInfusions are reviewed under Policy 5.11. The complete policy (RX 2.207) is next.\n",
            "RX 2.207",
        ),
        (
            "Provider Bulletin\nThe full text of the policy, MP-0712, is on our site. See Policy 4.11 for TMS.\n",
            "MP-0712",
        ),
        ("Network News\nEsketamine (Policy 4.22)\nAge: 18.\nKetamine infusion (Policy 4.23)\nInvestigational.\n", None),
        (
            "News\n\n| Code | Policy | Change |\n|---|---|---|\n| J0013 | 4.22 | Added |\n| 90867 | 2.60 | None |\n",
            None,
        ),
        ("Coverage statement on esketamine\nKetamine infusions are reviewed under Medical Policy 5.1177.\n", None),
        ("Coverage statement on esketamine\nRequests are reviewed as set out in Policy MP-5577 of the vendor.\n", None),
        ("Coverage statement MP-0044 on esketamine\nInfusions: see Policy 5.1177.\n", "MP-0044"),
    ],
)
def test_a_number_that_belongs_to_another_document_is_not_taken(text, number):
    assert facts(text).policy_number == number


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("Request form\nEffective date of this form: October 1, 2026. Earlier versions are returned.\n", "2026-10-01"),
        (
            "Medical Policy X\nOriginal effective date   10/01/2014\nEffective date of this version   11/01/2026\n",
            "2026-11-01",
        ),
        ("Medical Policy X\nEffective date for the current policy: 2026-05-01\n", "2026-05-01"),
        ("Drug list\nEffective date of our formulary: July 2026\n", "2026-07"),
        ("Medical Policy X\nEffective date of the code: 01/01/2026\n", None),
    ],
)
def test_dates_of_this_version(text, iso):
    assert facts(text).effective_date == iso


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Prior Authorization Criteria: Spravato\nCriteria sheet QX-77-12\n", "QX-77-12"),
        ("Member Handbook 2027\nLarch Health\nHandbook LH-MH-27\n", "LH-MH-27"),
        ("Student Handbook\nPlan year 2027 - Plan document ABC-SHP-26\n", "ABC-SHP-26"),
        ("Medical policy updates, first quarter\nPolicy 7.31 Ketamine\n\nWhat changed\n- Nothing.\n", "7.31"),
    ],
)
def test_numbers_of_sheets_handbooks_and_policies_whose_changes_are_told(text, number):
    assert facts(text).policy_number == number


def test_a_blank_form_is_no_letter_and_a_sheet_of_criteria_neither():
    form = (
        "PRIOR AUTHORIZATION REQUEST\nSpravato\nMember ID: ____ NPI: ____\n\u2610 New \u2610 Renewal \u2610 Urgent\n"
        "Your request may be denied if records are missing. We denied your request. Dear member\n"
    )
    sheet = "Prior Authorization Criteria: Spravato\nYour request\nMember ID\nRequests are denied when records lack.\n"
    assert facts(form).kind == "pa_form"
    assert facts(sheet).kind == "drug_policy"
