"""Drug lists, forms and newsletters: letters for words, a use before each value, titles that run into the text."""

from __future__ import annotations

import pytest

from ketacli.policy.criteria.detect import detect
from ketacli.policy.criteria.passages import Passage
from tests.policy.criteria.conftest import read

BOTH = [("esketamine", "trd", "covered_with_criteria"), ("esketamine", "mdd_si", "covered_with_criteria")]


def told(text):
    """(type, number, unit) of a passage."""
    return {(item.type, item.number, item.unit) for item in detect(Passage(text=text, in_list=True))}


@pytest.mark.parametrize("text", ["Spravato: PA", "Limits: PA, QL", "Restrictions: ST; PA", "PA required", "B/D PA"])
def test_letters_for_prior_authorization(text):
    assert ("prior_authorization", None, None) in told(text)


@pytest.mark.parametrize("text", ["Location: Philadelphia, PA 19103", "the following: patients must be 18"])
def test_the_same_letters_with_another_meaning(text):
    assert not {kind for kind, _, _ in told(text)} & {"prior_authorization"}


@pytest.mark.parametrize(
    ("text", "unit"),
    [("QL 8 kits/28 days", "kits_per_28_days"), ("Limit: 8 kits/month", "kits_per_month")],
)
def test_a_limit_with_a_slash(text, unit):
    assert ("quantity_limit", 8, unit) in told(text)


GRID = """2027 SPECIALTY DRUG LIST

Prior authorization criteria: Spravato

Age                18 and up
Step (TRD)         T/F of 2 antidepressants, 2 classes, 8 wks each AND T/F of 1 augmentation agent x 4 wks
Step (MDD-SI)      None
Concomitant tx     TRD: not required. MDD-SI: oral antidepressant required
Duration           TRD: 6 mo initial, 12 mo renewal; MDD-SI: 1 mo
Renewal            TRD: 50% drop in PHQ-9 or MADRS
"""


def test_a_drug_list_with_a_use_before_each_value():
    criteria, _, _ = read(GRID.encode(), "list.txt", BOTH)
    rows = {(row.type, row.number, row.scope, row.indication, row.required) for row in criteria}
    assert {
        ("prior_trials", 2, "initial", "trd", True),
        ("concurrent_oral_antidepressant", None, "initial", "trd", False),
        ("concurrent_oral_antidepressant", None, "initial", "mdd_si", True),
        ("approval_duration", 6, "initial", "trd", True),
        ("approval_duration", 12, "renewal", "trd", True),
        ("approval_duration", 1, "initial", "mdd_si", True),
        ("renewal_response", 50, "renewal", "trd", True),
    } <= rows
    weeks = {(row.number, row.text) for row in criteria if row.type == "trial_duration"}
    assert weeks == {(8, "antidepressant"), (4, "augmentation")}


NEWS = """# Network Bulletin

## Esketamine (Policy 7.30)

- **Treatment-resistant depression.** Continues to be medically necessary. Requirements: 18 or older; failure of two
  antidepressants (before July 1: four antidepressants). Prior authorization remains in effect. Renewals run 12 months
  and call for a PHQ-9 no more than half of the first value.
- **Major depressive disorder with acute suicidal ideation or behavior.** Added. Medically necessary for adults who
  begin treatment in the hospital. Step therapy is waived.

For both uses the site must be REMS certified, and an oral antidepressant has ceased to be a requirement.

## Correction

Last month we wrote that Spravato renewals are for 6 months. That was wrong.
"""


def test_a_newsletter_with_run_in_titles():
    criteria, _, _ = read(NEWS.encode(), "news.md", BOTH)
    rows = {(row.type, row.number, row.scope, row.indication, row.required) for row in criteria}
    assert {
        ("age_min", 18, "initial", "trd", True),
        ("prior_trials", 2, "initial", "trd", True),
        ("prior_authorization", None, "either", "trd", True),
        ("approval_duration", 12, "renewal", "trd", True),
        ("renewal_response", 50, "renewal", "trd", True),
        ("prior_trials", 0, "initial", "mdd_si", False),
        ("rems", None, "initial", "any", True),
        ("concurrent_oral_antidepressant", None, "initial", "any", False),
    } <= rows
    assert not {number for kind, number, *_ in rows if kind in ("approval_duration", "prior_trials")} & {4, 6}


MEDICARE = """Medicare Advantage Part B Policy: Esketamine

3. Criteria for a first authorization

Esketamine is reasonable and necessary for its FDA-labeled indications if every condition in this section is satisfied.

3.1 All members
- 18 years of age or older
- No single dose is above 84 mg
- The chart shows none of the label's contraindications: aneurysmal vascular disease; arteriovenous malformation

3.2 Treatment-resistant depression. Two or more antidepressants have brought no adequate response. The two may be of the
same class. No score on a rating scale is asked for. An oral antidepressant may be continued or stopped.

3.4 Who prescribes. A psychiatrist, or any clinician after consultation with a psychiatrist.

3.5 Length. Six months for treatment-resistant depression; one month for acute suicidal ideation.
"""


def test_labeled_indications_with_conditions_of_their_own():
    criteria, logic, _ = read(MEDICARE.encode(), "part-b.txt", BOTH)
    rows = {(row.type, row.number, row.indication, row.required) for row in criteria}
    assert {
        ("age_min", 18, "any", True),
        ("quantity_limit", 84, "any", True),
        ("prior_trials", 2, "trd", True),
        ("distinct_classes", None, "trd", False),
        ("concurrent_oral_antidepressant", None, "trd", False),
        ("prescriber", None, "any", True),
        ("approval_duration", 6, "trd", True),
        ("approval_duration", 1, "mdd_si", True),
    } <= rows
    assert {row.text for row in criteria if row.type == "contraindication"} == {
        "aneurysmal vascular disease",
        "arteriovenous malformation",
    }
    assert not [row for row in criteria if row.type == "other" or row.applies_to]
    assert ("esketamine", "trd") in {(row.treatment, row.indication) for row in logic}


@pytest.mark.parametrize(
    "lead",
    [
        "Spravato is not covered when any of the following is present:",
        "Do not use Spravato if the member has any of these:",
        "Spravato should not be requested when any of these is present:",
        "The patient must not have any of the following:",
        "Requests are denied if one or more of these apply:",
    ],
)
@pytest.mark.parametrize("end", ["", "; or"])
def test_whatever_must_be_absent_must_all_be_absent(lead, end):
    text = (
        "Spravato (esketamine)\n\nSpravato is covered for treatment-resistant depression when the patient is over 18."
        f"\n\n{lead}\n\n- Aneurysmal vascular disease{end}\n- Arteriovenous malformation{end}\n- Current psychosis\n"
    )
    criteria, logic, _ = read(text.encode(), "policy.txt")
    kinds = {row.id: row.type for row in criteria}
    assert [kinds[leaf] for leaf in logic[0].tree["all"]] == [
        "age_min",
        "contraindication",
        "contraindication",
        "no_psychosis",
    ]


def test_a_refused_use_is_no_contraindication():
    told_of = detect(Passage(text="None of the compendia supported esketamine for bipolar depression.", in_list=True))
    assert not [item for item in told_of if item.type == "contraindication"]
