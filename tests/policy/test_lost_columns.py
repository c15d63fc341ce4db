"""Tables of old and new rules on a scan: where the columns are lost, no cell is read."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ketacli.documents.read import read_document
from ketacli.policy.read import read_policy

BULLETIN = """Ridgeline Health Plan

Provider Bulletin 2026-08

Esketamine (Spravato): changed criteria

What changes

{old}

{new}

Failed antidepressants

Four from three classes

Two antidepressants have failed

Length of each trial

8 weeks

6 weeks

Prescriber Psychiatrist only Any prescriber

Ketamine infusion for depression

Case-by-case review

Investigational

Treatment-resistant depression

Ridgeline Health Plan covers Spravato for treatment-resistant depression when the member meets all of these:

1. Age 18 years or older.

2. Three antidepressants have failed, each taken for 10 weeks.

The first approval is for 5 months.
"""


def criteria(text, folder, *, scanned):
    path = folder / "bulletin.txt"
    path.write_text(text, "utf-8")
    document = read_document(path)
    pages = tuple(replace(page, ocr=scanned) for page in document.pages)
    found = read_policy(replace(document, pages=pages)).criteria
    return {(one.type, one.number) for one in found}


OWN = {("age_min", 18), ("prior_trials", 3), ("trial_duration", 10), ("approval_duration", 5)}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Old rule (through June 30, 2026)", "New rule (from July 1, 2026)"),
        ("Previous criteria", "Revised criteria"),
        ("Through June 30, 2026", "From July 1, 2026"),
        ("Before", "Now"),
        ("Current policy", "New policy"),
        ("Former wording", "Amended wording"),
    ],
)
def test_cells_of_lost_columns_ask_for_nothing(old, new, tmp_path):
    assert criteria(BULLETIN.format(old=old, new=new), tmp_path, scanned=True) == OWN


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Before you begin", "New patients"),
        ("Effective date: July 1, 2026", "From: Office of the Medical Director"),
        ("Criteria", "Requirements"),
        ("Topic", "Rule"),
        ("New rule", "Questions"),
    ],
)
def test_other_short_lines_are_read_on(old, new, tmp_path):
    text = BULLETIN.format(old=old, new=new)
    found = criteria(text.replace("Four from three classes\n\n", ""), tmp_path, scanned=True)
    assert found >= OWN


def test_the_layout_of_a_text_is_not_lost(tmp_path):
    text = BULLETIN.format(old="Old rule", new="New rule").replace("Length of each trial\n\n8 weeks\n\n6 weeks\n\n", "")
    assert criteria(text, tmp_path, scanned=False) >= OWN
