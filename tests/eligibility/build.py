"""Short ways of making criteria and readings for the tests of eligibility."""

from __future__ import annotations

from ketacli.eligibility.evaluate import check_patient
from ketacli.eligibility.finding import Checklist
from ketacli.eligibility.patient import Patient
from ketacli.policy.reading import Criterion, DocumentFacts, Logic, Position, Reading, Tree


def criterion(id: str, type: str, **values) -> Criterion:
    defaults = {"treatment": "esketamine", "indication": "trd", "page": 1, "quote": "", "rule": "KC000"}
    return Criterion(id=id, type=type, **(defaults | values))


def reading(*criteria: Criterion, tree: Tree | None = None, position: str = "covered_with_criteria") -> Reading:
    logic = Logic(
        treatment="esketamine", indication="trd", scope="initial", tree=tree or {"all": [row.id for row in criteria]}
    )
    stance = Position(
        treatment="esketamine", indication="trd", position=position, page=1, quote="is considered", rule="KP000"
    )
    return Reading(
        document=DocumentFacts(kind="drug_policy"),
        positions=(stance,),
        criteria=criteria,
        logic=(logic,) if criteria else (),
    )


def check(read: Reading, **answers) -> Checklist:
    return check_patient(read, Patient(answers), treatment="esketamine", indication="trd", renewal=False)


def status_of(row: Criterion, *others: Criterion, **answers) -> str:
    """The status of one criterion beside others, all asked for."""
    found = check(reading(row, *others), **answers)
    return {item.id: str(item.status) for item in found.criteria}[row.id]


def trial(drug: str, weeks: float | None = 8, outcome: str = "no_response", **values) -> dict[str, object]:
    row: dict[str, object] = {"drug": drug, "outcome": outcome} | values
    return row | ({"weeks": weeks} if weeks is not None else {})
