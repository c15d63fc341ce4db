"""Golden tables: plan, series and expected sessions in files that an expert reads (arithmetic in their comments)."""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from ketacli.cost.engine import Request, project
from ketacli.cost.plan_file import build_plan
from ketacli.cost.prices import Offer, point
from ketacli.cost.reading_keys import Table

TABLES = sorted((Path(__file__).parent.parent / "data" / "cost").glob("*.toml"))
COLUMNS = ("plan_paid", "deductible", "copay", "coinsurance", "not_covered", "savings", "patient_owes")


def projection_of(case):
    series = case["series"]
    allowed = Decimal(series["allowed"])
    offer = Offer(
        "Treatment", series["benefit"], series["network"], point(Decimal(series.get("billed", allowed))), point(allowed)
    )
    days = tuple(
        date.fromisoformat(str(series["start"])) + timedelta(days=series["every"] * number)
        for number in range(len(case["session"]))
    )
    return project(Request("a series", "ketamine_iv", build_plan(Table(case["plan"], "plan.toml")), days, (offer,)))


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_golden_table(path):
    case = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    found = projection_of(case)
    for number, (session, expected) in enumerate(zip(found.sessions, case["session"], strict=True), 1):
        got = {name: f"{getattr(session.sums, name):.2f}" for name in COLUMNS}
        wanted = {name: expected.get(name, "0.00") for name in COLUMNS}
        assert got == wanted, f"session {number}"
        if "plan_year" in expected:
            assert session.plan_year == expected["plan_year"]
    for part in case.get("assumptions", []):
        assert any(part in line for line in found.assumptions), found.assumptions
    for part in case.get("warnings", []):
        assert any(part in line for line in found.warnings), found.warnings


def test_there_are_tables():
    assert len(TABLES) >= 19
