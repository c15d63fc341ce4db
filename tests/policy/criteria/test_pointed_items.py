"""Waivers that point at items by their numbers, sessions over weeks, and items that wrap left of their first line."""

from __future__ import annotations

import pytest

BOTH = [("esketamine", "trd", "covered_with_criteria"), ("esketamine", "mdd_si", "covered_with_criteria")]

LIST = """# Spravato (esketamine)

## Criteria

All of the following must be met:

1. The person has reached the age of 18.
2. Two antidepressants failed, each taken for 6 weeks.
3. A PHQ-9 score of 20 or more.
4. The clinic is certified under the Spravato REMS.

{note}
"""


def uses(criteria, kind, *, required=True):
    return {(row.number, row.indication) for row in criteria if row.type == kind and row.required is required}


@pytest.mark.parametrize(
    "note",
    [
        "Statements 2 and 3 are set aside for a person who has major depressive disorder with acute suicidal ideation.",
        "Criteria 2 and 3 are waived for MDD with acute suicidal ideation or behavior.",
        "Items 2-3 do not apply to members with major depressive disorder and acute suicidal ideation or behavior.",
        "Criteria #2 and #3 need not be met in MDD with acute suicidal ideation.".replace("#", ""),
        "Members with acute suicidal ideation and MDD are exempt from criteria 2 through 3.",
        "Requirements (2) and (3) shall not apply where there is MDD with acute suicidal ideation.",
        "For MDD with acute suicidal ideation, points 2 and 3 are not required.",
        "Steps 2 & 3 may be skipped in major depressive disorder with acute suicidal ideation.",
        "Criteria 2 and 3 apply only to treatment-resistant depression.",
        "Conditions 2 and 3 are required only for treatment-resistant depression.",
        "In MDD with acute suicidal ideation, items 2 and 3 are deemed met.",
    ],
)
def test_items_lifted_by_their_numbers(reading, note):
    criteria, _, _ = reading(LIST.format(note=note), ".md", BOTH)
    assert uses(criteria, "prior_trials") == {(2, "trd")}
    assert uses(criteria, "severity_scale") == {(20, "trd")}
    assert uses(criteria, "age_min") == {(18, "any")}
    assert uses(criteria, "rems") == {(None, "any")}


@pytest.mark.parametrize(
    "note",
    [
        "Criteria 2 and 3 must be documented.",
        "Statement 2 is explained in the appendix for acute suicidal ideation.",
        "Trials of 2 or 3 drugs are not required in MDD with acute suicidal ideation.",
    ],
)
def test_items_that_are_only_spoken_of(reading, note):
    criteria, _, _ = reading(LIST.format(note=note), ".md", BOTH)
    assert (20, "any") in uses(criteria, "severity_scale")


def test_sessions_over_weeks_by_use(reading):
    note = (
        "The plan authorizes 12 sessions over 8 weeks for treatment-resistant depression, and 8 sessions over 4 weeks "
        "for acute suicidal ideation."
    )
    criteria, _, _ = reading(LIST.format(note=note), ".md", BOTH)
    assert uses(criteria, "approval_duration") == {(8, "trd"), (4, "mdd_si")}
    assert uses(criteria, "quantity_limit") == {(12, "trd"), (8, "mdd_si")}


def test_none_of_these_names_no_use(reading):
    text = LIST.format(note="").replace(
        "4. The clinic", "4. None of these apply: psychosis, mania, or a substance use disorder.\n5. The clinic"
    )
    criteria, _, _ = reading(text, ".md", BOTH)
    assert uses(criteria, "rems") == {(None, "any")}
    assert uses(criteria, "no_substance_use") == {(None, "any")}


def test_scales_of_which_one_will_do(reading):
    text = LIST.format(note="").replace(
        "3. A PHQ-9 score of 20 or more.",
        "3. Severity: at least one of the following: PHQ-9 ≥ 20; BDI ≥ 29.",
    )
    _, logic, _ = reading(text, ".md", [BOTH[0]])
    assert any(isinstance(node, dict) and len(node.get("any", ())) == 2 for node in logic[0].tree["all"])
