"""The day to work to: the earliest candidate, provisional where candidates differ or nothing is certain."""

from __future__ import annotations

from datetime import date

import pytest

from ketacli import deadlines
from ketacli.denials import read_letter_document
from ketacli.documents.read import read_document

HEAD = (
    "Dear Zelda Nettlebed:\n\nMember ID: WTG 0441973\nReference number: R-55120\n\nWe did not approve the "
    "ketamine infusions.\n\n"
)


def act_by(body: str, **known):
    text = f"September 8, 2026\n\n{HEAD}{body}\n"
    return read_letter_document(read_document("-", data=text.encode()), **known).act_by


def test_days_from_the_notice():
    found = act_by("You may appeal within 180 days of the date of this letter.")
    assert found.date == date(2027, 3, 7)
    assert not found.provisional


def test_days_from_receipt_count_from_the_notice_unless_receipt_is_proven():
    body = "You may appeal within 180 days after you receive this letter."
    assert act_by(body).date == date(2027, 3, 7)
    assert act_by(body, received_on=date(2026, 9, 12)).date == date(2027, 3, 11)


def test_an_earlier_printed_date_wins_and_both_are_shown():
    found = act_by("You may appeal within 180 days of the date of this letter. Your appeal is due by January 15, 2027.")
    assert found.date == date(2027, 1, 15)
    assert found.provisional
    assert [one.date for one in found.candidates] == [date(2027, 1, 15), date(2027, 3, 7)]


def test_two_windows_show_the_earliest_at_once():
    found = act_by(
        "You may appeal within 60 days of the date of this letter.\n\nYour rights\n\nMembers may file an appeal "
        "within 180 days of the date of the letter."
    )
    assert found.date == date(2026, 11, 7)
    assert found.provisional


def test_a_letter_that_prints_nothing_is_settled_by_law_and_stays_provisional():
    found = act_by("You may appeal.")
    assert found.provisional
    assert found.date is not None
    assert found.candidates[0].kind == "law"


def test_without_any_date_nothing_is_computed():
    text = f"{HEAD}You may appeal within 180 days after you receive this letter.\n"
    found = read_letter_document(read_document("-", data=text.encode())).act_by
    assert found is not None
    assert found.date is None
    assert "--denied-on" not in found.why or "date" in found.why


def test_a_final_denial_counts_to_the_external_review():
    found = act_by(
        "This was your final internal appeal. You may ask for an external review within 4 months after you "
        "receive this letter."
    )
    assert found.date == date(2027, 1, 8)
    assert not found.provisional


def test_months_are_counted_as_months():
    found = act_by("You may ask us to reconsider this decision within 6 months of the date of this letter.")
    assert found.date == date(2027, 3, 8)


@pytest.mark.parametrize("plan_type", ["medicaid_managed_care", "medicare_advantage", "fehb", "tricare"])
def test_a_known_kind_of_plan_gives_the_day_of_ketacli_rights(plan_type):
    found = act_by("You may appeal.", plan_type=plan_type)
    asked = deadlines.Question(plan_type=plan_type, denied_on=date(2026, 9, 8))
    by_law = deadlines.act_by(asked)
    assert by_law is not None
    assert found.date == by_law.date
