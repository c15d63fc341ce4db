"""The interview at a real terminal (a pseudo-terminal), by keyboard: menus, plain lines, back, Ctrl-C, resume."""

from __future__ import annotations

import io
import os
import re
import sys
import tomllib
from pathlib import Path

import pytest

pexpect = pytest.importorskip("pexpect")
POLICY = Path(__file__).parent.parent / "data" / "eligibility" / "short-policy.txt"
DOWN, ENTER, CTRL_C = "\x1b[B", "\r", "\x03"


class Terminal:
    """A person before a terminal of 80 columns who waits for a question and types."""

    def __init__(self, folder: Path, *options: str) -> None:
        (folder / POLICY.name).write_text(POLICY.read_text("utf-8"), "utf-8")
        command = ["-m", "ketacli", "eligibility", "--policy", POLICY.name, *options]
        env = {**os.environ, "TERM": "xterm-256color", "PYTHONPATH": str(Path(__file__).parents[2]), "COLUMNS": "80"}
        self.child = pexpect.spawn(
            sys.executable, command, cwd=str(folder), env=env, encoding="utf-8", timeout=60, dimensions=(50, 80)
        )

    def answer(self, question: str, *keys: str) -> None:
        self.child.expect(question)
        for key in keys:
            self.child.send(key)

    def end(self) -> tuple[int, str]:
        self.child.expect(pexpect.EOF)
        said = self.child.before
        self.child.close()
        return self.child.exitstatus, said


def plainly(terminal: Terminal, *lines: str) -> None:
    for line in lines:
        terminal.answer("(?:Number|Answer): ", f"{line}\n")


def test_a_whole_interview_by_menus(tmp_path):
    at = Terminal(tmp_path, "--save", "mine.toml")
    at.answer("Which treatment", ENTER)
    at.answer("For which condition", ENTER)
    at.answer("How old", f"42{ENTER}")
    at.answer("What is the latest PHQ-9", ENTER)
    at.answer("The total:", f"17{ENTER}")
    at.answer("prescriber's specialty", f"psychiatry{ENTER}")
    at.answer("Is the clinic certified", ENTER)
    at.answer("Are your answers right", ENTER)
    code, said = at.end()
    assert code == 0
    assert "Appears to meet this policy on what was entered; the plan decides." in said
    kept = tomllib.loads((tmp_path / "mine.toml").read_text("utf-8"))
    assert (kept["age"], kept["scores"], kept["site_rems_certified"]) == (42, {"phq9": 17}, True)
    assert (tmp_path / "mine.toml").stat().st_mode & 0o777 == 0o600


def test_the_plain_interview_is_linear_text(tmp_path, snapshot):
    at = Terminal(tmp_path, "--plain", "--treatment", "esketamine", "--indication", "trd", "--save", "mine.toml")
    at.child.logfile_read = heard = io.StringIO()
    plainly(at, "17", "b", "forty", "40", "2", *["3"] * 9, "1", "psychiatry", "3", "1")
    code, _ = at.end()
    shown = heard.getvalue().replace("\r\n", "\n")
    assert code == 1
    assert not re.search(r"\x1b", shown)
    assert "call or text 988 now" in shown
    assert shown == snapshot


def test_ctrl_c_keeps_the_answers_and_the_next_run_goes_on(tmp_path):
    at = Terminal(tmp_path, "--plain", "--treatment", "esketamine", "--indication", "trd", "--save", "mine.toml")
    plainly(at, "40")
    at.answer("Number: ", CTRL_C)
    code, said = at.end()
    assert code == 130
    assert "go on with --answers mine.toml --save mine.toml" in " ".join(said.split())
    again = Terminal(tmp_path, "--plain", "--answers", "mine.toml", "--save", "mine.toml", "--no-ask")
    code, said = again.end()
    assert code == 1
    assert "entered: 40 years" in " ".join(said.split())


def test_a_positive_item_nine_stops_for_the_crisis_line_first(tmp_path):
    at = Terminal(tmp_path, "--plain", "--data", "phq9_item9=1", "--treatment", "esketamine", "--indication", "trd")
    at.child.expect("call or text 988 now")
    at.answer("Number: ", "2\n")
    code, said = at.end()
    assert code == 1
    assert "Answer: " not in said


def test_an_answers_file_is_not_written_over(tmp_path):
    (tmp_path / "mine.toml").write_text("age = 9\n")
    code, said = Terminal(tmp_path, "--save", "mine.toml").end()
    assert code == 2
    assert "left as it is" in " ".join(said.split())
    assert (tmp_path / "mine.toml").read_text() == "age = 9\n"
