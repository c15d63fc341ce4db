"""A document titled after esketamine and ketamine that authorizes sessions without saying of what."""

from __future__ import annotations

from tests.policy.positions.reading import positions_of, said

HEAD = "14. Esketamine and Ketamine Services\n\n"
GIVEN = "The plan authorizes 12 sessions over 8 weeks for treatment-resistant depression."


def test_only_esketamine_is_left_where_ketamine_is_refused(tmp_path):
    refused = "\n\nThe plan does not authorize ketamine by infusion or by mouth for any mental health condition."
    found = said(positions_of(GIVEN + refused, tmp_path, head=HEAD))
    assert found["esketamine", "trd"] in ("covered", "covered_with_criteria")
    assert found["ketamine_iv", "trd"] == "not_covered"


def test_nothing_is_decided_where_ketamine_is_covered_or_left_open(tmp_path):
    covered = "\n\nThe plan covers ketamine infusions for complex regional pain syndrome. Oral ketamine is not covered."
    for more in ("", covered):
        assert ("esketamine", "trd") not in said(positions_of(GIVEN + more, tmp_path, head=HEAD))


def test_the_payers_catch_all_under_labeled_indications(tmp_path):
    text = (
        "FDA-approved indications\n\nSpravato is indicated for treatment-resistant depression in adults.\n\n"
        "All other indications are considered experimental/investigational and not medically necessary."
    )
    found = said(positions_of(text, tmp_path, head="Specialty Guideline Management: SPRAVATO\n\n"))
    assert found["esketamine", "any"] == "experimental"
