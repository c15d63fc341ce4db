"""Decisions of boards and judges: what the order says counts, not what a party, its expert or the findings tell."""

from __future__ import annotations

import pytest

from tests.policy.positions.reading import positions_of, said
from tests.policy.test_small_rules import read

OPINION = """STATE OF NORTH HARBOR     WORKERS' COMPENSATION BOARD
B. Lindgren v. Kessel Foundry     Opinion No. 77-20

OPINION AND ORDER

FINDINGS OF FACT:
1. Claimant caught his hand in a press. {facts}
2. He tried gabapentin and physical therapy without relief.
3. {said}

CONCLUSIONS OF LAW:
4. I find the treating physician persuasive.

ORDER:
Defendant shall pay for the ketamine cream as prescribed.
"""


@pytest.mark.parametrize(
    ("facts", "said_of_it"),
    [
        ("Chronic neuropathic pain remained.", "Defendant's expert called ketamine for depression experimental."),
        ("He developed chronic pain.", "The carrier argued that ketamine is not medically necessary for pain."),
        ("Severe back pain followed.", "A witness testified that creams with ketamine are considered investigational."),
        ("He suffers from neuropathic pain.", "Counsel contended that ketamine is excluded for CRPS."),
        ("The accident left him with chronic pain.", "The consultant opined that topical ketamine is unproven."),
    ],
)
def test_the_order_decides_for_what_the_claimant_has(facts, said_of_it, tmp_path):
    found = read(tmp_path, OPINION.format(facts=facts, said=said_of_it))
    assert found.document.kind == "appeal_decision"
    assert said(list(found.positions)) == {("ketamine_topical", "chronic_pain"): "covered"}
    assert not [one for one in found.criteria if one.type != "other"]


@pytest.mark.parametrize(
    "text",
    [
        "The insurer's expert testified that ketamine infusions are experimental for CRPS.",
        "Plaintiff contends that Spravato is covered for depression.",
        "The employer argued that ketamine troches are not medically necessary.",
        "The plaintiff's lawyer insisted that IV ketamine is covered.",
        "The adjuster called ketamine cream unproven.",
    ],
)
def test_what_a_party_says_is_no_position(text, tmp_path):
    assert not positions_of(text, tmp_path, "article")
