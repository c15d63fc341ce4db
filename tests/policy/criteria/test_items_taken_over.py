"""Statements that take over items of a list above them, and lists whose lead-in hangs on a statement before it."""

from __future__ import annotations

import pytest

POSITIONS = [
    ("esketamine", "trd", "covered_with_criteria"),
    ("esketamine", "mdd_si", "covered_with_criteria"),
    ("ketamine_iv", "trd", "covered_with_criteria"),
]
LIST = (
    "Spravato and ketamine\n\nCriteria\n\n"
    "Esketamine is medically necessary for treatment-resistant depression when all of these are met:\n\n"
    "1. Age 18 years or older; and\n2. Two antidepressants have failed; and\n3. MADRS of 28 or more; and\n"
    "4. Prescribed by a psychiatrist; and\n5. The site is certified in the Spravato REMS.\n\n"
)
INFUSION = (
    "Intravenous ketamine is medically necessary for treatment-resistant depression in members who {}, and have not "
    "responded to at least 8 sessions of esketamine.\n"
)
CRISIS = (
    "Esketamine is medically necessary for major depressive disorder with acute suicidal ideation when it is given "
    "together with an oral antidepressant and {}.\n"
)


def types(criteria, treatment, use):
    return {row.type for row in criteria if (row.treatment, row.indication) == (treatment, use) and row.required}


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ("meet criteria 1 through 3 above", {"age_min", "prior_trials", "severity_scale"}),
        ("meet criteria 1-3 above", {"age_min", "prior_trials", "severity_scale"}),
        ("satisfy items 1, 2 and 4 of this list", {"age_min", "prior_trials", "prescriber"}),
    ],
)
def test_an_infusion_that_takes_over_items(reading, words, asked):
    criteria, logic, _ = reading(LIST + INFUSION.format(words), positions=POSITIONS)
    assert types(criteria, "ketamine_iv", "trd") == asked | {"prior_failure_other"}
    (tree,) = [one.tree for one in logic if one.treatment == "ketamine_iv"]
    assert len(tree["all"]) == len(asked) + 1


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ("criterion 5 is met", {"rems"}),
        ("items 4 and 5 above are fulfilled", {"prescriber", "rems"}),
        ("conditions (4) and (5) are met", {"prescriber", "rems"}),
        ("criterion 3 need not be met", set()),
        ("the conditions a member meets are told", set()),
    ],
)
def test_a_crisis_that_takes_over_items(reading, words, asked):
    criteria, _, _ = reading(LIST + CRISIS.format(words), positions=POSITIONS)
    assert types(criteria, "esketamine", "mdd_si") - {"age_min", "concurrent_oral_antidepressant"} == asked


def test_a_lead_in_that_hangs_on_a_statement(reading):
    text = (
        "Spravato\n\nCoverage\n\nSpravato is medically necessary for treatment-resistant depression when all of the "
        "following criteria are met:\n\nFor initial therapy, all of the following:\n\n- Age 18 years or older\n"
        "- Two antidepressants have failed\n\nFor continuation of therapy, all of the following:\n\n"
        "- PHQ-9 has fallen by 50% or more\n\nSpravato is medically necessary for acute suicidal ideation in major "
        "depressive disorder when all of the following criteria are met:\n\n- Prescribed by a psychiatrist\n"
        "- An oral antidepressant is taken\n"
    )
    criteria, _, _ = reading(text, ".md", positions=POSITIONS[:2])
    uses = {row.type: row.indication for row in criteria}
    assert uses["age_min"] == uses["prior_trials"] == uses["renewal_response"] == "trd"
    assert uses["prescriber"] == uses["concurrent_oral_antidepressant"] == "mdd_si"
