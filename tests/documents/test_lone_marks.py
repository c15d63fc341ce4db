"""Marks alone on their line, and the heads that a printed page repeats."""

from __future__ import annotations

import pytest

from ketacli.documents.model import BlockKind
from tests.documents.helpers import blocks, nesting, read, texts


@pytest.mark.parametrize("mark", ["-", "•", "–", "o", "*"])
def test_a_bullet_alone_opens_the_line_below_it(mark):
    document = read(f"Covered when all are met:\n{mark}\nAge 18 or over\n{mark}\nSeen by a psychiatrist\n")
    assert texts(document, BlockKind.LIST_ITEM) == [f"{mark} Age 18 or over", f"{mark} Seen by a psychiatrist"]


def test_numbers_alone_open_their_items_and_a_roman_one_after_a_colon_opens_a_list_of_its_own():
    document = read(
        "a.\nAge 18 or over;\nb.\nSeen by a psychiatrist;\nc.\nA plan of care;\nd.\nBoth of these:\n"
        "i.\nTwo failed drugs;\nii.\nOne failed add-on;\ne.\nA certified clinic.\n"
    )
    assert nesting(document) == [(1, "a."), (1, "b."), (1, "c."), (1, "d."), (2, "i."), (2, "ii."), (1, "e.")]


def test_wrapped_lines_below_a_lone_mark_belong_to_its_item_up_to_its_end():
    document = read("1.\nFailure of TWO\nMedicines from two classes;\n2.\nAge over 18.\nLength: 3 months\n")
    assert texts(document) == ["1. Failure of TWO Medicines from two classes;", "2. Age over 18.", "Length: 3 months"]


def test_a_label_after_an_item_without_a_stop_is_no_part_of_it():
    document = read("-\nAge over 18\n-\nA psychiatrist\nApproval length: 6 months.\n")
    assert texts(document)[-2:] == ["- A psychiatrist", "Approval length: 6 months."]


def test_one_dash_on_its_line_is_no_list():
    assert not blocks(read("Hours\n-\nMonday to Friday\n"), BlockKind.LIST_ITEM)


HEAD = "FENWAY PLAN DRUG POLICY\nSpravato  Page {} of 3\n"
PRINTED = (
    f"{HEAD.format(1)}\nCovered for depression when all are met:\n\n1. Age 18 or over; and\n"
    f"2. Two failed medicines in the present\n{HEAD.format(2)}episode; and\n3. Seen by a psychiatrist.\n\n"
    f"Refused for bipolar disorder and\n{HEAD.format(3)}for pain.\n"
)


def test_the_heads_of_later_pages_are_furniture_and_a_sentence_goes_on_below_them():
    document = read(PRINTED)
    assert len(blocks(document, BlockKind.FURNITURE)) == 4
    assert [text for text, block in zip(texts(document), blocks(document), strict=True) if block.continues] == [
        "episode; and",
        "for pain.",
    ]
    assert nesting(document) == [(1, "1."), (1, "2."), (1, ""), (1, "3.")]


def test_page_numbers_in_sentences_are_no_heads():
    document = read("Charts: see page 4 of 9 for the doses.\n\nNext, look at the notes.\n\nSee page 2 of the guide.\n")
    assert not blocks(document, BlockKind.FURNITURE)
