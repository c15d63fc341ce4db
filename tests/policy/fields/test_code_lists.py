"""Codes and document facts over whole small documents, in the layouts of payers, agencies and clinics."""

from __future__ import annotations

from pathlib import Path

import pytest

from ketacli.policy.fields import document_facts, find_codes

from .helpers import document

DATA = Path(__file__).parents[2] / "data" / "policy"
STATUS = {"!": "not_covered", "~": "removed"}


def texts(name: str) -> list[tuple[str, str]]:
    """The first line and the rest of each text of a table."""
    blocks = (DATA / name).read_text(encoding="utf-8").split("\n=== ")[1:]
    return [tuple(block.split("\n", 1)) for block in blocks]  # type: ignore[misc]


def key(written: str) -> tuple[str, str]:
    code = written.strip().replace("?", "")
    return code.rstrip("!~"), STATUS.get(code[-1], "listed")


@pytest.mark.parametrize(("wanted", "text"), texts("code_lists.txt"))
def test_codes_and_their_status(wanted, text):
    asked = [one for one in wanted.split(";") if "?" not in one]
    allowed = {key(one) for one in wanted.split(";")}
    found = {(one.code, one.status) for one in find_codes(*document(text))}
    assert {key(one) for one in asked} <= found <= allowed


@pytest.mark.parametrize(("wanted", "text"), texts("document_heads.txt"))
def test_document_facts(wanted, text):
    kinds, number, effective, superseded = wanted.split("; ")
    facts = document_facts(*document(text))
    assert facts.kind in kinds.split(" or ")
    for value, said in ((number, facts.policy_number), (effective, facts.effective_date)):
        assert value == "*" or (said or "-") == value
    assert superseded == "*" or facts.superseded == (superseded == "y")
