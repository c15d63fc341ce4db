"""Whether the words next to the length of an approval speak of the first one or of a renewal."""

from __future__ import annotations

from ketacli.policy import lazy_re as re
from ketacli.policy.criteria.passages import Passage
from ketacli.policy.reading import Scope

RENEWAL = re.compile(
    r"\brenew\w*|\bextend\w*|\bextension|\bcontinu(?:ation|ed|ing|e)\b|\bre-?auth\w*|"
    r"\bsubsequent|\breapprov\w*|\bfurther\b|\bthereafter\b|\blater\b|\brepeat\b"
)
_INITIAL = re.compile(r"\binitial\w*|\bfirst\b|\bstart\w*|\binduction\b|\bnew\b")
_THEREAFTER = re.compile(r"\W*(?:thereafter|afterwards?|after that|at renewal|on renewal|for renewals?|later)\b")


def last_end(regex: re.Pattern[str], text: str) -> int | None:
    """Where the last match of a pattern ends; None where it matches nowhere."""
    places = [found.end() for found in regex.finditer(text)]
    return places[-1] if places else None


def approval_scope(passage: Passage, start: int, end: int) -> Scope | None:
    """Whether the words next to an approval's length speak of the first one or of a renewal; None where neither."""
    low = passage.low
    cut = max(low.rfind(mark, 0, start) for mark in (";", ". ")) + 1
    before = low[cut:start]
    renewal, initial = last_end(RENEWAL, before) or -1, last_end(_INITIAL, before) or -1
    just = low[end : end + 16]
    if _THEREAFTER.match(just) and just.lstrip()[:1] not in (";", "."):
        return "renewal"
    if re.match(r"\W*(?:initially|at first)\b|[\s(]*initial(?:ly)?\b(?!\s*[:\d])", just):
        return "initial"
    if re.match(r"[\s(]*(?:on |at |for )?(?:renewals?|re-?auth\w*|continuation)\b(?!\s*[:\d])", just):
        return "renewal"
    if renewal < 0 and initial < 0:
        after = re.split(r"[;.,#]|\band\b", low[end : end + 40])[0]
        renewal, initial = (1 if RENEWAL.search(after) else -1), (1 if _INITIAL.search(after) else -1)
    return None if renewal == initial else "renewal" if renewal > initial else "initial"
