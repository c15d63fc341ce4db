"""Pages that are no policies: articles on insurers at large, lists of examples, orders to reviewers, asides."""

from __future__ import annotations

import pytest

from tests.policy.positions.reading import positions_of, said

PSYCHIATRIC = ("trd", "mdd", "mdd_si", "bipolar", "ptsd", "anxiety", "ocd")


@pytest.mark.parametrize(
    "text",
    [
        "A growing number of health plans covers Spravato for treatment-resistant depression.",
        "The majority of insurers pay for Spravato once two antidepressants have failed.",
        "Six of the largest carriers approve Spravato with prior authorization.",
        "Spravato is covered by most insurance when it is medically necessary for depression.",
        "Ketamine infusions for depression are considered investigational by insurers.",
        "Insurance companies do not cover ketamine lozenges.",
        "Insurance does not cover ketamine infusions for pain.",
        "My insurance covers Spravato for my treatment-resistant depression.",
        "A handful of commercial payers cover ketamine infusion for CRPS.",
    ],
)
def test_insurers_at_large_decide_nothing(text, tmp_path):
    assert not positions_of(text, tmp_path, "article", head="Paying for ketamine\n\n")


@pytest.mark.parametrize(
    "text",
    [
        "Spravato is covered for treatment-resistant depression unless the member has bipolar disorder.",
        "We cover Spravato for treatment-resistant depression unless the patient currently has PTSD.",
        "Spravato is covered for treatment-resistant depression, unless there is bipolar disorder.",
        "Spravato is covered for members with treatment-resistant depression even if they have PTSD.",
    ],
)
def test_a_person_who_is_left_out_is_no_refused_use(text, tmp_path):
    assert set(said(positions_of(text, tmp_path))) == {("esketamine", "trd")}


def test_what_makes_no_difference_is_no_use(tmp_path):
    text = "Spravato is not covered for members with bipolar disorder even if they have treatment-resistant depression."
    assert said(positions_of(text, tmp_path)) == {("esketamine", "bipolar"): "not_covered"}
    text = "Ketamine infusion is not covered even if the member has treatment-resistant depression."
    assert said(positions_of(text, tmp_path)) == {("ketamine_iv", "trd"): "not_covered"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Deny Spravato for bipolar depression.", {("esketamine", "bipolar"): "not_covered"}),
        ("Deny requests for ketamine infusion for migraine.", {("ketamine_iv", "migraine"): "not_covered"}),
        ("Members pay the full cost of ketamine infusion for pain.", {("ketamine_iv", "chronic_pain"): "not_covered"}),
        ("You are responsible for the full cost of ketamine lozenges.", {("ketamine_oral", "any"): "not_covered"}),
        (
            "Ketamine troches are not on our formulary and there are no exceptions.",
            {("ketamine_oral", "any"): "not_covered"},
        ),
        (
            "Lozenges and troches are excluded by statute.",
            {("ketamine_oral", "any"): "not_covered"},
        ),
        (
            "For initial coverage of Spravato for treatment-resistant depression, a member must meet all of these:\n\n"
            "- age of 18 or older\n- two antidepressants have failed",
            {("esketamine", "trd"): "covered_with_criteria"},
        ),
        (
            "Nor does this item reach Spravato, which the plan covers for treatment-resistant depression.",
            {("esketamine", "trd"): "covered"},
        ),
        (
            "Spravato for members with acute suicidal ideation: a one-time approval of 4 weeks is given.",
            {("esketamine", "mdd_si"): "covered"},
        ),
        (
            "Ketamine infusion is not authorized for any mental health or substance use condition.",
            {("ketamine_iv", one): "not_covered" for one in (*PSYCHIATRIC, "sud")},
        ),
        (
            "Ketamine capsules are not covered. So are troches that contain ketamine.",
            {("ketamine_oral", "any"): "not_covered"},
        ),
        (
            "Ketamine infusion: for migraine the evidence is weak and the service is considered investigational.",
            {("ketamine_iv", "migraine"): "experimental"},
        ),
    ],
)
def test_verdicts_in_other_words(text, found, tmp_path):
    assert said(positions_of(text, tmp_path)) == found


@pytest.mark.parametrize(
    "text",
    [
        "TMS is not covered with concurrent ketamine or esketamine.",
        "The policy excludes pregnancy, prohibits concurrent ketamine/esketamine therapy, and limits sessions to 36.",
        "For prior authorization of Spravato for bipolar disorder, the member must call us.",
        "If the request is incomplete, deny.",
    ],
)
def test_what_is_taken_beside_another_treatment_is_not_decided(text, tmp_path):
    assert not positions_of(text, tmp_path, head="Transcranial Magnetic Stimulation\n\nPOLICY\n\n")


def test_examples_take_their_route_from_what_leads_them(tmp_path):
    text = (
        "The Fund does not pay for compounded topical creams, for example:\n\n"
        "- ketamine + baclofen for chronic pain\n- flurbiprofen + menthol"
    )
    head = "Compounded drugs\n\n"
    assert said(positions_of(text, tmp_path, head=head)) == {("ketamine_topical", "chronic_pain"): "not_covered"}
    text = (
        "Examples of excluded compounded topical products:\n\n- Ibuprofen + menthol for tendonitis\n"
        "- Ketamine + gabapentin for fibromyalgia"
    )
    assert said(positions_of(text, tmp_path, head=head)) == {("ketamine_topical", "chronic_pain"): "not_covered"}
