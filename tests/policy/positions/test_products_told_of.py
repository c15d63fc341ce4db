"""Products that are told by what they contain, and services that a sentence goes on about."""

from __future__ import annotations

import pytest

from ketacli.policy.positions.treatments import find_treatments
from tests.policy.positions.reading import positions_of, said


@pytest.mark.parametrize(
    ("text", "treatments"),
    [
        ("compounded creams and gels, among them those that contain ketamine or lidocaine", {"ketamine_topical"}),
        ("topical compounds (creams, lotions) containing ketamine", {"ketamine_topical"}),
        ("topical pain products such as those made with ketamine", {"ketamine_topical"}),
        ("ointments containing gabapentin, ketamine or baclofen", {"ketamine_topical"}),
        ("creams and troches containing ketamine", {"ketamine_topical", "ketamine_oral"}),
        ("a topical anesthetic is used with intravenous ketamine", {"ketamine_iv"}),
        ("a gel is applied before ketamine infusions", {"ketamine_iv"}),
    ],
)
def test_products_for_the_skin_that_contain_ketamine(text, treatments):
    assert {one for mention in find_treatments(text) for one in mention.ids} - {"other"} == treatments


def test_its_use_is_the_use_of_what_the_sentence_before_names(tmp_path):
    text = (
        "Intravenous infusion of ketamine is considered investigational for bipolar depression. Its use in the "
        "treatment of alcohol or opioid use disorder is likewise considered investigational."
    )
    found = said(positions_of(text, tmp_path))
    assert found["ketamine_iv", "bipolar"] == found["ketamine_iv", "sud"] == "experimental"


@pytest.mark.parametrize("owner", ["a Tahoma Medicaid", "a plan", "a State Employees' program", "a Medicare"])
def test_not_a_benefit_of_a_named_program(owner, tmp_path):
    found = said(positions_of(f"Ketamine troches are not {owner} benefit.", tmp_path))
    assert found["ketamine_oral", "any"] == "not_covered"
