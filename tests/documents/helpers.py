# ruff: noqa: E501 (sources of test documents stand on one line)
"""Small documents made on the spot: PDFs by typst or by hand, DOCX from parts."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

from ketacli.documents.model import Block, BlockKind, Document
from ketacli.documents.read import read_document

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
LIGATURES = dict(zip(range(0xFB00, 0xFB07), ("ff", "fi", "fl", "ffi", "ffl", "st", "st"), strict=True))


def squeeze(text: str) -> str:
    """Text without white space and invisible characters, as quotes are compared."""
    return re.sub("[\\s\u00ad\ufffe\u0002\u200b\u2060\ufeff]", "", text.translate(LIGATURES))


def read(data: bytes | str, name: str = "x", **options) -> Document:
    """Read bytes, or text as UTF-8."""
    return read_document(name, data=data.encode() if isinstance(data, str) else data, **options)


def texts(document: Document, kind: BlockKind | None = None) -> list[str]:
    """Block texts with white space folded."""
    return [" ".join(document.slice(b).split()) for b in blocks(document, kind)]


def blocks(document: Document, kind: BlockKind | None = None) -> list[Block]:
    """All blocks in order, or those of a kind."""
    return [b for page in document.pages for b in page.blocks if kind is None or b.kind is kind]


def nesting(document: Document) -> list[tuple[int, str]]:
    """(level, marker) of the list items."""
    return [(b.level, b.marker) for b in blocks(document, BlockKind.LIST_ITEM)]


def struck(document: Document) -> list[str]:
    """Struck-out passages with white space folded."""
    return [
        " ".join(page.text[a:z].split()) for page in document.pages for block in page.blocks for a, z in block.struck
    ]


def typst_pdf(source: str) -> bytes:
    """A PDF of letter size."""
    import typst

    head = "#set page(width: 612pt, height: 792pt, margin: 54pt)\n#set text(size: 10pt)\n"
    return typst.compile((head + source).encode())


def docx(body: str, *, numbering: str = "", styles: str = "", extra: dict[str, bytes] | None = None) -> bytes:
    """A DOCX of a body's XML."""
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        'wordprocessingml.document.main+xml"/></Types>'
    )
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    rels = f'<Relationships xmlns="{package}"><Relationship Id="r1" Type="{office}/officeDocument" Target="word/document.xml"/></Relationships>'
    parts = [(name, xml) for name, xml in (("numbering", numbering), ("styles", styles)) if xml]
    inner = "".join(
        f'<Relationship Id="r{n}" Type="{office}/{name}" Target="{name}.xml"/>' for n, (name, _) in enumerate(parts)
    )
    files = {
        "[Content_Types].xml": types.encode(),
        "_rels/.rels": rels.encode(),
        "word/document.xml": (
            f'<w:document {W} xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"><w:body>{body}</w:body></w:document>'
        ).encode(),
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{package}">{inner}</Relationships>'.encode(),
    }
    files |= {f"word/{name}.xml": f"<w:{name} {W}>{xml}</w:{name}>".encode() for name, xml in parts}
    files |= extra or {}
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def paragraph(text: str, properties: str = "", run: str = "") -> str:
    """A paragraph with one run."""
    return (
        f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r></w:p>"
    )
