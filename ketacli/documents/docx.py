"""DOCX: opened only after its size has been checked; body, notes and running headers as blocks of one page."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import Any

from ketacli.documents.docx_body import Body, Parts
from ketacli.documents.docx_numbering import NumberingPart
from ketacli.documents.docx_styles import Styles
from ketacli.documents.errors import CorruptFile, EntitiesRefused, UnpacksTooLarge
from ketacli.documents.limits import Watch
from ketacli.documents.readers import Found, Request
from ketacli.errors import InputProblem
from ketacli.patterns import kept as re

_DENSEST = 200
"""Times that a part larger than a megabyte may be packed; text packs 5 to 20 times."""
_MOST_PARTS = 5000


def read_docx(request: Request) -> Found:
    """One page: paragraphs and cells in order, without numbering. Deleted revisions are left out, struck runs marked.

    Raises `CorruptFile`, `UnpacksTooLarge`, `EntitiesRefused`.
    """
    name = request.watch.name
    check_package(request.data, request.watch)
    package = _open(request.data, name)
    request.watch.seconds_left()
    try:
        body = Body(_parts(package))
        page = body.page()
    except (RecursionError, ValueError, KeyError, AttributeError, TypeError) as problem:
        raise CorruptFile(name, "Word file", type(problem).__name__) from None
    request.watch.page_done(1, 1)
    return Found(pages=[page], title=_title(package), warnings=body.warnings)


def check_package(data: bytes, watch: Watch) -> None:
    """Refuse a package that would unpack to too much, or whose XML declares entities, before anything is unpacked."""
    name, limit = watch.name, watch.limits.max_unpacked_bytes
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            parts = package.infolist()
            total = sum(part.file_size for part in parts)
            dense = any(
                part.file_size > 1_000_000 and part.file_size > _DENSEST * max(part.compress_size, 1) for part in parts
            )
            xml = sum(part.file_size for part in parts if _is_xml(part.filename))
            if total > limit or xml > limit // 4 or dense or len(parts) > _MOST_PARTS:
                raise UnpacksTooLarge(name, limit)
            if any(part.flag_bits & 1 for part in parts):
                raise CorruptFile(name, "Word file", "its parts are encrypted")
            for part in parts:
                if _is_xml(part.filename):
                    with package.open(part) as stream:
                        _refuse_entities(stream.read(4096), name)
    except InputProblem:
        raise
    except Exception as why:  # zipfile raises a dozen classes on damage, bare ValueError and struct.error among them
        raise CorruptFile(name, "Word file", type(why).__name__) from None


def _is_xml(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels"))


def _refuse_entities(opening: bytes, name: str) -> None:
    plain = opening.replace(b"\x00", b"")
    if re.search(rb"<!(?:DOCTYPE|ENTITY)", plain, re.IGNORECASE):
        raise EntitiesRefused(name)


def _open(data: bytes, name: str) -> Any:
    """The python-docx document; everything that a damaged package can raise is one error."""
    import docx

    try:
        return docx.Document(BytesIO(data))
    except Exception as problem:  # python-docx and lxml raise a dozen classes on damage, bare KeyError among them
        raise CorruptFile(name, "Word file", type(problem).__name__) from None


def _parts(document: Any) -> Parts:
    related: dict[str, Any] = {}
    headers: list[Any] = []
    for relation in document.part.rels.values():
        if relation.is_external:
            continue
        kind = relation.reltype.rsplit("/", 1)[-1]
        if kind in ("header", "footer"):
            headers.append(_root(relation.target_part))
        elif kind in ("numbering", "styles", "footnotes", "endnotes"):
            related[kind] = _root(relation.target_part)
    styles = Styles(related.get("styles"))
    return Parts(
        body=document.element.body,
        styles=styles,
        numbering=NumberingPart(related.get("numbering"), styles),
        notes=[part for key in ("footnotes", "endnotes") if (part := related.get(key)) is not None],
        running=[part for part in headers if part is not None],
    )


def _root(part: Any) -> Any:
    """The XML of a part that python-docx has parsed, or parses now (without entities, without the network)."""
    if hasattr(part, "element"):
        return part.element
    from docx.oxml.parser import parse_xml

    return parse_xml(part.blob)


def _title(document: Any) -> str:
    try:
        return " ".join((document.core_properties.title or "").split())
    except Exception:  # damaged properties are no reason to refuse the text
        return ""
