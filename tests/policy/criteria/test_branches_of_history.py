"""Trials and augmentation in one breath: whose weeks are meant, and what is no count."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [
        (
            "One of those regimens was an augmentation strategy (lithium or thyroid hormone) of at least 4 weeks",
            4,
            "weeks",
        ),
        ("Augmentation with lithium for 4 weeks", 4, "weeks"),
        ("At least one augmentation regimen of 6 weeks or longer", 6, "weeks"),
        ("An augmenting agent, added for 4 weeks or longer", 4, "weeks"),
        ("One augmentation, kept up for 28 days", 28, "days"),
    ],
)
def test_weeks_of_augmentation(asks, text, number, unit):
    found = [(item.number, item.unit, item.text) for item in asks(text) if item.type == "trial_duration"]
    assert found == [(number, unit, "augmentation")]


@pytest.mark.parametrize(
    "text",
    [
        "Failure of ≥ 2 antidepressants, each for ≥ 8 wks, AND failure of ≥ 1 augmentation agent",
        "Failure of 2 ADs for 8 wks and failure of lithium",
        "Two trials, 8 wks each, failed",
        "Failure of two antidepressants for 2 mos; failure of augmentation",
        "≥ 2 antidepressants failed, ≥ 8 wks failure each",
    ],
)
def test_weeks_are_no_count_of_trials(asks, text):
    assert [item.number for item in asks(text) if item.type == "prior_trials"] == [2]
