"""Lists of other papers change no criterion; columns tell how long an approval runs."""

from __future__ import annotations

import pytest

RELATED = """# Esketamine for depression

## Related Policies

- Deep Brain Stimulation and Vagus Nerve Stimulation (MBD-2109)
- Site of Service for Infused Specialty Drugs (UM-0310)

## Coverage Rationale

Prior authorization is required for Spravato.

### A. Spravato for treatment-resistant depression

Spravato (esketamine) is medically necessary when all of the following are met:

- The member is at least 18 years old
"""

LENGTHS = """# Spravato criteria

Spravato is covered for treatment-resistant depression when the member is at least 18 years old.

## Length of authorization and quantity

| Request | Length | Quantity limit |
|---|---|---|
| First request, TRD | 8 weeks | 8 kits per 28 days |
| Renewal, TRD | 6 months | 4 kits per 28 days |
"""


def test_titles_of_related_policies_open_no_entries(reading):
    assert "prior_authorization" in {row.type for row in reading(RELATED, ".md")[0]}


def test_a_column_of_lengths_tells_how_long_approvals_run(reading):
    rows = [row for row in reading(LENGTHS, ".md")[0] if row.type == "approval_duration"]
    assert [(row.number, row.unit, row.scope) for row in rows] == [(8, "weeks", "initial"), (6, "months", "renewal")]


def test_a_column_of_trials_does_not(reading):
    text = LENGTHS.replace("First request, TRD", "Each antidepressant trial")
    rows = [row for row in reading(text, ".md")[0] if row.type == "approval_duration"]
    assert [row.number for row in rows] == [6]


@pytest.mark.parametrize(
    "sentence", ["Coverage is limited to a single course of 4 weeks.", "Approval is limited to one course of 4 weeks."]
)
def test_a_single_course_is_the_length_of_an_approval(asks, sentence):
    assert [(one.type, one.number) for one in asks(sentence, in_list=False)] == [("approval_duration", 4)]


def test_ketamine_used_for_something_is_no_use_of_substances(asks):
    assert not asks("This policy does not apply to ketamine used for general anesthesia.", in_list=False)
    assert [one.type for one in asks("no current ketamine use disorder")] == ["no_substance_use"]
