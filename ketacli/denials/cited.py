"""The policy or plan provision that a letter names for its decision."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ketacli.denials.reasons import APPEALS_PART
from ketacli.documents.model import Page
from ketacli.policy.fields.lazy import lazy
from ketacli.policy.fields.place import folded, quoted
from ketacli.policy.reading import Quoted

_I = re.IGNORECASE
_NUMBER = r"(?=[A-Za-z0-9._/-]*\d)[A-Z0-9][A-Za-z0-9]*(?:[._/-][A-Za-z0-9]+)*"
_KIND = (
    r"(?:(?:medical|clinical|pharmacy|drug|coverage|payment|corporate|behavioral health|utilization|medication|"
    r"reimbursement)(?: coverage| necessity| review| management| clinical| medical)?(?: drug)?\s+)?"
    r"(?:policy|policies|guidelines?|criteria|bulletin|coverage position|coverage criteria|guide|protocol|"
    r"(?:position|clinical|coverage|policy|technology) (?:paper|statement|assessment|document|summary|determination)|"
    r"standard|rules?)"
)
_NUMBERED = lazy(
    rf"\b(?:our |the |plan |plan's )?(?P<kind>{_KIND})(?:\s+(?:number|no\.?|#|"
    rf"bulletin))?\s*[:#,]?\s*\(?\s*(?P<number>(?:(?:CPB|CPG|MCG|LCD|NCD|MP|RX|(?-i:[A-Z]{{1,4}}(?:-[A-Z]{{2,5}})?))\s(?=\d))?{_NUMBER})(?![\w])",
    re.IGNORECASE,
)
_BRACKETED = lazy(
    r"\((?P<all>[A-Z][\w\s&/-]{3,60},\s*(?P<short>[A-Z]{2,}\s+\d{4}(?:,\s*(?:section|sec\.|part|chapter|"
    r"page)\s+[\w.]+)?))\)",
    re.IGNORECASE,
)
_LCD = lazy(
    r"\b(?:LCD|NCD|(?:Local|National)\s+Coverage\s+Determination|"
    r"Article)\s*\(?(?P<number>[LA]\d{5}|\d{2,3}\.\d{1,2})\)?"
)
_BOOK = (
    r"(?:summary plan description|certificate of (?:coverage|insurance)|evidence of coverage|benefit (?:booklet|"
    r"plan document|handbook)|member (?:handbook|contract)|plan document|subscriber (?:agreement|contract)|"
    r"policy(?= of insurance)|"
    r"certificate|booklet|handbook|SPD|COC|EOC|plan)"
).replace(" ", r"\s+")
_MANUAL = r"(?:[A-Z][\w&-]+ ){1,3}(?:Policy |Provider |Benefits? |Medical )?Manual"
_REGULATION = lazy(
    r"\b(?P<number>\d{1,3}(?:\.\d{1,3}){1,3} [A-Z]{3,6}|\d{1,2} C\.?F\.?R\.?(?: Part)? \d{2,4}(?:\.\d+)?)\b"
)
_STATE_RULE = lazy(
    r"(?<![\w.])(?P<number>(?:(?!U\.S|C\.F)[A-Z]\.(?:\s?[A-Z]\.){1,3}|"
    r"\d{1,3}[A-Z]? (?:NCAC|NYCRR|CMR|CCR|CSR|VAC|IAC|KAR)|"
    r"(?:OAR|WAC|COMAR|NAC|IDAPA|ARM|RCSA|OAC|KAR|IAC|TAC))\s?(?:\u00a7\s?)?(?:R\d)?\d[\w:.-]*\d(?:\([a-z0-9]+\))*)"
)
"""A rule of a State's code by its usual abbreviation ("K.A.R. 30-5-64", "130 CMR 450.204")."""
_PART = (
    r"(?:(?:section|sec\.|article|chapter|part|page|exclusion|item|paragraph)\s+(?:[A-Z]\b|"
    r"[\dIVX][\w.()-]*)(?:\s*\([a-z0-9]+\))?)"
)
_PART_OF_BOOK = lazy(
    rf"(?P<parts>{_PART}(?:,?\s+(?:and\s+)?{_PART})*)[^.;\n]{{0,40}}?\s+(?:of|in|from)\s+(?:the|your|our|"
    rf"this)\s+(?:\d{{4}}\s+)?(?P<book>(?:[A-Z][\w'’&-]+\s+){{0,5}}?{_BOOK})\b",
    _I,
)
_BOOK_THEN_PART = lazy(
    rf"\b(?P<book>{_BOOK})\s*(?:,|\(|:|at|under|–|-)?\s*(?:under\s+)?(?P<parts>{_PART}(?:,?\s+(?:and\s+)?{_PART})*)", _I
)
_TITLED = lazy(
    rf"(?P<kind>{_KIND})\s+(?:on|for|called|titled|named|entitled)?\s*[\"“'‘](?P<title>[^\"”'’]{{4,90}})[\"”'’]", _I
)
_TITLE_BEFORE = lazy(rf"[\"“](?P<title>[^\"”]{{4,90}})[\"”]\s*(?:\(?(?P<kind>{_KIND}))", _I)
_MANUAL_PART = lazy(rf"(?P<book>{_MANUAL}),?\s+(?P<parts>{_PART}(?:,\s+{_PART})*)")
_NOT_CITED = lazy(r"(?:group|member|your|insurance|individual)\s+$", _I)
_LABEL = re.compile(
    r"(?:^|\n)[ \t]*(?:policy|criteria|guideline|plan provision|provision|reference|rule|standard)s?(?: (?:used|"
    r"applied|relied on|cited|name))\s*[:|]\s*(?P<value>[^\n]{4,140})",
    _I,
)


def cited_policies(pages: list[tuple[Page, str]]) -> list[tuple[str, Quoted]]:
    """Policies, guidelines and plan provisions in the order of the letter, each once: "QP-233", "Summary Plan
    Description, Section 9, exclusion 22"."""
    found: list[tuple[int, str, Quoted]] = []
    for page, text in pages:
        found += [
            (page.number * 10**6 + start, value, quoted(page, start, end)) for value, start, end in _on_page(text)
        ]
    kept: dict[str, tuple[str, Quoted]] = {}
    for _, value, where in sorted(found, key=lambda one: one[0]):
        key = re.sub(r"[^a-z0-9]", "", value.lower())
        if not any(key in known or known in key for known in kept):
            kept[key] = (value, where)
    return list(kept.values())


def _on_page(text: str) -> Iterator[tuple[str, int, int]]:
    yield from _in_books(text)
    for found in _BRACKETED.finditer(text):
        yield folded(found["short"]), found.start("all"), found.end("all")
    numbered = False
    appeals = APPEALS_PART.search(text, 200) if len(text) > 200 else None
    decided = text[: appeals.start()] if appeals else text
    for found in _STATE_RULE.finditer(decided):
        yield folded(found["number"]), found.start(), found.end()
    for pattern in (_NUMBERED, _LCD, _REGULATION):
        for found in pattern.finditer(text):
            number = found["number"].strip(" .-")
            if _is_number(number) and not _NOT_CITED.search(text[max(0, found.start() - 14) : found.start()]):
                numbered = True
                yield number, found.start(), found.end()
    if not numbered:
        for pattern in (_TITLED, _TITLE_BEFORE):
            for found in pattern.finditer(text):
                yield folded(found["title"]).rstrip(".,"), found.start(), found.end()
    for found in _LABEL.finditer(text):
        yield folded(found["value"]), found.start("value"), found.end("value")


def _in_books(text: str) -> Iterator[tuple[str, int, int]]:
    """Sections and pages of plan documents and manuals."""
    for found in _PART_OF_BOOK.finditer(text):
        yield f"{_capital(found['book'])}, {folded(found['parts']).rstrip('.,)')}", found.start(), found.end()
    for found in (*_BOOK_THEN_PART.finditer(text), *_MANUAL_PART.finditer(text)):
        if found["book"].lower() not in ("plan", "policy"):
            yield f"{_capital(found['book'])}, {folded(found['parts']).rstrip('.,)')}", found.start(), found.end()


def _is_number(number: str) -> bool:
    """No year, date, code of a service or small count."""
    if re.fullmatch(r"(?:19|20)\d\d|\d{1,2}/\d{1,2}/\d{2,4}|\d{1,2}|[A-V]\d{4}|\d{5}", number):
        return False
    return sum(char.isdigit() for char in number) >= 2 or bool(re.fullmatch(r"[A-Z]{2,}-\d", number))


def _capital(book: str) -> str:
    words = folded(book)
    return words if any(char.isupper() for char in words) else words.title().replace(" Of ", " of ")
