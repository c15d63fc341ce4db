"""Demands that are made of the old or the young alone hold for nobody else."""

from __future__ import annotations

import pytest

from ketacli.eligibility.evaluate import judge
from ketacli.eligibility.finding import Status
from ketacli.eligibility.judges.context import Context
from ketacli.eligibility.patient import Patient
from ketacli.policy.reading import Criterion


def status(words, **answers):
    row = Criterion(
        id="c1", type="other", number=None, unit=None, comparison=None, text=words, scope="initial",
        treatment="esketamine", indication="trd", within_days=None, required=True, page=1, quote=words, rule="KC190",
    )  # fmt: skip
    return judge(row, Context(Patient(answers), [row], False)).status


@pytest.mark.parametrize(
    ("words", "concerned", "free"),
    [
        ("For members aged 65 or older, the risk of falls was assessed", 65, 64),
        ("If the patient is over 60, an ECG was taken", 61, 60),
        ("For anyone under 18, a child psychiatrist agrees", 17, 18),
    ],
)
def test_only_those_of_the_age_are_asked(words, concerned, free):
    assert status(words, age=free) is Status.MET
    assert status(words, age=concerned) is Status.UNKNOWN
    assert status(words) is Status.UNKNOWN
