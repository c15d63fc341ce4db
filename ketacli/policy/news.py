"""Tells a newsletter or bulletin by its first lines: a heading on what is new about a drug is no history there."""

from __future__ import annotations

from ketacli.documents.model import Document
from ketacli.policy import lazy_re as re
from ketacli.policy.outline import Role
from ketacli.policy.sections import role_of_heading

_HEAD = 1200
_NEWS = re.compile(
    r"\bnewsletter\b|\bin this (?:issue|edition)\b|\b(?:provider|network|practi(?:ce|tioner)|pharmacy|"
    r"physician|prescriber)s?'? "
    r"(?:news|bulletin|alert|update|notice|post|connection|insider|digest|express|link|flash)\b"
    r"|\bnews (?:for|from|to)\b|\b(?:issue|vol(?:ume|\.)|edition) (?:no\. ?)?\d+\b|\bbulletin\b"
)
_NEW = re.compile(r"\b(?:new|news|chang\w+|updat\w+|revis\w+|differen\w+)\b")
_WHAT_IS_NEW = re.compile(
    r"\W*what(?:['\u2019]s| is| has)? (?:new|chang(?:es|ing|ed)|different)(?: (?:now|and what is not))?\W*$"
)
_NAMES = re.compile(r"ketamine|spravato")


def is_news(document: Document) -> bool:
    """Whether a document's first lines announce news for many readers."""
    return bool(document.pages) and _NEWS.search(" ".join(document.pages[0].text[:_HEAD].lower().split())) is not None


def role_in_news(heading: str) -> Role:
    """The role of a heading in a newsletter: what is new about a treatment is what holds."""
    role, low = role_of_heading(heading), heading.lower()
    told = _WHAT_IS_NEW.match(low) or (_NAMES.search(low) and _NEW.search(low))
    return Role.UNKNOWN if role is Role.HISTORY and told else role
