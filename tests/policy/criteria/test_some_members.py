"""Demands that are made of some members only, answers that a form wants denied, lists that another section holds."""

from __future__ import annotations

import pytest

from ketacli.policy.criteria.detect import detect
from ketacli.policy.criteria.passages import Passage
from ketacli.policy.criteria.person import ages_concerned
from ketacli.policy.read import read_policy
from tests.policy.criteria.conftest import read


def found(text: str, **given):
    """Types, numbers and whether asked for, of a passage in a list of criteria."""
    return [(item.type, item.number, item.required) for item in detect(Passage(text=text, in_list=True, **given))]


@pytest.mark.parametrize(
    "text",
    [
        "For members aged 65 or older, the chart shows that the risk of falls was assessed.",
        "If the patient is over 60, an ECG is on file.",
        "In adults 70 years and older, the starting dose is 28 mg.",
        "Patients older than 65 must have their blood pressure checked first.",
        "For anyone under 18, a child psychiatrist agrees with the plan.",
        "Members aged 75 and over need a cognitive screening.",
    ],
)
def test_an_age_that_says_whom_a_demand_concerns_is_no_age_limit(text):
    assert not {kind for kind, _, _ in found(text)} & {"age_min", "age_max"}
    assert ages_concerned(text)


@pytest.mark.parametrize(
    ("text", "ages"),
    [
        ("The member is 18 years of age or older.", [18]),
        ("For adults 18 years and older, two drugs have failed.", [18]),
        ("The member is at least 21 and not older than 70 years.", [21, 70]),
        ("Adults aged 18 to 64", [18, 64]),
        ("Patients must be 65 or older.", [65]),
    ],
)
def test_an_age_that_is_asked_for_stays_one(text, ages):
    assert [number for kind, number, _ in found(text) if kind in ("age_min", "age_max")] == ages
    assert not ages_concerned(text)


GRID = """<html><body><h1>Spravato (esketamine) request form</h1>
<p>Treatment-resistant depression: the plan approves 8 weeks if all answers are as shown.</p>
<table><tr><th>No.</th><th>Question</th><th>Answer for approval</th></tr>
<tr><td>1</td><td>Is the member 18 years of age or older?</td><td>☐ Yes</td></tr>
<tr><td>2</td><td>Has the member ever had schizophrenia or another psychotic disorder?</td><td>☐ No</td></tr>
<tr><td>3</td><td>Has the member used alcohol or drugs harmfully, or is a substance use disorder active now?</td>
<td>☐ No</td></tr>
<tr><td>4</td><td>Does the member have an aneurysm, or a past bleeding in the brain?</td><td>☐ No</td></tr>
<tr><td>5</td><td>Is the member pregnant?</td><td>No</td></tr>
<tr><td>6</td><td>Will the member see a psychotherapist? (For our information. A "No" does not affect the
decision.)</td><td>☐ Yes ☐ No</td></tr></table></body></html>"""


def test_a_question_that_must_be_answered_no_names_what_must_be_absent():
    criteria, _, _ = read(GRID.encode(), "form.html")
    kinds = {(item.type, item.required) for item in criteria}
    assert {("no_psychosis", True), ("no_substance_use", True), ("no_pregnancy", True)} <= kinds
    assert ("contraindication", True) in kinds
    assert ("psychotherapy", False) in kinds


STUDIED = """# Spravato (esketamine)

## Policy

Spravato is medically necessary for treatment-resistant depression when all of these are met:

1. The member is 18 years of age or older.
2. Two antidepressants have failed.

## What the Committee weighed

Trials used by the agency enrolled adults in whom 3 antidepressants had failed. One trial in people aged 65 and older
fell short of its endpoint, and persons with a MADRS below 28 were turned away from these studies.

## Questions that clinics often send

Does a test of genes replace a trial? It does not. Panels of genes are not covered.
"""


def test_what_was_weighed_and_asked_sets_no_rule():
    criteria, _, _ = read(STUDIED.encode(), "policy.md")
    assert [(item.type, item.number) for item in criteria] == [("age_min", 18), ("prior_trials", 2)]


POINTED = """# Spravato coverage policy

## 3. Coverage

### 3.1 Treatment-resistant depression

We cover Spravato for treatment-resistant depression when all of these statements hold:

1. The member is an adult.
2. The drug is ordered by a psychiatrist.
3. The step rule in section 3.2 is satisfied.
4. The site is certified in the Spravato REMS.
5. The member has no contraindication.

### 3.2 Step rule

One of these must be true:

1. Two antidepressants were each taken for 6 weeks or longer and did not help enough; or
2. The member received Spravato in the last year.

### 3.3 Depression with acute suicidal ideation

We cover Spravato for major depressive disorder with acute suicidal ideation when statements 2, 4 and 5 of section 3.1
hold and an oral antidepressant is given with it.

### 3.4 Renewal

A renewal needs no new contraindication.
"""


def test_a_section_that_an_item_points_at_belongs_to_the_use_of_that_item(tmp_path):
    path = tmp_path / "policy.md"
    path.write_text(POINTED)
    from ketacli.documents.read import read_document

    reading = read_policy(read_document(path))
    uses = {(item.type, item.indication) for item in reading.criteria if item.scope != "renewal"}
    assert ("prior_trials", "trd") in uses
    assert not {("prior_trials", "any"), ("prior_trials", "mdd_si")} & uses
    assert {("prescriber", "mdd_si"), ("rems", "mdd_si"), ("contraindication", "mdd_si")} <= uses
    assert not any("section 3.2" in (item.text or "") for item in reading.criteria)


@pytest.mark.parametrize(
    ("text", "limits"),
    [
        ("Sessions are given once a week or less often.", [(1, "sessions_per_week")]),
        ("Visits are spaced at one a week or fewer.", [(1, "sessions_per_week")]),
        (
            "Limit: 12 kits in any 28 days during part B, and 4 kits in any 28 days during part D.",
            [(12, "kits_per_28_days"), (4, "kits_per_28_days")],
        ),
        ("Up to 168 units (mg) in any 7 days at first, and up to 84 units in any 7 days thereafter.",
         [(168, "mg_per_week"), (84, "mg_per_week")]),
        ("Codes to bill: G2082 (56 mg or less).", []),
    ],
)  # fmt: skip
def test_limits_that_go_on_and_doses_of_codes(text, limits):
    read_limits = [item for item in detect(Passage(text=text)) if item.type == "quantity_limit"]
    assert [(item.number, item.unit) for item in read_limits] == limits


@pytest.mark.parametrize(
    ("text", "kind", "number", "required"),
    [
        ("The plan approves Spravato in advance only.", "prior_authorization", None, True),
        ("The course lasts four weeks and cannot be extended.", "approval_duration", 4, True),
        ("Treatment alone or with an oral antidepressant is accepted.", "concurrent_oral_antidepressant", None, False),
    ],
)
def test_single_wordings(text, kind, number, required):
    assert (kind, number, required) in found(text)


def test_days_of_an_infusion_course_are_no_length_of_approval():
    assert not [item for item in detect(Passage(text="A course lasts 5 days.")) if item.type == "approval_duration"]


def test_one_of_several_steps_will_do():
    text = "Did the member try one of these: (a) an augmenting drug; (b) magnetic stimulation (TMS); or (c) ECT?"
    from ketacli.policy.criteria.joins import alternatives

    passage = Passage(text=text, in_list=True)
    items = detect(passage)
    assert {items[at].type for at in alternatives(passage, items)} == {"augmentation_trial", "prior_failure_other"}
