"""Dates and standing of a document (KF014, KF016), by their printed labels."""

from __future__ import annotations

from collections.abc import Iterator

from ketacli.documents.model import Document, Page
from ketacli.policy import lazy_re as re
from ketacli.policy.fields.dates import Dated, dates, first_date
from ketacli.policy.fields.lazy import Lazy, lazy
from ketacli.policy.fields.place import head_lines, leading, printed_text, quoted
from ketacli.policy.outline import Outline, Unit
from ketacli.policy.reading import Quoted

_I = re.IGNORECASE
_OF_THIS = (
    r"(?:\s+(?:of|for)\s+(?:this|the|our)\s+(?:(?:current|present|latest|revised|new|medical|drug|coverage)\s+)?"
    r"(?:formulary|form|version|policy|edition|document|guideline|revision|bulletin|booklet|criteria|update|issue|plan|"
    r"list|handbook|certificate|schedule)\b)?"
)
_EFFECTIVE = lazy(
    r"(?P<original>original(?:ly)?\s+)?(?:(?:policy|current|latest|revised|plan)\s+)?effective(?:\s+(?:date|beginning|on|"
    r"as of|from|since|for (?:dates? of service|services)(?: (?:on|from|beginning|and|or|after))*))*"
    rf"{_OF_THIS}\s*[:\-–]?\s*"
    r"|(?:coverage|benefit|contract|policy)\s+period\s*:?\s*(?:beginning on or after\s*)?|"
    r"coverage (?:is )?available (?:from|beginning)\s*|"
    r"plan year\s*:?\s*(?:(?:is|runs|begins|starts|beginning)\s*)?(?:on|from)?\s*|(?:in (?:effect|force)|\bgood|"
    r"\bvalid|\bapplies|\bapply) (?:from|since|as of|on|starting)\s*"
    r"|\b(?:date (?:in (?:force|effect)|of (?:effect|entry into force)|effective)|(?:policy|coverage|"
    r"version|guideline|criteria) (?:start|begins|commences)(?: date)?|(?:start|commencement|operative|"
    r"in-force|implementation) date|implementation(?=\s*:)|"
    r"(?:in|into) (?:force|effect|use)(?: (?:from|since|as of|on|beginning))?|"
    r"(?:takes|comes into|goes into) (?:effect|force)(?: on)?|"
    r"\buse (?:(?:this form )?(?:from|as of|starting|beginning)|on (?:and|or) after)|"
    r"eff\.?(?: date| dt\.?)?)\s*[:\-–]?\s*",
    _I,
)
_NOT_POLICY_DATE = lazy(
    r"(?:replaced|superseded) by|"
    r"\bcode\b|origination|revision ending|\bend(?:ed|s|ing)?\b|was effective|termin|rate|amendment",
    _I,
)
_OTHER_DATE = lazy(r"^.*\b(?:\d{1,2}/(?:\d{1,2}/)?\d{2,4}|[A-Z][a-z]+ (?:\d{1,2}, )?\d{4})[ \t|;]+$")
"""A date with a label of its own before this one, on the same line ("Origination: 8/2011 Effective Date: ...")."""
_ON_OR_AFTER = lazy(
    r"(?:on\s+(?:or|and)\s+after|starting|beginning|start(?:s|ing)? on|change .{0,60}\bon|changes on|as of|"
    r"takes? effect(?:\s+on)?)\s+",
    _I,
)
_REVIEW = lazy(
    r"(?:last|latest|most recent|date of last|annual)?\s*(?:p\s?(?:&|and)\s?t\s+approval|review(?:ed)?|revis(?:ed|"
    r"ion)|updated|approved|approval)(?:\s+(?:date|on))*(?:\(s\))?\s*[:\-–]?\s*|"
    r"last updated\s*[:\-–]?\s*|\(rev\.?\s*",
    _I,
)
_SUPERSEDED = lazy(
    r"^\W*(?:superseded|archived|retired|inactive|obsolete|withdrawn|rescinded)\b|\b(?:this|"
    r"the) (?:\w+ )?(?:policy|version|document|article|guideline|bulletin|edition|booklet)\b"
    r"[^.\n]{0,40}\b(?:has been|is|was)\s+(?:now\s+)?(?:superseded|retired|archived|replaced|withdrawn|rescinded|"
    r"no longer (?:in effect|in force|active|current))|"
    r"\b(?:superseded|replaced) (?:by|on|as of|effective)\b|no longer in (?:effect|force)|"
    r"(?:revision ending|retirement|archive) date\W{0,6}(?=[A-Z]?[a-z]* ?\d)|"
    r"archived (?:policy|version|document|on)\b|"
    r"retired (?:policy|on|effective|as of)|status\s*:?\s*(?:superseded|retired|archived|inactive)|"
    r"superseded (?:version|policy|document|copy|edition)|for historical (?:reference|purposes)|not current\b",
    _I,
)
_BANNER = 400
"""Characters in which a line that begins with the bare word is a banner; below, it heads a list of other policies."""
_OTHER_SUPERSEDED = lazy(
    r"\bthis (?:policy|document|version|bulletin|article|edition) (?:supersedes|replaces)|\bsupersedes\b|"
    r"replaces (?:cpb|policy|the)|(?:passage|text|section|sentence|criteri\w+|statement|code|list|"
    r"requirement)s?\b[^.]{0,40}\b(?:superseded|replaced|retired)|"
    r"(?:drug|brand|code|product|form) \S+ (?:was|is|has been) replaced",
    _I,
)


def effective_date(document: Document) -> tuple[str, Quoted] | None:
    """The date so labelled near the start, or the start of the plan year; an "original" one only where it is alone."""
    original: tuple[str, Quoted] | None = None
    for page in document.pages[:2]:
        for found, dated in _labelled_dates(page, _EFFECTIVE, 3500):
            before = _OTHER_DATE.sub("", page.text[max(0, found.start() - 60) : found.start()].split("\n")[-1])
            if _NOT_POLICY_DATE.search(before) or re.search(r"\bno longer$", before.strip(), _I):
                continue
            value = dated.iso, quoted(page, found.start() + leading(found[0]), dated.end)
            if found["original"] or re.search(r"original\W*$", before, _I):
                original = original or value
                continue
            return value
    return original


HEAD_UNITS = 25
"""Units at the start of a document among which it says what it is."""


def from_table(outline: Outline, header: str, *, limit: int | None = HEAD_UNITS) -> list[tuple[str, Unit]]:
    """Cells under a column header that matches, in the tables at the start of the document."""
    return [
        (cell.text.strip(), unit)
        for unit in outline.units[:limit]
        for cell, name in zip(unit.cells, unit.headers, strict=False)
        if name.strip() and re.fullmatch(header, name.strip(" .:#"), _I) and cell.text.strip() != name.strip()
    ]


_CALENDAR_YEAR = lazy(r"January 1(?:, \d{4})?\s*(?:to|through|[\u2013-])\s*December 31, (?P<year>20\d\d)", _I)
_HEADER_LINE = lazy(r"(?:^|\n)(?P<head>[^\n\d]*\bEffective\b[^\n\d]*)\n(?P<values>[^\n]+)", _I)


def effective_by_layout(document: Document) -> tuple[str, Quoted] | None:
    """A date below the word "Effective" in a line of headers that was not read as a table; a calendar year stated as
    the period of a plan."""
    for page in document.pages[:1]:
        head = page.text[:2500]
        for found in _HEADER_LINE.finditer(head):
            dated = first_date(found["values"])
            reviewed = re.search(r"review", found["head"], _I)
            effective = re.search(r"effective", found["head"], _I)
            if dated and effective and (reviewed is None or effective.start() < reviewed.start()):
                return dated.iso, quoted(page, found.start("values"), found.end("values"))
        year = _CALENDAR_YEAR.search(head)
        if year:
            return f"{year['year']}-01-01", quoted(page, year.start(), year.end())
    return None


def effective_in_table(document: Document, outline: Outline) -> tuple[str, Quoted] | None:
    """The date in a column headed "Effective" or "In force from"."""
    for text, unit in from_table(
        outline, r"(?:policy )?effective(?: date| from)?|in (?:force|effect)(?: from| since)?"
    ):
        dated = first_date(text)
        if dated and dated.start < 3:
            return dated.iso, quoted(document.pages_by_number()[unit.page], unit.start, unit.end)
    return None


def start_date(document: Document) -> tuple[str, Quoted] | None:
    """The day from which a notice says that a rule holds ("on or after June 1, 2019"); first lines only."""
    for page in document.pages[:1]:
        for found, dated in _labelled_dates(page, _ON_OR_AFTER, 700):
            if dated.has_day:
                return dated.iso, quoted(page, found.start(), dated.end)
    return None


def review_date(document: Document) -> tuple[str, Quoted] | None:
    """The latest date labelled as review, revision or approval near the start."""
    best: tuple[str, Quoted] | None = None
    for page in document.pages[:2]:
        for found, dated in _labelled_dates(page, _REVIEW, 2500):
            later = list(dates(page.text, dated.start, min(len(page.text), dated.end + 60)))
            run = [dated, *[one for one in later[1:] if _listed(page.text, dated.end, one.start)]]
            last = max(run, key=lambda one: one.iso)
            if best is None:
                best = last.iso, quoted(page, found.start() + leading(found[0]), last.end)
    trailing = None if best else _date_then_label(document)
    return best or trailing


def _listed(text: str, end: int, start: int) -> bool:
    return bool(re.fullmatch(r"[\d/;,\s.-]*", text[end:start]))


def _date_then_label(document: Document) -> tuple[str, Quoted] | None:
    """A date before its label: "June 25, 2021 (last updated)"."""
    for page in document.pages[:1]:
        for dated in dates(page.text, 0, min(len(page.text), 800)):
            label = re.match(r"\s*\((?:last )?(?:updated|reviewed|revised)\)", page.text[dated.end :], _I)
            if label:
                return dated.iso, quoted(page, dated.start, dated.end + label.end())
    return None


def _labelled_dates(page: Page, label: Lazy, limit: int) -> Iterator[tuple[re.Match[str], Dated]]:
    """Labels with a date right after them, on the same line or the next."""
    text = printed_text(page)
    for found in label.finditer(text, 0, min(len(text), limit)):
        dated = first_date(text, found.end(), min(len(text), found.end() + 30))
        if dated and not text[found.end() : dated.start].strip(" \n\t:|–-"):
            yield found, dated


def superseded(document: Document) -> Quoted | None:
    """The words that say that the whole document is out of force; a passage, a code or another policy is not enough."""
    for page in document.pages[:1]:
        for start, end in head_lines(page):
            line = page.text[start:end]
            said = _SUPERSEDED.search(line)
            if said and not _OTHER_SUPERSEDED.search(line) and (start < _BANNER or said.start() > 0 or " " in said[0]):
                return quoted(page, start, end)
    return _furniture_says(document)


def _furniture_says(document: Document) -> Quoted | None:
    """A stamp in running headers or footers, or the last line of a short text."""
    for page in document.pages[:1]:
        tail = page.text.rstrip()
        start = tail.rfind("\n") + 1
        if len(tail) - start < 200 and _SUPERSEDED.search(tail[start:]) and not _OTHER_SUPERSEDED.search(tail[start:]):
            return quoted(page, start, len(tail))
    return None
