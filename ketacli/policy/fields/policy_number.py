"""The number of a document as printed (KF013): by its label, else one that stands alone in the first lines."""

from __future__ import annotations

from ketacli.documents.model import Document, Page
from ketacli.policy import lazy_re as re
from ketacli.policy.fields.identity import from_table
from ketacli.policy.fields.lazy import Lazy, lazy
from ketacli.policy.fields.place import leading, printed_text, quoted
from ketacli.policy.outline import Outline
from ketacli.policy.reading import DocumentKind, Quoted

_I = re.IGNORECASE
_TOKEN = r"[A-Z0-9](?:[A-Za-z0-9]|[._/-](?=[A-Za-z0-9])){1,40}"
_LABELLED = lazy(
    r"(?:(?:medical|coverage|clinical|drug|pharmacy|payment|reimbursement|corporate|administrative)?\s*(?:policy|"
    r"guideline|bulletin|document|"
    r"program|reference|criteria|LCD|NCD|article|form|contract|certificate|plan document)\s*(?:number|no\.?|"
    r"num\.?|#|ID|"
    r"identifier|code)\s*[:#.]*"
    rf"|(?:^|\n|\s{{2,}})\s*(?:number|policy|no\.)\s*[:#]\s*|"
    rf"(?:medical|drug|clinical|coverage|pharmacy) policy\s*[:#]\s*)\s*(?P<n>(?:[A-Z]{{2,4}} |20\d\d P )?{_TOKEN})",
    re.IGNORECASE,
)
_UNLABELLED = lazy(
    r"(?<![\w.-])(?:(?:CPB|MCP|CMO|IP|MP|UM|LCD|NCD)[ -]?\d{3,5}|[AL]\d{5}(?!\d)|[A-Z]{2,}(?:[._-][A-Z0-9]+){1,5}|"
    r"[A-Z]{1,4}\d{2,4}\.\d{2,4}|RI \d{2}-\d{3}|(?:policy|Policy)\s+[A-Z]+[A-Z0-9.-]*\d[A-Z0-9.-]*"
    r"|[A-Z]\.\d{1,2}\.\d{2,4}|\d{1,2}\.\d{2}\.\d{2,3})(?![\w])"
)
_NAMED = lazy(rf"\bPolicy\s+(?P<n>(?=[\w.-]*\d){_TOKEN})(?![\w/])")
_NAMED_OTHERWISE = lazy(
    r"\b(?:Policy|Statement|Guideline|Bulletin|Criteria|Document|Position|Protocol|Standard|"
    r"Coverage [Dd]etermination)\s+"
    rf"(?P<n>(?:(?:[A-Z]{{2,4}}|[A-Z]{{1,3}}-[A-Z][A-Za-z]{{1,3}})[ \u00a0](?=\d))?(?=[\w.-]*\d){_TOKEN})(?![\w/])"
)
"""The word with the number right after it, in any of the first lines ("Policy PCH-BH-0044")."""
_OWN_NAME = 300
"""Characters at the start within which a number is the document's own even where others are named below."""
_MEMBER_POLICY = lazy(r"policy\s*/\s*certificate|group|member|your policy|policyholder|subscriber", _I)


def policy_number(document: Document, kind: DocumentKind) -> tuple[str, Quoted] | None:
    """The number as printed; labelled ones first, then one that stands alone in the first lines.

    Articles name the documents of others ("Guideline 2889-A"), change logs many policies: there less counts.
    """
    for page in document.pages[:2]:
        text = printed_text(page)
        head = text[:2500] if page.number == 1 else text[:600]
        for found in _LABELLED.finditer(head):
            number = found["n"].strip(" .-/")
            line = _line(head, found.start())
            if _is_number(number) and not _is_members(line, found[0]):
                return number, quoted(page, found.start() + leading(found[0]), found.end())
    if kind == "change_log":
        return None
    return _unlabelled(document, _NAMED if kind == "article" else _NAMED_OTHERWISE)


def _is_members(line: str, label: str) -> bool:
    return bool(_MEMBER_POLICY.search(line)) and not re.search(r"policy (?:number|no)|reference number", label, _I)


def _unlabelled(document: Document, named_by: Lazy) -> tuple[str, Quoted] | None:
    if not document.pages:
        return None
    page = document.pages[0]
    text = printed_text(page)
    all_named = list(named_by.finditer(text, 0, min(len(text), 4000)))
    named = all_named[0] if all_named else None
    if named and named.start() > _OWN_NAME and len({found["n"] for found in all_named}) > 2:
        named = None  # a list of several policies: none of the numbers is the document's own
    if named and _is_number(named["n"]) and not _MEMBER_POLICY.search(_line(text, named.start()).replace(named[0], "")):
        return named["n"], quoted(page, named.start(), named.end())
    lines = _first_lines(page, 6)
    last_lines = page.text.rstrip().rfind("\n", 0, max(0, len(page.text.rstrip()) - 200))
    areas = [(0, lines), (last_lines, len(page.text))] if last_lines > lines else [(0, lines)]
    for start, end in areas:
        for found in _UNLABELLED.finditer(text, max(start, 0), end):
            number = re.sub(r"^policy\s+", "", found[0], flags=_I)
            if _is_number(number) and not re.search(
                r"\b(?:group|id|claim|member|reference|replaces)\W*$", text[: found.start()][-14:], _I
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


def number_in_table(document: Document, outline: Outline) -> tuple[str, Quoted] | None:
    """The number in a column headed "Policy", "Document" or "Number"."""
    header = r"(?:(?:policy|document|guideline|reference|coverage)(?: policy)?(?: number| no| #| id)?|number|no)"
    for text, unit in from_table(outline, header):
        if len(text) <= 30 and _is_number(text) and re.fullmatch(r"[A-Z0-9][\w./ -]*", text):
            return text, quoted(document.pages_by_number()[unit.page], unit.start, unit.end)
    return None


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
