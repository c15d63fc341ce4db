"""Number, dates, standing, payer and title of a document (KF013, KF014, KF016), by their printed labels."""

from __future__ import annotations

from collections.abc import Iterator

from ketacli.documents.model import Document, Page
from ketacli.policy import lazy_re as re
from ketacli.policy.fields.dates import Dated, dates, first_date
from ketacli.policy.fields.lazy import Lazy, lazy
from ketacli.policy.fields.place import folded, quoted
from ketacli.policy.outline import Outline, Unit
from ketacli.policy.reading import DocumentKind, Quoted

_I = re.IGNORECASE
_TOKEN = r"[A-Z0-9](?:[A-Za-z0-9]|[._/-](?=[A-Za-z0-9])){1,40}"
_LABELLED = lazy(
    r"(?:(?:medical|coverage|clinical|drug|pharmacy|payment|reimbursement|corporate|administrative)?\s*(?:policy|"
    r"guideline|bulletin|document|"
    r"reference|criteria|LCD|NCD|article|form|contract|certificate|plan document)\s*(?:number|no\.?|num\.?|#|ID|"
    r"identifier|code)\s*[:#.]*"
    rf"|(?:^|\n|\s{{2,}})\s*(?:number|policy|no\.)\s*[:#]\s*|"
    rf"(?:medical|drug|clinical|coverage|pharmacy) policy\s*[:#]\s*)\s*(?P<n>(?:[A-Z]{{2,4}} )?{_TOKEN})",
    re.IGNORECASE,
)
_UNLABELLED = lazy(
    r"(?<![\w.-])(?:(?:CPB|MCP|CMO|IP|MP|UM|LCD|NCD)[ -]?\d{3,5}|[AL]\d{5}(?!\d)|[A-Z]{2,}(?:[._-][A-Z0-9]+){1,5}|"
    r"[A-Z]{1,4}\d{2,4}\.\d{2,4}|RI \d{2}-\d{3}|(?:policy|Policy)\s+[A-Z]+[A-Z0-9.-]*\d[A-Z0-9.-]*"
    r"|[A-Z]\.\d{1,2}\.\d{2,4}|\d{1,2}\.\d{2}\.\d{2,3})(?![\w])"
)
_NAMED = lazy(rf"\bPolicy\s+(?P<n>(?=[\w.-]*\d){_TOKEN})(?![\w/])")
_NAMED_OTHERWISE = lazy(
    rf"\b(?:Policy|Statement|Guideline|Bulletin|Criteria|Document|Position|Protocol|Standard)\s+"
    rf"(?P<n>(?=[\w.-]*\d){_TOKEN})(?![\w/])"
)
"""The word with the number right after it, in any of the first lines ("Policy PCH-BH-0044")."""
_OWN_NAME = 300
"""Characters at the start within which a number is the document's own even where others are named below."""
_MEMBER_POLICY = lazy(r"policy\s*/\s*certificate|group|member|your policy|policyholder|subscriber", _I)
_EFFECTIVE = lazy(
    r"(?P<original>original(?:ly)?\s+)?(?:(?:policy|current|latest|revised|plan)\s+)?effective(?:\s+(?:date|on|"
    r"as of|from|since|for (?:dates? of service|services)(?: (?:on|from|beginning|and|or|after))*))*\s*[:\-–]?\s*"
    r"|(?:coverage|benefit|contract|policy)\s+period\s*:?\s*(?:beginning on or after\s*)?|"
    r"plan year\s*:?\s*(?:(?:is|runs|begins|starts|beginning)\s*)?(?:on|from)?\s*|(?:in (?:effect|force)|\bgood|"
    r"\bvalid|\bapplies|\bapply) (?:from|since|as of|on|starting)\s*",
    _I,
)
_NOT_POLICY_DATE = lazy(
    r"(?:replaced|superseded) by|"
    r"\bcode\b|origination|revision ending|\bend(?:ed|s|ing)?\b|was effective|termin|rate|amendment",
    _I,
)
_ON_OR_AFTER = lazy(
    r"(?:on\s+(?:or|and)\s+after|starting|beginning|start(?:s|ing)? on|change .{0,60}\bon|as of|"
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
    r"\b(?:superseded|replaced) (?:by|on|as of|effective)\b|no longer in (?:effect|force)|revision ending date|"
    r"archived (?:policy|version|document|on)|"
    r"retired (?:policy|on|effective|as of)|status\s*:?\s*(?:superseded|retired|archived|inactive)|"
    r"superseded (?:version|policy|document|copy|edition)|for historical (?:reference|purposes)|not current\b",
    _I,
)
_OTHER_SUPERSEDED = lazy(
    r"\bthis (?:policy|document|version|bulletin|article|edition) (?:supersedes|replaces)|\bsupersedes\b|"
    r"replaces (?:cpb|policy|the)|(?:passage|text|section|sentence|criteri\w+|statement|code|list|"
    r"requirement)s?\b[^.]{0,40}\b(?:superseded|replaced|retired)|"
    r"(?:drug|brand|code|product|form) \S+ (?:was|is|has been) replaced",
    _I,
)


def policy_number(document: Document, kind: DocumentKind) -> tuple[str, Quoted] | None:
    """The number as printed; labelled ones first, then one that stands alone in the first lines.

    Articles name the documents of others ("Guideline 2889-A"), change logs many policies: there less counts.
    """
    for page in document.pages[:2]:
        head = page.text[:2500] if page.number == 1 else page.text[:600]
        for found in _LABELLED.finditer(head):
            number = found["n"].strip(" .-/")
            line = _line(head, found.start())
            if _is_number(number) and not _is_members(line, found[0]):
                return number, quoted(page, found.start() + _leading(found[0]), found.end())
    if kind == "change_log":
        return None
    return _unlabelled(document, _NAMED if kind == "article" else _NAMED_OTHERWISE)


def _is_members(line: str, label: str) -> bool:
    return bool(_MEMBER_POLICY.search(line)) and not re.search(r"policy (?:number|no)|reference number", label, _I)


def _unlabelled(document: Document, named_by: Lazy) -> tuple[str, Quoted] | None:
    if not document.pages:
        return None
    page = document.pages[0]
    all_named = list(named_by.finditer(page.text, 0, min(len(page.text), 4000)))
    named = all_named[0] if all_named else None
    if named and named.start() > _OWN_NAME and len({found["n"] for found in all_named}) > 2:
        named = None  # a list of several policies: none of the numbers is the document's own
    if (
        named
        and _is_number(named["n"])
        and not _MEMBER_POLICY.search(_line(page.text, named.start()).replace(named[0], ""))
    ):
        return named["n"], quoted(page, named.start(), named.end())
    lines = _first_lines(page, 6)
    last_lines = page.text.rstrip().rfind("\n", 0, max(0, len(page.text.rstrip()) - 200))
    areas = [(0, lines), (last_lines, len(page.text))] if last_lines > lines else [(0, lines)]
    for start, end in areas:
        for found in _UNLABELLED.finditer(page.text, max(start, 0), end):
            number = re.sub(r"^policy\s+", "", found[0], flags=_I)
            if _is_number(number) and not re.search(
                r"\b(?:group|id|claim|member|reference|replaces)\W*$", page.text[: found.start()][-14:], _I
            ):
                return number, quoted(page, found.start(), found.end())
    return None


def _is_number(text: str) -> bool:
    """A policy number has a digit and is neither a date, a year, a code's name nor a measure."""
    digits = sum(char.isdigit() for char in text)
    if digits < 2 or re.fullmatch(r"(?:19|20)\d\d|\d{1,2}[/-]\d{1,2}[/-]\d{2,4}|\d{1,2}/\d{2,4}", text):
        return False
    return (
        not re.fullmatch(
            r"(?:DSM|PHQ|ICD|HAM|HIPAA|COVID|CFR|USC|SBC|PPO|HMO|SSRI|NMDA|TRANSFORM|SUSTAIN|ASPIRE|"
            r"ESCAPE)\W?\w*(?:-\w+)?",
            text,
            _I,
        )
        or digits > 4
    )


def effective_date(document: Document) -> tuple[str, Quoted] | None:
    """The date so labelled near the start, or the start of the plan year; an "original" one only where it is alone."""
    original: tuple[str, Quoted] | None = None
    for page in document.pages[:2]:
        for found, dated in _labelled_dates(page, _EFFECTIVE, 3500):
            before = page.text[max(0, found.start() - 60) : found.start()].split("\n")[-1]
            if _NOT_POLICY_DATE.search(before) or re.search(r"\bno longer$", before.strip(), _I):
                continue
            value = dated.iso, quoted(page, found.start() + _leading(found[0]), dated.end)
            if found["original"] or re.search(r"original\W*$", before, _I):
                original = original or value
                continue
            return value
    return original


def from_table(outline: Outline, header: str) -> list[tuple[str, Unit]]:
    """Cells under a column header that matches, in the tables at the start of the document."""
    return [
        (cell.text.strip(), unit)
        for unit in outline.units[:25]
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


def number_in_table(document: Document, outline: Outline) -> tuple[str, Quoted] | None:
    """The number in a column headed "Policy", "Document" or "Number"."""
    header = r"(?:(?:policy|document|guideline|reference|coverage)(?: policy)?(?: number| no| #| id)?|number|no)"
    for text, unit in from_table(outline, header):
        if len(text) <= 30 and _is_number(text) and re.fullmatch(r"[A-Z0-9][\w./ -]*", text):
            return text, quoted(document.pages_by_number()[unit.page], unit.start, unit.end)
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
                best = last.iso, quoted(page, found.start() + _leading(found[0]), last.end)
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
    for found in label.finditer(page.text, 0, min(len(page.text), limit)):
        dated = first_date(page.text, found.end(), min(len(page.text), found.end() + 30))
        if dated and not page.text[found.end() : dated.start].strip(" \n\t:|–-"):
            yield found, dated


def superseded(document: Document) -> Quoted | None:
    """The words that say that the whole document is out of force; a passage, a code or another policy is not enough."""
    for page in document.pages[:1]:
        for start, end in _head_lines(page):
            line = page.text[start:end]
            if _SUPERSEDED.search(line) and not _OTHER_SUPERSEDED.search(line):
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


def _head_lines(page: Page) -> Iterator[tuple[int, int]]:
    at = 0
    for line in page.text[:1200].split("\n"):
        if line.strip():
            yield at, at + len(line)
        at += len(line) + 1


def title(document: Document) -> tuple[str, Quoted | None] | None:
    """The document's title: by its label, else the first line that reads like one, else the file's own."""
    if document.pages:
        page = document.pages[0]
        found = re.search(
            r"(?:policy (?:title|name)|subject|title)\s*:?\s+(?P<t>[^\n\t]{4,140}?)(?=\s{3,}|\n|\t|$)",
            page.text[:1500],
            _I,
        )
        if found:
            return folded(found["t"]), quoted(page, found.start("t"), found.end("t"))
        for start, end in _head_lines(page):
            line = re.split(r"\s{3,}|\t", page.text[start:end].strip())[0]
            if 8 <= len(line) <= 160 and not re.search(r"page \d|^\W*\d|date|number|www\.|@|^dear", line, _I):
                return folded(line), quoted(page, start, end)
    return (document.title, None) if document.title else None


_INSURERS_WORDS = frozenset(
    [
        "health",
        "healthcare",
        "insurance",
        "mutual",
        "blue",
        "bluecross",
        "bcbs",
        "medicaid",
        "medicare",
        "tricare",
        "assurance",
        "benefit",
        "benefits",
        "plan",
        "hmo",
        "ppo",
        "trust",
        "cooperative",
        "administrators",
        "cross",
        "shield",
        "insurer",
    ]
)
_NO_PAYER = frozenset(
    [
        "department",
        "write",
        "contact",
        "ask",
        "commissioner",
        "policy",
        "notice",
        "summary",
        "explanation",
        "certificate",
        "evidence",
    ]
)


def payer(document: Document) -> tuple[str, Quoted] | None:
    """The organisation that speaks: who underwrites, else the first line (or the footer) that names an insurer."""
    for page in document.pages[:1]:
        at = page.text.lower().find("underwritten by ")
        if 0 <= at < 3000:
            named = re.match(r"[^\n.\u00b7;|]{4,70}", page.text[at + 16 :])
            if named:
                return folded(named[0]), quoted(page, at, at + 16 + named.end())
        for start, end in (*list(_head_lines(page))[:14], *_last_lines(page)):
            for part in re.finditer(r"[^|\u00b7\t\u2013\u2014:]+", page.text[start:end]):
                name = re.split(r"\s{3,}", part[0].strip())[0]
                if _names_insurer(name):
                    begin = start + part.start() + part[0].find(name)
                    return folded(name), quoted(page, begin, begin + len(name))
    return None


def _names_insurer(name: str) -> bool:
    """A short run of capitalised words with one that insurers bear in their names."""
    words = name.replace(",", "").split()
    plain = {word.lower().strip(".'\u2019s") for word in words}
    if (
        not 2 <= len(words) <= 9
        or not plain & _INSURERS_WORDS
        or plain & _NO_PAYER
        or any(char.isdigit() for char in name)
    ):
        return False
    small = {"of", "and", "the", "&", "for"}
    return all(word[0].isupper() or word in small for word in words)


def _last_lines(page: Page) -> list[tuple[int, int]]:
    """The last two lines of a page."""
    text = page.text.rstrip()
    last = text.rfind("\n")
    before = text.rfind("\n", 0, max(0, last))
    return [(before + 1, max(0, last)), (last + 1, len(text))]


_LINES = (
    ("commercial", r"commercial|\bPPO\b|\bHMO\b|fully insured"),
    ("medicaid", r"medicaid|\bCHIP\b"),
    ("medicare", r"medicare"),
    ("tricare", r"tricare"),
    ("him", r"\bHIM\b|marketplace|exchange|ambetter"),
    ("federal_employees", r"federal employee|\bFEP\b|\bFEHB\b"),
    ("student", r"student health"),
)


def lines_of_business(document: Document) -> tuple[tuple[str, ...], Quoted | None]:
    """Lines of business that the head of the document names for itself."""
    for page in document.pages[:1]:
        label = re.search(
            r"(?:lines? of business|products?|applies to|applicable (?:to|plans?))\s*:?\s+(?P<l>[^\n]{4,160})",
            page.text[:2500],
            _I,
        )
        if label:
            names = tuple(name for name, words in _LINES if re.search(words, label["l"], _I))
            return names, quoted(page, label.start(), label.end())
    return (), None


def _line(text: str, at: int) -> str:
    start = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at + 1)
    return text[start : end if end >= 0 else len(text)]


def _leading(text: str) -> int:
    return len(text) - len(text.lstrip())


def _first_lines(page: Page, count: int) -> int:
    at = 0
    for _ in range(count):
        following = page.text.find("\n", at)
        if following < 0:
            return min(len(page.text), 1200)
        at = following + 1
    return min(at, 1200)
