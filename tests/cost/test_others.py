"""Second payers, savings programmes, public cover, legal limits."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from ketacli import facts
from ketacli.cost.asking import Question, answered, assemble
from ketacli.cost.figures import federal_maximum, figure
from ketacli.cost.limits import limit_warnings
from ketacli.cost.lines import Line
from ketacli.cost.plan_file import load_plan, parse_plan
from ketacli.cost.projection import adjudicate
from ketacli.cost.ready import NAMES, NotKnown, ready
from ketacli.errors import AnswersProblem, InputProblem

TODAY = date(2026, 11, 24)
PLAN = """
plan_year_start = "07-01"
embedded = true
[in_network]
deductible_individual = 1000
oop_max_individual = 5000
[in_network.specialty_drug]
coinsurance_percent = 20
after_deductible = true
[savings_programme]
patient_pays = 10
"""


def drug(count, allowed="900", start=date(2026, 1, 5), every=7):
    amount = Decimal(allowed)
    days = [start + timedelta(days=every * n) for n in range(count)]
    return [Line(day, "Drug", "specialty_drug", "in", amount, amount, "drug") for day in days]


def run(more, lines):
    return adjudicate(parse_plan(PLAN + more, "plan.toml"), lines)[0]


def columns(charges, *names):
    return [tuple(int(getattr(charge, name)) for name in names) for charge in charges]


def test_a_card_pays_all_but_its_share_and_counts():
    # 900 deductible: card 890. Then 100 deductible + 20% of 800 = 260: card 250. Then 180: card 170.
    charges = run("", drug(3))
    assert columns(charges, "deductible", "coinsurance", "help_paid", "patient_owes") == [
        (900, 0, 890, 10),
        (100, 160, 250, 10),
        (0, 180, 170, 10),
    ]


def test_under_an_accumulator_only_ones_own_money_counts():
    # Each time only 10 counts: the deductible stays open (1000, 990, 980 left), so 900 is due again and again.
    charges = run('programme = "accumulator"\n', drug(3))
    assert columns(charges, "deductible", "help_paid", "patient_owes") == [(900, 890, 10)] * 3
    assert [charge.working.deductible_left[0] for charge in charges] == [1000, 990, 980]


def test_the_yearly_maximum_ends_the_help_and_returns_on_1_january():
    charges = run("yearly_maximum = 1000\n", drug(3, start=date(2026, 12, 21)))
    # 21 Dec: 890 of 1000. 28 Dec: 260 due, 110 left of the help. 4 Jan: help is new, though the plan year goes on.
    assert columns(charges, "help_paid", "patient_owes") == [(890, 10), (110, 150), (170, 10)]
    assert {charge.plan_year for charge in charges} == {2026}


def test_a_maximiser_divides_the_help_and_nothing_counts():
    more = 'programme = "maximiser"\nyearly_maximum = 6000\nfills = 12\n'
    assert columns(run(more, drug(2)), "copay", "help_paid", "patient_owes", "plan_paid") == [(500, 490, 10, 400)] * 2
    alone = run(more + "enrolled = false\n", drug(2))
    assert columns(alone, "copay", "help_paid", "patient_owes") == [(500, 0, 500)] * 2


def test_a_maximiser_needs_its_yearly_amount():
    with pytest.raises(AnswersProblem, match=r"savings_programme\.yearly_maximum"):
        run('programme = "maximiser"\n', drug(1))


def test_card_money_never_meets_the_deductible_of_an_hsa_plan():
    plan = parse_plan("hdhp = true\n" + PLAN, "plan.toml")
    charges = adjudicate(plan, drug(2))[0]
    assert [charge.working.deductible_left[0] for charge in charges] == [1000, 990]


@pytest.mark.parametrize("more", ['plan_type = "medicare_advantage"\n', 'secondary = "qmb"\n'])
def test_no_card_with_government_cover(more):
    with pytest.raises(AnswersProblem, match="savings_programme cannot go with government cover"):
        adjudicate(parse_plan(more + PLAN, "plan.toml"), drug(1))


def test_every_dollar_has_a_payer():
    for more in ("", 'programme = "accumulator"\n', "yearly_maximum = 500\n"):
        for charge in run(more, drug(4)):
            assert charge.billed == charge.savings + charge.plan_paid + charge.help_paid + charge.patient_owes


@pytest.mark.parametrize(
    ("name", "first", "later"),
    [
        ("medicare-part-b", "497.62", "271.22"),
        ("medicare-part-b+medigap-g", "283.00", "0.00"),
        ("medicare-part-b+medigap-c", "0.00", "0.00"),
        ("medicare-part-b+qmb", "0.00", "0.00"),
    ],
)
def test_part_b_with_and_without_a_second_payer(name, first, later):
    # G2083 1,356.08; deductible 283; 20% of 1,073.08 = 214.616 -> 214.62; then 20% of 1,356.08 = 271.216 -> 271.22.
    question = Question(today=TODAY, treatment="esketamine", dose_mg=84, sessions=2, start=date(2026, 3, 2), plan=name)
    found = answered(question)
    assert [str(session.sums.patient_owes) for session in found.sessions] == [first, later]
    assert any(source.key == "pfs26" for source in found.sources)
    share = facts.value("medicare_share_g2083", on=date(2026, 3, 2)).number()
    if name == "medicare-part-b":
        assert found.sessions[1].sums.patient_owes == share


def test_a_deductible_that_is_not_published_is_named():
    plan = ready("medicare-part-b", (2026, 2027), "esketamine")
    assert any("2027" in line and "Check this" in line for line in plan.assumptions)


@pytest.mark.parametrize("name", ["medicaid", "tricare", "va", "medicare-advantage"])
def test_what_has_no_figure_is_not_known(name):
    found = assemble(Question(today=TODAY, sessions=6, plan=name))
    assert isinstance(found, NotKnown)
    assert name in NAMES


def test_figures_of_a_year_and_their_stand_ins():
    assert federal_maximum(2023) is None
    assert [federal_maximum(year).amount for year in (2026, 2027)] == [10600, 12000]
    late = figure("aca_oop_max_individual", 2029)
    assert (late.amount, late.year) == (12000, 2027)


@pytest.mark.parametrize(
    ("figures", "said"),
    [
        ("oop_max_individual = 10600", 0),
        ("oop_max_individual = 10600.01", 1),
        ("oop_max_individual = 9000\noop_max_family = 21200", 0),
        ("oop_max_individual = 9000\noop_max_family = 21200.01", 1),
    ],
)
def test_limits_of_2026_at_their_edges(figures, said):
    plan = parse_plan(f"[in_network]\ndeductible_individual = 0\n{figures}\n", "p")
    found = limit_warnings(plan, [2026])
    assert len(found) == said
    assert all("[" in line and "2026" in line for line in found)


@pytest.mark.parametrize(
    ("deductible", "maximum", "said"),
    [("1700", "8500", 0), ("1699.99", "8500", 1), ("1700", "8500.01", 1), ("100", "9000", 2)],
)
def test_hdhp_limits_of_2026_at_their_edges(deductible, maximum, said):
    text = f"hdhp = true\n[in_network]\ndeductible_individual = {deductible}\noop_max_individual = {maximum}\n"
    assert len(limit_warnings(parse_plan(text, "p"), [2026])) == said


def test_a_grandfathered_plan_may_exceed_the_limit():
    text = "grandfathered = true\n[in_network]\ndeductible_individual = 0\noop_max_individual = 20000\n"
    assert limit_warnings(parse_plan(text, "p"), [2026]) == ()


LINES = """
[in_network.mental_health_outpatient]
copay = 40
after_deductible = false
"""


def watching(count):
    days = [date(2026, 1, 5) + timedelta(days=7 * n) for n in range(count)]
    return [
        Line(day, "Watching", "mental_health_outpatient", "in", Decimal(150), Decimal(150), "observation")
        for day in days
    ]


def test_the_observation_rebate_pays_your_share_up_to_its_maximum():
    more = 'observation_rebate = true\nstate = "OH"\nrebate_yearly_maximum = 60\n' + LINES
    assert columns(run(more, watching(2)), "copay", "help_paid", "patient_owes") == [(40, 40, 0), (40, 20, 20)]


@pytest.mark.parametrize(("state", "said"), [('state = "MI"', "not for residents of"), ("", "state is missing")])
def test_the_observation_rebate_has_its_states(state, said):
    with pytest.raises(AnswersProblem, match=said):
        parse_plan(PLAN + f"observation_rebate = true\n{state}\n", "plan.toml")


def test_what_stays_with_the_patient_must_be_given():
    with pytest.raises(AnswersProblem, match=r"savings_programme\.patient_pays is missing"):
        parse_plan(PLAN.replace("patient_pays = 10", "yearly_maximum = 10"), "plan.toml")


def second(tmp_path, coordination, first_share, second_share, deductible=0):
    """A first and a second plan with coinsurance alone (the second with a deductible), one line of 1,000."""
    row = "[in_network.specialist]\nafter_deductible = true\ncoinsurance_percent = "
    limits = "embedded = true\n{more}[in_network]\noop_max_individual = 9000\ndeductible_individual = {deductible}\n"
    (tmp_path / "b.toml").write_text(limits.format(more="", deductible=deductible) + row + str(second_share))
    more = f'secondary_plan = "b.toml"\ncoordination = "{coordination}"\n'
    (tmp_path / "a.toml").write_text(limits.format(more=more, deductible=0) + row + str(first_share))
    line = Line(date(2026, 1, 5), "Visit", "specialist", "in", Decimal(1000), Decimal(1000))
    return adjudicate(load_plan(tmp_path / "a.toml"), [line])[0][0]


@pytest.mark.parametrize(
    ("coordination", "shares", "deductible", "second_pays", "left"),
    [
        ("standard", (20, 20), 0, 200, 0),  # its benefit of 800 covers the 200 that are left
        ("non_duplication", (20, 20), 0, 0, 200),  # its benefit is no more than what the first paid
        ("non_duplication", (50, 20), 0, 300, 200),  # 800 less the 500 that the first paid
        ("standard", (50, 20), 700, 240, 260),  # its deductible leaves 300, of which it pays 80%
    ],
)
def test_a_second_plan(tmp_path, coordination, shares, deductible, second_pays, left):
    charge = second(tmp_path, coordination, *shares, deductible)
    assert (charge.secondary_paid, charge.patient_owes) == (second_pays, left)
    assert charge.billed == charge.savings + charge.plan_paid + charge.secondary_paid + charge.patient_owes


def test_a_second_plan_that_is_not_there_is_named(tmp_path):
    (tmp_path / "a.toml").write_text('secondary_plan = "none.toml"\n[in_network]\ndeductible_individual = 0\n')
    with pytest.raises(InputProblem, match=r"none\.toml"):
        load_plan(tmp_path / "a.toml")


def test_the_hsa_limit_of_2026_at_its_edges():
    head = 'hdhp = true\ncover = "self"\nhsa_contribution = {}\n[in_network]\ndeductible_individual = 1700\n'
    assert limit_warnings(parse_plan(head.format("4400"), "p"), [2026]) == ()
    assert len(limit_warnings(parse_plan(head.format("4400.01"), "p"), [2026])) == 1


def test_medicare_and_ketamine_is_open_not_covered():
    asked = Question(today=TODAY, sessions=6, plan="medicare-part-b")
    assert isinstance(assemble(asked), NotKnown)
    priced = answered(asked._replace(allowed="500"))
    assert any("open for ketamine" in line for line in priced.warnings)


def test_a_programme_without_a_known_maximum_gives_a_range(tmp_path):
    (tmp_path / "plan.toml").write_text(PLAN)
    (tmp_path / "prices.toml").write_text('[[line]]\nkind = "drug"\nbenefit = "specialty_drug"\nallowed = 900\n')
    asked = Question(today=TODAY, days="2026-01-05,2026-01-12", plan=str(tmp_path / "plan.toml"))
    found = answered(asked._replace(prices=tmp_path / "prices.toml"))
    # With help without end: 10 and 10. Without any: 900, then 100 and 20% of 800.
    assert found.patient_pays == (20, 20, 1160)
    assert any("not known" in line for line in found.warnings)


def test_a_year_without_a_federal_limit_names_the_stand_in():
    plan = parse_plan("[in_network]\ndeductible_individual = 0\ncoinsurance_percent = 100\n", "p")
    line = Line(date(2029, 1, 5), "Visit", "specialist", "in", Decimal(20000), Decimal(20000))
    charges, told = adjudicate(plan, [line])
    assert charges[0].patient_owes == 12000
    assert any("2027 stands in" in sentence for sentence in told)
