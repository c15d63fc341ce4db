"""What must hold for every plan and every series."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from ketacli.cost.figures import federal_maximum
from ketacli.cost.ledger import Ledger
from ketacli.cost.lines import Line
from ketacli.cost.plan import Met
from ketacli.cost.prices import Offer, Price
from ketacli.cost.projection import adjudicate, lines_of, patient_total
from ketacli.cost.steps import steps
from tests.cost import reference
from tests.cost.strategies import money, plans, series

DEEP = settings(max_examples=100, deadline=None)


@DEEP
@given(plans(), series())
def test_the_ledger_agrees_with_a_second_one(plan, lines):
    charges, _ = adjudicate(plan, lines)
    names = ("deductible", "copay", "coinsurance", "balance_bill", "plan_paid", "patient_owes")
    got = [tuple(int(getattr(charge, name) * 100) for name in names) for charge in charges]
    expected = reference.run(plan, lines)
    assert [charge.plan_year for charge in charges] == [row[0] for row in expected]
    assert got == [row[1:] for row in expected]


@DEEP
@given(plans(), series())
def test_every_line_adds_up(plan, lines):
    for charge in adjudicate(plan, lines)[0]:
        assert charge.billed == charge.savings + charge.plan_paid + charge.patient_owes
        assert charge.patient_owes == charge.deductible + charge.copay + charge.coinsurance + charge.not_covered
        assert charge.allowed == charge.plan_paid + charge.deductible + charge.copay + charge.coinsurance
        assert min(charge[2:-1]) >= 0
        assert steps(charge)[-1].amount == f"{charge.patient_owes:.2f}"


@DEEP
@given(plans(), series(network="in"))
def test_nobody_pays_above_the_maximum_in_network(plan, lines):
    caps = plan.tiers["in"].limits
    spent = plan.met.any_network
    paid: dict[int, Decimal] = {}
    for charge in adjudicate(plan, lines)[0]:
        paid[charge.plan_year] = paid.get(charge.plan_year, Decimal(0)) + charge.patient_owes
    first = plan.year_of(lines[0].day)
    for year, amount in paid.items():
        before = spent.oop if year == first else Decimal(0)
        assert amount <= max(caps.oop_max_individual - before, Decimal(0))


@DEEP
@given(plans(), series(network="in"), money(0, 3000))
def test_a_lower_deductible_never_costs_more(plan, lines, less):
    limits = plan.tiers["in"].limits
    own = max(limits.deductible_individual - less, Decimal("0.00"))
    family = max(limits.deductible_family - less, own)
    lower = replace(limits, deductible_individual=own, deductible_family=family)
    better = replace(plan, tiers={"in": replace(plan.tiers["in"], limits=lower)})
    assert patient_total(adjudicate(better, lines)[0]) <= patient_total(adjudicate(plan, lines)[0]) + _half_cents(lines)


def _half_cents(lines):
    """Coinsurance rounds once per line, so two runs may differ by half a cent a line."""
    return Decimal("0.01") * len(lines)


@DEEP
@given(plans(networks=("in",)), series(network="in"), st.integers(0, 100))
def test_a_better_tier_never_costs_more(plan, lines, less):
    row = plan.tiers["in"].rows["clinic_infusion"]
    if row.coinsurance_percent is None:
        return
    worse = replace(row, coinsurance_percent=max(row.coinsurance_percent, Decimal(less)))
    dearer = replace(plan, tiers={"in": replace(plan.tiers["in"], rows={row.name: worse})})
    assert patient_total(adjudicate(plan, lines)[0]) <= patient_total(adjudicate(dearer, lines)[0])


@DEEP
@given(plans(networks=("in",)), series(network="in", most=6), st.lists(money(0, 900), min_size=2, max_size=4))
def test_the_order_of_like_claims_of_one_day_changes_no_total(plan, lines, amounts):
    day = lines[-1].day
    row = plan.tiers["in"].rows["clinic_infusion"]
    if row.copay:
        return  # a copay is per line and at most its rest, so it is no equal cost sharing
    same = [Line(day, "Treatment", "clinic_infusion", "in", amount, amount) for amount in amounts]
    forward = patient_total(adjudicate(plan, [*lines, *same])[0])
    backward = patient_total(adjudicate(plan, [*lines, *reversed(same)])[0])
    assert abs(forward - backward) <= _half_cents(same)


@DEEP
@given(plans(), series(), st.data())
def test_a_series_may_be_split_over_two_runs(plan, lines, data):
    at = data.draw(st.integers(0, len(lines)))
    whole = adjudicate(plan, lines)[0]
    first = Ledger(plan, federal_maximum)
    charges = [first.post(line) for line in lines[:at]]
    second = Ledger(plan, federal_maximum, carried=first.carried())
    charges += [second.post(line) for line in lines[at:]]
    assert charges == whole


@DEEP
@given(plans(networks=("in",)), money(0, 800), money(0, 400), money(0, 400), st.integers(1, 12))
def test_the_ends_of_a_range_come_from_its_ends(plan, low, more, most, count):
    from datetime import date

    price = Price(low, low + more, low + more + most)
    offer = Offer("Treatment", "clinic_infusion", "in", price, price)
    days = [date(2026, 3, 1 + number) for number in range(count)]
    totals = [patient_total(adjudicate(plan, lines_of(days, [offer], end))[0]) for end in ("low", "typical", "high")]
    for end, total in zip(price, totals, strict=True):
        single = [Line(day, "Treatment", "clinic_infusion", "in", end, end) for day in days]
        assert total == patient_total(adjudicate(plan, single)[0])
    assert totals == sorted(totals)


@given(plans(networks=("in",)), series(network="in", most=4))
def test_what_was_met_counts_in_the_first_plan_year_only(plan, lines):
    turned = [line._replace(day=line.day.replace(year=line.day.year + 5)) for line in lines]
    later = [*lines, *turned]
    blank = replace(plan, met=Met())
    assert adjudicate(plan, later)[0][len(lines) :] == adjudicate(blank, turned)[0]
