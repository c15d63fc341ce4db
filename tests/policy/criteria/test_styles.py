"""Documents in many house styles: every criterion that a careful reader finds, and none besides."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from tests.policy.criteria.conftest import read

FOLDER = Path(__file__).parents[2] / "data" / "criteria"
EXPECTED = tomllib.loads((FOLDER / "expected.toml").read_text("utf-8"))


def told(name):
    """Criteria found in a document, its text and its logic."""
    entry = EXPECTED[name]
    data = (FOLDER / entry["file"]).read_bytes()
    criteria, logic, _ = read(data, entry["file"], [tuple(row) for row in entry["positions"]])
    return criteria, logic, data.decode()


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_criteria_of_a_style(name):
    criteria, _, _ = told(name)
    found = {
        (row.type, row.number, row.required) for row in criteria if row.type != "other" and row.required is not None
    }
    wanted = {
        (kind, None if number == "" else number, required) for kind, number, required in EXPECTED[name]["criteria"]
    }
    assert sorted(found - wanted, key=str) == []
    assert sorted(wanted - found, key=str) == []


@pytest.mark.parametrize("name", sorted(name for name in EXPECTED if not EXPECTED[name]["file"].endswith(".html")))
def test_quotes_are_exact(name):
    criteria, _, text = told(name)
    page = "".join(text.split())
    for row in criteria:
        assert row.quote
        assert "".join(row.quote.split()) in page


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_trees_hold_only_what_decides(name):
    criteria, logic, _ = told(name)
    by_id = {row.id: row for row in criteria}
    for entry in logic:
        for leaf in leaves(entry.tree):
            row = by_id[leaf]
            assert row.type not in ("prior_authorization", "approval_duration")
            assert row.required is True or row.rule == "KC171"
            assert row.treatment == entry.treatment
            assert row.scope in (entry.scope, "either")


def leaves(tree):
    """Ids at the ends of a tree."""
    if isinstance(tree, str):
        return [tree]
    return [leaf for key in ("all", "any", "of") for node in tree.get(key, []) for leaf in leaves(node)]
