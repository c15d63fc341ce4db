"""The commands as a person or a script runs them: goldens that an expert can read, formats, exit codes, refusals.

`UPDATE_GOLDEN=1 pytest tests/facts/test_commands.py` writes the goldens anew; read the difference before keeping it.
"""

from __future__ import annotations

import csv
import io
import json
import os
from pathlib import Path

import pytest

GOLDEN = Path(__file__).parent.parent / "data" / "facts"
DAY = ("--today", "2026-11-25")
PERSON = (
    *("--insurance", "commercial", "--treatment", "esketamine", "--state", "MA", "--household", "2"),
    *("--income", "30000", "--no-veteran", "--amount", "3600"),
)
CASES = {
    "assist": (("assist", *PERSON), 0),
    "assist-nothing-known": (("assist",), 0),
    "assist-plain": (("assist", "--insurance", "none", "--treatment", "ketamine_iv", "--plain", "--all"), 0),
    "faq": (("faq",), 0),
    "faq-cost": (("faq", "what does a session cost"), 0),
    "faq-topic": (("faq", "won"), 0),
    "faq-none": (("faq", "how do I bake a cake"), 1),
    "faq-danger": (("faq", "I want to die"), 0),
    "explain-co50": (("explain", "CO-50"), 0),
    "explain-code": (("explain", "J0013"), 0),
    "explain-term": (("explain", "external review"), 0),
    "codes-edge": (("codes", "S0013", "J0013", "--on", "2026-01-01"), 1),
    "codes-bundle": (("codes", "G2083", "99213"), 1),
    "codes-treatment": (("codes", "--treatment", "esketamine"), 0),
    "codes-header": (("codes", "F33.4", "--on", "2026-05-01"), 1),
    "sources-one": (("sources", "nis_2026"), 0),
    "sources-fact": (("sources", "part_b_deductible"), 0),
}


@pytest.fixture
def ketacli(run, tmp_path):
    def go(*args, **settings):
        return run(*args, env={"KETACLI_FACTS": str(tmp_path / "none"), "PYTHONUTF8": "1"} | settings)

    return go


@pytest.mark.parametrize("name", CASES)
def test_text(ketacli, name):
    args, code = CASES[name]
    done = ketacli(*args, *DAY)
    path = GOLDEN / f"{name}.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(done.stdout, encoding="utf-8")
    assert done.stdout == path.read_text(encoding="utf-8")
    assert (done.returncode, done.stderr) == (code, "")


@pytest.mark.parametrize(
    "args",
    [
        ("assist", *PERSON),
        ("faq", "cost"),
        ("faq", "how often do appeals win"),
        ("explain", "CO-50"),
        ("explain",),
        ("codes", "J0013", "G2083"),
        ("sources", "pfs26"),
        ("doctor", "--exit-zero"),
    ],
)
def test_every_format(ketacli, args):
    told = json.loads(ketacli(*args, *DAY, "--format", "json", NO_COLOR="1", FORCE_COLOR="1").stdout)
    assert told["schema"] == f"ketacli.{args[0]}"
    assert told["results"]
    known = {source["key"] for source in told["sources"]}
    for result in told["results"]:
        assert set(result.get("sources", ())) <= known
    rows = list(csv.DictReader(io.StringIO(ketacli(*args, *DAY, "--format", "csv").stdout)))
    assert len(rows) == len(told["results"])
    assert ketacli(*args, *DAY, "--format", "md").stdout.strip()


@pytest.mark.parametrize("name", ["assist", "faq", "explain", "codes", "sources", "doctor"])
def test_json_fits_the_published_schema(ketacli, name):
    import msgspec

    from ketacli.commands.schema import RESULTS

    module, _, attribute = RESULTS[name].partition(":")
    kind = getattr(__import__(module, fromlist=[attribute]), attribute)
    word = {"explain": ["CO-50"], "codes": ["G2083", "Z91.510"], "sources": ["pfs26"]}.get(name, [])
    told = json.loads(ketacli(name, *word, *DAY, "--format", "json").stdout)
    for result in told["results"]:
        msgspec.convert(result, kind, strict=False)
    assert ketacli("schema", name).returncode == 0


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("assist", "--state", "ZZ"), "--state"),
        (("assist", "--treatment", "ketmine_iv"), "ketamine_iv"),
        (("assist", "--income", "1.234,5"), "--income"),
        (("assist", "--income", "-5"), "--income"),
        (("assist", "--household", "0"), "--household"),
        (("assist", "--insurance", "none", "--insurance", "va"), "--insurance"),
        (("assist", "--format", "ics"), "--format"),
        (("codes", "--on", "2026-02-30"), "--on"),
        (("explain", "deductable"), "'deductible'"),
        (("sources", "fr_part_b_2062"), "fr_part_b_2026"),
        (("faq", "--today", "tomorrow"), "--today"),
    ],
)
def test_wrong_use_is_told_with_the_way_out(ketacli, args, told):
    done = ketacli(*args)
    assert done.returncode == 2
    assert done.stdout == ""
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_a_stale_figure_is_named(ketacli):
    done = ketacli("faq", "does medicare cover spravato", "--today", "2027-06-01")
    assert "part_b_deductible" in done.stderr
    assert "not published yet" in " ".join(done.stdout.split())
    told = json.loads(ketacli("faq", "medicare", "--today", "2027-06-01", "--format", "json").stdout)
    assert any("part_b_deductible" in warning for warning in told["warnings"])


def test_the_doctor_lists_stale_facts_and_a_broken_file_of_ones_own(run, tmp_path):
    own = {"KETACLI_FACTS": str(tmp_path)}
    assert "part_b_deductible" in run("doctor", "--today", "2027-06-01", env=own).stdout
    (tmp_path / "plan_year.toml").write_text('title = "x"\nnonsense = 1\n')
    done = run("doctor", *DAY, env=own)
    assert done.returncode == 1
    assert "plan_year.toml" in done.stdout
    assert "nonsense" in done.stdout
    refused = run("faq", "what does it cost", *DAY, env=own)
    assert refused.returncode in (0, 2)
    assert "Traceback" not in refused.stderr


def test_a_newer_figure_of_ones_own_is_answered(run, tmp_path):
    from tests.facts.test_overlay import NEWER

    (tmp_path / "plan_year.toml").write_text(NEWER)
    done = run("faq", "does medicare cover spravato", "--today", "2027-02-01", env={"KETACLI_FACTS": str(tmp_path)})
    assert "$299" in done.stdout


def test_narrow_terminals_and_poor_encodings(run):
    narrow = run("assist", *PERSON, *DAY, env={"COLUMNS": "50"})
    assert max(map(len, narrow.stdout.splitlines())) <= 60
    poor = run("faq", "cost", *DAY, env={"PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"})
    assert poor.returncode == 0


def test_a_file_with_a_persons_figures_is_private(run, tmp_path):
    target = tmp_path / "help.md"
    done = run("assist", *PERSON, *DAY, "--format", "md", "-o", target)
    assert done.returncode == 0
    assert target.stat().st_mode & 0o777 == 0o600
    assert run("assist", *PERSON, *DAY, "-o", target).returncode == 2
