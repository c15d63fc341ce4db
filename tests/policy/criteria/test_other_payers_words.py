"""Requirements in the words of other payers: abbreviations, denied lists, lifted steps, shares, cross references."""

from __future__ import annotations

import pytest

from ketacli.documents.read import read_document
from ketacli.policy.read import read_policy
from tests.policy.criteria.conftest import read

LISTED = """Spravato (esketamine)

Spravato is medically necessary for treatment-resistant depression when all of the following are met:

1. The patient is 18 years of age or older
2. {lead}
   a. psychosis; or
   b. an aneurysm; or
   c. pregnancy
3. Prescribed by a psychiatrist
"""


def told(found):
    return {(item.type, item.number, item.required) for item in found}


@pytest.mark.parametrize(
    "lead",
    [
        "The patient does not have any of the following:",
        "None of these is present:",
        "The member has neither of the following:",
        "The patient does not have one or more of the following:",
        "Absence of any of these:",
        "No history of any of the following:",
        "There is no evidence of any of the following:",
        "The patient has never had any one of these:",
        "Not approved when any of the following is present:",
        "The patient must not have either of the following:",
        "Patients with any of the following are not eligible:",
        "Denied if one of these is present:",
        "Contraindications (any of the following):",
        "Exclusion criteria (any one of these):",
    ],
)
def test_each_point_of_a_denied_list_must_be_absent(lead):
    criteria, logic, _ = read(LISTED.format(lead=lead).encode(), "policy.txt")
    types = [row.type for row in criteria]
    assert types == ["age_min", "no_psychosis", "contraindication", "no_pregnancy", "prescriber"]
    assert logic[0].tree == {"all": [row.id for row in criteria]}


def test_a_choice_after_an_absence_stays_a_choice(reading):
    text = LISTED.replace("{lead}", "The patient has no psychosis and meets one of the following:").replace(
        "a. psychosis; or\n   b. an aneurysm; or\n   c. pregnancy",
        "a. two antidepressants have failed; or\n   b. electroconvulsive therapy has failed",
    )
    _, logic, _ = reading(text)
    assert any(isinstance(node, dict) and "any" in node for node in logic[0].tree["all"])


@pytest.mark.parametrize(
    "text",
    [
        "Members are not asked to have failed any antidepressant beforehand",
        "Patients are not expected to have tried other drugs",
        "Nobody is required to have failed an antidepressant",
        "You don't need to have tried an antidepressant first",
        "No trial of antidepressants is expected",
        "There is no need for prior antidepressant failure",
    ],
)
def test_trials_that_nobody_asks_for(text, asks):
    assert told(asks(text)) == {("prior_trials", 0, False)}


@pytest.mark.parametrize(
    "text",
    [
        "Concurrent use of an oral antidepressant is permitted but shall not be a condition of coverage",
        "Oral AD: optional",
        "An oral AD is not mandatory",
        "Use with an oral antidepressant is neither required nor prohibited",
        "An oral antidepressant may be continued at the prescriber's discretion",
        "Whether an oral antidepressant is taken alongside is left to the prescriber",
        "Monotherapy is acceptable",
    ],
)
def test_an_antidepressant_beside_that_nobody_asks_for(text, asks):
    assert told(asks(text)) == {("concurrent_oral_antidepressant", None, False)}


def test_the_choice_of_the_drug_lifts_nothing(asks):
    text = "Taken together with an oral antidepressant, which one is at the prescriber's discretion"
    assert ("concurrent_oral_antidepressant", None, True) in told(asks(text))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "T/F of 2 antidepressants, 2 classes; min 8 wks each",
            {("prior_trials", 2), ("distinct_classes", 2), ("trial_duration", 8)},
        ),
        ("Tried/failed 2 ADs x 6 wks each", {("prior_trials", 2), ("trial_duration", 6)}),
        ("TF 3 antidepressants from 2 classes", {("prior_trials", 3), ("distinct_classes", 2)}),
        ("A trial counts only when it ran for six weeks or longer", {("trial_duration", 6)}),
        ("We count a medicine if you took it for at least 6 weeks", {("trial_duration", 6)}),
        ("Pt >= 18 y/o", {("age_min", 18)}),
        ("you are at least 18", {("age_min", 18)}),
        ("has turned 21", {("age_min", 21)}),
        ("is not younger than 18 years", {("age_min", 18)}),
        ("no older than 64 years", {("age_max", 64)}),
        (
            "The MADRS score, taken not more than thirty (30) days before the request, is twenty-eight (28) or more",
            {("severity_scale", 28)},
        ),
    ],
)
def test_numbers_in_short_forms(text, wanted, asks):
    assert {(item.type, item.number) for item in asks(text)} == wanted


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("MADRS or PHQ-9 down 50% or more vs. pretreatment", 50),
        ("MADRS has fallen by at least forty percent (40%) from the score before treatment", 40),
        ("PHQ-9 below half of its first value", 50),
        ("score cut by 40% or more", 40),
        ("total score has shrunk by 30%", 30),
        ("a decline of no less than 6 points on the HAM-D", 6),
        ("Suicidal ideation has lessened", None),
        ("Depressive symptoms have eased", None),
    ],
)
def test_a_response_is_no_severity(text, number, asks):
    assert told(asks(text, scope="renewal")) == {("renewal_response", number, True)}


def test_remission_is_the_other_way(reading):
    text = (
        "Spravato (esketamine)\n\nRenewal criteria for treatment-resistant depression\n\nAll of the following:\n\n"
        "- MADRS down 50% or more, or remission (MADRS below 11 or PHQ-9 below 5)\n- Prescribed by a psychiatrist\n"
    )
    criteria, logic, _ = reading(text)
    assert [row.type for row in criteria] == ["renewal_response", "renewal_response", "prescriber"]
    assert logic[0].tree == {"all": [{"any": ["c1", "c2"]}, "c3"]}


@pytest.mark.parametrize(
    "text",
    [
        "Precertification of Spravato is mandatory, and it must be obtained before the first session.",
        "PA required.",
        "Spravato requires pre-service review.",
        "Approval must be obtained before treatment begins.",
        "Payment for Spravato depends on prior approval.",
        "A claim is stopped until an authorization is on file.",
    ],
)
def test_approval_in_advance(text, asks):
    assert told(asks(text, in_list=False)) == {("prior_authorization", None, True)}


@pytest.mark.parametrize(
    "text",
    [
        "No minimum score is set",
        "A telehealth consult is sufficient",
        "A drug that was stopped early counts only where a reaction is on record",
        "Spravato is covered for adults who satisfy each of the following conditions:",
    ],
)
def test_what_is_no_condition(text, reading):
    criteria, _, _ = reading(LISTED.split("2. ")[0] + f"2. {text}\n3. Prescribed by a psychiatrist\n")
    assert [row.type for row in criteria] == ["age_min", "prescriber"]


CHAPTERS = """# Ketamine and esketamine

Policy number 1

## 3 Policy

Esketamine may be considered medically necessary for treatment-resistant depression when {esketamine}.

Intravenous ketamine may be considered medically necessary for complex regional pain syndrome when {ketamine}.

Esketamine is investigational in all other circumstances.

## {first}

The record shows all of the following:

1. Age of 18 years or above
2. Prescribed by a pain specialist

## {second}

The record shows all of the following:

1. Age of 21 years or above
2. Prescribed by a psychiatrist
"""


@pytest.mark.parametrize(
    ("first", "second", "esketamine", "ketamine"),
    [
        ("4.1 Criteria for CRPS", "4.2 Conditions for esketamine", "its criteria are met", "its criteria are met"),
        ("4.1 Criteria", "4.2 Criteria", "the conditions of 4.2 are met", "the criteria in 4.1 are met"),
        (
            "Section 4 Criteria",
            "Section 5 Criteria",
            "the criteria in Section 5 are met",
            "all points of Section 4 are met",
        ),
        (
            "IV.A Requirements",
            "IV.B Requirements",
            "the requirements under IV.B have been fulfilled",
            "the criteria at IV.A are met",
        ),
        (
            "Appendix A Criteria",
            "Appendix B Criteria",
            "the criteria in Appendix B are met",
            "the criteria in Appendix A are met",
        ),
    ],
)
def test_criteria_belong_to_the_treatment_that_points_to_them(first, second, esketamine, ketamine):
    text = CHAPTERS.format(first=first, second=second, esketamine=esketamine, ketamine=ketamine)
    found = read_policy(read_document("policy.md", data=text.encode()))
    told = {(row.number, row.treatment, row.indication) for row in found.criteria if row.type == "age_min"}
    assert told == {(18, "ketamine_iv", "crps"), (21, "esketamine", "trd")}


def test_either_is_what_the_sentence_before_names(reading):
    text = (
        LISTED.split("2. ")[0]
        + "2. TMS or electroconvulsive therapy has been offered. Failure of either is not required.\n"
    )
    criteria, _, _ = reading(text)
    lifted = [row.type for row in criteria if row.required is False]
    assert lifted == ["prior_failure_other"]


def test_days_of_an_approval_are_no_amount(reading):
    text = (
        LISTED.split("2. ")[0]
        + "\nLength of authorization .............. up to 28 days\nLimit ................ 8 kits\n"
    )
    criteria, _, _ = reading(text)
    amounts = [(row.number, row.unit) for row in criteria if row.type == "quantity_limit"]
    assert (28, "days") not in amounts


def test_reasons_for_a_change_ask_for_nothing(reading):
    text = LISTED.split("2. ")[0] + (
        "\n## Reasons for the change\n\nThe number of trials was reduced. In a survey of nine plans, five ask for two "
        "trials; three require a score on the HAM-D of 20.\n"
    )
    criteria, _, _ = reading(text, ".md")
    assert [row.type for row in criteria] == ["age_min"]
