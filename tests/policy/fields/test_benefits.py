from __future__ import annotations

import pytest

from ketacli.policy.fields import find_benefits
from ketacli.policy.fields.cells import read_cell, split_costs, split_office_and_other
from tests.policy.fields.helpers import document


@pytest.mark.parametrize(
    ("cell", "row"),
    [
        ("$35 copay/visit; deductible does not apply", (35, None, False, False)),
        ("20% coinsurance after deductible", (None, 20, True, False)),
        ("Not covered", (None, None, None, True)),
        ("No charge", (0, None, None, False)),
        ("The Plan pays 85%, you pay 15%", (None, 15, None, False)),
        ("Plan pays 80% after the deductible", (None, 20, True, False)),
        ("$25 per visit. The deductible is waived.", (25, None, False, False)),
        ("$250 copay then 20% coinsurance", (250, 20, None, False)),
    ],
)
def test_cells(cell, row):
    found = read_cell(cell, silent_means_after=False)
    assert found is not None
    assert (found["copay"], found["coinsurance_percent"], found["after_deductible"], found["not_covered"]) == row


def test_a_ceiling_is_no_copay():
    found = read_cell(
        "30% coinsurance up to $250/prescription after prescription drug deductible", silent_means_after=True
    )
    assert found is not None
    assert found["copay"] is None
    assert found["maximum_per_prescription"] == 250
    assert found["after_deductible"] is True


def test_the_sentence_above_the_chart_speaks_for_silent_cells():
    assert read_cell("40% coinsurance", silent_means_after=True)["after_deductible"] is True  # type: ignore[index]
    assert read_cell("40% coinsurance", silent_means_after=False)["after_deductible"] is None  # type: ignore[index]


def test_a_cell_that_says_nothing_of_cost_is_none():
    assert read_cell("Prior authorization required.", silent_means_after=True) is None


def test_office_and_other_visits_are_split():
    office, other = split_office_and_other("Office visits: $35 copay. All other outpatient services: 20% coinsurance")
    assert "35" in office
    assert other is not None and "20" in other


@pytest.mark.parametrize(
    "cell",
    [
        "$40 copay/office visit; deductible does not apply. 30% coinsurance for other outpatient services",
        "$40 copay per visit, deductible waived; 30% coinsurance for all other services",
        "$40 copay/visit. Deductible does not apply. You pay 30% for any other outpatient services",
        "$40 copay/visit, no deductible, and 30% coinsurance for other outpatient services",
        "$40 copay/office visit; deductible does not apply; 30% coinsurance after deductible for other services.",
    ],
)
def test_the_word_on_the_deductible_belongs_to_its_own_cost(cell):
    office, other = split_office_and_other(cell)
    visit, rest = (read_cell(part or "", silent_means_after=True) for part in (office, other))
    assert visit is not None and rest is not None
    assert (visit["copay"], visit["coinsurance_percent"], visit["after_deductible"]) == (40, None, False)
    assert (rest["copay"], rest["coinsurance_percent"], rest["after_deductible"]) == (None, 30, True)


def test_costs_of_a_row_that_was_not_cut():
    assert split_costs("$60 copay/visit; deductible does not apply 40% coinsurance None") == [
        "$60 copay/visit; deductible does not apply ",
        "40% coinsurance None",
    ]


BOOKLET = """# Evidence of Coverage

The Plan is self-funded. The plan year begins October 1, 2025 and ends September 30, 2026.

| What | Network provider | Out-of-network provider |
|---|---|---|
| Deductible, one person | $750 | $1,500 |
| Deductible, family | $2,250 | $4,500 |
| Out-of-pocket maximum, one person | $4,000 | $10,000 |
| Specialist office visit | $35 copay, no deductible | 40% after the deductible |
| Mental health, outpatient office visit | $20 copay, no deductible | 40% after the deductible |
| Specialty drugs | 25%, at most $200 a fill, no deductible | Not covered |

Each covered person has a deductible of his or her own.

If you do not get prior authorization, benefits are reduced by 20%, but by no more than $500.
"""


def test_a_booklet():
    found = find_benefits(*document(BOOKLET))
    assert found is not None
    inside, outside = found["in_network"], found["out_of_network"]
    assert (inside["deductible_individual"], inside["deductible_family"], inside["oop_max_individual"]) == (
        750,
        2250,
        4000,
    )
    assert (outside["deductible_individual"], outside["deductible_family"]) == (1500, 4500)
    assert inside["mental_health_outpatient"]["copay"] == 20
    assert inside["mental_health_outpatient"]["after_deductible"] is False
    assert outside["specialist"]["coinsurance_percent"] == 40
    assert outside["specialty_drug"]["not_covered"] is True
    assert inside["specialty_drug"]["coinsurance_percent"] == 25
    assert inside["specialty_drug"]["copay"] is None
    assert found["embedded"] is True
    assert found["funding"] == "self_funded"
    assert found["plan_year"] == {"from": "2025-10-01", "to": "2026-09-30"}
    assert found["prior_authorization_penalty"]["percent"] == 20


def test_an_amendment_beats_the_body():
    text = (
        BOOKLET
        + "\n## Amendment 1\n\nIf you do not get prior authorization, benefits are reduced by 10%, up to $250.\n"
    )
    found = find_benefits(*document(text))
    assert found is not None
    assert found["prior_authorization_penalty"]["percent"] == 10


def test_policies_have_no_benefits():
    assert (
        find_benefits(*document("Medical Policy\n\nThe deductible applies. Ketamine is considered investigational.\n"))
        is None
    )
