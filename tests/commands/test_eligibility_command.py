"""`ketacli eligibility` through a pipe: formats, missing answers, batch, packet, bad files."""

from __future__ import annotations

import csv
import io
import json
import tomllib
from pathlib import Path

import docx
import pytest

POLICY = Path(__file__).parent.parent / "data" / "eligibility" / "short-policy.txt"
MEETS = 'age = 40\nprescriber_specialty = "psychiatry"\nsite_rems_certified = true\n[scores]\nphq9 = 17\n'
WANTED = ("--treatment", "esketamine", "--indication", "trd")


@pytest.fixture
def answers(tmp_path):
    path = tmp_path / "a.toml"
    path.write_text(MEETS)
    return path


def test_json_says_what_the_contract_lists(run, answers):
    done = run("eligibility", "--policy", POLICY, "--answers", answers, *WANTED, "--format", "json")
    assert (done.returncode, done.stderr) == (0, "")
    found = json.loads(done.stdout)["results"][0]
    assert found["status"] == "meets"
    for row in found["criteria"]:
        assert {"id", "type", "status", "page", "quote", "fact", "why", "evidence_to_bring", "origins"} <= set(row)
    assert found["criteria"][0]["origins"] == {"age": "file"}


def test_without_a_terminal_missing_answers_are_listed_with_their_flags(run):
    done = run("eligibility", "--policy", POLICY, *WANTED, "--data", "age=40")
    assert done.returncode == 1
    for key in ("scores.phq9", "prescriber_specialty", "site_rems_certified"):
        assert f"--data {key}=" in " ".join(done.stdout.split())
    assert "What would settle it" in done.stdout


def test_require_complete_leaves_with_two_and_names_the_keys(run):
    done = run("eligibility", "--policy", POLICY, *WANTED, "--data", "age=40", "--require-complete")
    assert done.returncode == 2
    assert "scores.phq9" in done.stderr
    assert "Not known" in done.stdout


@pytest.mark.parametrize("form", ["text", "json", "jsonl", "csv", "md", "html"])
def test_every_format_shows_the_unmet_condition(run, answers, form):
    done = run("eligibility", "--policy", POLICY, "--answers", answers, *WANTED, "--data", "age=17", "--format", form)
    assert done.returncode == 1
    assert "The member is 18 years of age or older" in " ".join(done.stdout.split())


def test_what_was_assumed_is_said(run):
    done = run("eligibility", "--policy", POLICY, "--data", "age=40")
    assert "The treatment was taken to be Spravato" in done.stderr
    assert "--indication names another" in done.stderr


def test_items_of_the_phq9_make_the_total_and_the_crisis_line_comes_first(run, answers):
    items = ("--data", "phq9_items=[3,3,3,3,3,1,1,0,1]")
    base = ("eligibility", "--policy", POLICY, *WANTED)
    done = run(*base, *items, "--data", "age=40")
    assert done.stdout.startswith("If you are thinking of ending your life, call or text 988 now")
    assert "entered: 18 points" in " ".join(done.stdout.split())
    as_json = run(*base, *items, "--format", "json")
    assert as_json.stderr.startswith("If you are thinking of ending your life")
    assert json.loads(as_json.stdout)["warnings"][0]["kind"] == "crisis"
    clash = run(*base, *items, "--answers", answers)
    assert clash.returncode == 2
    assert "scores.phq9 is not the total of phq9_items" in clash.stderr


@pytest.mark.parametrize(
    ("flag", "told"),
    [
        ("scores.phq9=28", "lies between 0 and 27"),
        ("age=-1", "cannot be negative"),
        ("age=forty", "must be a number"),
        ('antidepressant_trials=[{drug="sertraline", outcome="bad"}]', "outcome is none of the words"),
        ("phq9_items=[1,2]", "nine numbers"),
        ("qids_items=[1]", "sixteen numbers"),
    ],
)
def test_a_value_that_cannot_be_is_refused_by_its_key(run, flag, told):
    done = run("eligibility", "--policy", POLICY, *WANTED, "--data", flag)
    assert done.returncode == 2
    assert told in done.stderr


@pytest.mark.parametrize(
    ("flag", "near"), [("prescriber_speciality=x", "prescriber_specialty"), ("scores.phq_9=3", "phq9")]
)
def test_a_key_that_nothing_reads_is_a_warning_with_the_near_one(run, flag, near):
    assert f"did you mean {near!r}" in run("eligibility", "--policy", POLICY, *WANTED, "--data", flag).stderr


def test_several_policies_are_set_side_by_side(run, answers, tmp_path):
    other = tmp_path / "other.txt"
    other.write_text(POLICY.read_text().replace("15 or higher", "20 or higher"))
    both = ("eligibility", "--policy", POLICY, "--policy", other, "--answers", answers, *WANTED)
    done = run(*both, env={"COLUMNS": "60"})
    assert done.returncode == 1
    assert "severity_scale" in done.stdout
    assert max(len(line) for line in done.stdout.splitlines()) <= 60
    assert [one["status"] for one in json.loads(run(*both, "--format", "json").stdout)["results"]] == [
        "meets",
        "does_not_meet",
    ]


def test_a_batch_goes_on_after_a_bad_record(run, tmp_path):
    source = tmp_path / "p.jsonl"
    good = {"id": "p1", "facts": tomllib.loads(MEETS)}
    danger = {"id": "p2", "facts": {"age": 40, "phq9_item9": 2}}
    source.write_text("\n".join([json.dumps(good), "{not json", json.dumps({"age": "x"}), json.dumps(danger)]))
    done = run("eligibility", "--policy", POLICY, "--batch", source)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 2
    assert [bool(row["error"]) for row in rows] == [False, True, True, False]
    assert next(iter(rows[3])) == "crisis"
    assert done.stderr.startswith("Tell the clinician now: a sign of acute danger on line 4.")
    table = list(
        csv.DictReader(io.StringIO(run("eligibility", "--policy", POLICY, "--batch", source, "--format", "csv").stdout))
    )
    assert [row["crisis"] for row in table] == ["", "", "", "988"]
    assert table[0]["status"] == "meets"


def test_a_batch_from_standard_input_and_one_that_is_missing(run):
    done = run("eligibility", "--policy", POLICY, "--batch", "-", stdin=json.dumps({"age": 17}) + "\n")
    assert json.loads(done.stdout)["results"][0]["status"] == "does_not_meet"
    assert run("eligibility", "--policy", POLICY, "--batch", "nowhere.jsonl").returncode == 3


def test_the_packet_holds_table_draft_and_list(run, answers, tmp_path):
    place = tmp_path / "packet"
    done = run("eligibility", "--policy", POLICY, "--answers", answers, *WANTED, "--packet", place)
    assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in place.iterdir()) == [
        "criteria.docx",
        "letter-of-medical-necessity-draft.docx",
        "records-to-attach.md",
    ]
    draft = docx.Document(str(place / "letter-of-medical-necessity-draft.docx"))
    said = "\n".join(paragraph.text for paragraph in draft.paragraphs)
    assert "Nothing above is signed or certified" in said
    assert "The PHQ-9 score is 15 or higher" in [
        cell.text for table in draft.tables for row in table.rows for cell in row.cells
    ]
    assert all(path.stat().st_mode & 0o777 == 0o600 for path in place.iterdir())
    again = run("eligibility", "--policy", POLICY, "--answers", answers, *WANTED, "--packet", place)
    assert again.returncode == 2


def test_a_word_document_by_its_ending(run, answers, tmp_path):
    target = tmp_path / "list.docx"
    assert run("eligibility", "--policy", POLICY, "--answers", answers, *WANTED, "-o", target).returncode == 0
    assert len(docx.Document(str(target)).tables[0].rows) == 5


@pytest.mark.parametrize(("text", "told"), [("age = ", "not TOML"), ("age = 'x'", "age must be a number")])
def test_a_bad_answers_file_is_named_without_its_values(run, tmp_path, text, told):
    path = tmp_path / "bad.toml"
    path.write_text(text)
    done = run("eligibility", "--answers", path)
    assert done.returncode == 2
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_answers_are_kept_in_a_case_and_read_again(run, answers, tmp_path):
    place = tmp_path / "alder"
    assert run("case", "new", place).returncode == 0
    assert run("eligibility", "--policy", POLICY, "--answers", answers, *WANTED, "--case", place).returncode == 0
    again = run("eligibility", "--policy", POLICY, "--case", place, *WANTED, "--format", "json")
    assert again.returncode == 0, again.stderr
    assert json.loads(again.stdout)["results"][0]["criteria"][0]["origins"] == {"age": "case"}
