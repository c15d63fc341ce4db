"""Sets coverage and criteria against each other: what criteria are asked for is covered only with criteria."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from ketacli.documents.model import Document
from ketacli.policy.positions.staff_papers import is_for_staff
from ketacli.policy.reading import Criterion, DocumentKind, Position, Treatment

_WIDER = {"trd": "mdd", "mdd_si": "mdd", "crps": "chronic_pain"}
_SETS_RULES: frozenset[DocumentKind] = frozenset({"drug_policy", "medical_policy", "pa_form", "change_log"})
_OF_PAPERWORK = frozenset({"prior_authorization", "approval_duration", "quantity_limit", "other"})
"""Types that a document may name without setting criteria for the treatment."""
_ENOUGH = 3
"""So many kinds of condition are a list of criteria, and no remark."""


def with_criteria(positions: Sequence[Position], criteria: Iterable[Criterion]) -> tuple[Position, ...]:
    """Positions in which `covered` is `covered_with_criteria` where a required criterion holds for the same pair."""
    asked = {(one.treatment, one.indication) for one in criteria if one.required}
    return tuple(
        replace(one, position="covered_with_criteria") if one.position == "covered" and _is_asked(one, asked) else one
        for one in positions
    )


def presumed(
    document: Document, kind: DocumentKind, positions: Iterable[Position], criteria: Iterable[Criterion]
) -> list[Position]:
    """Coverage that a payer's document of rules nowhere words: it sets criteria for a treatment of which it says
    nothing else ("Prior authorization stays in place. Changes of the criteria: …"). One position for each use."""
    if kind not in _SETS_RULES or is_for_staff(document):
        return []
    told = {one.treatment for one in positions} | {"other", "ketamine_topical"}
    asked: dict[Treatment, list[Criterion]] = {}
    for one in criteria:
        if one.required and one.scope != "renewal" and one.treatment not in told and one.type not in _OF_PAPERWORK:
            asked.setdefault(one.treatment, []).append(one)
    return [
        _presumed(first)
        for found in asked.values()
        if len({one.type for one in found}) >= _ENOUGH
        for first in {one.indication: one for one in reversed(found)}.values()
        if first.indication != "any" or all(one.indication == "any" for one in found)
    ]


def _presumed(one: Criterion) -> Position:
    return Position(
        treatment=one.treatment,
        indication=one.indication,
        position="covered_with_criteria",
        applies_to=one.applies_to,
        page=one.page,
        quote=one.quote,
        heading=one.heading,
        rule="KP007",
        confidence="uncertain_layout",
    )


def _is_asked(one: Position, asked: Collection[tuple[str, str]]) -> bool:
    uses = (one.indication, _WIDER.get(one.indication, one.indication), "any")
    return any((one.treatment, use) in asked for use in uses)
