"""Chapters whose titles are numbered lines, names of payers behind them, and persons that are no line of business."""

import pytest

from ketacli.policy.criteria.subjects import line_of_business
from tests.policy.positions.reading import positions_of, said

CHAPTERS = """Scope

This bulletin is about ketamine.

I. Medical Necessity
Harborline considers intravenous ketamine medically necessary as an anesthetic for an operation.

II. Investigational Uses
Harborline considers ketamine investigational for these uses:
- Anxiety
- Migraine
"""
DASHED = (
    "We cover Spravato only for approved uses\u2014treatment-resistant depression and major depressive disorder with "
    "acute suicidal ideation\u2014and exclude all other uses.\n"
)


def test_a_numbered_title_opens_a_chapter_of_its_own(tmp_path):
    found = said(positions_of(CHAPTERS, tmp_path, head="Ketamine\n\nNumber: 77\n\n"))
    assert found["ketamine_any", "anxiety"] == found["ketamine_any", "migraine"] == "experimental"
    assert found["ketamine_iv", "anesthesia"].startswith("covered")


def test_a_refusal_behind_a_dash_reaches_none_of_the_covered_uses(tmp_path):
    found = said(positions_of(DASHED, tmp_path, head="Spravato\n\n"))
    assert found["esketamine", "trd"].startswith("covered")
    assert found["esketamine", "mdd_si"].startswith("covered")


@pytest.mark.parametrize("text", ["individual is 18 years or older", "individual has failed two antidepressants"])
def test_the_individual_who_is_treated_is_no_line_of_business(text):
    assert line_of_business(text) is None


def test_plans_for_individuals_are_a_line_of_business():
    assert line_of_business("individual plans: age 18 or older") == "individual plans"
