"""Pages of payers as they are found: bare names of parts, uses as long lines, lists that turn from use to use."""

from __future__ import annotations

from pathlib import Path

import pytest

from ketacli.documents.read import read_document
from ketacli.policy.building import build_outline
from ketacli.policy.outline import Role
from ketacli.policy.positions.engine import find_positions
from ketacli.policy.read import read_policy

DIGEST = """Spravato (esketamine) — Larkmoor Health
Symptoms of depression in adults who live with major depressive disorder (MDD) and acute suicidal thoughts
Initial criteria
- The diagnosis is major depressive disorder
- The clinic that gives the drug is certified under the Spravato REMS
Approval duration
9 months
"""
TWO_USES = """Spravato (esketamine nasal spray)

Harrow Mutual

Depressive symptoms in persons with major depressive disorder (MDD) with acute suicidal ideation

Initial criteria

  • Age of 21 years or more; AND
  • The chart shows no allergy to ketamine and no aneurysm; AND
  • For treatment-resistant depression (TRD): given alone or beside an oral antidepressant; AND
  • Psychotherapy has been tried; AND
  • Failure of ≥ 3 antidepressants of different classes, each for ≥ 8 weeks
  • For MDD with acute suicidal ideation: the drug is taken together with an oral antidepressant; AND
  • The person was seen in an emergency room within 7 days
"""
EACH_ONE = """Spravato (esketamine)

Coverage criteria

  • The member is 18 years of age or older
  • For treatment-resistant depression (TRD): two antidepressants have failed
  • For MDD with acute suicidal ideation: the PHQ-9 is 20 or more
  • The prescriber is a psychiatrist
"""
ALERT = """Provider alert: prior authorization of Spravato

Spravato (esketamine) will also be a benefit for adults with major depressive disorder with acute suicidal ideation.

References: Manual of Outpatient Drugs, chapter 4
State notice of 2 March 2026

What you need to do: members must meet the following requirements for approval of the drug:

  • Be 18 years of age or older
  • Take an oral antidepressant with Spravato
"""
LABELLED = """Esketamine (Spravato)

GIVEN IN THE OFFICE

Indications for Prior Authorization:

  • For adults with treatment-resistant depression (TRD), together with an oral antidepressant

Members must meet the following criteria for the indication(s) above:

  • The member is 18 years of age or older, AND
  • Two antidepressants have failed, each after at least 6 weeks
"""
BREADCRUMB = """Home > Billing, Coding, Claims
Asking for ketamine and esketamine
June 3, 2026

Ketamine infusions and intranasal esketamine share the same medical necessity criteria for treatment-resistant
depression. One approval may be used for either.
"""


def policy(text: str):
    return read_policy(read_document(Path("page.txt"), data=text.encode()))


def said(text: str) -> dict[tuple[str, str], str]:
    document = read_document(Path("page.txt"), data=text.encode())
    found = find_positions(document, build_outline(document), "drug_policy")
    return {(one.treatment, one.indication): one.position for one in found if one.position != "not_addressed"}


def criteria(text: str) -> dict[tuple[str, float | None], tuple[str, str]]:
    return {(one.type, one.number): (one.treatment, one.indication) for one in policy(text).criteria}


def test_a_long_line_that_only_names_a_use_heads_its_criteria():
    assert said(DIGEST) == {("esketamine", "mdd_si"): "covered_with_criteria"}
    found = criteria(DIGEST)
    assert found["rems", None] == found["approval_duration", 9] == ("esketamine", "mdd_si")


def test_a_list_that_turns_from_one_use_to_another():
    assert {pair[1] for pair, position in said(TWO_USES).items() if position == "covered_with_criteria"} == {
        "trd",
        "mdd_si",
    }
    found = criteria(TWO_USES)
    assert found["age_min", 21] == ("esketamine", "any")
    assert (
        found["prior_trials", 3] == found["trial_duration", 8] == found["psychotherapy", None] == ("esketamine", "trd")
    )
    assert found["concurrent_oral_antidepressant", None] == ("esketamine", "mdd_si")
    assert {treatment for treatment, _ in found.values()} == {"esketamine"}


def test_items_of_one_use_each_leave_what_comes_after_them_to_all():
    found = criteria(EACH_ONE)
    assert found["prior_trials", 2][1] == "trd"
    assert found["severity_scale", 20][1] == "mdd_si"
    assert found["age_min", 18][1] == found["prescriber", None][1] == "any"


def test_a_line_that_names_its_sources_ends_no_policy():
    outline = build_outline(read_document(Path("page.txt"), data=ALERT.encode()))
    lead = next(unit for unit in outline.units if unit.text.startswith("What you need to do"))
    assert outline.section_of(lead).role is not Role.REFERENCES
    assert {"age_min", "concurrent_oral_antidepressant"} <= {kind for kind, _ in criteria(ALERT)}


def test_indications_for_prior_authorization_are_covered_under_their_criteria():
    assert said(LABELLED) == {("esketamine", "trd"): "covered_with_criteria"}
    assert criteria(LABELLED)["prior_trials", 2] == ("esketamine", "trd")


def test_the_way_to_a_page_names_no_section():
    assert said(BREADCRUMB) == {
        ("ketamine_iv", "trd"): "covered_with_criteria",
        ("esketamine", "trd"): "covered_with_criteria",
    }


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        (
            "Ketamine by mouth, by nasal spray and into a muscle is not covered, except for Spravato, which has "
            "criteria of its own below.",
            {"ketamine_oral": "not_covered", "ketamine_intranasal": "not_covered", "ketamine_im": "not_covered"},
        ),
        ("The plan covers the version of ketamine called Spravato for depression.", {"esketamine": "covered"}),
        (
            "The plan covers Spravato for depression, which is a nasal form of ketamine.",
            {"esketamine": "covered"},
        ),
        (
            "Oral ketamine is not covered for chronic pain except when all of the following criteria are met.",
            {"ketamine_oral": "covered_with_criteria"},
        ),
    ],
)
def test_what_another_product_is_called_or_excepted_for_decides_nothing_on_ketamine(sentence, wanted):
    found = said(f"Coverage policy of Larkmoor Health\n\nPOLICY\n\n{sentence}\n")
    assert {treatment: position for (treatment, _), position in found.items()} == wanted


def test_mixtures_for_the_skin_are_refused_as_such():
    found = said(
        "Compounded drugs\n\nCoverage decision\n\nExamples of non-covered compounded topical preparations:\n\n"
        "  • Lidocaine + ibuprofen preparation\n  • Ketoprofen + ketamine + clonidine preparation\n"
    )
    assert {treatment for treatment, _ in found if treatment.startswith("ketamine")} == {"ketamine_topical"}
