"""Short pages as they are found: clinics, newspapers, makers, agencies, and lists of what must be absent."""

from __future__ import annotations

from pathlib import Path

import pytest

from ketacli.documents.read import read_document
from ketacli.policy.read import read_policy


def read(text: str):
    return read_policy(read_document(Path("page.txt"), data=text.encode()))


def said(text: str) -> dict[tuple[str, str], str]:
    kept = (one for one in read(text).positions if one.position != "not_addressed" and one.treatment != "other")
    return {(one.treatment, one.indication): one.position for one in kept}


def absent(text: str) -> list[str]:
    types = {"contraindication": "contraindication", "no_pregnancy": "pregnancy", "no_substance_use": "substance"}
    return [types[one.type] for one in read(text).criteria if one.type in types]


@pytest.mark.parametrize(
    "text",
    [
        "Insurance only pays for one kind of ketamine treatment: the Spravato nasal spray.",
        "Health insurance rarely covers ketamine infusion but does cover Spravato.",
        "Insurers refuse to cover ketamine lozenges.",
        "Many others consider ketamine infusion experimental and do not cover it.",
        "Ketamine: major health providers now cover the infusions",
        "Is Spravato covered by insurance?\n\nYes! Our team handles the paperwork.",
        "Does insurance cover ketamine infusion?\n\nNo. You pay by card.",
        "Is Spravato FDA approved?\n\nYes! It was approved in 2019.",
        "Medicare Part B may cover esketamine after other treatments.",
        "Spravato is not automatically covered for treatment-resistant depression.",
        "Infusion of ketamine given as an anesthetic during surgery is not separately payable.",
        "The agency approves a ketamine-based antidepressant",
    ],
)
def test_nobody_in_particular_decides_nothing(text):
    assert said(f"Paying for ketamine\n\n{text}\n") == {}


def test_insurance_in_a_name_is_a_payer():
    text = "Paying for Spravato\n\nYes, Corvell health insurance covers Spravato when its criteria are met.\n"
    assert said(text) == {("esketamine", "any"): "covered_with_criteria"}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "Ketamine infusion\n\nIntravenous ketamine has been tried for PTSD and treatment-resistant depression. "
            "These uses are not covered.\n",
            {("ketamine_iv", "ptsd"): "not_covered", ("ketamine_iv", "trd"): "not_covered"},
        ),
        (
            "Ketamine infusion\n\nWe do not find the evidence for intravenous ketamine in chronic pain syndromes other "
            "than CRPS sufficient. Claims for these uses will be denied as not reasonable and necessary.\n",
            {("ketamine_iv", "chronic_pain"): "not_medically_necessary"},
        ),
        (
            "Ketamine rule\n\nKetamine shall not be reimbursed in compounded topical, oral or intranasal form.\n",
            {
                ("ketamine_topical", "any"): "not_covered",
                ("ketamine_oral", "any"): "not_covered",
                ("ketamine_intranasal", "any"): "not_covered",
            },
        ),
        (
            "Pain guideline\n\nThe Bureau of Workers' Compensation does not authorize intravenous ketamine for CRPS.\n",
            {("ketamine_iv", "crps"): "not_covered"},
        ),
        (
            "Pain guideline\n\nOral ketamine for chronic pain: too little evidence, not authorized.\n",
            {("ketamine_oral", "chronic_pain"): "not_covered"},
        ),
        (
            "Spravato\n\nHarbor Mutual Spravato coverage depends on whether the patient meets all of the requirements "
            "below:\n\n- Diagnosis of treatment-resistant depression\n- Two antidepressants have failed\n",
            {("esketamine", "trd"): "covered_with_criteria"},
        ),
        (
            "Department news\n\nSpravato will be available to prior-authorized Tricare patients with "
            "treatment-resistant depression.\n",
            {("esketamine", "trd"): "covered_with_criteria"},
        ),
    ],
)
def test_what_agencies_and_payers_decide_in_passing(text, wanted):
    assert said(text) == wanted


@pytest.mark.parametrize(
    "heading",
    [
        "Exclusion Criteria",
        "Contraindications",
        "Exclusion Criteria (if one is met, do not give the drug)",
    ],
)
def test_bare_conditions_under_a_heading_must_be_absent(heading):
    text = (
        "Esketamine (Spravato) Criteria for Use\n"
        f"{heading}\n- Aneurysmal vascular disease\n- Pregnancy\n- Moderate or severe substance use disorder, active\n"
        "- History of intracerebral hemorrhage\n"
        "Inclusion Criteria\n- Diagnosis of major depressive disorder\n- Age 18 or older\n"
    )
    assert absent(text) == ["contraindication", "pregnancy", "substance", "contraindication"]
    assert set(said(text)) == {("esketamine", "mdd")}


def test_conditions_that_are_no_uses_are_asked_below_exclusions_too():
    text = (
        "Esketamine (Spravato) Criteria for Use\nExclusions\n- Arteriovenous malformation\n- Pregnancy\n"
        "- Bipolar disorder\n- Substance use disorders\nInclusion Criteria\n- Diagnosis of major depressive disorder\n"
    )
    assert absent(text) == ["contraindication", "pregnancy"]


@pytest.mark.parametrize(
    "text",
    [
        "Most commercial plans cover it after two antidepressants have failed.",
        "Patients must typically demonstrate that nerve blocks and physical therapy failed.",
        "Often prior authorizations are required before an infusion.",
        "It is covered by insurance for patients with a history of two antidepressants.",
        "G2082: office or other outpatient visit that requires supervision and provision of up to 56 mg of esketamine "
        "nasal self-administration, includes 2 hours of observation.",
    ],
)
def test_habits_of_insurers_and_wordings_of_codes_ask_for_nothing(text):
    found = read(f"Spravato and ketamine infusion\n\n{text}\n").criteria
    assert [one.type for one in found if one.required] == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Spravato FAQ\nIs it a nasal spray?\nYes.\n", "article"),
        ('Clinics open\n\n"They are coming around," Ivers said. Infusions cost $500 or more.\n', "article"),
        ("Spravato help\n\nPatients pay as little as $10. Quantity limits apply to the savings program.\n", "article"),
        (
            "Thoughts on esketamine\n\nBlue Summit decides under their medical policy. Most insurers wait.\n",
            "article",
        ),
    ],
)
def test_pages_that_tell_of_insurance_are_articles(text, kind):
    assert read(text).document.kind == kind


def test_what_a_person_cannot_have_refuses_no_drug():
    text = (
        "Ketamine guideline\n\nLarkdale considers ketamine infusion for treatment-resistant depression medically "
        "necessary when the member is 18 or older, has failed four antidepressants, and has had or cannot have ECT.\n"
    )
    assert {"age_min", "prior_trials"} <= {one.type for one in read(text).criteria if one.required}


def test_a_second_use_after_the_condition_of_the_first():
    text = (
        "Spravato digest\n\nCovered: Spravato for adults with treatment-resistant depression who failed two "
        "antidepressants, and for MDD with acute suicidality.\n"
    )
    assert set(said(text)) == {("esketamine", "trd"), ("esketamine", "mdd_si")}


def test_a_name_that_is_explained_before_the_verb_is_the_payer():
    text = (
        "Medicaid to pay for Spravato\n\nDENVER HILLS \u2014 Health First Highland, the State's Medicaid program, will "
        "cover Spravato for treatment-resistant depression, the agency told providers.\n"
    )
    assert set(said(text)) == {("esketamine", "trd")}
    assert read(text).document.kind == "article"


def test_shares_of_employers_decide_nothing():
    text = (
        "Survey: one in ten large employers covers ketamine\n\n"
        "Of 152 employers asked, 11% cover ketamine infusions for depression, 68% cover Spravato.\n"
    )
    assert said(text) == {}


def test_the_diagnosis_of_a_case_is_the_use_of_its_decision():
    text = (
        "DECISION: Upheld\nIRO Case #: 2291\nDESCRIPTION OF THE SERVICE IN DISPUTE: Ketamine infusion, outpatient\n"
        "PATIENT CLINICAL HISTORY: The claimant is a 44-year-old with CRPS of the arm.\n"
        "ANALYSIS: The requested ketamine infusions are not medically necessary. The denial is upheld.\n"
    )
    assert said(text) == {("ketamine_iv", "crps"): "not_medically_necessary"}


def test_the_diagnosis_that_one_needs_to_qualify_is_the_use():
    text = (
        "Does Harbor Blue cover ketamine?\n\nHarbor Blue has a policy for intravenous ketamine. Coverage is limited to "
        "its criteria. To qualify, you must be diagnosed with treatment-resistant depression. You'll have also "
        "completed one trial of an augmenting agent, such as lithium, without any benefit.\n"
    )
    assert set(said(text)) == {("ketamine_iv", "trd")}
    assert "augmentation_trial" in {one.type for one in read(text).criteria if one.required}


def test_months_of_a_therapy_come_before_the_drug():
    text = (
        "Ketamine\n\nLakota covers ketamine infusion for CRPS after six months of physical therapy and two nerve "
        "blocks.\n"
    )
    assert "prior_failure_other" in {one.type for one in read(text).criteria if one.required}


def test_sessions_of_assisted_therapy_are_counted():
    text = "Rider\n\nWe cover up to six ketamine-assisted therapy sessions per calendar year for depression.\n"
    assert [(one.type, one.number) for one in read(text).criteria] == [("quantity_limit", 6)]
    assert said(text) == {("ketamine_assisted_psychotherapy", "mdd"): "covered_with_criteria"}


def test_a_number_alone_below_the_title_is_that_of_a_policy():
    text = "Ketamine Injection for Depression\nHARBOR-2025-D0088\nNot covered: ketamine infusion for depression.\n"
    assert read(text).document.kind == "medical_policy"
