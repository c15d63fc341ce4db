"""Reasons in wordings of many kinds of plans: Medicare, Medicaid, pharmacy managers, administrators, claims offices."""

from __future__ import annotations

import pytest

from ketacli.denials import read_letter_document
from ketacli.documents.read import read_document

HEAD = "Date: 09/08/2026\n\nMember ID: WTG 0441973\nReference number: R-55120\n\nDear Zelda Nettlebed:\n\n"


def reasons(body: str) -> list[str]:
    found = read_letter_document(read_document("-", data=f"{HEAD}{body}\n".encode()))
    assert found.denial is not None
    return list(found.denial["reasons"])


WORDINGS = {
    "experimental": [
        "We denied the infusions. There is no reliable evidence that they work for this condition.",
        "The plan cannot pay for it. Its safety has not been established for depression.",
        "We will not cover it. The evidence for lasting benefit is too limited.",
        "The request is denied. The service is still being studied.",
        "We denied it. The treatment has not been shown to be effective.",
    ],
    "not_medically_necessary": [
        "We denied the visits. They fall outside the plan's definition of medical necessity.",
        "We cannot approve it. The records do not establish medical necessity.",
        "The visits are denied as not clinically indicated.",
        "We denied it. The service is not reasonable and necessary for the beneficiary.",
        "We denied it. The request does not meet our criteria.",
    ],
    "step_therapy": [
        "The nasal spray is denied. Only one antidepressant was tried.",
        "We denied it. Our list asks that you first try two oral antidepressants.",
        "We denied the drug. The plan's fail first rule applies to it.",
        "The request is denied. The claims history shows only one of the preferred drugs.",
        "We denied it. A member may start the spray once two other medicines were used. We found none.",
    ],
    "no_prior_authorization": [
        "The claim is denied. Approval was required and no request is on file.",
        "We denied the claim. Nobody called us before the service.",
        "No payment will be made. Precertification is required for this service; none was obtained.",
        "We denied the claim because the clinic did not get approval from the plan.",
    ],
    "excluded_benefit": [
        "We cannot help with the cost. The treatment is not one of the services in your contract.",
        "We denied it. Ketamine by vein is not a plan benefit.",
        "The request is denied. Your certificate rules out drugs of this kind.",
        "We denied it. It is on the list of things that we do not cover.",
        "We denied it. The policy does not provide coverage for infusions of this kind.",
    ],
    "out_of_network": [
        "We denied the request. The clinic has no contract with the plan.",
        "We denied it. Dr. Olm is not part of our network.",
        "The exception is denied. Two network clinics can give the treatment.",
        "We will not pay. This clinic does not participate with the plan.",
    ],
    "off_label": [
        "We denied the drug. The use is not supported in the compendia that Medicare names.",
        "We denied it. The Food and Drug Administration has not approved the drug for anxiety.",
        "The request is denied. That is not a medically accepted indication.",
    ],
    "site_of_care": [
        "We denied the request. A hospital is not the right place for this service.",
        "We denied the site. The infusion can safely be given at an infusion center.",
    ],
    "quantity_limit": [
        "We denied the rest of the request. Twelve visits are more than that limit.",
        "We denied it. The plan pays for no more than eight devices per month.",
        "We denied it. You have used all the visits that the plan allows.",
        "The refill is denied. It exceeds the supply limit.",
    ],
    "missing_information": [
        "We denied the request. We asked for the notes. Nothing came.",
        "We denied it. The records that we asked for did not reach us.",
        "We denied the claim. Your doctor did not respond to our letters.",
        "We denied the request. Without these records we cannot see what is needed.",
    ],
    "timely_filing": [
        "We denied the claim. It came in more than 12 months after the date of service.",
        "The bill was denied because it was sent too late.",
        "We denied the claim. The filing period had ended.",
    ],
    "coding": [
        "We denied the line. The procedure code on it is invalid.",
        "We denied the line. It is not separately payable.",
        "We denied it. The claim was billed with the wrong modifier.",
    ],
    "eligibility": [
        "We denied the claim. You left the plan on June 30.",
        "We denied the claim. Your membership had already ended.",
        "We denied it. You were not yet enrolled when the service was given.",
        "No payment will be made. There was no active coverage on the date of the visit.",
    ],
    "duplicate": [
        "We denied the line. The same service was billed twice.",
        "We denied the claim. It was already paid under another number.",
    ],
    "level_of_care": [
        "We denied the stay. You do not need care around the clock.",
        "We denied the admission. You do not need a hospital stay and a day program can treat you.",
        "We denied it. You do not require inpatient treatment.",
    ],
}


@pytest.mark.parametrize(("word", "body"), [(word, body) for word, bodies in WORDINGS.items() for body in bodies])
def test_one_reason_in_many_wordings(word, body):
    assert reasons(body) == [word]


@pytest.mark.parametrize(
    "body",
    [
        "We denied it as not medically necessary. We did not reach the question of whether it is experimental.",
        "We denied it as not medically necessary. Is it because ketamine is unproven? No.",
        "In May the plan had denied the request as experimental. The plan no longer relies on that ground. Today it is "
        "denied because it is not medically necessary.",
        "We denied it as not medically necessary. The step therapy requirement is met.",
        "We denied it as not medically necessary. Whether the clinic is out of network is not in dispute.",
        "We denied it as not medically necessary. We made no finding on whether the drug is off-label.",
    ],
)
def test_grounds_not_used_are_no_reasons(body):
    assert reasons(body) == ["not_medically_necessary"]


def test_the_first_ground_counts_where_an_appeal_only_upholds_it():
    body = "On May 3, 2026 we denied the infusions as experimental. We uphold our decision."
    assert reasons(body) == ["experimental"]


def test_remark_codes_tell_what_code_16_means():
    coding = "We denied the claim.\nRemarks: CO-16, M51"
    records = "We denied the claim.\nRemarks: CO-16, N29"
    assert (reasons(coding), reasons(records)) == (["coding"], ["missing_information"])
