"""Which use governs a unit: the statement, the lead-in, the title or the heading above it that names one."""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import TypedDict

from ketacli.policy import lazy_re as re
from ketacli.policy.criteria.headed_items import uses_of_items
from ketacli.policy.criteria.keyed_rows import keyed_rows, numbered_rows, rows_named
from ketacli.policy.criteria.listed_diagnoses import uses_of_diagnoses
from ketacli.policy.criteria.quantities import folded
from ketacli.policy.criteria.standing import COVERS, Standing
from ketacli.policy.criteria.subjects import indications_in, scope_in, treatments_in
from ketacli.policy.outline import Unit
from ketacli.policy.reading import Indication, Scope, Treatment
from ketacli.policy.substrings import AnyOf

_TITLE_LINE = re.compile(r"^(?:[A-Z0-9][\w.]* ?[.:)]? )?[A-Z][^.;]*[^.;:,]$")
_CHAPTER = re.compile(
    r"^(?:Section|Part|Chapter|Pathway|Group|Indication|Use|Category|Criteria(?: set)?|Schedule|Track|Option|Set)?\s*"
    r"(?P<label>[A-Z](?:\.?\d{1,2})?|[IVX]{1,5}|\d{1,2}(?:\.(?:\d{1,2}|[A-Za-z]))*)(?:\.0)?[.):\s\u2013\u2014-]+(?P<title>.{4,})",
)
_CHAPTER_LENGTH = 120
_POINTS = re.compile(
    r"\b(?:[Ss]ections?|[Pp]arts?|[Cc]hapters?|[Pp]athways?|[Gg]roups?|[Ii]ndications?|[Uu]ses?|[Cc]ategor(?:y|ies)|[Ss]chedules?"
    r"|[Tt]racks?|[Oo]ptions?|[Cc]riteri(?:a|on)(?: sets?)?|[Ss]ets?|[Ll]ists?)\s+"
    r"(?:(?P<letter>(?:[A-Z]|[IVX]{1,5})(?:\.?\d{1,2})?)(?![\w])"
    r"|(?<!teria )(?<!terion )(?P<number>\d{1,2}(?:\.(?:\d{1,2}|[A-Za-z]))*)"
    r"(?![\w%]| or more| (?:to|of|weeks|months|days)\b))"
)
_NOTES = re.compile(r"\bapprov|\bauthori[sz]|\brenew|\bcontinue|\bextend|\b(?:duration|term|length)\b")
_ALL_ABOVE = re.compile(
    r"\b(?:indication|condition|diagnosis|disorder|use)(?:s|\(s\))\s+(?:(?:listed|named|stated|described|shown)\s+)?above\b"
    r"|\babove(?:[- ](?:listed|named|mentioned))?\s+(?:indication|condition|diagnosis|disorder|use)(?:s|\(s\))(?=\W|$)"
    r"|\b(?:diagnoses\s+(?:\w+\s+)?above|above\s+(?:\w+\s+)?diagnoses)\b"
)
"""A lead-in that speaks of all uses that a text has named ("criteria for the indication(s) above")."""
_NOTED = re.compile(
    r"^\W*(?:(?:initial|renewal|first|length of|duration of|term of) )?"
    r"(?:approval|authori[sz]ation|coverage|approve|authori[sz]e)?"
    r"(?: (?:duration|period|length|term|for|is for))?\b[^.;:]{0,12}[:\u2013-]?\s*(?:up to |for )?"
    r"(?:\d+|one|two|three|four|six|eight|twelve|sixteen) ?-?(?:days?|weeks?|wks?|months?|mos?|years?)\b"
)
_EXCEPT = re.compile(r"\b(?:do(?:es)? not apply|except|other than|instead of|unlike|see also)\b", re.I)
_pointing = AnyOf(
    "ection",
    "art ",
    "hapter",
    "athway",
    "roup",
    "ndication",
    "use ",
    "ategor",
    "chedule",
    "rack",
    "ption",
    "riteri",
    "et ",
    "ist ",
)


class RowFrame(TypedDict):
    """Of whom the label of a row speaks."""

    treatments: tuple[Treatment, ...]
    indication: Indication
    scope: Scope | None


class Belonging(Standing):
    """Finds the use of a unit in what stands above it."""

    @cached_property
    def _labels(self) -> dict[str, Indication | None]:
        """Letters and numbers of the chapters that deal with one use each ("Section B. Acute suicidality")."""
        found: dict[str, Indication | None] = {}
        for unit in self._outline.units:
            text = " ".join(unit.text.split()) if len(unit.text) < 400 else ""
            head = _CHAPTER.match(f"{unit.marker} {text}" if unit.marker and not text.startswith(unit.marker) else text)
            if head is None or not (unit.kind == "heading" or unit.children or len(text) < _CHAPTER_LENGTH):
                continue
            uses = [use for use in indications_in(folded(head["title"])) if self.is_covered(use)]
            label = _bare(head["label"])
            if len(uses) == 1:
                found[label] = uses[0] if found.get(label, uses[0]) == uses[0] else None
        return found

    def use_of_label(self, text: str) -> Indication | None:
        """The use of the one chapter that a text names by its letter or number ("For section B no trial is needed")."""
        if not _pointing(text) or not self._labels or _EXCEPT.search(text):
            return None
        pointed = [_bare(match["letter"] or match["number"]) for match in _POINTS.finditer(text)]
        uses = {self._labels.get(label, self._labels.get(label.split(".")[0])) for label in pointed}
        return next(iter(uses)) if len(uses) == 1 else None

    def title_line(self, unit: Unit) -> list[str]:
        """The last short line above a unit that reads as a heading and names a use: scans lose what marks headings."""
        for index in range(unit.index - 1, max(unit.index - 30, -1), -1):
            before = self._outline.units[index]
            if before.section != unit.section or before.kind == "heading":
                break
            alone = before.kind == "list_item" and self._stands_alone(before)
            title = _titled(before.text) if before.kind == "paragraph" or alone else ""
            if title:
                uses = indications_in(title)
                if len(uses) == 1 and self.is_covered(uses[0]):
                    return [title]
                if alone and scope_in(title) is None:
                    break
        return []

    def _stands_alone(self, unit: Unit) -> bool:
        """Whether a numbered line has neither sub-items nor neighbours in a list, as the title of a chapter has."""
        units = self._outline.units
        beside = (units[at] for at in (unit.index - 1, unit.index + 1) if 0 <= at < len(units))
        return not unit.children and not any(
            other.kind == "list_item" and other.parent == unit.parent for other in beside
        )

    def ended_list(self, unit: Unit) -> Unit | None:
        """The last item of the list that ends right before a note on approvals which names no use itself."""
        low = unit.low
        if unit.kind not in ("heading", "paragraph") or unit.parent is not None or not _NOTES.search(low):
            return None
        if unit.kind == "heading" and not self.is_noted(unit):
            return None
        if (unit.kind == "paragraph" and unit.children) or indications_in(folded(unit.text)):
            return None
        for index in range(unit.index - 1, max(unit.index - 4, -1), -1):
            before = self._outline.units[index]
            if before.kind == "heading":
                return None
            if before.kind == "list_item":
                return before
            if indications_in(before.low) or before.children or before.section != unit.section:
                return None
        return None

    def hanging(self, lead: Unit) -> list[Unit]:
        """A lead-in that has no list of its own, right before the lead-ins of the lists that it means.

        "... is medically necessary for TRD when all of these are met:", then "For initial therapy:" with its items.
        """
        units, at = self._outline.units, lead.index
        if indications_in(lead.low):
            return []
        while at > 0 and units[at - 1].section == lead.section:
            before = units[at - 1]
            if before.kind == "paragraph" and before.parent is None and not before.children:
                return [before] if before.text.rstrip().endswith(":") and before.low != lead.low else []
            top = before
            while top.parent is not None and units[top.parent].section == lead.section:
                top = units[top.parent]
            if top is before or top.kind != "paragraph" or indications_in(top.low):
                return []
            at = top.index
        return []

    @cached_property
    def _numbered(self) -> dict[str, int]:
        return numbered_rows(self._outline)

    @cached_property
    def _keyed(self) -> dict[int, int]:
        return keyed_rows(self._outline, self._numbered)

    def row_named(self, unit: Unit) -> RowFrame | None:
        """Treatments, use and scope in the label of the row that a row names by its number; None for other units."""
        row = self._keyed.get(unit.index) if unit.kind == "table_row" else None
        if row is None:
            return None
        label = folded(self._outline.units[row].cells[0].text)
        drugs = self.narrow(tuple(name for name in treatments_in(label) if name != "other"))
        uses = indications_in(label)
        use = uses[0] if len(uses) == 1 else "any"
        return RowFrame(treatments=drugs, indication=use, scope=scope_in(label)) if drugs else None

    def of_rows(self, text: str) -> tuple[Treatment, ...]:
        """Treatments of the numbered rows that a sentence names ("Prior authorization applies to rows 1 through 4")."""
        rows = rows_named(text, self._numbered) if "row" in text.lower() else []
        labels = [folded(self._outline.units[row].cells[0].text) for row in rows]
        return self.narrow(tuple(name for name in self.covered if any(name in treatments_in(low) for low in labels)))

    def above(self, index: int) -> list[int]:
        """Indexes of what governs a unit, nearest first."""
        return [unit.index for unit in self._outline.governors(self._outline.units[index])]

    @staticmethod
    def is_noted(unit: Unit) -> bool:
        """Whether a unit is a label with its value ("Approval duration: 6 months")."""
        return _NOTED.match(unit.low) is not None

    def _is_wider(self, found: tuple[Indication, ...]) -> bool:
        """Whether a text calls a covered form of depression by its wider name, for which nothing is covered."""
        uses = self.covered_uses
        return found == ("mdd",) and not uses & {"mdd", "any"} and bool(uses & {"trd", "mdd_si"})

    @cached_property
    def _headed(self) -> dict[int, Indication]:
        return {**uses_of_items(self._outline), **uses_of_diagnoses(self._outline)}

    def indication(self, unit: Unit, above: list[str]) -> tuple[Indication, bool]:
        headed = self._headed.get(unit.index)
        if headed is not None:
            return headed, False
        told = self._lead_position(unit)
        if told:
            return told, False
        cited = self.cited.get(unit.section)
        if cited and not any(indications_in(text) for text in above[:-1] or above):
            return cited.indication, False
        for text in above:
            found = indications_in(text)
            if not found and "above" in text and _ALL_ABOVE.search(text):
                return "any", True
            if self._is_wider(found) or (text == above[-1] and self._is_refused_alone(found)):
                continue
            if len(found) == 1:
                return found[0], False
            if len(found) > 1:
                break
        else:
            if len(self.covered_uses) == 1:
                return next(iter(self.covered_uses)), True
        pointed = (self.use_of_label(governor.text) for governor in self._outline.governors(unit) if governor.index)
        use = next((use for use in pointed if use), None)
        return (use, False) if use else ("any", True)

    def _is_refused_alone(self, found: tuple[Indication, ...]) -> bool:
        """Whether a title names one use that the document does not cover, and another one is all that it covers."""
        return len(found) == 1 and len(self.covered_uses) == 1 and not self.is_covered(found[0])

    def _lead_position(self, unit: Unit) -> Indication | None:
        """The use of the one position that the nearest lead-in states."""
        for governor in ([] if unit.kind == "list_item" else [unit]) + self._outline.governors(unit):
            uses = {position.indication for position in self.told_of(governor) if position.position in COVERS}
            if uses:
                named = indications_in(folded(governor.text))
                return next(iter(uses)) if len(uses) == 1 and len(named) < 2 else None
            if indications_in(folded(governor.text)) and governor is not unit:
                return None
        return None


@lru_cache(maxsize=2048)
def _titled(text: str) -> str:
    """A paragraph that reads as a heading, folded; empty for any other."""
    text = " ".join(text.split()) if len(text) < 400 else ""
    return folded(text) if 0 < len(text) < 90 and _TITLE_LINE.match(text) else ""


def _bare(label: str) -> str:
    """A label without what does not tell it from others ("2.0" is "2", "A." is "a")."""
    low = label.lower().rstrip(".")
    return low[:-2] if low.endswith(".0") else low
