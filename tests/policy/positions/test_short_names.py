"""The payer by its short name, a reason between a verdict and its use, and courses after the first."""

import pytest

from tests.policy.positions.reading import positions_of, said

HEAD = "Larch Valley Health\n\nKetamine for Chronic Pain\n\nPolicy Number: 4.5.6\n\nPOLICY\n\n"
FIRST = (
    "Larch Valley Health (LVH) considers intravenous ketamine medically necessary for complex regional pain "
    "syndrome when the criteria below are met. When they are not met, it is considered not medically necessary.\n\n"
)


@pytest.mark.parametrize(
    "text",
    [
        "LVH considers intravenous ketamine investigational, because lasting relief has not been shown, for every "
        "other chronic pain condition.",
        "LVH considers intravenous ketamine investigational, as little is known of it, for all other chronic pain.",
        "LVH regards intravenous ketamine as experimental for any other chronic pain.",
    ],
)
def test_the_short_name_is_no_other_payer_and_a_reason_keeps_the_use(tmp_path, text):
    found = said(positions_of(FIRST + text, tmp_path, head=HEAD))
    assert found["ketamine_iv", "chronic_pain"] == "experimental"
    assert found["ketamine_iv", "crps"] == "covered_with_criteria"


def test_a_further_course_says_nothing_of_the_first(tmp_path):
    text = FIRST + "Repeat courses\n\nA further course is considered medically necessary if the first one helped.\n"
    assert ("ketamine_iv", "chronic_pain") not in said(positions_of(text, tmp_path, head=HEAD))
