"""Boxes that must not be marked, sentences that only say "the requirement", steps with numbers: our own sentences."""

from __future__ import annotations

import pytest

POSITIONS = [("esketamine", "trd", "covered_with_criteria"), ("esketamine", "mdd_si", "covered_with_criteria")]
FORM = """# Authorization Request: Spravato

## A. New start

Is the patient 18 years of age or older? ☐ Yes ☐ No

## B. Safety questions

{lead}

☐ Pregnancy

☐ Current psychotic symptoms

☐ Active alcohol use disorder

For our records only: ☐ Glaucoma
"""


@pytest.mark.parametrize(
    "lead",
    [
        "Approval is not given if any box in this section is marked.",
        "The request is denied if one of these items is checked.",
        "If any of the boxes below is marked, the request cannot be approved and is denied.",
        "None of the boxes below may be marked.",
    ],
)
def test_boxes_that_must_not_be_marked(reading, lead) -> None:
    found, _, _ = reading(FORM.format(lead=lead), ".md", POSITIONS)
    kinds = {one.type for one in found if one.required}
    assert {"no_pregnancy", "no_psychosis", "no_substance_use"} <= kinds
    assert not [one for one in found if "laucoma" in one.quote]


def test_questions_whose_boxes_stand_below(reading) -> None:
    text = (
        "# Spravato Prior Authorization Form\n\nIn this episode the response was inadequate to THREE antidepressants, "
        "each for at least 5 weeks? (check any that apply)\n\nSSRI\n\nSNRI\n"
    )
    found, _, _ = reading(text, ".md", POSITIONS)
    assert ("prior_trials", 3) in {(one.type, one.number) for one in found}


@pytest.mark.parametrize(
    "echo",
    [
        "The requirement is waived for acute suicidal ideation.",
        "This step is not required for members with acute suicidal ideation.",
        "The requirement does not apply to acute suicidal ideation.",
    ],
)
def test_a_requirement_lifted_for_one_use(reading, echo) -> None:
    rule = "Spravato requires trials of three antidepressants for treatment-resistant depression."
    text = f"# Spravato criteria\n\n{rule} {echo}\n"
    found, _, _ = reading(text, ".md", POSITIONS)
    told = {(one.number, one.required, one.indication) for one in found if one.type == "prior_trials"}
    assert told == {(3, True, "trd"), (0, False, "mdd_si")}


def test_a_requirement_kept_for_one_use(reading) -> None:
    text = (
        "# Spravato criteria\n\nAn oral antidepressant is no longer required for treatment-resistant depression. "
        "It stays in place for acute suicidal ideation.\n"
    )
    found, _, _ = reading(text, ".md", POSITIONS)
    told = {(one.required, one.indication) for one in found if one.type == "concurrent_oral_antidepressant"}
    assert told == {(False, "trd"), (True, "mdd_si")}


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Requires trials of three Step 1 drugs", 3),
        ("Failure of two tier 1 antidepressants", 2),
    ],
)
def test_a_step_with_a_number_is_no_count(asks, text, number) -> None:
    assert [one.number for one in asks(text) if one.type == "prior_trials"] == [number]


def test_a_question_that_is_answered_with_no(reading) -> None:
    text = (
        "Spravato is covered for treatment-resistant depression.\n\n"
        "Must I have failed electroconvulsive therapy first? No. It is never asked for.\n"
    )
    found, _, _ = reading(text, ".txt", POSITIONS)
    assert not [one for one in found if one.type == "prior_failure_other" and one.required]


@pytest.mark.parametrize(
    "text",
    [
        "Is prior authorization required?",
        "Adequate relief means a fall by a third on a scale such as the PHQ-9",
        "The pain has been present for 6 months or longer",
    ],
)
def test_what_asks_for_nothing(asks, text) -> None:
    assert not {"prior_authorization", "severity_scale", "diagnosis"} & {one.type for one in asks(text)}


def test_a_second_amount_of_an_approval(asks) -> None:
    found = {(one.type, one.number) for one in asks("Approval is for 5 weeks and 9 infusions", in_list=False)}
    assert {("approval_duration", 5), ("quantity_limit", 9)} <= found


QUESTIONS = """# Spravato Prior Authorization Form

{lead}

1. Is the patient 18 years of age or older? ☐ Yes ☐ No

2. Is the patient pregnant? ☐ Yes ☐ No

3. Does the patient have a history of psychosis? ☐ Yes ☐ No
"""


@pytest.mark.parametrize(
    "lead",
    [
        'Question 1 must be answered "Yes" and questions 2 to 3 must be answered "No".',
        "Items 2 and 3 have to be answered No.",
        "Approve only where questions 2-3 are answered no.",
    ],
)
def test_questions_to_be_answered_with_no(reading, lead) -> None:
    found, _, _ = reading(QUESTIONS.format(lead=lead), ".md", POSITIONS)
    told = {(one.type, one.number) for one in found if one.type != "prior_authorization"}
    assert told == {("age_min", 18), ("no_pregnancy", None), ("no_psychosis", None)}


@pytest.mark.parametrize("note", ["(If yes, deny.)", "(if yes, does not qualify)", "(Must be No.)"])
def test_a_question_that_sends_away(reading, note) -> None:
    text = (
        f"# Spravato Prior Authorization Form\n\n1. Does the patient have an aneurysm or dementia? {note} ☐ Yes ☐ No\n"
    )
    found, _, _ = reading(text, ".md", POSITIONS)
    assert len([one for one in found if one.type == "contraindication" and one.required]) >= 1


@pytest.mark.parametrize(
    "meaning",
    [
        "Adequate trial: at least 5 weeks at the maximum tolerated dose.",
        '"Trial" means at least 5 weeks at a therapeutic dose.',
        "An adequate trial of an antidepressant is at least 5 weeks at the labeled dose.",
        "Trial (antidepressant) lasts at least 5 weeks.",
    ],
)
def test_a_trial_as_the_text_defines_it(reading, meaning) -> None:
    text = (
        "# Spravato\n\n## Coverage criteria\n\nSpravato is covered for treatment-resistant depression when two "
        f"antidepressants have failed.\n\n## Definitions\n\n{meaning}\n"
    )
    found, _, _ = reading(text, ".md", POSITIONS)
    told = {(one.number, one.unit, one.indication) for one in found if one.type == "trial_duration"}
    assert told == {(5, "weeks", "trd")}


def test_a_trial_of_a_study_defines_nothing(reading) -> None:
    text = (
        "# Spravato\n\n## Coverage criteria\n\nSpravato is covered for treatment-resistant depression when two "
        "antidepressants have failed.\n\n## Background\n\nA trial of 5 weeks was used in the studies.\n"
    )
    found, _, _ = reading(text, ".md", POSITIONS)
    assert not [one for one in found if one.type == "trial_duration"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Members no longer have to try electroconvulsive therapy", "prior_failure_other"),
        ("There is no minimum PHQ-9 score", "severity_scale"),
        ("We have removed the psychotherapy step", "psychotherapy"),
    ],
)
def test_more_that_is_lifted(asks, text, kind) -> None:
    found = [(one.type, one.required) for one in asks(text, in_list=False)]
    assert (kind, False) in found
    assert (kind, True) not in found
