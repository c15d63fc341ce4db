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
    r"investigational|experimental|unproven|not (?:covered|medically necessary|reimburs\w+|payable|supported|"
    r"considered medically)|non-?covered|unsupported|"
    r"\b(?:do(?:es)? not|do(?:es)?n['\u2019]t|will not) (?:support|recogni[sz]e|accept|cover|reimburse|"
    r"pay (?:for|on)|allow)|"
    r"\bexclu(?:ded|sions?)\b|not eligible|not open (?:for|to)\b|"
    r"\bneither\b[^.;]{0,60}\b(?:payable|paid|covered|reimbursed|billable)\b|\bden(?:y|ied|ies)\b|"
    r"\breject(?:s|ed)?\b|no longer (?:covered|reimbursed)|"
    r"(?:not to|(?:may|must|should|can) ?not) be (?:used|billed|reported|submitted)\b"
    r"(?![^.;]{0,60}\b(?:with|together|same|separately|if|when|unless|in addition)\b)|"
    r"not (?:be )?(?:accepted|paid|billable|"
    r"allowed|recogni[sz]ed)\b",
    re.IGNORECASE,
)
_ACCEPTED = lazy(
    r"medically necessary|\bcovered\b|support|criteria (?:are|is) met|criteria in|may be (?:considered|used|covered)|"
    r"payable|reimbursable",
    re.IGNORECASE,
)
_GONE = (
    r"(?:(?:a )?valid|in (?:effect|force)|current|effective|active|used|accepted|recognized|billable|billed|"
    r"reported|reportable|payable|paid|in use|open|exists?)"
)
_REMOVED_AFTER = lazy(
    r"^(?:[^.]|\.(?=\d)){0,90}?(?:\(?\s*code\s+)?\b(?:deleted|closed|terminated|termed|discontinued|expired|ended|retired|"
    r"removed|invalid (?:after|from|as of)|end[- ]dated|inactive|sunset|withdrawn|dropped|goes away|gives way to|"
    rf"no longer (?:be )?{_GONE}|not (?:be )?{_GONE} (?:after|from|as of|beginning|effective|"
    r"for (?:dates|services)|on (?:or|and|dates|\d|\w+ \d))|"
    r"replaced (?:by|with))\b",
    re.IGNORECASE,
)
_REMOVED_NEXT = lazy(
    r"(?:deleted|terminated|retired|removed|discontinued)[^.;:]{0,20}:\s*$|"
    r"(?:[,;:.(\u2022\u2013-]|\band)\s*(?:(?:we )?(?:have )?)?(?:deleted|terminated|termed|retired|removed|"
    r"discontinued|end[- ]dated|inactivated|withdrawn|dropped)"
    r"(?:\s+(?:the|old|former|HCPCS|CPT|procedure|billing|codes?))*\s*$",
    re.IGNORECASE,
)
"""The words that introduce the next code ("[Deleted 1/2026: S0013]", "added J0013; termed S0013"), not this one."""
_REMOVED_BEFORE = lazy(
    r"(?:\b(?:took out|takes? out|taken out|dropped|drops|deletes|removes|removing|"
    r"deleted|terminated|removed|retired|discontinued|obsolete|end-dated|"
    r"inactive)\b(?:\s+(?:the\s+)?(?:HCPCS|CPT|ICD-?10(?:-CM)?|billing|"
    r"procedure))*\s*(?:codes?)?(?:\s+[\d/.-]+)?\s*:?\s*"
    r"(?:[A-Z]?\d{4,5},?\s*(?:and\s+)?)*|\b(?:replac(?:es|ed|ing)|supersed(?:es|ed|ing)|supplant(?:s|ed|ing)|"
    r"(?:in (?:the )?place|instead|in lieu|t(?:akes?|ook) the place) of|(?:the )?successor (?:to|of)|in exchange for|"
    r"no longer (?:accepts?|uses?|recognizes?|takes?|pays?))\s+"
    r"(?:the )?(?:former |old |deleted )?(?:HCPCS |CPT )?(?:codes? )?(?:[A-Z]?\d{4,5},?\s*(?:and|or)?\s*)*)$",
    re.IGNORECASE,
)
_REMOVED_HEADING = lazy(
    r"\b(?:deleted|removed|terminated|retired|discontinued|inactive|expired) (?:\w+ )?codes?|codes? (?:deleted|"
    r"removed|retired|no longer)",
    re.IGNORECASE,
)
_BOTH_WAYS = lazy(
    r"\b(?:new|added|adding|additions?|revised)\b[^.:]{0,20}\b(?:and|or|/|&)\s*\W*(?:deleted|deletions?|removed|retired|discontinued)|"
    r"\b(?:deleted|deletions?|removed|retired|discontinued)\b[^.:]{0,20}\b(?:and|or)\s+(?:new|added|additions?|revised)\b",
    re.IGNORECASE,
)
"""A heading over codes that came and codes that went: each row says which."""
_NEUTRAL = lazy(
    r"\b(?:other|related|additional|associated)\b[^.]{0,40}\bcodes?\b|\bcodes? (?:also )?(?:related|associated)\b",
    re.IGNORECASE,
)
"""A heading of codes that belong to the topic only ("Other CPT codes related to the policy:")."""
_OLD_COLUMN = lazy(
    r"\W*(?:old|former|previous|prior|deleted|retired|discontinued|replaced|end-?dated|expired)\s+"
    r"(?:(?:HCPCS|CPT|ICD-?10(?:-CM)?|billing|procedure)\s+)*codes?\W*",
    re.IGNORECASE,
)
_CODE_SHAPED = lazy(r"(?<![\w$.-])(?:[A-Z]\d{4}|\d{5}|[A-TV-Z]\d[0-9AB](?:\.\w{1,4})?)(?!\w)")
_CLAUSE = lazy(
    r"(?<=\.)(?<!e\.g\.)(?<!i\.e\.)(?<!vs\.)\s+(?=(?-i:[A-Z])|$)|[,:]\s+(?=(?:instead|but|whereas|while|however)\b)|"
    r";\s+(?=(?:instead|but|use|bill|submit|report|it|they|th(?:is|ese|ose|e)|claims|providers|we)\b)",
    re.IGNORECASE,
)
"""Between what is said of one code and of the next; a list of codes with semicolons is one clause."""
_OF_BELOW = lazy(
    r"\b(?:following|these|below)\b[^.]{0,30}\bcodes?\b|\bcodes?\b[^.]{0,20}\b(?:below|following|that follow)",
    re.IGNORECASE,
)
_OF_ABOVE = lazy(r"\b(?:above|preceding)\b[^.]{0,20}\bcodes?\b|\bcodes?\b[^.]{0,20}\babove\b", re.IGNORECASE)
_TABLE_HEAD = lazy(r"\W*codes?\b[^.]{0,30}\b(?:description|system)\b", re.IGNORECASE)
_SYSTEM_ALONE = lazy(
    r"\W*(?:(?:CPT(?:-?4)?|HCPCS|ICD-?10(?:-?CM)?|NDC|level|II|diagnos[ie]s|procedures?|billing|codes?|number|and|description)"
    r"[\s/&:\u00ae*-]*)+",
    re.IGNORECASE,
)
"""A heading that names the system of its codes only: what the heading before said of codes holds on."""
_COMPANION = lazy(
    r"(?<!billed )(?<!submitted )(?<!reported )(?<!claims )(?<!claim )"
    r"\b(?:with|alongside|in addition to|on the same day as)\s+(?:(?:CPT|HCPCS|codes?)\s+)*$",
    re.IGNORECASE,
)
"""What is said of one code used with this one is not said of this one."""
_REFUSES_ALL = lazy(r"\b(?:do(?:es)? not|will not) (?:pay (?:for|on)|cover|reimburse|accept|allow)\b", re.IGNORECASE)
"""What the payer does not pay holds for the codes of a claim together ("does not pay for 96365 with J3490")."""
_PAID = lazy(r"\b(?:is|are) (?:still |separately )?(?:paid|payable|covered|reimbursed|reimbursable)\b", re.IGNORECASE)
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
        if _COMPANION.search(before) and not _REFUSES_ALL.search(_CLAUSE.split(before)[-1]):
            return self.from_above
        return _own(before, after) or self.from_above


def _own(before: str, after: str) -> Status | None:
    """What the code's own sentence says of it."""
    sentence = _CLAUSE.split(before)[-1] + " " + _CLAUSE.split(after)[0]
    if _REFUSED.search(sentence) and not _CONDITIONAL.search(sentence):
        return None if re.search(r"(?<!not )medically necessary (?:for|when)", sentence) else "not_covered"
    return "listed" if _PAID.search(sentence) else None


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

    def at(self, unit: Unit, offset: int) -> Standing:
        """What governs the code at an offset: the header of its own column before all that governs its unit."""
        column = _of_column(self._header(unit, offset)) if len(unit.cells) > 1 else None
        return Standing(from_above=column) if column else self.of(unit)

    def _header(self, unit: Unit, offset: int) -> str:
        """The header of the column in which an offset stands; of a table whose headers were not told apart, the cell
        of the row above that has no codes."""
        column = next((at for at, cell in enumerate(unit.cells) if cell.start <= offset < cell.end), None)
        if column is None:
            return ""
        if any(unit.headers):
            return unit.headers[column] if column < len(unit.headers) else ""
        self.of(unit)
        rows = [one for one in self._sections[unit.section] if one.index < unit.index and one.kind == "table_row"]
        above = next((row for row in reversed(rows) if not _CODE_SHAPED.search(row.text)), None)
        return above.cells[column].text if above and len(above.cells) == len(unit.cells) else ""

    def _read_section(self, section: int) -> None:
        if not self._sections:
            for unit in self._outline.units:
                self._sections.setdefault(unit.section, []).append(unit)
        units = self._sections[section]
        current = _of_path(self._outline, units[0])
        before = self._sections.get(section - 1)
        if before and self._goes_on(units[0], before[-1]):
            current = self.of(before[-1]).from_above
        above = next((unit.text for unit in units if _OF_ABOVE.search(unit.text) and len(unit.text) < 300), "")
        current = (_said(above) if above else None) or current
        for unit in units:
            current = _as_heading(unit) or current
            self._known[unit.index] = Standing(from_above=_of_unit(self._outline, unit, current))

    def _goes_on(self, unit: Unit, last: Unit) -> bool:
        """Whether a section continues the list of codes before it: its heading is a row of a table that was taken for
        a heading, or names a system of codes only."""
        heading, before = self._outline.section_of(unit).heading, self._outline.section_of(last).heading
        if _TABLE_HEAD.match(heading) or _CODE_SHAPED.search(heading):
            return True
        named = re.search(r"\bcodes?\b", before, re.IGNORECASE) or _SYSTEM_ALONE.fullmatch(before)
        return named is not None and _SYSTEM_ALONE.fullmatch(heading) is not None


def _of_path(outline: Outline, unit: Unit) -> Status:
    section = outline.section_of(unit)
    if section.role in (Role.EXCLUSIONS,):
        return "listed"
    for heading in reversed(section.path):
        status = _said(heading)
        if status:
            return status
    return "listed"


def _of_column(header: str) -> Status | None:
    """What the header of a column of codes says of them ("Old code", "Not supported")."""
    return "removed" if _OLD_COLUMN.fullmatch(header) else _said(header)


def _of_unit(outline: Outline, unit: Unit, current: Status) -> Status:
    for words in (*unit.headers, *(parent.text for parent in outline.governors(unit)[:2])):
        status = _said(words) if len(words) < 300 else None
        if status:
            return status
    return current


def _as_heading(unit: Unit) -> Status | None:
    """A heading, a header row or a short line that introduces a list of codes ("ICD-10 Investigational")."""
    text = unit.text.strip()
    if len(text) > 300:
        return None
    if text.endswith(".") and unit.kind != "heading" and (not _OF_BELOW.search(text) or _CODE_SHAPED.search(text)):
        return None  # a sentence, or the list itself
    if re.match(r"\W*(?:(?:CPT|HCPCS|ICD-?10(?:-CM)?|NDC)\W+)?[A-Z]?\d{2,5}[.\dA-Z]*\s", text):
        return None
    return _said(text)


def _said(words: str) -> Status | None:
    if "?" in words:
        return None
    words = _NO_PROMISE.sub(" ", words)
    if _BOTH_WAYS.search(words):
        return "listed"
    if _REMOVED_HEADING.search(words):
        return "removed"
    if _REFUSED.search(words) and not _CONDITIONAL.search(words):
        return "not_covered"
    return "listed" if _ACCEPTED.search(words) or _NEUTRAL.search(words) else None
