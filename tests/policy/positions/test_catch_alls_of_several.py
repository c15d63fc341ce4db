"""Catch-alls that stand before their treatment, with examples, and more than one in a sentence."""

from __future__ import annotations

import pytest

from tests.policy.positions.reading import positions_of, said


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "All other uses of IV ketamine, including migraine, and all other uses of esketamine are considered "
            "experimental.",
            {("ketamine_iv", "any"), ("ketamine_iv", "migraine"), ("esketamine", "any")},
        ),
        (
            "All other uses of esketamine are considered investigational, including but not limited to PTSD.",
            {("esketamine", "any"), ("esketamine", "ptsd")},
        ),
        (
            "Any other indication for intranasal esketamine, such as bipolar depression, is experimental.",
            {("esketamine", "any"), ("esketamine", "bipolar")},
        ),
        (
            "Every other use of ketamine infusion (e.g., OCD, anxiety) is unproven.",
            {("ketamine_iv", "any"), ("ketamine_iv", "ocd"), ("ketamine_iv", "anxiety")},
        ),
        (
            "All other uses of intramuscular ketamine and all other uses of Spravato are investigational.",
            {("ketamine_im", "any"), ("esketamine", "any")},
        ),
        ("Any use of ketamine infusion for pain is investigational.", {("ketamine_iv", "chronic_pain")}),
        ("Off-label use of ketamine infusion for PTSD is experimental.", {("ketamine_iv", "ptsd")}),
    ],
)
def test_each_treatment_with_its_own_catch_all(text, found, tmp_path):
    assert said(positions_of(text, tmp_path)) == dict.fromkeys(found, "experimental")


@pytest.mark.parametrize(
    "item",
    [
        "As the only anesthetic in short operations",
        "To induce general anesthesia before another agent is given",
        "As a supplement to other anesthetic agents",
        "For induction of anesthesia",
        "As the sole anesthetic agent in diagnostic procedures",
    ],
)
def test_items_that_name_anesthesia_in_their_own_words(item, tmp_path):
    text = f"Ketamine by vein is considered medically necessary for adults for any of these:\n  • {item}\n"
    assert said(positions_of(text, tmp_path)) == {("ketamine_iv", "anesthesia"): "covered_with_criteria"}
