"""Sets coverage and criteria against each other: what criteria are asked for is covered only with criteria."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from ketacli.policy.reading import Criterion, Position

_WIDER = {"trd": "mdd", "mdd_si": "mdd", "crps": "chronic_pain"}


def with_criteria(positions: Sequence[Position], criteria: Iterable[Criterion]) -> tuple[Position, ...]:
    """Positions in which `covered` is `covered_with_criteria` where a required criterion holds for the same pair."""
    asked = {(one.treatment, one.indication) for one in criteria if one.required}
    return tuple(
        replace(one, position="covered_with_criteria") if one.position == "covered" and _is_asked(one, asked) else one
        for one in positions
    )


def _is_asked(one: Position, asked: Collection[tuple[str, str]]) -> bool:
    uses = (one.indication, _WIDER.get(one.indication, one.indication), "any")
    return any((one.treatment, use) in asked for use in uses)
