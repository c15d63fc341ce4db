"""Letters in many styles, field by field, as a careful reader reads them (tests/data/denials/README.md)."""

from __future__ import annotations

import json
import re
import shutil
from functools import cache
from pathlib import Path

import pytest

from ketacli.denials import Denial, read_denial

DATA = Path(__file__).parent.parent / "data" / "denials"
RECORDS = sorted(path for path in DATA.glob("*.gold.json"))
SCANS = {"l18_scanned_letter", "l21_level_of_care"}


def stem(record: Path) -> str:
    return record.name.removesuffix(".gold.json")


def document_of(record: Path) -> Path:
    return next(path for path in DATA.iterdir() if path.stem == stem(record) and path.suffix != ".json")


@cache
def read(path: Path) -> Denial:
    return read_denial(path)


def letters() -> list[Path]:
    return [record for record in RECORDS if "denial" in json.loads(record.read_text("utf-8"))]


def statements() -> list[Path]:
    return [record for record in RECORDS if "eob" in json.loads(record.read_text("utf-8"))]


def needs_ocr(record: Path) -> None:
    if stem(record) in SCANS and not shutil.which("tesseract"):
        pytest.skip("no OCR engine here")


def bare(value: object) -> object:
    if isinstance(value, list):
        return sorted(str(one.get("value", one)) if isinstance(one, dict) else str(one) for one in value)
    return value


def letters_and_digits(value: object) -> str:
    return re.sub(r"[^a-z0-9]", "", str(value).lower())


def same(wanted: object, said: object) -> bool:
    if wanted in (None, [], False):
        return said in (None, [], False)
    if isinstance(wanted, str):
        return letters_and_digits(wanted) == letters_and_digits(said)
    return bare(wanted) == bare(said)


@pytest.mark.parametrize("record", letters(), ids=stem)
def test_every_field(record):
    needs_ocr(record)
    gold = json.loads(record.read_text("utf-8"))["denial"]
    said = read(document_of(record)).denial or {}
    conflict = gold.pop("conflict", {})
    wrong = {name: (wanted, said.get(name)) for name, wanted in gold.items() if not same(wanted, said.get(name))}
    for name, values in conflict.items():
        given = [one["value"] for one in said["conflict"].get(name, [])]
        if given != [one["value"] for one in values]:
            wrong[name] = (values, given)
    assert not wrong


@pytest.mark.parametrize("record", statements(), ids=stem)
def test_statements_add_up_or_do_not(record):
    gold = json.loads(record.read_text("utf-8"))["eob"]
    eob = read(document_of(record)).eob
    assert eob is not None
    assert eob["finding"] == gold["finding"]
    assert eob["balances"] is gold["balances"]
    assert eob["difference"] == gold["difference"]
    if gold.get("totals"):
        assert eob["totals"]["patient_owes"] == gold["totals"]["patient_owes"]


@pytest.mark.parametrize("record", letters(), ids=stem)
def test_every_value_has_page_and_exact_quote(record):
    needs_ocr(record)
    found = read(document_of(record))
    assert found.denial is not None
    for name, where in found.denial["evidence"].items():
        assert where["page"] >= 1, name
        assert where["quote"].strip(), name


def test_orders_to_machines_change_nothing():
    planted = read(DATA / "l17_planted_orders.pdf").denial
    assert planted is not None
    assert planted["is_denial"] is True
    assert planted["appeal_deadline_days"] == 180
    assert "2026-07-10" not in json.dumps(planted)


def test_a_partial_denial_says_so():
    letter = read(DATA / "l06_partial_approval.docx").denial
    assert letter is not None
    assert letter["decision"] == "partly_denied"
    assert letter["is_denial"] is True


def test_an_approval_and_a_request_for_information_have_no_reasons_and_no_deadline():
    for name in (
        "l07_approval.txt",
        "l08_information_request.html",
        "m06_approval_conversational.txt",
        "m07_pend_claim.docx",
    ):
        found = read(DATA / name)
        assert found.denial is not None
        assert found.denial["is_denial"] is False, name
        assert found.denial["reasons"] == [], name
        assert found.act_by is None, name
        assert found.dispute is None, name
