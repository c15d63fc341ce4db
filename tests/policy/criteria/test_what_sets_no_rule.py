"""What stands beside criteria and sets none: packages, earlier columns, other rules; halves of a sentence; lead-ins."""

from __future__ import annotations

import pytest

from tests.policy.criteria.conftest import read

POLICY = """Spravato (esketamine)

Spravato is medically necessary for treatment-resistant depression when all of the following are met:

1. The patient is 18 years of age or older
2. Two antidepressants have failed
3. Prescribed by a psychiatrist

{note}
"""


def told(text):
    criteria, _, _ = read(text.encode(), "policy.txt")
    return {(row.type, row.number, row.required) for row in criteria}


PLAIN = told(POLICY.format(note=""))


@pytest.mark.parametrize(
    "note",
    [
        "Limits apply. One device contains 28 mg.",
        "Quantity limits follow. Each device holds 28 mg and 1 kit consists of 2 devices.",
        "Some members are carved out to another manager, which asks for five failed antidepressants.",
        "Commercial carriers mostly ask for five drugs and a PHQ-9 of 20.",
        "Medicare members use another form; a different set of questions applies: a PHQ-9 of 15 or higher.",
        "Medicaid: the State's preferred drug list governs. It asks for five antidepressants.",
        "No change was made to the transcranial magnetic stimulation policy (five trials, PHQ-9 of 20).",
    ],
)
def test_notes_that_ask_for_nothing(note):
    assert told(POLICY.format(note=note)) == PLAIN


@pytest.mark.parametrize(
    "lead",
    [
        "Because the drug is not labeled for this use, the conditions are narrower:",
        "Although not labeled for it, we cover it; these requirements must be met:",
        "The drug is not indicated for this use; the following criteria apply:",
    ],
)
def test_a_lead_in_that_mentions_the_label_still_leads(lead):
    text = POLICY.format(note="").replace("when all of the following are met:", "as told here.\n\n" + lead)
    assert {kind for kind, _, _ in told(text)} >= {"age_min", "prior_trials", "prescriber"}


@pytest.mark.parametrize("refusal", ["any other use is not covered", "use for bipolar depression is investigational"])
def test_a_refusal_in_the_second_half_turns_no_age(refusal):
    text = f"Spravato (esketamine)\n\nThe plan covers Spravato only for TRD in members aged 18 to 70; {refusal}.\n"
    assert {("age_min", 18, True), ("age_max", 70, True)} <= told(text)


def test_an_age_in_a_list_of_what_is_not_authorized_is_the_least_age():
    text = POLICY.format(note="When Spravato will not be authorized\n\n- Members younger than 18\n- Take-home use")
    assert not any(kind == "age_max" for kind, _, _ in told(text))


COLUMNS = """Spravato (esketamine)

Prior authorization is required. The criteria for treatment-resistant depression have been revised:

    Criterion                 {old}          {new}
    ------------------------  --------------------  --------------------
    Failed antidepressants    5                     at least 3
    First approval            3 months              6 months
"""


@pytest.mark.parametrize(("old", "new"), [("Through March 31", "From April 1"), ("Until June 30", "As of July 1")])
def test_a_column_that_held_until_a_date_sets_nothing(old, new):
    found = told(COLUMNS.format(old=old, new=new))
    assert ("prior_trials", 3, True) in found
    assert ("prior_trials", 5, True) not in found
