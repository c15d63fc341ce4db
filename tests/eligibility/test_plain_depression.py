"""A policy that asks for depression in plain words."""

from __future__ import annotations

import pytest

from ketacli.eligibility.diagnosis import entails
from ketacli.eligibility.finding import Status


@pytest.mark.parametrize(
    "said", ["major depressive disorder, recurrent, severe", "F33.2", "treatment-resistant depression"]
)
def test_a_depressive_disorder_is_depression(said):
    assert entails(said, "depression that did not get better", indication="trd") is Status.MET


def test_plain_depression_names_no_disorder():
    assert entails("depression", "major depressive disorder") is Status.UNKNOWN


@pytest.mark.parametrize("said", ["complex regional pain syndrome", "obsessive-compulsive disorder"])
def test_another_disorder_is_no_depression(said):
    assert entails(said, "depression that did not get better") is Status.UNMET
