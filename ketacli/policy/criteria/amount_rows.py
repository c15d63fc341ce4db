"""Tables of amounts, whose headers say what is counted and in what time ("Kits | Per": "8" | "28 days")."""

from __future__ import annotations

from collections.abc import Iterator

from ketacli.policy import lazy_re as re
from ketacli.policy.criteria.limits import find_limits
from ketacli.policy.criteria.passages import Found, Passage
from ketacli.policy.criteria.quantities import folded
from ketacli.policy.criteria.subjects import scope_in
from ketacli.policy.outline import Unit
from ketacli.policy.reading import Scope

_LEAD = "limit: at most "
_THING = r"(?:devices?|kits?|sprays?|vials?|units?|doses?|sessions?|treatments?|infusions?|visits?|hours?|courses?)"
_AMOUNT = re.compile(
    r"\W*(?:(?:up to|at most|no more than|not more than|max(?:imum)?(?: of)?)\W+)?(?P<number>\d{1,4})"
    rf"(?:\s*\((?:\w+)\))?(?:\s*(?:dose |nasal (?:spray )?|spray )?(?P<thing>mg|{_THING}))?\W*"
)
"""All that a cell says: a number, with or without what it counts."""
_COUNTED = re.compile(rf"\b{_THING}\b")
_IN_MG = re.compile(r"\bmg\b(?!\s*(?:dose\s+|nasal\s+)?(?:kits?|devices?|sprays?))")
_PER = re.compile(
    rf"(?:\bper|\beach|\bevery|\bin|/)\s*(?:any |each |a )?(?:\d+[\s-]*)?(?:days?|weeks?|months?|{_THING})\b"
    r"|\b(?:weekly|monthly|daily)\b"
)
_TIME_COLUMN = re.compile(
    r"\W*(?:per|every|in|days'?(?: supply)?|day supply|supply|period|time(?: ?frame| period)?)\W*"
)
_TIME = re.compile(
    r"\W*(?:per |every |in )?(?:(?:any|each) )?(?P<span>\d{1,3}[\s-]*(?:days?|weeks?|months?)?|week|month)\W*"
)
_OF_LIMITS = re.compile(
    r"\b(?:limits?|quantit\w+|max(?:imum)?|most|amounts?|allow\w*|supply|dispens\w*|how (?:much|many)|ql)\b"
)
_OPENING = re.compile(r"\b(?:first|induction|initial)\b")
_LATER = re.compile(r"\b(?:weeks?|months?) \d+ (?:and|or) (?:later|after|beyond|on)|\bonwards?\b|\bafter that\b")


def amounts_of_row(unit: Unit, above: str) -> dict[int, Found]:
    """The limits that a row of a table of amounts sets, by the place of the cell; offsets are those of its text.

    `above` is what stands over the table, which may say that it is one of amounts; an amount that a row tells of two
    strengths alike is one limit.
    """
    if len(unit.cells) < 2 or len(unit.headers) != len(unit.cells):
        return {}
    headers = [folded(header) for header in unit.headers]
    if not any(map(_OF_LIMITS.search, (*headers, above))) or not any(char.isdigit() for char in unit.text):
        return {}
    period = _period_of_row(unit, headers)
    found: dict[int, Found] = {}
    for at, text in _told_by_headers(unit, headers, period):
        limits = find_limits(Passage(text=text))
        if limits and all((limits[0].number, limits[0].unit) != (other.number, other.unit) for other in found.values()):
            scope = scope_in(headers[at]) or _phase(folded(unit.cells[0].text))
            words = text.removeprefix(_LEAD)
            found[at] = limits[0].changed(start=0, end=len(unit.cells[at].text), scope=scope, text=words)
    return found


def _told_by_headers(unit: Unit, headers: list[str], period: str) -> Iterator[tuple[int, str]]:
    """Each cell with a bare amount, as the sentence that it makes with its header and the time of its row."""
    label = folded(unit.cells[0].text)
    for at, cell in enumerate(unit.cells):
        amount = _AMOUNT.fullmatch(folded(cell.text)) if at else None
        if amount is None or _TIME_COLUMN.fullmatch(headers[at]):
            continue
        said = sorted((headers[at], label), key=lambda head: _PER.search(head) is None)
        thing = amount["thing"] or next(filter(None, map(_counted, said)), "")
        stated = next((found[0] for found in map(_PER.search, said) if found), "")
        if thing and (time := stated or period):
            yield at, f"{_LEAD}{amount['number']} {thing} {time}"


def _counted(head: str) -> str:
    """What the header of a column or the label of a row says that its numbers count."""
    counted = _COUNTED.findall(_PER.sub(" ", head))
    return counted[-1] if counted else "mg" if _IN_MG.search(head) else ""


def _period_of_row(unit: Unit, headers: list[str]) -> str:
    for at, cell in enumerate(unit.cells):
        told = _TIME.fullmatch(folded(cell.text)) if at and _TIME_COLUMN.fullmatch(headers[at]) else None
        if told:
            span = told["span"]
            return f"per {span} days" if span.strip().isdigit() else f"per {span}"
    return ""


def _phase(label: str) -> Scope | None:
    """The phase that the label of a row names ("Induction (first 28 days)", "Maintenance")."""
    if _OPENING.search(label):
        return "initial"
    return "renewal" if _LATER.search(label) else scope_in(label)
