"""Numbering of a DOCX: which marker Word would draw before a paragraph, and how deep its list is nested."""

from __future__ import annotations

from dataclasses import field
from typing import Any

from ketacli.documents.docx_styles import Styles, W, attr, integer, is_on, left_indent
from ketacli.documents.markers import to_letters, to_roman
from ketacli.patterns import kept as re
from ketacli.records import growing, positional

_PLACE = re.compile(r"%([1-9])")
_BULLETS = {
    "\uf0b7": "•",
    "\uf0a7": "▪",
    "\uf0d8": "➢",
    "\uf076": "❖",
    "\uf0fc": "✓",
    "\uf0a8": "☐",
    "\uf06f": "☐",
    "\uf071": "☐",
    "\uf0fe": "☒",
}
_BOXES = {"☐": False, "□": False, "❏": False, "☒": True, "☑": True}


@positional
class Level:
    """One level of a list."""

    form: str = "decimal"
    text: str = "%1."
    start: int = 1
    restart_after: int | None = None
    """Level (from 1) whose number restarts this one; 0 never, None any higher one."""
    legal: bool = False
    """Whether all its numbers are decimal ("isLgl")."""
    indent: int = 0


@growing
class _Counter:
    """Counts of one list, by level."""

    numbers: dict[int, int] = field(default_factory=dict)


@positional
class Placed:
    """A paragraph's place in its list."""

    marker: str
    level: int
    """From 1."""
    checked: bool | None = None


class NumberingPart:
    """Lists by number id; counts paragraphs in document order."""

    def __init__(self, root: Any, styles: Styles) -> None:
        self._levels: dict[str, dict[int, Level]] = {}
        self._abstract_of: dict[str, str] = {}
        self._overrides: dict[str, dict[int, int]] = {}
        self._counters: dict[str, _Counter] = {}
        self._seen_numbers: set[str] = set()
        if root is None:
            return
        abstracts = {attr(node, "abstractNumId"): node for node in root.findall(W + "abstractNum")}
        for node in root.findall(W + "num"):
            self._learn(node, abstracts, styles)

    def _learn(self, node: Any, abstracts: dict[str, Any], styles: Styles) -> None:
        number_id, abstract_id = attr(node, "numId"), attr(node.find(W + "abstractNumId"), "val")
        abstract = abstracts.get(abstract_id)
        linked = attr(abstract.find(W + "numStyleLink"), "val") if abstract is not None else ""
        if linked:
            abstract = next((a for a in abstracts.values() if attr(a.find(W + "styleLink"), "val") == linked), abstract)
        levels = _levels(abstract)
        self._abstract_of[number_id] = abstract_id
        for override in node.findall(W + "lvlOverride"):
            at = integer(attr(override, "ilvl"))
            if (own := override.find(W + "lvl")) is not None:
                levels[at] = _level(own)
            if (start := override.find(W + "startOverride")) is not None:
                self._overrides.setdefault(number_id, {})[at] = integer(attr(start, "val"), 1)
        self._levels[number_id] = levels

    def place(self, number_id: str, level: int) -> Placed | None:
        """Count one more paragraph at that level; None where the id is unknown or takes numbering away."""
        levels = self._levels.get(number_id)
        if levels is None or number_id == "0":
            return None
        level = min(max(level, 0), 8)
        counter = self._counters.setdefault(self._abstract_of[number_id], _Counter())
        if number_id not in self._seen_numbers:
            self._seen_numbers.add(number_id)
            for at, start in self._overrides.get(number_id, {}).items():
                counter.numbers[at] = start - 1
        here = levels.get(level, Level(text=f"%{level + 1}."))
        counter.numbers[level] = counter.numbers.get(level, here.start - 1) + 1
        for deeper in [at for at in counter.numbers if at > level]:
            if levels.get(deeper, Level()).restart_after is None or levels[deeper].restart_after == level + 1:
                del counter.numbers[deeper]
        marker = self._drawn(here, levels, counter)
        return Placed(marker, level + 1, _BOXES.get(marker))

    @staticmethod
    def _drawn(here: Level, levels: dict[int, Level], counter: _Counter) -> str:
        if here.form == "bullet":
            return _BULLETS.get(here.text, here.text) or "•"
        if here.form == "none":
            return ""

        def number(found: re.Match[str]) -> str:
            at = int(found[1]) - 1
            of = levels.get(at, Level())
            value = counter.numbers.get(at, of.start)
            return formatted(value, "decimal" if here.legal else of.form)

        return _PLACE.sub(number, here.text).strip()

    def indent(self, number_id: str, level: int) -> int:
        """Left indent of a level, in twentieths of a point; 0 where unknown."""
        return self._levels.get(number_id, {}).get(level, Level()).indent


def _levels(abstract: Any) -> dict[int, Level]:
    if abstract is None:
        return {}
    return {integer(attr(node, "ilvl")): _level(node) for node in abstract.findall(W + "lvl")}


def _level(node: Any) -> Level:
    restart = node.find(W + "lvlRestart")
    return Level(
        form=attr(node.find(W + "numFmt"), "val", "decimal"),
        text=attr(node.find(W + "lvlText"), "val"),
        start=integer(attr(node.find(W + "start"), "val"), 1),
        restart_after=integer(attr(restart, "val")) if restart is not None else None,
        legal=is_on(node.find(W + "isLgl")),
        indent=left_indent(node.find(W + "pPr"), 0),
    )


def formatted(number: int, form: str) -> str:
    """A number as Word writes it in a list of that form."""
    if number < 1:
        return str(number)
    if form == "upperRoman":
        return to_roman(number).upper()
    if form == "lowerRoman":
        return to_roman(number)
    if form == "upperLetter":
        return to_letters(number).upper()
    if form == "lowerLetter":
        return to_letters(number)
    if form == "decimalZero":
        return f"{number:02d}"
    return str(number)
