"""Sets coverage and criteria against each other: what criteria are asked for is covered only with criteria."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from ketacli.documents.model import Document
from ketacli.policy import lazy_re as re
from ketacli.policy.positions.staff_papers import is_for_staff
from ketacli.policy.reading import Criterion, DocumentKind, Position, Treatment

_WIDER = {"trd": "mdd", "mdd_si": "mdd", "crps": "chronic_pain"}
_SETS_RULES: frozenset[DocumentKind] = frozenset({"drug_policy", "medical_policy", "pa_form", "change_log"})
_OF_PAPERWORK = frozenset({"prior_authorization", "approval_duration", "quantity_limit", "other"})
"""Types that a document may name without setting criteria for the treatment."""
_NO_TOPICS = frozenset({"other", "ketamine_topical"})
_WHAT_IS_LEFT = re.compile(r"\b(?:any|all|every)[ -](?:other|remaining)\b|\b(?:anything|everything) else\b", re.I)
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
    document: Document, kind: DocumentKind, positions: Sequence[Position], criteria: Iterable[Criterion]
) -> list[Position]:
    """Coverage that a payer's document of rules nowhere words: it sets criteria for a use of which it says nothing
    else ("Prior authorization stays in place. Changes of the criteria: …"; a grid of uses and their criteria)."""
    if kind not in _SETS_RULES or is_for_staff(document):
        return []
    asked: dict[Treatment, list[Criterion]] = {}
    for one in criteria:
        if (
            one.required
            and one.scope != "renewal"
            and one.treatment not in _NO_TOPICS
            and one.type not in _OF_PAPERWORK
        ):
            asked.setdefault(one.treatment, []).append(one)
    found: list[Position] = []
    for treatment, those in asked.items():
        told = [one for one in positions if one.treatment == treatment and one.position != "not_addressed"]
        if len({one.type for one in those}) >= _ENOUGH and not any(map(_decides_all, told)):
            found += _uses_presumed(those, {one.indication for one in told})
    return found


def _uses_presumed(asked: Sequence[Criterion], told: Collection[str]) -> Iterator[Position]:
    for use, first in {one.indication: one for one in reversed(asked)}.items():
        alone = use == "any" and not told and all(one.indication == "any" for one in asked)
        if alone or (use != "any" and not {use, _WIDER.get(use, use)} & set(told)):
            yield _presumed(first)


def _decides_all(one: Position) -> bool:
    """Whether a position leaves no use open: it covers some, or refuses all, and not only what is left."""
    return one.position.startswith("covered") or (one.indication == "any" and not _WHAT_IS_LEFT.search(one.quote or ""))


def with_presumed(positions: Sequence[Position], found: Sequence[Position]) -> list[Position]:
    """Positions with those that criteria presuppose, which take the place of silence on the same use."""
    pairs = {(one.treatment, one.indication) for one in found}
    return [*(one for one in positions if (one.treatment, one.indication) not in pairs), *found]


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
