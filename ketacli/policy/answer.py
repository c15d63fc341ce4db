"""Answers one question from a reading, by the steps of docs/reading.md ("Answering one question")."""

from __future__ import annotations

from collections.abc import Iterator

from ketacli.policy.reading import Indication, Position, Reading, Treatment

_ROUTES = frozenset({"ketamine_iv", "ketamine_im", "ketamine_sc", "ketamine_oral", "ketamine_intranasal"})
WIDER: dict[str, tuple[Indication, ...]] = {"crps": ("chronic_pain",), "trd": ("mdd",), "mdd_si": ("mdd",)}
"""Indications that answer for a narrower one that has no record of its own."""
SILENCE = "KP900"
"""Rule of the answer that stands where a document says nothing."""


def answer(reading: Reading, treatment: Treatment, indication: Indication) -> Position:
    """The record for (treatment, indication); else crps asks chronic_pain, trd and mdd_si ask mdd; else
    (treatment, any); else, for a named ketamine route, the same steps with ketamine_any; else `not_addressed`.

    Where a pair has several records (one for each line of business), one that holds for all comes first.
    """
    for drug, disease in _steps(treatment, indication):
        rows = [row for row in reading.positions if (row.treatment, row.indication) == (drug, disease)]
        if rows:
            return min(rows, key=lambda row: row.applies_to is not None)
    return Position(
        treatment=treatment, indication=indication, position="not_addressed", page=None, quote=None, rule=SILENCE
    )


def _steps(treatment: Treatment, indication: Indication) -> Iterator[tuple[Treatment, Indication]]:
    drugs: tuple[Treatment, ...] = (treatment, "ketamine_any") if treatment in _ROUTES else (treatment,)
    for drug in drugs:
        for disease in dict.fromkeys((indication, *WIDER.get(indication, ()), "any")):
            yield drug, disease
