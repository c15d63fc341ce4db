"""The commands that the guide pages on eligibility, letters and calls show are run as they stand there."""

from __future__ import annotations

import shutil

import pytest

from tests.commands.test_guides_rights_cases import shown
from tests.conftest import ROOT

CLINIC = 'name = "Blue Heron Psychiatry"\n'
ANSWERS = 'age = 42\ndiagnosis = "F33.2"\n'
FILES = {
    "answers.toml": ANSWERS,
    "clinic.toml": CLINIC,
    "patients.jsonl": '{"id": "p1", "facts": {"age": 42}}\n',
    "denials.csv": "claim_number,notice_date,payer,reasons,plan.plan_type\nC-1,2026-09-18,P,experimental,fehb\n",
}
PLACES = (*FILES, "denial.txt", "appeal.docx", "request.pdf", "call.html", "packet", "letters", "mine", "cases/alder")


@pytest.fixture
def desk(tmp_path, run):
    for name, text in FILES.items():
        (tmp_path / name).write_text(text)
    shutil.copy(ROOT / "tests" / "data" / "letters" / "denial.txt", tmp_path)
    (tmp_path / "cases").mkdir()
    assert run("case", "new", tmp_path / "cases" / "alder").returncode == 0
    return tmp_path


@pytest.mark.parametrize(("page", "least"), [("eligibility.md", 5), ("letters.md", 8), ("calls.md", 4)])
def test_the_commands_of_a_page(run, desk, page, least):
    commands = shown(page)
    assert len(commands) >= least
    for args in commands:
        done = run(*(desk / each if each in PLACES else each for each in args))
        assert done.returncode in (0, 1), (args, done.stderr)
