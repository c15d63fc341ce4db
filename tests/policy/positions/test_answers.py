"""Questions and their short answers, as sheets for members ask and answer them."""

import pytest

from tests.policy.positions.reading import positions_of, said


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("Does the plan cover ketamine infusion for depression? No.", "not_covered"),
        ("Does the plan cover ketamine infusion for depression?\n\nNot at this time.", "not_covered"),
        ("Q: Is ketamine infusion covered for depression?\n\nA: No. Ask your doctor about other care.", "not_covered"),
        ("Is ketamine infusion covered for depression? Yes.", "covered"),
        ("Is ketamine infusion covered for depression? Yes, if four drugs have failed.", "covered_with_criteria"),
        ("Will you pay for ketamine infusions for depression? Only with prior authorization.", "covered_with_criteria"),
        ("Is ketamine infusion covered for depression? No, it is considered experimental.", "experimental"),
    ],
)
def test_a_short_answer_decides_what_was_asked(text, position, tmp_path):
    assert said(positions_of(text, tmp_path)) == {("ketamine_iv", "mdd"): position}


@pytest.mark.parametrize(
    "text",
    [
        "Does ketamine infusion for depression need prior authorization? Yes.",
        "Is ketamine infusion for depression excluded? No.",
        "Isn't ketamine infusion covered for depression? Yes.",
        "Is ketamine infusion covered for depression? It depends on your plan.",
        "Is ketamine infusion covered for depression? No, unless your booklet says so.",
        "Why is ketamine infusion not covered for depression? No studies of length exist.",
        "How much do I pay for ketamine infusions for depression? No more than your coinsurance.",
        "Is TMS covered for depression? Yes.",
        "Can I appeal if ketamine infusion is not covered for depression? Yes.",
    ],
)
def test_an_answer_to_another_question_decides_nothing(text, tmp_path):
    assert not positions_of(text, tmp_path)
