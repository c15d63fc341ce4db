"""Verdicts without a verb that decides: by noun ("Coverage: none"), by order ("Deny …"), by what a patient must do."""

from __future__ import annotations

from ketacli.policy import lazy_re as re
from ketacli.policy.positions.treatments import find_treatments
from ketacli.policy.reading import PositionWord

_NOUNS = (
    (
        re.compile(
            r"(?<!\w)(?:coverage|benefits?|covered|coverage status)\s*[:\u2013\u2014-]\s*(?:none|no|not "
            r"available)(?!\w)"
        ),
        "covered",
    ),
    (
        re.compile(
            r"(?<!\w)(?:coverage|benefits?)\s+(?:of|for)\s[^.;:]{3,80}?(?<!\w)(?P<v>ends|ended|will end|(?:has|have) "
            r"(?:ended|been discontinued|been withdrawn))(?!\w)"
        ),
        "covered",
    ),
    (
        re.compile(
            r"(?<!\w)exclusion\s+of\s[^.;:]{3,80}?(?<!\w)(?P<v>(?:remains?|stays?|stands?|continues?)"
            r"(?: (?:in (?:place|force|effect)|unchanged|as (?:it is|before)))?)(?!\w)"
        ),
        "excluded",
    ),
    (
        re.compile(
            r"(?<!\w)(?P<v>(?:investigational|experimental|unproven) status)\s+of\s[^.;:]{3,80}?(?<!\w)(?:is|"
            r"remains)\s+(?:unchanged|in place|upheld|reaffirmed|maintained)(?!\w)"
        ),
        "experimental",
    ),
)
"""Verdicts by noun: "Coverage: none", "the investigational status of … is unchanged"."""
_FOR_COVERAGE = re.compile(
    r"\W*(?:\w{1,3}[.)]\s+)?(?:for|to (?:get|obtain|receive|qualify for))\s+(?:(?:an?|the|first|initial|continued|new|"
    r"medicaid|medicare|plan|state|our|its|your)\s+)*(?P<v>coverage|approval|authorization|prior authorization)\s+"
    r"(?:of|for)\s+[^.;:]{3,120}?,\s+(?:the|an?|your|each|every)?\s*(?:patients?|members?|individuals?|enrollees?|"
    r"beneficiar(?:y|ies)|clients?|recipients?|applicants?|you)\s+must\s+(?:first\s+|also\s+)?"
    r"(?:meet|have|be(?! (?:sent|submitted|faxed|requested|called))|satisfy|try|fail|show|fulfil)(?!\w)"
)
_ORDER = re.compile(r"(?:^|[.:;]\s+)(?:[\W\da-z]{1,4}\s+)?$")
"""What stands before an order to a reviewer ("Deny Spravato for …")."""

Plain = tuple[int, int, str, PositionWord, str]
"""Start, end, axis, position and kind of a verdict."""


def is_order(low: str, start: int, end: int) -> bool:
    """Whether a word orders a reviewer to refuse a treatment ("Deny Spravato for bipolar depression")."""
    ordered = low.startswith("deny", start) and _ORDER.search(low[:start]) is not None
    return ordered and bool(find_treatments(low[end : end + 80]))


def for_coverage(low: str) -> list[Plain]:
    """ "For initial coverage of Spravato for depression, a patient must …": criteria, without a word that decides."""
    found = _FOR_COVERAGE.match(low)
    return [(*found.span("v"), "covered", "covered", "criteria")] if found else []


def by_noun(low: str) -> list[Plain]:
    """ "Coverage: none", "the investigational status of … is unchanged"."""
    for pattern, axis in _NOUNS:
        if hit := pattern.search(low):
            position: PositionWord = "experimental" if axis == "experimental" else "not_covered"
            start, end = hit.span("v") if "v" in pattern.groupindex else hit.span()
            return [(start, end, axis, position, "label" if "v" not in pattern.groupindex else "predicate")]
    return []
