"""A packet as one PDF: pages embedded by Typst, numbered, with bookmarks; nothing in it is interpreted."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ketacli.cases.packet import Packet
from ketacli.cases.store import CaseProblem

if TYPE_CHECKING:
    from ketacli.documents.model import Document

TITLE = "Appeal packet"
_DOTS_PER_INCH = 150
_POINTS_PER_INCH = 72
_AS_TEXT = "The words of the file; its layout is not kept. The original is available."
_PICTURES = (".png", ".jpg", ".jpeg")


@dataclass(slots=True)
class _Bench:
    """A private folder in which the packet is put together."""

    folder: Path
    count: int = 0

    def name(self, suffix: str) -> str:
        self.count += 1
        return f"f{self.count}{suffix}"


def packet_pdf(packet: Packet) -> bytes:
    """The packet as PDF bytes. Raises CaseProblem where Typst is not installed or a file cannot be taken in."""
    import tempfile

    typst = _typst()
    with tempfile.TemporaryDirectory(prefix="ketacli-packet-") as place:
        folder = Path(place)
        shutil.copyfile(Path(__file__).with_name("packet.typ"), folder / "packet.typ")
        try:
            return _compile(typst, packet, folder, as_pictures=False)
        except RuntimeError:
            # A PDF that Typst cannot embed (damaged structure, permissions) still shows its pages as pictures.
            try:
                return _compile(typst, packet, folder, as_pictures=True)
            except RuntimeError as problem:
                raise CaseProblem(
                    "the packet could not be put together as a PDF", hint="Export it as a ZIP: --format zip."
                ) from problem


def _typst() -> Any:
    try:
        import typst
    except ImportError as problem:
        raise CaseProblem(
            "a packet as PDF needs the extra `pdf`, which is not installed",
            hint="Install it (pip install 'ketacli[pdf]'), or export a ZIP: --format zip.",
        ) from problem
    return typst


def _compile(typst: Any, packet: Packet, folder: Path, *, as_pictures: bool) -> bytes:
    bench = _Bench(folder)
    parts = []
    if packet.letter is not None:
        pages = _pages(packet.letter, bench, as_pictures)
        parts.append({"title": "Letter", "note": "", "sheet": False, "pages": pages})
    for each in packet.exhibits:
        pages = _pages(each.path, bench, as_pictures)
        note = _AS_TEXT if any(page["kind"] == "text" for page in pages) and each.path.suffix != ".txt" else ""
        parts.append({"title": f"Exhibit {each.mark}: {each.title}", "note": note, "sheet": True, "pages": pages})
    data = {"title": TITLE, "cover": packet.cover, "parts": parts, "checklist": packet.checklist}
    (folder / "packet.json").write_text(json.dumps(data), encoding="utf-8")
    made = typst.compile(str(folder / "packet.typ"), root=str(folder))
    return bytes(made)


def _pages(path: Path, bench: _Bench, as_pictures: bool) -> list[dict[str, Any]]:
    """The pages of one file, put on the bench; text where the format has no pages of its own."""
    data = path.read_bytes()
    if data[:1024].lstrip().startswith(b"%PDF-"):
        return _pdf_pages(path, data, bench, as_pictures)
    if path.suffix.lower() in _PICTURES:
        name = bench.name(path.suffix.lower())
        (bench.folder / name).write_bytes(data)
        return [{"kind": "picture", "file": name}]
    return _text_pages(path, data, bench)


def _pdf_pages(path: Path, data: bytes, bench: _Bench, as_pictures: bool) -> list[dict[str, Any]]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as problem:
        raise CaseProblem(
            f"{path}: the PDF cannot be opened (encrypted or damaged)",
            hint="Save a copy without a password and add it.",
        ) from problem
    try:
        if as_pictures:
            return [_picture(document[place], bench) for place in range(len(document))]
        name = bench.name(".pdf")
        (bench.folder / name).write_bytes(data)
        return [{"kind": "pdf", "file": name, "page": place} for place in range(1, len(document) + 1)]
    finally:
        document.close()


def _picture(page: Any, bench: _Bench) -> dict[str, Any]:
    """The page in grey, as bare pixels row by row: no library for pictures is needed."""
    name = bench.name(".grey")
    try:
        bitmap = page.render(scale=_DOTS_PER_INCH / _POINTS_PER_INCH, grayscale=True)
        width, height, stride = bitmap.width, bitmap.height, bitmap.stride
        pixels = memoryview(bytes(bitmap.buffer))
        rows = (pixels[row * stride : row * stride + width] for row in range(height))
        (bench.folder / name).write_bytes(b"".join(rows))
        bitmap.close()
    finally:
        page.close()
    return {"kind": "pixels", "file": name, "width": width, "height": height}


def _text_pages(path: Path, data: bytes, bench: _Bench) -> list[dict[str, Any]]:
    """The words of a DOCX, HTML or text file, as they are read; one run of text that Typst breaks into pages."""
    from ketacli.documents.read import read_document

    document = read_document(Path(path.name), data=data, ocr="never")
    name = bench.name(".txt")
    text = data.decode("utf-8", "replace") if path.suffix.lower() == ".txt" else _words(document)
    (bench.folder / name).write_text(text, encoding="utf-8")
    return [{"kind": "text", "file": name}]


def _words(document: Document) -> str:
    """Block by block; the cells of a table row side by side."""
    rows = []
    for page in document.pages:
        for block in page.blocks:
            cells = [page.text[cell.start : cell.end].strip() for cell in block.cells]
            rows.append(" | ".join(filter(None, cells)) if cells else page.text[block.start : block.end] + "\n")
    return "\n".join(rows)
