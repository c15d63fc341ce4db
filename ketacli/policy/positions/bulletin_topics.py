"""Finds the lines of a bulletin that name a policy, and what stands under each."""

from __future__ import annotations

from ketacli.policy import lazy_re as re
from ketacli.policy.outline import Outline, Unit
from ketacli.policy.positions.lexicons import FINITE
from ketacli.policy.positions.treatments import find_treatments

_NAMED_POLICY = re.compile(
    r"\([a-z]{1,6}[\w. -]*\d[\w. -]*\)\s*$|^\s*(?:drug |medical |pharmacy )?policy\s*(?:no\.?\s*)?[\w.]*\s*:"
)
_LONGEST_TOPIC = 110


def policy_topics(outline: Outline) -> dict[int, tuple[str, ...]]:
    """Treatments of the policy under whose name each unit stands, by unit; `other` where it names none of ours.

    A topic is a heading, or a short line without a verb that bears a policy's number or the word "Policy:".
    """
    topics: dict[int, tuple[str, ...]] = {}
    now: tuple[str, ...] = ()
    for unit in outline.units:
        if _is_topic(unit):
            now = tuple(dict.fromkeys(one for mention in find_treatments(unit.low) for one in mention.ids)) or (
                "other",
            )
        elif unit.kind == "heading":
            now = ()
        elif now:
            topics[unit.index] = now
    return topics


def _is_topic(unit: Unit) -> bool:
    short = unit.kind in ("heading", "paragraph") and len(unit.text) <= _LONGEST_TOPIC
    return short and _NAMED_POLICY.search(unit.low) is not None and FINITE.search(unit.low) is None
