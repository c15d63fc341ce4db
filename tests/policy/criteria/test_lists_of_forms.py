"""Lists as forms and plain texts print them: boxes, the joining word on a line of its own, run-in lists."""

from __future__ import annotations

import pytest

from ketacli.policy.criteria.detect import detect
from ketacli.policy.criteria.passages import Passage
from tests.policy.criteria.conftest import read

FORM = """Larch Valley Health Plan
Spravato (esketamine) prior authorization request form

Section 1. Member
Name: ________

If every requirement in Section 3 is checked, Spravato will be approved for 3 months.

Section 3. Requirements
☐ The member is 18 years of age or older.
☐ Two antidepressants of different classes, each for at least 6 weeks, have failed.
☐ The site is certified under the Spravato REMS.
☐ The prescriber is a psychiatrist.
"""
JOINED = """Birchline Pharmacy Policy: Spravato (esketamine)

Spravato is approved for treatment-resistant depression when the following are met:

The patient is 18 years of age or older.
-AND-
One of the following:
The patient has failed two antidepressants.
-OR-
The patient has failed electroconvulsive therapy.
-AND-
The MADRS score is at least 20.
-AND-
The site is enrolled in the Spravato REMS.
-AND-
The patient takes an oral antidepressant with Spravato.
"""


def test_boxes_of_a_form_are_its_criteria():
    criteria, logic, _ = read(FORM.encode(), "form.txt", [("esketamine", "any", "covered_with_criteria")])
    kinds = {(row.type, row.number) for row in criteria}
    assert {("age_min", 18), ("prior_trials", 2), ("trial_duration", 6), ("rems", None), ("prescriber", None)} <= kinds
    assert len(logic) == 1
    assert "all" in logic[0].tree


def test_words_between_lines_join_them():
    criteria, logic, _ = read(JOINED.encode(), "policy.txt")
    ids = {row.type: row.id for row in criteria}
    assert logic[0].tree == {
        "all": [
            ids["age_min"],
            {"any": [ids["prior_trials"], ids["prior_failure_other"]]},
            ids["severity_scale"],
            ids["rems"],
            ids["concurrent_oral_antidepressant"],
        ]
    }


def test_a_line_of_a_list_is_no_label_of_the_next():
    criteria, _, _ = read(JOINED.encode(), "policy.txt")
    assert [row.type for row in criteria].count("severity_scale") == 1
    assert [row.type for row in criteria].count("rems") == 1


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "Patient does not have any of the following: glaucoma; an aneurysm; or dementia",
            {"glaucoma", "aneurysmal vascular disease", "dementia"},
        ),
        (
            "Member has none of the following: arteriovenous malformation, porphyria, or delirium",
            {"arteriovenous malformation", "porphyria", "delirium"},
        ),
        (
            "The person is free of the following conditions: mania; a recent stroke",
            {"mania", "a recent stroke"},
        ),
    ],
)
def test_each_condition_of_a_run_in_list_must_be_absent(text, wanted):
    found = detect(Passage(text=text, in_list=True))
    assert {item.text for item in found if item.type == "contraindication"} == wanted


def test_a_list_of_what_is_needed_rules_nothing_out():
    found = detect(Passage(text="Patient has any of the following: hypertension; dementia", in_list=True))
    assert [item for item in found if item.type == "contraindication"] == []


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "The member does not have uncontrolled hypertension, an aneurysm, or glaucoma",
            {"uncontrolled hypertension", "aneurysmal vascular disease", "glaucoma"},
        ),
        (
            "The member does not have: dementia, delirium, or a history of stroke",
            {"dementia", "delirium", "a history of stroke"},
        ),
        ("No history of mania, or failed trials, and has tried two antidepressants", {"history of mania"}),
        ("Does not have current, active, or recent substance abuse", set()),
    ],
)
def test_conditions_in_one_breath(text, wanted):
    found = detect(Passage(text=text, in_list=True))
    assert {item.text for item in found if item.type == "contraindication"} == wanted


SECTIONS = """Summit Vale Health
Medical policy: ketamine infusion and esketamine

Policy statements

Ketamine infusion and esketamine are considered medically necessary for the two conditions in sections I and II when
the criteria of the section are fulfilled. If they are not fulfilled, they are considered investigational.

I. Treatment-resistant depression (esketamine)
1. The member is 18 years or older.

II. Complex regional pain syndrome (ketamine infusion)
1. The member is 21 years or older.

Esketamine may be considered medically necessary for a further 6 months if the MADRS has dropped by 50%.
"""


def test_numbered_sections_have_their_own_criteria():
    positions = [("esketamine", "trd", "covered_with_criteria"), ("ketamine_iv", "crps", "covered_with_criteria")]
    criteria, _, _ = read(SECTIONS.encode(), "policy.txt", positions)
    rows = {(row.type, row.number, row.treatment, row.indication, row.scope) for row in criteria}
    assert rows == {
        ("age_min", 18, "esketamine", "trd", "initial"),
        ("age_min", 21, "ketamine_iv", "crps", "initial"),
        ("approval_duration", 6, "esketamine", "trd", "renewal"),
        ("renewal_response", 50, "esketamine", "trd", "renewal"),
    }


FAQ = """Harbor Mutual: esketamine (Spravato)

Spravato is covered for treatment-resistant depression when the member is 18 or older.

Frequently asked questions

Is psychotherapy needed?

Psychotherapy is encouraged, but it is not required.
"""


def test_a_question_that_is_answered_asks_nothing():
    criteria, _, _ = read(FAQ.encode(), "faq.txt")
    assert {(row.type, row.required) for row in criteria} == {("age_min", True), ("psychotherapy", False)}


BOXES = """Esketamine (Spravato)

Esketamine is covered for treatment-resistant depression when the member:

☐ is 18 or older
☐ does not have any of these: psychosis; glaucoma
☐ Not applicable
Yes ☐ No ☐ The member takes an oral antidepressant
"""


def test_boxes_for_yes_and_no_are_items_too():
    criteria, _, _ = read(BOXES.encode(), "form.txt")
    assert [row.type for row in criteria] == [
        "age_min",
        "no_psychosis",
        "contraindication",
        "concurrent_oral_antidepressant",
    ]


def test_several_therapies_of_one_sentence_keep_their_counts():
    text = (
        "Ketamine infusion is approved only for members who have tried physical therapy for 12 weeks, "
        "at least 2 sympathetic blocks, and two drugs for pain"
    )
    found = detect(Passage(text=text))
    assert [(item.text, item.number, item.unit) for item in found if item.type == "prior_failure_other"] == [
        ("physical therapy failed", 12, "weeks"),
        ("sympathetic block failed", 2, "sessions"),
    ]
    assert "approval_duration" not in {item.type for item in found}


def test_an_opioid_trial_that_is_not_required():
    found = detect(Passage(text="An opioid trial is not required."))
    assert [(item.type, item.required) for item in found] == [("prior_failure_other", False)]


def test_boxes_after_a_choice_of_scores_are_no_part_of_the_choice():
    text = (
        "Alder Ridge Health\n\nPrior authorization criteria: Spravato (esketamine)\n\n"
        "Spravato is approved for treatment-resistant depression when one of these scores is on record:\n"
        "- PHQ-9 of 18 or higher\n- MADRS of 26 or higher\n"
        "- A psychiatrist prescribes it.\n- The member has no active substance use disorder.\n"
    )
    criteria, logic, _ = read(text.encode(), "policy.txt")
    tree = logic[0].tree
    ids = {row.type: row.id for row in criteria}
    assert {ids["prescriber"], ids["no_substance_use"]} <= {leaf for leaf in tree["all"] if isinstance(leaf, str)}
    assert [len(node["any"]) for node in tree["all"] if isinstance(node, dict)] == [2]


def test_a_blank_for_a_number_is_no_requirement():
    assert detect(Passage(text="REMS ID of the site", in_list=True)) == []
    assert [item.type for item in detect(Passage(text="The site is certified in the REMS", in_list=True))] == ["rems"]
