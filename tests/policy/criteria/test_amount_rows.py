"""Tables of amounts: what is counted and the time stand in headers, labels or other cells of the row."""

from __future__ import annotations

from pathlib import Path

import pytest

from ketacli.documents.read import read_document
from ketacli.policy.read import read_policy

POLICY = """# {drug} criteria

Plan: Northfield Choice

## Criteria

{drug} is medically necessary for treatment-resistant depression when two antidepressants have failed.

## Quantity limits

{table}
"""
PHASES = """| Phase | 56 mg kit | 84 mg kit | Per |
|---|---|---|---|
| Induction (first 28 days) | 8 kits | 8 kits | 28 days |
| Maintenance | 4 kits | 4 kits | 28 days |"""
SUPPLY = """| Product | Quantity | Days' supply |
|---|---|---|
| Spravato 84 mg | 8 kits | 28 |
| Sumatriptan nasal | 6 devices | 30 |"""
DEVICES = """| Period | Maximum number of devices | Days |
|---|---|---|
| Weeks 1 to 4 | 24 | 28 |
| Week 5 and later | 12 | 28 |"""
SCOPES = """| Strength | Initial authorization | Continuation |
|---|---|---|
| 84 mg dose kit | 8 kits per 28 days | 4 kits per 28 days |"""
SEVERAL = """| Phase of treatment | Sessions per week | Most per session | Kits per 28 days |
|---|---|---|---|
| Induction | 2 | 84 mg | 8 |
| Maintenance | 1 | 84 mg | 4 |"""
TURNED = """| | First course | Further courses |
|---|---|---|
| Infusions per course | 10 | 5 |
| Hours per infusion | 4 | 4 |
| Courses per 12 months | 1 | 2 |"""


@pytest.mark.parametrize(
    ("drug", "table", "expected"),
    [
        ("Spravato", PHASES, {(8, "kits_per_28_days", "initial"), (4, "kits_per_28_days", "renewal")}),
        ("Spravato", SUPPLY, {(8, "kits_per_28_days", "initial")}),
        ("Spravato", DEVICES, {(24, "devices_per_28_days", "initial"), (12, "devices_per_28_days", "renewal")}),
        ("Spravato", SCOPES, {(8, "kits_per_28_days", "initial"), (4, "kits_per_28_days", "renewal")}),
        (
            "Spravato",
            SEVERAL,
            {
                (2, "sessions_per_week", "initial"),
                (84, "mg_per_dose", "initial"),
                (8, "kits_per_28_days", "initial"),
                (1, "sessions_per_week", "renewal"),
                (84, "mg_per_dose", "renewal"),
                (4, "kits_per_28_days", "renewal"),
            },
        ),
        (
            "Intravenous ketamine",
            TURNED,
            {
                (10, "sessions_per_course", "initial"),
                (5, "sessions_per_course", "renewal"),
                (4, "hours_per_infusion", "initial"),
                (1, "courses_per_12_months", "initial"),
                (2, "courses_per_12_months", "renewal"),
            },
        ),
    ],
)
def test_amounts_with_headers_and_times(
    tmp_path: Path, drug: str, table: str, expected: set[tuple[int, str, str]]
) -> None:
    path = tmp_path / "policy.md"
    path.write_text(POLICY.format(drug=drug, table=table), encoding="utf-8")
    limits = [one for one in read_policy(read_document(path)).criteria if one.type == "quantity_limit"]
    assert {(one.number, one.unit, one.scope) for one in limits} == expected
    assert len({one.quote for one in limits}) >= 1


def test_a_label_with_a_length_sets_no_length_of_its_own(tmp_path: Path) -> None:
    table = "| Stage | Length of approval |\n|---|---|\n| First 4 weeks | 1 month |\n| After that | 6 months |"
    path = tmp_path / "policy.md"
    path.write_text(POLICY.format(drug="Spravato", table=table), encoding="utf-8")
    found = read_policy(read_document(path)).criteria
    assert {(one.number, one.unit) for one in found if one.type == "approval_duration"} == {
        (1, "months"),
        (6, "months"),
    }
