"""The list that a cell of a row holds is joined as the words right before it say."""

from __future__ import annotations

import pytest

GRID = """# Spravato for treatment-resistant depression: prior authorization

Spravato is approved for treatment-resistant depression if every question below is answered as shown.

| Number | Question | Answer needed |
|---|---|---|
| 1 | Is the member 18 years of age or older? | Yes |
| 2 | {question} | Yes |
| 3 | Is the prescriber a psychiatrist? | Yes |
"""
STEPS = "(a) an augmenting drug; (b) transcranial magnetic stimulation; {joint}(c) electroconvulsive therapy?"


def kinds(tree, by_id):
    """A tree with types instead of ids."""
    if isinstance(tree, str):
        return by_id[tree].type
    ((key, nodes),) = [(key, nodes) for key, nodes in tree.items() if key != "at_least"]
    return {key if key != "of" else tree["at_least"]: [kinds(node, by_id) for node in nodes]}


@pytest.fixture
def steps(reading):
    """How the grid's tree joins what its second question lists."""

    def go(lead: str, joint: str = ""):
        question = f"{lead} {STEPS.format(joint=joint)}"
        criteria, logic, _ = reading(GRID.format(question=question), ".md")
        (found,) = logic
        return kinds(found.tree, {row.id: row for row in criteria})["all"][1:-1]

    return go


TRIED = ["augmentation_trial", "prior_failure_other", "prior_failure_other"]


@pytest.mark.parametrize("joint", ["", "or "])
@pytest.mark.parametrize(
    "lead",
    [
        "Did the member also try one of these:",
        "Has the member failed any of the following:",
        "Has the member tried at least one of the following:",
        "Has the member failed either of these?",
    ],
)
def test_one_of_a_list_in_a_cell_is_enough(steps, lead, joint):
    assert steps(lead, joint) == [{"any": TRIED}]


@pytest.mark.parametrize("joint", ["", "and "])
@pytest.mark.parametrize(
    "lead", ["Did the member try all of these:", "Answer any questions on the back. Did the member try each of these:"]
)
def test_all_of_a_list_in_a_cell_are_asked(steps, lead, joint):
    assert steps(lead, joint) == TRIED


def test_a_number_of_a_list_in_a_cell(steps):
    assert steps("Has the member failed at least two of the following:") == [{2: TRIED}]


TWO_LISTS = """# SPRAVATO (esketamine) nasal spray

| PA field | Entry |
|---|---|
| Covered uses | Treatment-resistant depression (TRD). MDD with acute suicidal ideation (MDD-SI). |
| Required medical information | TRD, all of: {trd} MDD-SI, {joint} of: {acute} |
| Coverage duration | 3 months |
"""
TRD = "(1) trial and failure of two antidepressants; (2) PHQ-9 of 20 or more; (3) PDMP report reviewed."


@pytest.mark.parametrize("joint", ["all", "any"])
def test_a_second_list_in_a_cell_has_a_lead_in_of_its_own(reading, joint):
    acute = "(1) member also takes an oral antidepressant; (2) MADRS of 28 or more."
    criteria, logic, _ = reading(TWO_LISTS.format(trd=TRD, acute=acute, joint=joint), ".md")
    by_id = {row.id: row for row in criteria}
    found = {entry.indication: kinds(entry.tree, by_id) for entry in logic}
    assert found["trd"] == {"all": ["prior_trials", "severity_scale", "pdmp"]}
    assert found["mdd_si"] == {joint: ["concurrent_oral_antidepressant", "severity_scale"]}


def test_a_list_within_an_item_is_no_second_list(reading):
    nested = TRD.replace("failure of two antidepressants", "failure of two. Both of: (a) an SSRI and (b) an SNRI")
    acute = "(1) member also takes an oral antidepressant; (2) MADRS of 28 or more."
    criteria, _, _ = reading(TWO_LISTS.format(trd=nested, acute=acute, joint="all"), ".md")
    assert {row.indication for row in criteria if row.type == "pdmp"} == {"trd"}
