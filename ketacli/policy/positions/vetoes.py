"""Tells which sentences decide nothing here: other payers, other times, hedges, questions, studies, the regulator."""

from __future__ import annotations

import re
from functools import cache

from ketacli.policy.lexicon import Lexicon
from ketacli.policy.words import vocabulary

REASONS = {
    "unsaid": "the sentence says that nothing is decided",
    "others": "it tells of other payers or plans",
    "past": "it tells of the past or of a change",
    "hedged": "it only says what is likely or depends on the plan",
    "routing": "it tells under which benefit or in which policy something is handled",
    "study": "it reports studies or opinions of societies",
    "regulator": "it tells what the regulator has approved",
    "question": "it is a question",
    "case": "it decides one person's request, and states no rule",
}
_ALWAYS = ("unsaid", "routing")
_PAST_PARTICIPLE = re.compile(
    r"(?<!\w)(?:was|were)\s+(?:not\s+|also\s+)?(?:\w+ly\s+)?(?:covered|considered|excluded|deemed|denied|regarded|approved|experimental|investigational)(?!\w)"
)
_CASE = re.compile(
    r"(?<!\w)(?:your (?:request|claim|provider|doctor|records?|records show|appeal)|(?:the|this|that) (?:service|care|claim|treatment|request)s? (?:above|you|your|listed|requested|is (?:denied|not approved))|"
    r"we (?:did not|cannot|could not|have not|are not|were not|have|had|do not) (?:approve|approved|pay|authorize|denied|able|cover this)|we (?:denied|approved|reviewed|received)|you asked|asked for|this (?:claim|request|line|decision|letter)|"
    r"the service is excluded|for this (?:member|patient|request|claim)|in your case|will not pay for the service)(?!\w)"
)  # fmt: skip


def veto(low: str, *, letter: bool = False, appeal: bool = False, article: bool = False) -> str | None:
    """Why a masked lower-case sentence states no position of this document; None where it may state one.

    A letter's sentences on one request, and an article's on payers in general, give none; an appeal decision's do.
    """
    for name in _ALWAYS:
        if _lexicon(name).has(low):
            return name
    if low.rstrip(" )\"'").endswith("?"):
        return "question"
    if letter and _CASE.search(low):
        return "case"
    for name in ("others", "hedged"):
        if not (article and name == "others") and _lexicon(name).has(low):
            return name
    if not appeal and (_PAST_PARTICIPLE.search(low) or _lexicon("past").has(low)):
        return "past"
    if not appeal and _lexicon("study").has(low):
        return "study"
    return None


def tells_of_regulator(low: str) -> bool:
    """Whether "approved" in the sentence may be the FDA's word."""
    return _lexicon("regulator").has(low)


@cache
def _lexicon(name: str) -> Lexicon:
    return Lexicon({name: vocabulary("verdicts")["void"][name]})
