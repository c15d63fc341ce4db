"""`ketacli appeal`, `letter` and `call` as a patient and a clinic use them."""

from __future__ import annotations

import csv
import io
import json
import sys
from pathlib import Path

import docx
import pexpect
import pypdfium2
import pytest

DATA = Path(__file__).parent.parent / "data"
DENIAL = DATA / "letters" / "denial.txt"
POLICY = DATA / "eligibility" / "short-policy.txt"
DAY = ("--today", "2026-10-01")
PLAN = ("--data", "plan.plan_type=employer_self_funded", "--data", "plan.state=OH")
REMITTANCE = (
    "ISA*00*          *00*          *ZZ*PAYER          *ZZ*CLINIC         *261001*1200*^*00501*000000001*0*P*:~"
    "GS*HP*PAYER*CLINIC*20261001*1200*1*X*005010X221A1~ST*835*0001~BPR*I*0*C*NON************20261001~"
    "TRN*1*T-1*1999999999~DTM*405*20261001~N1*PR*LARKSPUR HEALTH PLAN~N1*PE*BLUE HERON PSYCHIATRY*XX*1000000004~LX*1~"
    "CLP*ACC-1*4*900*0**12*C-900~CAS*CO*50*900~NM1*QC*1*FICTIONAL*JO****MI*LHP-0001~SVC*HC:G2083*900*0**1~"
    "DTM*472*20260902~SE*14*0001~GE*1*1~IEA*1*000000001~"
)


@pytest.fixture
def answers(tmp_path):
    path = tmp_path / "a.toml"
    path.write_text(
        'age = 40\ndiagnosis = "F33.2"\nprescriber_specialty = "psychiatry"\nsite_rems_certified = true\n'
        "antidepressant_trials = [{ drug = 'sertraline', dose_mg_per_day = 200, weeks = 9, outcome = 'no_response' }]\n"
        "[scores]\nphq9 = 17\n[score_dates]\nphq9 = 2026-09-01\n"
    )
    return path


@pytest.fixture
def clinic(tmp_path):
    path = tmp_path / "clinic.toml"
    path.write_text('name = "Blue Heron Psychiatry"\naddress = "5 Willow St"\nphone = "555-0101"\nnpi = "1000000004"\n')
    return path


def test_a_denial_letter_is_enough_for_a_draft(run):
    done = run("appeal", "--denial", DENIAL, *DAY)
    assert done.returncode == 0, done.stderr
    for words in ("Larkspur Health Plan", "LHP-0001", "September 18, 2026", "Exhibit A", "not medically necessary"):
        assert words in done.stdout
    assert "The kind of plan is not known, so no law is cited" in done.stderr
    assert "CFR" not in done.stdout


def test_the_whole_letter_in_the_order_of_a_strong_appeal(run, answers):
    done = run("appeal", "--denial", DENIAL, "--policy", POLICY, "--answers", answers, *PLAN, *DAY)
    assert "Act by 2027-03-17" in done.stderr
    places = [
        done.stdout.index(words)
        for words in (
            "# Appeal (standard)",
            "For your file",
            "I ask you to reverse",
            "## What you decided",
            "## Treatment so far",
            "## Your criteria and the records",
            "## Why the denial should not stand",
            "## Parity of mental health care",
            "## What I ask you to send",
            "I keep the right to an independent review",
            "Sincerely",
            "## Enclosed",
        )
    ]
    assert places == sorted(places)
    assert "17 (September 1, 2026)" in done.stdout


def test_final_refuses_with_a_list(run, tmp_path):
    done = run("appeal", "--data", "patient.name=Jo Fictional", "--final", "-o", tmp_path / "x.docx")
    assert done.returncode == 1
    assert "patient.member_id" in done.stderr
    assert not (tmp_path / "x.docx").exists()


@pytest.mark.parametrize("suffix", [".md", ".txt", ".html", ".docx", ".pdf"])
def test_the_ending_is_the_format(run, answers, tmp_path, suffix):
    if suffix == ".pdf":
        pytest.importorskip("typst", reason="the extra `pdf` is not installed")
    target = tmp_path / f"letter{suffix}"
    done = run(
        "appeal", "--denial", DENIAL, "--answers", answers, *PLAN, *DAY, "-o", target, env={"SOURCE_DATE_EPOCH": "0"}
    )
    assert done.returncode == 0, done.stderr
    assert target.stat().st_mode & 0o777 == 0o600
    assert "I ask you to reverse the denial of September 18, 2026" in text_of(target)
    again = run("appeal", "--denial", DENIAL, "-o", target)
    assert again.returncode == 2
    assert "left as it is" in again.stderr


def text_of(path: Path) -> str:
    if path.suffix == ".docx":
        return "\n".join(paragraph.text for paragraph in docx.Document(str(path)).paragraphs)
    if path.suffix == ".pdf":
        with pypdfium2.PdfDocument(str(path)) as document:
            return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in document)
    return " ".join(path.read_text("utf-8").split())


def test_a_letter_of_a_case_is_kept_in_it(run, tmp_path):
    place = tmp_path / "alder"
    run("case", "new", place, "--plan-type", "employer_self_funded", "--state", "OH")
    run("case", "set", place, "patient.name=Jo Fictional", "patient.member_id=LHP-0001", "plan.payer=Larkspur")
    run("case", "set", place, "denial.notice_date=2026-09-18", "treatment.treatment=esketamine")
    done = run("appeal", "--case", place, *DAY, "-o", tmp_path / "appeal.docx")
    assert done.returncode in (0, 1), done.stderr
    assert "Kept in the case" in done.stderr
    assert "Have the letter checked and signed, send it" in run("case", "next", place, *DAY).stdout


def test_a_remittance_makes_provider_disputes(run, clinic, tmp_path):
    source, out = tmp_path / "r.835", tmp_path / "letters"
    source.write_text(REMITTANCE)
    done = run("appeal", "--batch", source, "--clinic", clinic, "--out", out, *DAY)
    assert done.returncode == 1, done.stderr
    work = list(csv.DictReader(io.StringIO((out / "worklist.csv").read_text())))
    assert [(row["claim"], row["letter"], row["amount"]) for row in work] == [
        ("C-900", "C-900-provider-dispute.md", "$900.00")
    ]
    letter = (out / "C-900-provider-dispute.md").read_text()
    assert letter.startswith("Blue Heron Psychiatry")
    assert "It is not a member appeal" in letter
    assert "CO-50" in letter
    assert "For Blue Heron Psychiatry" in letter


def test_a_batch_of_claims_lists_what_failed(run, tmp_path):
    source, out = tmp_path / "d.jsonl", tmp_path / "letters"
    good = {
        "id": "../x y",
        "notice_date": "2026-09-18",
        "payer": "P",
        "member_name": "Jo",
        "plan": {"plan_type": "fehb"},
    }
    source.write_text(json.dumps(good) + "\n" + json.dumps({"id": 2, "plan": {"plan_type": "nope"}}) + "\n")
    done = run("appeal", "--batch", source, "--out", out, *DAY)
    assert done.returncode == 2
    rows = list(csv.DictReader(io.StringIO((out / "worklist.csv").read_text())))
    assert [bool(row["error"]) for row in rows] == [False, True]
    assert rows[0]["act_by"] == "2027-03-18"
    assert all(path.parent == out for path in out.iterdir())


def test_letters_are_listed_shown_begun_and_checked(run, tmp_path):
    names = [row["name"] for row in json.loads(run("letter", "list", "--format", "json").stdout)["results"]]
    assert len(names) >= 24
    assert "Signed by: clinician" in run("letter", "show", "letter-of-medical-necessity").stdout
    folder = tmp_path / "own"
    assert run("letter", "new", "mine", "--from", "thank-you", "--templates", folder).returncode == 0
    assert run("letter", "lint", "mine", "--templates", folder).returncode == 0
    (folder / "mine.md.jinja").write_text((folder / "mine.md.jinja").read_text() + "{{ oops }}\n")
    bad = run("letter", "lint", "mine", "--templates", folder)
    assert (bad.returncode, "does not render" in bad.stdout) == (1, True)
    assert run("letter", "new", "../up", "--templates", folder).returncode == 2
    unknown = run("letter", "show", "internal-apeal")
    assert unknown.returncode == 2
    assert "internal-appeal" in unknown.stderr


@pytest.mark.parametrize("form", ["text", "json", "md", "html"])
def test_a_call_script_in_every_format(run, form):
    done = run("call", "script", "benefit_check", "--data", "treatment.treatment=esketamine", "--format", form)
    assert done.returncode == 0
    assert "G2083" in done.stdout
    assert "buy and bill" in " ".join(done.stdout.split())


def test_large_print_and_questions_of_this_plan_only(run):
    page = run("call", "script", "benefit_check", "--large-print").stdout
    assert "1.65rem" in page
    medicare = run("call", "script", "benefit_check", "--data", "plan.plan_type=medicare_original").stdout
    assert "opted out" in medicare
    assert "50 or fewer" not in medicare


def test_a_logged_call_has_its_day_among_the_deadlines(run, tmp_path):
    place = tmp_path / "alder"
    run("case", "new", place)
    notes = ("--notes", "They will send the file.", "--reference", "R-1", "--promised-by", "2026-12-01")
    assert run("call", "log", "--case", place, *notes, *DAY).returncode == 0
    assert "2026-12-01" in run("case", "show", place, *DAY).stdout
    assert run("call", "log", "--case", place, "--notes", "x", "--promised-by", "soon").returncode == 2


def test_notes_are_taken_during_a_call(tmp_path, run):
    place = tmp_path / "alder"
    run("case", "new", place)
    command = ["-m", "ketacli", "call", "script", "complaint", "--case", str(place), "--interactive", "--plain", *DAY]
    at = pexpect.spawn(sys.executable, command, encoding="utf-8", timeout=60, dimensions=(50, 80))
    for line in ("555-0110", "Dana", "R-9", "wrote it all", "by Friday", "C-1", "tomorrow", "2026-10-09"):
        at.expect("Answer: ")
        at.sendline(line)
    at.expect(pexpect.EOF)
    at.close()
    assert at.exitstatus == 0
    assert "Answer: by Friday" in at.before
    kept = (place / "case.toml").read_text()
    assert 'promised_by = "2026-10-09"' in kept
    assert 'reference = "R-9"' in kept


def test_notes_need_a_terminal(run):
    done = run("call", "script", "complaint", "--interactive")
    assert done.returncode == 2
    assert "needs a terminal" in done.stderr


def test_an_appeal_asks_for_what_is_missing(tmp_path):
    target = tmp_path / "appeal.md"
    known = ("--data", "patient.name=Jo Fictional", "--data", "patient.member_id=LHP-0001")
    command = ["-m", "ketacli", "appeal", *known, "--plain", "-o", str(target), *DAY]
    at = pexpect.spawn(sys.executable, command, encoding="utf-8", timeout=60, dimensions=(60, 80))
    for prompt, said in (("Number: ", "1"), ("Number: ", "1"), ("Number: ", "1"), ("Answer: ", "Larkspur")):
        at.expect(prompt)
        at.sendline(said)
    for said in ("", "May", "2026-09-18"):
        at.expect("Answer: ")
        at.sendline(said)
    at.expect(pexpect.EOF)
    at.close()
    assert "Act by 2027-03-17" in at.before
    letter = target.read_text("utf-8")
    assert "approve Spravato (esketamine) nasal spray for treatment-resistant depression" in letter
    assert "[[MISSING: the plan's address for appeals]]" in letter
