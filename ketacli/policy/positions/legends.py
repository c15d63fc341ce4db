"""Marks that a document explains itself for use in its cells ("NC = not covered"; "A" means that it is authorized)."""

from __future__ import annotations

from ketacli.policy import lazy_re as re
from ketacli.policy.outline import Outline
from ketacli.policy.positions.clauses import read_clauses
from ketacli.policy.positions.indications import find_indications
from ketacli.policy.positions.treatments import find_treatments
from ketacli.policy.reading import PositionWord
from ketacli.policy.substrings import AnyOf

CONDITIONS = re.compile(r"(?<!\w)(?:criteria|when|once|if|with|pa|prior|only|limits?|after|step)(?!\w)")
"""Words that make coverage one under criteria."""
Meaning = tuple[PositionWord, bool]
"""A position, and whether it holds under criteria."""
_SIGNS = {"\u2713": "yes", "\u2714": "yes", "\u2611": "yes", "\u2717": "no", "\u2718": "no"}
"""Check marks as the words for which they stand in a cell."""
_ABBREVIATION = re.compile(
    r"(?<!\w)([a-z/&]{1,5}|[\u2713\u2714\u2611\u2717\u2718\u25cf\u25cb\u25a0\u25a1*\u2020])\s*(?:=|:|\s[–-]\s)\s*([^;,.=|]{4,90})"
)
_MARK = r"[A-Z0-9][A-Z0-9/&+-]{0,4}"
_EXPLAINED = re.compile(
    rf"(?:[\"\u201c\u201d'\u2018\u2019]\s?(?P<quoted>{_MARK}|[A-Z][a-z]{{2,9}})\s?[\"\u201c\u201d'\u2018\u2019]"
    rf"|(?<![\w\"])(?P<plain>{_MARK}))"
    r"\s+(?:means?|stands? for|denotes?|is short for|indicates?|signif(?:y|ies)|marks|says)(?:\s+that)?\s+"
    r"(?P<meaning>[^;.]{4,160})"
)
_explains = AnyOf(
    " means ", " mean ", " stand for ", " stands for ", " denotes ", " denote ", " is short for ", " indicates ",
    " signifies ", " marks ", " says ",
)  # fmt: skip


def read_legend(outline: Outline) -> dict[str, Meaning]:
    """Words that the document itself explains for use in its cells, in lower case."""
    legend: dict[str, Meaning] = {}
    for unit in outline.units:
        if unit.kind == "table_row" and len(unit.cells) == 2 and not unit.is_header_row:
            key, meaning = (unit.low_of(cell).strip() for cell in unit.cells)
            if len(key.split()) <= 2:
                legend.update(_meant(key, meaning))
            continue
        if "=" in unit.text or ("cell" in unit.low and ":" in unit.text):
            for found in _ABBREVIATION.finditer(unit.low):
                legend.update(_meant(found[1], found[2].strip()))
        for key, meaning in _told(unit.text):
            legend.update(_meant(key.lower(), meaning.lower()))
    return legend


def explains_mark(text: str) -> bool:
    """Whether a sentence only says what a mark in a table means: it decides nothing itself."""
    return bool(_told(text))


def _told(text: str) -> list[tuple[str, str]]:
    if not _explains(text):
        return []
    return [(found["quoted"] or found["plain"], found["meaning"]) for found in _EXPLAINED.finditer(text)]


def _meant(key: str, meaning: str) -> dict[str, Meaning]:
    if find_treatments(key) or find_indications(key) or find_treatments(meaning):
        return {}
    clauses = [clause for clause in read_clauses(meaning) if clause.verdict.position != "not_addressed"]
    if not clauses:
        return {}
    asks = clauses[0].conditional or CONDITIONS.search(meaning) is not None
    return {_SIGNS.get(key, key): (clauses[0].verdict.position, asks)}
