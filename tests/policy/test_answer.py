"""One question is answered by the nearest record, in the steps that the contract gives."""

import pytest

from ketacli.policy.answer import answer
from ketacli.policy.reading import DocumentFacts, Position, Reading


def reading(*rows):
    found = (
        Position(treatment=t, indication=i, position=p, page=1, quote="q", rule="KP001", applies_to=a)
        for t, i, p, a in rows
    )
    return Reading(document=DocumentFacts(kind="medical_policy"), positions=tuple(found))


@pytest.mark.parametrize(
    ("rows", "treatment", "indication", "position"),
    [
        ([("esketamine", "trd", "covered", None)], "esketamine", "trd", "covered"),
        ([("esketamine", "mdd", "covered", None)], "esketamine", "trd", "covered"),
        ([("ketamine_iv", "chronic_pain", "experimental", None)], "ketamine_iv", "crps", "experimental"),
        ([("ketamine_any", "any", "not_covered", None)], "ketamine_iv", "ptsd", "not_covered"),
        ([("ketamine_any", "any", "not_covered", None)], "esketamine", "ptsd", "not_addressed"),
        ([("ketamine_any", "any", "not_covered", None)], "ketamine_topical", "any", "not_addressed"),
        ([("esketamine", "trd", "covered", None)], "esketamine", "mdd", "not_addressed"),
    ],
)
def test_the_nearest_record_answers(rows, treatment, indication, position):
    assert answer(reading(*rows), treatment, indication).position == position


def test_the_rule_for_all_comes_before_that_of_a_line_of_business():
    both = reading(("esketamine", "trd", "not_covered", "Medicaid"), ("esketamine", "trd", "covered", None))
    assert answer(both, "esketamine", "trd").position == "covered"
