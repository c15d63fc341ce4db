"""Boxes of forms: questions that are answered by them, and boxes that must not be marked."""

from __future__ import annotations

from collections.abc import Sequence

from ketacli.policy import lazy_re as re
from ketacli.policy.outline import Outline, Unit

_TO_CHECK = re.compile(r"\?\s*\((?:please )?(?:check|mark|circle|select|tick)\b[^()]{0,40}\)\s*$", re.I)
"""Ends a question whose answers are the boxes below it."""
_YES_AND_NO = re.compile(r"\W*yes\W+no\W*(?:n/?a\W*)?")
_MARKS = (
    r"\b(?:any|one|a|at least one)\b[^.;]{0,30}\b(?:box(?:es)?|(?:item|question|answer|statement"
    r"|condition)s?)\b[^.;]{0,40}"
    r"\b(?:marked|checked|ticked|selected|true|yes|answered yes)\b"
)
_REFUSES = (
    r"\b(?:not (?:be )?(?:given|granted|approved|authori[sz]ed|covered|eligible|sent|submitted)|den(?:y|ied)|refused?|"
    r"excluded?|ineligible|stop)\b"
)
_NOT_TO_BE_MARKED = re.compile(
    rf"{_REFUSES}[^.;]{{0,50}}\bif {_MARKS}|\bif {_MARKS}[^.;]{{0,40}}{_REFUSES}"
    r"|\b(?:no|none of the) (?:box(?:es)?|items?|statements?)\b[^.;]{0,30}\b(?:may|must|can|should) be (?:marked"
    r"|checked|ticked)\b"
)
_ANSWERED_NO = re.compile(
    r"\b(?:questions?|items?) (?P<numbers>\d{1,2}(?:[\s,]*(?:-|to|through|and|or|,)\s*\d{1,2})*)[^.;]{0,30}"
    r"\b(?:answered|answer is|marked|be)\W{0,3}no\b"
)
"""Names the questions that have to be answered with "No"."""
_IF_YES_DENY = re.compile(
    r"\bif (?:yes|the answer is yes)\W{1,4}(?:[\w ]{0,30}\b)?(?:den(?:y|ied)|stop|not (?:be )?(?:approved|eligible"
    r"|covered)|"
    r"does not qualify|ineligible)\b|\bmust be \W?no\b"
)
_NUMBER = re.compile(r"^\W*(?:question |q)?(\d{1,2})\b", re.I)
_RECORDS_ONLY = re.compile(
    r"\bfor (?:our |your )?(?:records?|information|statistics?)\b[^.;:]{0,12}\bonly\b|\bwithout effect\b"
)
_BOX = re.compile(r"^\s*[☐☑☒□❑◻\uf06f\uf0a8]")


def asks_to_check(text: str) -> bool:
    """Whether a text is a question whose answers are the boxes below it ("… to two drugs? (check all that apply)")."""
    return "?" in text and _TO_CHECK.search(text) is not None


def asks_yes_or_no(unit: Unit, units: Sequence[Unit]) -> bool:
    """Whether a passage that ends in a question mark has "Yes" and "No" on the lines below it."""
    mark = unit.low.rfind("?")
    if unit.kind == "table_row" or not 0 < mark < 400 or len(unit.text) - mark > 16:
        return False
    below = [other.low for other in units[unit.index + 1 : unit.index + 3] if len(other.text) < 30]
    tail = unit.low[mark + 1 :]
    return any(_YES_AND_NO.fullmatch(" ".join([tail, *below[:count]])) for count in range(3))


def is_row_of_boxes(unit: Unit) -> bool:
    """Whether each cell of a row is a box with its own text ("☐ Pregnancy ☐ Psychosis")."""
    return len(unit.cells) > 1 and all(_BOX.match(cell.text) and len(cell.text) > 3 for cell in unit.cells)


_PRINTED_CRITERIA = re.compile(
    r"(?:coverage|approval|review|clinical|authori[sz]ation|medical necessity) criteria\b|"
    r"criteria (?:used|applied|for (?:review|approval|coverage))\b"
)
_FORM = re.compile(r"\b(?:form|request)\b")


def entries_of_form(outline: Outline) -> frozenset[int]:
    """What is to be filled in on a form that prints the criteria by which it is reviewed on a page of its own."""
    title = outline.sections[min(1, len(outline.sections) - 1)].heading.lower()
    if not _FORM.search(title):
        return frozenset()
    heads = (unit.index for unit in outline.units if unit.kind == "heading" and _PRINTED_CRITERIA.search(unit.low))
    first = next(heads, 0)
    return frozenset(unit.index for unit in outline.units[:first] if any(box in unit.text for box in "☐☑☒□"))


def not_to_be_marked(units: Sequence[Unit]) -> frozenset[int]:
    """Boxes of a section that says before them that no request is approved where one of them is marked."""
    found: set[int] = set()
    section: int | None = None
    for unit in units:
        if unit.kind == "heading" or unit.section != section:
            section = None
        if unit.kind == "paragraph" and _RECORDS_ONLY.search(unit.low):
            section = None
        elif (
            unit.kind != "table_row" and len(unit.text) < 300 and "mark" in unit.low + unit.low.replace("check", "mark")
        ):
            section = unit.section if _NOT_TO_BE_MARKED.search(unit.low) else section
        if "?" in unit.text and _IF_YES_DENY.search(unit.low):
            found.add(unit.index)
        if section is not None and (is_row_of_boxes(unit) or unit.checked is not None):
            found.add(unit.index)
    return frozenset(found | _to_be_denied(units))


def _to_be_denied(units: Sequence[Unit]) -> set[int]:
    """Questions that a form wants answered with "No", by their numbers."""
    told = next((match for unit in units if (match := _ANSWERED_NO.search(unit.low))), None)
    if told is None:
        return set()
    wanted: set[int] = set()
    for part in re.split(r",|\band\b|\bor\b", told["numbers"]):
        ends = [int(number) for number in re.findall(r"\d+", part)]
        wanted |= set(range(ends[0], ends[-1] + 1)) if ends else set()
    return {
        unit.index
        for unit in units
        if "?" in unit.text and (number := _NUMBER.match(f"{unit.marker} {unit.text}")) and int(number[1]) in wanted
    }
