"""The facts of one patient: typed access to answers where a missing key is unknown, never no."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Origin = Literal["flag", "file", "case", "typed", "batch"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One trial of a medicine, as the answers describe it. None means: not known."""

    drug: str
    drug_class: str | None = None
    dose_mg_per_day: float | None = None
    weeks: float | None = None
    outcome: str | None = None
    """`no_response`, `partial_response`, `intolerance`, `response`, or None."""
    response_percent: float | None = None
    current_episode: bool | None = None
    days_since_end: float | None = None
    preferred: bool | None = None


@dataclass(frozen=True, slots=True)
class Patient:
    """Answers by key (see docs/eligibility.md for the keys), and where each came from."""

    answers: Mapping[str, object]
    origins: Mapping[str, Origin] = field(default_factory=dict)

    def has(self, key: str) -> bool:
        """Whether the key was answered at all; "I don't know" is stored as a missing key."""
        return self.answers.get(key) is not None

    def knows(self, key: str) -> bool:
        """Whether an answer is there, also one inside of a table (`scores.phq9`)."""
        head, dot, rest = key.partition(".")
        table = self.answers.get(head)
        return (isinstance(table, Mapping) and table.get(rest) is not None) if dot else self.has(key)

    def yes(self, key: str) -> bool | None:
        """A yes/no answer, None where unknown."""
        value = self.answers.get(key)
        return value if isinstance(value, bool) else None

    def number(self, key: str) -> float | None:
        """A numeric answer, None where unknown."""
        value = self.answers.get(key)
        return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None

    def words(self, key: str) -> str | None:
        """A text answer in lower case, None where unknown."""
        value = self.answers.get(key)
        return value.strip().lower() if isinstance(value, str) and value.strip() else None

    def listed(self, key: str) -> list[str] | None:
        """A list of texts in lower case; an empty list means "none", None means unknown."""
        value = self.answers.get(key)
        return [str(item).lower() for item in value] if isinstance(value, (list, tuple)) else None

    def score(self, scale: str, *, baseline: bool = False) -> float | None:
        """The total on a rating scale, now or at baseline."""
        table = self.answers.get("baseline_scores" if baseline else "scores")
        value = table.get(scale) if isinstance(table, Mapping) else None
        return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None

    def trials(self, key: str = "antidepressant_trials") -> list[Trial] | None:
        """The trials under a key; an empty list means that there were none, None that it is not known."""
        value = self.answers.get(key)
        return [_trial(row) for row in value if isinstance(row, Mapping)] if isinstance(value, (list, tuple)) else None


def _trial(row: Mapping[str, object]) -> Trial:
    def number(key: str) -> float | None:
        value = row.get(key)
        return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None

    def flag(key: str) -> bool | None:
        value = row.get(key)
        return value if isinstance(value, bool) else None

    def text(key: str) -> str | None:
        value = row.get(key)
        return value.strip() if isinstance(value, str) and value.strip() else None

    return Trial(
        drug=text("drug") or "",
        drug_class=text("class"),
        dose_mg_per_day=number("dose_mg_per_day"),
        weeks=number("weeks"),
        outcome=text("outcome"),
        response_percent=number("response_percent"),
        current_episode=flag("current_episode"),
        days_since_end=number("days_since_end"),
        preferred=flag("preferred"),
    )
