"""Reads a log as the policy itself: where the entries of a history are all that states what is in force, the newest
entry on a treatment and a use counts, and what it replaces is struck from the outline."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ketacli.policy import lazy_re as re
from ketacli.policy.substrings import AnyOf
from ketacli.records import record

if TYPE_CHECKING:
    from ketacli.policy.building import Draft

_SAYS_SO = re.compile(
    r"(?<!\w)(?:newest|latest|most recent|last|topmost|later)\s+(?:dated\s+)?"
    r"(?:entry|entries|change|revision|row|line|decision)s?(?!\w)[^.;]{0,80}(?<!\w)"
    r"(?:in force|in effect|governs?|controls?|current|now stands?|apply|applies|replaces?|supersedes?|"
    r"prevails?|counts?)(?!\w)"
    r"|(?<!\w)(?:in force|in effect|governs?|stands|applies|valid) until "
    r"(?:a|another|the next) (?:later|newer|entry|one)"
)
"""The document's word that its history tells what is in force."""
_hinted = AnyOf("newest", "latest", "most recent", "last ", "topmost", "later ", " until ")
_DATED = re.compile(
    r"^\W{0,3}(?:(?:effective|eff\.?|as of|from)\s+)?(?=[\dA-Z])(?:\d{1,4}[/.-]\d{1,4}(?:[/.-]\d{2,4})?"
    r"|[A-Z][a-z]{2,8}\.?\s+(?:\d{1,2},?\s+)?\d{4}|\d{1,2}\s+[A-Z][a-z]{2,8}\s+\d{4})"
)
_NAMES = re.compile(r"ketamine|spravato|ketalar")
_WITHDRAWN = re.compile(
    r"(?<!\w)(?:withdr[ae]wn?|retired?|rescinded|archived|no longer (?:in force|in effect|addressed))(?!\w)"
)
_FEWEST = 2
_LONGEST_DATE = 34


@record
class Entry:
    """One dated entry of a log."""

    date: str
    units: tuple[int, ...]
    """Indexes of the units that it consists of, the dated one first."""
    text: str
    """In lower case."""


def in_force(drafts: Sequence[Draft]) -> dict[int, bool] | None:
    """By index of each unit of a log, whether it still holds; None where the document's history is only history."""
    if not any(_says_so(draft.text.lower()) for draft in drafts):
        return None
    entries = _entries(drafts)
    if len(entries) < _FEWEST:
        return None
    newest_first = sorted(entries, key=lambda entry: entry.date, reverse=True)
    kept: dict[int, bool] = {}
    decided: set[tuple[str, str]] = set()
    for entry in newest_first:
        pairs = _pairs(entry.text)
        stands = not pairs or not all(_is_decided(pair, decided) for pair in pairs)
        kept.update(dict.fromkeys(entry.units, stands))
        if _decides(entry.text):
            decided |= pairs
    return kept


def _says_so(low: str) -> bool:
    return _hinted(low) and _SAYS_SO.search(low) is not None


def prose(draft: Draft) -> tuple[int, int]:
    """The stretch of an entry's text that tells the change: its longest cell, or what follows the date."""
    if draft.block.cells:
        base = draft.block.start
        cell = max(draft.block.cells, key=lambda cell: cell.end - cell.start)
        return cell.start - base, cell.end - base
    dated = _DATED.match(draft.text)
    return (dated.end() if dated else 0), len(draft.text)


def _decides(low: str) -> bool:
    """Whether an entry gives a verdict, or takes one away; others only change a criterion."""
    from ketacli.policy.positions.bulletins import as_now
    from ketacli.policy.positions.clauses import read_clauses

    if _WITHDRAWN.search(low):
        return True
    return any(clause.verdict.position != "not_addressed" for clause in read_clauses(as_now(low)))


def _is_decided(pair: tuple[str, str], decided: set[tuple[str, str]]) -> bool:
    treatment, use = pair
    return any(
        (treatment == other or {treatment, other} & {"ketamine_any", "ketamine_bare"}) and named in (use, "any")
        for other, named in decided
        if (treatment == "esketamine") == (other == "esketamine")
    )


def _entries(drafts: Sequence[Draft]) -> list[Entry]:
    from ketacli.policy.fields.dates import first_date

    found: list[Entry] = []
    open_section = -1
    for index, draft in enumerate(drafts):
        head = draft.text[: draft.block.cells[0].end - draft.block.start] if draft.block.cells else draft.text
        dated = _DATED.match(head) if draft.kind != "heading" else None
        date = first_date(head[:_LONGEST_DATE]) if dated else None
        if date is not None:
            found.append(Entry(date=date.iso, units=(index,), text=draft.text.lower()))
            open_section = draft.section
        elif draft.kind == "heading" or draft.section != open_section or draft.block.is_header_row:
            open_section = -1
        elif found and draft.kind in ("paragraph", "list_item"):
            last = found[-1]
            found[-1] = Entry(date=last.date, units=(*last.units, index), text=f"{last.text} {draft.text.lower()}")
    return [entry for entry in found if _NAMES.search(entry.text)]


def _pairs(low: str) -> set[tuple[str, str]]:
    """Treatments and uses that an entry names, each with each; "any" where it names no use."""
    from ketacli.policy.positions.indications import find_indications
    from ketacli.policy.positions.treatments import find_treatments

    drugs = {one for mention in find_treatments(low) for one in mention.ids} - {"other"}
    uses = {one for named in find_indications(low) for one in named.ids} or {"any"}
    return {(drug, use) for drug in drugs for use in uses}
