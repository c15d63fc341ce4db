"""Questions that head sections of plain texts, diagnoses that a list leaves open, words that cannot mean a spray."""

from __future__ import annotations

from pathlib import Path

import pytest

from ketacli.documents.read import read_document
from ketacli.policy.read import read_policy

SHEET = """Fennimore Health Plan
Coverage rules: Spravato (esketamine)

Background
Esketamine acts on the NMDA receptor. The agency approved it in 2019.

When do we cover it?
We will approve a first course of 4 weeks if each of these is shown:
1. The member is 18 or older.
2. The diagnosis is one of:
   a. Major depressive disorder that has not responded to {trials}, each for eight weeks or longer at a full dose and
      taken as prescribed by the member all along; or
   b. Major depressive disorder with suicidal thoughts and intent.
3. For 2a only: an augmentation with lithium was tried, or could not be.
4. For 2(b): an oral antidepressant is taken along with it.

What is not covered?
- Members with an aneurysm or a past intracerebral hemorrhage.
- Use with ketamine infusions.
- Any diagnosis not listed above, including bipolar depression and PTSD; these uses are experimental.
"""


def read(text: str):
    return read_policy(read_document(Path("page.txt"), data=text.encode()))


def said(reading) -> dict[tuple[str, str], str]:
    kept = (one for one in reading.positions if one.position != "not_addressed" and one.treatment != "other")
    return {(one.treatment, one.indication): one.position for one in kept}


def test_questions_end_the_background():
    assert said(read(SHEET.format(trials="two or more antidepressants"))) == {
        ("esketamine", "trd"): "covered_with_criteria",
        ("esketamine", "mdd_si"): "covered_with_criteria",
        ("esketamine", "bipolar"): "experimental",
        ("esketamine", "ptsd"): "experimental",
        ("esketamine", "any"): "experimental",
    }


@pytest.mark.parametrize(
    ("words", "number"), [("two or more antidepressants", 2), ("at least four antidepressants", 4)]
)
def test_criteria_of_a_diagnosis_are_those_of_its_use(words, number):
    found = {(one.type, one.indication, one.number) for one in read(SHEET.format(trials=words)).criteria}
    assert {
        ("age_min", "any", 18),
        ("prior_trials", "trd", number),
        ("trial_duration", "trd", 8),
        ("augmentation_trial", "trd", 1),
        ("concurrent_oral_antidepressant", "mdd_si", None),
    } <= found


def test_persons_in_a_list_of_refusals_are_contraindications():
    reading = read(SHEET.format(trials="two antidepressants"))
    named = {one.text for one in reading.criteria if one.type == "contraindication"}
    assert any("aneurysm" in text for text in named)
    assert any("hemorrhage" in text for text in named)


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("Neither pays for infusions.", {("ketamine_iv", "any"): "not_covered"}),
        ("The plan does not cover lozenges.", {("ketamine_oral", "any"): "not_covered"}),
        ("The plan does not cover iron infusions.", {}),
        ("Another insurer does not cover infusions.", {}),
        ("Infusions that began before July are covered to their end.", {}),
        ("Our home infusion benefit does not cover it.", {("esketamine", "any"): "not_covered"}),
    ],
)
def test_infusions_are_never_the_spray_spoken_of_before(sentence, wanted):
    text = f"Ketamine and our plan\n\nMembers asked the plan about Spravato. {sentence}\n"
    found = said(read(text))
    assert {key: found.get(key) for key in wanted} == wanted
    assert len(found) == len(wanted)


@pytest.mark.parametrize(
    "manner",
    [
        "as a pharmacy claim",
        "through the retail pharmacy benefit",
        "under the outpatient drug benefit",
        "at retail pharmacies",
    ],
)
def test_a_way_of_billing_that_ends_refuses_nothing(manner):
    text = f"Notice on Spravato\n\nFrom July, Spravato will no longer be payable {manner}. Clinics bill S0013.\n"
    assert said(read(text)) == {}


def test_a_second_clause_with_its_own_drug_keeps_its_use():
    text = (
        "Summer bulletin\n\nKetamine by infusion for depression will still be denied as investigational; ketamine for "
        "anesthesia does not need authorization.\n"
    )
    assert said(read(text)) == {("ketamine_iv", "mdd"): "experimental"}


CHANGES = """PROVIDER NOTICE 12

DATE: June 2, 2025
TO: Pharmacies, Behavioral Health Clinics
SUBJECT: Spravato, changes of criteria

Prior authorization stays in place. Changes from the criteria of last year:
- Number of failed antidepressants: two (was three).
- PHQ-9 of 15 or more at the start (unchanged).
{more}
"""


@pytest.mark.parametrize(
    ("more", "wanted"),
    [
        ("Recipients must be at least 18. Requests for ketamine infusions will be denied as investigational.", True),
        ("Requests for ketamine infusions will be denied as investigational.", False),
    ],
)
def test_three_kinds_of_criteria_without_a_word_of_coverage_are_coverage_with_criteria(more, wanted):
    found = said(read(CHANGES.format(more=more)))
    assert (("esketamine", "any") in found) is wanted
    assert found[("ketamine_iv", "any")] == "experimental"


def test_a_number_ends_a_sentence_after_a_word_of_amount():
    reading = read(CHANGES.format(more="Recipients must be at least 18. Requests for infusions are denied."))
    assert [(one.number, one.quote) for one in reading.criteria if one.type == "age_min"] == [
        (18, "Recipients must be at least 18")
    ]


BRACKETED = """Prior Authorization Criteria: Spravato

Plan: Dunmore State Medicaid
Effective 4/1/2026

Approval criteria for new starts (all must be true)
[1] Age at least 18
[2] Dx of MDD, severe
[3] Inadequate response to three antidepressants; each tried 8 weeks
[4] One of the three trials must include augmentation
[5] Will be used with an SSRI or SNRI

{freed}

Deny for:
- Procedural sedation or anesthesia
- Any indication not named above
"""


@pytest.mark.parametrize(
    "freed",
    [
        "Acute suicidality (MDD with SI): items 3 and 4 are waived.",
        "For MDD with acute suicidal ideation, items 3 and 4 do not apply.",
        "MDD with suicidal thoughts: the trials are not required.",
    ],
)
def test_a_use_freed_from_a_step_has_the_other_criteria(freed):
    assert said(read(BRACKETED.format(freed=freed))) == {
        ("esketamine", "mdd"): "covered_with_criteria",
        ("esketamine", "mdd_si"): "covered_with_criteria",
        ("esketamine", "anesthesia"): "not_covered",
        ("esketamine", "any"): "not_covered",
    }


def test_items_with_numbers_in_square_brackets():
    found = {(one.type, one.number) for one in read(BRACKETED.format(freed="")).criteria}
    assert {
        ("age_min", 18),
        ("prior_trials", 3),
        ("trial_duration", 8),
        ("augmentation_trial", 1),
        ("concurrent_oral_antidepressant", None),
    } <= found


@pytest.mark.parametrize("pointer", ["the ones below", "the uses listed below", "those named below"])
def test_a_list_goes_on_with_the_sentence_that_points_at_it(pointer):
    text = (
        "Medical Policy\nKetamine Infusions\n\nPOSITION STATEMENT:\n\nIV ketamine is considered investigational "
        f"for all indications, including {pointer}. Evidence is too thin for conclusions on outcomes.\n\n"
        " - Complex regional pain syndrome\n - Depression that resists treatment\n - Migraine\n"
    )
    found = said(read(text))
    assert {use for _, use in found} == {"any", "crps", "trd", "migraine"}
    assert set(found.values()) == {"experimental"}


def test_the_lines_of_a_booklet():
    text = """Amberly PPO
Evidence of Coverage 2026

Mental Health Care
Spravato in a certified clinic: covered under your medical benefit when approved in advance.
We follow our drug criteria: adults, two failed antidepressants.

What we do not cover

34. Ketamine given by infusion, injection, lozenge or compounded nasal spray for depression.
35. Psychedelic-assisted therapy, with or without ketamine.
"""
    reading = read(text)
    found = said(reading)
    assert found.pop(("esketamine", "any")) == "covered_with_criteria"
    assert found.pop(("ketamine_assisted_psychotherapy", "any")) == "not_covered"
    assert found == {(f"ketamine_{route}", "mdd"): "not_covered" for route in ("iv", "im", "oral", "intranasal")}
    assert not [one for one in reading.criteria if one.type == "age_min" and one.number != 18]
