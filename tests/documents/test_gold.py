"""What every block of the shared documents must keep: it stands in the text that quotes are checked against."""

from __future__ import annotations

import itertools
import re

import pytest

from ketacli.documents.model import BlockKind
from ketacli.documents.read import read_document
from tests.documents.helpers import blocks, nesting, squeeze, texts


def visible(gold, path):
    """The document's squeezed text by the scorer's own reading."""
    import importlib.util

    spec = importlib.util.spec_from_file_location("gold_score", gold / "score.py")
    score = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(score)
    return score.text_of(path)[0]


def sources(gold):
    return [
        p for folder in ("documents", "texts") for p in sorted((gold / "dev" / folder).iterdir()) if p.suffix != ".json"
    ]


def test_every_block_stands_in_the_checked_text(gold):
    for path in sources(gold):
        document, text = read_document(path), visible(gold, path)
        for block in blocks(document):
            assert squeeze(document.slice(block)) in text, (path.name, document.slice(block))
            assert block.start < block.end


def test_nothing_of_the_text_is_lost(gold):
    for path in sources(gold):
        document = read_document(path)
        for page in document.pages:
            left = list(page.text)
            for block in page.blocks:
                left[block.start : block.end] = " " * (block.end - block.start)
            rest = re.sub(r"[\s\W]", "", "".join(left))
            assert not rest, (path.name, rest)


def test_cells_lie_in_their_row_and_blocks_do_not_overlap(gold):
    for path in sources(gold):
        for page in read_document(path).pages:
            spans = sorted((b.start, b.end) for b in page.blocks)
            assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans)), path.name
            for block in page.blocks:
                assert all(block.start <= c.start < c.end <= block.end for c in block.cells)
                assert all(block.start <= a < z <= block.end for a, z in block.struck)


@pytest.mark.parametrize("name", ["06", "07", "12", "c07", "c11"])
def test_quotes_of_the_gold_records_are_found(gold, name):
    import json

    record = next((gold / "dev" / "documents").glob(f"{name}[-_]*.gold.json"))
    path = next(p for p in record.parent.iterdir() if p.name.startswith(record.name[:-10]) and p.suffix != ".json")
    pages = {page.number: squeeze(page.text) for page in read_document(path).pages}
    gold_record = json.loads(record.read_text("utf-8"))
    for row in gold_record["positions"] + gold_record["criteria"]:
        if row.get("quote"):
            assert squeeze(row["quote"]) in pages[row["page"]], row["quote"]


def test_criteria_nest_in_the_one_column_policy(gold):
    document = read_document(next((gold / "dev" / "documents").glob("06-*.pdf")))
    expected = [(1, "1."), (2, "A)"), (3, "i."), (3, "ii."), (3, "iii."), (3, "iv."), (4, "(a)"), (4, "(b)"), (3, "v.")]
    assert nesting(document)[1 : 1 + len(expected)] == expected
    assert "Conditions Not Covered" in texts(document, BlockKind.HEADING)
    assert sum("Coverage Policy: IP0588 Page" in t for t in texts(document, BlockKind.FURNITURE)) == 5
    assert any(b.continues for b in blocks(document))


def test_two_columns_are_read_one_after_the_other(gold):
    document = read_document(next((gold / "dev" / "documents").glob("07-*.pdf")))
    assert nesting(document)[:4] == [(1, "◆"), (1, "◆"), (2, "–"), (2, "–")]
    rows = [[document.pages[2].text[c.start : c.end] for c in b.cells] for b in document.pages[2].blocks if b.cells]
    assert ["F31.9", "Bipolar disorder, unspecified"] in rows


def test_chart_of_a_summary_of_benefits_has_headers(gold):
    document = read_document(next((gold / "dev" / "documents").glob("b1_*.pdf")))
    page = document.pages_by_number()[3]
    rows = [b for b in page.blocks if b.cells and "Outpatient services" in page.text[b.start : b.end]]
    cells = {c.column: (" ".join(page.text[c.start : c.end].split()), c.header) for c in rows[0].cells}
    assert cells[2][0].startswith("Office visits: $35 copay/visit;")
    assert "In-Network Provider" in cells[2][1] and "Out-of-Network Provider" in cells[3][1]
    assert cells[3][0] == "40% coinsurance"
    assert not any(b.struck for p in document.pages for b in p.blocks), "underlined glossary words are not struck out"
