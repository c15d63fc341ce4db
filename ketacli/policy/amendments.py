"""Applies what a document says of its own items to them: riders, endorsements and summaries of material modifications
replace, delete and add items by their number ("In 9.6, item (b) is replaced by: …")."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ketacli.policy import lazy_re as re
from ketacli.policy.outline import Outline, Section, Unit
from ketacli.policy.substrings import AnyOf
from ketacli.records import record

_hinted = AnyOf("replaced", "deleted", "removed", "struck", "repealed", "added", "amended", "restated", "to read")
_ITEM_WORD = (
    r"(?:[Ii]tem|[Pp]aragraph|[Ss]ub-?paragraph|[Cc]riterion|[Cc]lause|[Pp]oint|[Nn]umber|[Cc]ondition|[Rr]equirement)"
)
_SECTION_WORD = r"(?:(?:[Ss]ection|[Pp]art|[Aa]rticle|[Cc]hapter|[Pp]aragraph)\s+)?"
_SECTION = r"(?P<section>\d{1,2}(?:\.\d{1,2})*|[A-Z]\.\d{1,2}|[IVX]{1,5})"
_LABEL = r"\(?(?P<item>\d{1,2}|[a-z]{1,4}|[A-Z])\)?"
_PLACES = (
    re.compile(
        rf"\b[Ii]n\s+{_SECTION_WORD}{_SECTION},?\s+(?:[^.;:,]{{0,40}},\s+)?(?:the\s+)?{_ITEM_WORD}\s+{_LABEL}(?!\w)"
    ),
    re.compile(rf"\b{_ITEM_WORD}\s+{_LABEL}\s+(?:of|in|under)\s+{_SECTION_WORD}{_SECTION}(?!\w)"),
    re.compile(rf"\b{_SECTION_WORD}{_SECTION}\s?\((?P<item>\d{{1,2}}|[a-z]{{1,4}})\)"),
)
_BE = r"\s*,?\s+(?:(?:is|are|shall be|has been|will be)\s+)?(?:hereby\s+)?"
_ENTIRELY = r"(?:\s+in (?:its|their) entirety)?"
_REPLACED = re.compile(
    rf"{_BE}(?:deleted{_ENTIRELY},?\s+and\s+)?(?:replaced|amended|restated|revised|changed){_ENTIRELY}"
    r"(?:\s+(?:by|with|to|as|so that it)\b[^.:;\"\u201c]{0,40})?\s*[:,]?\s*(?=[\"\u201c]|$)"
    rf"|{_BE}(?:now\s+)?(?:to\s+)?reads?(?:\s+as follows)?\s*[:,]?\s*(?=[\"\u201c]|$)"
)
_DELETED = re.compile(
    rf"{_BE}(?:deleted|removed|struck(?: out)?|repealed){_ENTIRELY}\s*(?:[.;]|$|and (?:the|item|paragraph)s?\b)"
)
_ADDED = re.compile(
    rf"\b(?:[Ii]n|[Tt]o|[Uu]nder)\s+{_SECTION_WORD}{_SECTION},?\s+(?:the following|a new|an additional|this)\s+"
    rf"{_ITEM_WORD}?s?[^.;:\"\u201c]{{0,40}}?\s*(?:is|are|has been|shall be)\s+(?:hereby\s+)?added"
    r"[^.:;\"\u201c]{0,40}[:,]?\s*(?=[\"\u201c]|$)"
)
_NEW = re.compile(r"[\"\u201c]?\s*(?P<new>[^\"\u201d]*[^\"\u201d\s;,])")
_PROPOSED = re.compile(r"\b(?:propos\w+|would be|draft|if adopted|under consideration|was replaced|were replaced)\b")
_MARK = re.compile(r"\(?(?:\d{1,2}|[a-z]{1,4})[.)]")


@record
class Change:
    """What one unit does to an item, with the place of the new words in its text (empty where there are none)."""

    unit: int
    section: int
    item: str
    new: tuple[int, int]
    adds: bool = False


def amended(outline: Outline) -> Outline:
    """The outline with every item as it stands after the changes that the document itself makes to it."""
    changes = [change for unit in outline.units for change in _changes(outline, unit)]
    if not changes:
        return outline
    units = list(outline.units)
    for change in changes:
        if change.adds:
            _add(units, change)
        elif (target := _target(units, change)) is not None:
            _put(units, target, change)
    return replace(outline, units=tuple(units))


def _changes(outline: Outline, unit: Unit) -> Iterator[Change]:
    if unit.kind not in ("paragraph", "list_item") or not unit.in_force or not _hinted(unit.low):
        return
    if _PROPOSED.search(unit.low):
        return
    added = _ADDED.search(unit.text)
    if added is not None:
        section = _called(outline, added["section"])
        new = _new_words(unit, added.end())
        if section is not None and new[1] > new[0]:
            yield Change(unit=unit.index, section=section.index, item="", new=new, adds=True)
        return
    for place in _PLACES:
        found = place.search(unit.text)
        section = _called(outline, found["section"]) if found else None
        if found is None or section is None:
            continue
        replaced = _REPLACED.match(unit.text, found.end())
        if replaced or _DELETED.match(unit.text, found.end()):
            new = _new_words(unit, replaced.end()) if replaced else (0, 0)
            if not replaced or new[1] > new[0]:
                yield Change(unit=unit.index, section=section.index, item=found["item"].lower(), new=new)
        return


def _new_words(unit: Unit, start: int) -> tuple[int, int]:
    found = _NEW.match(unit.text, start)
    return found.span("new") if found else (0, 0)


def _called(outline: Outline, label: str) -> Section | None:
    heading = re.compile(rf"(?:[A-Za-z]+\s+)?{re.escape(label)}(?!\w|\.\d)")
    return next((one for one in outline.sections if heading.match(one.heading.strip())), None)


def _target(units: list[Unit], change: Change) -> Unit | None:
    """The one item of that mark in the section that is changed."""
    found = [
        unit
        for unit in units
        if unit.section == change.section
        and unit.kind == "list_item"
        and unit.index != change.unit
        and unit.marker.strip(" ().[]").lower() == change.item
    ]
    return found[0] if len(found) == 1 else None


def _only(unit: Unit, new: tuple[int, int]) -> str:
    """The text of a unit with all but the new words blanked in their place."""
    start, end = new
    return " " * start + unit.text[start:end] + " " * (len(unit.text) - end)


def _put(units: list[Unit], target: Unit, change: Change) -> None:
    """Set the new words in the place of an item, or strike it; the unit that says so states nothing itself."""
    source = units[change.unit]
    units[change.unit] = replace(source, in_force=False)
    if change.new == (0, 0):
        units[target.index] = replace(target, in_force=False)
        return
    units[target.index] = replace(
        target, page=source.page, start=source.start, end=source.end, text=_only(source, change.new), parts=source.parts
    )


def _add(units: list[Unit], change: Change) -> None:
    """Hang the new words on the list of the section, after its last item."""
    items = [unit for unit in units if unit.section == change.section and unit.kind == "list_item" and unit.depth == 1]
    last = next((unit for unit in reversed(items) if unit.parent is not None), None)
    if last is None or last.parent is None:
        return
    source, lead = units[change.unit], units[last.parent]
    start, end = change.new
    mark = _MARK.match(source.text, start)
    units[change.unit] = replace(
        source,
        kind="list_item",
        section=last.section,
        parent=lead.index,
        depth=last.depth,
        marker=mark[0] if mark and mark.end() < end else last.marker,
        text=_only(source, change.new),
        children=(),
    )
    if source.parent is not None and source.parent != lead.index:
        above = units[source.parent]
        kept = tuple(index for index in above.children if index != source.index)
        units[above.index] = replace(above, children=kept)
    units[lead.index] = replace(units[lead.index], children=(*units[lead.index].children, source.index))
