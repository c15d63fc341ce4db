"""Dates that a lawyer has worked out by hand: one file a plan type in tests/data/deadlines, arithmetic in comments."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from ketacli.deadlines import PLAN_TYPES, Printed, Question, ladder

FOLDER = Path(__file__).parent.parent / "data" / "deadlines"
FILES = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.toml"))}
CASES = [
    pytest.param(name, case, id=f"{name}: {case['name']}") for name, file in FILES.items() for case in file["case"]
]


def question(plan_type: str, case: dict) -> Question:
    start = case.get("letter_from")
    printed = [Printed(days=each, counts_from=start) for each in case.get("letter_days", [])]
    printed += [Printed(days=each, business=True) for each in case.get("letter_business_days", [])]
    if "letter_deadline" in case:
        printed.append(Printed(on=case["letter_deadline"]))
    names = ("state", "denied_on", "received_on", "filed_on", "denial", "decided", "urgent", "service", "service_on")
    told = {name: case[name] for name in names if name in case}
    return Question(
        plan_type=plan_type,
        printed=tuple(printed),
        reasons=tuple(case.get("reasons", ())),
        other_notice_dates=tuple(case.get("other_notice_dates", ())),
        **told,
    )


def test_every_plan_type_has_its_file():
    assert set(FILES) == set(PLAN_TYPES)
    assert all(file["plan_type"] == name for name, file in FILES.items())


@pytest.mark.parametrize(("plan_type", "case"), CASES)
def test_dates(plan_type, case):
    found = ladder(question(plan_type, case))
    level = next(each for each in found.levels if each.level == case["level"])
    told = {"safe_date": level.safe_date or "none", "latest_date": level.latest_date or "none"}
    assert told == {"safe_date": case["safe_date"], "latest_date": case["latest_date"]}
    assert level.provisional is case.get("provisional", False)
    for name in ("legal_safe_date", "legal_latest_date"):
        if name in case:
            assert getattr(level, name) == case[name]
