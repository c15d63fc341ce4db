"""Scenarios, comparison, simulation, batch, financing, estimates."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketacli.cost.asking import Question, answered, assemble
from ketacli.cost.batch import Batch
from ketacli.cost.cashflow import most_laid_out, superbill
from ketacli.cost.comparing import compare
from ketacli.cost.estimate import check_estimate
from ketacli.cost.financing import deferred, loan
from ketacli.cost.plan_file import parse_plan
from ketacli.cost.plan_writing import example
from ketacli.cost.prices import Price
from ketacli.cost.scenarios import Wish, scenarios
from ketacli.cost.simulate import quantile, simulate
from ketacli.errors import ExitCode, UsageProblem

TODAY = date(2026, 3, 2)


@pytest.fixture
def plan_file(tmp_path):
    path = tmp_path / "plan.toml"
    path.write_text(example())
    return str(path)


def request(plan_file, **more):
    return assemble(
        Question(
            **({"today": TODAY, "sessions": 6, "every": 7, "plan": plan_file, "benefit": "clinic_infusion"} | more)
        )
    )


def test_ways_to_pay_side_by_side(plan_file):
    asked = request(plan_file, allowed="500", billed="700")
    found = {
        each.name: each
        for each in scenarios(asked, Wish(package=Decimal(3000), chance_percent=Decimal(40), tax_percent=Decimal(25)))
    }
    alone, won = found["Pay for it yourself"].pays.typical, found["In network"].pays.typical
    assert alone == 4200
    assert found["Denied, then an appeal"].pays.typical == won * Decimal("0.4") + alone * Decimal("0.6")
    assert found["In network"].lowest
    assert [each.lowest for each in found.values()].count(True) == 1
    assert found["Pay for it yourself"].after_tax == 3150


def test_without_an_own_chance_none_is_made_up(plan_file):
    found = {each.name: each for each in scenarios(request(plan_file, allowed="500"), Wish())}
    assert found["Denied, then an appeal"].pays.typical is None


def test_no_self_pay_where_the_law_blocks_it(plan_file):
    names = [each.name for each in scenarios(request(plan_file, allowed="500"), Wish(), self_pay=False)]
    assert "Pay for it yourself" not in names
    assert "Denied, then an appeal" not in names


def test_a_superbill_is_paid_first_and_refunded_later(plan_file):
    outside = answered(
        Question(today=TODAY, sessions=12, every=7, plan=plan_file, allowed="500", billed="700", network="out")
    )
    charges = [charge for session in outside.sessions for charge in session.charges]
    moves = superbill(charges, 30)
    assert sum(move.paid for move in moves) - sum(move.refunded for move in moves) == outside.totals.patient_owes
    assert moves[-1].outlay == outside.totals.patient_owes
    assert most_laid_out(moves) >= outside.totals.patient_owes


def test_where_the_lines_cross():
    # A: no deductible, 200 a session. B: deductible 1,000, then nothing. Allowed 500.
    # A: 200, 400, 600 … B: 500, 1000, 1000 … A is cheaper to session 4 (800), equal at 5 (1,000), B from session 6 on.
    head = 'embedded = true\nplan_year_start = "01-01"\n[in_network]\noop_max_individual = 9000\n'
    row = "[in_network.specialist]\n"
    first = parse_plan(
        f'name = "A"\n{head}deductible_individual = 0\n{row}copay = 200\nafter_deductible = false\n', "a"
    )
    second = parse_plan(
        f'name = "B"\n{head}deductible_individual = 1000\n{row}copay = 0\nafter_deductible = true\n', "b"
    )
    asked = assemble(Question(today=TODAY, sessions=8, every=7, allowed="500", benefit="specialist"))
    found = compare(asked, first, second, Decimal(0))
    assert found.crossings == ((1, "A"), (6, "B"))
    assert (found.first.total, found.second.total) == (1600, 1000)


def test_other_care_and_premiums_count():
    text = "embedded = true\n[in_network]\ndeductible_individual = 1000\noop_max_individual = 9000\n"
    text += "coinsurance_percent = 20\n"
    cheap = parse_plan(f'name = "cheap"\nmonthly_premium = 100\n{text}', "a")
    dear = parse_plan(f'name = "dear"\nmonthly_premium = 200\n{text}', "b")
    asked = assemble(Question(today=TODAY, sessions=2, every=7, allowed="500", benefit="specialist"))
    found = compare(asked, cheap, dear, Decimal(1500))
    # Other care 1,500: 1,000 + 20% of 500 = 1,100; two sessions at 20% of 500: 200.
    assert found.first == ("cheap", 1200, 1300, 2500)
    assert found.second.total == 3700
    assert found.crossings == ((0, "cheap"),)


def test_a_simulation_repeats_and_is_ordered(plan_file):
    asked = request(plan_file, sessions=20)
    once = simulate(asked, 3000, 7, fewest=6, chance_percent=Decimal(50))
    assert once == simulate(asked, 3000, 7, fewest=6, chance_percent=Decimal(50))
    assert once != simulate(asked, 3000, 8, fewest=6, chance_percent=Decimal(50))
    assert once.p10 <= once.p50 <= once.p90


def test_a_simulation_without_doubt_is_the_projection(plan_file):
    asked = request(plan_file, allowed="500")
    found = simulate(asked, 50, 1, fewest=6, chance_percent=None)
    total = answered(
        Question(today=TODAY, sessions=6, every=7, plan=plan_file, benefit="clinic_infusion", allowed="500")
    )
    assert found.p10 == found.p50 == found.p90 == found.mean == total.totals.patient_owes


def test_a_certain_refusal_is_self_pay(plan_file):
    found = simulate(request(plan_file, allowed="500"), 50, 1, fewest=6, chance_percent=Decimal(0))
    assert found.p50 == 3000


@pytest.mark.parametrize(("draws", "fewest"), [(0, 6), (1_000_001, 6), (10, 7), (10, 0)])
def test_bounds_of_a_simulation(plan_file, draws, fewest):
    with pytest.raises(UsageProblem):
        simulate(request(plan_file, allowed="500"), draws, 1, fewest=fewest, chance_percent=None)


@given(st.integers(0, 1000), st.integers(0, 1000), st.integers(0, 1000), st.floats(0, 1))
def test_quantiles_stay_inside_and_rise(low, more, most, share):
    price = Price(Decimal(low), Decimal(low + more), Decimal(low + more + most))
    assert price.low <= quantile(price, share) <= price.high
    assert quantile(price, share / 2) <= quantile(price, share)


def test_a_batch_goes_on_after_a_bad_line():
    plan = parse_plan(example(), "plan.toml")
    work = Batch(plan)
    good = {"id": "a", "sessions": 2, "start": "2026-03-02", "every": 7, "allowed": 500, "benefit": "clinic_infusion"}
    lines = [
        json.dumps(good),
        "no json",
        "",
        json.dumps(good | {"id": "c", "allowed": -1}),
        json.dumps(good | {"id": "d", "every": 0}),
        json.dumps(
            {"id": "e", "dates": ["2026-03-09", "2026-03-02"], "allowed": "1,000", "benefit": "clinic_infusion"}
        ),
        "[]",
        json.dumps({"id": "f", "every": 2, "allowed": 5}),
    ]
    found = list(work.run(lines))
    assert [each["id"] for each in found] == ["a", 2, "c", "d", "e", 7, "f"]
    assert ["error" in each for each in found] == [False, True, True, True, False, True, True]
    assert found[0]["totals"]["patient_owes"] == "920.00"  # 500 + (400 + 20% of 100)
    assert work.codes == {ExitCode.USAGE}


def test_a_batch_knows_prices_and_rhythms_and_names_what_it_does_not_read():
    found = next(Batch(None, today=TODAY).run([json.dumps({"sessions": 6, "colour": "red"})]))
    assert found["patient_pays"] == {"low": "2400.00", "typical": "3540.00", "high": "4800.00"}
    assert found["warnings"] == ["nothing reads the key colour"]


def test_a_batch_agrees_with_the_single_run(plan_file):
    single = answered(
        Question(
            today=TODAY, sessions=7, every=14, start=TODAY, allowed="812.35", plan=plan_file, benefit="clinic_infusion"
        )
    )
    record = {
        "sessions": 7,
        "start": "2026-03-02",
        "every": 14,
        "allowed": "812.35",
        "benefit": "clinic_infusion",
        "plan": plan_file,
    }
    found = next(Batch(None, each_session=True).run([json.dumps(record)]))
    assert found["totals"]["patient_owes"] == str(single.totals.patient_owes)
    assert [each["deductible"] for each in found["sessions"]] == [str(each.sums.deductible) for each in single.sessions]


def test_equal_payments():
    found = loan(Decimal(1200), 12, Decimal(0))
    assert (found.monthly, found.interest) == (100, 0)
    # 3,540 at 14.9% over 24 months: r = 0.0124167; 3540 r / (1 - (1 + r)^-24) = 171.47.
    assert loan(Decimal(3540), 24, Decimal("14.9")).monthly == Decimal("171.47")


def test_deferred_interest_is_nothing_or_all():
    cleared = deferred(Decimal(1000), 12, Decimal("32.99"))
    assert (cleared.left, cleared.charged) == (0, 0)
    missed = deferred(Decimal(1000), 12, Decimal("32.99"), Decimal("83.33"))
    assert missed.left == Decimal("0.04")
    assert missed.charged > 150


@pytest.mark.parametrize(("bill", "may"), [("3399.99", False), ("3400", True), ("2000", False)])
def test_a_bill_against_its_estimate(bill, may):
    found = check_estimate(Decimal(3000), Decimal(bill), date(2026, 3, 2), TODAY)
    assert found.may_dispute is may
    assert found.until == (date(2026, 6, 30) if may else None)
    assert found.sources
