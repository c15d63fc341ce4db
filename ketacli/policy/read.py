"""Document → `Reading`: the outline once, then each kind of finding by its own rules."""

from __future__ import annotations

from ketacli.documents.model import Document
from ketacli.policy.building import build_outline
from ketacli.policy.criteria import find_criteria
from ketacli.policy.fields import document_facts, find_appeals, find_benefits, find_codes, find_language
from ketacli.policy.positions.conditions import presumed, with_criteria, with_presumed
from ketacli.policy.positions.engine import read_positions
from ketacli.policy.reading import Reading


def read_policy(document: Document, *, why: bool = False) -> Reading:
    """All that a document says, each finding with page, quote and rule; with `why`, positions carry their trace."""
    outline = build_outline(document)
    facts = document_facts(document, outline)
    positions, differing = read_positions(document, outline, facts.kind, why=why)
    criteria, logic, warnings = find_criteria(document, outline, tuple(positions))
    positions = with_presumed(positions, presumed(document, facts.kind, positions, criteria))
    return Reading(
        document=facts,
        positions=with_criteria(positions, criteria),
        criteria=criteria,
        logic=logic,
        codes=find_codes(document, outline),
        appeals=find_appeals(document, outline),
        benefits=find_benefits(document, outline),
        language=find_language(document, outline),
        warnings=(*document.warnings, *differing, *warnings),
    )
