"""What a text itself calls an error states nothing in force."""

import pytest

from ketacli.policy.corrections import taken_back, without_errors
from tests.policy.positions.reading import positions_of, said

RETRACTED = (
    "In September we wrote that ketamine lozenges are covered for depression. That was wrong. ",
    "The May issue said that ketamine lozenges are covered for depression. This was an error. ",
    "Our bulletin incorrectly stated that ketamine lozenges are covered for depression; the correct entry is below. ",
    "In the spring edition we mistakenly listed ketamine lozenges as covered for depression. ",
    "The table on page 3 showed ketamine lozenges as covered for depression, which is wrong. ",
    "The notice of July 1 read: ketamine lozenges are covered for depression; it should have read otherwise. ",
    "Page 2 erroneously reported that ketamine lozenges are covered for depression. ",
    "The last newsletter stated by mistake that ketamine lozenges are covered for depression. ",
    "Last month's answer was that ketamine lozenges are covered for depression. The answer was not correct. ",
    "We said that ketamine lozenges are covered for depression. The statement is inaccurate. ",
)


@pytest.mark.parametrize("error", RETRACTED)
def test_an_error_that_is_taken_back_is_no_position(error, tmp_path):
    found = said(positions_of(error + "Esketamine is investigational for PTSD.", tmp_path))
    assert found == {("esketamine", "ptsd"): "experimental"}


@pytest.mark.parametrize("error", RETRACTED)
def test_what_comes_after_it_still_knows_what_it_speaks_of(error, tmp_path):
    found = said(positions_of(error + "They are not covered.", tmp_path))
    assert {drug for drug, _ in found} == {"ketamine_oral"}
    assert set(found.values()) == {"not_covered"}


@pytest.mark.parametrize(
    "text",
    [
        "Esketamine is covered when two drugs have failed. Claims that are billed in error are returned.",
        "The member should have tried two antidepressants.",
        "A medication error must be reported to the clinic.",
        "It is wrong to say that no other drug helps.",
    ],
)
def test_other_errors_take_nothing_back(text):
    assert not taken_back(text)


def test_every_character_keeps_its_place():
    text = "We wrote that esketamine renewals last 6 months. That was wrong. They last 12 months."
    plain = without_errors(text)
    assert len(plain) == len(text)
    assert "6 months" not in plain
    assert plain.endswith("They last 12 months.")
    assert plain.index("esketamine") == text.index("esketamine")


@pytest.mark.parametrize(
    "word",
    [
        "None of that applies to Medicare Advantage.",
        "None of those criteria apply here.",
        "That policy does not apply to this plan.",
        "Those rules do not apply here.",
        "It has no bearing on this guideline.",
    ],
)
def test_rules_that_a_text_disowns_are_not_its_own(word, tmp_path):
    told = "The other policy covers ketamine lozenges for depression after four failed drugs. "
    found = said(positions_of(f"{told}{word}\n\nEsketamine is investigational for PTSD.", tmp_path))
    assert found == {("esketamine", "ptsd"): "experimental"}


def test_an_exception_disowns_nothing():
    assert not taken_back(
        "Esketamine is covered after two failed drugs. That does not apply to acute suicidal ideation."
    )
