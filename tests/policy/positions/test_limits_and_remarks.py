"""How much of a treatment is covered says nothing new of its uses; remarks that set no rule; plans that are told of."""

from __future__ import annotations

import pytest

from ketacli.documents.read import read_document
from ketacli.policy.read import read_policy
from tests.policy.positions.reading import positions_of, said

HEAD = "Esketamine and Ketamine for Depression\n\nPolicy 4.4\n\n"
BODY = """1. Esketamine

1.1 Treatment-resistant depression

Esketamine is covered for treatment-resistant depression when a psychiatrist prescribes it.

1.2 Acute suicidal ideation

Esketamine is not covered for major depressive disorder with acute suicidal ideation.

2. Ketamine

Ketamine infusion is covered for bipolar depression when all are met:

1. Age 18 or older.

2. ECT has failed.

"""


@pytest.mark.parametrize(
    "sentence",
    [
        "No more than 6 infusions are authorized in one admission.",
        "Up to eight infusions are covered in a calendar year.",
        "A maximum of 6 infusions is approved.",
        "Only four ketamine infusions in a course are covered.",
        "At most 12 infusions are authorized at first.",
    ],
)
def test_a_limit_covers_no_use_of_another_treatment(sentence, tmp_path):
    assert said(positions_of(BODY + sentence, tmp_path, head=HEAD)) == {
        ("esketamine", "trd"): "covered_with_criteria",
        ("esketamine", "mdd_si"): "not_covered",
        ("ketamine_iv", "bipolar"): "covered_with_criteria",
    }


def test_a_limit_that_stands_alone_still_covers(tmp_path):
    found = said(positions_of("No more than 6 ketamine infusions are covered.", tmp_path))
    assert found == {("ketamine_iv", "any"): "covered"}


@pytest.mark.parametrize(
    "sentence",
    [
        "One plan on the Gulf Coast pays for up to ten ketamine infusions in a lifetime for depression.",
        "A plan along the river pays for ketamine infusions for depression.",
        "Three insurers in the mountains have begun to cover ketamine infusions for PTSD.",
        "At least one carrier covers ketamine lozenges.",
        "Another regional plan pays for Spravato without any criteria.",
    ],
)
def test_a_plan_that_is_only_counted_is_another_one(sentence, tmp_path):
    assert not positions_of(sentence, tmp_path)


POLICY = """# Spravato guideline

## Initial approval

Spravato is approved for treatment-resistant depression if all are met:

1. The patient is 18 or older.
2. Two antidepressants have failed.

## Remarks

{first}

- Patients stay for at least 2 hours.
- Four antidepressants were asked for by most insurers. Ketamine infusion is covered for depression by some.
"""


@pytest.mark.parametrize(
    "first",
    [
        "The notes below help the reviewer and add no requirement.",
        "This section is for information only.",
        "The remarks in this chapter do not add any criteria.",
        "The information here is provided for reference only.",
        "These facts are not criteria.",
        "The summary that follows is given for orientation and lays down no rules.",
    ],
)
def test_a_section_that_sets_no_rule(first, tmp_path):
    found = _read(POLICY.format(first=first), tmp_path)
    assert [row.type for row in found.criteria] == ["age_min", "prior_trials"]
    assert said([one for one in found.positions if one.position != "not_addressed"]) == {
        ("esketamine", "trd"): "covered_with_criteria"
    }


@pytest.mark.parametrize(
    "first",
    [
        "This section sets no other requirements.",
        "The section does not require psychotherapy.",
        "This chart contains no requirement for psychotherapy.",
        "The notes below are part of the criteria.",
        "Nothing in this section is for information only.",
    ],
)
def test_a_section_that_rules(first, tmp_path):
    found = _read(POLICY.format(first=first).replace("## Remarks", "## Observation"), tmp_path)
    assert "observation" in {row.type for row in found.criteria}


def _read(text, folder):
    path = folder / "policy.md"
    path.write_text(text, "utf-8")
    return read_policy(read_document(path))
