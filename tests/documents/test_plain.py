# ruff: noqa: E501 (sources of test documents stand on one line)
"""Plain text and Markdown: paragraphs, lists, columns, headings."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ketacli.documents.model import BlockKind, Format
from ketacli.errors import InputProblem
from tests.documents.helpers import blocks, nesting, read, struck, texts


def test_wrapped_paragraphs_are_joined_and_lines_of_an_address_are_not():
    document = read(
        "You can appeal. We must get your appeal within 180 days after you got\n"
        "this message. Write to\n\n    Fernhollow Health Appeals\n    P.O. Box 6060\n    Fernhollow, CO 80999\n"
    )
    assert texts(document) == [
        "You can appeal. We must get your appeal within 180 days after you got this message. Write to",
        "Fernhollow Health Appeals",
        "P.O. Box 6060",
        "Fernhollow, CO 80999",
    ]


def test_unwrapped_lines_stay_apart_unless_a_sentence_goes_on():
    long = "x" * 40 + " is a long line of text that nobody has wrapped by hand at any place at all, and so it goes on"
    document = read(f"{long} with\nthe rest of it.\nAnother line.\n{long}.\n")
    assert len(texts(document)) == 3


def test_lists_nest_by_indentation_and_by_kind():
    document = read("All of:\n\n1. one\n   a. in\n   b. two\n     - deep\n2. next which\n   goes on\n(i) roman\n")
    assert nesting(document)[:5] == [(1, "1."), (2, "a."), (2, "b."), (3, "-"), (1, "2.")]
    assert texts(document)[5] == "2. next which goes on"


def test_columns_become_rows_with_headers():
    document = read("LN  DATE        CHARGE   CODE\n01  01/02/2026   380.00  CO-29\n02  01/03/2026    64.00  CO-4\n")
    text = document.pages[0].text
    rows = blocks(document, BlockKind.TABLE_ROW)
    assert rows[0].is_header_row
    assert [(text[c.start : c.end], c.header) for c in rows[2].cells][2:] == [("64.00", "CHARGE"), ("CO-4", "CODE")]


def test_a_line_under_the_last_column_goes_on_with_its_cell():
    document = read(
        "Covered uses       Depression that resisted two drugs. All other uses:\n"
        "                   not covered.\n"
        "Age                18 or older\n\n"
        "This plan pays for nothing else. See the booklet.\n"
    )
    text = document.pages[0].text
    rows = blocks(document, BlockKind.TABLE_ROW)
    assert [" ".join(text[row.cells[-1].start : row.cells[-1].end].split()) for row in rows] == [
        "Depression that resisted two drugs. All other uses: not covered.",
        "18 or older",
    ]
    assert texts(document, BlockKind.PARAGRAPH) == ["This plan pays for nothing else. See the booklet."]


def test_dot_leaders_set_label_and_value_apart():
    document = read("Plan paid ............. 470.40\nGroup ... 0077\nMember.....: Jo\n")
    text = document.pages[0].text
    found = [tuple(text[c.start : c.end] for c in b.cells) for b in blocks(document)]
    assert found == [("Plan paid", "470.40"), ("Group", "0077"), ("Member", "Jo")]


def test_headings_of_all_kinds():
    document = read(
        "Title of it\n\nPOLICY:\nText of the policy is here.\n\nUnder\n-----\nMore text.\n\nExclusions:\n- one\n"
    )
    found = texts(document, BlockKind.HEADING)
    assert found == ["Title of it", "POLICY:", "Under", "Exclusions:"]


def test_a_text_in_capitals_has_few_headings():
    text = "THIS CLAIM WAS DENIED. SEE THE LINES BELOW.\n\nAPPEALS\nYOU MAY APPEAL WITHIN 180 DAYS FROM THE DATE OF THIS NOTICE TO US.\n"
    assert texts(read(text), BlockKind.HEADING) == ["APPEALS"]


def test_check_boxes():
    document = read("[x] Initial\n[ ] Renewal\n☐ Age 18\n☒ REMS\n")
    assert [b.checked for b in blocks(document)] == [True, False, False, True]


def test_markdown_marks_are_gone_and_struck_text_is_marked():
    document = read(
        "# Ketamine\n\nIs **not** covered [here](http://x.example). ~~Was covered.~~\n\n1. a\n   - b\n", name="p.md"
    )
    assert document.format is Format.MARKDOWN
    assert texts(document)[:2] == ["Ketamine", "Is not covered here. Was covered."]
    assert struck(document) == ["Was covered."]
    assert nesting(document) == [(1, "1."), (2, "-")]


def test_pipe_tables():
    document = read("| Code | Text |\n|------|------|\n| G2082 | visit |\n| | empty |\n", name="p.md")
    text = document.pages[0].text
    rows = blocks(document)
    assert [[(text[c.start : c.end], c.column, c.header) for c in b.cells] for b in rows[1:]] == [
        [("G2082", 0, "Code"), ("visit", 1, "Text")],
        [("empty", 1, "Text")],
    ]


@given(st.text(max_size=400))
def test_blocks_are_ordered_slices_that_hold_every_letter(text):
    try:
        document = read("words at the start\n" + text)
    except InputProblem:
        return
    page = document.pages[0]
    at, kept = 0, []
    for block in page.blocks:
        assert at <= block.start < block.end <= len(page.text)
        at = block.end
        kept.append(page.text[block.start : block.end])
    letters = [c for c in page.text if c.isalnum()]
    assert [c for c in "".join(kept) if c.isalnum()] == letters
