"""Rules of the ledger that one table each would not show: networks together, what counts, penalties, steps."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from ketacli.cost.figures import federal_maximum
from ketacli.cost.ledger import Ledger, cut
from ketacli.cost.lines import Line
from ketacli.cost.plan_file import parse_plan
from ketacli.cost.projection import adjudicate
from ketacli.cost.steps import steps
from ketacli.errors import AnswersProblem

BOTH = """
[in_network]
deductible_individual = 500
oop_max_individual = 2000
coinsurance_percent = 20
[out_of_network]
deductible_individual = 800
oop_max_individual = 4000
coinsurance_percent = 50
"""


def line(day, network="in", amount="400", benefit="specialist", billed=None):
    allowed = Decimal(amount)
    return Line(date(2026, 3, day), "Visit", benefit, network, Decimal(billed or amount), allowed)


def run(text, *lines, authorized=True):
    return adjudicate(parse_plan(text, "plan.toml"), lines, authorized=authorized)[0]


def deductibles(charges):
    return [int(charge.deductible) for charge in charges]


def test_networks_keep_their_own_accumulators():
    assert deductibles(run("embedded = true\n" + BOTH, line(2), line(3, "out"), line(4), line(5, "out"))) == [
        400,
        400,
        100,
        400,
    ]


def test_networks_that_credit_each_other_share_them():
    # 400 in, then out of network 800 - 400 = 400 is left, then in network 500 - 800 < 0: nothing.
    text = "embedded = true\ncredits_across = true\n" + BOTH
    assert deductibles(run(text, line(2), line(3, "out"), line(4), line(5, "out"))) == [400, 400, 0, 0]


def test_spending_belongs_to_the_network_that_is_named():
    text = "embedded = true\n" + BOTH + "[met.in_network]\ndeductible = 450\n[met.out_of_network]\ndeductible = 100\n"
    assert deductibles(run(text, line(2), line(3, "out", "900"))) == [50, 700]


def test_an_hmo_pays_nothing_out_of_network():
    text = "[in_network]\ndeductible_individual = 0\ncoinsurance_percent = 20\n[out_of_network]\nnot_covered = true\n"
    charge = run(text, line(2, "out", "400", billed="700"))[0]
    assert (charge.plan_paid, charge.not_covered, charge.patient_owes) == (0, 700, 700)


def test_a_network_without_a_word_is_refused_by_name():
    with pytest.raises(AnswersProblem, match=r"plan\.toml: \[out_of_network\] is missing"):
        run("[in_network]\ndeductible_individual = 0\ncoinsurance_percent = 20\n", line(2, "out"))


def test_a_copay_may_count_to_the_deductible_where_the_plan_says_so():
    row = "[in_network.specialist]\ncopay = 100\nafter_deductible = false\ncopay_counts_to_deductible = true\n"
    other = "[in_network.clinic_infusion]\ncoinsurance_percent = 0\nafter_deductible = true\n"
    charges = run(BOTH + row + other, line(2), line(3, benefit="clinic_infusion", amount="900"))
    assert deductibles(charges) == [0, 400]


def test_what_does_not_count_is_not_cut():
    row = "[in_network.specialist]\ncoinsurance_percent = 50\nafter_deductible = false\ncounts_to_maximum = false\n"
    charges = run(BOTH + row + "[met]\noop = 2000\n", line(2), line(3, benefit="clinic_infusion"))
    assert [int(charge.patient_owes) for charge in charges] == [200, 0]


@pytest.mark.parametrize(
    ("rule", "taken"),
    [("percent = 50", 160), ("percent = 50\nmaximum = 100", 100), ("amount = 250", 250), ("amount = 999", 320)],
)
def test_a_penalty_stands_outside_the_maximum(rule, taken):
    text = BOTH + f"[met]\ndeductible = 500\noop = 500\n[prior_authorization_penalty]\n{rule}\n"
    charge = run(text, line(2), authorized=False)[0]
    assert (charge.penalty, charge.coinsurance, charge.patient_owes) == (taken, 80, 80 + taken)
    assert run(text, line(2))[0].penalty == 0


def test_aggregate_for_one_person_alone_is_the_own_deductible():
    text = BOTH.replace("[in_network]\n", "[in_network]\ndeductible_family = 9000\n")
    assert deductibles(run("embedded = false\n" + text, line(2, amount="900"))) == [900]
    assert deductibles(run('embedded = false\ncover = "self"\n' + text, line(2, amount="900"))) == [500]


def test_ones_own_maximum_holds_inside_an_aggregate_family():
    text = BOTH.replace("[in_network]\n", "[in_network]\ndeductible_family = 9000\noop_max_family = 9000\n")
    assert deductibles(run("embedded = false\n" + text, line(2, amount="5000"))) == [2000]


def test_the_order_of_unequal_claims_of_one_day_matters():
    text = "[in_network]\ndeductible_individual = 100\noop_max_individual = 9000\n"
    text += (
        "[in_network.specialist]\ncoinsurance_percent = 20\n[in_network.clinic_infusion]\ncoinsurance_percent = 50\n"
    )
    first, second = line(2, amount="100"), line(2, amount="100", benefit="clinic_infusion")
    assert sum(charge.patient_owes for charge in run(text, first, second)) == 150
    assert sum(charge.patient_owes for charge in run(text, second, first)) == 120


@pytest.mark.parametrize(
    ("room", "left"),
    [
        ("100", ("50", "30", "20")),
        ("99.99", ("50", "30", "19.99")),
        ("80", ("50", "30", "0")),
        ("79", ("50", "29", "0")),
        ("50", ("50", "0", "0")),
        ("49", ("49", "0", "0")),
        ("0", ("0", "0", "0")),
    ],
)
def test_the_cut_takes_coinsurance_then_copay_then_deductible(room, left):
    assert cut((Decimal(50), Decimal(30), Decimal(20)), Decimal(room)) == tuple(map(Decimal, left))


def test_lines_come_in_the_order_of_plan_years():
    ledger = Ledger(parse_plan(BOTH, "p"), federal_maximum)
    ledger.post(line(2)._replace(day=date(2027, 1, 1)))
    with pytest.raises(ValueError, match="order"):
        ledger.post(line(2))


def test_steps_name_their_reason_codes():
    charge = run(BOTH + "[met]\ndeductible = 400\noop = 1880\n", line(2, billed="600"))[0]
    told = steps(charge)
    assert [step.step for step in told] == ["allowed", "covered", "deductible", "coinsurance", "maximum", "owed"]
    assert [step.reason for step in told] == ["CO-45", None, "PR-1", "PR-2", None, None]
    assert "cut to $120.00" in told[4].text
    assert told[5].text.endswith("you owe $120.00.")
    refused = run(BOTH + "[in_network.specialist]\nnot_covered = true\n", line(2))[0]
    assert [step.reason for step in steps(refused)] == ["PR-96", None]
