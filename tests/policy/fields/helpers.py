"""A document from a text, for tests of single fields."""

from __future__ import annotations

from ketacli.documents.model import Document
from ketacli.documents.read import read_document
from ketacli.policy.building import build_outline
from ketacli.policy.outline import Outline


def document(text: str) -> tuple[Document, Outline]:
    """The text as a plain-text document with its outline."""
    read = read_document("-", data=text.encode("utf-8"))
    return read, build_outline(read)


def stands_on_page(read: Document, page: object, quote: object) -> bool:
    """Whether a quote is an exact piece of its page, white space folded."""
    text = read.pages_by_number()[int(str(page))].text
    return " ".join(str(quote).split()) in " ".join(text.split())
