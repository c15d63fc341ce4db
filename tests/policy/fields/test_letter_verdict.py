"""What letters decide, in the phrases of many kinds of plans: a refusal is never read as an approval."""

import pytest

from ketacli.policy.fields.verdict import letter_verdict

DENIALS = [
    "We regret to tell you that coverage for the infusions has been denied.",
    "After review the plan has decided not to authorize the requested nasal spray.",
    "Our answer to your request is no.",
    "The plan's response is still no.",
    "We ruled against the request for six infusions.",
    "We are sorry, but the plan cannot pay for this treatment.",
    "Your treatment is not among the services that the contract provides.",
    "No benefits are payable for the services on this claim.",
    "No reimbursement will be issued for the visits in May.",
    "The claims department allowed nothing for these dates.",
    "Starting March 3 the plan will stop paying for your weekly visits.",
    "We are going to reduce your esketamine visits from two a week to one.",
    "As of June 1 this drug will no longer be covered.",
    "We will not renew the authorization that ends on May 31.",
    "Your approval will end on October 4. It will not be extended.",
    "The review board voted and upheld the original denial.",
    "We did not change our decision.",
    "On appeal the earlier determination is affirmed.",
    "The denial stands.",
    "We are not able to honor the request for an exception.",
    "Your doctor's request was turned down by our pharmacy team.",
    "The request does not qualify for coverage under Part D.",
    "The panel found against the request.",
    "The service was disallowed.",
    "The visits last spring were approved. We cannot approve more of them.",
    "The drug is already authorized. We have decided against the clinic that you chose.",
    "In 2025 we approved twelve sessions. From January 5, 2026 we will pay for four, and after March 1 for none.",
    "Reconsideration notice. The denial dated May 3 has been upheld in full.",
]
APPROVALS = [
    "Good news. We approved the request for eight visits.",
    "Your request has been certified for six months.",
    "Decision: Approved. Valid June 1 to August 31.",
    "We reversed our earlier denial of the nasal spray.",
    "The denial of March 4 has been overturned. You may start at once.",
    "Your appeal is granted and the plan will cover the visits.",
    "The medical director ruled in your favor.",
    "We are setting aside. We set our first decision aside and approved the six sessions.",
    "Fully favorable redetermination.",
    "The plan will cover Spravato for you through June. This notice is not a guarantee of payment. "
    "If any part of a later request is denied you will get appeal rights.",
]
PENDED = [
    "No decision has been made yet.",
    "We need more information from your doctor before we can decide.",
    "Before we can work on the claim we need two answers from you.",
    "Your claim is still open. We are waiting for the records.",
    "The review is on hold. Without the papers the request may be denied.",
    "We cannot finish the review until the notes arrive. This is not a denial.",
    "We need additional time to look at the request. This is a notice of extension.",
]
OPEN = [
    "You have the right to appeal any denial within 60 days.",
    "If we deny a later request, we will write to you.",
    "The treatment itself is already authorized.",
    "Your earlier approval ran from May to July.",
    "In 2025 we approved twelve sessions.",
    "We approved two of the sessions. You may appeal this decision within 60 days.",
    "Thank you for calling us about the nasal spray.",
]


@pytest.mark.parametrize("text", DENIALS)
def test_refusals_and_reductions_deny(text):
    assert letter_verdict(text) in ("denied", "partly_denied")


@pytest.mark.parametrize("text", APPROVALS)
def test_approvals_and_reversals_approve(text):
    assert letter_verdict(text) == "approved"


@pytest.mark.parametrize("text", PENDED)
def test_questions_and_open_reviews_decide_nothing_yet(text):
    assert letter_verdict(text) == "pended"


@pytest.mark.parametrize("text", OPEN)
def test_what_is_unsure_is_no_approval(text):
    assert letter_verdict(text) != "approved"


@pytest.mark.parametrize("text", DENIALS)
def test_an_approval_of_the_past_never_turns_a_refusal(text):
    history = "From January through May we authorized two visits a week. The treatment was already approved once. "
    assert letter_verdict(history + text) in ("denied", "partly_denied")


def test_a_reversal_in_part_is_a_denial_in_part():
    assert letter_verdict("We overturned our decision in part. Four visits are approved.") == "partly_denied"


def test_a_ground_withdrawn_is_no_reversal():
    text = "The committee withdraws that ground. It upholds the denial on another ground."
    assert letter_verdict(text) == "denied"
