"""Ways to say that something is not asked for."""

from __future__ import annotations

import pytest

from ketacli.policy.criteria.detect import detect
from ketacli.policy.criteria.passages import Passage
from tests.policy.criteria.conftest import read

ORAL = "concurrent_oral_antidepressant"


def told(text):
    """(type, number, required) of a passage."""
    return {(item.type, item.number, item.required) for item in detect(Passage(text=text))}


@pytest.mark.parametrize(
    "text",
    [
        "An oral antidepressant is neither demanded nor discouraged.",
        "An oral antidepressant is neither required nor forbidden.",
        "Whether the member takes an oral antidepressant no longer matters.",
        "Whether an oral antidepressant is taken at the same time makes no difference.",
        "It does not matter whether the patient also takes an oral antidepressant.",
        "It is immaterial whether an oral antidepressant is continued.",
        "Concurrent use of an oral antidepressant is irrelevant to the decision.",
        "The plan does not consider whether an oral antidepressant is taken with Spravato.",
        "We do not look at whether an oral antidepressant is taken.",
        "Esketamine may be used alone.",
        "Esketamine may now be given without an oral antidepressant in treatment-resistant depression.",
        "Spravato can be used as monotherapy.",
        "Monotherapy is acceptable.",
        "Taking an oral antidepressant is left to the prescriber.",
        "A companion oral antidepressant is not insisted on.",
        "An oral antidepressant plays no part in the review.",
    ],
)
def test_an_antidepressant_that_may_be_left_out(text):
    assert told(text) == {(ORAL, None, False)}


@pytest.mark.parametrize(
    "text",
    [
        "There is no trial requirement.",
        "Earlier failures are not looked for.",
        "Earlier trials are not looked at.",
        "Whether other antidepressants have failed does not matter.",
        "Failed drug trials play no role here.",
        "No trial of other antidepressants is expected.",
        "A history of treatment failure is immaterial.",
        "Step through other antidepressants does not apply.",
    ],
)
def test_trials_that_are_not_asked_for(text):
    assert told(text) == {("prior_trials", 0, False)}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("PHQ-9 at baseline no longer required.", ["phq9"]),
        ("Neither a MADRS nor a PHQ-9 score is required, and a PHQ-9 or MADRS need not be sent.", ["madrs", "phq9"]),
        ("No rating scale and no minimum score is prescribed.", []),
    ],
)
def test_a_lifted_scale_has_its_name(text, names):
    lifted = [item for item in detect(Passage(text=text)) if item.type == "severity_scale" and not item.required]
    assert sorted(item.text or "" for item in lifted) == names


@pytest.mark.parametrize(
    "text",
    [
        "Esketamine is approved alone or together with an oral antidepressant.",
        "Spravato may be taken with or without an oral antidepressant.",
    ],
)
def test_a_choice_asks_for_nothing(text):
    assert told(text) == set()


@pytest.mark.parametrize(
    "text",
    [
        "An oral antidepressant has to be taken together with esketamine.",
        "Esketamine is not given without an oral antidepressant.",
    ],
)
def test_what_is_asked_for_stays(text):
    assert (ORAL, None, False) not in told(text)


def test_two_of_one_class_are_accepted():
    assert ("distinct_classes", None, False) in told("The two may belong to the same class.")


FORM = """Spravato (esketamine)

Spravato is approved for treatment-resistant depression when the patient is 18 or older.

An oral antidepressant will be continued. {note}
"""


@pytest.mark.parametrize(
    "note",
    [
        "For information only; the answer has no influence on the decision.",
        "This is not required.",
        "Optional.",
        "It is no longer a requirement.",
        "The answer does not affect our decision.",
    ],
)
def test_a_note_lifts_what_the_sentence_before_names(note):
    criteria, _, _ = read(FORM.format(note=note).encode(), "form.txt")
    assert {row.required for row in criteria if row.type == ORAL} == {False}


def test_a_cell_of_two_sentences_asks_and_lifts():
    text = "For acute suicidality: Will be started on an oral antidepressant. Step therapy does not apply."
    found = detect(Passage(text=text, prefix=len("For acute suicidality: ")))
    assert {(item.type, item.required) for item in found} == {(ORAL, True), ("prior_trials", False)}


def test_questions_for_statistics_ask_for_nothing():
    text = """Spravato (esketamine) request

Spravato is approved for treatment-resistant depression when the patient is 18 or older.

For statistics only: Does the patient take an oral antidepressant? Yes No  Was TMS tried? Yes No  Was ECT tried? Yes No
"""
    criteria, _, _ = read(text.encode(), "form.txt")
    assert {row.type for row in criteria if row.required} == {"age_min"}


@pytest.mark.parametrize(
    "text",
    [
        "An oral antidepressant is required, and its choice is up to the prescriber.",
        "Esketamine is given with an oral antidepressant whose dose is left to the prescriber.",
        "Spravato may not be used alone; an oral antidepressant is required.",
        "Spravato must not be given alone.",
        "Monotherapy is not permitted.",
        "An oral antidepressant is still necessary.",
    ],
)
def test_an_antidepressant_of_which_a_detail_is_free(text):
    assert told(text) == {(ORAL, None, True)}


@pytest.mark.parametrize(
    "text",
    [
        "At least two antidepressants must have failed; the order in which they were tried does not matter.",
        "Two antidepressants must have failed (brand or generic does not matter).",
        "The member has failed two antidepressants; whether they were generic makes no difference.",
    ],
)
def test_trials_of_which_a_detail_is_free(text):
    assert told(text) == {("prior_trials", 2, True)}


@pytest.mark.parametrize(
    "text",
    [
        "It does not matter which antidepressants were tried.",
        "No exception to the two-trial requirement is expected.",
        "Spravato may be used alone only if an oral antidepressant was not tolerated.",
        "A PHQ-9 of at least 20 is not optional.",
        "If an oral antidepressant falls away during treatment, tell us.",
    ],
)
def test_what_lifts_nothing(text):
    assert not [row for row in told(text) if row[2] is False]
