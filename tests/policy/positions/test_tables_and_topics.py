"""Rows of determination tables, notes of benefit rows, and criteria under headings without a verb."""

import pytest

from ketacli.documents.read import read_document
from ketacli.policy.building import build_outline
from ketacli.policy.positions.engine import find_positions
from tests.policy.positions.reading import positions_of, said

ROUTES = """# Ketamine and esketamine by route

Policy number 7

## Determinations

| Form | Use | Determination |
|---|---|---|
| Esketamine nasal spray | Treatment-resistant depression | Covered with criteria |
| Intravenous | Depression | Investigational |
| Troche, lozenge | Any | Excluded |
| Cream | Pain | Excluded |
| Nasal spray, compounded | Any psychiatric use | Not a benefit |
"""
SCHEDULE = """# Summary of benefits

| Service | You pay | Limits |
|---|---|---|
| Mental health visit | 10% coinsurance | Includes esketamine visits with preauthorization |
| Physical therapy | 10% coinsurance | Includes 30 visits |
"""


def read(text, folder, kind):
    path = folder / "rows.md"
    path.write_text(text, "utf-8")
    document = read_document(path)
    return said(find_positions(document, build_outline(document), kind))


def test_each_row_decides_on_its_form_and_use(tmp_path):
    found = read(ROUTES, tmp_path, "medical_policy")
    assert found["esketamine", "trd"] == "covered_with_criteria"
    assert found["ketamine_iv", "mdd"] == "experimental"
    assert found["ketamine_oral", "any"] == "not_covered"
    assert found["ketamine_topical", "chronic_pain"] == "not_covered"
    assert found["ketamine_intranasal", "ptsd"] == "not_covered"
    assert ("esketamine", "ptsd") not in found


def test_a_note_beside_a_price_may_say_what_is_included(tmp_path):
    assert read(SCHEDULE, tmp_path, "sbc") == {("esketamine", "any"): "covered_with_criteria"}


@pytest.mark.parametrize(
    "heading", ["Requirements for the first approval", "Authorization criteria", "Criteria for initial authorization"]
)
def test_criteria_under_a_heading_without_a_verb_mean_coverage_with_criteria(heading, tmp_path):
    body = f"{heading}\n\nComplex regional pain syndrome: the member must have tried physical therapy.\n"
    found = said(positions_of(body, tmp_path, head="Ketamine infusion\n\nPolicy Number: 1.2.3\n\n"))
    assert found == {("ketamine_iv", "crps"): "covered_with_criteria"}


def test_a_renewal_under_a_wider_title_makes_no_wider_rule(tmp_path):
    body = """Initial coverage

Esketamine is considered medically necessary in adults with treatment-resistant depression when two drugs have failed.

Renewal

Esketamine is considered medically necessary for a further twelve months when the member has responded.
"""
    found = said(positions_of(body, tmp_path, head="Esketamine for Depression\n\nPolicy Number: 4\n\n"))
    assert found == {("esketamine", "trd"): "covered_with_criteria"}


@pytest.mark.parametrize(
    "cell",
    [
        "TRD: covered. Bipolar depression and all other dx: not covered.",
        "Covered for treatment-resistant depression; bipolar depression not covered; other uses not covered",
        "Covered after approval for treatment-resistant depression. Not covered for bipolar depression or other uses.",
        "Treatment-resistant depression: covered with PA; bipolar depression: excluded; all other uses: excluded",
    ],
)
def test_a_cell_with_opposite_verdicts_gives_each_its_own_uses(cell, tmp_path):
    text = f"# Drug list\n\n| Drug | Uses |\n|---|---|\n| Spravato (esketamine) | {cell} |\n"
    found = read(text, tmp_path, "drug_policy")
    assert found["esketamine", "trd"] in ("covered", "covered_with_criteria")
    assert found["esketamine", "bipolar"] == "not_covered"
    assert found["esketamine", "any"] == "not_covered"


@pytest.mark.parametrize(
    ("label", "position"),
    [
        ("Covered uses", "covered_with_criteria"),
        ("Approvable diagnoses", "covered_with_criteria"),
        ("Indications that are covered", "covered_with_criteria"),
        ("Non-covered uses", "not_covered"),
        ("Not approvable diagnoses", "not_covered"),
        ("Excluded indications", "not_covered"),
        ("Uses that are not covered", "not_covered"),
        ("Unproven indications", "experimental"),
    ],
)
def test_a_label_of_uses_gives_its_row_the_verdict(label, position, tmp_path):
    text = f"PA CRITERIA: SPRAVATO\n\n{label:<34}Bipolar depression; PTSD\nAge{'':<31}18 and up\n"
    found = said(positions_of(text, tmp_path, "drug_policy", head="QUINCE RX   2027 DRUG LIST\n\n"))
    assert found["esketamine", "bipolar"] == found["esketamine", "ptsd"] == position
