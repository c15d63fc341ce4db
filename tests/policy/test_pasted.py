"""Policies that lost their layout on the way into a text: no blank lines, no marks, bare headings, wrapped lines."""

from __future__ import annotations

import pytest

from ketacli.documents.read import read_document
from ketacli.policy.building import build_outline
from ketacli.policy.positions.engine import find_positions

COVERS = ("covered", "covered_with_criteria")

LISTS = """Tamarack Hollow Health Plan
Clinical Policy: Esketamine (Spravato)
Effective Date: 03.01.26
Description
Spravato is a nasal spray of esketamine for adults and is given in a certified clinic under observation.
Policy/Criteria
Tamarack Hollow considers Spravato medically necessary when the following criteria are met:
Initial Approval Criteria
Treatment-Resistant Depression (must meet all):
Diagnosis of MDD;
Age 18 years or older;
One of the following (a or b):
PHQ-9 of 15 or higher;
MADRS of 28 or higher;
Failure of TWO antidepressants from different classes, each for at least 6 weeks, unless clinically significant adverse
effects are experienced;
Prescribed by a psychiatrist.
Approval duration: 6 months
Diagnoses/Indications for which coverage is NOT authorized:
Any use that the FDA has not approved, unless the off-label policy of the plan says otherwise for the use that is asked
for and for the person for whom it is asked;
Post-traumatic stress disorder;
Bipolar depression;
Use as an anesthetic agent.
Revision Log
2024 review: no change
"""
SENTENCES = """Quarry Bend Health
Spravato (esketamine)
Coverage
Spravato may be approved for treatment-resistant depression when every item is met:
The member is 18 years of age or older.
Two antidepressants have failed, each taken for at least 6 weeks.
The clinic is certified under the Spravato REMS.
Spravato is not covered for any of the following:
Bipolar depression
Post-traumatic stress disorder
Generalized anxiety disorder
Appeals
A member may appeal within 180 days.
"""
JOINED = """Alder Point Pharmacy Program
Spravato (esketamine) nasal spray
Prior authorization criteria
Treatment-resistant depression. Approve for 6 months if ALL of the following are documented:
Patient is 18 years of age or older; AND
ONE of the following applies:
Inadequate response to three antidepressants; OR
Inadequate response to two antidepressants and to lithium; AND
The prescriber is a psychiatrist; AND
The patient has NONE of the following:
aneurysmal vascular disease;
an arteriovenous malformation.
Spravato is NOT approved for:
bipolar depression; or
use as an anesthetic.
"""
WRAPPED = """Wicker Park Insurance Society
Policy on Spravato (esketamine)
Policy
Spravato (esketamine) is considered not medically necessary for
treatment-resistant depression, because other treatments are covered.
Spravato (esketamine) is considered investigational for every
other condition, among them bipolar depression and migraine.
Appeals
A member who does not agree may write to the appeals unit of the Society, which answers in 30 days.
"""


def outline_of(text):
    return build_outline(read_document("pasted.txt", data=text.encode()))


def governor(outline, words):
    unit = next(unit for unit in outline.units if words in unit.text)
    return None if unit.parent is None else outline.units[unit.parent].text


def answers(text):
    document = read_document("pasted.txt", data=text.encode())
    return {(one.treatment, one.indication): one.position for one in find_positions(document, build_outline(document))}


@pytest.mark.parametrize(
    ("words", "lead"),
    [
        ("Diagnosis of MDD", "Treatment-Resistant Depression (must meet all):"),
        ("PHQ-9 of 15", "One of the following (a or b):"),
        ("MADRS of 28", "One of the following (a or b):"),
        ("One of the following", "Treatment-Resistant Depression (must meet all):"),
        ("Failure of TWO", "Treatment-Resistant Depression (must meet all):"),
        ("Prescribed by", "Treatment-Resistant Depression (must meet all):"),
        ("Approval duration", None),
        ("Post-traumatic", "Diagnoses/Indications for which coverage is NOT authorized:"),
        ("Use as an anesthetic", "Diagnoses/Indications for which coverage is NOT authorized:"),
    ],
)
def test_lines_belong_to_the_lead_in_above_them(words, lead):
    assert governor(outline_of(LISTS), words) == lead


@pytest.mark.parametrize(
    ("words", "lead"),
    [
        ("three antidepressants", "ONE of the following applies:"),
        ("and to lithium", "ONE of the following applies:"),
        (
            "is a psychiatrist",
            "Treatment-resistant depression. Approve for 6 months if ALL of the following are documented:",
        ),
        ("aneurysmal", "The patient has NONE of the following:"),
        ("has NONE", "Treatment-resistant depression. Approve for 6 months if ALL of the following are documented:"),
        ("bipolar depression", "Spravato is NOT approved for:"),
        ("Spravato is NOT approved for:", None),
    ],
)
def test_and_and_or_say_where_an_inner_list_ends(words, lead):
    assert governor(outline_of(JOINED), words) == lead


@pytest.mark.parametrize("text", [LISTS, SENTENCES, JOINED])
def test_refused_lines_are_not_covered(text):
    found = answers(text)
    assert found["esketamine", "trd"] in COVERS
    assert found["esketamine", "bipolar"] == "not_covered"
    assert {use for (_, use), position in found.items() if position in COVERS} <= {"trd", "any"}


def test_a_line_that_breaks_in_its_sentence_heads_nothing():
    found = answers(WRAPPED)
    assert found["esketamine", "trd"] == "not_medically_necessary"
    assert found["esketamine", "bipolar"] == "experimental"


def test_items_and_fields_are_no_headings():
    headings = [unit.text for unit in outline_of(LISTS).units if unit.kind == "heading"]
    assert "Revision Log" in headings
    assert not [text for text in headings if text.endswith((";", "higher;")) or text.startswith("Approval duration")]


def test_items_that_blank_lines_set_apart_stay_paragraphs():
    text = "Spravato\n\nSpravato is covered when you meet this:\n\nYou are 18 or older.\n\nYou see a psychiatrist.\n"
    assert [unit.parent for unit in outline_of(text).units if unit.kind == "paragraph"][-2:] == [None, None]


NUMBERED = """Fenbrook Pharmacy Services
Spravato (esketamine) program
1. Background
Spravato is a nasal spray of esketamine for adults.
2. Coverage criteria
Spravato is approved for treatment-resistant depression when two antidepressants have failed.
3. Exclusions
Spravato is not covered for bipolar disorder or for use as an anesthetic.
4. Clinical Data
In ESCAPE-TRD more adults with treatment-resistant depression reached remission with the spray than with quetiapine.
5. References
1. ESCAPE-TRD Investigators. N Engl J Med. 2023;389:1298-1309.
2. SUSTAIN-1 Investigators. JAMA Psychiatry. 2019;76(9):893-903.
"""


@pytest.mark.parametrize(
    ("words", "role"),
    [
        ("is approved", "criteria"),
        ("is not covered", "exclusions"),
        ("more adults", "background"),
        ("ESCAPE-TRD Investigators", "references"),
        ("SUSTAIN-1", "references"),
    ],
)
def test_a_numbered_name_of_a_section_ends_the_one_above_it(words, role):
    outline = outline_of(NUMBERED)
    unit = next(unit for unit in outline.units if words in unit.text)
    assert outline.section_of(unit).role == role


def test_exclusions_do_not_reach_into_the_next_numbered_section():
    found = answers(NUMBERED)
    assert found["esketamine", "trd"] in COVERS
    assert found["esketamine", "bipolar"] == "not_covered"
