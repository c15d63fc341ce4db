"""Antidepressants named among the classes of medicines for pain are counted with these."""

from __future__ import annotations

from ketacli.eligibility.evaluate import judge
from ketacli.eligibility.finding import Status
from ketacli.eligibility.judges.context import Context
from ketacli.eligibility.patient import Patient
from ketacli.policy.reading import Criterion

WORDS = "drugs of three of these classes have failed: gabapentinoids, tricyclic antidepressants, SNRIs, bisphosphonates"


def status(indication, classes):
    row = Criterion(
        id="c1", type="distinct_classes", number=3, unit="classes", comparison="at_least", text=None, scope="initial",
        treatment="ketamine_iv", indication=indication, within_days=None, required=True, page=1, quote=WORDS,
        rule="KC111",
    )  # fmt: skip
    trials = [{"drug": name, "class": name, "weeks": 8, "outcome": "no_response"} for name in classes]
    return judge(row, Context(Patient({"analgesic_trials": trials}), [row], False)).status


def test_classes_of_medicines_for_pain_are_counted():
    assert status("crps", ["gabapentinoid", "TCA", "SNRI"]) is Status.MET
    assert status("crps", ["gabapentinoid", "TCA"]) is Status.UNMET
    assert status("trd", ["gabapentinoid", "TCA", "SNRI"]) is Status.UNKNOWN
