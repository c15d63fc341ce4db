"""The words between items give a flattened list its depths."""

from __future__ import annotations

import pytest

from tests.policy.test_outline import outline_of

FLAT = """POLICY

Covered when ALL of the following are met:
- ONE of the following:
- BOTH of the following:
- Diagnosis of treatment-resistant depression; and
- Two failed medicines; or
- Major depression with acute suicidal ideation; and
- Age 18 or over; and
- Prescribed by a psychiatrist
"""
DEPTHS = [1, 2, 3, 3, 2, 1, 1]


def depths(text, tmp_path):
    return [unit.depth for unit in outline_of(text, tmp_path).units if unit.kind == "list_item"]


@pytest.mark.parametrize(
    "text",
    [
        FLAT,
        FLAT.replace("; and\n", ";\nand\n").replace("; or\n", ";\nor\n"),
        FLAT.replace("- ", "-\n"),
        FLAT.replace("- ", "•\n").replace("; and\n", ";\nAND\n").replace("; or\n", ";\nOR\n"),
    ],
)
def test_a_word_that_cannot_join_its_list_ends_it(text, tmp_path):
    assert depths(text, tmp_path) == DEPTHS


def test_a_lead_in_without_its_own_word_takes_the_first_below_it(tmp_path):
    items = "- Failed trials, defined as the following:\n- none; or\n- some; and\n- Age; and\n- REMS\n"
    text = f"Covered when all are met:\n{items}"
    assert depths(text, tmp_path) == [1, 2, 2, 1, 1]


def test_items_that_do_not_say_how_they_are_joined_stay_where_they_are(tmp_path):
    text = "Covered when all are met:\n- One of the following:\n- Oral drugs\n- Sprays\n- Age 18; and\n- REMS\n"
    assert set(depths(text, tmp_path)) == {1}


def test_the_nested_alternatives_govern_their_items(tmp_path):
    outline = outline_of(FLAT, tmp_path)
    age = next(unit for unit in outline.units if "Age 18" in unit.text)
    trials = next(unit for unit in outline.units if "Two failed" in unit.text)
    assert next(above.text for above in outline.governors(age)).startswith("Covered when")
    assert [above.text.strip() for above in outline.governors(trials)][:2] == [
        "- BOTH of the following:",
        "- ONE of the following:",
    ]
