"""`ketacli denial` as its user meets it: streams, exit codes, formats, hostile input."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

DATA = Path(__file__).parent.parent / "data" / "denials"
DENIED = DATA / "l05_claim_no_authorization.txt"
APPROVED = DATA / "l07_approval.txt"
CONFLICT = DATA / "l10_two_windows.txt"


def test_a_denial_leaves_with_1_an_approval_with_0_and_a_missing_file_with_3(run):
    assert run("denial", DENIED).returncode == 1
    assert run("denial", APPROVED).returncode == 0
    assert run("denial", DENIED, "--exit-zero").returncode == 0
    gone = run("denial", "nowhere.pdf", DENIED, "--format", "json")
    assert gone.returncode == 3
    answer = json.loads(gone.stdout)
    assert len(answer["results"]) == 1
    assert answer["errors"][0]["file"] == "nowhere.pdf"


def test_the_verdict_stands_first_and_the_next_step_last(run):
    out = run("denial", DENIED).stdout
    assert out.splitlines()[0].endswith("Denied: approval was not") or "Denied" in out.splitlines()[0]
    assert "Act by 2027-03-31" in out
    assert out.rstrip().splitlines()[-1].strip().startswith(("appeal` writes", "5.", "6.")) or "ketacli" in out[-160:]


def test_two_values_are_shown_and_the_earliest_day_is_provisional(run):
    out = run("denial", CONFLICT).stdout
    assert "Act by 2026-03-16 (provisional)" in out
    assert "Two values for days to appeal" in out
    assert "180, page 1" in out


def test_json_is_the_contract(run):
    answer = json.loads(run("denial", DENIED, "--format", "json").stdout)
    assert answer["schema"] == "ketacli.denial"
    (result,) = answer["results"]
    assert set(result) >= {"document", "denial", "eob", "act_by", "dispute", "acts", "next_steps"}
    assert result["eob"] is None
    assert result["document"]["kind"] == "denial_letter"
    assert result["denial"]["evidence"]["member_id"]["page"] == 1


def test_csv_has_one_row_a_letter_and_one_a_line_of_a_remittance(run, gold):
    rows = list(csv.DictReader(io.StringIO(run("denial", DENIED, CONFLICT, "--format", "csv").stdout)))
    assert [row["reasons"] for row in rows] == ["no_prior_authorization", "excluded_benefit"]
    lines = list(
        csv.DictReader(io.StringIO(run("denial", gold / "x12" / "keiron_emedny_sample.txt", "--format", "csv").stdout))
    )
    assert len(lines) == 10
    assert lines[4]["adj_0_code"] == "29"


def test_standard_input_is_read(run):
    out = run("denial", "-", "--format", "jsonl", stdin=APPROVED.read_text("utf-8")).stdout
    assert json.loads(out)["denial"]["letter_type"] == "approval"


def test_words_of_a_letter_never_act_on_the_terminal_or_a_spreadsheet(run, tmp_path):
    letter = tmp_path / "letter.txt"
    letter.write_text(
        "Date: 05/05/2026\nMember ID: =HYPERLINK-11223\nReference number: 55-8812\n\nDear Zelda Nettlebed:\n\n"
        "We denied the request because it is experimental \x1b[31m[red]{{ 7 * 7 }}[/red] <b>|</b>.\n",
        "utf-8",
    )
    text = run("denial", letter).stdout
    assert "\x1b" not in text
    assert "{{ 7 * 7 }}" in text
    for cell in next(csv.reader(io.StringIO(run("denial", letter, "--format", "csv").stdout.split("\n", 1)[1]))):
        assert not cell.startswith(("=", "+", "@"))
    assert "<b>" not in run("denial", letter, "--format", "md").stdout


def test_plain_text_at_sixty_columns(run):
    out = run("denial", DATA / "e01_lines_off.txt", "--plain", env={"COLUMNS": "60"}).stdout
    assert max(len(line) for line in out.splitlines()) <= 60
    assert "off by $30.00" in " ".join(out.split())


def test_wrong_use_is_2_and_names_what_is_offered(run):
    assert run("denial", DENIED, "--format", "ics").returncode == 2
    assert run("denial", DENIED, "--plan-type", "nonsense").returncode == 2
    assert run("denial", DENIED, "--received-on", "tomorrow").returncode == 2


def test_a_report_with_personal_data_is_private(run, tmp_path):
    target = tmp_path / "report.txt"
    run("denial", DENIED, "-o", target)
    assert target.stat().st_mode & 0o777 == 0o600
    assert "Denied" in target.read_text("utf-8")
