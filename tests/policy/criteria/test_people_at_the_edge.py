"""Words on which a patient at the edge turns: upper ages, "every one", how long an illness lasted."""

from __future__ import annotations

import pytest

OPENING = "Spravato Policy\n\nCriteria\n\nSpravato is medically necessary for treatment-resistant depression when "
OWN = " are met:\n- {}\n- Prescribed by a psychiatrist.\n"


@pytest.mark.parametrize(
    ("item", "least", "most", "comparison"),
    [
        ("Is at least 18 but not yet 75 years of age", 18, 75, "less_than"),
        ("Is 18 or older and has not yet turned 65 years old", 18, 65, "less_than"),
        ("The member is at least 21 and has not reached 70 years of age", 21, 70, "less_than"),
        ("Age 18 years or older but younger than 75", 18, 75, "less_than"),
        ("The patient is over 18 but under 65 years of age", 18, 65, "less_than"),
        ("Is at least 18", 18, None, None),
        ("Members aged 18 to 64 years", 18, 64, "at_most"),
    ],
)
def test_ages_with_an_upper_end(reading, item, least, most, comparison):
    criteria, _, _ = reading(OPENING + "all of the following criteria" + OWN.format(item))
    ages = {row.type: (row.number, row.comparison) for row in criteria if row.type in ("age_min", "age_max")}
    assert ages["age_min"][0] == least
    assert ages.get("age_max") == (None if most is None else (most, comparison))


@pytest.mark.parametrize(
    "lead",
    [
        "the member satisfies every one of the following:",
        "the patient meets each one of these:",
        "every single one of the following criteria is met:",
        "each of the following is true:",
    ],
)
def test_every_one_is_all(reading, lead):
    text = f"{OPENING}{lead}\n1. Age 18 years or older; and\n2. Two antidepressants have failed.\n"
    _, (logic,), _ = reading(text)
    assert set(logic.tree) == {"all"}


def test_one_of_stays_a_choice(reading):
    text = f"{OPENING}one of the following is met:\n1. PHQ-9 of 20 or more\n2. MADRS of 28 or more\n"
    _, (logic,), _ = reading(text)
    assert set(logic.tree) == {"any"}


@pytest.mark.parametrize(
    "sentence",
    [
        "Spravato is covered for treatment-resistant depression for a person 18 or over whose records show failure of "
        "at least two antidepressants of at least 8 weeks each.",
        "Spravato is covered for treatment-resistant depression in members 18 years or older who have failed at least "
        "two antidepressants.",
    ],
)
def test_an_age_counts_no_trials(reading, sentence):
    criteria, _, _ = reading(f"Spravato Policy\n\nCoverage\n\n{sentence}\n")
    assert [row.number for row in criteria if row.type == "prior_trials"] == [2]
    assert [row.number for row in criteria if row.type == "age_min"] == [18]


@pytest.mark.parametrize(
    "words",
    [
        "the syndrome has lasted longer than six months",
        "given as hospital treatment when the syndrome has lasted 6 months",
        "the disease has been present for at least 6 months",
    ],
)
def test_how_long_an_illness_lasts_is_no_trial(reading, words):
    text = (
        f"Ketamine Policy\n\nKetamine infusion is covered for CRPS when {words} and sympathetic blocks have failed.\n"
    )
    criteria, _, _ = reading(text, positions=[("ketamine_iv", "crps", "covered_with_criteria")])
    assert "trial_duration" not in {row.type for row in criteria}


def test_rules_of_neighbours_are_not_ours(reading):
    text = (
        f"{OPENING}all of the following are met:\n- Age 18 years or older\n- Two antidepressants have failed\n\n"
        "## Comparison with neighboring programs\n\nCedar Basin asks for one antidepressant and a MADRS of 20.\n"
    )
    criteria, _, _ = reading(text, ".md")
    assert {row.type for row in criteria} == {"age_min", "prior_trials"}


def test_groups_of_members_are_no_classes(reading):
    text = "Spravato Policy\n\nSpravato is covered for two groups of members with treatment-resistant depression.\n"
    criteria, _, _ = reading(text)
    assert "distinct_classes" not in {row.type for row in criteria}


@pytest.mark.parametrize("verb", ["rules out treatment", "precludes use", "bars approval"])
def test_what_rules_out_treatment_must_be_absent(reading, verb):
    criteria, _, _ = reading(f"{OPENING}all of the following{OWN.format(f'Uncontrolled hypertension {verb}')}")
    assert [row.text for row in criteria if row.type == "contraindication"] == ["uncontrolled hypertension"]


@pytest.mark.parametrize("end", ["without response", "without any benefit", "without success"])
def test_an_earlier_spray_without_response(reading, end):
    lead = "Ketamine Policy\n\nKetamine infusion is covered when all of these are met:\n"
    text = f"{lead}- Esketamine, at least 8 sessions, {end}\n- Age 18 or older\n"
    criteria, _, _ = reading(text, positions=[("ketamine_iv", "trd", "covered_with_criteria")])
    assert [row.number for row in criteria if row.type == "prior_failure_other"] == [8]


@pytest.mark.parametrize(
    "words",
    [
        "Has the state's controlled-substance database been checked?",
        "The controlled substance registry was reviewed",
        "The state's controlled-substance utilization report has been queried",
    ],
)
def test_the_record_of_controlled_substances(reading, words):
    criteria, _, _ = reading(f"{OPENING}all of the following{OWN.format(words)}")
    assert "pdmp" in {row.type for row in criteria}
