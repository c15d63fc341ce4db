"""Guidelines that ask and decide: "… for a patient with treatment-resistant depression? If yes, approve"."""

from __future__ import annotations

import pytest

from ketacli.documents.read import read_document
from ketacli.policy.building import build_outline
from ketacli.policy.positions.engine import find_positions
from tests.policy.positions.reading import said

STEPS = """# Cedar Rx Guideline: SPRAVATO (esketamine)

## Initial review

Step 1. Are all of the following true for a patient with treatment-resistant depression?

1. Patient is 18 years old or older
2. Trial and failure of two antidepressants, each for at least 6 weeks

If yes, approve for 3 months. If no, go to Step 2.

Step 2. Is the patient an adult with major depressive disorder with acute suicidal ideation?

If yes, approve for 4 weeks. If no, do not approve.
"""

TREE = """# Spravato (esketamine) decision tree

Is the request for treatment-resistant depression?

Yes: continue below. No: deny.

Did the patient fail at least two antidepressants?

Yes: continue. No: deny.

Is the drug prescribed by a psychiatrist?

Yes: approve for 6 months. No: deny.
"""


def told(folder, text):
    path = folder / "guideline.md"
    path.write_text(text, "utf-8")
    document = read_document(path)
    return said(find_positions(document, build_outline(document)))


def test_each_question_covers_its_own_use(tmp_path):
    found = told(tmp_path, STEPS)
    assert found["esketamine", "trd"] == found["esketamine", "mdd_si"] == "covered_with_criteria"
    assert ("esketamine", "any") not in found


def test_a_chain_of_questions_covers_the_use_that_it_starts_with(tmp_path):
    assert told(tmp_path, TREE)["esketamine", "trd"] == "covered_with_criteria"


@pytest.mark.parametrize(
    "text",
    [
        TREE.replace("Yes: approve for 6 months", "Yes: send to the medical director"),
        TREE.replace("Yes: continue below. No: deny", "Yes: deny. No: continue below"),
        TREE.replace("# Spravato (esketamine) decision tree", "# Spravato (esketamine) decision tree\n\n## Renewal"),
        TREE.replace("Is the request for", "Does the patient have a history of"),
    ],
    ids=["no approval", "turned away", "renewal", "history"],
)
def test_a_chain_that_approves_nothing_of_the_use_covers_nothing(tmp_path, text):
    assert ("esketamine", "trd") not in told(tmp_path, text)


@pytest.mark.parametrize(
    "sentence",
    [
        "Reviewers note whether Spravato was approved or denied.",
        "Stop at the first instruction to approve or not to approve Spravato for depression.",
        "Use this form to decide whether or not to cover ketamine for chronic pain.",
    ],
)
def test_both_ways_at_once_decide_nothing(tmp_path, sentence):
    assert not told(tmp_path, f"# Spravato guideline\n\n{sentence}\n")


def test_drug_use_is_no_disorder(tmp_path):
    text = "# ESKETAMINE (SPRAVATO) Drug Use Guideline\n\nDo not approve SPRAVATO for any other diagnosis.\n"
    assert ("esketamine", "sud") not in told(tmp_path, text)


def test_deny_in_an_answer_is_no_word_on_what_the_question_names(tmp_path):
    text = (
        "# Esketamine (Spravato)\n\n## Approval criteria\n\n"
        "1. Does the patient have treatment-resistant depression? Yes: Go to #2 No: Deny; not appropriate\n"
        "2. Is there a current substance use disorder? Yes: Deny No: Approve for 28 days.\n"
    )
    assert told(tmp_path, text) == {("esketamine", "trd"): "covered_with_criteria"}


def test_a_question_to_the_plan_is_answered_as_before(tmp_path):
    text = (
        "# Questions\n\nDoes the plan cover Spravato for treatment-resistant depression?\n\nYes, with prior approval.\n"
    )
    assert told(tmp_path, text)["esketamine", "trd"] == "covered_with_criteria"
