"""Sentences that only say "the requirement": it is lifted, or stays, for one use and not for another."""

from __future__ import annotations

from ketacli.policy import lazy_re as re
from ketacli.policy.criteria.passages import Found, Passage
from ketacli.policy.criteria.pointed import WAIVED, lifting
from ketacli.policy.reading import Criterion, CriterionType

_STEP = (
    r"^\W*(?:it|this|that|(?:the|this|that) (?:same |step |trial )?"
    r"(?:requirement|rule|step|condition|criterion|item|provision))"
)
_LIFTED = re.compile(
    rf"{_STEP} (?:is|are|was|has been|does|will|need) (?:also )?(?:waived|lifted|dropped|removed|not (?:be )?"
    r"(?:apply|required|needed|necessary|imposed|met))\b"
)
_KEPT = re.compile(
    rf"{_STEP} (?:still |also |only )?(?:stays?|remains?|continues?|is kept|is still|applies|holds?)\b(?![^.;]*\bnot\b)"
)
_UNCOUNTED: set[CriterionType] = {
    "concurrent_oral_antidepressant",
    "psychotherapy",
    "rems",
    "pdmp",
    "prescriber",
    "prior_authorization",
}
"""Types that a sentence can keep without saying how much is asked for."""


def is_echo(low: str) -> bool:
    """Whether a sentence only speaks of what the one before it asks for or lifts."""
    return _LIFTED.match(low) is not None or _KEPT.match(low) is not None


def echo_of(passage: Passage, before: Criterion) -> Found | None:
    """What an echo says of the criterion before it: lifted, or asked for after all."""
    if before.required is True and before.type in WAIVED and _LIFTED.match(passage.low):
        return lifting(before, passage.text)
    if before.required is False and before.type in _UNCOUNTED and _KEPT.match(passage.low):
        return Found(type=before.type, rule=before.rule, start=0, end=len(passage.text.rstrip()))
    return None
