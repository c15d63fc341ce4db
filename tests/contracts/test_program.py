"""The program as a whole: version, help, unknown words, exit codes, a closed pipe."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from ketacli import __version__
from ketacli.app import COMMANDS
from ketacli.errors import ExitCode, worst


def test_version_needs_nothing_else(run):
    done = run("--version")
    assert (done.stdout, done.returncode) == (f"ketacli {__version__}\n", 0)


def test_help_lists_every_command(run):
    done = run("--help")
    assert done.returncode == 0
    for name in COMMANDS:
        assert f"\n  {name} " in done.stdout


def test_a_near_miss_is_named(run):
    done = run("chek")
    assert done.returncode == ExitCode.USAGE
    assert done.stdout == ""
    assert "Did you mean `ketacli check`?" in done.stderr


def test_an_unknown_option_is_wrong_use(run):
    done = run("schema", "--nonsense")
    assert done.returncode == ExitCode.USAGE
    assert "--nonsense" in done.stderr
    assert "Traceback" not in done.stderr


def test_errors_are_json_under_format_json(run):
    done = run("check", "no-such-file.pdf", "--format", "json")
    assert done.returncode == ExitCode.UNREAD
    told = json.loads(done.stdout)
    assert told["schema"] == "ketacli.check"
    assert told["errors"][0]["exit_code"] == ExitCode.UNREAD


@pytest.mark.parametrize(
    ("codes", "expected"), [([], 0), ([0, 1], 1), ([1, 2], 2), ([3, 2, 0], 3), ([4, 3], 4), ([1, 0, 130], 130)]
)
def test_the_worst_code_wins(codes, expected):
    assert worst(map(ExitCode, codes)) == expected


def test_a_closed_pipe_ends_quietly():
    shell = f"{sys.executable} -m ketacli --help | head -1; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", shell], capture_output=True, text=True, timeout=60, check=False)
    assert done.stdout.splitlines()[-1] == "0"
    assert done.stderr == ""
