"""What a passage may take from around it: treatments and indications of lead-ins, headings and the document's title."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ketacli.documents.model import Document
from ketacli.policy.outline import Outline, Role, Unit
from ketacli.policy.positions.indications import Named, find_indications
from ketacli.policy.positions.statements import LEAD, NOWHERE, SECTION, SUBJECT
from ketacli.policy.positions.treatments import Mention, find_treatments

_TITLE_UNITS = 14
_TITLED = re.compile(
    r"^\s*(?:policy title|policy name|subject|title|policy|drug|medication|product|topic|re|service)\s*[:\t ]", re.I
)
_FIELDS = re.compile(r"\s{3,}|\t")


class Context:
    """Treatments and indications by place, worked out once for each section."""

    def __init__(self, document: Document, outline: Outline) -> None:
        self._outline = outline
        self.title = _title(document, outline)
        """The line that says what the document is about; empty where there is none."""
        low = self.title.lower()
        self._subject = find_treatments(low)
        self._subject_uses = [named for named in find_indications(low) if named.kind in ("named", "group")]
        if not self._subject:
            self._subject = _only_treatment(outline)
        self._sections: dict[int, tuple[list[Mention], list[Named]]] = {}

    def treatments(self, unit: Unit) -> tuple[tuple[str, ...], int]:
        """Treatments that a passage without one of its own speaks of, and where they stand."""
        for governor in self._outline.governors(unit):
            if governor.kind != "heading" and (found := find_treatments(governor.low)):
                return ids_of(found), LEAD
        for index in self._path(unit):
            if found := self._of_section(index)[0]:
                return ids_of(found), SECTION
        return ids_of(self._subject), SUBJECT if self._subject else NOWHERE

    def indications(self, unit: Unit) -> tuple[list[Named], int]:
        """Indications of lead-ins and headings, the nearest first, the title last."""
        for governor in self._outline.governors(unit):
            if governor.kind != "heading" and (found := find_indications(_head(governor.low))):
                return found, LEAD
        for index in self._path(unit):
            if self._outline.sections[index].heading != self.title and (found := self._of_section(index)[1]):
                return found, SECTION
        return self._subject_uses, SUBJECT if self._subject_uses else NOWHERE

    def narrowed(self, ids: Iterable[str], unit: Unit) -> tuple[str, ...]:
        """Ketamine without a route takes the one route that its headings or the title name."""
        around = [self._of_section(index)[0] for index in self._path(unit)]
        for mentions in [*around, self._subject]:
            routes = {one for mention in mentions for one in mention.ids if one.startswith("ketamine_")}
            if routes:
                only = next(iter(routes)) if len(routes) == 1 else "ketamine_any"
                return tuple(dict.fromkeys(only if one == "ketamine_any" else one for one in ids))
        return tuple(dict.fromkeys(ids))

    def _path(self, unit: Unit) -> list[int]:
        path: list[int] = []
        at: int | None = unit.section
        while at is not None:
            path.append(at)
            at = self._outline.sections[at].parent
        return path

    def _of_section(self, index: int) -> tuple[list[Mention], list[Named]]:
        if index not in self._sections:
            low = self._outline.sections[index].heading.lower()
            self._sections[index] = (find_treatments(low), find_indications(low))
        return self._sections[index]


def ids_of(mentions: Iterable[Mention]) -> tuple[str, ...]:
    """Ids of several mentions, each once, in order."""
    return tuple(dict.fromkeys(one for mention in mentions for one in mention.ids))


def _head(low: str) -> str:
    """The part of a list item that names it: up to its first full stop."""
    return low.split(". ", 1)[0][:240]


def _title(document: Document, outline: Outline) -> str:
    """The first short line near the top that names a treatment; else the title in the file's own metadata."""
    for unit in outline.units[:_TITLE_UNITS]:
        role = outline.section_of(unit).role
        short = len(unit.text) < 170 and (unit.kind == "heading" or unit.index < 8)
        if not short or unit.kind == "list_item" or role in (Role.HISTORY, Role.RELATED, Role.REFERENCES):
            continue
        for field in _FIELDS.split(unit.text):
            if find_treatments(field.lower()) and not field.rstrip().endswith((".", "?")):
                return " ".join(_TITLED.sub("", field).split())
    return document.title if find_treatments(document.title.lower()) else ""


def _only_treatment(outline: Outline) -> list[Mention]:
    """The one treatment that a document without a telling title names where it states its policy."""
    found: dict[tuple[str, ...], Mention] = {}
    for unit in outline.units:
        if outline.section_of(unit).role in (Role.POLICY, Role.CRITERIA, Role.EXCLUSIONS, Role.UNKNOWN):
            if "ketamine" not in unit.low and "spravato" not in unit.low:
                continue
            for mention in find_treatments(unit.low):
                if mention.ids != ("other",):
                    found[mention.ids] = mention
            if len(found) > 1:
                return []
    return list(found.values())
