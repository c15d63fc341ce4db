"""Forms of prior authorization: what they ask for is covered under these criteria, where nothing refuses it."""

from __future__ import annotations

from pathlib import Path

import pytest

from ketacli.documents.read import read_document
from ketacli.policy.read import read_policy

HEAD = """Spravato Nasal Spray
Prior Authorization Request Form

Member name: ____________   Member ID: ____________
Prescriber: ____________   Fax: ____________

"""
RULES = [
    'All of questions 1 through 7 must be marked "Yes" for approval.',
    "Every box in this section has to be checked for authorization.",
    "For approval, each question below must be answered yes.",
    "Approval requires a yes to each of the questions below.",
]
QUESTION = "Does the member have a confirmed diagnosis of treatment-resistant depression?\n{}\n"


def _positions(text: str) -> set[tuple[str, str, str]]:
    reading = read_policy(read_document(Path("form.txt"), data=(HEAD + text).encode()))
    assert reading.document.kind == "pa_form"
    return {(one.treatment, one.indication, one.position) for one in reading.positions}


@pytest.mark.parametrize("rule", RULES)
def test_what_has_to_be_answered_yes(rule):
    text = f"CRITERIA FOR TREATMENT-RESISTANT DEPRESSION\n\n{rule}\n\n1. Is the patient 18 or older?  Yes  No\n"
    assert ("esketamine", "trd", "covered_with_criteria") in _positions(text)


@pytest.mark.parametrize("answers", ["Yes\nNo", "☐ Yes ☐ No", "[ ] Yes  [ ] No"])
def test_a_diagnosis_that_is_asked_for(answers):
    assert ("esketamine", "trd", "covered_with_criteria") in _positions(QUESTION.format(answers))


@pytest.mark.parametrize(
    "text",
    [
        "Does the member have a diagnosis other than treatment-resistant depression?\nYes\nNo\n",
        "Does the patient not have treatment-resistant depression?\nYes\nNo\n",
        "Does the member have a diagnosis of bipolar disorder?\nYes\nNo\n",
        "Has the member been told that treatment-resistant depression is common?\nYes\nNo\n",
        "Please list the diagnosis: treatment-resistant depression or other.\n",
    ],
)
def test_other_questions_promise_nothing(text):
    assert not any(position.startswith("covered") for _, _, position in _positions(text))


def test_a_refusal_stands_before_a_question():
    text = "Spravato is not covered for treatment-resistant depression.\n\n" + QUESTION.format("Yes\nNo")
    assert ("esketamine", "trd", "not_covered") in _positions(text)


def test_an_example_of_a_filled_in_line_is_no_rule():
    text = (
        HEAD
        + "CRITERIA FOR TREATMENT-RESISTANT DEPRESSION\n\nAll of 1 and 2 must be marked yes for approval.\n\n"
        + "1. Is the patient 18 or older?  Yes  No\n2. Have two antidepressants failed?  Yes  No\n\n"
        + "EXAMPLE OF A FILLED-IN LINE\n\nAge of 12 years or older was granted after four antidepressants had failed.\n"
    )
    reading = read_policy(read_document(Path("form.txt"), data=text.encode()))
    assert {(one.type, one.number) for one in reading.criteria} >= {("age_min", 18), ("prior_trials", 2)}
    assert not {("age_min", 12), ("prior_trials", 4)} & {(one.type, one.number) for one in reading.criteria}
