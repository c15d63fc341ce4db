# ruff: noqa: E501 (sources of test documents stand on one line)
"""HTML: what a person sees, as blocks."""

from __future__ import annotations

from ketacli.documents.model import BlockKind, Format
from tests.documents.helpers import blocks, nesting, read, texts


def page(body, head=""):
    return read(f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>")


def test_hidden_text_is_left_out_and_said():
    document = page(
        "<p>Seen <span hidden>no</span><del>no</del><s>no</s><strike>no</strike> text</p>"
        "<p style='display: none'>no</p><p style='visibility:hidden'>no</p><p class='off'>no</p><p id='gone'>no</p>"
        "<script>no()</script><noscript>no</noscript><template>no</template><!-- no --><p class='on'>shown</p>"
        "<input type=hidden value=no><p style='text-decoration: line-through'>no</p>",
        "<meta name=description content=no><style>.off{display:none} #gone{visibility:hidden} .on{display:block}"
        "@media print{.on{display:none}}</style>",
    )
    assert texts(document) == ["Seen text", "shown"]
    assert "hidden or crossed-out words" in document.warnings[0]


def test_inline_tags_are_joined_and_blocks_set_apart():
    document = page("<div>Treat<b>ment</b>&#8209;<i>resistant</i> Spravato<sup>&reg;</sup></div><div>Next</div>")
    assert texts(document) == ["Treatment‑resistant Spravato®", "Next"]


def test_lists_nest_with_the_markers_a_browser_draws():
    document = page(
        "<ol type=A start=2><li>one<ol type=i><li>in<li>in two</ol>after<li value=5>five</ol><ul><li>x<ul><li>y</ul></ul>"
    )
    assert nesting(document) == [(1, "B."), (2, "i."), (2, "ii."), (1, "E."), (1, "•"), (2, "•")]
    after = next(b for b in blocks(document) if document.slice(b) == "after")
    assert (after.kind, after.level) == (BlockKind.PARAGRAPH, 1)


def test_tables_have_headers_through_spans():
    document = page(
        "<table><thead><tr><th rowspan=2>Row<th colspan=2>You pay<tr><th>In<th>Out</thead>"
        "<tbody><tr><td rowspan=2>Visit<td>$20<td>$40<tr><td>30%<td>50%</tbody></table>"
    )
    rows = blocks(document, BlockKind.TABLE_ROW)
    assert [b.is_header_row for b in rows] == [True, True, False, False]
    text = document.pages[0].text
    cells = [[(text[c.start : c.end], c.column, c.header) for c in row.cells] for row in rows[2:]]
    assert cells == [
        [("Visit", 0, "Row"), ("$20", 1, "You pay In"), ("$40", 2, "You pay Out")],
        [("30%", 1, "You pay In"), ("50%", 2, "You pay Out")],
    ]


def test_layout_tables_are_running_text():
    document = page("<table><tr><td><h2>Title</h2><p>Text</p></td></tr></table>")
    assert [b.kind for b in blocks(document)] == [BlockKind.HEADING, BlockKind.PARAGRAPH]


def test_navigation_is_furniture_and_an_article_header_is_not():
    document = page(
        "<header>Site</header><nav><a>Home</a></nav><main><header>Policy 12</header><h1>T</h1></main><footer>f</footer>"
    )
    assert texts(document, BlockKind.FURNITURE) == ["Site", "Home", "f"]
    assert texts(document)[2:4] == ["Policy 12", "T"]


def test_check_boxes_and_details():
    document = page(
        "<p><input type=checkbox checked> New start <input type=checkbox> Renewal</p>"
        "<details><summary>Exceptions</summary><p>None</p></details><ul><li>&#9746; ticked<li>&#9744; open</ul>"
    )
    found = [(b.kind, document.slice(b), b.checked) for b in blocks(document)]
    assert found[:2] == [(BlockKind.PARAGRAPH, "New start", True), (BlockKind.PARAGRAPH, "Renewal", False)]
    assert found[2][:2] == (BlockKind.HEADING, "Exceptions")
    assert [checked for _, _, checked in found[-2:]] == [True, False]


def test_bold_lines_are_headings_and_bold_sentences_are_not():
    document = page("<h2>A</h2><p><b>Initial criteria</b></p><p><b>Ketamine is not covered.</b></p>")
    kinds = [(b.kind, b.level) for b in blocks(document)]
    assert kinds == [(BlockKind.HEADING, 2), (BlockKind.HEADING, 3), (BlockKind.PARAGRAPH, 0)]


def test_definition_lists_read_as_rows():
    document = page("<dl><dt>G2082</dt><dd>Visit, up to 56 mg</dd><dt>G2083</dt><dd>More</dd></dl>")
    assert [len(b.cells) for b in blocks(document)] == [2, 2]


def test_stated_character_sets_are_followed():
    data = '<html><head><meta charset="windows-1252"></head><body><p>plan’s</p></body></html>'.encode("cp1252")
    document = read(data)
    assert document.format is Format.HTML
    assert texts(document) == ["plan’s"]


def test_soft_hyphens_go():
    assert texts(page("<p>treat&shy;ment</p>")) == ["treatment"]
