"""The safety program: a site that is enrolled says nothing of the patient."""

from __future__ import annotations

import pytest

from ketacli.eligibility.evaluate import judge
from ketacli.eligibility.judges.context import Context
from ketacli.eligibility.patient import Patient
from tests.eligibility.build import criterion

SITE_ONLY = (
    "The center is enrolled in the REMS and observes the patient for two hours",
    "The drug is furnished in an office certified under the REMS, and the enrollee is monitored for two hours",
    "The member's treatment center is enrolled in the REMS",
    "Members receive the spray at a site that is enrolled in the REMS",
    "The site is enrolled in the Spravato REMS",
)
PATIENT_TOO = (
    "Provider is certified, and patient is enrolled, in the Spravato REMS",
    "The patient, pharmacy, and site are enrolled in the REMS",
    "The site has enrolled the member in the REMS",
    "Site and patient enrollment in the REMS is documented",
    "The clinic is certified and the member is \nenrolled in the REMS",
)


def status(quote, **facts):
    """How the criterion is judged for a patient with these facts."""
    row = criterion("x", "rems", quote=quote)
    return judge(row, Context(Patient(facts), [row], False)).status.value


@pytest.mark.parametrize("quote", SITE_ONLY)
def test_a_certified_site_is_enough(quote):
    assert status(quote, site_rems_certified=True, pharmacy_rems_certified=True) == "met"
    assert status(quote, site_rems_certified=False) == "unmet"


@pytest.mark.parametrize("quote", PATIENT_TOO)
def test_the_patient_must_be_enrolled_too(quote):
    facts = {"site_rems_certified": True, "pharmacy_rems_certified": True}
    assert status(quote, **facts) == "unknown"
    assert status(quote, **facts, patient_rems_enrolled=True) == "met"
    assert status(quote, **facts, patient_rems_enrolled=False) == "unmet"
