"""What goes into a packet, in which order, and what stays out: the plan of it, before any page is made."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from string import ascii_uppercase
from typing import Any

from ketacli.cases.dates import current_denial, ladder_of, notice_day
from ketacli.cases.files import inside_case, unchanged
from ketacli.cases.model import Case
from ketacli.cases.store import CaseProblem

ORDER: dict[str, tuple[int, str]] = {
    "denial_letter": (1, "The denial"),
    "eob": (1, "Explanation of benefits"),
    "medical_policy": (2, "The plan's policy"),
    "drug_policy": (2, "The plan's drug policy"),
    "pa_form": (2, "Prior authorization form"),
    "letter_of_medical_necessity": (3, "Letter of medical necessity"),
    "treatment_history": (4, "Treatment history"),
    "pharmacy_log": (4, "Pharmacy fill log"),
    "scores": (5, "Rating scale scores"),
    "records": (6, "Medical records"),
    "label": (7, "Product label"),
    "guideline": (7, "Clinical guideline"),
    "article": (7, "Article"),
    "statute": (7, "Law"),
    "plan_document": (8, "Pages of the plan document"),
    "sbc": (8, "Summary of Benefits and Coverage"),
    "representative_form": (9, "Authorized representative form"),
    "approval": (10, "Earlier approval"),
    "appeal_decision": (10, "Earlier appeal decision"),
}
"""Kind of document → place among the exhibits and title. What is not named comes last, under its own title."""
_LAST = (99, "Document")
SENSITIVE_NAMES = {
    "psychotherapy_notes": "psychotherapy notes (45 CFR 164.508(a)(2))",
    "part_2": "substance use disorder records (42 CFR Part 2)",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Exhibit:
    """One exhibit, with the path of its file."""

    mark: str
    """A, B, …, Z, AA, …"""
    title: str
    path: Path
    document: str
    """The document's id in the case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A document that stays out, and why."""

    document: str
    title: str
    why: str
    wanted: bool
    """True where it should be there and is not (missing, changed): something needs attention."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Packet:
    """The plan of a packet."""

    cover: tuple[tuple[str, str], ...]
    """Lines of the cover sheet: label and words."""
    letter: Path | None
    exhibits: tuple[Exhibit, ...]
    left_out: tuple[LeftOut, ...]
    checklist: tuple[tuple[bool, str], ...]
    """What is done and what is not."""

    @property
    def complete(self) -> bool:
        """Whether nothing that should be in it is missing."""
        return self.letter is not None and not any(each.wanted for each in self.left_out)


def plan_packet(case: Case, *, today: date, letter: str | None = None) -> Packet:
    """Choose the letter (the last one, or the one with this id) and the exhibits.

    Psychotherapy notes and substance use records stay out unless the case holds the day of a specific consent.
    Raises CaseProblem for a letter that the case does not have.
    """
    chosen = _letter(case, letter)
    exhibits: list[tuple[tuple[int, str], dict[str, Any]]] = []
    left_out: list[LeftOut] = []
    for row in case.list("documents"):
        why, wanted = _why_out(case, row)
        if why:
            left_out.append(LeftOut(document=str(row.get("id")), title=_title(row), why=why, wanted=wanted))
        else:
            exhibits.append(((ORDER.get(str(row.get("kind")), _LAST)[0], str(row.get("added_on", ""))), row))
    exhibits.sort(key=lambda pair: pair[0])
    marked = tuple(
        Exhibit(
            mark=mark(place),
            title=_title(row),
            path=inside_case(case.folder, str(row["file"])),
            document=str(row.get("id")),
        )
        for place, (_, row) in enumerate(exhibits)
    )
    path = inside_case(case.folder, str(chosen["file"])) if chosen else None
    if path is not None and not path.is_file():
        raise CaseProblem(
            f"{case.folder}: the letter's file is missing", hint="Write the letter again, or name another."
        )
    return Packet(
        cover=tuple(_cover(case)),
        letter=path,
        exhibits=marked,
        left_out=tuple(left_out),
        checklist=tuple(_checklist(case, chosen, marked, left_out, today)),
    )


def mark(place: int) -> str:
    """The letter of an exhibit by its place from 0: A … Z, AA, AB, …"""
    text = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        text = ascii_uppercase[rest] + text
    return text


def _letter(case: Case, wanted: str | None) -> dict[str, Any] | None:
    rows = [row for row in case.list("letters") if row.get("file")]
    if wanted is None:
        return rows[-1] if rows else None
    for row in rows:
        if row.get("id") == wanted:
            return row
    raise CaseProblem(f"{case.folder}: the case has no letter {wanted!r}", hint=f"`ketacli case show {case.folder}`")


def _why_out(case: Case, row: dict[str, Any]) -> tuple[str, bool]:
    """Why a document stays out, and whether that needs attention; an empty reason where it goes in."""
    private = row.get("sensitivity")
    if private:
        named = SENSITIVE_NAMES.get(str(private), "records that need a consent of their own")
        if not case.section("consent").get(str(private)):
            return f"{named}: no specific consent is in the case", False
    if row.get("exhibit") is False:
        return "set aside as no exhibit", False
    if not row.get("file"):
        return "the case does not hold the file itself", True
    path = inside_case(case.folder, str(row["file"]))
    if not path.is_file():
        return "the file is missing", True
    if row.get("sha256") and not unchanged(case.folder, str(row["file"]), str(row["sha256"])):
        return "the file has changed since it was read: read it again", True
    return "", False


def _title(row: dict[str, Any]) -> str:
    return str(row.get("title") or ORDER.get(str(row.get("kind")), _LAST)[1])


def _cover(case: Case) -> Iterable[tuple[str, str]]:
    """What a mail room needs to file it, and no more."""
    patient, plan = case.section("patient"), case.section("plan")
    denial = current_denial(case) or {}
    notice = notice_day(denial) if denial else None
    rows = [
        ("To", denial.get("appeal_address") or plan.get("appeal_address") or plan.get("payer")),
        ("Fax", denial.get("appeal_fax") or plan.get("appeal_fax")),
        ("Member", patient.get("name") or denial.get("member_name")),
        ("Member ID", patient.get("member_id") or denial.get("member_id")),
        ("Group", patient.get("group_number") or denial.get("group_number")),
        ("Reference", denial.get("reference_number")),
        ("Claim", denial.get("claim_number")),
        ("Date of the denial", notice.isoformat() if notice else None),
        ("From", patient.get("representative")),
    ]
    return [(label, str(words)) for label, words in rows if words]


def _checklist(
    case: Case,
    letter: dict[str, Any] | None,
    exhibits: tuple[Exhibit, ...],
    left_out: list[LeftOut],
    today: date,
) -> Iterable[tuple[bool, str]]:
    found = ladder_of(case, today=today)
    kinds = {row.get("kind") for row in case.list("documents")}
    yield letter is not None, "The letter is in the packet"
    yield bool(letter and letter.get("signed_on")), "The letter was checked by the clinician and signed"
    yield "denial_letter" in kinds or "eob" in kinds, "The denial is among the exhibits"
    yield bool(kinds & {"medical_policy", "drug_policy"}), "The policy that was cited is among the exhibits"
    if case.section("patient").get("representative"):
        yield "representative_form" in kinds, "The authorized representative form is among the exhibits"
    for each in left_out:
        yield not each.wanted, f"Left out: {each.title} ({each.why})"
    yield bool(exhibits), "Every page bears its number; the contents page names each exhibit"
    if found and found.act_by:
        mark_ = ", provisional" if found.act_by.provisional else ""
        yield found.act_by.date >= today, f"It must be in by {found.act_by.date}{mark_}: check the letter"
    yield False, "Sent, with proof (fax sheet, certified mail, screenshot), and logged: ketacli case log"
