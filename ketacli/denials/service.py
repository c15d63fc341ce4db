"""What was asked for or billed: service, dates, sum denied, and the case in the vocabulary of readings."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ketacli.denials.fields import Fields
from ketacli.denials.labels import cell_after, words_after
from ketacli.documents.model import Page
from ketacli.policy.fields.dates import Dated, dates
from ketacli.policy.fields.lazy import lazy
from ketacli.policy.fields.place import folded
from ketacli.policy.outline import Outline

_I = re.IGNORECASE
_SERVICE = (
    r"(?:requested )?(?:services?|treatments?|procedures?|items?|medications?|medicines?|drugs?|"
    r"care)(?: (?:or item|/item|requested|denied|description|name|in question))?|asked for|"
    r"request(?:ed)?(?: for)?|"
    r"what (?:was|you|your doctor) (?:asked|requested)(?: for)?|service/item|description of service"
)
_ASKED = lazy(
    r"(?:request(?:ed)?|asked|claim|authorization|approval|coverage|bill)\s+(?:from [^.,;]{3,50}? )?for\s+(?:an? |"
    r"the |coverage of |approval of )?(?P<what>[^.;:()]{4,110}?)(?=\s*(?:\(|\.|;|,? (?:from|by|on|at|is|was|has|"
    r"because|as|that|which|under|with dates?|for dates?)\b|$))",
    _I,
)
_DATE_LABEL = lazy(
    r"(?:date(?:s|\(s\))? of (?:service|care|treatment|stay|the service)|service dates?|treatment dates?|\bDOS\b|"
    r"dates? (?:requested|of request for service)|requested (?:start )?dates?|start date|start of care|"
    r"(?<=\n)dates(?=\s*:)|(?:claim|bill|services?|treatments?|infusions?|visits?|sessions?|stay|"
    r"care)\s+(?:\w+\s+){0,4}?(?:on|from|of)|\b(?:from|between)(?=\s+(?:[A-Z][a-z]+\.? \d|\d))|"
    r"(?<=\n)[ \t]*(?:valid(?: from| dates?)?|visits?|when|approved(?: dates?| from| for)?|dates? approved|"
    r"(?:approval|authori[sz]ation|treatment|coverage) (?:period|dates?))(?=[ \t]*[:|\t\n]|[ ]+(?:[A-Z][a-z]+\.? \d|"
    r"\d))|"
    r"(?:certified|approved|authorized|valid) (?:for|from)(?=\s+(?:[A-Z][a-z]+\.? \d|\d{1,2}/))|from date|"
    r"service period|period of service|(?:provided|received|given|performed|rendered|services?|treated|"
    r"seen) on|for services? (?:on|from)|beginning(?: on)?)\s*(?:[.\u2026]{2,}\s*)?[:|]?\s*(?:from\s+)?",
    _I,
)
_NOT_SERVICE = lazy(
    r"(?:coverage|plan|policy|effective|appeal|request(?:s)? (?:was|were|we)? ?|letter|notice|information|we|"
    r"papers)\s+$",
    _I,
)
_OTHER_DAY = lazy(
    r"\b(?:processed|reached|received|dated|decided|denied|mailed|sent|notice|denial|arrived|closed|letter|"
    r"printed)\b",
    _I,
)
_THROUGH = lazy(r"^\s*(?:-|\u2013|\u2014|to|through|thru|until|and ending(?: on)?|/)\s*$", _I)
_MONTHS = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
_SHORT_RANGE = lazy(
    rf"\b(?:from|between|dates?:?)\s+(?P<month>{_MONTHS})\s+(?P<day>\d{{1,2}})\s*(?:to|through|thru|until|and|-|"
    rf"\u2013)\s*"
    rf"(?:(?P<until>{_MONTHS})\s+)?(?P<last>\d{{1,2}}),?\s+(?P<year>20\d\d)"
)
_LISTED = re.compile(r"\s*(?:,|;|and|&|,\s*and)\s*")
_MONEY = r"\$?\s?(?P<amount>\d{1,3}(?:,\d{3})*\.\d{2}|\$\s?\d[\d,]*)"
_DENIED_SUM = lazy(
    rf"(?:(?:total |amount |charges? |dollar amount )?(?:amount|charges?|total)\s+(?:denied|not covered|not paid|"
    rf"not payable|disallowed|rejected)|denied (?:amount|charges?|total)|total denied|disallowed amount|"
    rf"(?:will|did|do|can)(?: not|n[o']t) pay(?: the)?|cannot pay(?: the)?|not covered:|amount (?:that|"
    rf"which) (?:was|is|has been) denied is|amount in dispute|"
    rf"denied (?:payment|the claim)? ?(?:of|for)|(?<=\n)[ \t]*(?:denied|not covered|"
    rf"disallowed)(?=\s*[:.]))\s*(?:[.\u2026]{{2,}}\s*)?[:|]?\s*(?:of\s+)?{_MONEY}",
    _I,
)
_REFUSED = ("denied", "not paid", "not payable", "disallowed", "rejected", "ineligible")
_MONEY_COLUMN = lazy(
    r"not paid|not payable|rejected|ineligible|charges?d?|billed|amount|denied|not covered|allowed|paid|deductible|"
    r"copay|coinsurance|you owe|discount|"
    r"disallowed",
    _I,
)
_ROW_DATE = lazy(r"(?<![\d/])\d{1,2}/\d{1,2}/\d{2,4}(?![\d/])")


def read_service(pages: list[tuple[Page, str]], outline: Outline, codes: list[str], fields: Fields) -> None:
    """Put service, service dates and the sum denied into `fields`."""
    for page, text in pages:
        _service(page, text, fields)
        _amount(page, text, fields)
    _dates(pages, outline, codes, fields)


def _service(page: Page, text: str, fields: Fields) -> None:
    if fields.has("service"):
        return
    for find in (words_after, cell_after):
        for found in find(text, _SERVICE):
            if (
                len(found.value) > 3
                and re.search(r"[a-z]{3}", found.value, _I)
                and not re.match(r"code|from|date|asked|requested by|by\b", found.value, _I)
            ):
                fields.put(
                    "service", folded(re.sub(r"\s*\([^)]*\d{4}[^)]*\)$", "", found.value)), page, found.start, found.end
                )
                return
    asked = _ASKED.search(text)
    if asked:
        fields.put("service", folded(asked["what"]), page, asked.start("what"), asked.end("what"))


def _amount(page: Page, text: str, fields: Fields) -> None:
    for found in _DENIED_SUM.finditer(text):
        fields.put("amount_denied", _dollars(found["amount"]), page, found.start(), found.end())
        return
    for amount, start, end in _total_in_table(text):
        if not fields.has("amount_denied"):
            fields.put("amount_denied", amount, page, start, end)


def _dollars(words: str) -> float:
    return float(re.sub(r"[$,\s]", "", words))


def _total_in_table(text: str) -> Iterator[tuple[float, int, int]]:
    """The denied column of a table's total line, where the header names one; columns are counted from the left."""
    columns: list[str] = []
    at = 0
    for line in text.split("\n"):
        names = [found[0].lower() for found in _MONEY_COLUMN.finditer(line)]
        refused = [name for name in names if name in _REFUSED]
        if refused and len(names) > 1 and not re.search(r"\d\.\d\d", line):
            columns = ["denied" if name == refused[0] else name for name in names]
        elif columns and re.match(r"\s*(?:grand |claim )?totals?\b", line, _I):
            amounts = re.findall(r"\d{1,3}(?:,\d{3})*\.\d{2}", line)
            if len(amounts) == len(columns) or (amounts and columns.index("denied") < len(amounts)):
                start = at + len(line) - len(line.lstrip())
                yield _dollars(amounts[columns.index("denied")]), start, at + len(line.rstrip())
                return
        at += len(line) + 1


def _dates(pages: list[tuple[Page, str]], outline: Outline, codes: list[str], fields: Fields) -> None:
    found: list[str] = []
    for page, text in pages:
        for value, start, end in (
            *_short_ranges(text),
            *_labelled(text),
            *_in_rows(text, codes),
            *_from_to(page, outline),
        ):
            if value not in found and not any(value in one.split("/") for one in found):
                found = [one for one in found if one not in value.split("/")]
                found.append(value)
                fields.evidence.setdefault(
                    "service_dates", {"page": page.number, "quote": folded(page.text[start:end])}
                )
    if found:
        fields.values["service_dates"] = found


def _labelled(text: str) -> Iterator[tuple[str, int, int]]:
    for label in _DATE_LABEL.finditer(text):
        before = text[max(0, label.start() - 80) : label.start()]
        if _NOT_SERVICE.search(before[-20:]) or re.search(
            r"\b(?:received|got|requested?|asked)\b[^.:]{0,60}$", before, _I
        ):
            continue
        if _OTHER_DAY.search(label[0]):
            continue
        following = [one for one in dates(text, label.end(), min(len(text), label.end() + 90)) if one.has_day]
        if not following or text[label.end() : following[0].start].strip(" \t\n:|(."):
            continue
        joined = text[following[0].end : following[1].start] if len(following) > 1 else ""
        between = label[0].strip().lower() == "between" and joined.strip() == "and"
        is_range = bool(joined) and (between or bool(_THROUGH.search(joined)))
        asked = re.search(r"\b(?:received|got|requested?|asked)\b[^.:]{0,60}$", before, _I)
        if between:
            yield f"{following[0].iso}/{following[1].iso}", label.start(), following[1].end
        elif is_range or not (asked or label[0].strip().lower() in ("from", "between")):
            yield from _run(text, label.start(), following)


def _short_ranges(text: str) -> Iterator[tuple[str, int, int]]:
    """Two days of which only the second has its year: "from May 4 to May 13, 2026"."""
    for found in _SHORT_RANGE.finditer(text):
        first = next(dates(f"{found['month']} {found['day']}, {found['year']}"), None)
        last = next(dates(f"{found['until'] or found['month']} {found['last']}, {found['year']}"), None)
        if first and last and first.has_day and last.has_day and first.iso < last.iso:
            yield f"{first.iso}/{last.iso}", found.start(), found.end()


def _run(text: str, start: int, following: list[Dated]) -> Iterator[tuple[str, int, int]]:
    """Dates listed one after the other; two with "to" or a dash between them are one range."""
    index = 0
    while index < len(following):
        one = following[index]
        after = following[index + 1] if index + 1 < len(following) else None
        if after and _THROUGH.search(text[one.end : after.start]):
            yield f"{one.iso}/{after.iso}" if one.iso != after.iso else one.iso, start, after.end
            index, end = index + 2, after.end
        else:
            yield one.iso, start, one.end
            index, end = index + 1, one.end
        following_one = following[index] if index < len(following) else None
        if following_one is None or not _LISTED.fullmatch(text, end, following_one.start):
            return


def _in_rows(text: str, codes: list[str]) -> Iterator[tuple[str, int, int]]:
    """Dates that stand in one line with a billed code: "01 05/14/2025 96365 380.00"."""
    if not codes:
        return
    at = 0
    for line in text.split("\n"):
        stop = at + len(line)
        if any(re.search(rf"(?<!\w){re.escape(code)}(?!\w)", line) for code in codes) and re.match(
            r"\W*(?:\d{1,3}\W+)?(?:[A-Z]?\d{4,5}\s+)?\d{1,2}/\d{1,2}/\d{2,4}", line.strip()
        ):
            in_line = [one for one in dates(text, at, stop) if one.has_day]
            if len(in_line) == 2 and not text[in_line[0].end : in_line[1].start].strip(" \t-\u2013"):
                value = f"{in_line[0].iso}/{in_line[1].iso}" if in_line[0].iso != in_line[1].iso else in_line[0].iso
                yield value, at, stop
            elif in_line:
                yield in_line[0].iso, in_line[0].start, stop
        at = stop + 1


def _from_to(page: Page, outline: Outline) -> Iterator[tuple[str, int, int]]:
    """A table's columns From and To, or a column of service dates."""
    for unit in outline.units:
        if unit.page != page.number or unit.kind != "table_row" or not unit.headers:
            continue
        ends: dict[str, str] = {}
        for cell, header in zip(unit.cells, unit.headers, strict=False):
            name = _end_of(header)
            dated = next((one for one in dates(cell.text) if one.has_day), None)
            if name and dated:
                ends[name] = dated.iso
        if "from" in ends:
            yield (
                f"{ends['from']}/{ends['to']}" if ends.get("to", ends["from"]) != ends["from"] else ends["from"],
                unit.start,
                unit.end,
            )


def _end_of(header: str) -> str | None:
    """Which end of a service's dates a column holds."""
    words = header.strip().lower()
    if re.fullmatch(
        r"(?:service )?(?:from|start|begin)(?: date)?|(?:service|treatment) dates?|dates? of service|"
        r"date\(s\) of service",
        words,
    ):
        return "from"
    return "to" if re.fullmatch(r"(?:service )?(?:to|through|thru|end)(?: date)?", words) else None


_TREATMENTS = (
    ("esketamine", r"esketamine|spravato|\bG208[23]\b|\bJ0013\b|\bS0013\b"),
    ("ketamine_topical", r"ketamine[^.]{0,30}(?:cream|gel|ointment|topical)|(?:cream|gel|topical)[^.]{0,30}ketamine"),
    ("ketamine_assisted_psychotherapy", r"ketamine[\s-]assisted"),
    ("ketamine_im", r"intramuscular|ketamine[^.]{0,20}\bIM\b|\bIM ketamine|\b96372\b"),
    ("ketamine_sc", r"subcutaneous ketamine|ketamine[^.]{0,20}subcutaneous"),
    ("ketamine_oral", r"ketamine[^.]{0,30}(?:troche|lozenge|tablet|sublingual|oral)|(?:oral|sublingual) ketamine"),
    ("ketamine_intranasal", r"(?:compounded|intranasal) ketamine|ketamine[^.]{0,20}nasal"),
    (
        "ketamine_iv",
        r"ketamine[^.]{0,40}(?:infusion|\bIV\b|intravenous|by vein)|(?:infusion|\bIV\b|"
        r"intravenous)[^.]{0,20}ketamine|\b9636[56]\b",
    ),
    ("ketamine_any", r"ketamine"),
)
_INDICATIONS = (
    ("trd", r"treatment[\s-]resistant depression|\bTRD\b"),
    ("mdd_si", r"(?:acute )?suicidal ideation"),
    ("ptsd", r"post[\s-]?traumatic|\bPTSD\b|\bF43\.1"),
    ("bipolar", r"bipolar|\bF31"),
    ("ocd", r"obsessive|\bOCD\b|\bF42"),
    ("crps", r"complex regional|\bCRPS\b|\bG90\.5"),
    ("migraine", r"migraine|\bG43"),
    ("chronic_pain", r"chronic pain|\bG89"),
    ("anxiety", r"anxiety|\bF41"),
    ("mdd", r"depress|\bMDD\b|\bF3[23]"),
)


def read_case(service: str, text: str, decision: str | None) -> list[dict[str, object]]:
    """`{treatment, indication, decision}` for what this letter decides: by the service, else by the whole letter."""
    if decision is None:
        return []
    where = service if re.search(r"ketamine|spravato|G208|J0013|infusion", service, _I) else f"{service}\n{text}"
    treatment = next((name for name, words in _TREATMENTS if re.search(words, where, _I)), "other")
    if treatment == "ketamine_any":
        treatment = next((name for name, words in _TREATMENTS[3:8] if re.search(words, text, _I)), "ketamine_any")
    indications = [name for name, words in _INDICATIONS if re.search(words, text, _I)]
    if "trd" in indications or "mdd_si" in indications:
        indications = [name for name in indications if name != "mdd"]
    return [{"treatment": treatment, "indication": name, "decision": decision} for name in indications or ["any"]]
