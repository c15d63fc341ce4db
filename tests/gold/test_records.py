"""The project's own gold: that each record speaks the vocabulary, quotes its document, and agrees with its source."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest

from ketacli.policy import reading
from tests.tools.build import SOURCES, VARIANTS, filled, pages_of, patients, to_pdf
from tests.tools.record import Wrong, compile_gold, loosen

ROOT = Path(__file__).parent.parent.parent
DATA = ROOT / "tests" / "data"
SAMPLES = ROOT / "sample_policies"
FOLDERS = {
    DATA / "gold": DATA / "gold",
    DATA / "gold_held_out": DATA / "gold_held_out",
    DATA / "gold" / "samples": SAMPLES,
}
RECORDS = sorted(path for folder in FOLDERS for path in folder.glob("*.gold.json"))
PATIENTS = sorted(path for folder in FOLDERS for path in folder.glob("*.patients.json"))
SCALES = ("phq9", "madrs", "hamd17", "qids", "bdi", "cssrs", "cgi", "pcl5")
FREE_FACTS = {
    "blood_pressure_systolic",
    "blood_pressure_diastolic",
    "esketamine_sessions",
    "physical_therapy_visits",
    "blood_pressure_below_140_90",
}
"""What a person may tell beyond the vocabulary: it answers no question of a criterion."""
FEDERAL_NUMBERS = {"8664443272", "8772672323"}
WORDS = {
    "treatment": get_args(reading.Treatment),
    "indication": get_args(reading.Indication),
    "position": get_args(reading.PositionWord),
    "type": get_args(reading.CriterionType),
    "scope": get_args(reading.Scope),
    "comparison": (*get_args(reading.Comparison), None),
    "required": (True, False, None),
    "system": ("CPT", "HCPCS", "ICD-10-CM", "NDC", "REV"),
    "status": ("listed", "removed", "not_covered"),
}
FACTS = set(Path(__file__).with_name("patient_facts.txt").read_text("utf-8").split())


def load(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))


def document_of(record: Path) -> Path:
    return FOLDERS[record.parent] / load(record)["file"]


def source_of(record: Path) -> Path:
    """The `.gold` source of a record: samples in several formats share one."""
    stem = record.name.removesuffix(".gold.json").removesuffix(".patients.json")
    stems = [stem, *(stem.removesuffix(ending) for ending in VARIANTS.values() if ending)]
    return next(path for name in stems for path in SOURCES.glob(f"*/{name}.gold"))


def readable_pages(record: Path) -> list[str]:
    """The pages of the document; a scan is read from the digital page that it was made of."""
    document = document_of(record)
    pages = pages_of(document)
    if any(page.strip() for page in pages):
        return pages
    source = source_of(record).with_suffix(".typ")
    if not source.exists():  # a scan of a sample that stands beside it as a digital PDF
        return pages_of(SAMPLES / f"{source.stem}.pdf")
    with tempfile.TemporaryDirectory() as folder:
        to_pdf(filled(source.read_text("utf-8"), ".typ"), Path(folder, "page.pdf"))
        return pages_of(Path(folder, "page.pdf"))


def cited(node: Any, unseen: bool = False) -> Iterator[tuple[int | None, str]]:
    """Every (page, quote) of a record but for passages that nobody sees."""
    if isinstance(node, dict):
        if isinstance(node.get("quote"), str) and not ("why" in node and node["page"] is None):
            yield node["page"], node["quote"]
        for value in node.values():
            yield from cited(value)
    elif isinstance(node, list):
        for value in node:
            yield from cited(value)


def leaves(tree: Any) -> Iterator[str]:
    if isinstance(tree, str):
        yield tree
        return
    assert set(tree) in ({"all"}, {"any"}, {"at_least", "of"}), tree
    for branch in next(value for value in tree.values() if isinstance(value, list)):
        yield from leaves(branch)


by_record = pytest.mark.parametrize("record", RECORDS, ids=lambda path: path.name.removesuffix(".gold.json"))
by_patients = pytest.mark.parametrize("people", PATIENTS, ids=lambda path: path.name.removesuffix(".patients.json"))


def test_every_document_has_a_record_and_every_record_its_document():
    for folder, home in FOLDERS.items():
        named = {load(path)["file"] for path in folder.glob("*.gold.json")}
        there = {path.name for path in home.iterdir() if path.is_file() and path.suffix != ".json"} - {"README.md"}
        assert named == there, folder


def test_the_sample_table_names_every_sample():
    table = (SAMPLES / "README.md").read_text("utf-8")
    for path in SAMPLES.iterdir():
        endings = [path.name, *(ending + path.suffix for ending in VARIANTS.values() if ending and ending in path.name)]
        assert path.name == "README.md" or any(f"`{ending}`" in table for ending in endings), path.name


def test_there_are_enough_documents_policies_and_patients():
    families = {source_of(path) for path in PATIENTS}
    assert len(list((DATA / "gold").glob("*.gold.json"))) >= 8
    assert len(list((DATA / "gold_held_out").glob("*.gold.json"))) >= 8
    assert len({source_of(path) for path in (DATA / "gold" / "samples").glob("*.gold.json")}) >= 12
    assert len(families) >= 15
    assert sum(len(load(next(p for p in PATIENTS if source_of(p) == family))) for family in families) >= 60


def test_the_files_stay_small():
    files = [path for folder in (*FOLDERS, SAMPLES) for path in folder.iterdir() if path.is_file()]
    assert sum(path.stat().st_size for path in set(files)) < 12_000_000


@by_record
def test_words_are_those_of_the_vocabulary(record):
    told = load(record)
    assert told["document"]["kind"] in get_args(reading.DocumentKind)
    for row in [*told["positions"], *told["criteria"], *told["codes"]]:
        for key, words in WORDS.items():
            assert key not in row or row[key] in words, row
    for row in told["positions"]:
        assert set(row.get("accept", [])) <= set(WORDS["position"])
    for row in told["criteria"]:
        assert (
            row["type"] != "severity_scale"
            or row["text"] in SCALES
            or not row["required"]
            or row["treatment"] == "other"
        )
        assert row["number"] is not None or row["comparison"] is None, row


@by_record
def test_dates_are_dates(record):
    for key in ("effective_date", "review_date"):
        day = load(record)["document"][key]
        assert day is None or re.fullmatch(r"20\d\d-[01]\d(-[0-3]\d)?", day)


@by_record
def test_quotes_stand_in_the_document(record):
    pages = [loosen(page)[0] for page in readable_pages(record)]
    for page, quote in cited(load(record)):
        assert page is not None and loosen(quote)[0] in pages[page - 1], quote


@by_record
def test_one_question_has_one_answer(record):
    asked = [
        (row["treatment"], row["indication"], row.get("applies_to"))
        for row in load(record)["positions"]
        if row["treatment"] != "other"
    ]
    assert len(asked) == len(set(asked))


@by_record
def test_the_logic_holds_only_what_decides(record):
    told = load(record)
    rows = {row["id"]: row for row in told["criteria"]}
    for entry in told["logic"]:
        for name in leaves(entry["tree"]):
            assert rows[name]["type"] not in ("prior_authorization", "approval_duration")
            assert rows[name]["required"] is not None


@by_record
def test_coverage_examples_add_up(record):
    for row in (load(record)["benefits"] or {}).get("examples", []):
        parts = ("deductibles", "copayments", "coinsurance", "limits_or_exclusions")
        assert sum(row[part] for part in parts) == row["total_patient_pays"] <= row["total_example_cost"]


@by_record
def test_the_record_agrees_with_its_source(record):
    made = compile_gold(source_of(record), document_of(record).name, readable_pages(record))
    made["document"]["pages"] = load(record)["document"]["pages"]
    assert made == load(record)


def test_a_quote_that_is_not_in_the_document_is_refused(tmp_path):
    source = tmp_path / "x.gold"
    source.write_text("document\n  kind drug_policy\nposition esketamine trd covered | a sentence of another paper\n")
    with pytest.raises(Wrong, match="not in the document"):
        compile_gold(source, "x.pdf", ["Esketamine is covered."])


@by_patients
def test_patients_use_known_facts_and_the_policys_criteria(people):
    told = load(people)
    record = load(people.with_name(people.name.replace(".patients.", ".gold.")))
    types = {row["type"] for row in record["criteria"]}
    assert "does_not_meet" in [person["expect"]["status"] for person in told]
    assert 3 <= len(told) <= 5 and len({person["id"] for person in told}) == len(told)
    for person in told:
        expect = person["expect"]
        unknown = set(person["facts"]) - FACTS - FREE_FACTS
        assert not unknown, unknown
        assert expect["status"] in ("meets", "does_not_meet", "unknown")
        assert bool(expect["unmet"]) == (expect["status"] == "does_not_meet")
        assert bool(expect["unknown"]) == (expect["status"] == "unknown")
        assert set(expect["unmet"]) | set(expect["unknown"]) <= types


@by_patients
def test_patients_agree_with_their_source(people):
    source = source_of(people)
    assert patients(source.with_name(f"{source.stem}.patients.toml")) == load(people)


@pytest.mark.parametrize("name", ["northgate-iv-anesthetics", "junction-combined"])
def test_all_formats_of_a_sample_have_one_gold(name):
    def bare(node: Any) -> Any:
        if isinstance(node, dict):
            return {
                key: bare(value)
                for key, value in node.items()
                if key not in ("page", "pages", "quote", "file", "evidence")
            }
        return [bare(value) for value in node] if isinstance(node, list) else node

    records = [bare(load(DATA / "gold" / "samples" / f"{name}{ending}.gold.json")) for ending in VARIANTS.values()]
    assert len(records) == 5 and all(record == records[0] for record in records)


def test_telephone_numbers_are_fictional():
    number = re.compile(r"(?:1-)?(\d{3})-(\d{3})-(\d{4})\b")
    for path in SOURCES.glob("*/*"):
        for area, office, line in number.findall(path.read_text("utf-8")):
            assert area + office + line in FEDERAL_NUMBERS or (office == "555" and line.startswith("01")), (
                path.name,
                area,
                line,
            )


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_a_perfect_reading_scores_full_marks(gold, folder):
    program = f"{sys.executable} -m tests.tools.echo {{file}}"
    argv = [
        sys.executable,
        gold / "score.py",
        "--gold",
        folder,
        "--docs",
        FOLDERS[folder],
        "--command",
        program,
        "--show-errors",
    ]
    done = subprocess.run(argv, capture_output=True, text=True, cwd=ROOT, check=True)
    figures = re.findall(r"(?:F1 |^\w+ +)(\d\.\d{3})", done.stdout, re.M)
    assert figures and set(figures) == {"1.000"}, done.stdout
