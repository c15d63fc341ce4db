"""Numbers, kinds and payers at the head of pages that no form gives a shape."""

import pytest

from tests.policy.fields.test_facts import facts

POLICY = "Spravato (esketamine)\n\nPolicy\n\nSpravato is considered investigational for chronic pain.\n"


@pytest.mark.parametrize(
    ("head", "number"),
    [("L.5.01.537\n", "L.5.01.537"), ("Title: Spravato     Document: BI734\n", "BI734"), ("08.01.80c\n", "08.01.80c")],
)
def test_numbers_of_three_parts_or_after_document(head, number):
    assert facts(head + POLICY).policy_number == number


def test_a_form_that_is_only_mentioned_makes_no_form():
    text = f"{POLICY}\nSend the Prior Authorization Request to the Plan. Use the PA request form for it.\n"
    assert facts(text).kind == "medical_policy"


def test_a_question_is_no_payer_and_a_guide_an_article():
    found = facts("Does Bluestem Health Insurance Cover Ketamine?\n\nThe insurer covers Spravato for depression.\n")
    assert (found.payer, found.kind) == (None, "article")
    assert facts("A Patient's Guide to Ketamine\n\nClinics treat people with ketamine.\n").kind == "article"


def test_diagnosis_codes_without_blanks_between_them():
    from tests.policy.fields.test_codes import codes

    found = codes("Diagnosis Codes\n\nF0631F0632F32AF333\nF341F530\n")
    assert [code for code, *_ in found] == ["F06.31", "F06.32", "F32.A", "F33.3", "F34.1", "F53.0"]
