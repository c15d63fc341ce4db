"""Sets verdicts that only give the reason of another apart from those that decide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ketacli.policy import lazy_re as re
from ketacli.policy.positions.lexicons import verdict_words
from ketacli.policy.positions.verdicts import Verdict

REASON_FIRST = re.compile(r"\W*(?:because|since|given that)\s[^;.]*?,\s+(?=[^,;.]*(?<!\w)(?:is|are)(?!\w))")
"""A reason that opens a sentence ("Because the plan covers others, … is not necessary")."""


def without_reasons(low: str, verdicts: Sequence[Verdict]) -> list[Verdict]:
    """A verdict that only gives the reason of another ("because the plan covers alternatives") is none of its own."""
    kept: list[Verdict] = []
    reason = REASON_FIRST.match(low) if len(verdicts) > 1 else None
    for verdict in verdicts:
        last = kept[-1] if kept else None
        if reason and verdict.end <= reason.end() and verdict is not verdicts[-1]:
            continue  # "Because the plan covers others for depression, it is not necessary"
        if (
            last
            and verdict_words("condition", "reasons").has(between := low[last.end : verdict.start])
            and ";" not in between
        ):
            if verdict.position == "experimental" and last.position in ("not_covered", "not_medically_necessary"):
                kept[-1] = replace(last, position="experimental")
            continue
        kept.append(verdict)
    return kept
