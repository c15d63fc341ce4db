"""One function for every format: a source → `Document`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, assert_never

from ketacli.documents.digest import sha256
from ketacli.documents.errors import NoText
from ketacli.documents.limits import Limits, Progress, Watch
from ketacli.documents.model import Document, Format
from ketacli.documents.readers import Found, Request
from ketacli.documents.sources import Source, collect_paths, detect, load, refuse_empty

__all__ = ["Source", "collect_paths", "read_document"]

Ocr = Literal["auto", "never", "always"]


def read_document(
    source: Source,
    *,
    data: bytes | None = None,
    ocr: Ocr = "auto",
    password: str | None = None,
    limits: Limits | None = None,
    progress: Progress | None = None,
) -> Document:
    """Read one document, its format told by its content.

    `data` gives the bytes where the caller has them already; `source` is then only the name. `ocr`: `auto` reads pages
    without a text layer with tesseract, `never` leaves them unread, `always` reads every PDF page so.
    Raises a subclass of `InputProblem` where nothing can be read; single pages that cannot are `unread_pages`.
    """
    watch = Watch(str(source), limits or Limits(), progress)
    if data is None:
        data = load(source, watch)
    watch.size(len(data))
    refuse_empty(data, watch.name)
    kind = detect(data, watch.name)
    watch.size(len(data), is_text=kind not in (Format.PDF, Format.DOCX))
    found = _reader(kind)(Request(data=data, watch=watch, ocr=ocr, password=password))
    if not found.unread and not any(page.text.strip() for page in found.pages):
        raise NoText(watch.name)
    return Document(
        name=watch.name,
        format=kind,
        sha256=sha256(data),
        pages=tuple(found.pages),
        unread_pages=tuple(found.unread),
        page_count=found.page_count,
        title=found.title,
        warnings=tuple(dict.fromkeys(found.warnings)),
    )


def _reader(kind: Format) -> Callable[[Request], Found]:
    if kind is Format.PDF:
        from ketacli.documents.pdf import read_pdf

        return read_pdf
    if kind is Format.DOCX:
        from ketacli.documents.docx import read_docx

        return read_docx
    if kind is Format.HTML:
        from ketacli.documents.html import read_html

        return read_html
    if kind is Format.MARKDOWN or kind is Format.TEXT:
        from ketacli.documents.plain import read_markdown, read_text

        return read_markdown if kind is Format.MARKDOWN else read_text
    assert_never(kind)
