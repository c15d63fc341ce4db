"""Bulletins tell changes of several policies in fragments: each counts for the policy under whose name it stands."""

import pytest

from ketacli.policy.positions.bulletins import as_now
from tests.policy.positions.reading import positions_of, said

HEAD = "Provider Bulletin: Policy Updates\n\nPublished July 8, 2026\n\n1. POLICIES REVISED, FROM SEPTEMBER 1, 2026\n\n"
BODY = """Esketamine Nasal Spray (RX.77)

- Treatment-resistant depression: the number of drugs that must have failed goes from three to two.
- The requirement of an oral antidepressant stays for major depressive disorder with acute suicidal ideation.
- Esketamine for bipolar depression remains investigational.

Ketamine by Vein (MED.12)

- Complex regional pain syndrome: changed from investigational to medically necessary with criteria.
- Fibromyalgia is added to the list of investigational indications.

Transcranial Magnetic Stimulation (MED.3)

- The criterion of age for obsessive-compulsive disorder is lowered to 15.
- Posttraumatic stress disorder remains investigational.

Lumateperone (RX.90)

- Criterion 2 for generalized anxiety disorder is removed.
"""


@pytest.fixture
def found(tmp_path):
    return said(positions_of(BODY, tmp_path, "change_log", head=HEAD))


def test_a_change_of_criteria_means_coverage_with_criteria(found):
    assert found["esketamine", "trd"] == "covered_with_criteria"
    assert found["esketamine", "mdd_si"] == "covered_with_criteria"


def test_what_remains_or_becomes_is_read(found):
    assert found["esketamine", "bipolar"] == "experimental"
    assert found["ketamine_iv", "crps"] == "covered_with_criteria"
    assert found["ketamine_iv", "chronic_pain"] == "experimental"


def test_changes_of_other_policies_say_nothing_of_ours(found):
    assert not [use for _, use in found if use in ("ocd", "ptsd", "anxiety")]


def test_a_retired_policy_has_no_criteria(tmp_path):
    body = "Esketamine Nasal Spray (RX.77)\n\n- Retired. Criteria for treatment-resistant depression stand elsewhere.\n"
    assert not positions_of(body, tmp_path, "change_log", head=HEAD)


def test_what_held_before_a_change_is_blanked_in_its_place():
    low = "crps: changed from investigational to medically necessary."
    assert len(as_now(low)) == len(low)
    assert "investigational" not in as_now(low)
    assert as_now("the age is changed from 21 to 18") == "the age is changed from 21 to 18"


def test_a_line_policy_opens_a_section_of_its_own(tmp_path):
    body = """Policy: Esketamine (PS.55)

Change: Treatment-resistant depression. Criterion 3 now reads: "failure of at least two antidepressants."

Policy: Electroconvulsive therapy (BH.2)

Change: Criterion 1 for bipolar depression is deleted.
"""
    found = said(positions_of(body, tmp_path, "change_log", head="Provider update: changes to policies\n\n"))
    assert found == {("esketamine", "trd"): "covered_with_criteria"}
