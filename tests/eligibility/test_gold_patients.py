"""The gold patients, judged on the gold readings: what is measured is the comparison, not the reader."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ketacli.eligibility.evaluate import check_patient
from ketacli.eligibility.patient import Patient
from ketacli.policy.reading import Criterion, DocumentFacts, Logic, Position, Reading

OWN = Path(__file__).parent.parent / "data"
FIELDS = (
    *("id", "type", "number", "unit", "comparison", "text", "scope"),
    *("treatment", "indication", "within_days", "required", "applies_to", "page", "quote"),
)


def gold_reading(record) -> Reading:
    return Reading(
        document=DocumentFacts(kind="other"),
        positions=tuple(
            Position(rule="gold", **{key: row[key] for key in ("treatment", "indication", "position", "page", "quote")})
            for row in record["positions"]
        ),
        criteria=tuple(Criterion(rule="gold", **{key: row.get(key) for key in FIELDS}) for row in record["criteria"]),
        logic=tuple(
            Logic(**{key: row[key] for key in ("treatment", "indication", "scope", "tree")}) for row in record["logic"]
        ),
    )


def optional(record) -> set[str]:
    """Criteria that a reading may give and need not give: whether they are open tells nothing."""
    return {row["id"] for row in record["criteria"] if row.get("optional")}


def judge(folder: Path) -> list[str]:
    """One line for each patient whose status, unmet or unknown types are not what is expected."""
    wrong = []
    for path in sorted(folder.rglob("*.patients.json")):
        record = json.loads(path.with_name(path.name.replace(".patients.", ".gold.")).read_text("utf-8"))
        read = gold_reading(record)
        for person in json.loads(path.read_text("utf-8")):
            facts, expect = person["facts"], person["expect"]
            found = check_patient(
                read,
                Patient(facts),
                treatment=facts["requested_treatment"],
                indication=facts["indication"],
                renewal=facts.get("is_renewal", False),
            )
            spare = optional(record)
            said = {
                word: sorted({row.type for row in found.criteria if row.status == word and row.id not in spare})
                for word in ("unmet", "unknown")
            }
            right = {
                word: [sorted(set(one)) for one in [expect.get(word, []), *expect.get(f"{word}_also_accepted", [])]]
                for word in said
            }
            if found.status != expect["status"] or any(said[word] not in right[word] for word in said):
                wrong.append(f"{person['id']}: {found.status} {said}, expected {expect}")
    return wrong


def test_the_shared_patients(gold):
    assert judge(gold / "dev" / "documents") == []


@pytest.mark.skipif(not any(OWN.rglob("*.patients.json")), reason="no patients of our own in this checkout")
def test_our_own_patients():
    assert judge(OWN) == []
