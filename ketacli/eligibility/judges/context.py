"""What a judge may look at besides its own criterion: the patient and the criteria that stand beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ketacli.eligibility.finding import Finding
from ketacli.eligibility.patient import Patient
from ketacli.policy.reading import Criterion


@dataclass(frozen=True, slots=True)
class Context:
    """Patient, and the criteria of the same branch of the tree (trial counts read each other)."""

    patient: Patient
    siblings: Sequence[Criterion]
    asks_renewal: bool | None = None
    """Whether the request is a renewal, where the request says so beside the answers."""

    @property
    def renewal(self) -> bool:
        """Whether this is a renewal."""
        return self.asks_renewal is True or self.patient.yes("is_renewal") is True

    def words(self, criterion: Criterion) -> str:
        """The criterion's own words, lower case: quote and text."""
        return f"{criterion.quote or ''} {criterion.text or ''}".lower()


Judge = Callable[[Criterion, Context], Finding]
