"""Sentences on two treatments or two uses: each gets its own verdict, and what persons must not have gets none."""

import pytest

from tests.policy.positions.reading import positions_of, said

A, B = "esketamine nasal spray", "intravenous ketamine"
U, V = "treatment-resistant depression", "PTSD"
IDS = {"A": "esketamine", "B": "ketamine_iv", "U": "trd", "V": "ptsd", "any": "any"}
COVERED = {"covered", "covered_with_criteria"}
HEAD = "Medical Policy: Ketamine and Esketamine\n\nPolicy\n\n"

CASES = [
    ("{A} is covered for {U}, but not for {V}.", "AU+ AV-"),
    ("{A} is covered for {U}; it is not covered for {V}.", "AU+ AV-"),
    ("While {A} is covered for {U}, it is considered investigational for {V}.", "AU+ AV-"),
    ("{A} may be considered medically necessary for {U}. {B} is investigational for {U} and {V}.", "AU+ BU- BV-"),
    ("{B} for {U} is investigational; use {A}, which is covered for {U} with prior authorization.", "BU- AU+"),
    ("Unlike {A}, {B} is not covered for {U}.", "BU-"),
    ("Neither {A} nor {B} is covered for {V}.", "AV- BV-"),
    ("Both {A} and {B} are considered investigational for {V}.", "AV- BV-"),
    ("The plan covers {A}, not {B}, for {U}.", "AU+"),
    ("The plan covers {A} for {U} in place of {B}, which it does not cover.", "AU+"),
    ("{A} is covered for {U} when the patient does not have {V}.", "AU+"),
    ("{A} is covered for members with {U} who do not have {V}.", "AU+"),
    ("{A} is covered for adults with {U} who do not have a history of psychosis, {V}, or mania.", "AU+"),
    ("{A} is covered for {U} in members without {V}.", "AU+"),
    ("{A} is covered for members with or without {V} who have {U}.", "AU+"),
    ("{A} is medically necessary for {U} in patients with no history of {V}.", "AU+"),
    ("{A} has no coverage for {V}.", "AV-"),
    ("There is no coverage of {A} for {U} or {V}.", "AU- AV-"),
    ("{A} and {B} have no proven benefit in {V} and are considered investigational.", "AV- BV-"),
]


@pytest.mark.parametrize(("sentence", "wanted"), CASES)
def test_each_pair_has_its_own_verdict(sentence, wanted, tmp_path):
    text = sentence.format(A=A, B=B, U=U, V=V)
    rows = said(positions_of(text[0].upper() + text[1:], tmp_path, head=HEAD))
    signs = {pair: "+" if word in COVERED else "-" for pair, word in rows.items() if word != "not_addressed"}
    assert signs == {(IDS[one[0]], IDS[one[1:-1]]): one[-1] for one in wanted.split()}


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        (
            "Because the plan covers other drugs for {U} and {V}, {A} is considered not medically necessary.",
            {("esketamine", "trd"): "not_medically_necessary", ("esketamine", "ptsd"): "not_medically_necessary"},
        ),
        (
            "The plan covers {A} for {U}. The other forms are excluded: intravenous infusions and lozenges.",
            {
                ("esketamine", "trd"): "covered",
                ("ketamine_iv", "any"): "not_covered",
                ("ketamine_oral", "any"): "not_covered",
            },
        ),
    ],
)
def test_a_reason_first_and_a_list_of_other_forms(sentence, wanted, tmp_path):
    assert said(positions_of(sentence.format(A=A, U=U, V=V), tmp_path, head=HEAD)) == wanted
