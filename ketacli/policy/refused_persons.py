"""Refusals that hold for persons in a state, whose states a list names ("We do not approve it if you have any of:")."""

from __future__ import annotations

from ketacli.policy import lazy_re as re

_PERSON = (
    r"(?:members?|patients?|individuals?|enrollees?|persons?|people|adults?|beneficiar(?:y|ies)|recipients?|clients?|"
    r"anyone|those|you|he or she|they)"
)
_ONE_OF = r"(?:(?:any|either|one|at least one|all)(?: or more)?(?: of)? )?(?:the |these |those )?"
STATE_FOLLOWS = re.compile(
    r"(?<!even )(?<!\w)(?:if|when|where|in case)\s+(?:"
    rf"(?:(?:an?|the|any|your)\s+)?{_PERSON}\s+(?:(?:currently|also|now|ever)\s+)?(?:has|have|had|is|are|shows?)"
    rf"|there\s+(?:is|are)|{_ONE_OF}(?:following|these|those|below|conditions?)(?:\s+\w+){{0,2}}?\s+"
    r"(?:is|are|was|were|has been|have been)\s+(?:\w+\s+)?"
    r"(?:present|found|noted|diagnosed|documented|recorded|known|on record))(?!\w)"
)
"""A condition on the state of a person, under which alone a refusal holds."""
_PERSONS_WITH = re.compile(
    rf"(?<!\w)(?:for|to|in|from)\s+(?:(?:an?|any|the)\s+)?{_PERSON}\s+(?:with|who\s+(?:has|have|had)(?:\s+had)?|having)\s*"
    rf"(?::|{_ONE_OF}(?:following|these|those|below)(?!\w))"
)
"""Persons whose states, or whose illnesses, are told below."""


def lists_states(low: str) -> bool:
    """Whether a refusing lead-in leaves to its list the states of the persons for whom it refuses."""
    return low.rstrip().endswith((":", "-", "–")) and bool(STATE_FOLLOWS.search(low) or _PERSONS_WITH.search(low))
