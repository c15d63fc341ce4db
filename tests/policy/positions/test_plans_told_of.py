"""A plan's booklet tells of other plans; what those cover is no word of its own."""

import pytest

from tests.policy.positions.reading import positions_of, said

HEAD = (
    "Orchard Valley Packing Cooperative Health and Welfare Plan\n\nSummary Plan Description\n\nPlan No. 503\n\n"
    "WHAT THE PLAN COVERS\n\n"
)


@pytest.mark.parametrize(
    "text",
    [
        "Retirees of the former cannery remain in the Hillcrest plan, which covers six ketamine infusions a year.",
        "Retirees remain in the Hillcrest plan. It covers ketamine infusions.",
        "Retirees remain in the Hillcrest plan. That plan pays for ketamine infusions.",
        "Employees at the Ridgeway site are under the Ridgeway contract; it pays for Spravato.",
        "Ketamine infusions are covered under the Hillcrest plan.",
        "Ketamine infusion is a covered service only for retirees in the Hillcrest plan.",
        "The plan of the former owner, Hillcrest Cannery, covers ketamine infusions.",
        "The Hillcrest plan's booklet says that ketamine infusion is covered.",
        "Your spouse's plan may cover ketamine infusions.",
        "Your spouse's employer covers ketamine infusions.",
        "A member who came from the Hillcrest plan, under which ketamine infusions are covered, starts anew.",
        "Union members at the Dayton plant have their own plan, under which Spravato is covered.",
    ],
)
def test_another_plan_is_not_this_one(text, tmp_path):
    assert not positions_of(text, tmp_path, "plan_document", head=HEAD)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("The Plan covers Spravato for TRD.", ("esketamine", "trd", "covered")),
        ("The Plan, which covers Spravato for TRD, asks for records.", ("esketamine", "trd", "covered")),
        ("The Medical Plan covers Spravato for TRD.", ("esketamine", "trd", "covered")),
        ("The Cooperative's plan covers Spravato for TRD.", ("esketamine", "trd", "covered")),
        ("Employees are in the Orchard Valley Plan, which covers Spravato for TRD.", ("esketamine", "trd", "covered")),
        ("Ketamine infusion is not covered under the Plan.", ("ketamine_iv", "any", "not_covered")),
        (
            "Retirees remain in the Hillcrest plan, which covers ketamine. We do not cover ketamine infusions.",
            ("ketamine_iv", "any", "not_covered"),
        ),
    ],
)
def test_its_own_word_counts(text, answer, tmp_path):
    treatment, use, position = answer
    assert said(positions_of(text, tmp_path, "plan_document", head=HEAD)) == {(treatment, use): position}


def test_exclusions_beside_those_found_elsewhere(tmp_path):
    text = """In addition to exclusions found elsewhere in this booklet, no benefits are payable for the following:

1. Compounded ingredients, including ketamine in troches, nasal sprays, and creams.

2. Infusion or injection of ketamine, other than as an anesthetic in a covered operation.

3. Psychedelic-assisted therapy, including psychotherapy facilitated by ketamine.
"""
    found = said(positions_of(text, tmp_path, "plan_document", head=HEAD))
    for treatment in ("oral", "intranasal", "topical", "iv", "assisted_psychotherapy"):
        assert found[f"ketamine_{treatment}", "any"] == "not_covered"


def test_precertification_given_for_one_use(tmp_path):
    text = (
        "Drugs dispensed for an approved use. Spravato is a Covered Expense only when it is pre-certified. "
        "Pre-certification is given for treatment-resistant depression to a covered person 18 or over."
    )
    assert said(positions_of(text, tmp_path, "plan_document", head=HEAD)) == {
        ("esketamine", "trd"): "covered_with_criteria"
    }


def test_a_topic_of_two_types_names_the_use(tmp_path):
    text = """Complex regional pain syndrome, types I and II. Request will be certified as medically necessary when the
file contains evidence of each of these:

1. The worker is 18 or older.

Fibromyalgia and phantom limb pain. Not recommended. The infusion is regarded as investigational."""
    found = said(positions_of(text, tmp_path, head="Ketamine Infusion for Work-Related Pain\n\nRecommendation\n\n"))
    assert found == {("ketamine_iv", "crps"): "covered_with_criteria", ("ketamine_iv", "chronic_pain"): "experimental"}
