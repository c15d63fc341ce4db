"""Pages that ask whether a payer covers a treatment and answer "Yes": what follows up to the next question is asked."""

from __future__ import annotations

import pytest

from tests.policy.positions.reading import positions_of, said
from tests.policy.test_small_rules import read

HEAD = "Does Harbor Mutual cover ketamine treatment?\n\nOur patients often ask us what Harbor Mutual pays.\n\n"
WAYS = "Does it cover ketamine infusions?\n\n"


@pytest.mark.parametrize(
    "answer",
    [
        "Yes. You need a diagnosis of treatment-resistant depression.",
        "Yes. It has a written policy.\n\nYou must have a diagnosis of treatment-resistant depression.",
        "Yes! Patients have to meet its criteria.\n\nYou need a diagnosis of treatment-resistant depression (TRD).",
        "Yes.\n\nMembers must be diagnosed with treatment-resistant depression.",
        "Yes. The requirements are these. You have to have a diagnosis of treatment-resistant depression.",
    ],
)
def test_the_conditions_after_a_plain_yes(answer, tmp_path):
    found = said(positions_of(WAYS + answer, tmp_path, "article", HEAD))
    assert found == {("ketamine_iv", "trd"): "covered_with_criteria"}


@pytest.mark.parametrize(
    "after",
    [
        "Does it cover Spravato?\n\nYou need a diagnosis of treatment-resistant depression for that.",
        "Our clinic is open on Mondays.",
    ],
)
def test_what_another_question_asks_is_no_condition(after, tmp_path):
    found = said(positions_of(f"{WAYS}Yes.\n\n{after}", tmp_path, "article", HEAD))
    assert found[("ketamine_iv", "any")] == "covered"


def test_criteria_belong_to_the_treatment_of_the_question(tmp_path):
    text = (
        f"{HEAD}{WAYS}Yes. Spravato is another matter (see below).\n\nYou need a diagnosis of treatment-resistant "
        "depression. That means that three drugs were tried and none of them helped:\n  • SSRIs\n  • SNRIs\n\n"
        "Each of them was taken for eight weeks.\n\nYou also completed one trial of an augmenting agent.\n\n"
        "Does it cover Spravato?\n\nYes, for treatment-resistant depression under the same conditions. You are watched "
        "for two hours."
    )
    found = {(one.treatment, one.type, one.number) for one in read(tmp_path, text).criteria}
    assert {
        ("ketamine_iv", "diagnosis", None),
        ("ketamine_iv", "prior_trials", 3),
        ("ketamine_iv", "trial_duration", 8),
        ("ketamine_iv", "augmentation_trial", 1),
        ("esketamine", "observation", 2),
    } <= found
    assert not {one for one in found if one[1] == "contraindication"}
