"""What a letter asks for on a terminal."""

from __future__ import annotations

from datetime import date

import pytest

from ketacli.deadlines import PLAN_TYPES
from ketacli.letters.asking import PLAN_NAMES, accepted, choices, lines
from ketacli.letters.context import known_facts
from ketacli.letters.template import folders, load

DAY = date(2026, 1, 2)


def test_every_kind_of_plan_can_be_chosen():
    assert set(PLAN_NAMES) == set(PLAN_TYPES) - {"unknown"}


def test_what_is_known_is_not_asked():
    appeal = load("internal-appeal", folders())
    assert [path for path, *_ in choices(appeal, known_facts(today=DAY))] == [
        "plan.plan_type",
        "treatment.treatment",
        "treatment.indication",
    ]
    case = {"plan": {"plan_type": "fehb"}, "treatment": {"treatment": "esketamine", "indication": "trd"}}
    assert choices(appeal, known_facts(today=DAY, case=case)) == []
    assert [path for path, *_ in choices(load("thank-you", folders()), known_facts(today=DAY))] == []


def test_lines_leave_out_what_a_choice_fills_and_say_how_a_day_is_written():
    assert lines(("treatment.name", "denial.notice_date")) == [
        ("denial.notice_date", "The date on the denial (YYYY-MM-DD):")
    ]


def test_a_day_that_is_none_is_refused():
    assert accepted("denial.notice_date", "2026-09-18") == "2026-09-18"
    assert accepted("patient.name", "May Day") == "May Day"
    with pytest.raises(ValueError, match="2026-09-18"):
        accepted("denial.notice_date", "May")
