"""Criteria in the abbreviations of drug lists."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2 AD x 6 wks each, diff classes", {("prior_trials", 2), ("trial_duration", 6), ("distinct_classes", 2)}),
        ("Paid claims for two antidepressants, 28 days each", {("prior_trials", 2), ("trial_duration", 28)}),
        ("history of at least 2 antidepressants for 28 days", {("prior_trials", 2), ("trial_duration", 28)}),
        ("failure of 2 antidepressants plus augmentation", {("prior_trials", 2), ("augmentation_trial", 1)}),
        ("failure of two augmentation strategies", {("augmentation_trial", 2)}),
        ("Rx by psychiatrist", {("prescriber", None)}),
        ("w/ oral AD", {("concurrent_oral_antidepressant", None)}),
        ("less than or equal to (≤) 8 kits per 28 days", {("quantity_limit", 8)}),
        ("greater than or equal to (≥) 18 years of age", {("age_min", 18)}),
    ],
)
def test_what_an_abbreviated_item_asks_for(asks, text, found):
    assert {(one.type, one.number) for one in asks(text)} == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("No response at a therapeutic dose over 4 weeks of antidepressant therapy", {("trial_duration", 4)}),
        ("Beneficiaries need an approval from the contractor.", {("prior_authorization", None)}),
        (
            "A mental health professional (e.g., psychiatrist, psychiatric nurse practitioner, etc.) prescribes it",
            {("prescriber", None)},
        ),
    ],
)
def test_rarer_words_for_the_same(asks, text, found):
    assert {(one.type, one.number) for one in asks(text)} == found
