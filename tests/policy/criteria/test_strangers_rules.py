"""Rules of others beside ours, questions in quotation marks, what a sentence lifts with one word, lists of changes."""

from __future__ import annotations

import pytest

from ketacli.policy.criteria.strangers import brackets_of_others, is_of_others
from tests.policy.criteria.conftest import read
from tests.policy.criteria.test_what_sets_no_rule import POLICY, told

PLAIN = told(POLICY.format(note=""))


@pytest.mark.parametrize(
    "note",
    [
        "This policy does not apply to federal employees, whose program decides under its own rules "
        "(one drug, age 21).",
        "For our Medicaid members the State's own list applies and not our guideline. "
        "The State's rules (failure of four antidepressants, age 21) are on its web site.",
        "FEP members should check with their pharmacy program to determine if prior approval is required.",
        "“Our other payer wants electroconvulsive therapy tried and observation for four hours. Do you?” See above.",
    ],
)
def test_rules_of_others_are_not_ours(note):
    assert told(POLICY.format(note=note)) == PLAIN


@pytest.mark.parametrize(
    "low",
    [
        "we apply our own criteria for medicaid members: two trials",
        "coverage when medicare's requirements are met and the clinic watches you for two hours",
        "the member must be 18 and must have tried two different drugs",
        "we check whether prior authorization is required",
    ],
)
def test_our_own_rules_stay_ours(low):
    assert not is_of_others(low)


def test_brackets_on_other_companies():
    text = "Our approval runs for 12 months (Acme issues a 1-month initial; Zenith runs a 6-month reauthorization)."
    assert [text[start:end][:5] for start, end in brackets_of_others(text)] == ["(Acme"]
    assert brackets_of_others("Approval is for 12 months (Prior approval requires a PHQ-9 of 15).") == []


@pytest.mark.parametrize(
    ("sentence", "lifted"),
    [
        ("Neither psychotherapy nor ECT is required.", {"psychotherapy", "prior_failure_other"}),
        (
            "It is recommended, though not required, that the patient be in psychotherapy and that a "
            "PHQ-9 be recorded.",
            {"psychotherapy", "severity_scale"},
        ),
        ("Our plan has never asked for electroconvulsive therapy before Spravato.", {"prior_failure_other"}),
        (
            "The drug may be given, whether alone or along with an oral antidepressant.",
            {"concurrent_oral_antidepressant"},
        ),
    ],
)
def test_what_one_word_lifts(sentence, lifted):
    assert {kind for kind, _, required in told(POLICY.format(note=sentence)) if required is False} == lifted


@pytest.mark.parametrize(
    "sentence",
    [
        "Two failed antidepressants are required but ECT is not a prerequisite.",
        "The member must have failed two antidepressants and no ECT is required.",
        "An oral antidepressant is not required and two antidepressants must have failed.",
    ],
)
def test_what_is_asked_beside_a_waiver(sentence):
    text = (
        f"Spravato (esketamine)\n\nSpravato is medically necessary for treatment-resistant depression.\n\n{sentence}\n"
    )
    found = {(row.type, row.number) for row in read(text.encode(), "policy.txt")[0] if row.required}
    assert ("prior_trials", 2) in found


def test_a_list_of_changes_tells_what_holds():
    text = (
        "Spravato policy\n\nUpdated initial approval duration to 2 months for MDD with acute "
        "suicidal ideation or behavior "
        "and 6 months for treatment-resistant depression.\n\nAdded dosing for all indications.\n\n"
        "Removed bipolar disorder from conditions not covered.\n\n"
        "For TRD removed requirement that the patient be concomitantly receiving an oral antidepressant.\n\n"
        "Added: psychiatrist must prescribe.\n"
    )
    given = [("esketamine", "trd", "covered_with_criteria"), ("esketamine", "mdd_si", "covered_with_criteria")]
    found = {(r.type, r.number, r.indication, r.required) for r in read(text.encode(), "policy.txt", given)[0]}
    assert ("approval_duration", 2, "mdd_si", True) in found
    assert ("approval_duration", 6, "trd", True) in found
    assert ("concurrent_oral_antidepressant", None, "trd", False) in found
