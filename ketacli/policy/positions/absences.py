"""Tells the uses that persons must not have from those that a verdict is on ("… who do not have bipolar disorder")."""

from __future__ import annotations

from collections.abc import Sequence

from ketacli.policy import lazy_re as re
from ketacli.policy.positions.indications import Named

_OF = r"(?:\s+(?:history|diagnosis|evidence|signs?)\s+of)?"
_LIST = (
    r"(?:(?!(?:but|who|when|if|is|are|may|will|with|for|in|to|of|on|by|other|coverage|benefits?|payment|approval)\s)"
    r"[\w/()-]+,?\s+){0,12}"
)
_ABSENT = re.compile(
    r"(?<!\w)(?:(?:(?:do|does|did|has|have|should|must)\s+(?:not|never)|(?:don|doesn|didn)['\u2019]t|never|cannot)\s+"
    r"(?:currently\s+|also\s+|ever\s+)?(?:have|had|suffer(?:ed)? from|been diagnosed with|carry|meet criteria for)"
    r"|(?:not|never)\s+(?:been\s+)?diagnosed with"
    rf"|(?:with|have|has|and)\s+no{_OF}"
    r"|(?:with or|in|for|members?|patients?|persons?|people|adults?|individuals?|depression|disorder|trd|mdd)\s+"
    rf"without(?:\s+(?:a|an|any))?{_OF}|free (?:of|from)|in the absence of)\s+"
    rf"{_LIST}$"
)
"""What stands between a person and what that person must not have."""
_CONCEDED = re.compile(
    r"(?<!\w)even\s+(?:if|when|where|though)\s+(?:(?:the|an?|that|such|these|those)\s+)?(?:members?|patients?|individuals?|"
    r"persons?|enrollees?|they|you|he or she|he|she)\s+(?:also\s+|currently\s+)?(?:ha(?:s|ve|d)|meets?|suffers? from)"
    r"(?!\w)[^.;]*"
)
"""A state that makes no difference ("… for members with psychosis even if they have …"): no use of the verdict."""
_CUES = re.compile(
    r"n['\u2019]?o?t\s+(?:\w+\s+){0,2}?(?:ha[vd]|suffer|diagnosed|meet|carry)|(?<!\w)no |without|never|free |absence"
)


def present(low: str, uses: Sequence[Named]) -> list[Named]:
    """The uses of a masked lower-case sentence, without those whose absence it only asks of persons."""
    if len(uses) > 1 and "even " in low and (conceded := _CONCEDED.search(low)):
        before = [use for use in uses if use.start < conceded.start()]
        uses = [use for use in uses if before and not conceded.start() <= use.start < conceded.end()] or list(uses)
    if not uses or _CUES.search(low) is None:
        return list(uses)
    return [use for use in uses if _ABSENT.search(low[max(0, use.start - 160) : use.start]) is None]
