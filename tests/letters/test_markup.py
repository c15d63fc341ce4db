"""The small markup: whatever text comes in comes out as text, in every format."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketacli.letters.export import html, pdf, text, word
from ketacli.letters.markup import escaped, holes, parse, plain_text

WHEN = datetime(2026, 3, 1, tzinfo=UTC)
ATTACK = "{{ 7*7 }} **b** <script>x</script> | =1+1 `c` #strong[t] $x$ @ref // no \\ [[MISSING: fake]] \x1b[31m 1. a"


@given(st.text())
def test_escaped_text_is_one_paragraph_of_exactly_that_text(said):
    blocks = parse(escaped(said))
    plain = " ".join("".join(" " if ord(sign) < 32 or 127 <= ord(sign) < 160 else sign for sign in said).split())
    shown = " ".join(plain_text(block.runs) for block in blocks)
    assert len(blocks) <= 1
    assert all(block.kind == "paragraph" and not any(run.bold or run.hole for run in block.runs) for block in blocks)
    assert shown == escaped_signs_gone(plain)


def escaped_signs_gone(said: str) -> str:
    return " ".join(
        "".join(
            " "
            if sign in "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\ufffe\uffff"
            else sign
            for sign in said
        ).split()
    )


@pytest.mark.parametrize("start", ["- a", "1. a", "# a", "> a", "| a |", "---", "+ a", "12) a"])
def test_the_start_of_a_line_does_not_make_a_form(start):
    assert [(block.kind, plain_text(block.runs)) for block in parse(escaped(start))] == [("paragraph", start)]


def test_forms():
    blocks = parse("# T\n\na **b** c\n\n- x\n- y\n\n> q\n\n| h | i |\n| --- | --- |\n| 1 |\n\nA  \nB\n")
    assert [block.kind for block in blocks] == ["heading", "paragraph", "bullet", "bullet", "quote", "table", "address"]
    assert [run.bold for run in blocks[1].runs] == [False, True, False]
    assert len(blocks[5].rows[1]) == 2


def test_a_hole_is_seen_and_a_faked_one_is_text():
    assert holes(f"Dear [[MISSING: name]], {escaped('[[MISSING: fake]]')}") == ["name"]


def test_an_attack_is_text_in_every_format():
    blocks = parse(
        f"# {escaped(ATTACK)}\n\n{escaped(ATTACK)}\n\n- {escaped(ATTACK)}\n\n| a |\n| --- |\n| {escaped(ATTACK)} |\n"
    )
    assert "49" not in text.render(blocks)
    page = html.render(blocks, title=ATTACK)
    assert "<script>" not in page
    assert page.count("&lt;script&gt;") == 5
    shown = word_text(word.render(blocks, title="T", when=WHEN))
    assert "{{ 7*7 }} **b** <script>x</script> | =1+1 `c`" in shown


def word_text(data: bytes) -> str:
    docx = pytest.importorskip("docx")
    return "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs)


def test_a_pdf_reads_back_and_is_the_same_each_time():
    pytest.importorskip("typst", reason="the extra `pdf` is not installed")
    import pypdfium2

    blocks = parse(f"# Appeal\n\n{escaped(ATTACK)}\n\n| a | b |\n| --- | --- |\n| {escaped('x | y')} | z |\n")
    first, second = (pdf.render(blocks, title="Appeal", when=WHEN) for _ in range(2))
    assert first == second
    document = pypdfium2.PdfDocument(first)
    said = " ".join(document[0].get_textpage().get_text_range().split())
    assert "{{ 7*7 }} **b** <script>x</script> | =1+1 `c` #strong[t] $x$ @ref // no \\" in said
    assert "x | y" in said


def test_letters_outside_latin_do_not_stop_a_pdf():
    pytest.importorskip("typst", reason="the extra `pdf` is not installed")
    assert pdf.render(parse("Zoë 漢字 😀"), title="t", when=WHEN).startswith(b"%PDF")
