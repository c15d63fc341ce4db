"""Schedules and appeal chapters of plan documents: what the plan pays, by whom amounts are told, whose clock runs."""

from __future__ import annotations

import pytest

from ketacli.policy.fields import find_appeals
from ketacli.policy.fields.benefit_rows import row_name
from ketacli.policy.fields.benefits import _embedded, _money, _money_name
from ketacli.policy.fields.cells import read_cell, split_office_and_other
from tests.policy.fields.helpers import document


@pytest.mark.parametrize(
    ("cell", "copay", "share"),
    [
        ("Plan pays 100% after $30 copay; deductible waived", 30, None),
        ("100% after a $40 copay", 40, None),
        ("Covered at 100% after $20 copayment", 20, None),
        ("We pay 70% after deductible", None, 30),
        ("Plan pays 90%, deductible waived", None, 10),
        ("25% of cost, not over $200 a script", None, 25),
    ],
)
def test_what_is_left_to_the_member(cell, copay, share):
    found = read_cell(cell, silent_means_after=False)
    assert found is not None
    assert (found["copay"], found["coinsurance_percent"]) == (copay, share)


def test_a_ceiling_not_over_is_kept():
    found = read_cell("25% of cost, not over $200 a script", silent_means_after=False)
    assert found is not None and found["maximum_per_prescription"] == 200


@pytest.mark.parametrize("label", ["Plan pays, unless otherwise noted", "The Plan pays", "Benefit percentage"])
def test_the_plans_share_of_most_services(label):
    assert _money_name(label) == "coinsurance"
    assert list(_money("coinsurance", label, "80%", plan_pays=False)) == [("coinsurance_percent", 20)]


def test_a_service_row_is_no_share_of_all():
    assert _money_name("Plan pays for specialist visits") is None
    assert row_name("Specialist office visit") == "specialist"


def test_a_share_without_for_is_split():
    office, other = split_office_and_other(
        "$25 copay/office visit, deductible does not apply; 20% coinsurance other outpatient services"
    )
    assert "25" in office and "%" not in office
    assert other is not None and "20%" in other


@pytest.mark.parametrize(
    "text",
    [
        "No member needs to contribute more than the per-person amount.",
        "Once one covered family member reaches the Self Only maximum, we pay 100% for that person.",
        "No covered person will pay more than the individual deductible.",
    ],
)
def test_embedded(text):
    found = _embedded(document(text)[0])
    assert found is not None and found[0] is True


def _appeals(text: str) -> dict[str, object]:
    return find_appeals(*document(f"Claims and Appeals\n\n{text}\n")) or {}


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        (
            "The Claims Administrator decides urgent claims within 72 hours, pre-service claims within 15 days, and "
            "post-service claims within 45 days. An appeal must be sent within 180 days of the denial. We decide a "
            "pre-service appeal in 30 days and a post-service appeal in 60 days.",
            30,
            60,
        ),
        (
            "You have 180 days to appeal. Our answer: 15 days (care not yet received), 30 days (care already "
            "received), 72 hours (urgent).",
            15,
            30,
        ),
        (
            "Ask us to reconsider. We have 30 days to answer for care that you already had, and 20 days for care that "
            "you have not had yet.",
            20,
            30,
        ),
        (
            "Ask us to reconsider. For a claim for care that you already had, we have 30 days from the date we get "
            "your request to pay, deny, or ask for more information. For care that you have not yet had, we have 20 "
            "days as well.",
            20,
            30,
        ),
    ],
)
def test_the_plans_answer_by_kind_of_claim(text, before, after):
    found = _appeals(text)
    assert (found["decision_days_preservice"], found["decision_days_postservice"]) == (before, after)


def test_a_chapter_on_asking_first_ties_no_clock_to_it():
    found = find_appeals(*document("Preauthorization\n\nA reconsideration is decided within 15 days.\n")) or {}
    assert found["decision_days_preservice"] == found["decision_days_postservice"] == 15
