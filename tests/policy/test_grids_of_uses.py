"""Grids whose rows or columns are uses: criteria beside a use, first cells that reach down, bare values, marks."""

from __future__ import annotations

from pathlib import Path

import pytest

from ketacli.documents.read import read_document
from ketacli.policy.criteria.detect import detect
from ketacli.policy.criteria.passages import Passage
from ketacli.policy.read import read_policy
from ketacli.policy.reading import Reading

SPANNED = """<html><body><h1>Maple Harbor Health Plan medical policy: ketamine infusion</h1><h2>Coverage</h2>
<table><tr><th>Indication</th><th>Phase</th><th>Criteria</th><th>Limit</th></tr>
<tr><td rowspan="2">CRPS</td><td>First series</td><td>Symptoms for 6 months or longer; physical therapy and a
sympathetic block have failed; prescribed by a pain specialist</td><td>10 infusions</td></tr>
<tr><td>Repeat series</td><td>Pain fell by at least 30% for 8 weeks</td><td>2 series per 12 months</td></tr>
<tr><td>Depression of any kind</td><td colspan="3">Experimental and investigational</td></tr>
<tr><td>All other uses</td><td colspan="3">Not medically necessary</td></tr></table></body></html>"""
HEADED = """# Maple Harbor Health Plan medical policy: ketamine infusion

## Coverage criteria

| Indication | Criteria | Limit |
|---|---|---|
| CRPS | Physical therapy and a sympathetic block have failed | 10 infusions |
| Depression of any kind | Experimental and investigational | - |
"""
NEEDED = """# Esketamine policy

Maple Harbor Health Plan

## Coverage

| Use | What we need |
|---|---|
| Treatment-resistant depression | Age 18 or older; two antidepressants failed |
| Depression with acute suicidal thoughts | Age 18 or older; an oral antidepressant is taken too |
| Bipolar depression | Not covered |
"""
PERIODS = """# Spravato prior authorization

Maple Harbor Health Plan

| Diagnosis | Requirements | Approval period |
|---|---|---|
| TRD | 18 years or older; 2 failed antidepressants; REMS-certified site | 6 months |
| MDD with suicidal ideation | 18 years or older; REMS-certified site | 28 days |
| Any other diagnosis | Not approved | - |
"""
FORMULARY = """<html><body><h1>Maple Harbor Rx: 2026 Formulary</h1><table>
<tr><th>Drug</th><th>Tier</th><th>PA</th><th>ST</th><th>QL</th></tr>
<tr><td>sertraline</td><td>1</td><td></td><td></td><td></td></tr>
<tr><td>Spravato (esketamine)</td><td>5</td><td>{mark}</td><td></td><td>24 devices per 28 days</td></tr>
</table></body></html>"""
PAYERS = """# Who pays for ketamine infusions

| Insurer | Ketamine infusion | Prior authorization |
|---|---|---|
| Ridgeway Mutual | Not covered | No |
| Coral Bay Health | Covered for CRPS | Yes |
"""


def _read(tmp_path: Path, text: str) -> Reading:
    path = tmp_path / ("grid.html" if text.startswith("<") else "grid.md")
    path.write_text(text, encoding="utf-8")
    return read_policy(read_document(path))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            SPANNED,
            {
                ("ketamine_iv", "crps", "covered_with_criteria"),
                ("ketamine_iv", "mdd", "experimental"),
                ("ketamine_iv", "any", "not_medically_necessary"),
            },
        ),
        (HEADED, {("ketamine_iv", "crps", "covered_with_criteria"), ("ketamine_iv", "mdd", "experimental")}),
        (
            NEEDED,
            {
                ("esketamine", "trd", "covered_with_criteria"),
                ("esketamine", "mdd_si", "covered_with_criteria"),
                ("esketamine", "bipolar", "not_covered"),
            },
        ),
        (
            PERIODS,
            {
                ("esketamine", "trd", "covered_with_criteria"),
                ("esketamine", "mdd_si", "covered_with_criteria"),
                ("esketamine", "any", "not_covered"),
            },
        ),
    ],
)
def test_a_use_beside_its_criteria_is_covered_under_them(
    tmp_path: Path, text: str, expected: set[tuple[str, str, str]]
) -> None:
    found = {(one.treatment, one.indication, one.position) for one in _read(tmp_path, text).positions}
    assert found == expected


def test_a_first_cell_reaches_down(tmp_path: Path) -> None:
    found = {(one.type, one.number, one.indication, one.scope) for one in _read(tmp_path, SPANNED).criteria}
    assert ("renewal_response", 30, "crps", "renewal") in found
    assert ("quantity_limit", 2, "crps", "renewal") in found
    assert ("quantity_limit", 10, "crps", "initial") in found


@pytest.mark.parametrize("mark", ["X", "PA", "Yes", "&#10003;", "&#9679;", "Required"])
def test_a_mark_in_a_column_on_authorization(tmp_path: Path, mark: str) -> None:
    found = _read(tmp_path, FORMULARY.format(mark=mark)).criteria
    assert [one.treatment for one in found if one.type == "prior_authorization" and one.required] == ["esketamine"]


def test_rows_of_payers_set_no_rule(tmp_path: Path) -> None:
    assert not _read(tmp_path, PAYERS).criteria


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("Failed antidepressants in this episode: 2, from 2 classes", {("prior_trials", 2), ("distinct_classes", 2)}),
        ("Earlier medicines: 2", {("prior_trials", 2)}),
        ("Pregnancy: Excluded", {("no_pregnancy", None)}),
        ("Psychosis: None", {("no_psychosis", None)}),
        ("Active substance use disorder: Not allowed", {("no_substance_use", None)}),
        ("Arteriovenous malformation: Not eligible", {("contraindication", None)}),
        ("Maximum age: 64", {("age_max", 64)}),
        ("Weeks per trial: 6", {("trial_duration", 6)}),
        ("Length of each trial in weeks: 8", {("trial_duration", 8)}),
        ("Number of classes: 2", {("distinct_classes", 2)}),
        ("Months approved: 6", {("approval_duration", 6)}),
        ("Oral antidepressant at the same time: Required", {("concurrent_oral_antidepressant", None)}),
        ("Minimum age: 18", {("age_min", 18)}),
    ],
)
def test_bare_values_take_their_meaning_from_the_label(row: str, expected: set[tuple[str, int | None]]) -> None:
    passage = Passage(text=row, prefix=row.index(":") + 2, in_list=True)
    assert {(one.type, one.number) for one in detect(passage) if one.required} == expected


def test_a_length_beside_the_response_of_a_renewal() -> None:
    row = "Renewal: PHQ-9 down by 50%; 12 months"
    found = detect(Passage(text=row, prefix=row.index(":") + 2, in_list=True, scope="renewal"))
    assert {("renewal_response", 50), ("approval_duration", 12)} <= {(one.type, one.number) for one in found}


SIGNS = """<html><body><h1>Maple Harbor Health Plan: ketamine coverage by use</h1>
<p>Key: {yes} = {meaning}; {no} = investigational</p>
<table><tr><th>Use</th><th>Spravato</th><th>Ketamine infusion</th></tr>
<tr><td>Treatment-resistant depression</td><td>{yes}</td><td>{no}</td></tr>
<tr><td>PTSD</td><td>{no}</td><td>{no}</td></tr></table></body></html>"""


@pytest.mark.parametrize(("yes", "no"), [("&#10003;", "&#10007;"), ("&#9679;", "&#9675;"), ("C", "E")])
@pytest.mark.parametrize(
    ("meaning", "position"),
    [("covered when criteria are met", "covered_with_criteria"), ("covered", "covered")],
)
def test_signs_that_a_key_explains(tmp_path: Path, yes: str, no: str, meaning: str, position: str) -> None:
    found = _read(tmp_path, SIGNS.format(yes=yes, no=no, meaning=meaning)).positions
    assert {(one.treatment, one.indication): one.position for one in found} == {
        ("esketamine", "trd"): position,
        ("esketamine", "ptsd"): "experimental",
        ("ketamine_iv", "trd"): "experimental",
        ("ketamine_iv", "ptsd"): "experimental",
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Member is not currently psychotic.", {("no_psychosis", None)}),
        ("Patient is not actively abusing substances.", {("no_substance_use", None)}),
        ("The plan pays for the visit, including the time under observation.", set()),
        (
            "At least one of these was also tried: ☐ psychotherapy (6 sessions or more) ☐ electroconvulsive therapy",
            {("psychotherapy", 6), ("prior_failure_other", None)},
        ),
    ],
)
def test_conditions_of_forms(text: str, expected: set[tuple[str, int | None]]) -> None:
    assert {(one.type, one.number) for one in detect(Passage(text=text, in_list=True))} == expected


@pytest.mark.parametrize(
    "text",
    [
        "Further treatment may be considered medically necessary, for 6 months at a time, when both are shown:",
        "Treatment may be continued, 6 months at a time, if the score has fallen.",
        "Approval is given for 6 months at a time.",
    ],
)
def test_approvals_at_a_time(text: str) -> None:
    lengths = [one for one in detect(Passage(text=text, scope="renewal")) if one.type == "approval_duration"]
    assert [(one.number, one.unit) for one in lengths] == [(6, "months")]


@pytest.mark.parametrize("heading", ["Renewal (treatment-resistant depression only)", "Continuation (after induction)"])
def test_a_topic_with_a_bracket_opens_no_entry_of_another_drug(tmp_path: Path, heading: str) -> None:
    text = (
        "# Spravato (esketamine): criteria\n\nMaple Harbor Health Plan\n\n## Criteria\n\nSpravato is approved for "
        f"treatment-resistant depression when two antidepressants have failed.\n\n## {heading}\n\nWe renew for 6 "
        "months when:\n\n1. the PHQ-9 score has fallen by at least 50%.\n"
    )
    found = {(one.type, one.number) for one in _read(tmp_path, text).criteria if one.scope == "renewal"}
    assert {("approval_duration", 6), ("renewal_response", 50)} <= found


ASKED = """# Spravato (esketamine): criteria

Maple Harbor Health Plan

## Criteria

Spravato is approved for treatment-resistant depression when two antidepressants have failed.

| Question | Answer |
|---|---|
| My patient failed one SSRI and could not tolerate another. Is that two? | No. Both belong to one class. |

| Code | What it is |
|---|---|
| G2082 | Visit with up to 56 mg of esketamine, drug supplied by the provider |
| 99417 | Prolonged visit |
"""


def test_cases_that_prescribers_ask_about_and_codes_set_no_rule(tmp_path: Path) -> None:
    assert [(one.type, one.number) for one in _read(tmp_path, ASKED).criteria] == [("prior_trials", 2)]
