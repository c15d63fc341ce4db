"""The commands that the guide pages on rights and cases show are run as they stand there."""

from __future__ import annotations

import re
import shlex

from tests.conftest import ROOT


def shown(page: str) -> list[list[str]]:
    """Arguments of every `$ ketacli …` line of a page."""
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    return [shlex.split(line, comments=True) for line in re.findall(r"^\$ ketacli (.+)$", text, re.MULTILINE)]


def test_the_commands_of_the_rights_page(run, tmp_path):
    commands = shown("rights.md")
    assert len(commands) >= 5
    for args in commands:
        done = run(*(tmp_path / each if each.endswith(".ics") else each for each in args))
        assert done.returncode == 0, (args, done.stderr)


def test_the_commands_of_the_cases_page_in_their_order(run, tmp_path):
    (tmp_path / "denial.pdf").write_bytes((ROOT / "sample_policies" / "larkspur-esketamine.pdf").read_bytes())
    commands = shown("cases.md")
    assert len(commands) >= 7
    for args in commands:
        moved = [tmp_path / each if each.startswith("cases") or each.endswith(".pdf") else each for each in args]
        done = run(*moved)
        expected = 1 if "export" in args else 0  # no letter is in the packet yet
        assert done.returncode == expected, (args, done.stderr)
    assert (tmp_path / "packet.pdf").read_bytes().startswith(b"%PDF-")
