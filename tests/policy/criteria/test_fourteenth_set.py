"""Orders, drugs beside the treatment, and what rules a person out, in the words of short pages."""

from __future__ import annotations

import pytest

from tests.policy.criteria.conftest import read


def types(asks, text):
    return {one.type for one in asks(text)}


@pytest.mark.parametrize(
    "text",
    [
        "The order comes from a psychiatrist, or a psychiatrist was consulted",
        "Orders are placed by a psychiatrist",
        "A psychiatrist must be consulted",
        "The order was given by a psychiatric nurse practitioner",
        "A mental health provider has been consulted",
    ],
)
def test_who_orders_or_is_consulted(asks, text):
    assert "prescriber" in types(asks, text)


@pytest.mark.parametrize(
    "text",
    [
        "The member has been stable on an oral antidepressant for two weeks or longer",
        "Stable on the current oral antidepressant for at least 4 weeks",
        "The patient is established on an antidepressant for 14 days or more, none of those that failed, and "
        "Spravato is added",
        "Maintained on an oral antidepressant for at least 6 weeks",
        "Steady on an SSRI antidepressant for at least 30 days",
    ],
)
def test_a_drug_that_is_gone_on_with_is_no_trial(asks, text):
    assert not types(asks, text) & {"trial_duration", "prior_failure_other"}


@pytest.mark.parametrize(
    "heading",
    [
        "What rules you out",
        "Who is ruled out",
        "What keeps veterans out",
        "What keeps you out",
        "What rules a patient out",
    ],
)
def test_what_rules_a_person_out_must_be_absent(heading):
    text = (
        "Spravato: who qualifies?\n\nThe plan covers Spravato for treatment-resistant depression. Here is what "
        "it asks of each person who wants to start, and what its reviewers look at before they say yes to a "
        "first request.\n\n"
        "What you need\n- Diagnosis: a current major depressive disorder.\n- Age: 18 years or more.\n\n"
        f"{heading}\n- Dementia or delirium.\n- Pregnancy.\n- A positive drug screen.\n"
        "\nHow it goes\nA session takes two hours.\n"
    )
    criteria, _, _ = read(text.encode(), "page.txt")
    found = {(one.type, one.required) for one in criteria}
    assert {("contraindication", True), ("no_pregnancy", True), ("no_substance_use", True)} <= found


@pytest.mark.parametrize(
    "text",
    [
        "DSM-5 criteria for major depressive disorder: a single or recurrent episode",
        "DSM-5-TR criteria of MDD",
        "Severe major depressive disorder, single or recurrent, according to the DSM-5",
        "Major depressive disorder, recurrent or not, meeting DSM-5 criteria",
        "Complex regional pain syndrome, type I or II, according to the Budapest criteria",
    ],
)
def test_a_diagnosis_by_its_manual(asks, text):
    assert "diagnosis" in types(asks, text)
