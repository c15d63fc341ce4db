"""Wordings of single criteria: what is waived, what other payers do, adults, dates, and what is no condition at all."""

from __future__ import annotations

import pytest

from ketacli.policy.criteria.detect import detect
from ketacli.policy.criteria.passages import Passage
from tests.policy.criteria.conftest import read

LIST = """Spravato (esketamine)

Spravato is medically necessary for treatment-resistant depression when all of the following are met:

- The patient is 18 years of age or older
- {item}
"""
PROSE = """Spravato (esketamine)

Spravato is covered for treatment-resistant depression when the patient is 18 or older.

{sentence}
"""


def told(text, **place):
    """(type, number, required) of a passage."""
    return {(item.type, item.number, item.required) for item in detect(Passage(text=text, **place))}


@pytest.mark.parametrize(
    "text",
    [
        "You do not have to take an oral antidepressant at the same time.",
        "Use with an oral antidepressant is encouraged, but the Department does not require it.",
        "An oral antidepressant may be continued, but it is not required.",
        "The patient need not take an oral antidepressant.",
    ],
)
def test_an_antidepressant_that_is_not_asked_for(text):
    assert ("concurrent_oral_antidepressant", None, False) in told(text)
    assert ("concurrent_oral_antidepressant", None, True) not in told(text)


def test_keeping_to_the_antidepressant():
    assert ("concurrent_oral_antidepressant", None, True) in told("Patient is adherent to the oral antidepressant")


@pytest.mark.parametrize("text", ["The enrollee is an adult", "Adults", "when the member is an adult and agrees"])
def test_adults_are_eighteen(text):
    assert ("age_min", 18, True) in told(text, in_list=True)


def test_a_check_of_the_record_has_its_days():
    found = detect(Passage(text="Prescriber has reviewed the state PDMP within 7 days of the request", in_list=True))
    assert [item.within_days for item in found if item.type == "pdmp"] == [7]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Maintenance is renewed if the PHQ-9 has been cut in half by the first six", 50),
        ("Renewal needs a PHQ-9 that has fallen by half since the first infusion", 50),
    ],
)
def test_half_is_a_share_and_the_first_six_no_score(text, number):
    found = detect(Passage(text=text, scope="renewal"))
    assert [item.number for item in found if item.type == "renewal_response"] == [number]
    assert [item for item in found if item.type == "severity_scale"] == []


def test_the_second_alternative_of_two_scales():
    text = "Patient has a score of > 14 on the PHQ-9 or of ≥ 20 on the 17-item Hamilton scale (HAM-D17)"
    found = detect(Passage(text=text, in_list=True))
    assert {(item.text, item.number) for item in found if item.type == "severity_scale"} == {
        ("phq9", 14),
        ("hamd17", 20),
    }


@pytest.mark.parametrize(
    "text",
    [
        "Prior authorization is recommended for benefit coverage of Spravato.",
        "Spravato must be authorized before the first dose.",
        "Infusions must be precertified.",
    ],
)
def test_prior_authorization(text):
    assert "prior_authorization" in {kind for kind, _, _ in told(text)}


@pytest.mark.parametrize(
    "text",
    [
        "The patient is an adult, 18 to 74 years of age, with treatment-resistant major depressive disorder",
        "The record shows a major depressive episode",
        "A psychiatrist has confirmed severe major depressive disorder by interview",
        "The diagnosis rests on the Budapest criteria",
    ],
)
def test_diagnosis(text):
    assert "diagnosis" in {kind for kind, _, _ in told(text, in_list=True)}


@pytest.mark.parametrize(
    "item",
    [
        "The member has kept at least 80% of the scheduled visits",
        "Able to attend every visit with a companion",
        "The member is enrolled in a hospice program",
    ],
)
def test_a_condition_without_a_type_is_other(item):
    criteria, logic, _ = read(LIST.format(item=item).encode(), "a.txt")
    assert [row.type for row in criteria] == ["age_min", "other"]
    assert logic[0].tree == {"all": [row.id for row in criteria]}


@pytest.mark.parametrize(
    "item",
    [
        "Efficacy has not been established",
        "Spravato (esketamine nasal spray – Janssen)",
        "Conditions of treatment",
        "Chart notes are attached to the request",
        "A trial that was stopped for a side effect counts whatever its length",
        "Criteria will be updated as new data are available",
        "A 72-hour emergency supply may be dispensed",
    ],
)
def test_no_condition_of_approval(item):
    criteria, _, _ = read(LIST.format(item=item).encode(), "a.txt")
    assert [row.type for row in criteria] == ["age_min"]


@pytest.mark.parametrize(
    "sentence",
    [
        "A commercial plan in Ohio covers esketamine after four failed antidepressants and a PHQ-9 of 20.",
        "Two of the three respondents considered esketamine medically necessary after four failed antidepressants.",
        "The Blue plan of the state requires three failed antidepressants before esketamine.",
        "If you ask for TMS, use BH 052: age 15 or older, two failed antidepressants, up to 36 treatments.",
    ],
)
def test_what_others_ask_is_no_criterion(sentence):
    criteria, _, _ = read(PROSE.format(sentence=sentence).encode(), "a.txt")
    assert {(row.type, row.number) for row in criteria} == {("age_min", 18)}


def test_going_on_with_the_other_drug_is_no_renewal():
    text = PROSE.format(
        sentence="Spravato is covered for major depressive disorder with acute suicidal ideation if the member is at "
        "least 21 years old and an oral antidepressant is started or continued."
    )
    positions = [("esketamine", "trd", "covered_with_criteria"), ("esketamine", "mdd_si", "covered_with_criteria")]
    criteria, _, _ = read(text.encode(), "a.txt", positions)
    assert {row.scope for row in criteria if row.indication == "mdd_si"} == {"initial"}


def test_a_verb_of_coverage_with_a_condition_states_requirements():
    text = PROSE.format(
        sentence="Ridge Health covers esketamine for major depressive disorder with acute suicidal ideation when the "
        "member is an adult and the drug is used along with an oral antidepressant."
    )
    positions = [("esketamine", "trd", "covered_with_criteria"), ("esketamine", "mdd_si", "covered_with_criteria")]
    criteria, _, _ = read(text.encode(), "a.txt", positions)
    assert {row.type for row in criteria if row.indication == "mdd_si"} == {
        "age_min",
        "concurrent_oral_antidepressant",
    }


def test_psychotic_and_misuse_as_plain_predicates():
    kinds = {kind for kind, _, _ in told("The patient is not psychotic and does not misuse substances", in_list=True)}
    assert {"no_psychosis", "no_substance_use"} <= kinds


def test_codes_of_the_diagnosis():
    found = detect(Passage(text="The chart must show one of these diagnoses: F32.2, F33.2 or F33.9", in_list=True))
    assert [(item.type, item.text) for item in found] == [("diagnosis", "diagnoses: F32.2, F33.2 or F33.9")]
    assert told("Diagnosis codes: F43.12; F33.1", in_list=True) == set()


def test_an_add_on_that_is_named_by_its_drug():
    text = "one of the two combined with an atypical antipsychotic or lithium, for a minimum of 4 weeks, has failed"
    assert ("augmentation_trial", 1, True) in told(text, in_list=True)


def test_an_age_that_only_says_who_must_ask():
    text = "Members under 6 years of age need prior authorization for every psychotropic drug"
    assert {kind for kind, _, _ in told(text, in_list=True)} == {"prior_authorization"}


def test_the_price_of_a_supply_is_no_limit():
    assert told("30% up to $250 for a 30-day supply (no deductible)") == set()
    assert ("quantity_limit", 14, True) in told("The quantity does not exceed a supply of 14 days for each fill.")


def test_a_use_that_is_refused_by_name_is_no_condition():
    text = "Ketamine infusion\n\nKetamine infusion is unproven for:\n\n- opioid, cocaine and alcohol use disorder\n"
    criteria, _, _ = read(text.encode(), "a.txt", [("ketamine_iv", "crps", "covered_with_criteria")])
    assert criteria == ()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Spravato is covered when the patient is over 18.", ("age_min", 18, "more_than")),
        ("The member is at least 21, and a psychiatrist prescribes it", ("age_min", 21, "at_least")),
        ("Persons who are under 65", ("age_max", 65, "less_than")),
    ],
)
def test_an_age_without_the_word(text, found):
    assert found in {(item.type, item.number, item.comparison) for item in detect(Passage(text=text, in_list=True))}


def test_a_count_is_no_age():
    told = detect(Passage(text="The patient is on 20 mg and has had 12 sessions", in_list=True))
    assert not [item for item in told if item.type.startswith("age")]
