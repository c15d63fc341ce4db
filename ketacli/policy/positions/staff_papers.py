"""Papers that a clinic writes for its own staff: what they ask for is no payer's rule, and covers nothing."""

from __future__ import annotations

from ketacli.documents.model import Document
from ketacli.policy import lazy_re as re
from ketacli.policy.substrings import AnyOf

_HEAD = 1500
_FOR_STAFF = re.compile(
    r"\b(?:staff (?:guide|handbook|manual|training)|standard operating procedures?|sop\b|"
    r"(?:reference|use) (?:for|by|of) (?:\w+ ){0,2}staff|"
    r"staff and providers|providers and staff|clinic workflow|onboarding checklist)"
)
_PAYERS_PAPER = re.compile(
    r"\b(?:health plan|insurance company|(?:medical|coverage|drug|clinical|pharmacy) policy|policy number|"
    r"prior authorization criteria|certificate of coverage|summary plan)\b"
)
_may_be = AnyOf("staff", "sop", "operating procedure", "workflow", "onboarding")


def is_for_staff(document: Document) -> bool:
    """Whether a document's first lines say that it is a clinic's own paper, and nothing there is a payer's."""
    head = document.pages[0].text[:_HEAD].lower() if document.pages else ""
    return _may_be(head) and _FOR_STAFF.search(head) is not None and _PAYERS_PAPER.search(head) is None
