"""PDF: opened, every page's text and lines taken, pages without text given to OCR, blocks made of the whole."""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING

from ketacli.documents.errors import CorruptFile, PasswordNeeded, WrongPassword
from ketacli.documents.gaps import split_lines
from ketacli.documents.halves import read_pages
from ketacli.documents.hyphens import Hyphens
from ketacli.documents.layout import lay_out
from ketacli.documents.lines import Sheet
from ketacli.documents.model import UnreadPage
from ketacli.documents.pdf_rules import drawn, sort_rules, strike, struck_annotations
from ketacli.documents.pdf_text import Fonts, frame_of, read_sheet
from ketacli.documents.pdfium import Box, byref, call
from ketacli.documents.pictures import Picture, render
from ketacli.documents.readers import Found, Request

if TYPE_CHECKING:
    from ketacli.documents.ocr_queue import PictureQueue

_PASSWORD = 4
_SCAN = 20
"""Characters below which a page counts as a picture."""


def read_pdf(request: Request) -> Found:
    """All pages. Raises `PasswordNeeded`, `WrongPassword`, `CorruptFile`, and what the limits raise."""
    document = _open(request)
    try:
        return _pages(document, request)
    finally:
        call.FPDF_CloseDocument(document)


def _open(request: Request) -> int:
    name, password = request.watch.name, request.password
    secret = password.encode() if password is not None else None
    document = call.FPDF_LoadMemDocument64(request.data, len(request.data), secret)
    if not document:
        if call.FPDF_GetLastError() == _PASSWORD:
            raise WrongPassword(name) if password else PasswordNeeded(name)
        raise CorruptFile(name, "PDF")
    if call.FPDF_GetPageCount(document) <= 0:
        call.FPDF_CloseDocument(document)
        raise CorruptFile(name, "PDF", "it has no pages")
    return int(document)


def _pages(document: int, request: Request) -> Found:
    total = call.FPDF_GetPageCount(document)
    request.watch.pages(total)
    reader = _PageReader(document, request)
    queue: PictureQueue | None = None
    read: dict[int, Sheet | UnreadPage] = {}
    for at, result in read_pages(reader.read, total, request.watch):
        if isinstance(result, Picture):
            queue = queue or _queue(request)
            read |= queue.put(at + 1, result)
        else:
            read[at + 1] = result
        request.watch.page_done(len(read), total)
    if queue is not None:
        read |= queue.rest()
        request.watch.page_done(total, total)
    sheets = [sheet for _, sheet in sorted(read.items()) if isinstance(sheet, Sheet)]
    return Found(
        warnings=[warning for sheet in sheets for warning in _doubts(sheet)],
        pages=lay_out(sheets),
        unread=[page for _, page in sorted(read.items()) if isinstance(page, UnreadPage)],
        page_count=total,
        title=_meta(document, b"Title"),
    )


def _queue(request: Request) -> PictureQueue:
    from ketacli.documents.ocr_queue import PictureQueue

    return PictureQueue(request.watch)


def _doubts(sheet: Sheet) -> list[str]:
    if sheet.confidence < 75:
        return [f"page {sheet.number} was hard to read by OCR: compare the quotes with the page"]
    return [f"page {sheet.number} has words that are struck out"] if sheet.struck else []


class _PageReader:
    """Reads page after page of one document."""

    def __init__(self, document: int, request: Request) -> None:
        self._document = document
        self._request = request
        self._fonts = Fonts()
        self._hyphens = Hyphens()

    def read(self, at: int) -> Sheet | UnreadPage | Picture:
        """The page at that index, or why it could not be read."""
        page = call.FPDF_LoadPage(self._document, at)
        if not page:
            return UnreadPage(page=at + 1, reason="the page is damaged")
        try:
            return self._loaded(page, at + 1)
        finally:
            call.FPDF_ClosePage(page)

    def _loaded(self, page: int, number: int) -> Sheet | UnreadPage | Picture:
        if self._request.ocr == "always":
            return self._recognised(page, number)
        textpage = call.FPDFText_LoadPage(page)
        if not textpage:
            return UnreadPage(page=number, reason="the page's text is damaged")
        try:
            sheet = read_sheet(textpage, page, number, self._fonts, self._hyphens.is_hard)
            if sum(map(len, sheet.text[:400].split())) < _SCAN:
                return self._sparse(page, number, sheet)
            self._draw(textpage, page, sheet)
        finally:
            call.FPDFText_ClosePage(textpage)
        return sheet

    def _sparse(self, page: int, number: int, sheet: Sheet) -> Sheet | UnreadPage | Picture:
        """A page with next to no text: blank, or a picture that OCR can read."""
        if not call.FPDFPage_CountObjects(page) or not _has_picture(page):
            return sheet
        return self._recognised(page, number)

    def _recognised(self, page: int, number: int) -> Sheet | UnreadPage | Picture:
        """The page as a picture for OCR."""
        if self._request.ocr == "never":
            return UnreadPage(page=number, reason="the page is a picture and OCR is switched off")
        from ketacli.documents.ocr import NO_ENGINE, engine

        if engine() is None:
            return UnreadPage(page=number, reason=NO_ENGINE)
        return render(page)

    def _draw(self, textpage: int, page: int, sheet: Sheet) -> None:
        frame = frame_of(sheet.width, sheet.height, call.FPDFPage_GetRotation(page))
        box, loose = Box(), call.FPDFText_GetLooseCharBox

        def box_of(char: int) -> tuple[float, float, float, float]:
            loose(textpage, char, byref(box))
            return frame(box.left, box.bottom, box.right, box.top)

        shapes = drawn(page, frame)
        thin = sort_rules(sheet, shapes) if shapes else []
        marked = struck_annotations(page, frame) if call.FPDFPage_GetAnnotCount(page) else []
        strike(sheet, thin, marked, box_of)
        split_lines(sheet, box_of)


def _has_picture(page: int) -> bool:
    """True where the page shows an image, a form or drawn shapes: something that OCR may find text in."""
    kind, get = call.FPDFPageObj_GetType, call.FPDFPage_GetObject
    count = call.FPDFPage_CountObjects(page)
    kinds = [kind(get(page, at)) for at in range(min(count, 200))]
    return 3 in kinds or 5 in kinds or kinds.count(2) > 50


def _meta(document: int, key: bytes) -> str:
    size = call.FPDF_GetMetaText(document, key, None, 0)
    if size <= 2 or size > 4000:
        return ""
    buffer = ctypes.create_string_buffer(size)
    call.FPDF_GetMetaText(document, key, buffer, size)
    return " ".join(buffer.raw[: size - 2].decode("utf-16-le", "replace").split())
