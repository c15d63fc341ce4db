"""`ketacli case` as a person and a back office use it."""

from __future__ import annotations

import csv
import io
import json
import stat
import tomllib

import pypdfium2
import pytest

DAY = ("--today", "2026-11-25")


@pytest.fixture
def folder(run, tmp_path):
    place = tmp_path / "alder"
    done = run(
        *("case", "new", place, "--plan-type", "employer_self_funded", "--state", "IN"),
        *("--set", "patient.name=Zelda Nettlebed", "--set", "patient.member_id=WTG 0441973"),
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    return place


def test_the_way_of_a_case(run, folder, tmp_path):
    assert "Read the plan's policy" in run("case", "next", folder, *DAY).stdout
    assert run("case", "set", folder, "denial.notice_date=2026-09-18", "denial.amount_denied=1204").returncode == 0
    shown = run("case", "show", folder, *DAY).stdout
    assert "Zelda Nettlebed" in shown
    assert "2027-03-17" in shown
    letter = tmp_path / "denial.txt"
    letter.write_text("We do not cover this.")
    added = run("case", "add", folder, letter, "--kind", "denial_letter")
    assert added.returncode == 0, added.stderr
    assert (
        run("case", "log", folder, "faxed, 12 pages", "--filed", "internal_appeal", "--on", "2026-11-20").returncode
        == 0
    )
    told = json.loads(run("case", "next", folder, *DAY, "--format", "json").stdout)["results"][0]
    assert told["by"] == "2026-12-20"
    assert run("case", "log", folder, "--decision", "denied", "--final", "--on", "2026-12-18").returncode == 0
    assert "2027-04-19" in run("case", "next", folder, "--today", "2026-12-20").stdout  # 18 April 2027 is a Sunday
    history = run("case", "log", folder).stdout
    assert "faxed, 12 pages" in history
    assert "denial.notice_date, denial.amount_denied" in history
    assert run("case", "log", folder, "--decision", "approved", "--on", "2027-01-20").returncode == 0
    assert "approval" in run("case", "next", folder, "--today", "2027-01-21").stdout


def test_facts_from_a_file(run, tmp_path):
    facts = tmp_path / "facts.toml"
    facts.write_text(
        '[patient]\nname = "Zelda Nettlebed"\n[plan]\nplan_type = "fehb"\n[denial]\nnotice_date = 2026-08-31\n'
    )
    assert run("case", "new", tmp_path / "c", "--data", facts).returncode == 0
    data = tomllib.loads((tmp_path / "c" / "case.toml").read_text())
    assert data["patient"]["name"] == "Zelda Nettlebed"
    told = run("case", "deadlines", tmp_path / "c", *DAY).stdout
    assert "2027-02-28" in told


def test_the_file_and_what_is_exported_are_private(run, folder, tmp_path):
    assert stat.S_IMODE((folder / "case.toml").stat().st_mode) == 0o600
    target = tmp_path / "packet.pdf"
    done = run("case", "export", folder, "-o", target)
    assert done.returncode == 1  # no letter yet: made, and told
    assert "no letter" in done.stderr
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    document = pypdfium2.PdfDocument(target)
    assert len(document) == 2
    document.close()
    again = run("case", "export", folder, "-o", target)
    assert again.returncode == 2
    assert "--force" in again.stderr


def test_a_zip_by_its_name(run, folder, tmp_path):
    assert run("case", "export", folder, "-o", tmp_path / "packet.zip").returncode == 1
    assert (tmp_path / "packet.zip").read_bytes().startswith(b"PK")


def test_the_work_list_in_every_form(run, folder):
    run(
        "case",
        "set",
        folder,
        "denial.notice_date=2026-09-18",
        "denial.amount_denied=1204",
        "treatment.treatment=ketamine_iv",
    )
    text = run("case", "deadlines", folder.parent, *DAY)
    assert text.returncode == 0
    assert "alder" in text.stdout
    rows = list(csv.DictReader(io.StringIO(run("case", "deadlines", folder.parent, *DAY, "--format", "csv").stdout)))
    assert [(row["date"], row["kind"], row["amount"]) for row in rows] == [
        ("2027-03-12", "send", "1204.00"),
        ("2027-03-17", "act", "1204.00"),
    ]
    calendar = (
        run("case", "deadlines", folder.parent, *DAY, "--format", "ics").stdout.replace("\r\n ", "").replace("\n ", "")
    )
    assert "DTSTART;VALUE=DATE:20270317" in calendar
    for word in ("Nettlebed", "ketamine", "WTG"):
        assert word.lower() not in calendar.lower()
    near = run("case", "deadlines", folder.parent, *DAY, "--within", "108", "--format", "csv").stdout
    assert len(near.splitlines()) == 2


def test_a_damaged_case_is_3_and_the_others_are_listed(run, folder):
    run("case", "set", folder, "denial.notice_date=2026-09-18")
    damaged = folder.parent / "birch"
    damaged.mkdir()
    (damaged / "case.toml").write_text('[patient]\nname = "Zelda Nettlebed\n')
    done = run("case", "deadlines", folder.parent, *DAY)
    assert done.returncode == 3
    assert "alder" in done.stdout
    assert "birch" in done.stderr
    assert "Nettlebed" not in done.stderr + done.stdout


@pytest.mark.parametrize(
    ("args", "code", "words"),
    [
        (("show", "nowhere"), 3, "ketacli case new"),
        (("next", "nowhere"), 3, "ketacli case new"),
        (("deadlines", "nowhere"), 2, "no folder"),
        (("export", "nowhere", "-o", "x.pdf"), 3, "ketacli case new"),
        (("new", "x", "--plan-type", "hmo"), 2, "plan.plan_type"),
        (("new", "x", "--set", "name=Zelda Nettlebed"), 2, "section.key=value"),
    ],
)
def test_wrong_use_has_its_code_and_its_way_out(run, args, code, words, tmp_path):
    done = run("case", *(tmp_path / each if each in ("nowhere", "x", "x.pdf") else each for each in args))
    assert done.returncode == code
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert "Nettlebed" not in done.stderr
    assert not (tmp_path / "x").exists()


def test_an_unknown_kind_or_level_is_told(run, folder, tmp_path):
    (tmp_path / "a.txt").write_text("a")
    assert "denial_letter" in run("case", "add", folder, tmp_path / "a.txt", "--kind", "letter").stderr
    run("case", "set", folder, "denial.notice_date=2026-09-18")
    refused = run("case", "log", folder, "--filed", "redetermination")
    assert refused.returncode == 2
    assert "internal_appeal" in refused.stderr


def test_json_of_the_whole_case(run, folder):
    told = json.loads(run("case", "show", folder, "--format", "json").stdout)
    assert told["schema"] == "ketacli.case"
    assert told["results"][0]["patient"]["name"] == "Zelda Nettlebed"


def test_plain_and_sixty_columns(run, folder):
    run("case", "set", folder, "denial.notice_date=2026-09-18", "denial.amount_denied=1204")
    narrow = run("case", "deadlines", folder.parent, *DAY, env={"COLUMNS": "60"}).stdout
    assert max(map(len, narrow.splitlines())) <= 60
    plain = run("case", "deadlines", folder.parent, *DAY, "--plain", env={"COLUMNS": "60"}).stdout
    assert "Date: 2027-03-17" in plain


def test_rights_takes_what_is_not_given_from_the_case(run, folder):
    run("case", "set", folder, "denial.notice_date=2026-10-30", "denial.denial=final")
    told = json.loads(run("rights", "--case", folder, *DAY, "--format", "json").stdout)["results"][0]
    assert (told["plan_type"], told["state"], told["denial"]) == ("employer_self_funded", "IN", "final")
    assert told["act_by"]["date"] == "2027-03-01"
    other = json.loads(run("rights", "--case", folder, "--denied-on", "2026-09-18", *DAY, "--format", "json").stdout)[
        "results"
    ][0]
    assert (other["denial"], other["act_by"]["date"]) == ("initial", "2027-03-17")


def test_a_letter_of_ones_own_goes_first_into_the_packet(run, folder, tmp_path):
    run("case", "set", folder, "denial.notice_date=2026-09-18")
    (tmp_path / "appeal.txt").write_text("Dear reviewer")
    assert run("case", "add", folder, tmp_path / "appeal.txt", "--letter").returncode == 0
    assert "Have the letter checked" in run("case", "next", folder, *DAY).stdout
    done = run("case", "export", folder, "-o", tmp_path / "packet.pdf", *DAY)
    assert done.returncode == 0, done.stderr
    document = pypdfium2.PdfDocument(tmp_path / "packet.pdf")
    assert [each.get_title() for each in document.get_toc()][:2] == ["Appeal packet", "Letter"]
    document.close()
