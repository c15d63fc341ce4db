"""Random plans and series for the properties."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from ketacli.cost.lines import Line
from ketacli.cost.plan import Limits, Met, Plan, Row, Spent, Tier

CENT = Decimal("0.01")


def money(low: int = 0, high: int = 5_000) -> st.SearchStrategy[Decimal]:
    """Dollars with two decimals."""
    return st.integers(low * 100, high * 100).map(lambda cents: Decimal(cents) * CENT)


@st.composite
def rows(draw, name="clinic_infusion"):
    """One stated benefit row."""
    kind = draw(st.sampled_from(["copay", "coinsurance", "both"]))
    return Row(
        name,
        copay=draw(money(0, 300)) if kind != "coinsurance" else None,
        coinsurance_percent=Decimal(draw(st.integers(0, 100))) if kind != "copay" else None,
        after_deductible=draw(st.sampled_from([True, False, None])),
    )


@st.composite
def plans(draw, *, networks=("in", "out"), not_covered=False):
    """A plan with every limit stated, family at least the person's."""
    tiers = {}
    for network in networks:
        own, more = draw(money(0, 3000)), draw(money(0, 3000))
        cap, above = draw(money(0, 6000)), draw(money(0, 6000))
        row = draw(rows())
        tiers[network] = Tier(network, Limits(own, own + more, cap, cap + above), rows={row.name: row})
    deductible, oop = draw(money(0, 1500)), draw(money(0, 1500))
    others = draw(money(0, 1500)), draw(money(0, 1500))
    spent = Spent(deductible, deductible + oop, deductible + others[0], deductible + oop + others[1])
    return Plan(
        name="a plan",
        origin="plan.toml",
        tiers=tiers,
        plan_year_start=(draw(st.integers(1, 12)), draw(st.integers(1, 28))),
        embedded=draw(st.booleans()),
        met=Met(any_network=spent),
    )


@st.composite
def series(draw, *, network=None, most=14):
    """Lines of one benefit, in the order of their dates."""
    where = network or draw(st.sampled_from(["in", "out"]))
    start, every = draw(st.dates(date(2026, 1, 1), date(2027, 6, 1))), draw(st.integers(1, 60))
    allowed = draw(money(0, 2000))
    billed = allowed + draw(st.one_of(st.just(Decimal("0.00")), money(0, 500)))
    days = [start + timedelta(days=every * number) for number in range(draw(st.integers(1, most)))]
    return [Line(day, "Treatment", "clinic_infusion", where, billed, allowed) for day in days]
