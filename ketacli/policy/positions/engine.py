"""Walks a document's outline and gathers the statements that its positions follow from."""

from __future__ import annotations

from collections.abc import Iterator

from ketacli.documents.model import Document
from ketacli.policy.outline import Outline, Role, Unit
from ketacli.policy.positions.context import Context
from ketacli.policy.positions.reader import Manner, UnitReader
from ketacli.policy.positions.resolve import resolve
from ketacli.policy.positions.statements import Statement
from ketacli.policy.positions.tables import read_row
from ketacli.policy.positions.verdicts import STEMS, Verdict, find_verdicts
from ketacli.policy.quotes import Quoter
from ketacli.policy.reading import DocumentKind, Position

SPEAKING = frozenset({Role.POLICY, Role.CRITERIA, Role.EXCLUSIONS, Role.UNKNOWN, Role.BENEFITS})
"""Roles of the sections that can state what is in force."""
_NO_POSITIONS = frozenset({"eob", "statute"})


def find_positions(
    document: Document, outline: Outline, kind: DocumentKind | None = None, *, why: bool = False
) -> list[Position]:
    """Positions of a document, one for each treatment and indication that it decides, in the order of the document."""
    if kind in _NO_POSITIONS:
        return []
    return resolve(list(find_statements(document, outline, kind, why=why)))


def find_statements(
    document: Document, outline: Outline, kind: DocumentKind | None = None, *, why: bool = False
) -> Iterator[Statement]:
    """Every statement of a position, in reading order, before they are weighed against each other."""
    manner = Manner(letter=kind == "denial_letter", appeal=kind == "appeal_decision", article=kind == "article")
    context = Context(document, outline, case=manner.appeal)
    reader = UnitReader(outline, context, Quoter(document), manner, why=why)
    labels: dict[int, tuple[Unit, Verdict]] = {}
    for unit in outline.units:
        role = outline.section_of(unit).role
        if role not in SPEAKING or not unit.in_force:
            continue
        if unit.kind == "heading":
            labels.update(_label(unit))
        if unit.kind == "table_row":
            yield from read_row(outline, unit, reader, context)
        elif any(stem in unit.low for stem in STEMS):
            yield from reader.read(unit)
        if unit.kind == "list_item" and unit.section in labels and _is_first_level(outline, unit):
            heading, verdict = labels[unit.section]
            yield from reader.label(heading, verdict, unit)


def _label(unit: Unit) -> dict[int, tuple[Unit, Verdict]]:
    """The verdict that a heading gives to what is listed under it."""
    if not any(stem in unit.low for stem in STEMS):
        return {}
    verdicts = [verdict for verdict in find_verdicts(unit.low) if verdict.position != "not_addressed"]
    return {unit.section: (unit, verdicts[0])} if len(verdicts) == 1 else {}


def _is_first_level(outline: Outline, unit: Unit) -> bool:
    """Whether an item belongs to the heading itself: its lead-in is the heading, or says nothing of its own."""
    governors = outline.governors(unit)
    if not governors:
        return unit.depth <= 1
    first = governors[0]
    return first.kind == "heading" or (first.kind == "paragraph" and not find_verdicts(first.low))
