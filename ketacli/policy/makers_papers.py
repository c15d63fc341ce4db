"""Papers of a drug's maker on its own programs: who may take part in them is no payer's rule, and covers nothing."""

from __future__ import annotations

from ketacli.documents.model import Document
from ketacli.policy import lazy_re as re
from ketacli.policy.substrings import AnyOf

_TITLE, _HEAD = 250, 2000
_TITLED = re.compile(
    r"\b(?:(?:savings?|co-?pay(?:ment)?|rebate|patient (?:support|assistance)|access|assistance|"
    r"bridge)\b[\w\s&-]{0,30}\b"
    r"(?:program|card|offer|support)|support for (?:\w+ )?patients|patient (?:support|access|savings))\b"
)
_SIGNS = tuple(
    re.compile(sign)
    for sign in (
        r"pay as little as|as little as \$\d",
        r"commercially insured|commercial (?:\w+ )?insurance",
        r"maximum (?:\w+ )?(?:program )?benefit|annual (?:program )?maximum",
        r"not valid (?:for|in|where)|void where|residents of",
        r"proof of income|income requirements?|financial need",
        r"(?:medicaid|tricare|government(?:-funded)? (?:\w+ )?programs?)[^.]{0,60}(?:cannot|not eligible|may not)"
        r"|federally funded",
        r"benefits? (?:investigation|verification)",
        r"\brebates?\b",
        r"enroll(?:ment)? (?:form|online|in the)|free (?:of charge|doses?|trial|starter)",
    )
)
"""What such a program says of itself."""
_FEWEST = 3
_PAYERS_PAPER = re.compile(
    r"\b(?:(?:medical|coverage|drug|clinical|pharmacy|reimbursement) policy|policy number|medically necessary|"
    r"(?:coverage|authorization|approval) criteria|certificate of coverage|summary plan|our members)\b"
)
_may_be = AnyOf("little as", "rebate", "savings", "co-pay", "copay", "assistance", "support")


def is_makers_program(document: Document) -> bool:
    """Whether a document's title names a program of savings or support, and its first lines say who may take part."""
    head = document.pages[0].text[:_HEAD].lower() if document.pages else ""
    if not (_may_be(head[:_TITLE]) and _TITLED.search(head, 0, _TITLE)) or _PAYERS_PAPER.search(head):
        return False
    return sum(1 for sign in _SIGNS if sign.search(head)) >= _FEWEST
