"""How payers lay out a page on one drug: bare lines, questions, fields below each other, uses that head one list."""

from __future__ import annotations

from pathlib import Path

import pytest

from ketacli.documents.read import read_document
from ketacli.policy.read import read_policy
from ketacli.policy.reading import Reading


def read(text: str) -> Reading:
    return read_policy(read_document(Path("page.txt"), data=text.encode()))


def positions(reading: Reading) -> dict[tuple[str, str], str]:
    return {(one.treatment, one.indication): one.position for one in reading.positions if one.treatment != "other"}


def criteria(reading: Reading) -> set[tuple[str, object, str]]:
    return {(one.type, one.number, one.scope) for one in reading.criteria if one.type != "other"}


def test_a_fund_that_answers_questions_below_its_background():
    reading = read(
        "Ketamine Rules\n\nBackground\n\nThese rules are on ketamine for injured people.\n\n"
        "What do studies say?\n\nStudies of ketamine for depression and PTSD are few.\n\n"
        "Does the fund pay for ketamine?\n\nThe fund can pay for ketamine infusions for chronic pain where first-line "
        "treatments have failed and a pain specialist asks for them.\n\nWhat does the fund not pay for?\n\n"
        "The fund will not pay for:\n- ketamine for PTSD\n- ketamine lozenges\n- ketamine given at a worker's home\n"
    )
    assert positions(reading) == {
        ("ketamine_iv", "chronic_pain"): "covered_with_criteria",
        ("ketamine_any", "ptsd"): "not_covered",
        ("ketamine_oral", "any"): "not_covered",
    }


def test_sections_by_number_and_bare_lines_of_services():
    reading = read(
        "Teachers' Health Fund: Benefit Booklet\nSection 3: Covered Mental Health Services\n"
        "Spravato (esketamine) given in a certified clinic, when it is authorized beforehand\n"
        "Magnetic stimulation\nShock therapy\nSection 4: What the Fund Does Not Cover\nThe following are excluded:\n"
        "1. Ketamine infusions for pain\n2. Hypnosis\n"
    )
    assert positions(reading) == {
        ("esketamine", "any"): "covered_with_criteria",
        ("ketamine_iv", "chronic_pain"): "not_covered",
    }


def test_fields_of_a_sheet_without_a_word_of_coverage():
    reading = read(
        "Drug Name: Spravato (esketamine)\nChannel: Medical\nPrior authorization: Yes\nCriteria\nEach of these:\n"
        "Age: 18 or more\n"
        "Diagnosis: MDD with acute suicidal thoughts or TRD\nTrials: 3 antidepressants, 2 classes, 8 weeks each\n"
        "Adjunct: oral antidepressant\nSite: REMS certified\nInitial: 2 months\n"
    )
    assert positions(reading) == dict.fromkeys(
        [("esketamine", "trd"), ("esketamine", "mdd_si")], "covered_with_criteria"
    )
    assert criteria(reading) >= {
        ("age_min", 18, "initial"),
        ("prior_trials", 3, "initial"),
        ("distinct_classes", 2, "initial"),
        ("trial_duration", 8, "initial"),
        ("concurrent_oral_antidepressant", None, "initial"),
        ("approval_duration", 2, "initial"),
    }


def test_uses_that_head_the_parts_of_one_list():
    reading = read(
        "Criteria\nEsketamine (Spravato) is medically necessary for adults when the following criteria are met:\n"
        "Treatment Resistant Depression (TRD)\n- Diagnosis of treatment resistant MDD; and\n- No psychosis\n"
        "MDD with Acute Suicidal Ideation\n- Diagnosis of MDD; and\n- Taken with an oral antidepressant\n"
        "Spravato is considered investigational when the above criteria are not met.\n"
    )
    assert positions(reading) == dict.fromkeys(
        [("esketamine", "trd"), ("esketamine", "mdd_si")], "covered_with_criteria"
    )


@pytest.mark.parametrize(
    "lead",
    [
        "Documentation of all of the following is required for treatment-resistant depression:",
        "For treatment-resistant depression, each of these must be documented:",
        "The following must be met for a diagnosis of treatment-resistant depression:",
    ],
)
def test_what_is_required_for_a_use(lead):
    reading = read(
        f"Table 4: Antidepressants\n\nIII. Evaluation\n\nSpravato\n  • {lead}\n    • member is 18 or older; and\n"
        "    • two antidepressants have failed.\n  • For recertification, a good response must be documented.\n"
    )
    assert positions(reading) == {("esketamine", "trd"): "covered_with_criteria"}
    assert ("renewal_response", None, "renewal") in criteria(reading)


def test_two_diagnoses_of_one_item():
    reading = read(
        "Spravato (esketamine) Approval Criteria:\n\n1. A diagnosis of treatment-resistant depression (TRD) or MDD "
        "with acute suicidal ideation; and\n2. Member is 18 years of age or older\n"
    )
    assert positions(reading) == dict.fromkeys(
        [("esketamine", "trd"), ("esketamine", "mdd_si")], "covered_with_criteria"
    )


def test_states_of_persons_in_a_refused_list_are_no_uses():
    reading = read(
        "Spravato\n\nInitial requests for Spravato for treatment-resistant depression may be approved if:\n"
        "I. Individual is 18 or older\n\nSpravato may not be approved for the following:\n"
        "I. Individual has a history of substance use disorder; OR\nII. Use as an anesthetic agent.\n"
    )
    assert positions(reading) == {
        ("esketamine", "trd"): "covered_with_criteria",
        ("esketamine", "anesthesia"): "not_covered",
    }


def test_paragraphs_of_criteria_set_apart_by_blank_lines():
    reading = read(
        "Esketamine for Treatment-Resistant Depression\n\nEsketamine may be considered medically necessary if all "
        "of the following conditions are met:\n\nInitial Authorization for 28 Days\n\nIndividual is 18 or older.\n\n"
        "The current episode is severe by either of the following:\n\nMontgomery-Asberg Depression Rating Scale "
        "(MADRS) ≥ 30 OR\n\nHamilton Depression Rating Scale (HAM-D) ≥ 19.\n\nIndividual has had an inadequate "
        "response to 2 antidepressants from 2 different classes.\n\nReauthorization for up to 6 Months\n\n"
        "Individual has had at least a 50% reduction in MADRS from baseline.\n"
    )
    assert criteria(reading) >= {
        ("approval_duration", 28, "initial"),
        ("severity_scale", 30, "initial"),
        ("severity_scale", 19, "initial"),
        ("prior_trials", 2, "initial"),
        ("distinct_classes", 2, "initial"),
        ("approval_duration", 6, "renewal"),
        ("renewal_response", 50, "renewal"),
    }


def test_the_length_of_an_approval_below_a_heading_of_its_own():
    reading = read(
        "Spravato (esketamine)\n\nTreatment-Resistant Depression\n\nInitial criteria\n\n  • Two antidepressants of "
        "different classes, each for at least 6 weeks\n\nReauthorization criteria\n\n  • Absence of unacceptable "
        "toxicity\n\nApproval duration\n\n6 months\n"
    )
    assert criteria(reading) >= {("prior_trials", 2, "initial"), ("approval_duration", 6, "initial")}
    assert not [one for one in reading.criteria if one.type == "contraindication"]


def test_an_item_without_a_stop_is_not_joined_with_the_next_line():
    reading = read(
        "Product: Spravato (esketamine)\n\nTreatment-Resistant Depression\n1. Reauthorization\n"
        "a. Spravato will be approved based on the following criterion:\n"
        "(1) Documentation of improvement from baseline in depressive symptoms\n"
        "Authorization will be issued for 12 months.\n"
    )
    answer = next(one for one in reading.criteria if one.type == "renewal_response")
    assert "Authorization" not in answer.quote


def test_indications_as_fields_head_what_is_asked_for_them():
    reading = read(
        "SPRAVATO (esketamine)\nCoverage criteria may change.\n\nINDICATION: Treatment-resistant depression\n"
        "CRITERIA: Age ≥21; failed ≥3 antidepressants\nAPPROVAL: 3 months\n\nINDICATION: MDD with suicidality\n"
        "CRITERIA: Oral antidepressant started\nAPPROVAL: 4 weeks\n\nINDICATION: IV ketamine, PTSD\nNot covered.\n"
    )
    assert positions(reading) == {
        ("esketamine", "trd"): "covered_with_criteria",
        ("esketamine", "mdd_si"): "covered_with_criteria",
        ("ketamine_iv", "ptsd"): "not_covered",
    }


def test_the_ground_that_a_payer_names_first():
    reading = read(
        "POLICY\n\nBased upon our review of the published literature, ketamine infusions for depression have not been "
        "proven to be effective and, therefore, are considered investigational.\n"
    )
    assert positions(reading) == {("ketamine_iv", "mdd"): "experimental"}


@pytest.mark.parametrize("lead", ["members with:", "patients with the following conditions:", "individuals who have:"])
def test_persons_whose_conditions_bar_them_are_no_use(lead):
    reading = read(
        "Esketamine (Spravato)\n\nCoverage policy\nSpravato is medically necessary for treatment-resistant depression "
        f"when two antidepressants have failed.\n\nSpravato is not medically necessary for {lead}\n"
        "• Aneurysmal vascular disease\n• Arteriovenous malformation\n"
    )
    assert positions(reading) == {("esketamine", "trd"): "covered_with_criteria"}


def test_lengths_and_limits_of_a_pharmacy_manager():
    reading = read(
        "Spravato (esketamine)\n\nI. Length of Authorization\nInitial coverage will be provided for 2 months and may "
        "be renewed every 5 months thereafter. For MDD with acute suicidal ideation, coverage is provided for 4 weeks "
        "and may NOT be renewed.\n\nQuantity limits\n- Spravato 84 mg dose kit: 8 kits per 28 days\n\n"
        "III. Approval Criteria\nCoverage is provided for treatment-resistant depression when these are met:\n"
        "1. Dose does not exceed both of the following:\n   a. Weeks 1 to 4: 84 mg twice per week\n"
        "   b. Week 5 and after: 56 mg once per week\n"
    )
    found = criteria(reading)
    assert found >= {
        ("approval_duration", 2, "initial"),
        ("approval_duration", 5, "renewal"),
        ("approval_duration", 4, "initial"),
        ("quantity_limit", 8, "initial"),
        ("quantity_limit", 84, "initial"),
        ("quantity_limit", 56, "initial"),
    }
    assert sum(kind == "quantity_limit" for kind, _, _ in found) == 3


@pytest.mark.parametrize("between", ["AND in either case:", ""])
def test_what_holds_for_both_of_two_uses(between):
    reading = read(
        "Spravato policy\n\nSpravato is medically necessary when:\n  (a) the member has treatment-resistant "
        "depression, OR\n  (b) the member has major depressive disorder with acute suicidal ideation and takes an oral "
        f"antidepressant; AND\n{between}\n  (c) the prescriber is a psychiatrist.\n"
    )
    uses = {one.type: one.indication for one in reading.criteria}
    assert uses["concurrent_oral_antidepressant"] == "mdd_si"
    assert uses["prescriber"] == "any"


def test_entries_of_a_drug_list_that_blanks_lay_out():
    reading = read(
        "2026 Drug List\nDrug name    Requirement    Details\n"
        "AUVELITY     ST, QL         Trial of one antidepressant; 60 tablets per 30 days\n"
        "SPRAVATO     PA, QL         PA for TRD or MDD with suicidal thoughts; 4 kits per 28 days after week 4\n"
    )
    assert positions(reading) == dict.fromkeys(
        [("esketamine", "trd"), ("esketamine", "mdd_si")], "covered_with_criteria"
    )
    assert ("quantity_limit", 4, "initial") in criteria(reading)


def test_fields_in_capitals_are_peers_of_the_headings_before_them():
    text = (
        "SPRAVATO CRITERIA\n\nINITIAL CRITERIA\n\nApprove for 3 months if both are true:\n\n"
        "1. Age is 18 years or greater\n2. Two antidepressants have failed\n\nRENEWAL CRITERIA\n\n"
        "Approve for 6 months if the score has improved by 50 percent.\n\nQUANTITY LIMITS\n\n"
        "No more than 12 devices in 28 days\n"
    )
    limits = {number: scope for kind, number, scope in criteria(read(text)) if kind == "quantity_limit"}
    assert limits[12] != "renewal"
