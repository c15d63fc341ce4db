# ruff: noqa: E501 (sources of test documents stand on one line)
"""DOCX: numbering, revisions, hidden text, tables, boxes."""

from __future__ import annotations

from ketacli.documents.model import BlockKind, Format
from tests.documents.helpers import blocks, docx, nesting, paragraph, read, struck, texts

LEVELS = "".join(
    f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
    for n, (form, text) in enumerate(
        [
            ("upperRoman", "%1."),
            ("upperLetter", "%2."),
            ("decimal", "%3."),
            ("lowerLetter", "(%4)"),
            ("bullet", "\uf0b7"),
        ]
    )
)
NUMBERING = (
    f'<w:abstractNum w:abstractNumId="0">{LEVELS}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/>'
    "</w:lvlOverride></w:num>"
)
HEADING = '<w:style w:type="paragraph" w:styleId="H2"><w:name w:val="heading 2"/></w:style>'


def item(text, level, number=1):
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def test_numbering_is_computed_and_no_part_of_the_text():
    body = "".join(
        item(t, n) for t, n in [("a", 0), ("b", 1), ("c", 2), ("d", 2), ("e", 3), ("f", 1), ("g", 2), ("h", 4)]
    )
    document = read(docx(body + item("i", 0) + item("j", 0, number=2), numbering=NUMBERING))
    assert document.format is Format.DOCX
    assert nesting(document) == [
        (1, "I."), (2, "A."), (3, "1."), (3, "2."), (4, "(a)"), (2, "B."), (3, "1."), (5, "•"), (1, "II."), (1, "I."),
    ]  # fmt: skip
    assert texts(document) == list("abcdefghij")


def test_headings_by_style_by_outline_and_by_weight():
    body = (
        paragraph("Styled", '<w:pStyle w:val="H2"/>')
        + paragraph("Outlined", '<w:outlineLvl w:val="0"/>')
        + paragraph("Bold words", run="<w:b/>")
        + paragraph("Ketamine is not covered for any use by the plan.", run="<w:b/>")
        + paragraph("Plain")
    )
    document = read(docx(body, styles=HEADING))
    assert [(document.slice(b), b.level) for b in blocks(document, BlockKind.HEADING)] == [
        ("Styled", 2),
        ("Outlined", 1),
        ("Bold words", 2),
    ]


def test_revisions_hidden_and_struck_text():
    body = (
        '<w:p><w:r><w:t xml:space="preserve">failure of </w:t></w:r><w:del><w:r><w:delText>four</w:delText></w:r></w:del>'
        '<w:ins><w:r><w:t xml:space="preserve">two </w:t></w:r></w:ins><w:r><w:rPr><w:strike/></w:rPr><w:t>three</w:t></w:r>'
        '<w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r><w:r><w:rPr><w:strike w:val="0"/></w:rPr><w:t> trials</w:t></w:r></w:p>'
        + "<w:moveFrom><w:r><w:t>moved</w:t></w:r></w:moveFrom>"
    )
    document = read(docx(body))
    assert texts(document) == ["failure of two three trials"]
    assert struck(document) == ["three"]
    assert len(document.warnings) == 3


def test_tables_row_by_row_with_headers_and_merged_cells():
    def cell(text, properties=""):
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text, run='<w:b/>' if text[0].isupper() else '')}</w:tc>"

    rows = [
        "<w:tr>" + cell("Code") + cell("Text") + "</w:tr>",
        "<w:tr>" + cell("g2082", '<w:vMerge w:val="restart"/>') + cell("visit") + "</w:tr>",
        "<w:tr>" + cell("again", "<w:vMerge/>") + cell("more") + "</w:tr>",
        "<w:tr><w:trPr><w:del/></w:trPr>" + cell("x") + cell("deleted") + "</w:tr>",
    ]
    document = read(docx(f"<w:tbl>{''.join(rows)}</w:tbl>"))
    text = document.pages[0].text
    found = [[(text[c.start : c.end], c.column, c.header) for c in b.cells] for b in blocks(document)]
    assert found == [
        [("Code", 0, ""), ("Text", 1, "")],
        [("g2082", 0, "Code"), ("visit", 1, "Text")],
        [("more", 1, "Text")],
    ]
    assert blocks(document)[0].is_header_row


def test_check_boxes_of_both_kinds_and_typed_ones():
    def control(value):
        return (
            f'<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="{value}"/></w14:checkbox></w:sdtPr>'
            "<w:sdtContent><w:r><w:t>☒</w:t></w:r></w:sdtContent></w:sdt>"
        )

    body = "".join(f"<w:p>{control(v)}<w:r><w:t> choice</w:t></w:r></w:p>" for v in (1, 0)) + paragraph("☐ typed")
    symbol = '<w:p><w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r><w:r><w:t>symbol</w:t></w:r></w:p>'
    document = read(docx(body + symbol))
    assert [b.checked for b in blocks(document)] == [True, False, False, True]


def test_text_boxes_are_read_once():
    box = "<w:txbxContent>" + paragraph("boxed") + "</w:txbxContent>"
    mc = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    body = (
        f'<w:p><w:r><mc:AlternateContent xmlns:mc="{mc}"><mc:Choice Requires="wps"><w:drawing>{box}</w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>outside</w:t></w:r></w:p>"
    )
    assert texts(read(docx(body))) == ["outside", "boxed"]


def test_unbreakable_hyphens_stand_as_the_documented_mark():
    document = read(docx("<w:p><w:r><w:t>treatment</w:t><w:noBreakHyphen/><w:t>resistant</w:t></w:r></w:p>"))
    assert texts(document)[0].replace("\u00ad", "-") == "treatment-resistant"
