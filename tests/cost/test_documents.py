"""Plans out of documents, and the coverage examples of real ones."""

from __future__ import annotations

import csv
from decimal import Decimal

import pytest

from ketacli.cost.coverage_example import difference
from ketacli.cost.from_document import plan_of
from ketacli.cost.plan_file import parse_plan
from ketacli.cost.plan_writing import as_toml
from ketacli.errors import AnswersProblem

BENEFITS = {
    "in_network": {
        "deductible_individual": 1500,
        "deductible_family": 3000,
        "oop_max_individual": 6500,
        "coinsurance_percent": 20,
        "mental_health_outpatient": {
            "copay": 35,
            "coinsurance_percent": None,
            "after_deductible": None,
            "not_covered": False,
            "page": 3,
            "quote": "$35 copay/visit",
        },
        "evidence": {"deductible_individual": {"page": 1, "quote": "$1,500/individual"}},
    },
    "out_of_network": {
        "deductible_individual": None,
        "specialty_drug": {
            "copay": None,
            "after_deductible": None,
            "not_covered": True,
            "page": 2,
            "quote": "Not covered",
        },
    },
    "embedded": None,
    "plan_year": {"from": "2027-01-01", "to": "2027-12-31"},
    "examples": [{"name": "Peg", "total_example_cost": 12700, "deductibles": 750, "total_patient_pays": 800}],
}


def test_each_value_keeps_page_and_quote():
    plan = plan_of(BENEFITS, "sbc.pdf", sbc=True)
    told = {entry["key"]: entry for entry in plan.evidence}
    assert told["in_network.deductible_individual"]["quote"] == "$1,500/individual"
    assert told["in_network.mental_health_outpatient"]["page"] == 3


def test_on_an_sbc_a_silent_cell_comes_after_the_deductible_and_says_so():
    row = plan_of(BENEFITS, "sbc.pdf", sbc=True).tiers["in"].rows["mental_health_outpatient"]
    assert row.after_deductible is True
    assert any("mental_health_outpatient" in line for line in plan_of(BENEFITS, "sbc.pdf", sbc=True).assumptions)
    assert (
        plan_of(BENEFITS, "book.pdf", sbc=False).tiers["in"].rows["mental_health_outpatient"].after_deductible is None
    )


def test_gaps_are_listed():
    unknown = plan_of(BENEFITS, "sbc.pdf", sbc=True).unknowns
    assert {"embedded", "funding", "in_network.oop_max_family", "out_of_network.deductible_individual"} <= set(unknown)
    assert "out_of_network.specialty_drug.after_deductible" not in unknown


def test_an_example_that_does_not_add_up_is_told():
    assert any("Peg" in line and "50" in line for line in plan_of(BENEFITS, "sbc.pdf", sbc=True).warnings)


def test_a_misread_family_amount_is_refused_by_key():
    wrong = {"in_network": {"deductible_individual": 1500, "deductible_family": 300}}
    with pytest.raises(AnswersProblem, match=r"sbc\.pdf: in_network\.deductible_family"):
        plan_of(wrong, "sbc.pdf", sbc=True)


def test_a_plan_written_out_reads_back_the_same():
    plan = plan_of(BENEFITS, "sbc.pdf", sbc=True)
    again = parse_plan(as_toml(plan), "plan.toml")
    assert again.tiers["in"].limits == plan.tiers["in"].limits
    assert again.tiers["out"].rows["specialty_drug"].not_covered
    assert "# in_network.deductible_individual = 1500: page 1" in as_toml(plan)


def test_words_of_a_document_cannot_leave_their_comment():
    sly = {
        "in_network": {
            "deductible_individual": 5,
            "evidence": {"deductible_individual": {"page": 1, "quote": "a\nhdhp = true\u2028x = 1\x1b[31m"}},
        }
    }
    text = as_toml(plan_of(sly, "sbc.pdf", sbc=True))
    assert not parse_plan(text, "plan.toml").hdhp
    assert "\x1b" not in text


FEDERAL = [
    ("Peg", 12700, 750, 30, 1200, 20, 2000),
    ("Joe", 5600, 120, 700, 0, 20, 840),
    ("Mia", 2800, 750, 400, 30, 0, 1180),
]


@pytest.mark.parametrize(("name", "cost", "deductible", "copay", "coinsurance", "limits", "total"), FEDERAL)
def test_the_federal_example_rows_balance(name, cost, deductible, copay, coinsurance, limits, total):
    example = {
        "name": name,
        "total_example_cost": cost,
        "deductibles": deductible,
        "copayments": copay,
        "coinsurance": coinsurance,
        "limits_or_exclusions": limits,
        "total_patient_pays": total,
    }
    assert difference(example) == 0
    assert difference(example | {"copayments": copay + 1}) == -1


def test_twenty_examples_of_real_summaries_balance(gold):
    with (gold / "cost" / "sbc_coverage_examples.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == 20
    for row in rows:
        example = {
            "total_example_cost": row["owed"],
            "plan_pays": row["plan_pays"],
            "deductibles": row["deductible"],
            "copayments": row["copay"],
            "coinsurance": row["coinsurance"],
            "limits_or_exclusions": row["limits"],
            "total_patient_pays": row["patient_pays"],
        }
        assert difference(example) == Decimal(0), row["file"]
        assert difference(example | {"plan_pays": str(int(row["plan_pays"]) + 10)}) == 10


def test_a_summary_of_benefits_in_full(gold, run):
    path = gold / "dev" / "documents" / "b1_sbc_copper_heron_ppo.pdf"
    done = run(
        "cost",
        "--plan",
        path,
        "--sessions",
        3,
        "--every",
        7,
        "--allowed",
        950,
        "--benefit",
        "mental_health_outpatient_other",
        "--format",
        "json",
    )
    assert done.returncode == 0, done.stderr
    import json

    told = json.loads(done.stdout)["results"][0]
    # Deductible 1,500: 950, then 550 and 20% of 400 = 80, then 20% of 950 = 190.
    assert [session["patient_owes"] for session in told["sessions"]] == ["950.00", "630.00", "190.00"]
    assert told["sessions"][0]["date"] == "2027-01-01"
    assert all(entry["quote"] for entry in told["plan_values"])
    assert "funding" in told["plan_unknowns"]
