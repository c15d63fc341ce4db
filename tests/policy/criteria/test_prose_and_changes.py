"""A policy in prose, and a summary of changes in fragments: what is in force now, and nothing else."""

from __future__ import annotations

from tests.policy.criteria.conftest import read

BOTH = [("esketamine", "trd", "covered_with_criteria"), ("esketamine", "mdd_si", "covered_with_criteria")]
PROSE = """Esketamine coverage statement

Harrow County Health pays for esketamine nasal spray in treatment-resistant depression for a person who is at
least 18 and who, in the present episode, has been through two antidepressants of different classes without
adequate benefit, six weeks on each at a full dose. One antidepressant is sufficient when ECT has been tried
without success. The PHQ-9 must stand at 16 or more, or the MADRS at 24 or more, in the four weeks preceding
the request. A psychiatrist writes the order, or has seen the person within the past 60 days. Persons with a
psychotic disorder, an arteriovenous malformation or a past brain hemorrhage are not eligible. Monotherapy is
permitted.

We approve six weeks at the outset, up to 10 sessions. After that, approvals are for nine months, on condition
that the PHQ-9 or MADRS has dropped by at least 40 percent.
"""
CHANGES = """Provider bulletin 14, May 2027

Esketamine policy: summary of changes effective June 15, 2027

For treatment-resistant depression:
- Required antidepressant failures: now 2 (was 4)
- Minimum duration per trial: 6 weeks (was 8 weeks)
- Augmentation: deleted
- Psychotherapy: no longer a prerequisite
- Severity: PHQ-9 of 15 or greater (previously 20 or greater), or MADRS of 22 or greater (unchanged)
- First approval: 6 months (previously 3 months)
- Renewal: 12 months, with a 30% improvement (previously 50%)

For depression with acute suicidal ideation:
- Oral antidepressant: still required
- Earlier failures: still none required
- Approval: 4 weeks (no change)
"""


def rows(text, positions):
    """(type, number, scope, indication, required) of a document."""
    criteria, logic, _ = read(text.encode(), "policy.txt", positions)
    found = {(row.type, row.number, row.scope, row.indication, row.required) for row in criteria}
    return found, {(row.treatment, row.indication, row.scope): row.tree for row in logic}, criteria


def test_prose():
    found, _, criteria = rows(PROSE, BOTH[:1])
    assert found == {
        ("age_min", 18, "initial", "trd", True),
        ("prior_trials", 2, "initial", "trd", True),
        ("distinct_classes", 2, "initial", "trd", True),
        ("trial_duration", 6, "initial", "trd", True),
        ("prior_trials", 1, "initial", "trd", True),
        ("prior_failure_other", None, "initial", "trd", True),
        ("severity_scale", 16, "initial", "trd", True),
        ("severity_scale", 24, "initial", "trd", True),
        ("prescriber", None, "initial", "trd", True),
        ("no_psychosis", None, "initial", "trd", True),
        ("contraindication", None, "initial", "trd", True),
        ("concurrent_oral_antidepressant", None, "initial", "trd", False),
        ("approval_duration", 6, "initial", "trd", True),
        ("quantity_limit", 10, "initial", "trd", True),
        ("approval_duration", 9, "renewal", "trd", True),
        ("renewal_response", 40, "renewal", "trd", True),
    }
    assert [row.within_days for row in criteria if row.type == "severity_scale"] == [28, 28]
    assert {row.text for row in criteria if row.type == "contraindication"} == {
        "arteriovenous malformation",
        "past intracerebral hemorrhage",
    }


def test_a_summary_of_changes():
    found, logic, _ = rows(CHANGES, BOTH)
    assert found == {
        ("prior_trials", 2, "initial", "trd", True),
        ("trial_duration", 6, "initial", "trd", True),
        ("augmentation_trial", None, "initial", "trd", False),
        ("psychotherapy", None, "initial", "trd", False),
        ("severity_scale", 15, "initial", "trd", True),
        ("severity_scale", 22, "initial", "trd", True),
        ("approval_duration", 6, "initial", "trd", True),
        ("approval_duration", 12, "renewal", "trd", True),
        ("renewal_response", 30, "renewal", "trd", True),
        ("concurrent_oral_antidepressant", None, "initial", "mdd_si", True),
        ("prior_trials", 0, "initial", "mdd_si", False),
        ("approval_duration", 4, "initial", "mdd_si", True),
    }
    assert set(logic) == {
        ("esketamine", "trd", "initial"),
        ("esketamine", "trd", "renewal"),
        ("esketamine", "mdd_si", "initial"),
    }
