"""A history that says that its newest entries are in force is read as the policy; elsewhere a history stays history."""

import pytest

from tests.policy.positions.reading import positions_of, said

SAYS_SO = (
    "The newest entry for each product states the position now in force.",
    "An entry applies until a later one replaces it.",
    "The most recent change on a use is the one that governs.",
    "Later entries supersede earlier ones on the same use.",
    "For any product, the latest revision controls.",
)
COLUMNS = """03/01/2026   Ketamine infusion for complex regional pain syndrome moved back to experimental. The
             conditions of 2023 are withdrawn.

07/15/2025   Esketamine: medically necessary for treatment-resistant depression when two
             drugs have failed.

06/01/2023   Ketamine infusion for complex regional pain syndrome, previously experimental, made
             medically necessary after a failed nerve block.

02/2022      Esketamine for bipolar depression added as investigational.

11/20/2020   New policy. Esketamine for treatment-resistant depression is investigational."""
LINES = """2020-11-20: New policy. Esketamine for treatment-resistant depression is investigational.

2022-02-01: Esketamine for bipolar depression is investigational.

2023-06-01: Ketamine infusion for complex regional pain syndrome reclassified from experimental to medically necessary
after a failed nerve block.

2025-07-15: Esketamine for treatment-resistant depression is now medically necessary when two drugs have failed.

2026-03-01: Ketamine infusion for complex regional pain syndrome returned to experimental."""
TABLE = """| Date | Change |
|---|---|
| March 1, 2026 | Ketamine infusion for complex regional pain syndrome goes back to experimental. |
| July 2025 | Esketamine for treatment-resistant depression is medically necessary when two drugs have failed. |
| June 2023 | Ketamine infusion for complex regional pain syndrome became medically necessary after a nerve block. |
| 2/1/2022 | Esketamine for bipolar depression listed as investigational. |
| November 2020 | First version. Esketamine is investigational for treatment-resistant depression. |"""
NOW = {
    ("ketamine_iv", "crps"): "experimental",
    ("esketamine", "trd"): "covered_with_criteria",
    ("esketamine", "bipolar"): "experimental",
}


@pytest.mark.parametrize("entries", [COLUMNS, LINES, TABLE], ids=["columns", "lines", "table"])
@pytest.mark.parametrize("says_so", SAYS_SO)
def test_the_newest_entry_on_a_use_counts(entries, says_so, tmp_path):
    head = f"Ketamine and Esketamine, Medical Policy 4.4\n\nREVISION HISTORY. {says_so}\n\n"
    assert said(positions_of(entries, tmp_path, head=head)) == NOW


@pytest.mark.parametrize("entries", [LINES, TABLE], ids=["lines", "table"])
def test_a_history_beside_the_policy_states_nothing(entries, tmp_path):
    body = f"Esketamine is investigational for PTSD.\n\nREVISION HISTORY\n\n{entries}"
    assert said(positions_of(body, tmp_path)) == {("esketamine", "ptsd"): "experimental"}


def read(entries, tmp_path):
    head = f"Ketamine and Esketamine, Medical Policy 4.4\n\nREVISION HISTORY. {SAYS_SO[0]}\n\n"
    return said(positions_of(entries, tmp_path, head=head))


def test_a_change_of_a_criterion_leaves_the_older_verdict(tmp_path):
    entries = """01/01/2026   Esketamine: number of failed antidepressants lowered from 3 to 2.

01/01/2024   Esketamine for treatment-resistant depression is medically necessary when drugs have failed."""
    assert read(entries, tmp_path) == {("esketamine", "trd"): "covered_with_criteria"}


def test_a_verdict_on_every_use_replaces_those_on_some(tmp_path):
    entries = """01/01/2026   Ketamine infusion is investigational for all indications.

01/01/2024   Ketamine infusion for complex regional pain syndrome made medically necessary after a nerve block."""
    assert read(entries, tmp_path) == {("ketamine_iv", "any"): "experimental"}


def test_a_verdict_on_one_use_leaves_those_on_others(tmp_path):
    entries = """01/01/2026   Ketamine infusion for PTSD is investigational.

01/01/2024   Ketamine infusion for complex regional pain syndrome made medically necessary after a nerve block."""
    assert read(entries, tmp_path) == {
        ("ketamine_iv", "ptsd"): "experimental",
        ("ketamine_iv", "crps"): "covered_with_criteria",
    }


def test_what_was_retired_is_silent(tmp_path):
    entries = """01/01/2026   Policy on ketamine infusion retired.

01/01/2024   Ketamine infusion for depression made medically necessary after 4 failed drugs."""
    assert not read(entries, tmp_path)
