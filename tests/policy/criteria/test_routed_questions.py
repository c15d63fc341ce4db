"""Questions that send the reader on by number: of which use they are asked, and which may stand in for another."""

from __future__ import annotations

import pytest

BOTH = [("esketamine", "trd", "covered_with_criteria"), ("esketamine", "mdd_si", "covered_with_criteria")]

QUESTIONS = [
    ("Is the request for continuation of therapy with Spravato?", "11", "2"),
    ("Is the patient 18 years of age or older?", "3", "deny"),
    ("Is the drug being prescribed for major depressive disorder with acute suicidal ideation or behavior?", "8", "4"),
    ("Is the drug being prescribed for treatment-resistant depression?", "5", "deny"),
    ("Did the patient fail to respond to at least 2 antidepressants, each taken for 8 weeks?", "6", "deny"),
    ("Did the patient have an inadequate response to an augmentation trial (e.g., lithium)?", "9", "7"),
    ("Did the patient complete at least 10 sessions of psychotherapy?", "9", "deny"),
    ("Will the patient take an oral antidepressant with the requested drug?", "9", "deny"),
    ("Does the patient have psychosis?", "deny", "10"),
    ("Will the patient be monitored for at least 2 hours after each session?", "approve", "deny"),
    ("Has the patient shown an improvement of at least 50% on the PHQ-9?", "approve12", "deny"),
]


def _words(way, style):
    if way == "deny":
        return ("Deny", "do not approve", "deny")[style]
    if way.startswith("approve"):
        return "Approve for 12 months" if way.endswith("12") else "Approve"
    return (way, f"go to question {way}", f"continue to #{way}")[style]


def grid():
    rows = [
        f"| {at} | {text} | Yes → {_words(yes, 0)} No → {_words(no, 0)} |"
        for at, (text, yes, no) in enumerate(QUESTIONS, 1)
    ]
    return "# Spravato criteria\n\n| # | Question | If yes / if no |\n|---|---|---|\n" + "\n".join(rows) + "\n"


def columns():
    rows = [
        f"| {at} | {text} | {_words(yes, 1)} | {_words(no, 1)} |" for at, (text, yes, no) in enumerate(QUESTIONS, 1)
    ]
    return "# Spravato criteria\n\n| # | Question | Yes | No |\n|---|---|---|---|\n" + "\n".join(rows) + "\n"


def listed(style):
    rows = [
        f"{at}. {text} If yes, {_words(yes, style)}. If no, {_words(no, style)}."
        for at, (text, yes, no) in enumerate(QUESTIONS, 1)
    ]
    return "# Spravato criteria\n\n" + "\n".join(rows) + "\n"


@pytest.mark.parametrize("text", [grid(), columns(), listed(1), listed(2)], ids=["arrows", "columns", "go to", "#"])
def test_questions_that_send_on(reading, text):
    criteria, logic, _ = reading(text, ".md", BOTH)
    found = {(row.type, row.number, row.indication, row.scope) for row in criteria if row.required}
    assert ("age_min", 18, "any", "initial") in found
    assert ("prior_trials", 2, "trd", "initial") in found
    assert ("psychotherapy", 10, "trd", "initial") in found
    assert ("concurrent_oral_antidepressant", None, "mdd_si", "initial") in found
    assert ("no_psychosis", None, "any", "initial") in found
    assert ("observation", 2, "any", "initial") in found
    assert any(kind == "renewal_response" and scope == "renewal" for kind, _, _, scope in found)
    ids = {row.type: row.id for row in criteria}
    tree = next(one.tree for one in logic if (one.indication, one.scope) == ("trd", "initial"))
    choices = [node["any"] for node in tree["all"] if isinstance(node, dict) and "any" in node]
    assert [ids["augmentation_trial"], ids["psychotherapy"]] in choices
    assert len({row.id for row in criteria}) == len(criteria)


def test_a_question_that_only_frees_from_another_asks_for_nothing(reading):
    text = (
        "# Spravato criteria\n\n"
        "1. Is the patient 18 years of age or older? If yes, go to 2. If no, deny.\n"
        "2. Has the patient failed electroconvulsive therapy? If yes, go to 4. If no, go to 3.\n"
        "3. Did the patient fail at least 3 antidepressants? If yes, go to 5. If no, deny.\n"
        "4. Is the drug prescribed by a psychiatrist? If yes, approve. If no, deny.\n"
        "5. Is the clinic enrolled in the REMS? If yes, approve. If no, deny.\n"
    )
    criteria, _, _ = reading(text, ".md", [BOTH[0]])
    assert {row.type for row in criteria if row.required} == {"age_min"}


def test_questions_without_ways_stay_as_they_are(reading):
    asked = "1. Is the patient 18 years of age or older? Yes / No\n2. Did 2 antidepressants fail? Yes / No\n"
    text = f"# Spravato criteria\n\n{asked}"
    criteria, _, _ = reading(text, ".md", [BOTH[0]])
    assert {row.type for row in criteria} >= {"age_min", "prior_trials"}


STEPS = """# Guideline: SPRAVATO (esketamine)

## Initial review

Step 1. Are all of the following true for a patient with treatment-resistant depression?

1. Patient is 18 years old or older
2. Trial and failure of two antidepressants, each for at least 6 weeks

If yes, approve for 3 months. If no, go to Step 2.

Step 2. Is the patient an adult with major depressive disorder with acute suicidal ideation?

If yes, approve for 4 weeks. If no, do not approve.

## Continuation

Step 1. Is the request for major depressive disorder with acute suicidal ideation?

If yes, do not approve. If no, continue.

Step 2. Has the PHQ-9 score dropped by at least 50%?

If yes, approve for 12 months. If no, do not approve.
"""


def test_answers_below_a_question_hold_for_its_use_or_for_the_one_that_is_left(reading):
    criteria = reading(STEPS, ".md", BOTH)[0]
    rows = [row for row in criteria if row.type == "approval_duration"]
    assert [(row.number, row.indication) for row in rows] == [(3, "trd"), (4, "mdd_si"), (12, "trd")]
    assert not [row for row in criteria if row.type == "other"]
    assert [row.indication for row in criteria if row.type == "age_min"] == ["trd", "mdd_si"]


INLINE = """# Esketamine (Spravato)

## Approval Criteria

1. What diagnosis is being treated? Record the code.
2. Is the request for continuation of esketamine? Yes: Go to Renewal Criteria No: Go to #3
3. Is the patient 65 years or older? Yes: Send to pharmacist. Deny; medical appropriateness No: Go to #4
4. Does the patient have treatment-resistant depression (two antidepressant trials failed, 6 weeks each)? \
Yes: Go to #5 Document the drugs No: Send to pharmacist. Deny; medical appropriateness
5. Is there documentation of pregnancy or of a current substance use disorder? Yes: Deny No: Approve for up to 28 days.
"""
BOXES = """# Clinical criteria: Spravato (esketamine)

1. Is the client greater than or equal to (>=) 18 years of age?
[ ] Yes (Go to #2)
[ ] No (Deny)
2. Does the client have a history of at least two antidepressants for 28 days each in the last 365 days?
[ ] Yes (Go to #3)
[ ] No (Deny)
3. Does the client have a diagnosis of intracerebral hemorrhage in the last 365 days?
[ ] Yes (Deny)
[ ] No (Go to #4)
4. Is the dose less than or equal to (<=) 8 kits per 28 days?
[ ] Yes (Approve - 180 days)
[ ] No (Deny)
"""


def test_answers_within_the_line(reading):
    criteria = reading(INLINE, ".md", BOTH)[0]
    found = {(row.type, row.number, row.comparison) for row in criteria}
    assert {
        ("age_max", 65, "less_than"),
        ("prior_trials", 2, "at_least"),
        ("approval_duration", 28, "at_most"),
    } <= found
    assert {"no_pregnancy", "no_substance_use"} <= {kind for kind, _, _ in found}
    assert not {"age_min", "contraindication", "other"} & {kind for kind, _, _ in found}


def test_answers_with_boxes_below(reading):
    criteria = reading(BOXES, ".txt", BOTH)[0]
    found = {(row.type, row.number) for row in criteria}
    assert found == {
        ("age_min", 18),
        ("prior_trials", 2),
        ("trial_duration", 28),
        ("contraindication", None),
        ("quantity_limit", 8),
        ("approval_duration", 180),
    }
