"""Lists of drugs in a text whose columns are set apart by blanks: a neighbour's rules are not ours."""

from __future__ import annotations

from ketacli.documents.read import read_document
from ketacli.policy.building import build_outline
from ketacli.policy.criteria.drug_columns import head_of_drugs

LIST = """2026 Step Therapy and Quantity Limit List
Drug name    Requirement    Details
AUVELITY    ST, QL    Trial of one generic antidepressant; 60 tablets per 30 days
SPRAVATO    PA, QL    PA for TRD or MDD with suicidal thoughts; 4 kits per 28 days after week 4
ketamine inj    NF    Not on formulary; medical benefit
"""


def heads(text):
    units = build_outline(read_document("-", data=text.encode())).units
    return {head_of_drugs(unit, units) for unit in units if unit.kind == "table_row"}


def test_a_row_of_another_drug_asks_for_nothing_of_ours(reading):
    assert "prior_trials" not in {row.type for row in reading(LIST)[0]}


def test_the_first_row_heads_a_list_that_names_ours():
    assert heads(LIST) == {"", "Drug name"}
    others = LIST.replace("SPRAVATO", "REXULTI").replace("ketamine inj", "lithium")
    assert "SPRAVATO" not in heads(others)
