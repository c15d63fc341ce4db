"""Tells a refused manner or setting ("more than 12 sessions", "use in the home") from a refused treatment."""

from __future__ import annotations

from collections.abc import Sequence

from ketacli.policy import lazy_re as re
from ketacli.policy.positions.indications import Named
from ketacli.policy.positions.lexicons import verdict_words
from ketacli.policy.positions.treatments import Mention

_AT_HOME = re.compile(r"(?<!\w)(?:at[\s-]home|home[\s-]use|in the home)(?!\w)")

_BEYOND = re.compile(
    r"\W*(?:\w{1,3}[.)]\s+)?(?:any\s+)?(?:more than|in excess of|exceeding|beyond|over)\s+(?:the\s+)?(?:\w+\s+){0,3}"
    r"(?:courses?|sessions?|infusions?|doses?|treatments?|visits?|kits?|devices?|weeks?|months?|limits?)(?!\w)"
)
"""How an item opens that only refuses what goes beyond a number ("More than two courses of infusions in a year")."""


def is_beyond_number(item: str) -> bool:
    """Whether a refused item of a list speaks of what exceeds a number, and not of the treatment itself."""
    return _BEYOND.match(item) is not None


def blanked(low: str, spots: Sequence[Mention | Named], spans: Sequence[tuple[int, int]]) -> str:
    """A sentence without names of treatments and exceptions: "taken at home as a lozenge" is a form, and no limit."""
    taken_out = [span for span in spans if not low.startswith("outside", span[0])]
    for start, end in (*((spot.start, spot.end) for spot in spots), *taken_out):
        low = low[:start] + " " * (end - start) + low[end:]
    return low


def is_limited(said: str, drugs: Sequence[Mention]) -> bool:
    """Whether a clause speaks of one manner or setting alone; ketamine by mouth or nose is what is taken at home."""
    if drugs and {one for mention in drugs for one in mention.ids} <= {"ketamine_oral", "ketamine_intranasal"}:
        said = _AT_HOME.sub(" ", said)
    return verdict_words("limits", "words").has(said)
