"""The held-out letters, explanations of benefits and benefit chapters: their records against the contract's words."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest

from tests.gold.test_records import WORDS, cited, leaves
from tests.tools.build import SOURCES, pages_of, to_pdf
from tests.tools.letters import FIELDS, MONEY, cents
from tests.tools.record import compile_gold, loosen

ROOT = Path(__file__).parent.parent.parent
HOME = ROOT / "tests" / "data" / "denials_held_out"
HERE = SOURCES / "letters_held_out"
RECORDS = sorted(HOME.glob("*.gold.json"))
REASONS = {
    "experimental",
    "not_medically_necessary",
    "step_therapy",
    "no_prior_authorization",
    "excluded_benefit",
    "out_of_network",
    "off_label",
    "site_of_care",
    "quantity_limit",
    "missing_information",
    "timely_filing",
    "coding",
    "eligibility",
    "duplicate",
    "level_of_care",
}
DECISIONS = {"denial": {"denied", "partly_denied"}, "approval": {"approved"}, "request_for_information": {"pended"}}
DAY = re.compile(r"20\d\d-[01]\d-[0-3]\d(/20\d\d-[01]\d-[0-3]\d)?")


def load(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))


def pages(record: Path) -> list[str]:
    """The pages of the document; a scan is read from the digital page that it was made of."""
    found = pages_of(HOME / load(record)["file"])
    if any(page.strip() for page in found):
        return found
    source = HERE / record.name.replace(".gold.json", ".typ")
    with tempfile.TemporaryDirectory() as folder:
        to_pdf(source.read_text("utf-8"), Path(folder, "page.pdf"))
        return pages_of(Path(folder, "page.pdf"))


def having(section: str) -> list[Path]:
    return [path for path in RECORDS if load(path).get(section)]


by_record = pytest.mark.parametrize("record", RECORDS, ids=lambda path: path.name.removesuffix(".gold.json"))
by_letter = pytest.mark.parametrize("record", having("denial"), ids=lambda path: path.name.removesuffix(".gold.json"))
by_eob = pytest.mark.parametrize("record", having("eob"), ids=lambda path: path.name.removesuffix(".gold.json"))


def test_every_document_has_one_record():
    there = {path.name for path in HOME.iterdir() if path.suffix != ".json"}
    assert there == {load(path)["file"] for path in RECORDS}


def test_the_set_holds_what_it_is_meant_to_measure():
    letters = [load(path)["denial"] for path in having("denial")]
    kinds = [letter["letter_type"] for letter in letters]
    assert kinds.count("denial") >= 14 and kinds.count("approval") == kinds.count("request_for_information") == 2
    stated = {reason for letter in letters for reason in letter.get("reasons", [])}
    assert len(stated) >= 11, REASONS - stated
    assert {load(path)["eob"]["finding"] for path in having("eob")} == {
        "balanced",
        "lines_do_not_add_up",
        "wrong_deductible",
    }
    conflicts = {field for letter in letters for field in letter.get("conflict", {})}
    assert conflicts == {"notice_date", "appeal_deadline_days", "appeal_deadline_date"}
    assert {Path(load(path)["file"]).suffix for path in RECORDS} == {".pdf", ".docx", ".html", ".txt"}


@by_record
def test_quotes_stand_on_their_page(record):
    texts = [loosen(page)[0] for page in pages(record)]
    for page, quote in cited(load(record)):
        assert page is not None and loosen(quote)[0] in texts[page - 1], quote


@by_record
def test_words_are_those_of_the_vocabulary(record):
    told = load(record)
    for row in [*told["positions"], *told["criteria"], *told["codes"]]:
        for key, words in WORDS.items():
            assert key not in row or row[key] in words, row
    ids = {row["id"] for row in told["criteria"]}
    assert {name for entry in told["logic"] for name in leaves(entry["tree"])} <= ids
    assert all(row["status"] == "listed" for row in told["codes"])


@by_record
def test_the_record_agrees_with_its_source(record):
    source = HERE / record.name.replace(".gold.json", ".gold")
    assert compile_gold(source, load(record)["file"], pages(record)) == load(record)


@by_letter
def test_a_letter_says_one_thing(record):
    told = load(record)
    letter, kind = told["denial"], told["document"]["kind"]
    assert letter["decision"] in DECISIONS[letter["letter_type"]]
    assert letter["is_denial"] == (letter["letter_type"] == "denial") == (kind == "denial_letter")
    assert set(letter.get("reasons", [])) <= REASONS
    assert letter["is_denial"] or not (letter["reasons"] or letter["appeal_deadline_days"] or letter["appeal_address"])
    assert "reasons" not in letter or bool(letter["reasons"]) == letter["is_denial"]
    for field, both in letter.get("conflict", {}).items():
        assert letter[field] is None and len({row["value"] for row in both}) == 2
    for field in ("carc", "rarc", "policy_cited", "service_dates"):
        assert letter.get(field) is None or letter[field]


@by_letter
def test_what_a_letter_states_has_a_quote(record):
    letter = load(record)["denial"]
    elsewhere = {"reasons", "reason_quotes", "codes", "carc", "rarc"}
    for field in set(FIELDS) - elsewhere:
        assert letter.get(field) in (None, []) or field in letter["evidence"], field
    assert [row["value"] for row in letter["reason_quotes"]][: len(letter.get("reasons", []))] == letter.get(
        "reasons", []
    )


@by_letter
def test_dates_are_dates(record):
    letter = load(record)["denial"]
    days = [letter["notice_date"], letter["appeal_deadline_date"], *(letter.get("service_dates") or [])]
    assert all(day is None or DAY.fullmatch(day) for day in days)


@by_eob
def test_an_explanation_is_counted_again(record):
    eob = load(record)["eob"]
    for row in [*eob["lines"], eob["totals"]]:
        parts = sum(cents(row[key]) for key in ("deductible", "copay", "coinsurance"))
        owed = cents(row["patient_owes"]) - parts - cents(row["not_covered"])
        assert cents(row["billed"]) == sum(cents(row[key]) for key in ("discount", "allowed", "not_covered"))
        assert cents(row["allowed"]) == cents(row["plan_paid"]) + parts
        assert (owed == 0) == row["balances"] and owed == row["difference"]
    for key in MONEY:
        assert sum(cents(row[key]) for row in eob["lines"]) == cents(eob["totals"][key])
    assert eob["balances"] == all(row["balances"] for row in eob["lines"]) == (eob["difference"] == 0)
    assert (eob["finding"] == "wrong_deductible") == (eob["deductible_consistent"] is False)


def test_telephone_numbers_are_fictional():
    for path in HERE.iterdir():
        for area, office, line in re.findall(r"(\d{3})[-–\u2011](\d{3})[-–\u2011](\d{4})\b", path.read_text("utf-8")):
            assert (office, line[:2]) == ("555", "01"), (path.name, area, office, line)


@pytest.mark.parametrize("mode", ["--denials", "--command"])
def test_a_perfect_reading_scores_full_marks(gold, mode):
    echo = f"{sys.executable} -m tests.tools.echo {{file}}"
    argv = [sys.executable, gold / "score.py", "--gold", HOME, mode, echo, "--show-errors"]
    done = subprocess.run(argv, capture_output=True, text=True, cwd=ROOT, check=True)
    figures = re.findall(r"(?:F1 |^[\w.]+ +|fields )(\d\.\d{3})", done.stdout, re.M)
    assert figures and set(figures) == {"1.000"}, done.stdout
