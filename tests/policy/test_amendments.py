"""Items that the document itself replaces, deletes or adds further down."""

from __future__ import annotations

import pytest

from ketacli.documents.read import read_document
from ketacli.policy.read import read_policy

PLAN = """LARCHFIELD EMPLOYEES HEALTH PLAN

Summary Plan Description

7.2 SPRAVATO

Spravato is covered for treatment-resistant depression if the reviewer certifies that:

(a) the member is 18 years of age or older;
(b) three antidepressants have failed in the current episode;
(c) a course of psychotherapy was completed; and
(d) a psychiatrist orders the treatment.

7.3 OTHER CARE

Physical therapy is covered.

SUMMARY OF MATERIAL MODIFICATIONS

The plan is changed as follows.

"""


def asked(tmp_path, change: str):
    path = tmp_path / "plan.txt"
    path.write_text(PLAN + change + "\n\nAll else stays as it is.\n")
    document = read_document(path)
    reading = read_policy(document)
    said = " ".join(" ".join(page.text for page in document.pages).split())
    assert all(" ".join(row.quote.split()) in said for row in reading.criteria)
    return {(row.type, row.number) for row in reading.criteria if row.required and row.treatment == "esketamine"}


@pytest.mark.parametrize(
    "change",
    [
        'A. In 7.2, item (b) is replaced by: "(b) two antidepressants have failed in the current episode;"',
        'Item (b) of Section 7.2 is amended to read: "(b) two antidepressants have failed in the current episode;"',
        "Section 7.2(b) is hereby deleted and replaced with the following: "
        '"two antidepressants have failed in the current episode"',
        'Paragraph (b) of 7.2 is revised to read as follows: "(b) two antidepressants have failed".',
    ],
)
def test_a_replaced_item_reads_as_it_reads_now(tmp_path, change):
    found = asked(tmp_path, change)
    assert ("prior_trials", 2) in found
    assert ("prior_trials", 3) not in found
    assert {("age_min", 18), ("psychotherapy", None), ("prescriber", None)} <= found


@pytest.mark.parametrize(
    "change", ["Item (c) of Section 7.2 is deleted.", "In 7.2, item (c) is removed in its entirety."]
)
def test_a_deleted_item_is_not_asked_for(tmp_path, change):
    found = asked(tmp_path, change)
    assert ("psychotherapy", None) not in found
    assert ("prior_trials", 3) in found


def test_an_added_item_is_asked_for_beside_the_others(tmp_path):
    found = asked(tmp_path, 'C. In 7.2, the following item is added: "(e) a PHQ-9 score of 15 or more is recorded."')
    assert {("severity_scale", 15), ("prior_trials", 3), ("psychotherapy", None)} <= found


@pytest.mark.parametrize(
    "change",
    [
        'It is proposed that item (b) of Section 7.2 is replaced by: "(b) one antidepressant has failed".',
        'Item (b) of Section 9.9 is replaced by: "(b) one antidepressant has failed".',
        'Item (z) of Section 7.2 is replaced by: "(z) one antidepressant has failed".',
    ],
)
def test_what_is_only_proposed_or_not_there_changes_nothing(tmp_path, change):
    assert ("prior_trials", 3) in asked(tmp_path, change)
