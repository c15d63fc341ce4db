"""Fewer trials will do on a condition: the two counts are branches, and the condition belongs to the lower one."""

from __future__ import annotations

import pytest

from tests.policy.criteria.conftest import read

START = (
    "Spravato (esketamine)\n\nSpravato is covered for treatment-resistant depression when the patient is 18 or older. "
)


def tree(sentence):
    """The tree with types and numbers in place of ids."""
    criteria, logic, _ = read((START + sentence + "\n").encode(), "policy.txt")
    names = {row.id: f"{row.type} {row.number}" if row.number else row.type for row in criteria}

    def shown(node):
        if isinstance(node, str):
            return names[node]
        key = next(key for key in ("all", "any", "of") if key in node)
        return {key: [shown(branch) for branch in node[key]]}

    return shown(logic[0].tree)


@pytest.mark.parametrize(
    ("more", "fewer", "sentence"),
    [
        (
            3,
            2,
            "The illness must have withstood three antidepressants; two antidepressants suffice where ECT has failed.",
        ),
        (4, 2, "At least four antidepressants must have failed; two antidepressants are enough if TMS has failed."),
        (
            4,
            2,
            "At least four antidepressants must have failed. Two antidepressants are enough if TMS has failed as well.",
        ),
        (4, 2, "At least four antidepressants must have failed, or two antidepressants and a course of ECT."),
        (3, 2, "Where ECT has failed, two antidepressants are sufficient; otherwise three antidepressants must fail."),
        (3, 1, "Three antidepressants must have failed. Only one antidepressant is required when ECT has failed."),
        (3, 2, "Failure of three antidepressants is required, or failure of two antidepressants and of TMS."),
    ],
)
def test_branches(sentence, more, fewer):
    branches = next(node["any"] for node in tree(sentence)["all"] if isinstance(node, dict))
    assert f"prior_trials {more}" in branches
    joint = next(node["all"] for node in branches if isinstance(node, dict))
    assert sorted(joint) == ["prior_failure_other", f"prior_trials {fewer}"]


def test_an_augmentation_beside_the_trials_is_no_branch():
    sentence = "At least two antidepressants and one augmentation trial must have failed."
    assert tree(sentence) == {"all": ["age_min 18", "prior_trials 2", "augmentation_trial 1"]}


def test_another_therapy_in_place_of_trials():
    sentence = "At least two antidepressants must have failed, or a course of ECT."
    assert tree(sentence)["all"][1] == {"any": ["prior_trials 2", "prior_failure_other"]}
