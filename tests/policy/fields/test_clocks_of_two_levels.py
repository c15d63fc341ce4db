"""Sentences that go on with a level after another one was spoken of; a second appeal that is only called "one"."""

from __future__ import annotations

import pytest

from ketacli.documents.read import read_document
from ketacli.policy.read import read_policy


def appeals(text, folder):
    path = folder / "handbook.md"
    path.write_text(f"# Member handbook\n\n## If a request is denied\n\n{text}\n", "utf-8")
    return read_policy(read_document(path)).appeals


@pytest.mark.parametrize(
    "decides",
    [
        "the organization decides within 30 days, and within 72 hours if a delay could put health at risk",
        "the plan decides within 30 days; urgent appeals are decided within 72 hours",
        "the plan answers within 30 days, and in 72 hours where waiting could harm you",
    ],
)
def test_the_plan_decides_after_a_hearing_was_told_of(decides, tmp_path):
    found = appeals(
        "A State fair hearing must be requested within 120 days of the date on the notice. Members of a managed care "
        f"organization must first appeal to it within 60 days of the date on the notice; {decides}.",
        tmp_path,
    )
    assert (found["state_hearing_days"], found["internal_days"]) == (120, 60)
    assert (found["decision_days_preservice"], found["decision_days_postservice"]) == (30, 30)
    assert found["expedited_hours"] == 72


@pytest.mark.parametrize(
    "second",
    [
        "If the first appeal is denied you may ask for a second one within 60 days after you get the first decision.",
        "Where we deny your appeal, you may file a second one within 60 days after you receive our answer.",
    ],
)
def test_a_second_one(second, tmp_path):
    found = appeals(
        "You have 180 days from the day you receive a denial to ask for an appeal.\n\n"
        f"## Second appeal\n\n{second} A second appeal is voluntary.",
        tmp_path,
    )
    assert (found["internal_days"], found["second_level_days"], found["second_level_voluntary"]) == (180, 60, True)


@pytest.mark.parametrize(
    "line",
    [
        "Effective date: October 1, 2026",
        "Start date: October 1, 2026",
        "Operative date: October 1, 2026",
        "Date in force: October 1, 2026",
    ],
)
def test_labels_of_the_day_from_which_criteria_hold(line, tmp_path):
    path = tmp_path / "policy.md"
    path.write_text(f"# Spravato prior authorization criteria\n\n{line}\n\nSpravato is covered for adults.\n", "utf-8")
    assert read_policy(read_document(path)).document.effective_date == "2026-10-01"


@pytest.mark.parametrize("label", ["Group number", "Group No.", "Member number", "Claim number", "Group"])
def test_numbers_of_something_else(label, tmp_path):
    path = tmp_path / "booklet.md"
    path.write_text(f"# Your Benefit Booklet: Heron PPO\n\n{label} OV-20881. For the plan year 2027.\n", "utf-8")
    assert read_policy(read_document(path)).document.policy_number is None
