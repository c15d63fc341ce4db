"""Newsletters: what is new about a drug holds; uses named as all that is covered; diagnoses named before a verdict."""

from __future__ import annotations

import pytest

from tests.policy.positions.reading import positions_of, said


@pytest.mark.parametrize(
    ("sentence", "position"),
    [
        ("Spravato: TRD and PTSD are the two uses that we authorize.", "covered"),
        ("For Spravato, TRD and PTSD remain the only indications which this plan covers.", "covered"),
        ("For Spravato, TRD and PTSD are uses that we do not cover.", "not_covered"),
    ],
)
def test_uses_named_as_what_is_covered(sentence, position, tmp_path):
    found = said(positions_of(sentence, tmp_path))
    assert found["esketamine", "trd"].startswith(position)
    assert found["esketamine", "ptsd"].startswith(position)


def test_a_relative_clause_on_drugs_decides_nothing(tmp_path):
    assert positions_of("The forms are the same for all the drugs that we cover.", tmp_path) == []


def test_these_diagnoses(tmp_path):
    text = (
        "We have seen claims for infusions of ketamine for PTSD and anxiety. "
        "Ketamine infusion is considered experimental for these diagnoses and for chronic pain."
    )
    found = said(positions_of(text, tmp_path))
    assert {use for _, use in found} == {"ptsd", "anxiety", "chronic_pain"}
    assert set(found.values()) == {"experimental"}


NEWS = "# The Post\n\nNews for participating practices, issue 12\n\n"


def test_what_is_new_in_a_newsletter_holds(tmp_path):
    text = "## Vaccines\n\nNo change.\n\n## Spravato: what is new\n\nSpravato is covered for TRD after two trials."
    found = said(positions_of(text, tmp_path, "change_log", NEWS))
    assert ("esketamine", "trd") in found
