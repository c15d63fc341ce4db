"""Lists of drugs with a column of criteria."""

from __future__ import annotations

import pytest

from ketacli.documents.read import read_document
from ketacli.policy.building import build_outline
from ketacli.policy.positions.engine import find_positions
from tests.policy.positions.reading import said

LIST = """| Drug | {head} |
|---|---|
| Auvelity | Two preferred SSRIs for 30 days |
| Spravato | {cell} |
| Zurzuvae | PPD, age 18+ |
"""


def told(folder, cell, head="Clinical criteria"):
    text = LIST.format(head=head, cell=cell)
    path = folder / "list.md"
    path.write_text(f"# State Medicaid Preferred Drug List\n\n{text}", "utf-8")

    document = read_document(path)
    return said(find_positions(document, build_outline(document), "drug_policy"))


@pytest.mark.parametrize(
    "head", ["Clinical criteria", "PA criteria", "Criteria for approval", "Prior authorization criteria"]
)
def test_criteria_for_a_labeled_use_cover_it(head, tmp_path):
    found = told(tmp_path, "Age 18+; MDD, treatment resistant (2 AD x 6 wks each); Rx by psychiatrist", head)
    assert found == {("esketamine", "trd"): "covered_with_criteria"}


@pytest.mark.parametrize(
    ("cell", "head"),
    [
        ("Age 18+; not for treatment-resistant depression", "Clinical criteria"),
        ("Renewal for TRD: 50% lower PHQ-9", "Clinical criteria"),
        ("TRD", "Notes"),
        ("Tier 4", "Clinical criteria"),
    ],
)
def test_what_sets_no_criteria_for_a_use_covers_nothing(cell, head, tmp_path):
    assert ("esketamine", "trd") not in told(tmp_path, cell, head)
