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
