"""Criteria grids with fixed field names, as tables, as lines "Name: value" and as two columns with wrapped names."""

from __future__ import annotations

import pytest

from ketacli.documents.grid_labels import grid_label, is_grid, label_and_value, names_field, opens_field
from ketacli.documents.read import read_document
from ketacli.policy.exclusion_items import excluded_uses, names_use
from ketacli.policy.read import read_policy
from ketacli.policy.reading import Reading

LINES = """PRIOR AUTHORIZATION CRITERIA

Drug Name: NUEDEXTA
Covered Uses: Pseudobulbar affect
Exclusion Criteria: Use for depression
Required Medical Information: Diagnosis of pseudobulbar affect
Age Restrictions: N/A
Coverage Duration: 12 months

Drug Name: SPRAVATO
Covered Uses: Treatment-resistant depression in adults
Exclusion Criteria: Posttraumatic stress disorder. Current psychosis.
Required Medical Information: Trial of two antidepressants
Age Restrictions: 18 years and older
Prescriber Restrictions: Psychiatrist
Coverage Duration: Initial: 6 months. Renewal: 12 months.
"""
TABLE = """# Prior Authorization Criteria

| PA Criteria | Criteria Details |
|---|---|
| Products Affected | Auvelity |
| Covered Uses | Major depressive disorder |
| Required Medical Information | Failure of one antidepressant |
| Age Restrictions | 19 years and older |
| Coverage Duration | 12 months |

| PA Criteria | Criteria Details |
|---|---|
| Products Affected | Spravato |
| PA Indication Indicator | All FDA-approved Indications |
| Off-label Uses | N/A |
| Exclusion Criteria | Psychosis. Use for bipolar depression. |
| Required Medical Information | Treatment-resistant depression: trial of two antidepressants from different classes. |
| Age Restrictions | 18 years of age or older |
| Prescriber Restrictions | Prescribed by or in consultation with a psychiatrist |
| Coverage Duration | Initial: 3 months. Renewal: 12 months |
"""
COLUMNS = """SPRAVATO

Products Affected
 - Spravato

PA Criteria              Criteria Details

Exclusion Criteria       N/A

Required Medical         Diagnosis of treatment-resistant depression. Trial of
Information              two antidepressants from different classes.

Age Restrictions         18 years of age and older

Prescriber               Prescribed by or in consultation with a psychiatrist
Restrictions

Coverage Duration        6 months

Indications              All Medically-accepted Indications.
"""
HEADED = """Spravato Prior Authorization Guideline

Covered Uses
  Treatment-resistant depression

Required Medical Information
  Trial of two antidepressants in the current episode
  Baseline PHQ-9 of 15 or higher

Age Restrictions
  18 years of age or older

Coverage Duration
  6 months
"""


@pytest.fixture
def reading(tmp_path):
    def read(text: str, suffix: str = ".txt") -> Reading:
        path = tmp_path / f"grid{suffix}"
        path.write_text(text, encoding="utf-8")
        return read_policy(read_document(path))

    return read


def _positions(read: Reading) -> set[tuple[str, str, str]]:
    return {(one.treatment, one.indication, one.position) for one in read.positions}


def _criteria(read: Reading) -> set[tuple[str, float | None, str]]:
    return {(one.type, one.number, one.scope) for one in read.criteria}


def test_fields_on_lines_of_their_own(reading):
    read = reading(LINES)
    assert _positions(read) == {
        ("esketamine", "trd", "covered_with_criteria"),
        ("esketamine", "ptsd", "not_covered"),
    }
    assert {
        ("prior_trials", 2, "initial"),
        ("age_min", 18, "initial"),
        ("prescriber", None, "initial"),
        ("no_psychosis", None, "initial"),
        ("approval_duration", 6, "initial"),
        ("approval_duration", 12, "renewal"),
    } <= _criteria(read)
    assert "contraindication" not in {one.type for one in read.criteria}


def test_another_drugs_table_gives_nothing(reading):
    read = reading(TABLE, ".md")
    assert _positions(read) == {
        ("esketamine", "trd", "covered_with_criteria"),
        ("esketamine", "bipolar", "not_covered"),
    }
    found = _criteria(read)
    assert ("age_min", 18, "initial") in found and ("age_min", 19, "initial") not in found
    assert ("prior_trials", 2, "initial") in found and ("prior_trials", 1, "initial") not in found
    assert read.document.kind == "drug_policy"


def test_two_columns_with_wrapped_names(reading):
    read = reading(COLUMNS)
    assert _positions(read) == {("esketamine", "trd", "covered_with_criteria")}
    assert {
        ("prior_trials", 2, "initial"),
        ("distinct_classes", 2, "initial"),
        ("age_min", 18, "initial"),
        ("prescriber", None, "initial"),
        ("approval_duration", 6, "initial"),
    } <= _criteria(read)


def test_names_as_headings(reading):
    found = _criteria(reading(HEADED))
    assert {("prior_trials", 2, "initial"), ("severity_scale", 15, "initial"), ("age_min", 18, "initial")} <= found


def test_both_labeled_uses_where_no_field_names_one(reading):
    text = TABLE.replace("Treatment-resistant depression: trial", "Trial")
    assert {
        ("esketamine", "trd", "covered_with_criteria"),
        ("esketamine", "mdd_si", "covered_with_criteria"),
    } <= _positions(reading(text, ".md"))


def test_some_labeled_uses_are_not_all(reading):
    text = TABLE.replace("Treatment-resistant depression: trial", "Trial").replace("All FDA", "Some FDA")
    assert not any(position.startswith("covered") for _, _, position in _positions(reading(text, ".md")))


@pytest.mark.parametrize(
    ("text", "uses"),
    [
        ("use for bipolar depression", {"bipolar"}),
        ("posttraumatic stress disorder", {"ptsd"}),
        ("treatment of ocd; chronic pain", {"ocd", "chronic_pain"}),
        ("bipolar disorder", set()),
        ("history of ptsd", set()),
        ("substance use disorder", set()),
        ("current psychosis. aneurysmal vascular disease", set()),
    ],
)
def test_uses_and_states_among_exclusions(text, uses):
    assert {one for _, _, named in excluded_uses(text) for use in named for one in use.ids} == uses


def test_nothing_excluded_is_no_state():
    assert names_use("None") and names_use("Not applicable") and not names_use("Psychosis")


def test_names_of_fields():
    assert (
        grid_label("Age Restrictions") and grid_label("**Coverage Duration:**") and not grid_label("Age limits of all")
    )
    assert label_and_value("Age Restrictions: 18") == (0, 16, 18)
    assert label_and_value("Age Restrictions:") is None and label_and_value("Note: see below") is None
    assert opens_field("Exclusion Criteria:") and not opens_field("Exclusion criteria of this policy are as follows: x")
    assert names_field("Prescriber Restrictions") and not names_field("Indications")
    assert is_grid(["Age Restrictions", "Covered Uses", "Coverage Duration"]) and not is_grid(["Age Restrictions"] * 3)
