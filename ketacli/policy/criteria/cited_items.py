"""Items of an earlier list that a later statement takes over: "who meet criteria 1 through 6 above"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from ketacli.documents.markers import roman
from ketacli.policy import lazy_re as re
from ketacli.policy.criteria.quantities import folded
from ketacli.policy.criteria.standing import COVERS
from ketacli.policy.outline import Outline, Section, Unit
from ketacli.policy.reading import Indication, Scope, Treatment
from ketacli.policy.substrings import AnyOf

if TYPE_CHECKING:
    from ketacli.policy.criteria.items import Item
    from ketacli.policy.criteria.places import Places

_LABEL = r"\(?(?:\d{1,2}(?:\([a-z]\))?|[ivx]{1,5}|[a-z])\)?"
_JOIN = r"\s*(?:,\s*and|,\s*or|,|and|&|through|thru|to|-)\s*"
_CITED = re.compile(
    rf"\b(?:criteri(?:a|on)|items?|points?|conditions?|requirements?|numbers?|steps?|statements?|rules?|elements?)\s+"
    rf"(?:numbers?\s+|nos?\.\s*)?(?P<list>{_LABEL}(?:{_JOIN}{_LABEL})*)(?![\w%-])"
    r"(?:\s+(?:of|in|under|from)\s+(?:section|part|chapter|paragraph|article)\s+(?P<section>[\w.]{1,8}?)(?!\w|\.\w))?"
    r"(?=\s*(?:[.,;)]|$|(?:above|below|of this|must|shall|also|are|is|has|have|appl\w+|holds?|and|in)\b))"
)
"""Labels of items; what follows tells "items a and b apply" from "conditions a member meets"."""
_CODE = r"[a-z]\d{1,2}"
_CODED = re.compile(
    rf"(?<![\w-])(?P<list>{_CODE}(?:{_JOIN}{_CODE})*),?\s+"
    r"(?:(?:are|is|must be|still|also|all|each|remain|both|above)\s+)*"
    r"(?:met|satisfied|fulfilled|appl(?:y|ies))\b"
)
"""Labels that tell items apart in the whole document ("A6 through A8 still met")."""
_OPENS_LIST = re.compile(r":\s*(?:all (?:of )?|only )?$")
_PART = re.compile(
    r"(?P<join>through|thru|\bto\b|-)?\s*(?<!\w)\(?(?P<label>[a-z]\d{1,2}|\d{1,2}(?:\([a-z]\))?|[ivx]{1,5}|[a-z])\)?(?!\w)"
)
_TAKEN = re.compile(
    r"\b(?:meets?|met|appl(?:y|ies)|fulfil\w*|satisf\w+|holds?|(?:are|is) (?:also )?(?:required|needed))\b"
)
_NOT_TAKEN = re.compile(
    r"\b(?:not|never|no longer|without|unless|except\w*|other than|instead of|waived)\b[^.;]{0,30}$"
)
_NOT_AFTER = re.compile(
    r"^[^.;,]{0,40}\b(?:not|never|waived|no longer|deemed|considered|treated|set aside|lifted|dropped|excused|"
    r"suspended|disregarded|skipped|bypassed|omitted|only)\b"
)
_SPEAKS = AnyOf(
    "criteri", "item", "point", "condition", "requirement", "number", "step", "rule", "element", "statement", " met",
    " satisfied", " apply",
)  # fmt: skip
_ONLY_CITES = re.compile(
    rf"\W*(?:(?:criteri(?:a|on)|items?|points?|conditions?|requirements?|steps?|rules?|elements?|statements?)\s+)?"
    rf"(?:{_LABEL}|{_CODE})(?:{_JOIN}(?:{_LABEL}|{_CODE}))*\s+(?:(?:are|is|still|also|must be|all)\s+)*"
    r"(?:met|satisfied|appl(?:y|ies))\W*"
)
"""A condition that only points at others ("Element 1(b) is met")."""


def with_cited(items: list[Item], outline: Outline, places: Places) -> list[Item]:
    """The items, and for each statement that takes over numbered items of a list above it a copy for its own use."""
    out = list(items)
    for unit in outline.units:
        if unit.kind == "heading" or not _SPEAKS(unit.low):
            continue
        cited = list(_labels(folded(unit.text)))
        target = _target(items, unit, places) if cited else None
        if target is None:
            continue
        before = len(out)
        for labels, section in cited:
            chosen = _units(outline, unit, labels, places.section_called(section) if section else None)
            out += _copies(out, chosen, target)
        if len(out) > before:
            out = [item for item in out if item.unit != unit.index or not _only_cites(item)]
    return out


def _only_cites(item: Item) -> bool:
    return item.criterion.type == "other" and _ONLY_CITES.fullmatch(folded(item.criterion.text or "")) is not None


_Target = tuple[Treatment, Indication, Scope]


def _target(items: Iterable[Item], unit: Unit, places: Places) -> _Target | None:
    """The one treatment, use and scope of which a statement speaks, by what else it asks for, by what it covers, or by
    where it stands."""
    asked = [one.criterion for one in items if one.unit == unit.index and one.criterion.required]
    keys: set[tuple[Treatment, Indication, Scope]] = set()
    keys.update((one.treatment, one.indication, one.scope) for one in asked if one.scope != "either")
    if not keys:
        told = {(one.treatment, one.indication) for one in places.told_of(unit) if one.position in COVERS}
        frame = places.frame(unit)
        if not told and frame.gate == "list" and not frame.refused and frame.indication != "any":
            told = {(one, frame.indication) for one in frame.treatments}
        keys = {(treatment, use, frame.scope or "initial") for treatment, use in told}
    return next(iter(keys)) if len(keys) == 1 else None


def _labels(low: str) -> Iterator[tuple[list[str], str]]:
    """The labels that each citation of a text names, and the section where it names one, in sentences that say that
    they hold."""
    for match in _CODED.finditer(low):
        labels = _spread(match["list"])  # "B2, A6 through A8 met": the first is the label of the item itself
        yield [label for label in labels if label[0] == labels[-1][0]], ""
    for match in _CITED.finditer(low):
        start = max(low.rfind(mark, 0, match.start()) for mark in (". ", ";")) + 1
        end = min((at for mark in (". ", ";") if (at := low.find(mark, match.end())) >= 0), default=len(low))
        if not _TAKEN.search(low[start:end]) and not _OPENS_LIST.search(low[: match.start()]):
            continue
        if _NOT_TAKEN.search(low[start : match.start()]) or _NOT_AFTER.match(low[match.end() : end]):
            continue
        yield _spread(match["list"]), (match["section"] or "").upper()


def _spread(text: str) -> list[str]:
    """Each label of "1 through 3 and 6": 1, 2, 3, 6."""
    found: list[str] = []
    for part in _PART.finditer(text):
        label = part["label"]
        if part["join"] and found and found[-1].isdigit() and label.isdigit():
            found += [str(at) for at in range(int(found[-1]) + 1, int(label) + 1)]
        elif part["join"] and found and len(label) == len(found[-1]) == 1 and not label.isdigit():
            found += [chr(at) for at in range(ord(found[-1]) + 1, ord(label) + 1)]
        elif part["join"] and found and label[1:].isdigit() and found[-1][1:].isdigit() and label[0] == found[-1][0]:
            found += [f"{label[0]}{at}" for at in range(int(found[-1][1:]) + 1, int(label[1:]) + 1)]
        elif label not in ("and", "or"):
            found.append(label)
    return found


def _units(outline: Outline, unit: Unit, labels: list[str], section: Section | None) -> set[int]:
    """The items with these labels in the nearest list above a statement, or in the section that it names, and what
    hangs on them; none where one of them is not there."""
    units = outline.units
    if all(label[-1] == ")" or (label[0].isalpha() and label[1:].isdigit()) for label in labels):
        named = [_labeled(outline, unit, label) for label in labels]
        return set() if None in named else {one for found in named if found for one in found}
    before = (units[at] for at in range(unit.index - 1, -1, -1) if units[at].kind == "list_item")
    if section is not None:
        before = (one for one in units if one.kind == "list_item" and one.section == section.index)
    for item in before:
        if item.parent == unit.parent and unit.kind == "list_item":
            continue
        top = item
        while top.parent is not None and units[top.parent].kind == "list_item":
            top = units[top.parent]
        row = [units[at] for at in (units[top.parent].children if top.parent is not None else ())]
        row = [one for one in row if one.kind == "list_item"]
        places = [_place(row, label) for label in labels]
        if not row or len(row) < 2 or any(place is None for place in places):
            return set()
        heads = [row[place] for place in places if place is not None]
        return {one.index for head in heads for one in (head, *outline.descendants(head))}
    return set()


def _labeled(outline: Outline, unit: Unit, label: str) -> set[int] | None:
    """The item with a label that tells it apart in the whole document ("A7", "1(b)"), and what hangs on it."""
    head, _, part = label.rstrip(")").partition("(")
    for other in outline.units[unit.index - 1 :: -1] if unit.index else ():
        if _mark(other) != head:
            continue
        if not part:
            return {other.index, *(one.index for one in outline.descendants(other))}
        below = [one for one in outline.descendants(other) if one.marker.strip(" .()[]").lower() == part]
        return {below[0].index} if below else None
    return None


def _mark(unit: Unit) -> str:
    """The label of an item, or that with which the first cell of a row begins."""
    if unit.kind == "list_item":
        return unit.marker.strip(" .()[]").lower()
    first = unit.cells[0].text.split(None, 1)[:1] if unit.cells else []
    return first[0].strip(" .():#").lower() if first else ""


def _place(row: list[Unit], label: str) -> int | None:
    """Where an item stands in its list: by its own mark, else by the number of its place."""
    marks = [one.marker.strip(" .()[]").lower() for one in row]
    if label in marks:
        return marks.index(label)
    number = int(label) if label.isdigit() else ord(label) - 96 if len(label) == 1 else roman(label)
    return number - 1 if 0 < number <= len(row) else None


def _copies(items: list[Item], chosen: set[int], target: _Target) -> list[Item]:
    treatment, indication, scope = target
    has = {
        (row.type, row.number, row.text)
        for item in items
        if (row := item.criterion).treatment == treatment
        and row.indication in (indication, "any")
        and row.scope in (scope, "either")
    }
    found: list[Item] = []
    for item in items:
        row = item.criterion
        if item.unit not in chosen or row.scope == "renewal" or (row.type, row.number, row.text) in has:
            continue
        copy = replace(
            row, id=f"c{len(items) + len(found) + 1}", treatment=treatment, indication=indication, scope=scope
        )
        found.append(replace(item, criterion=copy))
    return found
