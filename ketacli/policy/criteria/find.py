"""The one entry to this package: a document and its positions in, criteria, logic and warnings out."""

from __future__ import annotations

from ketacli.documents.model import Document
from ketacli.policy.criteria.cited_items import with_cited
from ketacli.policy.criteria.gather import Gatherer
from ketacli.policy.criteria.places import Places
from ketacli.policy.criteria.trees import TreeBuilder
from ketacli.policy.makers_papers import is_makers_program
from ketacli.policy.outline import Outline, Unit
from ketacli.policy.reading import Criterion, Logic, Position


def find_criteria(
    document: Document, outline: Outline, positions: tuple[Position, ...]
) -> tuple[tuple[Criterion, ...], tuple[Logic, ...], tuple[str, ...]]:
    """Criteria in reading order, one logic tree for each treatment × use × scope, and warnings.

    Only what is in force is read: no background, study, label, history, other payer's or other treatment's rule.
    Treatments that the positions refuse throughout have no criteria.
    A warning names each list whose "all" or "any" stays open.
    """
    if is_makers_program(document):
        return (), (), ()
    places = Places(outline, positions)
    items = with_cited(Gatherer(document, outline, places).gather(), outline, places)
    logic, unsure = TreeBuilder(outline, items, places.loose_items).logic()
    criteria = tuple(item.criterion for item in items)
    return criteria, logic, tuple(_warning(unit) for unit in unsure)


def _warning(unit: Unit) -> str:
    words = " ".join(unit.text.split())
    lead = words if len(words) <= 80 else f"{words[:77]}…"
    return (
        f"Page {unit.page}: the list under “{lead}” does not say whether all of its points or only one must be met; "
        "it is read as printed."
    )
