"""What is enclosed, by exhibit letter, and what may not be without the patient's consent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from string import ascii_uppercase

from ketacli.letters.known import Known

_TITLES: tuple[tuple[str, str], ...] = (
    ("denial", "The denial"),
    ("policy", "The policy that it cites"),
    ("letter", "The clinician's letter of medical necessity"),
    ("records", "Treatment and medication records"),
    ("scores", "Dated rating scales"),
    ("study", "Label, guideline and studies"),
    ("plan", "Pages of the plan document"),
    ("authorization", "Earlier approvals"),
    ("representative", "Appointment of a representative"),
    ("calls", "Log of telephone calls"),
)
_ORDER = {kind: place for place, (kind, _) in enumerate(_TITLES)}
_KINDS = {
    "denial_letter": "denial",
    "eob": "denial",
    "medical_policy": "policy",
    "drug_policy": "policy",
    "plan_document": "plan",
    "sbc": "plan",
}
_CONSENT = {"psychotherapy_notes": "consent.psychotherapy_notes", "part_2": "consent.part_2"}
"""Records that need the patient's consent to each disclosure: psychotherapy notes (45 CFR 164.508(a)(2)) and
substance use disorder records (42 CFR part 2)."""


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One enclosure."""

    letter: str
    kind: str
    title: str
    file: str
    """Empty where it is named by kind only and must still be added."""


def exhibits(known: Known, documents: Sequence[Mapping[str, object]]) -> tuple[Exhibit, ...]:
    """The enclosures in order: those of the case that may be enclosed, or the denial itself where there is no case."""
    rows = [row for row in documents if may_be_enclosed(row, known)]
    found = [(_kind(row), str(row.get("title") or ""), str(row.get("file") or "")) for row in rows]
    if not any(kind == "denial" for kind, _, _ in found) and known.raw("denial.notice_date") is not None:
        found.append(("denial", "", ""))
    found.sort(key=lambda row: _ORDER.get(row[0], len(_ORDER)))
    return tuple(
        Exhibit(letter, kind, title or dict(_TITLES).get(kind, "Record"), file)
        for letter, (kind, title, file) in zip(_letters(len(found)), found, strict=True)
    )


def may_be_enclosed(document: Mapping[str, object], known: Known) -> bool:
    """Whether a document may leave the patient's hands: sensitive records only with the consent of the case."""
    path = _CONSENT.get(str(document.get("sensitivity") or ""))
    return path is None or known.raw(path) is not None


def _kind(row: Mapping[str, object]) -> str:
    kind = str(row.get("exhibit") or row.get("kind") or "records")
    return _KINDS.get(kind, kind)


def _letters(count: int) -> list[str]:
    """A to Z, then AA, AB and so on."""
    single = list(ascii_uppercase)
    return [*single, *(a + b for a in single for b in single)][:count]
