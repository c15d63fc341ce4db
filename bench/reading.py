"""How much reading a policy adds to extracting its text, and whether it grows in step with the number of pages."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable

from ketacli.documents.model import Block, Document, Page
from ketacli.documents.read import read_document
from ketacli.policy.read import read_policy
from ketacli.shipped import shipped

_GOAL_AFTER_EXTRACTION = 0.25
_GOAL_LINEAR = 1.5
_TIMES = 5


def run() -> list[tuple[str, float, float]]:
    """(label, measured ratio, goal) for the shipped digital PDFs."""
    paths = [path for path in sorted(shipped("sample_policies").glob("*.pdf")) if "scan" not in path.stem]
    documents = [read_document(path) for path in paths]
    for document in documents:
        read_policy(document)
    extraction = _best(lambda: [read_document(path) for path in paths])
    reading = _best(lambda: [read_policy(document) for document in documents])
    one = documents[0]
    many = repeated(one, 20)
    growth = _best(lambda: read_policy(many)) / (20 * _best(lambda: read_policy(one)))
    return [
        ("reading / extraction, on the sample PDFs", reading / extraction, _GOAL_AFTER_EXTRACTION),
        ("one reading of 20 copies / 20 readings of one", growth, _GOAL_LINEAR),
    ]


def _best(work: Callable[[], object]) -> float:
    """Seconds of the fastest of several runs: the one that the rest of the machine disturbed least."""
    return min(_timed(work) for _ in range(_TIMES))


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def repeated(document: Document, times: int) -> Document:
    """The document's pages one after the other, `times` times."""
    pages: list[Page] = []
    for _ in range(times):
        for page in document.pages:
            number = len(pages) + 1
            blocks: tuple[Block, ...] = tuple(dataclasses.replace(block, page=number) for block in page.blocks)
            pages.append(dataclasses.replace(page, number=number, blocks=blocks))
    return dataclasses.replace(document, pages=tuple(pages), page_count=len(pages))
