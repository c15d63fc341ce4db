"""Criteria for "the indications above" hold for every use that the text has named."""

from __future__ import annotations

import pytest

from ketacli.documents.read import read_document
from ketacli.policy.read import read_policy

POLICY = """Nasal esketamine

Policy
Spravato may be considered medically necessary for the indication(s) below:

Treatment-resistant depression in adults

Major depressive disorder with acute suicidal ideation or behavior

{lead}:
Age 18 years or older
AND
Prescribed by a psychiatrist
"""


@pytest.mark.parametrize(
    "lead",
    [
        "Patients must meet the following criteria for the indication(s) above",
        "All of the following must be met for the conditions listed above",
        "For the above indications, all of these are required",
        "Patients with any of the diagnoses above must meet all of the following",
    ],
)
def test_criteria_for_all_uses_above(lead):
    reading = read_policy(read_document("x", data=POLICY.format(lead=lead).encode()))
    assert {criterion.indication for criterion in reading.criteria} == {"any"}
    assert {criterion.type for criterion in reading.criteria} == {"age_min", "prescriber"}
