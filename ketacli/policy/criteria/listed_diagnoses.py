"""Diagnoses that a list of criteria leaves open ("3. The diagnosis is one of: a. …; b. …"): each item holds for the use
that it names, and so does what names the item by its number ("For 3a only: …")."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from ketacli.policy import lazy_re as re
from ketacli.policy.lists import lists_diagnoses
from ketacli.policy.outline import Outline, Unit
from ketacli.policy.positions.indications import find_indications
from ketacli.policy.reading import Indication

_HEAD = 160
"""Up to here an item says which diagnosis it is."""
_FOR_ITEM = re.compile(
    r"\W*(?:\w{1,3}[.)]\s+)?(?:if|where|when|for|under|in)\s+(?:requests?\s+(?:under|for)\s+)?"
    r"(?:(?:items?|criteri(?:a|on)|diagnos[ei]s|conditions?|indications?|points?|paragraphs?)\s+)?"
    r"\(?(?P<item>\d{1,2}\(?[a-z])\)?(?:\s+(?:alone|only|applies|is (?:met|chosen|the diagnosis)))?\s*[:,]\s"
)


def uses_of_diagnoses(outline: Outline) -> dict[int, Indication]:
    """The use of each such item, of what hangs on it, and of each item after it that names it; empty without such
    lists."""
    found: dict[int, Indication] = {}
    for lead in outline.units:
        if len(lead.children) < 2 or not lists_diagnoses(lead.low):
            continue
        items = [outline.units[index] for index in lead.children]
        uses = {item.index: use for item in items if (use := _use_of(item))}
        if len(set(uses.values())) < 2:
            continue
        for index, use in uses.items():
            found.update({one.index: use for one in (outline.units[index], *outline.descendants(outline.units[index]))})
        labels = {_label(outline.units[index]): use for index, use in uses.items()}
        found.update(_named(outline, lead, labels))
    return found


def _use_of(item: Unit) -> Indication | None:
    uses = {one for named in find_indications(item.low[:_HEAD]) if named.kind == "named" for one in named.ids}
    return cast("Indication", uses.pop()) if len(uses) == 1 else None


def _named(outline: Outline, lead: Unit, labels: dict[str, Indication]) -> Iterator[tuple[int, Indication]]:
    """What comes after the list and names one of its items by the number of the list and its own ("3a", "3(a)")."""
    number = _label(lead)
    for unit in outline.units[lead.index + 1 :]:
        named = _FOR_ITEM.match(unit.low)
        label = named["item"].replace("(", "") if named else ""
        use = labels.get(label.removeprefix(number)) if number and label.startswith(number) else None
        if use:
            yield from ((one.index, use) for one in (unit, *outline.descendants(unit)))


def _label(unit: Unit) -> str:
    return unit.marker.strip(" .()[]").lower()
