"""What the reports draw: sums by construction, groups of like sessions, nothing interpreted."""

from __future__ import annotations

import itertools
import re
from datetime import date
from decimal import Decimal

from hypothesis import given, settings

from ketacli.cost.asking import Question, answered
from ketacli.cost.projection import Projection, Range, adjudicate, sessions_of, sums
from ketacli.reports.cost_rows import columns_used, grouped, summary_rows, verdict
from ketacli.reports.cost_svg import _nice, curve, running, session_bars, waterfall, waterfall_rows
from ketacli.reports.cost_text import cost_text
from ketacli.reports.paper import Paper
from tests.cost.strategies import plans, series


def projection_of(plan, lines):
    charges = adjudicate(plan, lines)[0]
    owed = sum((charge.patient_owes for charge in charges), Decimal("0.00"))
    return Projection("a series", plan, "ketamine_iv", sessions_of(charges), sums(charges), Range(owed, owed, owed))


@settings(max_examples=80, deadline=None)
@given(plans(), series())
def test_the_waterfall_ends_at_what_is_owed(plan, lines):
    projection = projection_of(plan, lines)
    rows = waterfall_rows(projection)
    assert rows[0][1] + sum(change for _, change, _ in rows[1:-1]) == rows[-1][2] == projection.totals.patient_owes


@settings(max_examples=60, deadline=None)
@given(plans(), series())
def test_pictures_and_text_can_always_be_drawn(plan, lines):
    projection = projection_of(plan, lines)
    for picture in (session_bars(projection), curve(projection), waterfall(projection)):
        assert picture.startswith("<svg")
        assert "nan" not in picture
        heights = re.findall(r'height="(-?[\d.]+)"', picture)
        assert all(float(height) >= 0 for height in heights)
    for width in (40, 60, 80, 120):
        text = cost_text(projection, Paper(width=width))
        assert all(len(line) <= width for line in text.splitlines())


@settings(max_examples=60, deadline=None)
@given(plans(), series())
def test_groups_stand_for_all_sessions(plan, lines):
    projection = projection_of(plan, lines)
    groups = grouped(projection.sessions)
    assert [number for group in groups for number in range(group.first, group.last + 1)] == list(
        range(1, len(projection.sessions) + 1)
    )
    owed = sum(group.session.sums.patient_owes * (group.last - group.first + 1) for group in groups)
    assert owed == projection.totals.patient_owes


@settings(max_examples=60, deadline=None)
@given(plans(networks=("in",)), series(network="in"))
def test_the_curve_counts_each_plan_year_by_itself(plan, lines):
    projection = projection_of(plan, lines)
    points = running(projection)
    for (year, amount), (next_year, later) in itertools.pairwise(points):
        assert later >= amount or next_year != year


def test_the_summary_adds_up():
    found = answered(Question(today=date(2026, 3, 2), sessions=2, every=7, allowed="500", plan=None))
    rows = dict(summary_rows(found))
    assert rows["Total cost"] == rows["Limits or exclusions"] == rows["You pay"] == "$1,000.00"


def test_a_single_sourced_figure_is_about_right():
    found = answered(Question(today=date(2026, 3, 2), sessions=2, treatment="esketamine"))
    assert "about $2,100.00" in verdict(found)
    own = answered(Question(today=date(2026, 3, 2), sessions=2, allowed="500"))
    assert "You pay $1,000.00" in verdict(own)


def test_round_numbers_of_an_axis():
    for value in ("0", "0.5", "1", "99", "101", "2001", "87150"):
        top = _nice(Decimal(value))
        assert top >= Decimal(value)
        assert top <= max(Decimal(value) * 2, 1)


def test_columns_that_say_nothing_are_left_out():
    found = answered(Question(today=date(2026, 3, 2), sessions=2, allowed="500"))
    assert "savings" not in columns_used(found)
    assert columns_used(found)[-1] == "patient_owes"
