"""Whom a statement concerns: plan documents on all care, the VA, lists of mixtures, the regulator's approval."""

from __future__ import annotations

import pytest

from tests.policy.positions.reading import positions_of, said

BOOKLET = "Ridgeline Power   Summary Plan Description\nMental Health Program\n\nWhat the Program Does Not Cover\n"


@pytest.mark.parametrize(
    "item",
    [
        "Guided sessions with ketamine or psychedelics",
        "Personal growth, including facilitated sessions using ketamine",
        "Supported psychedelic journeys with ketamine",
        "Therapeutic experiences under ketamine",
        "Guided sessions on low-dose ketamine",
    ],
)
def test_other_exclusions_are_none_of_ours(item, tmp_path):
    text = (
        f"The Plan will not pay for:\n• Treatment for tobacco addiction.\n• {item}.\n"
        "• Care whose main diagnosis is no mental health condition.\n"
    )
    found = said(positions_of(text, tmp_path, "plan_document", BOOKLET))
    assert found == {("ketamine_assisted_psychotherapy", "any"): "not_covered"}


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("The VA offers ketamine infusions to veterans with treatment-resistant depression.", ("ketamine_iv", "trd")),
        ("Esketamine will be available to veterans with treatment-resistant depression.", ("esketamine", "trd")),
        ("The VA provides Spravato for treatment-resistant depression.", ("esketamine", "trd")),
        (
            "The Department of Veterans Affairs offers Spravato for treatment-resistant depression.",
            ("esketamine", "trd"),
        ),
        ("Spravato is available to beneficiaries with treatment-resistant depression.", ("esketamine", "trd")),
    ],
)
def test_what_the_va_offers(text, pair, tmp_path):
    found = said(positions_of(text, tmp_path, "article", "Care for veterans\n\n"))
    assert found.keys() == {pair} and set(found.values()) <= {"covered", "covered_with_criteria"}


@pytest.mark.parametrize(
    "lead",
    [
        "Examples of topical preparations that are not covered:",
        "Creams and gels: mixtures that are not covered:",
        "Topical products that are excluded:",
        "Topical compounds which are not covered:",
        "Topical medications that are not covered:",
    ],
)
def test_mixtures_for_the_skin_that_are_not_covered(lead, tmp_path):
    text = f"{lead}\n  • Ibuprofen + ketoprofen, for sprains\n  • Ketamine + baclofen, offered for chronic pain\n"
    assert said(positions_of(text, tmp_path)) == {("ketamine_topical", "chronic_pain"): "not_covered"}


@pytest.mark.parametrize(
    "text",
    [
        "Not approved if the cream holds an ingredient that is not FDA-approved for the skin, such as ketamine.",
        "Ketamine lozenges are not FDA-approved.",
        "Compounds with an ingredient that is not FDA approved for that route (ketamine) are not covered.",
        "Non-FDA-approved compounds of ketamine are excluded.",
        "The troche, which is not FDA-approved, holds ketamine.",
    ],
)
def test_not_approved_by_the_regulator_is_no_coverage(text, tmp_path):
    assert not {"covered", "covered_with_criteria"} & set(said(positions_of(text, tmp_path)).values())
