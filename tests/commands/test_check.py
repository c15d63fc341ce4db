"""`ketacli check` as a shell sees it: exit codes, streams, many files, bad files."""

from __future__ import annotations

import csv
import io
import json
import os
import stat
import subprocess
import sys

import pytest

from ketacli.commands.schema import RESULTS
from tests.conftest import ROOT

REFUSES = (
    "Medical Policy\n\nPolicy\n\n"
    "Intravenous ketamine is considered investigational for treatment-resistant depression.\n"
)
COVERS = (
    "Drug Policy\n\nPolicy\n\n"
    "Spravato (esketamine) is considered medically necessary for treatment-resistant depression "
    "when all of the following criteria are met:\n\n1. The member is 18 years of age or older; and\n"
    "2. At least two antidepressants have failed.\n"
)
SILENT = "Travel Policy\n\nPolicy\n\nTravel vaccines are covered when recommended by a physician.\n"


@pytest.fixture
def files(tmp_path):
    for name, text in (("refuses", REFUSES), ("covers", COVERS), ("silent", SILENT)):
        (tmp_path / f"{name}.txt").write_text(text)
    return tmp_path


@pytest.mark.parametrize(
    ("name", "more", "code"),
    [
        ("covers", [], 0),
        ("refuses", [], 1),
        ("silent", [], 0),
        ("refuses", ["--exit-zero"], 0),
        ("refuses", ["--fail-on", "excluded"], 0),
        ("refuses", ["--fail-on", "experimental"], 1),
        ("silent", ["--treatment", "esketamine", "--indication", "trd"], 1),
        ("silent", ["--treatment", "esketamine", "--fail-on", "excluded"], 0),
        ("covers", ["--treatment", "esketamine", "--indication", "trd"], 0),
        ("refuses", ["--treatment", "ketamine_iv", "--indication", "trd"], 1),
        ("refuses", ["--treatment", "esketamine", "--indication", "trd", "--fail-on", "excluded,experimental"], 0),
    ],
)
def test_exit_codes(run, files, name, more, code):
    assert run("check", files / f"{name}.txt", *more).returncode == code


@pytest.mark.parametrize(
    "more",
    [
        ["--treatment", "spravato"],
        ["--indication", "depresion"],
        ["--fail-on", "never"],
        ["--format", "pdf"],
        ["--ocr", "x"],
        ["--jobs", "0"],
    ],
)
def test_wrong_use_is_2_and_says_what_is_offered(run, files, more):
    done = run("check", files / "covers.txt", *more)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr


def test_one_bad_file_never_stops_the_rest(run, files):
    (files / "noise.pdf").write_bytes(bytes(range(256)) * 20)
    done = run(
        "check",
        files / "covers.txt",
        files / "missing.pdf",
        files / "noise.pdf",
        files / "refuses.txt",
        "--format",
        "json",
    )
    assert done.returncode == 3
    told = json.loads(done.stdout)
    assert [row["file"].rsplit("/", 1)[-1] for row in told["results"]] == ["covers.txt", "refuses.txt"]
    assert len(told["errors"]) == 2
    assert all(row["hint"] for row in told["errors"])


def test_the_order_is_that_of_the_files_whatever_the_number_of_jobs(run, files):
    one, two = (run("check", files, "--format", "csv", "--jobs", str(jobs)).stdout for jobs in (1, 2))
    assert one == two
    assert [row["file"].rsplit("/", 1)[-1] for row in csv.DictReader(io.StringIO(one))] == [
        "covers.txt",
        "refuses.txt",
        "silent.txt",
    ]


def test_standard_input(run):
    done = run("check", "-", "--format", "json", stdin=REFUSES)
    assert done.returncode == 1
    assert json.loads(done.stdout)["results"][0]["positions"][0]["position"] == "experimental"


def test_an_output_file_appears_whole_and_is_not_overwritten(run, files):
    target = files / "report.json"
    assert run("check", files / "covers.txt", "--format", "json", "-o", target).returncode == 0
    assert json.loads(target.read_text())["results"]
    before = target.read_text()
    again = run("check", files / "refuses.txt", "--format", "json", "-o", target)
    assert again.returncode == 2
    assert target.read_text() == before
    assert run("check", files / "refuses.txt", "--format", "json", "-o", target, "--force").returncode == 1
    assert [path.name for path in files.iterdir() if path.name.startswith(".")] == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes anywhere")
def test_a_folder_that_cannot_be_written_to(run, files):
    files.chmod(stat.S_IRUSR | stat.S_IXUSR)
    assert run("check", files / "covers.txt", "-o", files / "x.txt").returncode == 2


@pytest.mark.parametrize("env", [{"NO_COLOR": "1", "FORCE_COLOR": "1"}, {"FORCE_COLOR": "1"}, {"TERM": "dumb"}])
def test_json_and_pipes_have_no_colour(run, files, env):
    assert "\x1b" not in run("check", files / "covers.txt", "--format", "json", env=env).stdout
    assert "\x1b" not in run("check", files / "covers.txt", env=env).stdout


def test_a_terminal_without_signs_gets_ascii(run, files):
    done = run("check", files / "covers.txt", "--all", env={"PYTHONIOENCODING": "cp1252"})
    assert done.returncode == 0
    assert "Traceback" not in done.stderr


def test_plain_mode_has_no_columns_wider_than_asked(run, files):
    done = run("check", files / "covers.txt", "--plain", env={"COLUMNS": "60"})
    # A path or a command is never broken, so that it can be copied.
    assert max(len(line) for line in done.stdout.splitlines() if "/" not in line) <= 62


def test_a_reader_that_leaves_early_ends_quietly(files):
    shell = f"{sys.executable} -m ketacli check {files} --all | head -1; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", shell], capture_output=True, text=True, timeout=60, cwd=ROOT, check=False)
    assert done.stdout.splitlines()[-1] in ("0", "1")
    assert "Traceback" not in done.stderr


def test_why_shows_the_steps(run, files):
    done = run("check", files / "refuses.txt", "--why")
    assert "\n    > " in done.stdout


def test_a_fault_of_the_program_is_4_without_a_traceback(files):
    code = (
        "import sys; import ketacli.policy.check as check\n"
        "def broken(*a, **k): raise ZeroDivisionError('Jo Fictional')\n"
        "check.check_one = broken\n"
        "from ketacli.app import main\n"
        f"sys.exit(main(['check', {str(files / 'covers.txt')!r}]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, cwd=ROOT, check=False
    )
    assert done.returncode == 4
    assert "Traceback" not in done.stderr
    assert "Jo Fictional" not in done.stderr


@pytest.mark.parametrize("name", RESULTS)
def test_every_schema_is_published(run, name):
    schema = json.loads(run("schema", name).stdout)
    assert schema["properties"]["schema"] == {"const": f"ketacli.{name}"}
    assert schema["properties"]["results"]["items"]
    assert schema["$defs"]


def test_an_answer_has_what_its_schema_asks_for(run, files):
    schema = json.loads(run("schema", "check").stdout)
    answer = json.loads(run("check", files / "covers.txt", "--format", "json").stdout)
    assert set(schema["required"]) == set(answer)
    reading = schema["$defs"]["Reading"]
    assert set(reading["properties"]) <= set(answer["results"][0])
    position = schema["$defs"]["Position"]
    assert set(position["required"]) <= set(answer["results"][0]["positions"][0]) <= set(position["properties"])
