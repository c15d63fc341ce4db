"""Scores against worked examples, bands at their edges, and refusals."""

from __future__ import annotations

import pytest

from ketacli.eligibility.instruments import band, outcome, phq9, qids_sr16
from ketacli.errors import AnswersProblem


def test_phq9_is_the_plain_sum():
    score = phq9([2, 2, 3, 2, 1, 2, 1, 1, 0])
    assert (score.total, score.band, score.danger) == (14, "moderate", False)


def test_item_nine_is_a_sign_of_danger_whatever_the_total():
    score = phq9([0, 0, 0, 0, 0, 0, 0, 0, 1])
    assert (score.total, score.danger) == (1, True)


@pytest.mark.parametrize(
    ("total", "words"),
    [
        (4, "minimal"),
        (5, "mild"),
        (9, "mild"),
        (10, "moderate"),
        (14, "moderate"),
        (15, "moderately severe"),
        (19, "moderately severe"),
        (20, "severe"),
        (27, "severe"),
    ],
)
def test_phq9_bands(total, words):
    assert band("phq9", total) == words


def test_qids_takes_the_highest_of_sleep_weight_and_movement():
    # sleep 3 (highest of 1,3,0,2) + mood 2 + weight 2 (highest of 0,2,0,1) + 1+2+1+1+2 + movement 1 = 15
    items = [1, 3, 0, 2, 2, 0, 2, 0, 1, 1, 2, 1, 1, 2, 0, 1]
    assert qids_sr16(items).total == 3 + 2 + 2 + 1 + 2 + 1 + 1 + 2 + 1
    assert qids_sr16([3] * 16).total == 27


@pytest.mark.parametrize("items", [[1] * 8, [4] + [0] * 8, [-1] + [0] * 8])
def test_wrong_items_are_refused(items):
    with pytest.raises(AnswersProblem, match="phq9_items"):
        phq9(items)


def test_a_total_outside_the_scale_is_refused():
    with pytest.raises(AnswersProblem, match=r"scores\.phq9"):
        band("phq9", 28)


@pytest.mark.parametrize(
    ("before", "now", "words"), [(20, 4, "remission"), (20, 10, "response"), (20, 11, "no response")]
)
def test_response_is_half_and_remission_is_the_scales_own(before, now, words):
    assert outcome("phq9", before, now) == words
