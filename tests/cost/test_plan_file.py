"""Plan files: what is accepted, and refusals that name file and key."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from ketacli.cost.money import cents, dollars, percent
from ketacli.cost.plan_checks import known_row
from ketacli.cost.plan_file import load_plan, parse_plan
from ketacli.cost.plan_writing import example
from ketacli.errors import AnswersProblem, ExitCode, InputProblem

BASE = "[in_network]\ndeductible_individual = 500\noop_max_individual = 3000\ncoinsurance_percent = 20\n"


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1500", "1500.00"),
        ("1500.5", "1500.50"),
        ('"1,500"', "1500.00"),
        ('"$1,500.25"', "1500.25"),
        ('"$ 20"', "20.00"),
        ("0", "0.00"),
    ],
)
def test_amounts_are_read(written, value):
    plan = parse_plan(BASE.replace("= 500", f"= {written}"), "plan.toml")
    assert plan.tiers["in"].limits.deductible_individual == Decimal(value)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("-1", "is negative"),
        ('"-1"', "is negative"),
        ('"1.500,00"', "comma that does not separate thousands"),
        ('"15,00"', "comma that does not separate thousands"),
        ('"€500"', "another currency"),
        ('"500 EUR"', "another currency"),
        ('"five"', "is not an amount of money"),
        ('""', "is empty"),
        ("true", "is not an amount of money"),
        ("nan", "is not an amount of money"),
        ("inf", "is not an amount of money"),
        ("1.234", "fractions of a cent"),
        ("1e20", "larger than"),
        ("[1]", "is not an amount of money"),
        ("$500", "is not valid TOML"),
        ("1,500", "is not valid TOML"),
    ],
)
def test_amounts_are_refused_by_file_and_key(written, said):
    with pytest.raises(AnswersProblem) as found:
        parse_plan(BASE.replace("= 500", f"= {written}"), "plan.toml")
    assert "plan.toml" in found.value.message
    assert "in_network.deductible_individual" in found.value.message
    assert said in found.value.message
    assert found.value.code == ExitCode.USAGE


@pytest.mark.parametrize(
    ("written", "good"), [("0", True), ("100", True), ("100.01", False), ("-0.01", False), ('"20%"', True)]
)
def test_percentages_end_at_0_and_100(written, good):
    text = BASE.replace("= 20", f"= {written}")
    if good:
        assert parse_plan(text, "p").tiers["in"].coinsurance_percent is not None
    else:
        with pytest.raises(AnswersProblem, match=r"in_network\.coinsurance_percent: is not between"):
            parse_plan(text, "p")


@pytest.mark.parametrize("kind", ["deductible", "oop_max"])
@pytest.mark.parametrize(("family", "good"), [(3000, True), (2999, False)])
def test_the_family_is_not_below_the_person(kind, family, good):
    text = f"[in_network]\n{kind}_individual = 3000\n{kind}_family = {family}\n"
    if good:
        parse_plan(text, "p")
    else:
        with pytest.raises(AnswersProblem, match=rf"in_network\.{kind}_family: is below"):
            parse_plan(text, "p")


def test_the_familys_spending_is_not_below_ones_own():
    with pytest.raises(AnswersProblem, match=r"met\.family\.deductible: is below met\.deductible"):
        parse_plan(BASE + "[met]\ndeductible = 300\n[met.family]\ndeductible = 299\n", "p")


def test_unstated_spending_follows_from_what_is_stated():
    spent = parse_plan(BASE + "[met]\ndeductible = 300\n", "p").met.any_network
    assert (spent.deductible, spent.oop, spent.family_deductible, spent.family_oop) == (Decimal(300),) * 4


@pytest.mark.parametrize(
    ("written", "good"), [("07-01", 1), ("12-31", 1), ("02-29", 0), ("13-01", 0), ("7-1", 0), ("", 0)]
)
def test_the_plan_year_starts_on_a_day_of_every_year(written, good):
    text = f'plan_year_start = "{written}"\n{BASE}'
    if good:
        assert parse_plan(text, "p").plan_year_stated
    else:
        with pytest.raises(AnswersProblem, match="plan_year_start"):
            parse_plan(text, "p")


@pytest.mark.parametrize(("day", "year"), [("2026-06-30", 2025), ("2026-07-01", 2026), ("2027-06-30", 2026)])
def test_a_plan_year_is_named_by_its_start(day, year):
    assert parse_plan(f'plan_year_start = "07-01"\n{BASE}', "p").year_of(date.fromisoformat(day)) == year


def test_plan_year_as_a_table_or_a_year():
    table = parse_plan(BASE + "[plan_year]\nfrom = 2026-08-15\nto = 2027-08-14\n", "p")
    assert table.plan_year_start == (8, 15)
    year = parse_plan('plan_year_start = "07-01"\nplan_year = 2026\n' + BASE, "p")
    assert (year.coverage_from, year.coverage_to) == (date(2026, 7, 1), date(2027, 6, 30))
    with pytest.raises(AnswersProblem, match=r"plan_year\.to: lies before"):
        parse_plan(BASE + "[plan_year]\nfrom = 2026-08-15\nto = 2026-08-14\n", "p")


def test_an_unread_key_is_a_warning_with_its_near_miss():
    warnings = parse_plan("embeded = true\n" + BASE, "plan.toml").warnings
    assert any("embeded" in line and "did you mean embedded" in line for line in warnings)


def test_a_flag_is_no_word():
    with pytest.raises(AnswersProblem, match=r"in_network\.specialist\.after_deductible: is neither true nor false"):
        parse_plan(BASE + '[in_network.specialist]\nafter_deductible = "yes"\n', "p")


def test_a_file_that_is_not_there_and_one_that_is_no_text(tmp_path):
    with pytest.raises(InputProblem):
        load_plan(tmp_path / "none.toml")
    (tmp_path / "bytes.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(AnswersProblem, match="not UTF-8"):
        load_plan(tmp_path / "bytes.toml")


def test_the_example_is_a_plan_without_warnings():
    plan = parse_plan(example(), "example.toml")
    assert plan.warnings == ()
    assert set(plan.tiers) == {"in", "out"}
    assert plan.tiers["in"].rows["clinic_infusion"].coinsurance_percent == 20


def test_rows_by_name():
    assert known_row("specialist", None) == "specialist"
    assert known_row("acupuncture", None) == "acupuncture"
    with pytest.raises(AnswersProblem) as found:
        known_row("mental_helth_outpatient", None)
    assert "mental_health_outpatient" in found.value.hint


def test_rounding_is_half_up():
    assert [cents(Decimal(x)) for x in ("0.005", "0.015", "0.0149")] == [
        Decimal("0.01"),
        Decimal("0.02"),
        Decimal("0.01"),
    ]
    assert dollars(0.1, "x") == Decimal("0.10")
    assert percent("12.5", "x") == Decimal("12.5")
