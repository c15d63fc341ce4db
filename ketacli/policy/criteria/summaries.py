"""Items that only sum up the list below them ("Conservative care has failed: …") ask for nothing beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacli.policy.outline import Outline

if TYPE_CHECKING:
    from ketacli.policy.criteria.items import Item

_SUMS_UP = "conservative therapy"
_FEWEST = 2
"""So many items below must ask for something themselves."""


def without_summaries(items: list[Item], outline: Outline) -> list[Item]:
    """The items without such a one whose list was read."""
    asking = {item.unit for item in items if item.criterion.required}
    kept: list[Item] = []
    for item in items:
        below = outline.units[item.unit].children
        sums_up = item.criterion.type == "prior_failure_other" and (item.criterion.text or "").startswith(_SUMS_UP)
        if not (sums_up and len(asking.intersection(below)) >= _FEWEST):
            kept.append(item)
    return kept
