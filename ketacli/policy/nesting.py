"""Depths of a list that the layout flattened, from the words between its items.

In "- one of the following: / - A; or / - B; and / - C" all marks stand at one margin. The "and" after B cannot join
alternatives, so it ends the inner list: C is the next item of the outer one.
"""

from __future__ import annotations

from collections.abc import Sequence

from ketacli.policy import lazy_re as re
from ketacli.policy.lists import Draft, is_lead_in

_JOINT = re.compile(r"[\s;,.*_(\[–—-](and|or)[\s*_)\].:–—-]*$", re.IGNORECASE)
_ALTERNATIVES = re.compile(r"\b(?:one|any|either|two|three)\b[^:]{0,60}$", re.IGNORECASE)
_ALL = re.compile(r"\b(?:all|both|each|every)\b[^:]{0,60}$", re.IGNORECASE)


def nest_by_joints(drafts: Sequence[Draft]) -> None:
    """Set `depth` of the items of every flattened list whose items say how they are joined."""
    start = 0
    while start < len(drafts):
        end = _run(drafts, start)
        if end - start > 3 and any(_opens(draft) for draft in drafts[start : end - 1]):
            _nest(drafts, start, end)
        start = max(end, start + 1)


def _run(drafts: Sequence[Draft], start: int) -> int:
    """Index after the items that stand in one line with the same mark."""
    first = drafts[start]
    if first.kind != "list_item" or first.block.marker[:1].isalnum():
        return start
    end = start
    while end < len(drafts) and drafts[end].kind == "list_item" and drafts[end].depth == first.depth:
        if drafts[end].block.marker != first.block.marker:
            break
        end += 1
    return end


def _opens(draft: Draft) -> bool:
    return draft.text.rstrip().endswith(":") and is_lead_in(draft.text)


def _joint(draft: Draft) -> str:
    found = _JOINT.search(draft.text[-12:])
    return found[1].lower() if found else ""


def _kind(lead: str, following: Sequence[Draft]) -> str:
    """How the items under a lead-in are joined: by its own words, else by the first joint below it."""
    tail = lead.rstrip().rstrip(":")[-90:]
    if _ALL.search(tail):
        return "and"
    if _ALTERNATIVES.search(tail):
        return "or"
    return next((joint for draft in following if (joint := _joint(draft))), "and")


def _nest(drafts: Sequence[Draft], start: int, end: int) -> None:
    plain = [draft for draft in drafts[start : end - 1] if not _opens(draft)]
    joined = [joint for draft in plain if (joint := _joint(draft))]
    if len(joined) < 0.8 * len(plain) or not {"and", "or"} <= set(joined):
        return
    base = drafts[start].depth
    lead = drafts[start - 1].text if start else ""
    outer = "or" if _ALTERNATIVES.search(lead.rstrip().rstrip(":")[-90:]) and not _ALL.search(lead[-90:]) else "and"
    frames = [outer]
    for at in range(start, end):
        draft = drafts[at]
        draft.depth = base + len(frames) - 1
        if _opens(draft):
            frames.append(_kind(draft.text, drafts[at + 1 : end]))
            continue
        joint = _joint(draft)
        while joint and len(frames) > 1 and frames[-1] != joint:
            frames.pop()
