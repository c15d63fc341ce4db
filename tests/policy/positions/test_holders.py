"""Whose verdict a sentence holds: the document's own payer's, or that of an organisation that it only names."""

import pytest

from tests.policy.positions.reading import HEAD, positions_of, said

OWN = "Meadowlark Health Plan\n\n" + HEAD


@pytest.mark.parametrize(
    "text",
    [
        "Kaiser Permanente approves Spravato for bipolar depression when two antidepressants have failed.",
        "Carelon approves ketamine infusion for CRPS when blocks have failed.",
        "Blue Cross of Vermont covers ketamine infusions for PTSD if criteria are met.",
        "In its 2024 policy, Premera lists ketamine infusion for TRD as medically necessary when ECT has failed.",
        "Premera's bulletin covers ketamine infusion for depression when ECT has failed.",
        "Premera Blue Cross: ketamine infusion is covered for depression with prior authorization.",
        "Cigna covers ketamine lozenges for anxiety. It also covers ketamine infusions for PTSD when drugs failed.",
        "Tricare and CHAMPVA cover Spravato for treatment-resistant depression with prior authorization.",
    ],
)
def test_another_payers_verdict_is_no_position(text, tmp_path):
    assert not positions_of(text, tmp_path, head=OWN)


@pytest.mark.parametrize(
    "text",
    [
        "Meadowlark covers Spravato for treatment-resistant depression when criteria are met.",
        "Meadowlark Health Plan considers Spravato medically necessary for TRD when criteria are met.",
        "The Plan covers Spravato for treatment-resistant depression when criteria are met.",
        "Unlike Cigna, we cover Spravato for treatment-resistant depression only when criteria are met.",
        "The P&T Committee approves Spravato for treatment-resistant depression when criteria are met.",
        "Meadowlark's policy covers Spravato for treatment-resistant depression when criteria are met.",
    ],
)
def test_the_payers_own_name_holds_its_verdicts(text, tmp_path):
    assert said(positions_of(text, tmp_path, head=OWN)) == {("esketamine", "trd"): "covered_with_criteria"}


def test_a_payer_of_which_only_its_verdicts_tell_speaks_for_itself(tmp_path):
    found = positions_of("Cascade considers IV ketamine experimental for PTSD.", tmp_path)
    assert said(found) == {("ketamine_iv", "ptsd"): "experimental"}


def test_of_two_payers_that_a_document_names_none_speaks_for_it(tmp_path):
    text = (
        "Cascade covers IV ketamine for PTSD if drugs failed.\n\nLarkfield considers IV ketamine experimental for PTSD."
    )
    assert not positions_of(text, tmp_path)


def test_what_this_plan_says_of_anothers_rule_counts(tmp_path):
    text = "Premera covers IV ketamine for depression if four drugs failed. We consider it investigational."
    assert said(positions_of(text, tmp_path, head=OWN)) == {("ketamine_iv", "mdd"): "experimental"}
    text = "Premera covers IV ketamine for depression if four drugs failed. Ours does not."
    assert said(positions_of(text, tmp_path, head=OWN)) == {("ketamine_iv", "mdd"): "not_covered"}


def test_a_table_of_payers_counts_only_this_plans_row(tmp_path):
    rows = (
        "Payer\tIV ketamine for depression\nBlue Cross of Maine\tCovered with criteria\nThis plan\tInvestigational\n"
        "Larkfield Mutual Insurance\tCovered with criteria"
    )
    assert "covered_with_criteria" not in said(positions_of(rows, tmp_path, head=OWN)).values()


def test_the_policy_of_another_line_of_business_is_not_this_one(tmp_path):
    head = "Candle Senior Advantage\n\nMedicare Advantage Guideline: Ketamine and Esketamine\n\nPOLICY\n\n"
    text = "The commercial policy covers ketamine infusion for depression when four drugs have failed."
    assert not positions_of(text, tmp_path, head=head)
