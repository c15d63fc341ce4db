"""Reads a passage the way `ketacli check` does, without a file: text in, positions out."""

from __future__ import annotations

from pathlib import Path

from ketacli.documents.read import read_document
from ketacli.policy.building import build_outline
from ketacli.policy.positions.engine import find_positions
from ketacli.policy.reading import DocumentKind, Position

HEAD = "Ketamine and Esketamine Policy\n\nPolicy Number: 1.2.3\n\nPOLICY\n\n"


def positions_of(text: str, folder: Path, kind: DocumentKind = "medical_policy", head: str = HEAD) -> list[Position]:
    """Positions that decide, other services left out."""
    path = folder / "passage.txt"
    path.write_text(head + text + "\n", encoding="utf-8")
    document = read_document(path)
    found = find_positions(document, build_outline(document), kind)
    return [one for one in found if one.position != "not_addressed" and one.treatment != "other"]


def said(positions: list[Position]) -> dict[tuple[str, str], str]:
    """Position by treatment and indication."""
    return {(one.treatment, one.indication): one.position for one in positions}
