"""What is enclosed, by exhibit letter, and what may not be without the patient's consent.

Order, titles and marks are those of a case's packet (`cases.packet`), so that "Exhibit C" in the letter is C in it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ketacli.cases.packet import ORDER, mark
from ketacli.letters.known import Known

_GROUPS = {
    1: "denial",
    2: "policy",
    3: "letter",
    4: "history",
    5: "scores",
    6: "records",
    7: "study",
    8: "plan",
    9: "representative",
    10: "authorization",
}
_LAST = (99, "Document")
_CONSENT = {"psychotherapy_notes": "consent.psychotherapy_notes", "part_2": "consent.part_2"}
"""Records that need the patient's consent to each disclosure: psychotherapy notes (45 CFR 164.508(a)(2)) and
substance use disorder records (42 CFR part 2)."""


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One enclosure."""

    letter: str
    kind: str
    """Its group: denial, policy, letter, history, scores, records, study, plan, representative, …, other."""
    title: str
    file: str
    """Empty where it is named by kind only and must still be added."""


def exhibits(known: Known, documents: Sequence[Mapping[str, object]], *, answers_a_denial: bool) -> tuple[Exhibit, ...]:
    """The enclosures in order: those of the case that may be enclosed, and the denial that the letter answers."""
    rows = [row for row in documents if row.get("exhibit") is not False and may_be_enclosed(row, known)]
    found = [(_place(row), str(row.get("added_on") or ""), _title(row), str(row.get("file") or "")) for row in rows]
    has_denial = any(place == 1 for place, *_ in found)
    if answers_a_denial and not has_denial and known.raw("denial.notice_date") is not None:
        title = "The remittance" if known.raw("denial.is_remittance") is True else ORDER["denial_letter"][1]
        found.append((1, "", title, ""))
    found.sort(key=lambda row: row[:2])
    return tuple(
        Exhibit(mark(number), _GROUPS.get(place, "other"), title, file)
        for number, (place, _, title, file) in enumerate(found)
    )


def may_be_enclosed(document: Mapping[str, object], known: Known) -> bool:
    """Whether a document may leave the patient's hands: private records only with the consent of the case."""
    private = str(document.get("sensitivity") or "")
    return not private or known.raw(_CONSENT.get(private, f"consent.{private}")) is not None


def held_back(documents: Sequence[Mapping[str, object]], known: Known) -> list[str]:
    """Titles of the documents that stay out for want of a consent, to be told to whoever writes the letter."""
    return [_title(row) for row in documents if not may_be_enclosed(row, known)]


def named(attached: Sequence[Exhibit], *groups: str) -> str:
    """`Exhibit C`, of the first group that has one; empty where none has."""
    for group in groups:
        for one in attached:
            if one.kind == group:
                return f"Exhibit {one.letter}"
    return ""


def _place(row: Mapping[str, object]) -> int:
    return ORDER.get(str(row.get("kind")), _LAST)[0]


def _title(row: Mapping[str, object]) -> str:
    return str(row.get("title") or ORDER.get(str(row.get("kind")), _LAST)[1])
