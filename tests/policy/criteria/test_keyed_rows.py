"""Lengths and amounts in a second table whose rows name the rows of the first by their numbers."""

from __future__ import annotations

from pathlib import Path

import pytest

from ketacli.documents.read import read_document
from ketacli.policy.criteria.keyed_rows import rows_named
from ketacli.policy.read import read_policy

GRID = """# Larkmoor Plan: Ketamine and Spravato Guideline

## Grid

"P" means payable when each point is on file. "NP" means not a benefit.

| Drug and use | Result | Points |
|---|---|---|
| 1. Spravato, treatment-resistant depression, first request | P | Failure of two antidepressants |
| 2. Spravato, treatment-resistant depression, renewal | P | Score has improved by 50% |
| 3. Spravato, depression with acute suicidal ideation | P | Age 18 or older |
| 4. Ketamine, intravenous, treatment-resistant depression | P | Failure of four antidepressants |

## Length and amount

| {key} | Length | Amount |
|---|---|---|
| {0}1 | 3 months | No more than 23 devices in the first 28 days |
| {0}2 | 6 months | One session weekly at most |
| {0}3 | 4 weeks | 8 sessions at most |
| {0}4 | 30 days | 6 infusions at most |

Prior authorization applies to rows 1 through 4.
"""


@pytest.mark.parametrize(("key", "mark"), [("Row", ""), ("Row no.", ""), ("#", ""), ("Line", "Line "), ("Row", "Row ")])
def test_lengths_and_amounts_belong_to_the_row_named(tmp_path: Path, key: str, mark: str) -> None:
    path = tmp_path / "grid.md"
    path.write_text(GRID.format(mark, key=key), encoding="utf-8")
    found = read_policy(read_document(path)).criteria
    lengths = {
        (one.treatment, one.indication, one.scope, one.number) for one in found if one.type == "approval_duration"
    }
    assert lengths == {
        ("esketamine", "trd", "initial", 3),
        ("esketamine", "trd", "renewal", 6),
        ("esketamine", "mdd_si", "initial", 4),
        ("ketamine_iv", "trd", "initial", 30),
    }
    amounts = {(one.treatment, one.scope, one.number) for one in found if one.type == "quantity_limit"}
    assert {("esketamine", "initial", 23), ("esketamine", "renewal", 1), ("ketamine_iv", "initial", 6)} <= amounts
    assert {one.treatment for one in found if one.type == "prior_authorization"} == {"esketamine", "ketamine_iv"}


def test_rows_that_a_sentence_names() -> None:
    rows = {"1": 10, "2": 11, "3": 12, "4": 13}
    assert rows_named("It applies to rows 1 through 3.", rows) == [10, 11, 12]
    assert rows_named("Rows 1, 2 and 4 need it.", rows) == [10, 11, 13]
    assert rows_named("Row 9 is void.", rows) == []
