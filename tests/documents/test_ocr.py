# ruff: noqa: E501 (sources of test documents stand on one line)
"""Pages that are pictures: read by tesseract where it is installed, else named as unread."""

from __future__ import annotations

import shutil
from io import BytesIO

import pytest

from ketacli.documents import ocr
from ketacli.documents.limits import Limits, Watch
from ketacli.documents.model import BlockKind
from ketacli.documents.pictures import Picture
from tests.documents.helpers import blocks, nesting, read, texts, typst_pdf

SOURCE = """
= Ketamine Infusion Policy
Ketamine infusion is considered medically necessary when all of the following criteria are met:
+ The member is 18 years of age or older.
+ Two antidepressants have failed, each taken for at least 6 weeks.
+ The prescriber is a psychiatrist.

The first approval lasts 3 months and allows up to 12 sessions.
"""

needs_tesseract = pytest.mark.skipif(shutil.which("tesseract") is None, reason="tesseract is not installed")


def scan(*sources, angle=0.0, dpi=200):
    """A PDF whose pages are pictures of the given pages."""
    import pypdfium2

    pictures = []
    for source in sources:
        page = pypdfium2.PdfDocument(typst_pdf(source))[0]
        pictures.append(page.render(scale=dpi / 72, grayscale=True).to_pil().rotate(angle, fillcolor=255))
    out = BytesIO()
    pictures[0].save(out, "PDF", save_all=True, append_images=pictures[1:], resolution=dpi)
    return out.getvalue()


@needs_tesseract
@pytest.mark.parametrize("angle", [0.0, 0.8])
def test_a_scan_reads_as_the_page_that_it_shows(angle):
    document = read(scan(SOURCE, angle=angle))
    assert [page.ocr for page in document.pages] == [True]
    assert document.unread_pages == ()
    assert nesting(document) == [(1, "1."), (1, "2."), (1, "3.")]
    words = " ".join(texts(document))
    for part in ("Ketamine Infusion Policy", "18 years of age or older", "at least 6 weeks", "up to 12 sessions"):
        assert part in words


@needs_tesseract
def test_only_pages_without_text_are_recognised():
    import pypdfium2

    whole = pypdfium2.PdfDocument(typst_pdf("This page has a text layer of its own."))
    whole.import_pages(pypdfium2.PdfDocument(scan(SOURCE)))
    out = BytesIO()
    whole.save(out)
    document = read(out.getvalue())
    assert [page.ocr for page in document.pages] == [False, True]
    assert [page.ocr for page in read(out.getvalue(), ocr="always").pages] == [True, True]


def test_without_an_engine_the_page_is_named_as_unread(monkeypatch):
    monkeypatch.setattr(ocr, "engine", lambda: None)
    document = read(scan(SOURCE, "Another page of text."))
    assert document.pages == ()
    assert [(page.page, page.reason) for page in document.unread_pages] == [(1, ocr.NO_ENGINE), (2, ocr.NO_ENGINE)]
    assert document.page_count == 2


def test_ocr_can_be_switched_off():
    document = read(scan(SOURCE), ocr="never")
    assert "switched off" in document.unread_pages[0].reason


@pytest.mark.parametrize(
    ("script", "words"),
    [("exit 3", "failed"), ("sleep 30", "too long"), ("echo", "found no text")],
)
def test_failures_of_the_engine_are_reasons(monkeypatch, tmp_path, script, words):
    fake = tmp_path / "tesseract"
    fake.write_text(f"#!/bin/sh\ncat > /dev/null\n{script}\n")
    fake.chmod(0o755)
    monkeypatch.setattr(ocr, "engine", lambda: str(fake))
    monkeypatch.setattr(ocr, "_SECONDS_A_PAGE", 0.5)
    result = ocr.recognise(Picture(bytes(100), 10, 10, 72), 1, Watch("x", Limits()))
    assert words in result.reason


def test_a_white_picture_is_a_blank_page():
    sheet = ocr.recognise(Picture(b"\xff" * 100, 10, 10, 72), 1, Watch("x", Limits()))
    assert (sheet.text, sheet.lines, sheet.ocr) == ("", [], True)


def table(*rows):
    """Tesseract's TSV of (line, left, top, width, height, confidence, word)."""
    head = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"
    return head + "".join(f"5\t1\t1\t1\t{n}\t1\t{x0}\t{t}\t{w}\t{h}\t{c}\t{x}\n" for n, x0, t, w, h, c, x in rows)


def test_broken_words_bullets_and_noise():
    words = ocr.parse_tsv(
        table(
            (1, 100, 100, 20, 30, 80, "e"), (1, 140, 100, 400, 30, 95, "First"), (1, 560, 100, 100, 30, 95, "infu-"),
            (2, 140, 140, 200, 30, 95, "sion"), (3, 100, 180, 20, 30, 70, "«"), (3, 140, 180, 200, 30, 95, "Second"),
            (4, 900, 900, 20, 200, 12, "|~"),
        )
    )  # fmt: skip
    sheet = ocr.to_sheet(words, 1, 300, (612.0, 792.0))
    assert sheet.text == "• First infusion\n• Second"
    assert sheet.lines[0].broken


def test_titles_in_scans_are_headings():
    if shutil.which("tesseract") is None:
        pytest.skip("tesseract is not installed")
    document = read(
        scan(
            SOURCE
            + '\n#text(weight: "bold")[Approval Duration]\n\nThe approval is for six months at a time, and then again.\n'
        )
    )
    assert "Approval Duration" in texts(document, BlockKind.HEADING)
    assert all(b.page == 1 for b in blocks(document))
