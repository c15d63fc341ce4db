"""The stale guard: figures that should have been looked up again by now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ketacli.facts.records import Fact, Value


@dataclass(frozen=True, slots=True)
class Stale:
    """A fact whose day of review has passed."""

    key: str
    as_of: date
    review_by: date


def stale_facts(used: Iterable[Fact | Value], today: date) -> list[Stale]:
    """Those of the facts whose `review_by` lies before `today`, each once, in the order of use."""
    found = {
        each.key: Stale(each.key, each.as_of, each.review_by)
        for each in used
        if each.review_by is not None and each.review_by < today
    }
    return list(found.values())


def stale_warnings(used: Iterable[Fact | Value], today: date) -> list[str]:
    """A warning that names the stale figures, one for each day of review; empty where there are none."""
    groups: dict[tuple[date, date], list[str]] = {}
    for each in stale_facts(used, today):
        groups.setdefault((each.as_of, each.review_by), []).append(each.key)
    return [_warning(keys, as_of, review_by) for (as_of, review_by), keys in groups.items()]


def _warning(keys: list[str], as_of: date, review_by: date) -> str:
    figures = f"the figure {keys[0]} was" if len(keys) == 1 else f"the figures {', '.join(keys)} were"
    return (
        f"{figures} last checked on {as_of.isoformat()} and due for review by {review_by.isoformat()}: "
        "check before you rely on it"
    )
