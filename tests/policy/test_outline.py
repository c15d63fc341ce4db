"""Sections get their role, lists their lead-in, struck words and unticked boxes no force."""

from pathlib import Path

import pytest

from ketacli.documents.model import Block, BlockKind, Document, Format, Page
from ketacli.documents.read import read_document
from ketacli.policy.building import build_outline
from ketacli.policy.outline import Role
from ketacli.policy.sections import role_of_heading


def outline_of(text, tmp_path):
    path = tmp_path / "x.txt"
    path.write_text(text, encoding="utf-8")
    return build_outline(read_document(Path(path)))


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("POLICY", Role.POLICY),
        ("3. Coverage Rationale", Role.POLICY),
        ("What is not covered", Role.EXCLUSIONS),
        ("Initial Approval Criteria", Role.CRITERIA),
        ("Description of Procedure or Service", Role.BACKGROUND),
        ("Summary of Evidence", Role.BACKGROUND),
        ("Policy History", Role.HISTORY),
        ("Related Policies", Role.RELATED),
        ("FDA Approved Indications", Role.REGULATORY),
        ("Positions of Other Organizations", Role.OTHER_PAYERS),
        ("Coding", Role.CODES),
        ("References", Role.REFERENCES),
        ("Definitions", Role.DEFINITIONS),
        ("Summary Plan Description", Role.POLICY),
        ("Complex regional pain syndrome", Role.UNKNOWN),
    ],
)
def test_a_heading_tells_what_its_section_is_for(heading, role):
    assert role_of_heading(heading) is role


def test_items_belong_to_their_lead_in_and_to_the_item_above(tmp_path):
    outline = outline_of("POLICY\n\nCovered when all are met:\n1. Age 18\n2. One of:\n   a. ECT\n   b. TMS\n", tmp_path)
    by_text = {unit.text.strip(): unit for unit in outline.units}
    assert outline.governors(by_text["1. Age 18"])[0].text.startswith("Covered when")
    assert outline.governors(by_text["a. ECT"])[0].text.strip() == "2. One of:"


def test_a_heading_inside_background_inherits_its_role(tmp_path):
    outline = outline_of("# Policy X\n\n## Background\n\n### Depression\n\nText about it.\n", tmp_path)
    assert outline.section_of(outline.units[-1]).role is Role.BACKGROUND


def page(text, *blocks):
    return Document(name="x", format=Format.TEXT, sha256="", pages=(Page(number=1, text=text, blocks=tuple(blocks)),))


def test_struck_words_are_blank_and_keep_their_place():
    text = "Spravato is not covered."
    block = Block(kind=BlockKind.PARAGRAPH, page=1, start=0, end=len(text), struck=((12, 16),))
    (unit,) = build_outline(page(text, block)).units
    assert unit.text == "Spravato is     covered." and len(unit.text) == len(text)


def test_an_unticked_box_has_no_force_only_where_another_is_ticked():
    text = "A thing.\nB thing."
    first = Block(kind=BlockKind.LIST_ITEM, page=1, start=0, end=8, level=1, checked=True)
    second = Block(kind=BlockKind.LIST_ITEM, page=1, start=9, end=17, level=1, checked=False)
    blank = Block(kind=BlockKind.LIST_ITEM, page=1, start=0, end=8, level=1, checked=False)
    assert [unit.in_force for unit in build_outline(page(text, first, second)).units] == [True, False]
    assert [unit.in_force for unit in build_outline(page(text, blank, second)).units] == [True, True]


def test_a_sentence_that_a_page_break_cuts_is_one_unit_with_two_parts():
    one, two = "Ketamine is considered", "investigational."
    document = Document(
        name="x",
        format=Format.PDF,
        sha256="",
        page_count=2,
        pages=(
            Page(number=1, text=one, blocks=(Block(kind=BlockKind.PARAGRAPH, page=1, start=0, end=len(one)),)),
            Page(
                number=2,
                text=two,
                blocks=(Block(kind=BlockKind.PARAGRAPH, page=2, start=0, end=len(two), continues=True),),
            ),
        ),
    )
    (unit,) = build_outline(document).units
    assert unit.text == "Ketamine is considered investigational."
    assert [part.page for part in unit.parts] == [1, 2]


def governed(text, tmp_path):
    outline = outline_of(text, tmp_path)
    return outline, {" ".join(unit.text.split()): unit for unit in outline.units}


def test_headings_of_one_size_nest_by_their_numbers(tmp_path):
    text = (
        "# Spravato\n\n## A. Treatment-resistant depression\n\n## 1. First request\n\nAge 18.\n\n## 2. Renewal\n\n"
        "Score is lower.\n\n## B. Acute suicidal ideation\n\nAge 21.\n"
    )
    path = tmp_path / "x.md"
    path.write_text(text, encoding="utf-8")
    outline = build_outline(read_document(path))
    paths = {unit.text.strip(): outline.section_of(unit).path[1:] for unit in outline.units if unit.kind == "paragraph"}
    assert paths["Age 18."] == ("A. Treatment-resistant depression", "1. First request")
    assert paths["Score is lower."] == ("A. Treatment-resistant depression", "2. Renewal")
    assert paths["Age 21."] == ("B. Acute suicidal ideation",)


def blocks_of(*lines):
    """A page of lines, each a (kind, marker, level, text)."""
    text, blocks = "", []
    for kind, marker, level, words in lines:
        blocks.append(Block(kind=kind, page=1, start=len(text), end=len(text) + len(words), marker=marker, level=level))
        text += f"{words}\n"
    return build_outline(page(text, *blocks))


ITEM, PARAGRAPH, HEADING = BlockKind.LIST_ITEM, BlockKind.PARAGRAPH, BlockKind.HEADING


def test_numbers_hold_a_list_together_where_the_layout_lost_its_levels():
    outline = blocks_of(
        (HEADING, "", 1, "Criteria"),
        (ITEM, "a.", 1, "a. Approved based on all of the following criteria:"),
        (ITEM, "(1)", 2, "(1) The diagnosis is depression"),
        (PARAGRAPH, "", 0, "-AND-"),
        (ITEM, "(2)", 1, "(2) One of the following:"),
        (ITEM, "(a)", 2, "(a) Augmentation has failed"),
        (PARAGRAPH, "", 0, "-OR-"),
        (ITEM, "(b)", 1, "(b) Augmentation is contraindicated"),
        (PARAGRAPH, "", 0, "-AND-"),
        (PARAGRAPH, "", 0, "(3) A psychiatrist prescribes it"),
    )
    above = {unit.text[:3]: unit.parent and outline.units[unit.parent].text[:3] for unit in outline.units[2:]}
    assert above == {"(1)": "a. ", "(2)": "a. ", "(a)": "(2)", "(b)": "(2)", "(3)": "a. "}
    assert outline.units[-1].kind == "list_item"


def test_a_title_whose_number_a_heading_goes_on_with_is_a_heading():
    outline = blocks_of(
        (HEADING, "", 1, "Position"),
        (ITEM, "I.", 1, "I. Complex regional pain syndrome"),
        (PARAGRAPH, "", 0, "All must be fulfilled."),
        (HEADING, "", 2, "II. Depression"),
    )
    assert [unit.kind for unit in outline.units] == ["heading", "heading", "paragraph", "heading"]


def test_an_item_that_says_something_stays_an_item_before_a_numbered_heading():
    outline = blocks_of((ITEM, "I.", 1, "I. The member is 18 years of age"), (HEADING, "", 2, "II. Depression"))
    assert outline.units[0].kind == "list_item"
