"""A document on one line of business tells of another's rules only to set them apart."""

import pytest

from tests.policy.positions.reading import positions_of, said

MEDICARE = (
    "Quince Senior Plan\n\nMedicare Advantage Coverage Guideline\n\nEsketamine and Ketamine under Part B\n\nPOLICY\n\n"
)
OWN = "Ketamine infusion for depression is not reasonable and necessary."


@pytest.mark.parametrize(
    "other",
    [
        "Our commercial policy approves esketamine for 3 months and calls ketamine infusions investigational.",
        "The commercial policy covers ketamine infusions for PTSD.",
        "The individual plans' policy covers ketamine infusions for chronic pain after two failed drugs.",
        "Under our commercial contracts, IV ketamine is covered for CRPS.",
        "By contrast, our exchange products cover ketamine infusions for anxiety.",
        "The rules of the employer plans are not the same: they cover ketamine infusions for PTSD.",
    ],
)
def test_rules_of_another_line_are_not_the_documents(other, tmp_path):
    assert said(positions_of(f"{other}\n\n{OWN}", tmp_path, head=MEDICARE)) == {
        ("ketamine_iv", "mdd"): "not_medically_necessary"
    }


def test_the_clause_that_comes_back_to_this_document_counts(tmp_path):
    text = (
        "While our commercial policy covers ketamine infusions for CRPS, this guideline does not cover them for CRPS."
    )
    assert said(positions_of(text, tmp_path, head=MEDICARE)) == {("ketamine_iv", "crps"): "not_covered"}
