"""Quotes as a person sees them: folded, shortened at a word, with the words that decide marked."""

from __future__ import annotations

from ketacli.patterns import kept as re
from ketacli.reports.paper import Paper, folded

_DECIDING = re.compile(
    r"(?:not |non-?|no longer )?(?:considered |deemed )?"
    r"(?:medically necessary|medical necessity|covered|a covered (?:service|benefit)|a benefit)"
    r"|experimental|investigational|investigative|unproven|excluded|exclusions?|not authorized|not eligible"
    r"|prior (?:authorization|approval)|precertification|approved?\b",
    re.IGNORECASE,
)


def shorten(text: str, limit: int) -> str:
    """`text` folded, at most `limit` characters, cut at a word with an ellipsis."""
    text = folded(text)
    return text if len(text) <= limit else text[:limit].rsplit(" ", 1)[0].rstrip(",;:") + " …"


def bracketed(text: str) -> str:
    """`text` with its deciding words in brackets, so that they are found without colour."""
    return _DECIDING.sub(lambda found: f"[{found.group()}]", text)


def emphasised(text: str, paper: Paper) -> str:
    """Bold for deciding words in brackets, where the terminal shows it; other brackets are the document's own."""
    return re.sub(r"\[[^\[\]\n]+\]", lambda found: _bold(found.group(), paper), text)


def _bold(text: str, paper: Paper) -> str:
    return paper.bold(text) if _DECIDING.fullmatch(text[1:-1]) else text


def deciding_words(text: str) -> list[str]:
    """The deciding words of a quote, in order."""
    return [found.group() for found in _DECIDING.finditer(text)]
