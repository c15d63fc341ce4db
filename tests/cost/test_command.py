"""`ketacli cost` as its user runs it: streams, formats, exit codes."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest

from ketacli.cost.plan_writing import example


@pytest.fixture
def plan(tmp_path):
    path = tmp_path / "plan.toml"
    path.write_text(example())
    return path


SERIES = (
    "--sessions",
    4,
    "--every",
    7,
    "--start",
    "2026-12-21",
    "--allowed",
    500,
    "--billed",
    700,
    "--benefit",
    "clinic_infusion",
)


def test_without_a_plan_it_answers_at_once(run):
    done = run("cost", "--sessions", 6, "--today", "2026-11-24")
    assert done.returncode == 0
    assert done.stderr == ""
    assert "$3,540.00" in done.stdout
    assert "Sources" in done.stdout


def test_json_has_the_contract(run, plan):
    done = run("cost", *SERIES, "--plan", plan, "--network", "in", "--format", "json")
    assert done.returncode == 0
    told = json.loads(done.stdout)
    assert told["schema"] == "ketacli.cost"
    result = told["results"][0]
    names = {
        "date",
        "plan_year",
        "billed",
        "allowed",
        "plan_paid",
        "deductible",
        "copay",
        "coinsurance",
        "not_covered",
        "patient_owes",
        "steps",
    }
    assert names <= set(result["sessions"][0])
    assert set(result["patient_pays"]) == {"low", "typical", "high"}
    assert {"totals", "assumptions", "sources"} <= set(result)
    money = [
        value
        for session in result["sessions"]
        for key, value in session.items()
        if key in names - {"date", "plan_year", "steps"}
    ]
    assert all(re.fullmatch(r"\d+\.\d\d", value) for value in money)
    # 2026: 900 left: 500, then 400 and 20% of 100. 2027: 1,500 again: 500 and 500.
    assert [session["patient_owes"] for session in result["sessions"]] == ["500.00", "420.00", "500.00", "500.00"]
    assert result["totals"]["patient_owes"] == "1920.00"
    assert [session["plan_year"] for session in result["sessions"]] == [2026, 2026, 2027, 2027]


def test_json_keeps_out_colour(run, plan):
    done = run("cost", *SERIES, "--plan", plan, "--format", "json", env={"FORCE_COLOR": "1", "NO_COLOR": "1"})
    assert "\x1b" not in done.stdout


def test_csv_opens_safely(run, plan, tmp_path):
    prices = tmp_path / "prices.toml"
    prices.write_text('[[line]]\nservice = "=HYPERLINK(1)"\nallowed = 100\n')
    done = run("cost", "--sessions", 1, "--prices", prices, "--plan", plan, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert rows[0]["service"] == "'=HYPERLINK(1)"
    assert rows[-1]["session"] == "total"
    assert rows[-1]["patient_owes"] == rows[0]["patient_owes"] == "35.00"


def test_html_is_one_file_without_script(run, plan, tmp_path):
    prices = tmp_path / "prices.toml"
    prices.write_text('[[line]]\nservice = "<script>alert(1)</script>"\nallowed = 100\n')
    page = tmp_path / "cost.html"
    done = run("cost", "--sessions", 8, "--prices", prices, "--plan", plan, "--format", "html", "-o", page)
    assert done.returncode == 0
    text = page.read_text()
    assert "<script" not in text
    assert "http" not in text.replace("http://www.w3.org/2000/svg", "").replace("http-equiv", "")
    assert text.count("<svg") == 3
    assert text.count("<table") >= 4


def test_markdown_escapes_and_tabulates(run, plan):
    done = run("cost", *SERIES, "--plan", plan, "--format", "md")
    assert "| No. | Date |" in done.stdout
    assert "\\$1,920.00" in done.stdout


@pytest.mark.parametrize("columns", ["60", "80", "120"])
def test_text_fits_its_paper(run, plan, columns):
    done = run("cost", *SERIES, "--plan", plan, env={"COLUMNS": columns})
    assert max(map(len, done.stdout.splitlines())) <= int(columns)
    assert "A new plan year begins before session 3" in done.stdout


def test_plain_text_is_linear(run, plan):
    done = run("cost", *SERIES, "--plan", plan, "--plain")
    assert "Coinsurance: 20.00" in done.stdout
    assert "█" not in done.stdout


def test_a_refusal_leaves_with_1(run, plan):
    args = (
        "cost",
        "--sessions",
        1,
        "--allowed",
        500,
        "--benefit",
        "specialty_drug",
        "--network",
        "out",
        "--plan",
        plan,
    )
    done = run(*args)
    assert done.returncode == 1
    assert "does not cover" in done.stdout
    assert run(*args, "--exit-zero").returncode == 0


def test_what_is_not_known_leaves_with_1_and_is_null(run):
    done = run("cost", "--sessions", 6, "--plan", "medicaid", "--format", "json")
    assert done.returncode == 1
    assert json.loads(done.stdout)["results"][0]["patient_pays"] == {"low": None, "typical": None, "high": None}


def test_why_shows_the_arithmetic(run, plan):
    done = run("cost", "why", 2, *SERIES, "--plan", plan)
    assert done.returncode == 0
    assert "20% of ($500.00 - $400.00) = 20% of $100.00: $20.00." in done.stdout
    assert run("cost", "why", 5, *SERIES, "--plan", plan).returncode == 2


def test_bad_input_names_file_and_key(run, tmp_path):
    path = tmp_path / "plan.toml"
    path.write_text("[in_network]\ndeductible_individual = -1\n")
    done = run("cost", "--sessions", 1, "--allowed", 5, "--plan", path, "--format", "json")
    assert done.returncode == 2
    assert "in_network.deductible_individual" in json.loads(done.stdout)["errors"][0]["message"]
    assert "Traceback" not in done.stderr


def test_sessions_before_the_plan_year_are_refused(run, tmp_path):
    path = tmp_path / "plan.toml"
    path.write_text("plan_year = 2027\n[in_network]\ndeductible_individual = 0\ncoinsurance_percent = 20\n")
    done = run("cost", "--sessions", 2, "--every", 7, "--allowed", 100, "--plan", path, "--start", "2026-12-28")
    assert done.returncode == 2
    assert "before the plan year" in done.stderr


def test_a_plan_file_is_never_asked_for_without_a_terminal(run):
    done = run("cost", "plan")
    assert done.returncode == 2
    assert "in_network.deductible_individual" in done.stderr


def test_example_scenarios_compare_simulate(run, plan, tmp_path):
    other = tmp_path / "b.toml"
    other.write_text(
        run("cost", "plan", "--example").stdout.replace("Example PPO", "Other PPO").replace("= 1500", "= 900")
    )
    assert "Other PPO is cheaper" in run("cost", "compare", plan, other, *SERIES).stdout
    assert "(lowest)" in run("cost", "scenarios", *SERIES, "--plan", plan).stdout
    told = json.loads(run("cost", *SERIES, "--plan", plan, "--simulate", 100, "--format", "json").stdout)
    assert told["results"][0]["patient_pays"]["p50"] == "1920.00"


def test_a_batch_from_stdin(run, plan):
    record = {"id": "x", "sessions": 1, "start": "2026-12-01", "every": 7, "allowed": 500, "benefit": "clinic_infusion"}
    done = run("cost", "--batch", "-", "--plan", plan, stdin=json.dumps(record) + "\nnonsense\n")
    first, second = map(json.loads, done.stdout.splitlines())
    assert first["totals"]["patient_owes"] == "500.00"
    assert second["error"]["exit_code"] == 2
    assert done.returncode == 2


def test_gaps_of_the_other_network_do_not_matter(run, tmp_path):
    path = tmp_path / "plan.toml"
    path.write_text("[in_network]\ndeductible_individual = 0\ncoinsurance_percent = 20\n[out_of_network]\n")
    done = run("cost", "--sessions", 2, "--every", 7, "--allowed", 100, "--plan", path)
    assert done.returncode == 0
    assert "You pay $40.00" in done.stdout
    assert run("cost", "--sessions", 2, "--allowed", 100, "--plan", path, "--network", "out").returncode == 2
