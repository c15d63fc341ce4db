"""Remission as the response that a renewal asks for: below the policy's own score, else below the scale's."""

from __future__ import annotations

import re

from ketacli.eligibility.finding import Finding, met, unknown, unmet
from ketacli.eligibility.judges.context import Context
from ketacli.policy.reading import Criterion

_SCALES = {
    "phq9": r"phq(?:-?9)?",
    "madrs": r"madrs",
    "hamd17": r"(?:ham-?d|hdrs|hamilton)(?:-?17)?",
    "qids": r"qids(?:-?sr)?(?:-?16)?",
}
_LIMIT = (
    r"[^\d.;]{0,20}?(?P<below><(?!=)|\bbelow|\bunder|\bless than|\bfewer than|\blower than)?"
    r"(?:<=|≤|\s|\bof\b|\bat most\b|\bno (?:more|higher) than\b|\bup to\b|\bscore\b)*(?P<score>\d+)(?!\s*(?:%|percent))"
)
_SPEAKS = re.compile(r"\bremission\b|\bremitted\b")
_IMPROVED = re.compile(r"improv|respon|reduc|benefit|stabil|decreas|declin|lower|better|\d\s*(?:%|percent)")
_BRING = "the dated score now"


def asks_remission(criterion: Criterion) -> bool:
    """Whether a response without a number is remission, and not merely improvement."""
    text = (criterion.text or "").lower()
    return criterion.number is None and _SPEAKS.search(text) is not None and not _IMPROVED.search(text)


def remission(criterion: Criterion, context: Context) -> Finding:
    """Remission by the scores of now; unknown where no score is known on a scale that would show it."""
    text = (criterion.text or "").lower().replace("\u2011", "-")
    limits = {scale: limit for scale, name in _SCALES.items() if (limit := re.search(name + _LIMIT, text))}
    keys = tuple(f"scores.{scale}" for scale in limits or _SCALES)
    scores = {scale: now for scale in limits or _SCALES if (now := context.patient.score(scale)) is not None}
    said = ", ".join(f"{scale} {now:g}" for scale, now in scores.items())
    why = "remission is asked for"
    shown = [_remits(scale, now, limits.get(scale)) for scale, now in scores.items()]
    if any(shown):
        return met(said, why, *keys, bring=_BRING)
    known = bool(shown) and None not in shown and (not limits or len(shown) == len(limits))
    return unmet(said, why, *keys, bring=_BRING) if known else unknown(f"{why}; not known", *keys, bring=_BRING)


def _remits(scale: str, now: float, limit: re.Match[str] | None) -> bool | None:
    """Whether a score is remission; None between the limits that studies have set for the scale."""
    if limit is not None:
        return now < float(limit["score"]) if limit["below"] else now <= float(limit["score"])
    from ketacli import facts

    limits = (facts.fact(f"scale_{scale}").get("remission_at_most") or {}).values()
    if not limits:
        return None
    return True if now <= min(limits) else False if now > max(limits) else None
