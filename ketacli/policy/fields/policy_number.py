"""The number of a document as printed (KF013): by its label, else one that stands alone in the first lines."""

from __future__ import annotations

from ketacli.documents.model import Document, Page
from ketacli.policy import lazy_re as re
from ketacli.policy.fields.identity import HEAD_UNITS, from_table
from ketacli.policy.fields.lazy import Lazy, lazy
from ketacli.policy.fields.place import leading, printed_text, quoted
from ketacli.policy.outline import Outline
from ketacli.policy.reading import DocumentKind, Quoted

_I = re.IGNORECASE
_TOKEN = r"[A-Z0-9](?:[A-Za-z0-9]|[._/-](?=[A-Za-z0-9])){1,40}(?::\d\d(?!\d))?"
_LABELLED = lazy(
    r"(?:(?:medical|coverage|clinical|drug|pharmacy|payment|reimbursement|corporate|administrative)?\s*(?:policy|"
    r"guideline|bulletin|document|"
    r"program|reference|criteria|"
    r"UM|sheet|protocol|standard|position|statement|criteria set|LCD|NCD|"
    r"article|form|contract|certificate|plan document|plan)\s*(?:number|no\.?|"
    r"num\.?|#|ID|"
    r"identifier|code)\s*[:#.]*(?:\s*\|)?"
    rf"|(?:^|\n|\s{{2,}})\s*(?:number|policy|no\.|document)\s*[:#]\s*(?:\|\s*)?|"
    r"(?<=\s)document\s*:\s*(?=[A-Z]{1,4}\d)|"
    rf"(?:medical|drug|clinical|coverage|pharmacy) policy\s*[:#]\s*)\s*"
    rf"(?P<n>(?:[A-Z]{{2,4}}(?:-[A-Z]{{1,4}})? |20\d\d P )?{_TOKEN})",
    re.IGNORECASE,
)
_UNLABELLED = lazy(
    r"(?<![\w.-])(?:(?:CPB|MCP|CMO|IP|MP|UM|LCD|NCD)[ -]?\d{3,5}|[AL]\d{5}(?!\d)|[A-Z]{2,}(?:[._-][A-Z0-9]+){1,5}|"
    r"[A-Z]{1,4}\d{2,4}\.\d{2,4}|[A-Z]{1,2}\d{4,6}-[A-Z](?![\w-])|RI \d{2}-\d{3}|"
    r"(?:policy|Policy)\s+[A-Z]+[A-Z0-9.-]*\d[A-Z0-9.-]*"
    r"|[A-Z]\.\d{1,2}\.\d{2,4}(?:\.\d{2,4})?|\d{1,2}\.\d{2}\.\d{2,3}[a-z]?)(?![\w])"
)
_NAMED = lazy(rf"\bPolicy\s+(?P<n>(?=[\w.-]*\d){_TOKEN})(?![\w/])")
_NAMED_OTHERWISE = lazy(
    r"\b(?:Policy|Statement|Guideline|Bulletin|Criteria|Document|Position|Protocol|Standard|"
    r"Coverage [Dd]etermination|(?:[Cc]riteria|[Pp]olicy) [Ss]heet|Handbook|Plan [Dd]ocument|Form(?= [A-Z]{2,}-))\s+"
    rf"(?P<n>(?:(?:[A-Z]{{2,4}}|[A-Z]{{1,3}}-[A-Z][A-Za-z]{{1,3}})[ \u00a0](?=\d))?(?=[\w.-]*\d){_TOKEN})(?![\w/])"
)
"""The word with the number right after it, in any of the first lines ("Policy PCH-BH-0044")."""
_WHOLE_POLICY = lazy(
    r"\b(?:complete|full|entire|whole|revised|updated|amended|new)\s+(?:text\s+of\s+(?:the|this|our)\s+)?"
    r"(?:[Mm]edical\s+|[Dd]rug\s+|[Pp]harmacy\s+|[Cc]overage\s+|[Cc]linical\s+)?(?:policy|guideline|criteria)\s*[,(]?\s*(?:(?:number|no\.?)\s*)?"
    rf"(?P<n>(?:[A-Z]{{2,4}} )?(?=[\w.-]*\d){_TOKEN})(?![\w/])"
)
"""How a notice names the one policy that it is about ("The complete policy (RX 7.01) will be posted")."""
_POINTS = lazy(
    r"\b(?:under|see|by|with|per|than|to|in|of|and|or)\s+(?:(?:our|the|its|a|separate|medical|drug|pharmacy|corporate|"
    r"clinical|coverage|payment|behavioral|health)\s+)*$",
    _I,
)
"""What stands before the number of another document ("are reviewed under Policy 5.11")."""
_OF_SOMETHING_ELSE = lazy(r"\b(?:group|id|claim|member|reference|replaces)(?:\s+(?:number|no))?\W*$", _I)
_PLAIN = str.maketrans({"\u2010": "-", "\u2011": "-", "\u00ad": "-", "\u00a0": " ", "\u202f": " "})
"""Hyphens and blanks that keep a number on one line."""
_OWN_NAME = 300
"""Characters at the start within which a number is the document's own even where others are named below."""
_FORM = lazy(r"(?<![\w./-])[A-Z]{2,}(?:[._/-][A-Z0-9]+){1,6}(?![\w/-])")
"""The number of a form, with parts in capitals and figures ("ABC-SBC-S3200-0127")."""
_MEMBER_POLICY = lazy(r"policy\s*/\s*certificate|group|member|your policy|policyholder|subscriber", _I)


def policy_number(document: Document, kind: DocumentKind) -> tuple[str, Quoted] | None:
    """The number as printed; labelled ones first, then one that stands alone in the first lines.

    Articles name the documents of others ("Guideline 2889-A"), change logs many policies: there less counts.
    """
    for page in document.pages[:2]:
        text = printed_text(page).translate(_PLAIN)
        head = text[: 2500 if page.number == 1 else 600]
        for found in _LABELLED.finditer(head):
            number = found["n"].strip(" .-/")
            line = _line(head, found.start())
            if _is_number(number) and not _is_members(line, found[0]):
                return number, quoted(page, found.start() + leading(found[0]), found.end())
    if kind == "change_log":
        return _told(document)
    return _unlabelled(document, _NAMED if kind == "article" else _NAMED_OTHERWISE) or _at_edges(document)


def _told(document: Document) -> tuple[str, Quoted] | None:
    """The number of the one policy whose text a notice announces."""
    for page in document.pages[:2]:
        told = [found for found in _WHOLE_POLICY.finditer(page.text.translate(_PLAIN)) if _is_number(found["n"])]
        if len({found["n"] for found in told}) == 1:
            return told[0]["n"], quoted(page, told[0].start("n"), told[0].end("n"))
    return _at_title(document)


def _at_title(document: Document) -> tuple[str, Quoted] | None:
    """The number before the name of the one policy that a notice has in its first lines ("Policy 8.12 Esketamine")."""
    page = document.pages[0] if document.pages else None
    text = page.text.translate(_PLAIN) if page else ""
    titles = [found for found in _NAMED.finditer(text) if text[: found.start()].endswith("\n")]
    if page is None or len({found["n"] for found in titles}) != 1 or not _is_number(titles[0]["n"]):
        return None
    first = titles[0]
    return (first["n"], quoted(page, first.start("n"), first.end("n"))) if first.start() < _OWN_NAME else None


def _at_edges(document: Document) -> tuple[str, Quoted] | None:
    """A number that stands in the running header or footer of every page but the first."""
    later = document.pages[1:4]
    numbers = [
        {
            found[0]: (page, found.start(), found.end())
            for start, end in _edges(page)
            for found in _FORM.finditer(page.text, start, end)
        }
        for page in later
    ]
    for number, (page, start, end) in numbers[0].items() if numbers else ():
        if _is_number(number) and all(number in others for others in numbers):
            return number, quoted(page, start, end)
    return None


def _edges(page: Page) -> list[tuple[int, int]]:
    return [(block.start, block.end) for block in page.blocks if block.kind == "furniture"]


def _is_members(line: str, label: str) -> bool:
    return bool(_MEMBER_POLICY.search(line)) and not re.search(r"policy (?:number|no)|reference number", label, _I)


_DATES = lazy(r"\b(?:revised|updated|reviewed|dated|effective|posted|as of)\W*$", _I)


def _unlabelled(document: Document, named_by: Lazy) -> tuple[str, Quoted] | None:
    if not document.pages:
        return None
    page = document.pages[0]
    text = printed_text(page).translate(_PLAIN)
    all_named = [
        found
        for found in named_by.finditer(text, 0, min(len(text), 4000))
        if not _points(text[max(0, found.start() - 60) : found.start()]) and _is_number(found["n"])
    ]
    named = all_named[0] if all_named else None
    if named and named.start() > _OWN_NAME and len({found["n"] for found in all_named}) > 2:
        named = None  # a list of several policies: none of the numbers is the document's own
    if named and not _MEMBER_POLICY.search(_line(text, named.start()).replace(named[0], "")):
        return named["n"], quoted(page, named.start(), named.end())
    lines = _first_lines(page, 6)
    last_lines = text.rstrip().rfind("\n", 0, max(0, len(text.rstrip()) - 200))
    areas = [(0, lines), (last_lines, len(text))] if last_lines > lines else [(0, lines)]
    for start, end in areas:
        for found in _UNLABELLED.finditer(text, max(start, 0), end):
            number = re.sub(r"^policy\s+", "", found[0], flags=_I)
            before = text[max(0, found.start() - 60) : found.start()]
            if (
                _is_number(number)
                and not _DATES.search(before[-14:])
                and not _OF_SOMETHING_ELSE.search(before[-14:])
                and not _points(before)
            ):
                return number, quoted(page, found.start(), found.end())
    return None


def _points(before: str) -> bool:
    """Whether what stands before a number refers to another document."""
    return _POINTS.search(" ".join(before.split()) + " ") is not None


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


def number_in_table(document: Document, outline: Outline) -> tuple[str, Quoted] | None:
    """The number in a column headed "Policy", "Document" or "Number"; None where it lists those of several."""
    header = r"(?:(?:policy|document|guideline|reference|coverage)(?: policy)?(?: number| no| #| id)?|number|no)"
    found = [
        (text, unit)
        for text, unit in from_table(outline, header, limit=None)
        if len(text) <= 30 and _is_number(text) and re.fullmatch(r"[A-Z0-9][\w./ -]*", text)
    ]
    if not found or found[0][1].index >= HEAD_UNITS or len({text for text, _ in found}) > 1:
        return None
    text, unit = found[0]
    return text, quoted(document.pages_by_number()[unit.page], unit.start, unit.end)


def _line(text: str, at: int) -> str:
    start = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at + 1)
    return text[start : end if end >= 0 else len(text)]


def _first_lines(page: Page, count: int) -> int:
    at = 0
    for _ in range(count):
        following = page.text.find("\n", at)
        if following < 0:
            return min(len(page.text), 1200)
        at = following + 1
    return min(at, 1200)
