"""How criteria combine: lead-ins, connectors, nesting, exceptions, exemptions, and what stays uncertain."""

from __future__ import annotations

import pytest


def shape(tree, by_id):
    """A tree with types and numbers instead of ids."""
    if isinstance(tree, str):
        row = by_id[tree]
        return row.type if row.number is None else f"{row.type}={row.number}"
    if "of" in tree:
        return {"at_least": tree["at_least"], "of": [shape(node, by_id) for node in tree["of"]]}
    ((key, nodes),) = tree.items()
    return {key: [shape(node, by_id) for node in nodes]}


@pytest.fixture
def tree(reading):
    """The tree of the one first approval in a policy of these lines."""

    def go(*lines: str, scope: str = "initial"):
        text = "Spravato Policy\n\nCriteria\n\nSpravato is medically necessary for treatment-resistant depression when "
        criteria, logic, warnings = reading(text + "\n".join(lines) + "\n")
        (found,) = [entry for entry in logic if entry.scope == scope]
        return shape(found.tree, {row.id: row for row in criteria}), found.uncertain, warnings

    return go


def test_all_and_a_nested_choice(tree):
    found, uncertain, _ = tree(
        "ALL of the following are met:",
        "1. Age 18 years or older; and",
        "2. One of the following:",
        "   a. two antidepressants have failed; or",
        "   b. electroconvulsive therapy has failed; and",
        "3. Prescribed by a psychiatrist.",
    )
    assert found == {"all": ["age_min=18", {"any": ["prior_trials=2", "prior_failure_other"]}, "prescriber"]}
    assert not uncertain


def test_at_least_two_of_the_following(tree):
    found, _, _ = tree(
        "all of the following are met:",
        "1. Age 18 years or older;",
        "2. At least two of the following:",
        "   a. PHQ-9 of 15 or more;",
        "   b. MADRS of 28 or more;",
        "   c. QIDS of 16 or more.",
    )
    scales = ["severity_scale=15", "severity_scale=28", "severity_scale=16"]
    assert found == {"all": ["age_min=18", {"at_least": 2, "of": scales}]}


def test_connectors_where_the_lead_in_is_silent(tree):
    found, uncertain, _ = tree(
        "all of these apply:", "- Electroconvulsive therapy", "  - has failed; or", "  - is contraindicated"
    )
    assert found == {"any": ["prior_failure_other", "prior_failure_other"]}
    assert not uncertain


def test_scales_of_one_sentence_are_alternatives(tree):
    found, _, _ = tree("all of these apply:", "- Age 18 or older", "- PHQ-9 of 15 or more, or MADRS of 28 or more")
    assert found == {"all": ["age_min=18", {"any": ["severity_scale=15", "severity_scale=28"]}]}


def test_what_does_not_decide_stays_outside(tree):
    found, _, _ = tree(
        "all of these apply:",
        "- Age 18 or older",
        "- Prior authorization is required",
        "- PHQ-9 of 15 or more",
        "",
        "Approve for 6 months. An oral antidepressant is not required.",
    )
    assert found == {"all": ["age_min=18", "severity_scale=15"]}


def test_a_prescriber_who_is_freed_from_a_step(tree):
    found, _, _ = tree(
        "all of these apply:",
        "- Age 18 or older",
        "- Three antidepressants have failed, or the prescriber is a psychiatrist, in which case this step is waived",
    )
    assert found == {"all": ["age_min=18", {"any": ["prior_trials=3", "prescriber"]}]}


def test_mixed_connectors_are_uncertain_and_said_so(reading):
    criteria, logic, warnings = reading(
        "Spravato Policy\n\nCoverage Criteria:\n\n- Age 18 or older; AND\n- PHQ-9 of 15 or more; OR\n"
        "- MADRS of 28 or more; AND\n- Prescribed by a psychiatrist\n"
    )
    (found,) = logic
    assert len(criteria) == 4
    assert found.uncertain
    assert any("does not say" in warning for warning in warnings)


def test_two_uses_have_trees_of_their_own(reading):
    text = (
        "Spravato Policy\n\nCriteria\n\nTreatment-resistant depression (must meet all):\n"
        "- Age 18 or older\n- Two antidepressants have failed\n\n"
        "Major depressive disorder with acute suicidal ideation (must meet all):\n"
        "- Age 21 or older\n- An oral antidepressant is taken as well\n"
    )
    uses = [("esketamine", "trd", "covered_with_criteria"), ("esketamine", "mdd_si", "covered_with_criteria")]
    criteria, logic, _ = reading(text, positions=uses)
    by_id = {row.id: row for row in criteria}
    found = {entry.indication: shape(entry.tree, by_id) for entry in logic}
    assert found == {
        "trd": {"all": ["age_min=18", "prior_trials=2"]},
        "mdd_si": {"all": ["age_min=21", "concurrent_oral_antidepressant"]},
    }
