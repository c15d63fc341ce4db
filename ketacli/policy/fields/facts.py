"""What the document is: kind, payer, number, title, dates, standing (CONTRACT Document)."""

from __future__ import annotations

from ketacli.documents.model import Document
from ketacli.policy.fields.identity import (
    effective_by_layout,
    effective_date,
    effective_in_table,
    review_date,
    start_date,
    superseded,
)
from ketacli.policy.fields.kind import document_kind
from ketacli.policy.fields.naming import lines_of_business, payer, title
from ketacli.policy.fields.policy_number import number_in_table, policy_number
from ketacli.policy.outline import Outline
from ketacli.policy.reading import DocumentFacts, Quoted

_RULES = ("medical_policy", "drug_policy", "plan_document", "sbc", "change_log", "statute", "pa_form")
_LETTERS = ("denial_letter", "eob", "appeal_decision")


def document_facts(document: Document, outline: Outline) -> DocumentFacts:
    """Bare values with page and quote in `evidence`; what the document does not state is None."""
    evidence: dict[str, Quoted] = {}
    kind, kind_quote = document_kind(document, outline)
    if kind_quote:
        evidence["kind"] = kind_quote
    letter = kind in _LETTERS or (kind == "other" and _is_letter(document))
    found = {
        "payer": payer(document),
        "policy_number": None if letter else policy_number(document, kind) or number_in_table(document, outline),
        "title": title(document),
        "effective_date": None
        if letter
        else effective_date(document) or effective_in_table(document, outline) or effective_by_layout(document),
        "review_date": None if letter else review_date(document),
    }
    if found["effective_date"] is None and not letter and kind != "article":
        found["effective_date"] = start_date(document)
    for name, value in found.items():
        if value and value[1]:
            evidence[name] = value[1]
    ended = None if letter else superseded(document)
    if ended:
        evidence["superseded"] = ended
    lines, lines_quote = lines_of_business(document)
    if lines_quote:
        evidence["lines_of_business"] = lines_quote
    return DocumentFacts(
        kind=kind,
        payer=_value(found["payer"]),
        policy_number=_value(found["policy_number"]),
        title=_value(found["title"]),
        effective_date=_value(found["effective_date"]),
        review_date=_value(found["review_date"]),
        superseded=ended is not None,
        lines_of_business=lines,
        pages=document.page_count,
        unread_pages=tuple({"page": page.page, "reason": page.reason} for page in document.unread_pages),
        evidence=evidence,
    )


def _value(found: tuple[str, Quoted] | tuple[str, Quoted | None] | None) -> str | None:
    return found[0] if found else None


def _is_letter(document: Document) -> bool:
    from ketacli.policy.fields.kind import is_personal

    return is_personal(document)
