"""Fields of forms that print their criteria, rows that end in "Deny", drugs by preference, services beside ours."""

from __future__ import annotations

import pytest

from tests.policy.criteria.conftest import read

FORM = """# Prior Authorization Request Form: Spravato

## Section 1. History

{field}

## {heading}

Spravato is approved for treatment-resistant depression when all of the following are met:

- ☐ The member is 18 or older.
- ☐ Two antidepressants have failed.
"""


def kinds(text, name):
    criteria, _, _ = read(text.encode(), name)
    return [one.type for one in criteria if one.type != "prior_authorization"]


@pytest.mark.parametrize("heading", ["Attachment: coverage criteria used to review this form", "Approval criteria"])
@pytest.mark.parametrize(
    "field",
    [
        "Scale used: ☐ PHQ-9 ☐ MADRS ☐ HAM-D Score: ____ Date: ____",
        "Other treatment: ☐ psychotherapy, number of sessions ____ ☐ TMS ☐ ECT",
        "Is the member pregnant or nursing? ☐ yes ☐ no",
        "☐ Electroconvulsive therapy has failed",
        "Does the member have aneurysmal vascular disease ☐ yes ☐ no",
    ],
)
def test_fields_are_no_criteria_where_these_are_printed(field, heading):
    assert kinds(FORM.format(field=field, heading=heading), "form.md") == ["age_min", "prior_trials"]


ROWS = """# Spravato (esketamine)

## Approval criteria

Spravato is covered for treatment-resistant depression when the patient is 18 or older.

## {heading}

| No. | Condition | Action |
|---|---|---|
| 1 | {condition} | {action} |
"""


@pytest.mark.parametrize("action", ["Deny", "Denied", "Reject", "Do not approve", "DENY."])
@pytest.mark.parametrize(
    ("condition", "found"),
    [
        ("History of intracerebral hemorrhage", ["contraindication"]),
        ("Aneurysmal vascular disease or arteriovenous malformation", ["contraindication"] * 2),
        ("Positive pregnancy test within the last 30 days", ["no_pregnancy"]),
        ("Active psychosis", ["no_psychosis"]),
    ],
)
def test_what_a_row_refuses_must_be_absent(condition, found, action):
    text = ROWS.format(heading="Denial criteria", condition=condition, action=action)
    assert kinds(text, "policy.md") == ["age_min", *found]


@pytest.mark.parametrize(
    "headers",
    [
        "| Class | Preferred | Non-preferred |",
        "| Class | Preferred drugs | Non-preferred drugs |",
        "| Group | PREFERRED | NON-PREFERRED |",
        "| Kind | Preferred agents | Not preferred |",
        "| Step | Preferred products | Nonpreferred products |",
    ],
)
def test_drugs_by_preference_ask_for_nothing(headers):
    text = ROWS.split("## {heading}")[0] + (
        f"## Step criteria\n\n{headers}\n|---|---|---|\n| Augmenting agents | lithium, aripiprazole | brexpiprazole |\n"
    )
    assert kinds(text, "policy.md") == ["age_min"]


BOOKLET = """# Benefit booklet

## Mental health

We cover care for mental health conditions. {lead}

- visits with a psychiatrist;
- {item};
- partial hospital programs.

## Spravato

Spravato is covered for treatment-resistant depression when each of these is true:

1. You are at least 18 years old.
"""


@pytest.mark.parametrize("lead", ["That includes:", "Covered services:", "The plan covers:"])
@pytest.mark.parametrize(
    "item",
    [
        "transcranial magnetic stimulation, if the plan has authorized it and four antidepressants did not help",
        "TMS when four antidepressants have failed",
        "electroconvulsive therapy only after two antidepressants have failed",
        "vagus nerve stimulation, provided that ECT has failed",
        "ECT, where three antidepressants were tried",
    ],
)
def test_conditions_of_a_service_beside_ours(item, lead):
    assert kinds(BOOKLET.format(lead=lead, item=item), "booklet.md") == ["age_min"]


@pytest.mark.parametrize(
    "text",
    [
        "The initial course is authorized for 8 weeks and 12 sessions",
        "The first course is approved for 6 weeks and 12 treatments",
        "Treatment is covered for 2 months and 12 sessions",
        "An induction course is approved for 28 days and 12 infusions",
        "Approval is given for 8 weeks and 12 sessions",
    ],
)
def test_sessions_beside_the_weeks_of_an_approval(asks, text):
    assert (12, "sessions") in [(item.number, item.unit) for item in asks(text) if item.type == "quantity_limit"]
