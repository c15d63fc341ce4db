"""Whether a code is listed, removed, or listed as not covered: by its table heading, its lead-in, or its own line."""

from __future__ import annotations

from functools import cached_property
from typing import Literal

from ketacli.policy import lazy_re as re
from ketacli.policy.fields.lazy import lazy
from ketacli.policy.outline import Outline, Role, Unit
from ketacli.records import positional

Status = Literal["listed", "removed", "not_covered"]
_REFUSED = lazy(
    r"investigational|experimental|unproven|not (?:covered|medically necessary|reimburs\w+|payable|"
    r"considered medically)|non-?covered|do(?:es)? not "
    r"support|\bexclu(?:ded|sions?)\b|not eligible|\bden(?:y|ied|ies)\b|not (?:accepted|paid|billable|allowed|"
    r"recognized)\b",
    re.IGNORECASE,
)
_ACCEPTED = lazy(
    r"medically necessary|\bcovered\b|support|criteria (?:are|is) met|criteria in|may be (?:considered|used|covered)|"
    r"payable|reimbursable",
    re.IGNORECASE,
)
_GONE = r"(?:(?:a )?valid|active|used|accepted|recognized|billable|billed|reported|reportable|payable|in use|open)"
_REMOVED_AFTER = lazy(
    r"^(?:[^.]|\.(?=\d)){0,90}?(?:\(?\s*code\s+)?\b(?:deleted|terminated|termed|discontinued|expired|ended|retired|"
    r"removed|invalid (?:after|from|as of)|end[- ]dated|inactive|sunset|withdrawn|dropped|goes away|gives way to|"
    rf"no longer (?:be )?{_GONE}|not (?:be )?{_GONE} (?:after|from|as of|beginning|effective|"
    r"for (?:dates|services)|on (?:or|and|dates|\d|\w+ \d))|"
    r"replaced (?:by|with))\b",
    re.IGNORECASE,
)
_REMOVED_NEXT = lazy(r"(?:deleted|terminated|retired|removed|discontinued)[^.;:]{0,20}:\s*$", re.IGNORECASE)
"""The words that introduce the next code ("[Deleted 1/2026: S0013]"), not this one."""
_REMOVED_BEFORE = lazy(
    r"(?:\b(?:took out|takes? out|taken out|dropped|drops|deletes|removes|removing|"
    r"deleted|terminated|removed|retired|discontinued|obsolete|end-dated|"
    r"inactive)\b(?:\s+(?:the\s+)?(?:HCPCS|CPT|ICD-?10(?:-CM)?|billing|"
    r"procedure))*\s*(?:codes?)?(?:\s+[\d/.-]+)?\s*:?\s*"
    r"(?:[A-Z]?\d{4,5},?\s*(?:and\s+)?)*|\b(?:replac(?:es|ed|ing)|supersed(?:es|ed|ing)|supplant(?:s|ed|ing)|"
    r"(?:in (?:the )?place|instead|in lieu|takes? the place) of|(?:the )?successor (?:to|of)|in exchange for|"
    r"no longer (?:accepts?|uses?|recognizes?|takes?|pays?))\s+"
    r"(?:the )?(?:former |old |deleted )?(?:HCPCS |CPT )?(?:codes? )?(?:[A-Z]?\d{4,5},?\s*(?:and|or)?\s*)*)$",
    re.IGNORECASE,
)
_REMOVED_HEADING = lazy(
    r"\b(?:deleted|removed|terminated|retired|discontinued|inactive|expired) (?:\w+ )?codes?|codes? (?:deleted|"
    r"removed|retired|no longer)",
    re.IGNORECASE,
)
_OF_BELOW = lazy(
    r"\b(?:following|these|below)\b[^.]{0,30}\bcodes?\b|\bcodes?\b[^.]{0,20}\b(?:below|following|that follow)",
    re.IGNORECASE,
)
_OF_ABOVE = lazy(r"\b(?:above|preceding)\b[^.]{0,20}\bcodes?\b|\bcodes?\b[^.]{0,20}\babove\b", re.IGNORECASE)
_TABLE_HEAD = lazy(r"\W*codes?\b[^.]{0,30}\b(?:description|system)\b", re.IGNORECASE)
_COMPANION = lazy(
    r"(?<!billed )(?<!submitted )(?<!reported )(?<!claims )(?<!claim )"
    r"\b(?:with|alongside|in addition to|on the same day as)\s+(?:(?:CPT|HCPCS|codes?)\s+)*$",
    re.IGNORECASE,
)
"""What is said of one code used with this one is not said of this one."""
_CONDITIONAL = lazy(r"criteria (?:are|is|have) not|when criteria|unless|if (?:the )?criteria", re.IGNORECASE)

_NO_PROMISE = lazy(
    r"[^.]*\b(?:do(?:es)? not|do(?:es)?n't|is not meant to|are not meant to) (?:itself |by itself |necessarily )?"
    r"(?:imply|mean|indicate|guarantee|determine|establish|constitute|denote|signify|suggest)\b[^.]*\.?",
    re.IGNORECASE,
)
"""What a list of codes does not mean says nothing of its codes ("… does not imply that it is covered")."""


@positional
class Standing:
    """What governs the codes of one unit."""

    from_above: Status

    def of(self, before: str, after: str) -> Status:
        """The status of a code with the unit's text before it and the text after it up to the next code."""
        before, after = re.sub(r"\s+", " ", before), re.sub(r"\s+", " ", after)
        if (_REMOVED_AFTER.match(after) and not _REMOVED_NEXT.search(after)) or _REMOVED_BEFORE.search(before[-90:]):
            return "removed"
        if self.from_above == "removed":
            return "removed"
        own = None if _COMPANION.search(before) else _own(before, after)
        if own:
            return own
        return self.from_above


def _own(before: str, after: str) -> Status | None:
    """What the code's own sentence says of it."""
    sentence = re.split(r"(?<=[.;])\s+(?=[A-Z])", before)[-1] + " " + re.split(r"[.;]\s+(?=[A-Z])", after)[0]
    if _REFUSED.search(sentence) and not _CONDITIONAL.search(sentence):
        return None if re.search(r"(?<!not )medically necessary (?:for|when)", sentence) else "not_covered"
    return None


class Standings:
    """For each unit the status that its heading, table header or lead-in gives to the codes in it; read when asked."""

    def __init__(self, outline: Outline) -> None:
        self._outline = outline
        self._sections: dict[int, list[Unit]] = {}
        self._known: dict[int, Standing] = {}

    @cached_property
    def is_log(self) -> bool:
        """Whether most of the document is a history, so that its codes are those in force."""
        return self._outline.is_mostly(Role.HISTORY)

    def of(self, unit: Unit) -> Standing:
        """What governs the codes of a unit."""
        if unit.index not in self._known:
            self._read_section(unit.section)
        return self._known[unit.index]

    def _read_section(self, section: int) -> None:
        if not self._sections:
            for unit in self._outline.units:
                self._sections.setdefault(unit.section, []).append(unit)
        units = self._sections[section]
        current = _of_path(self._outline, units[0])
        before = self._sections.get(section - 1)
        if before and _TABLE_HEAD.match(self._outline.section_of(units[0]).heading):
            current = self.of(before[-1]).from_above  # a table's header that was taken for a heading
        above = next((unit.text for unit in units if _OF_ABOVE.search(unit.text) and len(unit.text) < 300), "")
        current = (_said(above) if above else None) or current
        for unit in units:
            current = _as_heading(unit) or current
            self._known[unit.index] = Standing(from_above=_of_unit(self._outline, unit, current))


def _of_path(outline: Outline, unit: Unit) -> Status:
    section = outline.section_of(unit)
    if section.role in (Role.EXCLUSIONS,):
        return "listed"
    for heading in reversed(section.path):
        status = _said(heading)
        if status:
            return status
    return "listed"


def _of_unit(outline: Outline, unit: Unit, current: Status) -> Status:
    for words in (*unit.headers, *(parent.text for parent in outline.governors(unit)[:2])):
        status = _said(words) if len(words) < 300 else None
        if status:
            return status
    return current


def _as_heading(unit: Unit) -> Status | None:
    """A heading, a header row or a short line that introduces a list of codes ("ICD-10 Investigational")."""
    text = unit.text.strip()
    if len(text) > 300 or (text.endswith(".") and unit.kind != "heading" and not _OF_BELOW.search(text)):
        return None
    if re.match(r"\W*(?:(?:CPT|HCPCS|ICD-?10(?:-CM)?|NDC)\W+)?[A-Z]?\d{2,5}[.\dA-Z]*\s", text):
        return None
    return _said(text)


def _said(words: str) -> Status | None:
    words = _NO_PROMISE.sub(" ", words)
    if _REMOVED_HEADING.search(words):
        return "removed"
    if _REFUSED.search(words) and not _CONDITIONAL.search(words):
        return "not_covered"
    return "listed" if _ACCEPTED.search(words) else None
