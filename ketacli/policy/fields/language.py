"""The two classes of language that readers ask for by name: on mental health, and on experimental treatment."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from ketacli.documents.model import Document, Page
from ketacli.policy.fields.place import heading_of, quoted, sentences
from ketacli.policy.outline import Outline, Role, Unit
from ketacli.policy.reading import Language

Category = Literal["mental_health", "experimental"]
_RULES: tuple[tuple[str, Category, str], ...] = (
    ("KL001", "experimental", r"experimental|investigational|investigative|investigatory"),
    (
        "KL002",
        "experimental",
        r"unproven|not (?:been )?proven|unapproved use|not (?:generally|widely) accepted|not established as|"
        r"has not been established",
    ),
    (
        "KL003",
        "experimental",
        r"clinical trials?|research (?:purposes|study|protocol)|institutional review board|under (?:study|"
        r"investigation)|phase (?:i{1,3}|[123])\b",
    ),
    ("KL004", "experimental", r"off[\s-]label|not (?:fda[\s-])?approved (?:by|for)|without fda approval"),
    (
        "KL011",
        "mental_health",
        r"mental health|behavio(?:u)?ral health|mental (?:illness|disorders?|conditions?)|psychiatric|psychological",
    ),
    ("KL012", "mental_health", r"substance (?:use|abuse)|chemical dependency|addiction"),
    ("KL013", "mental_health", r"parity|MHPAEA"),
    ("KL014", "mental_health", r"psychotherap(?:y|ies|ists?)|psychiatrists?|counsel(?:ing|or|ors)"),
)
_ALL = re.compile("|".join(rf"(?P<{rule}>\b(?:{words}))" for rule, _, words in _RULES), re.IGNORECASE)
_CATEGORY: dict[str, Category] = {rule: category for rule, category, _ in _RULES}
_LITERALS = (
    "mental",
    "behavior",
    "behaviour",
    "psych",
    "experiment",
    "investigat",
    "unproven",
    "proven",
    "substance",
    "parity",
    "trial",
    "off-label",
    "off label",
    "counsel",
    "addict",
    "chemical",
    "mhpaea",
    "research",
    "approv",
    "accepted",
    "establish",
    "under study",
    "review board",
    "phase",
)
_SKIPPED = {Role.REFERENCES, Role.RELATED}


def find_language(document: Document, outline: Outline) -> tuple[Language, ...]:
    """Each sentence with such words once per category, in reading order; reference lists are left out."""
    pages = document.pages_by_number()
    return tuple(hit for unit in outline.units for hit in _hits(unit, pages, outline))


def _hits(unit: Unit, pages: dict[int, Page], outline: Outline) -> Iterator[Language]:
    lower = unit.text.lower()
    if not any(word in lower for word in _LITERALS) or not _ALL.search(unit.text):
        return
    section = outline.section_of(unit)
    if section.role in _SKIPPED or not unit.in_force:
        return
    heading = heading_of(outline, unit)
    for start, end in sentences(unit.text):
        found: dict[Category, tuple[str, list[str]]] = {}
        for match in _ALL.finditer(unit.text, start, end):
            rule = match.lastgroup or ""
            words = found.setdefault(_CATEGORY[rule], (rule, []))[1]
            if match[0] not in words:
                words.append(match[0])
        for category, (rule, words) in found.items():
            where = quoted(pages[unit.page], unit.start + start, unit.start + end)
            yield Language(
                category=category,
                words=", ".join(words),
                page=unit.page,
                heading=heading,
                quote=where["quote"] or "",
                rule=rule,
            )
