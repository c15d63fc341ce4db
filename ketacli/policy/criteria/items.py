"""A criterion with the unit that states it, and what items of one unit or list mean for each other."""

from __future__ import annotations

from dataclasses import replace

from ketacli.policy.outline import Outline, Unit
from ketacli.policy.reading import Criterion, CriterionType
from ketacli.records import record


@record
class Item:
    """A criterion with the unit that states it, for the tree."""

    criterion: Criterion
    unit: int
    group: tuple[int, int] | None = None
    """Shared by the criteria of one sentence of which one branch will do."""
    branch: int = 0
    """Shared by the criteria of a group that belong together."""
    exempts: str | None = None
    listed: bool = False
    """True for an item of a list, False for a sentence of running text."""


def weeks_of_additions(items: list[Item], outline: Outline) -> None:
    """Weeks that a lead-in asks for above a list of augmenting drugs are weeks of augmentation."""
    for at, item in enumerate(items):
        kids = set(outline.units[item.unit].children) if item.criterion.type == "trial_duration" else set()
        if kids and {o.criterion.type for o in items if o.unit in kids} == {"augmentation_trial"}:
            items[at] = replace(item, criterion=replace(item.criterion, text="augmentation"))


def tie(items: list[Item], unit: Unit, start: int, kinds: set[CriterionType]) -> None:
    """Sets a sentence on fewer trials ("two are enough where …") beside the count that the unit gave before."""
    for at, item in enumerate(items[:start]):
        criterion = item.criterion
        if item.unit != unit.index or criterion.type != "prior_trials" or not criterion.required or item.group:
            continue
        group = (unit.index * 1_000_000, -1 - at)
        mates = [
            other
            for other in range(start, len(items))
            if items[other].criterion.treatment == criterion.treatment and items[other].criterion.type in kinds
        ]
        counts = [items[o].criterion.number for o in mates if items[o].criterion.type == "prior_trials"]
        if not counts or (criterion.number or 0) <= (counts[0] or 0):
            continue
        items[at] = replace(item, group=group, branch=0)
        for other in mates:
            items[other] = replace(items[other], group=group, branch=1)
