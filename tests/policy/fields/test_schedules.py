"""Schedules laid out with blanks, the plan's share of most services, whose deductible counts, urgent lines, levels."""

from __future__ import annotations

import pytest

from ketacli.policy.fields import find_appeals, find_benefits
from ketacli.policy.fields.benefits import _embedded, _money_name
from tests.policy.fields.helpers import document

SCHEDULE = """SUMMARY PLAN DESCRIPTION

4.1  SCHEDULE OF BENEFITS

                                             Network            Out-of-Network
Yearly deductible
   Individual                                $600               $1,100
   Family                                    $1,200             $2,200
Out-of-pocket maximum
   Individual                                $3,500             $7,000
   Family                                    $7,000             $14,000
The Plan pays, after the deductible,
   unless stated otherwise                   75%                55%
Outpatient mental health office visit        $20 copay,         55% after
                                             no deductible      deductible
Other outpatient mental health services      75% after          55% after
(IOP, PHP, TMS)                              deductible         deductible
Specialist office visit                      $50 copay,         55% after
                                             no deductible      deductible
"""


def _benefits(text: str) -> dict[str, object] | None:
    return find_benefits(*document(text))


def test_rows_that_tell_but_for_whom_belong_to_the_line_above():
    found = _benefits(SCHEDULE)
    assert found is not None
    inside, outside = found["in_network"], found["out_of_network"]
    assert (inside["deductible_individual"], inside["deductible_family"]) == (600, 1200)
    assert (outside["oop_max_individual"], outside["oop_max_family"]) == (7000, 14000)


def test_a_table_of_what_the_plan_pays_leaves_the_rest_to_the_member():
    found = _benefits(SCHEDULE)
    assert found is not None
    inside, outside = found["in_network"], found["out_of_network"]
    assert (inside["coinsurance_percent"], outside["coinsurance_percent"]) == (25, 45)
    assert inside["mental_health_outpatient_other"]["coinsurance_percent"] == 25
    assert outside["specialist"]["coinsurance_percent"] == 45


def test_the_second_line_of_a_row_tells_of_the_deductible():
    found = _benefits(SCHEDULE)
    assert found is not None
    visit = found["in_network"]["mental_health_outpatient"]
    assert (visit["copay"], visit["after_deductible"]) == (20, False)
    assert found["out_of_network"]["specialist"]["after_deductible"] is True


@pytest.mark.parametrize(
    "label", ["Your share after the deductible, unless a line below differs", "Plan pays, after the deductible"]
)
def test_the_share_after_the_deductible_is_no_deductible(label):
    assert _money_name(label) == "coinsurance"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("For each member of a family the deductible for one person applies.", True),
        ("There is no separate individual deductible within the family deductible.", False),
        ("Until the family deductible has been met, the Plan pays nothing for any member.", False),
    ],
)
def test_whose_deductible_counts(text, value):
    found = _embedded(document(text)[0])
    assert found is not None and found[0] is value


APPEALS = """# Complaints and appeals

## Step 1. Appeal to us

You have 180 days from the day you get our letter to appeal. Telephone: 1-800-555-0171

## Step 2. Second-level appeal

You may file a second-level appeal within 45 days after you receive our first decision. {level}

## When time is short

If waiting could put your life or your health at risk, or leave you in pain that nothing else relieves, please call
1-800-555-0172. We answer within 48 hours.
"""


@pytest.mark.parametrize(
    ("level", "value"),
    [
        ("You must complete both levels before you go to court.", False),
        ("Both levels must be exhausted before a lawsuit.", False),
        ("This level is voluntary.", True),
        ("A panel hears you.", None),
    ],
)
def test_whether_a_second_level_must_be_used(level, value):
    found = find_appeals(*document(APPEALS.format(level=level)))
    assert found is not None and found.get("second_level_voluntary") is value


def test_a_heading_on_urgency_tells_whose_hours_and_number_follow():
    found = find_appeals(*document(APPEALS.format(level="")))
    assert found is not None
    assert (found["expedited_hours"], found["phone"], found["urgent_phone"]) == (48, "1-800-555-0171", "1-800-555-0172")
