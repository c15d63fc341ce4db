# ruff: noqa: E501 (sources of test documents stand on one line)
"""PDF in house styles made on the spot: redlines, lists over pages, columns, tables, boxes, hyphens, rotation."""

from __future__ import annotations

import pytest

from ketacli.documents.model import BlockKind, Format
from tests.documents.helpers import blocks, nesting, read, struck, texts, typst_pdf


def rows(document):
    return [
        [(" ".join(page.text[c.start : c.end].split()), c.column, c.header) for c in b.cells]
        for page in document.pages
        for b in page.blocks
        if b.cells
    ]


def test_struck_text_is_marked_to_the_word_and_underlined_text_is_not():
    document = read(
        typst_pdf(
            "The member failed #strike[four] two trials, #underline[each of them] adequate. #strike[A score of 20 is\n"
            "required before the first visit of the member to any clinic, whether or not it is in the network.]\n\n"
            "#underline[Underlined heading]\n\n#strike[Struck paragraph.]\n\n#overline[Overlined words.]\n"
        )
    )
    assert document.format is Format.PDF
    assert struck(document) == [
        "four",
        "A score of 20 is required before the first visit of the member to any clinic, whether or not it is in the network.",
        "Struck paragraph.",
    ]
    assert "struck out" in document.warnings[0]


def test_headings_by_size_weight_and_capitals():
    document = read(
        typst_pdf(
            '= Ketamine\n== Criteria\n#text(weight: "bold")[Approval duration]\n\nSix months of treatment are approved.\n\n'
            'LIMITATIONS\n\nNo more than 23 kits.\n\n#text(weight: "bold")[Ketamine infusion is not covered for any use.]\n'
        )
    )
    found = [(document.slice(b), b.level) for b in blocks(document, BlockKind.HEADING)]
    assert [text for text, _ in found] == ["Ketamine", "Criteria", "Approval duration", "LIMITATIONS"]
    assert [level for _, level in found][:2] == [1, 2]
    assert found[2][1] > 2


def test_lists_nest_by_indentation_and_marker():
    source = (
        'All of the following:\n+ Age 18\n+ One of these:\n  #set enum(numbering: "a.")\n  + ECT\n  + TMS\n+ REMS\n\n'
        "Any of:\n- one\n- two:\n  - in\n- three\n\nText.\n\n☐ Open \\\n☒ Ticked \\\n[x] Typed\n"
    )
    document = read(typst_pdf(source))
    assert nesting(document)[:9] == [
        (1, "1."), (1, "2."), (2, "a."), (2, "b."), (1, "3."), (1, "•"), (1, "•"), (2, "‣"), (1, "•"),
    ]  # fmt: skip
    assert [b.checked for b in blocks(document)][-3:] == [False, True, True]


def test_a_wrapped_word_that_looks_like_a_marker_is_none():
    source = (
        "#set par(justify: false)\n+ Treatment-resistant depression. Approve for the duration noted if the member meets ONE "
        "of the following now (A or\\\n  B) and goes on with the same sentence.\n+ Second\n"
    )
    document = read(typst_pdf(source))
    assert nesting(document) == [(1, "1."), (1, "2.")]


def test_sentences_and_lists_go_on_over_the_page():
    source = (
        "+ one\n+ two\n#v(630pt)\n+ "
        + "three is an item that is broken over the end of the page because it is long " * 4
        + "and then it ends here.\n+ four\n"
    )
    document = read(
        typst_pdf("#set enum(start: 1)\n" + "#set page(header: [Acme Health], footer: [Policy 7])\n" + source)
    )
    later = [b for b in document.pages[1].blocks if b.kind is not BlockKind.FURNITURE]
    assert document.page_count == 2
    if later[0].continues:
        assert (later[0].kind, later[0].level, later[0].marker) == (BlockKind.LIST_ITEM, 1, "")
    assert nesting(document)[-1] in ((1, "4."), (1, "2."))


def test_running_lines_are_furniture_and_a_first_page_title_is_not():
    source = "\n#pagebreak()\n".join(f"Body {n} of the text, which differs." for n in range(4))
    head = "#set page(header: [Acme Health #h(1fr) Policy 12], footer: context [Page #counter(page).display() of 4])\n"
    document = read(typst_pdf(head + source))
    assert len(texts(document, BlockKind.FURNITURE)) == 8
    assert len(texts(document, BlockKind.PARAGRAPH)) == 4


def test_ruled_tables_have_cells_and_headers():
    document = read(
        typst_pdf(
            "#table(columns: (60pt, 90pt, 1fr), [*Drug*], [*Dose*], [*Limit*], [Spravato], [56 mg or 84 mg twice a week "
            "for four weeks], [23 kits], [Ketamine], [0.5 mg/kg], [6 infusions])"
        )
    )
    assert rows(document) == [
        [("Drug", 0, ""), ("Dose", 1, ""), ("Limit", 2, "")],
        [("Spravato", 0, "Drug"), ("56 mg or 84 mg twice a week for four weeks", 1, "Dose"), ("23 kits", 2, "Limit")],
        [("Ketamine", 0, "Drug"), ("0.5 mg/kg", 1, "Dose"), ("6 infusions", 2, "Limit")],
    ]


def test_unruled_tables_have_cells_and_headers():
    document = read(
        typst_pdf(
            "Codes that this policy names:\n\n#grid(columns: 3, column-gutter: 30pt, row-gutter: 6pt, [*Code*], [*Text*], "
            "[*Status*], [G2082], [Visit up to 56 mg], [covered], [J3490], [Unclassified drugs], [not covered])"
        )
    )
    assert rows(document)[1:] == [
        [("G2082", 0, "Code"), ("Visit up to 56 mg", 1, "Text"), ("covered", 2, "Status")],
        [("J3490", 0, "Code"), ("Unclassified drugs", 1, "Text"), ("not covered", 2, "Status")],
    ]


def test_justified_text_is_no_table():
    document = read(
        typst_pdf(
            "#set page(width: 220pt)\n#set par(justify: true)\n"
            + "extraordinarily incomprehensible words and others of some lengths that vary in a way which nobody foresees "
            * 5
        )
    )
    assert not rows(document)


def test_two_columns_are_read_one_after_the_other():
    left = " ".join(f"left{n}" for n in range(400))
    document = read(typst_pdf(f"#set page(columns: 2)\n{left}\n#colbreak()\n+ right one\n+ right two\n  + in\n"))
    assert document.pages[0].text.index("left399") < document.pages[0].text.index("right one")
    assert [level for level, _ in nesting(document)] == [1, 1, 2]


def test_words_broken_at_line_ends_are_whole():
    document = read(
        typst_pdf(
            '#set page(width: 150pt)\n#set text(lang: "en", hyphenate: true)\n#set par(justify: true)\n'
            "Electroconvulsive therapy and psychopharmacologic augmentation for treatment-resistant depression with "
            "out-of-pocket expenses, investigational infusions, psychotherapy, authorization.\n"
        )
    )
    words = " ".join(document.pages[0].text.replace("\u00ad", "-").split())
    for whole in (
        "Electroconvulsive",
        "psychopharmacologic",
        "treatment-resistant",
        "out-of-pocket",
        "investigational",
    ):
        assert whole in words
    assert "\ufffe" not in document.pages[0].text


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_turned_pages_read_as_shown(turn):
    import pypdfium2

    source = "= Policy\nFirst paragraph of the text.\n\n- one\n  - in\n- two\n\n#table(columns: 2, [*Code*], [*Text*], [G2082], [Visit])"
    shown = read(typst_pdf(source))
    pdf = pypdfium2.PdfDocument(
        typst_pdf(
            f"#set page(width: 612pt, height: 612pt)\n#rotate({-turn}deg)[#block(width: 500pt, height: 500pt)[{source}]]"
        )
    )
    pdf[0].set_rotation(turn)
    from io import BytesIO

    out = BytesIO()
    pdf.save(out)
    document = read(out.getvalue())
    assert nesting(document) == nesting(shown)
    assert rows(document) == rows(shown)


def test_many_pages_report_progress():
    class Heard:
        calls = []

        def page_done(self, name, done, total):
            self.calls.append((done, total))

    document = read(
        typst_pdf("#pagebreak()\n".join(f"Page {n} says something of its own.\n" for n in range(90))), progress=Heard()
    )
    assert document.page_count == 90
    assert [page.number for page in document.pages] == list(range(1, 91))
    assert Heard.calls[-1] == (90, 90)
    assert [done for done, _ in Heard.calls] == sorted(done for done, _ in Heard.calls)


def test_a_blank_page_is_no_unread_page():
    document = read(
        typst_pdf("Some text that is long enough to count.\n#pagebreak()\n#pagebreak()\nThe end of the text, long too.")
    )
    assert document.unread_pages == ()


def test_white_and_invisible_text_is_part_of_the_text_layer():
    """Quotes are checked against pdfium's text; what is hidden there is not told apart (see docs/documents.md)."""
    document = read(typst_pdf("Visible words of the policy here. #text(fill: white)[white words]"))
    assert "white words" in document.pages[0].text
