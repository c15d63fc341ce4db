"""Quotes as a person sees them: folded, shortened at a word, with the words that decide marked."""

from __future__ import annotations

import re

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


def marked(text: str, paper: Paper) -> str:
    """`text` with its deciding words in brackets and, where the terminal shows it, in bold."""
    return _DECIDING.sub(lambda found: paper.bold(f"[{found.group()}]"), text)


def deciding_words(text: str) -> list[str]:
    """The deciding words of a quote, in order."""
    return [found.group() for found in _DECIDING.finditer(text)]
