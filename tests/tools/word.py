"""Blocks as a Word document: true multilevel numbering, tables, struck runs, tracked deletions and insertions."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from tests.tools.markup import Block, Run, styles_of

FORMATS = {"1": "decimal", "A": "upperLetter", "a": "lowerLetter", "I": "upperRoman", "i": "lowerRoman"}
WHEN = {qn("w:author"): "Policy Office", qn("w:date"): "2026-08-03T09:00:00Z"}


def element(tag: str, **attributes: str) -> Any:
    """An element of WordprocessingML."""
    node = OxmlElement(f"w:{tag}")
    for key, value in attributes.items():
        node.set(qn(f"w:{key}"), value)
    return node


class Writer:
    """Writes blocks into one Word document."""

    def __init__(self, meta: dict[str, str]) -> None:
        self.file = Document()
        self.styles = styles_of(meta)
        self.changes = 0
        self.numbering = self.file.part.numbering_part.element
        self.scheme = self.new_scheme()
        normal = self.file.styles["Normal"].font
        normal.name, normal.size = meta.get("font", "Calibri"), Pt(10.5)
        section = self.file.sections[0]
        section.header.paragraphs[0].text = meta.get("header", "")
        section.footer.paragraphs[0].text = meta.get("footer", "")
        self.file.core_properties.title = meta.get("title", "")
        self.file.core_properties.author = meta.get("payer", "")

    def new_scheme(self) -> str:
        """An abstract numbering with the document's level styles; its id."""
        ident = str(90 + len(self.numbering))
        scheme = element("abstractNum", abstractNumId=ident)
        scheme.append(element("multiLevelType", val="multilevel"))
        for level, style in enumerate(self.styles[:6]):
            node = element("lvl", ilvl=str(level))
            for tag, value in (
                ("start", "1"),
                ("numFmt", FORMATS[style]),
                ("lvlText", f"%{level + 1}."),
                ("lvlJc", "left"),
            ):
                node.append(element(tag, val=value))
            place = element("pPr")
            place.append(element("ind", left=str(720 + 500 * level), hanging="420"))
            node.append(place)
            scheme.append(node)
        self.numbering.insert(0, scheme)
        return ident

    def new_list(self, level: int) -> str:
        """A list that starts anew at `level`; its id."""
        taken = [int(num.get(qn("w:numId"))) for num in self.numbering.findall(qn("w:num"))]
        ident = str(max(taken, default=0) + 1)
        num = element("num", numId=ident)
        num.append(element("abstractNumId", val=self.scheme))
        start = element("lvlOverride", ilvl=str(level))
        start.append(element("startOverride", val="1"))
        num.append(start)
        self.numbering.append(num)
        return ident

    def write(self, paragraph: Any, runs: list[Run]) -> None:
        """Put runs into a paragraph."""
        for run in runs:
            made = paragraph.add_run(run.text)
            made.bold = "strong" in run.looks or None
            made.italic = "em" in run.looks or None
            made.font.strike = "struck" in run.looks or None
            change = next(iter(run.looks & {"deleted", "inserted"}), None)
            if change:
                self.track(made, change)

    def track(self, run: Any, change: str) -> None:
        """Wrap a run as a tracked deletion or insertion."""
        self.changes += 1
        wrapper = element("del" if change == "deleted" else "ins", id=str(self.changes))
        for key, value in WHEN.items():
            wrapper.set(key, value)
        run._r.addprevious(wrapper)
        wrapper.append(run._r)
        for node in list(run._r.iter(qn("w:t"))) if change == "deleted" else []:
            node.tag = qn("w:delText")
            node.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")

    def number(self, paragraph: Any, ident: str, level: int) -> None:
        """Give a paragraph its place in a numbered list."""
        place = element("numPr")
        place.append(element("ilvl", val=str(level)))
        place.append(element("numId", val=ident))
        paragraph._p.get_or_add_pPr().append(place)

    def walk(self, blocks: list[Block]) -> None:
        """Write blocks one after the other."""
        for block in blocks:
            if block.kind == "heading":
                level = block.level - 1
                self.write(self.file.add_paragraph(style="Title" if level == 0 else f"Heading {level}"), block.runs)
            elif block.kind == "paragraph":
                paragraph = self.file.add_paragraph()
                paragraph.paragraph_format.left_indent = Pt(30 * block.level) if block.level else None
                self.write(paragraph, block.runs)
            elif block.kind == "list":
                self.listing(block)
            elif block.kind == "table":
                self.table(block)
            elif block.kind == "break":
                self.file.add_page_break()

    def listing(self, block: Block) -> None:
        """A list with what its items hold."""
        ident = self.new_list(block.level) if block.ordered else ""
        for item in block.inner:
            paragraph = self.file.add_paragraph(style="List Paragraph" if block.ordered else "List Bullet")
            if block.ordered:
                self.number(paragraph, ident, block.level)
            elif block.level:
                paragraph.paragraph_format.left_indent = Pt(36 + 25 * block.level)
            self.write(paragraph, item.runs)
            self.walk(item.inner)

    def table(self, block: Block) -> None:
        """A table with a bold header row."""
        made = self.file.add_table(rows=0, cols=len(block.rows[0]), style="Table Grid")
        for place, row in enumerate(block.rows):
            cells = made.add_row().cells
            for cell, runs in zip(cells, row, strict=True):
                looks = [Run(run.text, run.looks | {"strong"}) for run in runs] if place == 0 else runs
                self.write(cell.paragraphs[0], looks)
        self.file.add_paragraph()


def to_word(meta: dict[str, str], blocks: list[Block], target: Path) -> None:
    """Write blocks to a .docx file."""
    writer = Writer(meta)
    writer.walk(blocks)
    writer.file.save(str(target))
    settle(target)


def settle(target: Path) -> None:
    """Give every part of the package one date, so that the same source gives the same bytes."""
    with zipfile.ZipFile(target) as package:
        parts = [(entry.filename, package.read(entry)) for entry in package.infolist()]
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts:
            package.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
