"""The second level by what its window counts from, and decisions that come before any appeal."""

from __future__ import annotations

import pytest

from ketacli.policy.fields import find_appeals
from tests.policy.fields.helpers import document

FIRST = (
    "Claims and Appeals\n\nThe reviewer decides requests for certification within 15 days, and urgent requests within "
    "72 hours.\n\nFirst level. If a claim is denied, you may appeal within 180 days after you receive the denial.\n\n"
)


@pytest.mark.parametrize(
    "second",
    [
        "If you are not satisfied, you may appeal to the committee within 90 days after you receive the first-level "
        "decision.",
        "You may then appeal to the trustees within 90 days of the Level 1 decision.",
        "Within 90 days after the first-level denial you may ask the committee for a second look.",
    ],
)
def test_what_counts_from_the_first_level_is_the_second(second):
    found = find_appeals(*document(FIRST + second + "\n")) or {}
    assert found["internal_days"] == 180
    assert found["second_level_days"] == 90
