"""Criteria that point at others by label, lists of what is lifted, and terse criteria of benefit managers."""

from __future__ import annotations

from pathlib import Path

import pytest

from ketacli.documents.read import read_document
from ketacli.policy.read import read_policy
from ketacli.policy.reading import Criterion

CODED = """# Spravato: Prior Authorization Criteria

## A. Treatment-resistant depression, initial

Approve for 3 months if all are met:

| No. | Criterion |
|---|---|
| A1 | Dx of MDD, treatment-resistant |
| A2 | Failure of at least 2 oral ADs, 2 different MOAs, each at least 6 wks |
| A3 | Prescribed by a psychiatrist |
| A4 | No active substance use disorder |
| A5 | Administered at a REMS-certified site |

Not needed for TRD: a concurrent oral antidepressant; ECT failure.

## B. Treatment-resistant depression, renewal

Approve for 12 months if all are met: B1, improvement from baseline; B2, {renewal}.

## C. MDD with acute suicidal ideation

Approve for 1 month if all are met:

| No. | Criterion |
|---|---|
| C1 | Dx of MDD with acute suicidal ideation |
| C2 | {crisis} |

No step through oral ADs.
"""


def _criteria(tmp_path: Path, text: str) -> tuple[Criterion, ...]:
    path = tmp_path / "policy.md"
    path.write_text(text, encoding="utf-8")
    return read_policy(read_document(path)).criteria


@pytest.mark.parametrize(
    ("renewal", "crisis"),
    [
        ("A3 through A5 still met", "A3, A4 and A5 met"),
        ("A3-A5 are still met", "A3 to A5 apply"),
        ("A3, A4, and A5 remain met", "A3 through A5 are also met"),
    ],
)
def test_labels_of_the_whole_document(tmp_path: Path, renewal: str, crisis: str) -> None:
    found = _criteria(tmp_path, CODED.format(renewal=renewal, crisis=crisis))
    for use, scope in (("trd", "initial"), ("trd", "renewal"), ("mdd_si", "initial")):
        types = {one.type for one in found if one.required and (one.indication, one.scope) == (use, scope)}
        assert {"prescriber", "no_substance_use", "rems"} <= types, (use, scope)
    assert not [one for one in found if one.indication == "mdd_si" and one.type == "prior_trials" and one.required]
    assert [one.number for one in found if one.type == "distinct_classes"] == [2]
    assert [one.number for one in found if one.type == "trial_duration"] == [6]


def test_a_list_of_what_is_lifted(tmp_path: Path) -> None:
    found = _criteria(tmp_path, CODED.format(renewal="A3 met", crisis="A4 met"))
    lifted = {one.type for one in found if one.required is False and one.indication == "trd"}
    assert lifted == {"concurrent_oral_antidepressant", "prior_failure_other"}
    assert [one.number for one in found if one.required is False and one.indication == "mdd_si"] == [0]


@pytest.mark.parametrize("cites", ["rules 1, 3 and 4", "rules 1 and 3 to 4", "only rules 1, 3, and 4"])
def test_rules_of_the_entry_for_a_second_use(tmp_path: Path, cites: str) -> None:
    text = f"""# Drugs With Rules

| Drug | Rules | Approval |
|---|---|---|
| Spravato (esketamine) | Treatment-resistant depression. All of these:<br>1. 20 to 70 years of age.<br>2. Two drugs \
failed.<br>3. Ordered by a psychiatrist.<br>4. REMS-certified clinic.<br>Depression with acute suicidal thoughts: \
{cites}, and the member is in a hospital. | 60 days |
"""
    path = tmp_path / "list.html"
    rows = text.split("\n")[4].strip("| ").split(" | ")
    cells = "".join(f"<td>{cell}</td>" for cell in rows)
    head = "<tr><th>Drug</th><th>Rules</th><th>Approval</th></tr>"
    path.write_text(
        f"<html><body><h1>Drugs With Rules</h1><table>{head}<tr>{cells}</tr></table></body></html>", "utf-8"
    )
    found = read_policy(read_document(path)).criteria
    crisis = {one.type for one in found if one.indication == "mdd_si" and one.required}
    assert {"age_min", "age_max", "prescriber", "rems"} <= crisis
    assert "prior_trials" not in crisis


def test_none_of_a_list_in_one_line(tmp_path: Path) -> None:
    found = _criteria(
        tmp_path,
        "# Ketamine infusions\n\n## Criteria\n\nKetamine infusions are covered for TRD when all are met:\n\n"
        "- Age 18 or older\n- None of: uncontrolled hypertension; pregnancy; current psychosis\n"
        "- ECT failed, or was declined after counseling\n",
    )
    assert {"contraindication", "no_pregnancy", "no_psychosis", "prior_failure_other"} <= {one.type for one in found}
    assert "psychotherapy" not in {one.type for one in found}


def test_length_of_a_first_approval_gives_way_to_the_next(tmp_path: Path) -> None:
    found = _criteria(
        tmp_path,
        "# Drugs With Rules\n\n| Drug | Rules | Approval |\n|---|---|---|\n| Spravato | Treatment-resistant "
        "depression: 2 drugs failed. | TRD: 45 days, then up to 4 months each time if PHQ-9 is down by 40 percent. |\n",
    )
    assert {(one.scope, one.number) for one in found if one.type == "approval_duration"} == {
        ("initial", 45),
        ("renewal", 4),
    }
    assert [(one.scope, one.number) for one in found if one.type == "renewal_response"] == [("renewal", 40)]
    assert not [one for one in found if one.type == "severity_scale"]


@pytest.mark.parametrize(
    "sentence",
    [
        "A combination pill is one trial.",
        "Two drugs of one class count as two trials.",
        "The label names adults: (1) with resistant depression, (2) with suicidal ideation.",
        "The studies enrolled adults who had failed 1 to 5 drugs.",
    ],
)
def test_how_trials_count_and_whom_labels_name_is_no_condition(tmp_path: Path, sentence: str) -> None:
    lead = "# Spravato\n\n## Criteria\n\nSpravato is covered for TRD when all are met:\n\n- By a psychiatrist\n- "
    found = _criteria(tmp_path, f"{lead}{sentence}\n")
    assert not [one for one in found if one.type == "age_min"]
    assert not [
        one for one in found if one.type == "prior_trials" and "label" not in sentence and "studies" not in sentence
    ]
