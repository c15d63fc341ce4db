"""What pages on payers' rules say of others: surveys, clinics that take no plan, lists after a reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from ketacli.documents.read import read_document
from ketacli.policy.building import build_outline
from ketacli.policy.criteria.detect import detect
from ketacli.policy.criteria.passages import Passage
from ketacli.policy.positions.engine import find_positions
from ketacli.policy.read import read_policy


def said(text: str) -> dict[tuple[str, str], str]:
    document = read_document(Path("page.txt"), data=text.encode())
    found = find_positions(document, build_outline(document), "medical_policy")
    kept = (one for one in found if one.position != "not_addressed" and one.treatment != "other")
    return {(one.treatment, one.indication): one.position for one in kept}


@pytest.mark.parametrize(
    "sentence",
    [
        "In spring 41.5% of Medicaid program entities covered Spravato with prior authorization, while intravenous "
        "ketamine is covered by 2 of 160.",
        "Of all plans only 61 (40%) provide coverage for esketamine when criteria are met.",
        "Five states require prior authorization and cover Spravato for depression.",
        "Across 120 state Medicaid programs, Spravato is covered for treatment-resistant depression.",
        "We are out of network and cannot accept Larkmoor plans to cover ketamine infusions for depression.",
        "Spravato is not covered by Medicaid in all states.",
        "Ketamine for depression is generally considered experimental by insurers and is not covered.",
        "If it is approved, the insurance provider may cover ketamine infusions, subject to a deductible.",
        "My insurance plan covers Spravato, though I would rather have infusions.",
    ],
)
def test_surveys_clinics_and_persons_decide_nothing(sentence):
    assert said(f"Ketamine and esketamine coverage\n\n{sentence}\n") == {}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "The plan considers the following treatments experimental and investigational for migraine due to weak "
            "evidence (not a full list): magnet headband Intranasal ketamine Intranasal lidocaine",
            {("ketamine_intranasal", "migraine"): "experimental"},
        ),
        (
            "Esketamine is considered experimental for bipolar depression due to a lack of trials: two studies of "
            "intravenous ketamine were small.",
            {("esketamine", "bipolar"): "experimental"},
        ),
        (
            "Topical preparations that contain any of the following: ketamine, gabapentin or baclofen are not covered.",
            {("ketamine_topical", "any"): "not_covered"},
        ),
        (
            "Does the plan cover ketamine treatment? Yes, in some cases, above all for Spravato (esketamine) if "
            "depression resists treatment.",
            {("esketamine", "mdd"): "covered_with_criteria"},
        ),
    ],
)
def test_what_a_statement_reaches(text, wanted):
    assert said(f"Coverage policy: ketamine and esketamine\n\nPOLICY\n\n{text}\n") == wanted


def test_the_items_of_a_lead_in_are_its_uses():
    found = said(
        "Formulary decision: ketamine\n\nIntravenous ketamine is covered with prior authorization on the chronic pain "
        "formulary for the following indications:\n\n  • Complex regional pain syndrome\n"
        "  • Treatment-resistant depression\n"
    )
    assert set(found) == {("ketamine_iv", "crps"), ("ketamine_iv", "trd")}


LONG = """Esketamine nasal spray

Treatment-Resistant Depression

Esketamine nasal spray may be considered medically necessary if all of these are met:

Initial Approval Criteria

Member is 18 years of age or older.

Member has tried and had an inadequate response to 3 antidepressant agents from 2 different antidepressant classes (the
classes being those that the manual of the program lists in its appendix for depression in adults). A trial is adequate
when BOTH of the following are true:

The trial lasted at least 8 weeks at a usual dose; AND

The member took at least four of five doses.
"""


def test_a_long_paragraph_of_criteria_counts_like_a_short_one():
    rows = {(one.type, one.number) for one in read_policy(read_document(Path("p.txt"), data=LONG.encode())).criteria}
    assert {("prior_trials", 3), ("distinct_classes", 2), ("trial_duration", 8)} <= rows


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (
            "Navigating Coverage of Ketamine\n\nThis article explores what plans pay. Our plan covers Spravato.\n",
            "article",
        ),
        (
            "Does Ridge Cover Spravato?\n\nLatest medical review on: 2 May 2026.\n\nRidge covers it for TRD.\n",
            "article",
        ),
    ],
)
def test_pages_for_readers_are_articles(text, kind):
    assert read_policy(read_document(Path("p.txt"), data=text.encode())).document.kind == kind


@pytest.mark.parametrize("heading", ["Insurance Coverage Criteria", "How Medicaid Covers Spravato"])
def test_a_heading_on_coverage_is_no_payer(heading):
    text = f"Esketamine and plans\n\n{heading}\n\nSpravato is covered for treatment-resistant depression.\n"
    assert read_policy(read_document(Path("p.txt"), data=text.encode())).document.payer is None


def test_what_a_sentence_puts_in_the_middle_is_what_the_next_one_speaks_of():
    found = said(
        "Ketamine coverage\n\nCoverage of ketamine treatments focuses on esketamine (Spravato) for treatment-resistant "
        "depression. This form is given as a spray and is covered under specific conditions.\n"
    )
    assert found == {("esketamine", "trd"): "covered_with_criteria"}


def test_coverage_that_is_limited_answers_the_question_above_it():
    found = said(
        "Insurance for ketamine\n\nDoes the plan cover intravenous ketamine?\n\nIt has a policy on infusions.\n\n"
        "Coverage is limited to specific criteria and guidelines.\n"
    )
    assert found == {("ketamine_iv", "any"): "covered_with_criteria"}


def test_a_question_and_the_list_after_its_mark_are_one():
    text = (
        "Spravato prior authorization request form\n\nClinical information\n\nHas the member had an inadequate "
        "response to the following therapies? THREE antidepressants from TWO different classes, each for at least 8 "
        "weeks? (check)\n"
    )
    rows = {(one.type, one.number) for one in read_policy(read_document(Path("f.txt"), data=text.encode())).criteria}
    assert {("prior_trials", 3), ("distinct_classes", 2), ("trial_duration", 8)} <= rows


def test_what_an_injectable_product_is_given_into_and_an_open_bracket_over_two_lines():
    found = said(
        "Use of Injectable Ketamine\n\nCoverage Policy\n\nUse of injectable ketamine for mental illness (including "
        "major depressive disorder, bipolar disorder, and\npost-traumatic stress disorder) is considered investigative "
        "and is therefore not covered.\n"
    )
    assert found == {
        (treatment, use): "experimental"
        for treatment in ("ketamine_iv", "ketamine_im")
        for use in ("mdd", "bipolar", "ptsd")
    }


def test_a_digest_that_tells_what_its_policy_defines():
    found = said(
        "Pharmacy policy 7.12 Spravato (esketamine)\n\nDefines medical necessity, dosing limits and documentation for "
        "Spravato in major depressive disorder.\n"
    )
    assert found == {("esketamine", "mdd"): "covered_with_criteria"}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Psychotherapy was tried, alone or with an oral antidepressant", {("psychotherapy", None)}),
        (
            "Five different antidepressants from three or more classes, without an adequate response",
            {("prior_trials", 5), ("distinct_classes", 3)},
        ),
    ],
)
def test_trials_in_few_words(text, wanted):
    assert {(one.type, one.number) for one in detect(Passage(text=text, in_list=True))} == wanted


def test_what_must_not_be_given_at_the_same_time_is_no_service():
    text = (
        "Spravato (esketamine) — Larkmoor\nTreatment-resistant depression\nInitial criteria\n- Age of 18 or more\n"
        "- No concomitant ketamine therapy\n- Two antidepressants have failed\n"
    )
    assert said(text) == {("esketamine", "trd"): "covered_with_criteria"}
