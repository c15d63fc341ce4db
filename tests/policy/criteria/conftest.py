"""Reading a text as a document of its own, with the positions that its author had in mind."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ketacli.documents.read import read_document
from ketacli.policy.building import build_outline
from ketacli.policy.criteria import find_criteria
from ketacli.policy.criteria.detect import detect
from ketacli.policy.criteria.passages import Found, Passage
from ketacli.policy.reading import Criterion, Logic, Position

Read = Callable[..., tuple[tuple[Criterion, ...], tuple[Logic, ...], tuple[str, ...]]]
COVERED = [("esketamine", "trd", "covered_with_criteria")]


def read(data: bytes, name: str, positions=COVERED):
    """Criteria, logic and warnings of a document; positions as (treatment, indication, position)."""
    document = read_document(Path(name), data=data)
    given = tuple(
        Position(treatment=t, indication=i, position=p, page=1, quote=None, rule="KP") for t, i, p in positions
    )
    return find_criteria(document, build_outline(document), given)


@pytest.fixture
def reading() -> Read:
    """`reading(text, suffix=".txt", positions=[…])`: what is found in a text."""

    def go(text: str, suffix: str = ".txt", positions=COVERED):
        return read(text.encode(), f"document{suffix}", positions)

    return go


@pytest.fixture
def asks() -> Callable[..., list[Found]]:
    """`asks(sentence, in_list=True, context="…")`: what one passage asks for."""

    def go(text: str, **place) -> list[Found]:
        return detect(Passage(text=text, **{"in_list": True, **place}))

    return go
