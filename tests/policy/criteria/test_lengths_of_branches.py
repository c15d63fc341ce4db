"""How long an augmentation lasts is asked of those alone who went that way."""

from __future__ import annotations

import pytest

POLICY = """# Spravato Policy

## Criteria

Spravato is medically necessary for treatment-resistant depression when all of the following are met:

- Age 18 years or older
- {item}
"""


def shape(tree, by_id):
    """A tree with types instead of ids."""
    if isinstance(tree, str):
        return by_id[tree].type
    ((key, nodes),) = tree.items()
    return {key: [shape(node, by_id) for node in nodes]}


@pytest.fixture
def joined(reading):
    def go(item: str):
        criteria, logic, _ = reading(POLICY.format(item=item), ".md")
        (found,) = logic
        return shape(found.tree, {row.id: row for row in criteria})["all"][1:]

    return go


AUGMENTED = {"all": ["augmentation_trial", "trial_duration"]}


TMS_OR_TALKS = "Failure of transcranial magnetic stimulation or of psychotherapy for at least 8 sessions"


def test_a_count_belongs_to_the_step_right_before_it(reading):
    rows = {row.type: row.number for row in reading(POLICY.format(item=TMS_OR_TALKS), ".md")[0]}
    assert (rows["prior_failure_other"], rows["psychotherapy"]) == (None, 8)


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        (
            "Trial and failure of one of: an augmentation drug for 4 weeks or more, or psychotherapy of 8 sessions",
            [{"any": [AUGMENTED, "psychotherapy"]}],
        ),
        (
            "Failure of electroconvulsive therapy or failure of augmentation with lithium for at least 6 weeks",
            [{"any": ["prior_failure_other", AUGMENTED]}],
        ),
        (TMS_OR_TALKS, [{"any": ["prior_failure_other", "psychotherapy"]}]),
        (
            "Failure of augmentation with lithium for at least 6 weeks",
            ["augmentation_trial", "trial_duration"],
        ),
    ],
)
def test_the_length_of_an_augmentation_belongs_to_its_branch(joined, item, expected):
    assert joined(item) == expected


def test_classes_are_asked_of_the_first_way_alone(joined):
    item = "Four antidepressants tried, at least two classes; OR two antidepressants tried and a course of ECT"
    first = {"all": ["prior_trials", "distinct_classes"]}
    assert joined(item) == [{"any": [first, {"all": ["prior_trials", "prior_failure_other"]}]}]


def test_classes_after_both_ways_are_asked_of_both(joined):
    item = "Four antidepressants tried; OR two antidepressants tried and a course of ECT, from at least two classes"
    assert "distinct_classes" in joined(item)
