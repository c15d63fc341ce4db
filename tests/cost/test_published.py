"""The published schemas against what the program writes and reads."""

from __future__ import annotations

import json
import tomllib
from typing import get_type_hints

import msgspec
import pytest

from ketacli.cost import published
from ketacli.cost.plan_writing import example
from ketacli.cost.rows import ROWS


@pytest.mark.parametrize(
    "args",
    [
        ("--sessions", 6),
        ("--sessions", 2, "--plan", "medicaid"),
        ("--sessions", 9, "--plan", "medicare-part-b", "--treatment", "esketamine"),
        ("--sessions", 3, "--allowed", "1,000", "--plan", "PLAN"),
    ],
)
def test_results_fit_their_schema_and_name_nothing_else(run, tmp_path, args):
    plan = tmp_path / "plan.toml"
    plan.write_text(example())
    done = run("cost", *[plan if arg == "PLAN" else arg for arg in args], "--format", "json")
    result = json.loads(done.stdout)["results"][0]
    msgspec.convert(result, published.CostResult, strict=False)
    assert set(result) <= set(get_type_hints(published.CostResult))
    for session in result["sessions"]:
        assert set(session) == set(get_type_hints(published.SessionRecord))


def test_the_example_fits_the_plan_schema():
    values = tomllib.loads(example())
    msgspec.convert(values, published.PlanFile)
    assert set(values) <= set(get_type_hints(published.PlanFile))


def test_every_named_row_is_in_the_plan_schema():
    assert set(ROWS) <= set(get_type_hints(published.TierTable))


def test_the_schema_command_prints_both(run):
    assert "patient_pays" in run("schema", "cost").stdout
    plan = json.loads(run("schema", "plan").stdout)
    assert "in_network" in plan["$defs"]["PlanFile"]["properties"]
