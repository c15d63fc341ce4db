"""The two classes of language that readers ask for by name: on mental health, and on experimental treatment."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from ketacli.documents.model import Document, Page
from ketacli.policy import lazy_re as re
from ketacli.policy.fields.lazy import lazy
from ketacli.policy.fields.place import quoted, sentences
from ketacli.policy.outline import Outline, Role, Unit
from ketacli.policy.reading import Language
from ketacli.policy.substrings import AnyOf

Category = Literal["mental_health", "experimental"]
_RULES: tuple[tuple[str, Category, tuple[str, ...]], ...] = (
    ("KL001", "experimental", ("experimental", "investigational", "investigative", "investigatory")),
    ("KL002", "experimental", (
        "unproven", "not proven", "not been proven", "unapproved use", "not generally accepted", "not widely accepted",
        "has not been established", "have not been established",
    )),
    ("KL003", "experimental", (
        "clinical trial", "research purposes", "research study", "research protocol", "institutional review board",
        "under study", "under investigation", "phase i,", "phase i ", "phase ii", "phase 1", "phase 2", "phase 3",
    )),
    ("KL004", "experimental", (
        "off-label", "off label", "not fda approved", "not fda-approved", "not approved by the fda",
    )),
    ("KL011", "mental_health", (
        "mental health", "behavioral health", "behavioural health", "mental illness", "mental disorder",
        "mental condition", "psychiatric", "psychological",
    )),
    ("KL012", "mental_health", ("substance use", "substance abuse", "chemical dependency", "addiction")),
    ("KL013", "mental_health", ("parity", "mhpaea")),
    ("KL014", "mental_health", ("psychotherap", "psychiatrist", "counseling", "counselor", "counselling")),
)  # fmt: skip
_OF_WORDS = {words: (rule, category) for rule, category, many in _RULES for words in many}
_ALL = lazy("|".join(re.escape(words) for words in sorted(_OF_WORDS, key=len, reverse=True)))
_may_stand = AnyOf(
    "mental", "behavio", "psych", "experiment", "investigat", "prove", "substance", "parity", "clinical trial",
    "off-label",
    "off label", "counsel", "addict", "chemical dep", "mhpaea", "research", "approv", "accepted", "established",
    "under study", "review board", "phase ",
)  # fmt: skip
_SKIPPED = {Role.REFERENCES, Role.RELATED}


def find_language(document: Document, outline: Outline) -> tuple[Language, ...]:
    """Each sentence with such words once per category, in reading order; reference lists are left out."""
    pages = document.pages_by_number()
    return tuple(hit for unit in outline.units for hit in _hits(unit, pages, outline))


def _hits(unit: Unit, pages: dict[int, Page], outline: Outline) -> Iterator[Language]:
    lower = unit.text.lower()
    if len(lower) != len(unit.text) or not _may_stand(lower):
        return
    found = [match for match in _ALL.finditer(lower) if not lower[match.start() - 1 : match.start()].isalnum()]
    section = outline.section_of(unit)
    if not found or section.role in _SKIPPED or not unit.in_force:
        return
    for start, end in sentences(unit.text):
        here = [match for match in found if start <= match.start() < end]
        for category, (rule, words) in _by_category(unit.text, here).items():
            where = quoted(pages[unit.page], unit.start + start, unit.start + end)
            yield Language(
                category=category,
                words=", ".join(words),
                page=unit.page,
                heading=section.heading or None,
                quote=where["quote"] or "",
                rule=rule,
            )


def _by_category(text: str, here: list[re.Match[str]]) -> dict[Category, tuple[str, list[str]]]:
    """The rule of the first words of each category, and all the words, as they are printed."""
    found: dict[Category, tuple[str, list[str]]] = {}
    for match in here:
        rule, category = _OF_WORDS[match[0]]
        words = found.setdefault(category, (rule, []))[1]
        printed = _whole_words(text, match.start(), match.end())
        if printed not in words:
            words.append(printed)
    return found


def _whole_words(text: str, start: int, end: int) -> str:
    while end < len(text) and text[end].isalpha():
        end += 1
    return text[start:end].strip(" ,")
