"""Files into a case: copied, hashed, their kind told by what they say, private records marked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from ketacli.cases import record
from ketacli.cases.files import keep
from ketacli.cases.packet import ORDER
from ketacli.cases.store import open_case, update_case
from ketacli.documents.digest import sha256
from ketacli.errors import InputProblem

_PRIVATE = (
    (
        "part_2",
        re.compile(r"\b42\s*C\.?F\.?R\.?\s*(?:Part|§)?\s*2\b(?!\d)|substance use disorder patient records", re.I),
    ),
    ("psychotherapy_notes", re.compile(r"\bpsychotherapy\s+(?:process\s+)?notes?\b", re.I)),
)
"""Words that records under these rules bear (42 CFR 2.32 prescribes a notice); they only ever hold a file back."""
_FILES_KINDS = frozenset({"denial_letter", "eob", "medical_policy", "drug_policy", "plan_document", "sbc", "article"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """One file that is now in the case."""

    id: str
    file: str
    kind: str
    sensitivity: str | None
    guessed: bool
    """True where the mark of a private record comes from its words and not from the user."""


def add_file(
    folder: Path,
    source: Path,
    *,
    today: date,
    kind: str | None = None,
    title: str | None = None,
    sensitivity: str | None = None,
    exhibit: bool = True,
) -> Added:
    """Copy a file into the case and record it. Raises CaseProblem, InputProblem.

    Without `kind` it is `records`. A policy or plan document may speak of psychotherapy notes; only records are held
    back for their words.
    """
    case = open_case(folder)
    try:
        data = source.read_bytes()
    except OSError as problem:
        raise InputProblem(f"{source}: {(problem.strerror or 'cannot be read').lower()}") from problem
    kind = kind or "records"
    guess = None if sensitivity or kind in _FILES_KINDS else _private(source, data)
    file = keep(folder, source, content=data)
    told: dict[str, Any] = {"file": file, "sha256": sha256(data), "kind": kind, "added_on": today, "title": title}
    told |= {"sensitivity": sensitivity or guess, "exhibit": exhibit}
    made: list[str] = []
    update_case(
        case.folder, lambda content: made.append(record.document(content, **told)), what="document added", by="case add"
    )
    return Added(id=made[0], file=file, kind=kind, sensitivity=sensitivity or guess, guessed=guess is not None)


def add_letter(folder: Path, source: Path, *, today: date, level: str | None = None) -> str:
    """Copy a finished letter into the case as the letter of its packet; its id. Raises CaseProblem, InputProblem."""
    case = open_case(folder)
    file = keep(folder, source)
    entry = {"file": file, "kind": "appeal", "level": level, "written_on": today.isoformat()}
    made: list[str] = []
    update_case(
        case.folder,
        lambda content: made.append(record.letter(content, entry=entry)),
        what="letter added",
        by="case add",
    )
    return made[0]


def known_kinds() -> tuple[str, ...]:
    """Kinds of document with a place of their own in a packet."""
    return tuple(ORDER)


def _private(source: Path, data: bytes) -> str | None:
    """The kind of private record that the words of a file show; None where none does or it cannot be read."""
    from ketacli.documents.read import read_document

    try:
        document = read_document(source, data=data, ocr="never")
    except InputProblem:
        return None
    for page in document.pages:
        for name, words in _PRIVATE:
            if words.search(page.text):
                return name
    return None
