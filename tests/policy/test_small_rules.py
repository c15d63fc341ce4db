"""Alerts, forms and policies in the small: what one line says beside the others."""

from __future__ import annotations

import pytest

from ketacli.documents.read import read_document
from ketacli.policy.read import read_policy
from tests.policy.positions.reading import positions_of, said

ALERT = """Provider Alert: Spravato (esketamine) moves to the medical benefit
Date: September 3, 2026

Effective November 1, 2026, Lakewood Community Plan will cover Spravato under the medical benefit only.

What stays the same
Prior authorization is still required. Members must be 18 or older.

What is new
- Bill G2082 for up to 56 mg and G2083 for more than 56 mg.
- The first authorization lasts 8 weeks; later ones last 6 months.
- IV ketamine for depression remains investigational and is not covered.

Questions? Call Provider Services at 1-800-555-0133.
"""


def read(folder, text):
    path = folder / "text.txt"
    path.write_text(text, "utf-8")
    return read_policy(read_document(path))


def test_what_is_new_in_an_alert_on_one_drug_is_in_force(tmp_path):
    found = read(tmp_path, ALERT)
    assert said(list(found.positions))["ketamine_iv", "mdd"] == "experimental"
    lengths = [(row.number, row.scope) for row in found.criteria if row.type == "approval_duration"]
    assert lengths == [(8, "initial"), (6, "renewal")]
    assert not [row for row in found.criteria if row.type == "quantity_limit"]


@pytest.mark.parametrize(
    ("sentence", "treatments"),
    [
        ("At-home ketamine (oral, sublingual, intranasal) is not covered.", {"ketamine_oral", "ketamine_intranasal"}),
        ("Ketamine lozenges for home use are not covered.", {"ketamine_oral"}),
    ],
)
def test_ketamine_by_mouth_or_nose_is_what_is_taken_at_home(sentence, treatments, tmp_path):
    found = said(positions_of(sentence, tmp_path))
    assert {pair for pair, word in found.items() if word == "not_covered"} == {(one, "any") for one in treatments}


def test_an_infusion_at_home_is_one_setting_of_it(tmp_path):
    assert not said(positions_of("Ketamine infusion at home is not covered.", tmp_path))


def test_a_form_that_denies_any_other_diagnosis(tmp_path):
    text = (
        "SPRAVATO PRIOR AUTHORIZATION REQUEST FORM\n\nInitial approval is for 3 months; renewals are for 6 months. "
        "Requests for any other diagnosis will be denied.\n"
    )
    assert said(list(read(tmp_path, text).positions))["esketamine", "any"] == "not_covered"
