"""Fields besides positions and criteria: what a document is, codes, appeals, benefits, two classes of language.

Each function looks for the few words without which its field cannot stand before it loads what reads the field.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ketacli.documents.model import Document
    from ketacli.policy.outline import Outline
    from ketacli.policy.reading import Code, DocumentFacts, Language

_APPEALS = (
    "appeal", "grievance", "reconsider", "redetermin", "review", " look", "agree", "hearing", "dispute", "contest",
    "challenge", "change our", "wrong", "mistake", "satisfied", "again",
)  # fmt: skip
_BENEFITS = ("deductible", "copay", "coinsurance", "out-of-pocket", "self-funded", "self-insured", "insured")


def document_facts(document: Document, outline: Outline) -> DocumentFacts:
    """What the document is: kind, payer, number, title, dates, standing; with page and quote in `evidence`."""
    from ketacli.policy.fields.facts import document_facts as read

    return read(document, outline)


def find_codes(document: Document, outline: Outline) -> tuple[Code, ...]:
    """Billing and diagnosis codes in reading order, one record per code and status."""
    from ketacli.policy.fields.codes import find_codes as read

    return read(document, outline)


def find_appeals(document: Document, outline: Outline) -> dict[str, object] | None:
    """Deadlines in days, hours or months and contacts for appeals; None where the document says nothing of them."""
    if not _any(document, _APPEALS):
        return None
    from ketacli.policy.fields.appeals import find_appeals as read

    return read(document, outline)


def find_benefits(document: Document, outline: Outline) -> dict[str, object] | None:
    """What care costs under a plan document, in dollars and percent of the member; None for other documents."""
    if not _any(document, _BENEFITS):
        return None
    from ketacli.policy.fields.benefits import find_benefits as read

    return read(document, outline)


def find_language(document: Document, outline: Outline) -> tuple[Language, ...]:
    """Each sentence with mental-health or with experimental language, once per category."""
    from ketacli.policy.fields.language import find_language as read

    return read(document, outline)


def _any(document: Document, words: tuple[str, ...]) -> bool:
    """Whether any of the words stands on any page."""
    for page in document.pages:
        lower = page.text.lower()
        if any(word in lower for word in words):
            return True
    return False
