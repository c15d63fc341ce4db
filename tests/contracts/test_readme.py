"""The README shows what the program prints, and names only what exists."""

from __future__ import annotations

import re
from pathlib import Path

from ketacli.app import COMMANDS
from tests.conftest import ROOT
from tests.tools import readme

TEXT = (ROOT / "README.md").read_text("utf-8")


def test_the_transcript_is_what_the_program_prints():
    assert readme.shown() == readme.transcript()


def test_every_linked_file_is_there():
    for target in re.findall(r"\]\(([^)#]+)\)", TEXT):
        if not target.startswith("http"):
            assert (ROOT / target).exists(), target


def test_every_command_of_the_readme_is_one_of_the_program():
    named = set(re.findall(r"`ketacli (\w+)", TEXT)) | set(re.findall(r"^\$ ketacli (\w+)", TEXT, re.MULTILINE))
    assert named <= set(COMMANDS)
    assert set(COMMANDS) - named <= {"letter", "sources"}


def test_every_make_target_of_the_readme_is_in_the_makefile():
    makefile = Path(ROOT, "Makefile").read_text("utf-8")
    for target in re.findall(r"`?make (\w+)", TEXT):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
