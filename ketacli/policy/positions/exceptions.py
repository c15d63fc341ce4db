"""Finds what the exceptions of a clause take out ("unless …", "other than …", "but not for …")."""

from __future__ import annotations

from collections.abc import Sequence

from ketacli.policy import lazy_re as re
from ketacli.policy.lexicon import Hit
from ketacli.policy.positions.indications import Named
from ketacli.policy.positions.lexicons import verdict_words
from ketacli.policy.positions.treatments import Mention
from ketacli.policy.positions.verdicts import Verdict
from ketacli.records import positional

_NO_LIMIT = re.compile(r"\s+(?:limited|restricted|confined|necessarily|only|exclusively)(?!\w)")

_BACK_TO_USE = re.compile(r",\s+(?=(?:for|in|to treat)\s)")
"""Where "we cover A, but not B, for depression" comes back to the use of both."""
_CONTRAST = re.compile(r",\s+not\s+(?!(?:for|in|when|if|only|yet|including|limited|to)\s)[^,;:.]{3,60},")
"""What a subject is set against ("Spravato, not ketamine, is …")."""

_IN_PLACE = re.compile(
    r"(?<!\w)(?:in place of|instead of|rather than|as opposed to)\s+[^,;:.]{3,60}"
    r"(?:,\s+(?:which|that)\s[^,;.]{3,60})?(?=[,;.]|$)"
)
"""What a treatment stands in for ("in place of ketamine, which it does not cover"): no object of its verdict."""


@positional
class Exceptions:
    """Stretches of a clause that its exceptions take out, with what opens them."""

    spans: tuple[tuple[int, int], ...]
    unless: bool
    opposite: bool

    def holds(self, spot: Mention | Named) -> bool:
        """Whether a treatment or use stands in an exception."""
        return any(start <= spot.start < end for start, end in self.spans)

    def kind(self, low: str, named: bool) -> str:
        """`criteria` where an exception sets conditions, `pointer` where it names another rule, `named`, or empty."""
        if not self.spans:
            return ""
        text = " ".join(low[start:end] for start, end in self.spans)
        if verdict_words("except", "pointers").has(text):
            return "pointer"
        if verdict_words("except", "conditions").has(text) or (self.unless and not named):
            return "criteria"
        return "named" if named else "pointer"


def exceptions_of(low: str, start: int, end: int, verdict: Verdict) -> Exceptions:
    """Exceptions between two offsets of a masked lower-case sentence."""
    cues: list[Hit] = verdict_words("except", "words").find(low[start:end])
    unless = verdict_words("except", "unless").find(low[start:end])
    spans: list[tuple[int, int]] = []
    opposite = False
    for cue in sorted((*cues, *unless), key=lambda cue: cue.start):
        first = start + cue.start
        if any(a <= first < b for a, b in spans):
            continue
        words = low[first : start + cue.end]
        if words == "but not" and _NO_LIMIT.match(low, start + cue.end):
            continue
        opposite = opposite or words.startswith(("but not", "and not", "not for"))
        if words.startswith("not for") and low[:first].rstrip().endswith(("is", "are", "be")):
            opposite = opposite and bool(spans)
            continue
        last = end if first >= verdict.start else _end_before(low, start + cue.end, verdict.start)
        if words in ("but not", "and not") and (back := _BACK_TO_USE.search(low, start + cue.end, end)):
            last = min(last, back.start())
        spans.append((first, last))
    for beside in _IN_PLACE.finditer(low, start, end):
        spans.append(beside.span())
    if ", not " in low:
        spans += [found.span() for found in _CONTRAST.finditer(low, start, end if verdict.active else verdict.start)]
    return Exceptions(tuple(spans), bool(unless), opposite)


def _end_before(low: str, start: int, limit: int) -> int:
    """An exception before its verdict ends at a closing bracket or comma, else at the verdict."""
    found = re.search(r"[),;]", low[start:limit])
    return start + found.start() if found else limit


def is_another_drug(spared: Sequence[Mention], refused: Sequence[Mention]) -> bool:
    """Whether an exception only takes out esketamine, and what is decided on is ketamine: the conditions that it names
    are those of esketamine ("Oral ketamine is not covered, except for Spravato under the criteria below")."""
    taken_out = {one for spot in spared for one in spot.ids}
    return taken_out == {"esketamine"} and bool(refused) and not any("esketamine" in spot.ids for spot in refused)
