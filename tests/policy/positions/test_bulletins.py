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


@pytest.mark.parametrize(
    "title",
    ["Spravato: changes to the criteria", "Revised criteria for Spravato", "What's new for Spravato (esketamine)"],
)
def test_a_title_of_changes_does_not_hide_them(title, tmp_path):
    body = """- For treatment-resistant depression we no longer ask that an oral antidepressant be taken alongside.
- The first approval for treatment-resistant depression grows from 4 weeks to 12 weeks.
"""
    head = f"QUINCE HEALTH   Network Bulletin   June 3, 2026\n\n{title}\n\n"
    assert said(positions_of(body, tmp_path, "change_log", head=head)) == {
        ("esketamine", "trd"): "covered_with_criteria"
    }


@pytest.mark.parametrize(
    "sentence",
    [
        "Coverage for bipolar depression is not planned.",
        "Criteria for bipolar depression are under review.",
        "We did not adopt criteria for bipolar depression.",
        "There are no plans for bipolar depression.",
        "Bipolar depression is the subject of a seminar in June.",
        "The request to set criteria for bipolar depression was declined.",
    ],
)
def test_what_a_bulletin_does_not_do_is_no_coverage(sentence, tmp_path):
    head = "QUINCE HEALTH   Network Bulletin\n\nRevised criteria for Spravato\n\n"
    body = f"Two failed antidepressants are now enough for treatment-resistant depression. {sentence}"
    found = said(positions_of(body, tmp_path, "change_log", head=head))
    assert found["esketamine", "trd"] == "covered_with_criteria"
    assert found.get(("esketamine", "bipolar")) not in ("covered", "covered_with_criteria")


@pytest.mark.parametrize(
    ("sentence", "position"),
    [
        ("Ketamine infusion for depression was not reclassified as medically necessary.", "not_medically_necessary"),
        ("Ketamine infusion for depression, previously covered, becomes investigational on January 1.", "experimental"),
        ("Ketamine infusion for depression moves to investigational on January 1.", "experimental"),
        ("Ketamine infusion for depression was never added as a covered service.", "not_covered"),
        ("Ketamine infusion for depression is redesignated as not covered.", "not_covered"),
    ],
)
def test_what_a_treatment_became_or_did_not_become(sentence, position, tmp_path):
    head = "QUINCE HEALTH   Network Bulletin\n\nKetamine Infusion (MED.12)\n\n"
    assert said(positions_of(sentence, tmp_path, "change_log", head=head)) == {("ketamine_iv", "mdd"): position}
