"""Kind, standing and number of documents in forms that payers give them; sentences of our own."""

from __future__ import annotations

import pytest

from ketacli.policy.fields.appeals import find_appeals
from ketacli.policy.fields.identity import superseded
from ketacli.policy.fields.kind import document_kind
from ketacli.policy.fields.policy_number import policy_number

from .helpers import document

KINDS = [
    ("External case 14\nOutcome: Upheld in part, Overturned in part\n"
     "The reviewer finds infusions experimental.", "appeal_decision"),
    ("Ketamine Infusions\nPolicy ID: HB-M-31\nWe cover infusions for two groups of members.", "medical_policy"),
    ("Spravato nasal spray     HB-22.4\nHollis Bay authorizes esketamine only for adults; "
     "other uses are not covered.", "drug_policy"),
    ("Hollis Bay - Drug Coverage Criteria\nSpravato\nIf the plan document and these criteria disagree, "
     "the plan document "
     "is followed.\nThe drug is considered medically necessary when prescribed by a psychiatrist.", "drug_policy"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind"), KINDS)
def test_kind(text, kind):
    assert document_kind(*document(text))[0] == kind


LOG = "Hollis Bay Health\nMedical policy revisions\n" + "- Another policy was reviewed without change.\n" * 12


@pytest.mark.parametrize(
    ("text", "out_of_force"),
    [
        ("RETIRED\nHollis Bay Health\nMedical Policy 7.11 Ketamine\n", True),
        ("Hollis Bay Health\nArchived policy 7.11\nKetamine is investigational.\n", True),
        (LOG + "Retired\n- Compounded lozenges (MP 8.19)\n", False),
        (LOG + "This policy has been retired.\n- end\n", True),
    ],
)
def test_superseded(text, out_of_force):
    assert (superseded(document(text)[0]) is not None) == out_of_force


@pytest.mark.parametrize(
    "label", ["UM ID: ", "Policy ID: ", "Criteria No. ", "Protocol Number: ", "Position Statement # "]
)
def test_policy_number(label):
    found = policy_number(document(f"Esketamine\nHollis Bay Rx     {label}HBX-ESK-031\n")[0], "drug_policy")
    assert found is not None
    assert found[0] == "HBX-ESK-031"


def test_observation_is_no_urgent_appeal_and_precertification_line_no_appeal_line():
    text = (
        "Appeals\nThe member has 180 days from the denial notice to appeal. There is a second step, "
        "which nobody is obliged "
        "to use: within 45 days of the first decision the member may ask for a hearing before a panel.\n"
        "Appeals go to Hollis Bay, P.O. Box 70, Port Hollis, VA 23999, by telephone to 1-800-555-0146. To ask about "
        "precertification call 1-800-555-0140.\nPeople are watched for at least 2 hours.\n"
    )
    found = find_appeals(*document(text))
    assert found is not None
    assert found["phone"] == "1-800-555-0146"
    assert found["second_level_voluntary"] is True
    assert found["expedited_hours"] is None
