"""Finding the inputs and telling what they are: paths, folders, standard input; the format by content."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from ketacli.documents.errors import (
    BinaryNoise,
    EmptyFile,
    EncryptedOffice,
    EntitiesRefused,
    MissingFile,
    NoPermission,
    NoReadableFiles,
    NotReadHere,
)
from ketacli.documents.limits import Watch
from ketacli.documents.model import Format
from ketacli.errors import InputProblem

Source = Path | Literal["-"]

_SUFFIXES = {".pdf", ".docx", ".html", ".htm", ".xhtml", ".md", ".markdown", ".txt", ".text"}
_NOTHING = b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"
_OPENING = 2048
"""Bytes that are looked at to tell the format."""

_CONVERT = "Open it in its own program and save it as PDF, DOCX or text."
_PICTURE = "Print the picture to a PDF: a PDF of pictures is read by OCR."
_KNOWN: tuple[tuple[bytes, str, str], ...] = (
    (b"\x89PNG", "a PNG picture", _PICTURE),
    (b"\xff\xd8\xff", "a JPEG picture", _PICTURE),
    (b"GIF8", "a GIF picture", _PICTURE),
    (b"II*\x00", "a TIFF picture", _PICTURE),
    (b"MM\x00*", "a TIFF picture", _PICTURE),
    (b"{\\rtf", "a Rich Text (.rtf) file", "Open it in Word or LibreOffice and save it as .docx."),
    (b"%!PS", "a PostScript file", "Convert it with `ps2pdf` and read the PDF."),
    (b"\x1f\x8b", "a gzip archive", "Unpack it first and name the files in it."),
    (b"7z\xbc\xaf", "a 7-Zip archive", "Unpack it first and name the files in it."),
    (b"Rar!", "a RAR archive", "Unpack it first and name the files in it."),
    (b"BZh", "a bzip2 archive", "Unpack it first and name the files in it."),
    (b"\xfd7zXZ", "an xz archive", "Unpack it first and name the files in it."),
    (b"ISA*", "an X12 file", "Use `ketacli denial` for X12 remittances (835)."),
    (b"\x7fELF", "a program", "Name a document."),
    (b"MZ\x90", "a program", "Name a document."),
    (b"SQLite format 3", "a database", "Name a document."),
)


def collect_paths(arguments: Iterable[str | Path]) -> list[Source]:
    """The documents that the arguments name, in stable order: a folder stands for its readable files, sorted.

    `-` is standard input. A file is taken whatever its name, a folder's files only with a known ending. A document
    named twice is read once. Raises `MissingFile`, `NoReadableFiles`.
    """
    found: list[Source] = []
    for argument in arguments:
        if str(argument) == "-":
            found.append("-")
            continue
        path = Path(argument)
        if path.is_dir():
            found += files_in(path)
        elif path.exists():
            found.append(path)
        else:
            raise MissingFile(str(argument))
    return list(dict.fromkeys(found))


def files_in(folder: Path) -> list[Source]:
    """Files of a folder and the folders below that have a readable ending, sorted; hidden ones are left out."""
    inside = sorted(folder.rglob("*"))
    found: list[Source] = [
        path
        for path in inside
        if path.suffix.lower() in _SUFFIXES
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
        and path.is_file()
    ]
    if not found:
        raise NoReadableFiles(str(folder))
    return found


def load(source: Source, watch: Watch) -> bytes:
    """The bytes of a source. Raises `MissingFile`, `NoPermission`, `TooLarge`."""
    if source == "-":
        data = sys.stdin.buffer.read(watch.limits.max_bytes + 1)
    else:
        data = _from_file(source, watch)
    return data


def _from_file(path: Path, watch: Watch) -> bytes:
    try:
        if path.is_dir():
            raise NoReadableFiles(watch.name)
        if path.is_file():
            watch.size(path.stat().st_size)
        with path.open("rb") as stream:
            return stream.read(watch.limits.max_bytes + 1)
    except FileNotFoundError:
        raise MissingFile(watch.name) from None
    except PermissionError:
        raise NoPermission(watch.name) from None
    except OSError as problem:
        raise InputProblem(f"{watch.name}: the file cannot be opened ({problem.strerror}).") from None


def refuse_empty(data: bytes, name: str) -> None:
    """Raise `EmptyFile` for no bytes, or nothing but white space and encoding marks."""
    if not data[:4096].strip(_NOTHING) and not data.strip(_NOTHING):
        raise EmptyFile(name)


def detect(data: bytes, name: str) -> Format:
    """The format by content; the name only decides between Markdown and plain text.

    Raises an error class of its own for what is recognised and not read, `BinaryNoise` for the rest.
    """
    opening = data[:_OPENING]
    if b"%PDF-" in opening[:1024]:
        return Format.PDF
    if opening.startswith(b"PK\x03\x04"):
        return _zipped(data, name)
    if opening.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise EncryptedOffice(name)
    for magic, what, hint in _KNOWN:
        if opening.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(magic):
            raise NotReadHere(name, what, hint)
    if opening[:4] == b"RIFF" or opening[4:8] == b"ftyp":
        raise NotReadHere(name, "a picture, sound or film", _PICTURE)
    return _textual(data, name)


def _zipped(data: bytes, name: str) -> Format:
    if b"word/" in data or b"[Content_Types].xml" in data[:_OPENING]:
        if b"xl/workbook" in data:
            raise NotReadHere(name, "an Excel workbook (.xlsx)", _CONVERT)
        if b"ppt/presentation" in data:
            raise NotReadHere(name, "a PowerPoint file (.pptx)", _CONVERT)
        return Format.DOCX
    if b"application/vnd.oasis.opendocument" in data[:_OPENING]:
        raise NotReadHere(name, "an OpenDocument file", "Open it in LibreOffice and save it as .docx or PDF.")
    if b"application/epub+zip" in data[:_OPENING]:
        raise NotReadHere(name, "an e-book (.epub)", _CONVERT)
    raise NotReadHere(name, "a ZIP archive", "Unpack it first and name the files in it.")


_MARKUP = (
    b"<!doctype html",
    b"<html",
    b"<head",
    b"<body",
    b"<article",
    b"<main",
    b"<div",
    b"<section",
    b"<p>",
    b"<table",
)


def _textual(data: bytes, name: str) -> Format:
    opening = data[:65536]
    wide = opening[:2] in (b"\xff\xfe", b"\xfe\xff")
    if wide:
        opening = opening[2:].replace(b"\x00", b"")
    elif looks_binary(opening):
        raise BinaryNoise(name)
    start = opening.lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    while start.startswith((b"<?xml", b"<!--")):
        _, _, start = start.partition(b"-->" if start.startswith(b"<!--") else b"?>")
        start = start.lstrip()
    if start.startswith(b"<!doctype") and b"<!entity" in start[:4096]:
        raise EntitiesRefused(name)
    if start.startswith(_MARKUP) or b"<html" in start[:_OPENING]:
        return Format.HTML
    if start.startswith(b"<") and b"</" in start and b"xmlns" in start[:_OPENING]:
        raise NotReadHere(name, "an XML file", _CONVERT)
    return Format.MARKDOWN if Path(name).suffix.lower() in (".md", ".markdown") else Format.TEXT


def looks_binary(opening: bytes) -> bool:
    """True where control bytes make up more than a stray share of the opening, or there is a NUL byte."""
    controls = sum(opening.count(bytes([code])) for code in (*range(1, 9), *range(14, 27), *range(28, 32), 127))
    return opening.count(0) > 0 or controls > max(2, len(opening) // 100)
