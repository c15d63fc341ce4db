"""Document → Reading: the parts in their order."""

from __future__ import annotations

from importlib.util import find_spec

from ketacli.documents.model import Document
from ketacli.policy.building import build_outline
from ketacli.policy.fields import document_facts, find_appeals, find_benefits, find_codes, find_language
from ketacli.policy.reading import Criterion, Logic, Position, Reading


def read_policy(document: Document, *, why: bool = False) -> Reading:
    """All that a document says of ketamine and esketamine. `why` keeps the steps that led to each position."""
    outline = build_outline(document)
    positions: tuple[Position, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    logic: tuple[Logic, ...] = ()
    notes: tuple[str, ...] = ()
    if find_spec("ketacli.policy.positions.find"):
        from ketacli.policy.positions.find import find_positions

        positions = find_positions(document, outline, why=why)
    if find_spec("ketacli.policy.criteria.find"):
        from ketacli.policy.criteria.find import find_criteria

        criteria, logic, notes = find_criteria(document, outline, positions)
    return Reading(
        document=document_facts(document, outline),
        positions=positions,
        criteria=criteria,
        logic=logic,
        codes=find_codes(document, outline),
        appeals=find_appeals(document, outline),
        benefits=find_benefits(document, outline),
        language=find_language(document, outline),
        warnings=(*document.warnings, *notes),
    )
