"""To which use a criterion belongs: chapters named by letter, ordinals, lists that have ended, "
"cells for all columns."""

from __future__ import annotations

import pytest

BOTH = [("esketamine", "trd", "covered_with_criteria"), ("esketamine", "mdd_si", "covered_with_criteria")]


def uses(criteria, kind):
    """(number, use, scope) of the criteria of one type."""
    return {(row.number, row.indication, row.scope) for row in criteria if row.type == kind}


CHAPTERS = """# Spravato coverage criteria

## Section A. Treatment-resistant depression

Spravato is approved when all of the following are met:

1. The member is 18 years of age or older.
2. Two antidepressants have failed, each taken for 6 weeks.

## Section B. Major depressive disorder with acute suicidal ideation

Spravato is approved when all of the following are met:

1. The member is 18 years of age or older.
2. A psychiatrist prescribes it.

## Renewal

{note}

1. The PHQ-9 is at least 50% below baseline.
2. No more than 4 sessions per 4 weeks.

The approval is renewed for 6 months.
"""


@pytest.mark.parametrize(
    "note",
    [
        "An approval under Section A can be renewed when both of these are shown:",
        "Approvals given under section A are extended if all of the following are met:",
    ],
)
def test_a_lead_in_points_at_a_chapter_by_its_letter(reading, note):
    criteria, _, _ = reading(CHAPTERS.format(note=note), ".md", BOTH)
    assert uses(criteria, "renewal_response") == {(50, "trd", "renewal")}
    assert uses(criteria, "approval_duration") == {(6, "trd", "renewal")}


@pytest.mark.parametrize("abbreviation", ["MDD-ASI", "MDD-SI", "MDSI", "MDD w/ SI", "MDD with acute SI"])
def test_ways_to_shorten_acute_suicidality(reading, abbreviation):
    text = (
        f"# Spravato criteria\n\n| Field | Entry |\n|---|---|\n| Coverage duration | TRD: 6 "
        f"months. {abbreviation}: 1 month, no renewal. |\n"
    )
    criteria, _, _ = reading(text, ".md", BOTH)
    assert uses(criteria, "approval_duration") == {(6, "trd", "initial"), (1, "mdd_si", "initial")}


def test_what_stands_before_the_first_use_of_a_cell_holds_for_all(reading):
    text = (
        "# Spravato criteria\n\n| Field | Entry |\n|---|---|\n| Other criteria | The site is "
        "certified under the Spravato REMS."
        " TRD: two antidepressants failed. MDD-ASI: an oral antidepressant is taken as well. |\n"
    )
    criteria, _, _ = reading(text, ".md", BOTH)
    assert uses(criteria, "rems") == {(None, "any", "initial")}
    assert uses(criteria, "prior_trials") == {(2, "trd", "initial")}
    assert uses(criteria, "concurrent_oral_antidepressant") == {(None, "mdd_si", "initial")}


def test_a_cell_for_all_columns(reading):
    text = (
        "# Spravato criteria\n\n| Requirement | TRD, first authorization | MDD with acute "
        "suicidality |\n|---|---|---|\n"
        "| Age | All columns: 18 years of age or older | |\n"
    )
    criteria, _, _ = reading(text, ".md", BOTH)
    assert uses(criteria, "age_min") == {(18, "any", "either")}


@pytest.mark.parametrize("noun", ["group", "use", "indication"])
def test_the_first_and_the_second_of_two(reading, noun):
    text = (
        "# Spravato\n\n## Criteria\n\nWe cover Spravato for treatment-resistant depression and for "
        "major depressive disorder with "
        f"acute suicidal ideation. For the second {noun} the approval lasts 4 weeks.\n"
    )
    criteria, _, _ = reading(text, ".md", BOTH)
    assert uses(criteria, "approval_duration") == {(4, "mdd_si", "initial")}


def test_the_wider_name_of_a_covered_depression_is_no_other_use(reading):
    text = (
        "# Spravato\n\n## Treatment-resistant depression\n\nSpravato is approved when all of the following are met:\n\n"
        "1. Major depressive disorder is severe, shown by one of these:\n   - a PHQ-9 of 20 or "
        "more\n   - a MADRS of 28 or more\n"
    )
    criteria, _, _ = reading(text, ".md", BOTH)
    assert uses(criteria, "severity_scale") == {(20, "trd", "initial"), (28, "trd", "initial")}
