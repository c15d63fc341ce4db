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

    def warning(self) -> str:
        """The warning as a person reads it; it names the figure."""
        return (
            f"the figure {self.key} was last checked on {self.as_of.isoformat()} and was due for review by "
            f"{self.review_by.isoformat()}: check it before you rely on it"
        )


def stale_facts(used: Iterable[Fact | Value], today: date) -> list[Stale]:
    """Those of the facts whose `review_by` lies before `today`, each once, in the order of use."""
    found = {
        each.key: Stale(each.key, each.as_of, each.review_by)
        for each in used
        if each.review_by is not None and each.review_by < today
    }
    return list(found.values())


def stale_warnings(used: Iterable[Fact | Value], today: date) -> list[str]:
    """One warning for each stale fact."""
    return [each.warning() for each in stale_facts(used, today)]
