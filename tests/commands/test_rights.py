"""`ketacli rights` as a person and a script use it."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import re
import subprocess
import sys

import pytest

from ketacli.deadlines import PLAN_TYPES

BASE = ("rights", "--denied-on", "2026-09-18", "--today", "2026-09-20")


@pytest.mark.parametrize("plan_type", PLAN_TYPES)
def test_json_has_the_fields_of_the_contract(run, plan_type):
    done = run(*BASE, "--plan-type", plan_type, "--state", "WI", "--format", "json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["schema"] == "ketacli.rights"
    assert not told["errors"]
    result = told["results"][0]
    assert result["plan_type"] == plan_type
    assert {"levels", "rights", "regulators", "does_not_apply"} <= set(result)
    wanted = "level law days months counts_from safe_date latest_date filed_when decision_clock next_step source"
    for level in result["levels"]:
        assert set(wanted.split()) <= set(level)
    assert told["sources"]


def test_the_date_stands_first(run):
    done = run(*BASE, "--plan-type", "employer_self_funded")
    lines = done.stdout.splitlines()
    assert lines[0].startswith("Your appeal rights: Employer plan, self-funded")
    assert lines[1] == "Act by 2027-03-17 (Wednesday), 178 days from today."
    assert "2026-09-18 + 180 days" in lines[2]
    assert done.stderr == ""


def test_plain_and_narrow_hold_the_same_words(run):
    wide = run(*BASE, "--plan-type", "fehb").stdout
    narrow = run(*BASE, "--plan-type", "fehb", "--plain", env={"COLUMNS": "60"}).stdout
    assert max(map(len, narrow.splitlines())) <= 60
    assert wide.split() == narrow.split()


def test_a_passed_date_says_what_to_do(run):
    done = run("rights", "--plan-type", "fehb", "--denied-on", "2026-01-05", "--today", "2026-11-25")
    assert done.returncode == 0
    assert "has passed" in done.stdout
    assert "days ago" in done.stdout


def test_two_printed_deadlines_are_a_conflict(run):
    letter = ("--letter-deadline", "2026-12-01", "--letter-days", "180", "--letter-from", "notice")
    done = run(*BASE, "--plan-type", "employer_self_funded", *letter, "--format", "json")
    result = json.loads(done.stdout)["results"][0]
    assert result["act_by"]["date"] == "2026-12-01"
    assert result["act_by"]["provisional"] is True
    assert [each["date"] for each in result["levels"][0]["candidates"]] == ["2026-12-01", "2027-03-17", "2027-03-17"]


def test_csv_is_safe_and_one_line_a_level(run):
    done = run(*BASE, "--plan-type", "medicare_advantage", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert [row["level"] for row in rows][:2] == ["plan_reconsideration", "independent_review_entity"]
    assert rows[0]["safe_date"] == "2026-11-17"
    assert rows[0]["latest_date"] == "2026-11-22"


def test_markdown(run):
    done = run(*BASE, "--plan-type", "employer_insured", "--state", "CA", "--format", "md")
    assert done.stdout.startswith("# Appeal rights: Employer plan, insured")
    assert "**Act by 2027-03-17**" in done.stdout
    assert "Independent Medical Review" in done.stdout


def test_the_calendar_names_no_treatment_and_no_person(run, tmp_path):
    target = tmp_path / "appeal.ics"
    done = run(*BASE, "--plan-type", "medicare_part_d", "--service", "drug", "--format", "ics", "-o", target)
    assert done.returncode == 0
    raw = target.read_bytes()
    assert b"\r\n" in raw and b"\n" not in raw.replace(b"\r\n", b"")
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    text = raw.decode().replace("\r\n ", "")
    titles = re.findall(r"SUMMARY:(.*?)\r\n", text)
    assert titles
    assert not any(word in title.lower() for title in titles for word in ("ketamine", "spravato", "psych", "mental"))
    assert "DTSTART;VALUE=DATE:20261117" in text
    again = run(*BASE, "--plan-type", "medicare_part_d", "--service", "drug", "--format", "ics").stdout
    assert again.replace("\r\n", "\n") == raw.decode().replace("\r\n", "\n")


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("--plan-type", "medicare_advantge"), "Did you mean medicare_advantage"),
        (("--plan-type", "fehb", "--state", "Ruritania"), "two letters"),
        (("--plan-type", "fehb", "--denied-on", "2026-02-30"), "--denied-on"),
        (("--plan-type", "fehb", "--denied-on", "2026-02-20", "--received-on", "2026-02-19"), "--received-on"),
        (("--coverage-from", "the moon"), "employer"),
        (("--plan-type", "fehb", "--format", "html"), "text, json, csv, md, ics"),
    ],
)
def test_wrong_use_is_2_with_the_way_out(run, args, words):
    done = run("rights", *args)
    assert done.returncode == 2
    assert done.stdout == ""
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_unknown_without_a_terminal_lists_the_differences_and_the_questions(run):
    done = run(*BASE)
    assert done.returncode == 0
    assert "Act by 2026-11-17 (Tuesday) (provisional)" in done.stdout
    for word in ("--coverage-from", "--funding", "--programme", "medicaid_managed_care", "safe until 2026-11-17"):
        assert word in done.stdout


def test_the_questions_have_flags(run):
    done = run(*BASE, "--coverage-from", "employer", "--funding", "self_funded", "--format", "json")
    assert json.loads(done.stdout)["results"][0]["plan_type"] == "employer_self_funded"


def ask_at_a_terminal(answers: bytes) -> tuple[str, int]:
    leader, follower = pty.openpty()
    argv = [sys.executable, "-m", "ketacli", *BASE]
    process = subprocess.Popen(
        argv, stdin=follower, stdout=follower, stderr=follower, env=os.environ | {"TERM": "dumb"}
    )
    os.close(follower)
    os.write(leader, answers)
    shown = b""
    while True:
        try:
            piece = os.read(leader, 65536)
        except OSError:
            break
        if not piece:
            break
        shown += piece
    os.close(leader)
    return shown.decode(), process.wait(timeout=60)


def test_at_a_terminal_it_asks():
    shown, code = ask_at_a_terminal(b"1\n9\ninsured\n")
    assert code == 0
    assert "Where does the coverage come from?" in shown
    assert "That is none of the numbers." in shown
    assert "Employer plan, insured" in shown


def test_at_a_terminal_i_do_not_know_is_an_answer():
    shown, code = ask_at_a_terminal(b"0\n")
    assert code == 0
    assert "How the kinds of plan differ" in shown
