"""An explanation of benefits: its lines, its totals, what it says of the deductible."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ketacli.denials.money import cents
from ketacli.documents.model import Page
from ketacli.policy.fields.dates import first_date
from ketacli.policy.fields.place import folded
from ketacli.policy.outline import Outline, Unit
from ketacli.policy.reading import Quoted

_I = re.IGNORECASE
AMOUNTS = (
    "billed",
    "discount",
    "allowed",
    "plan_paid",
    "deductible",
    "copay",
    "coinsurance",
    "not_covered",
    "patient_owes",
)
_COLUMNS: tuple[tuple[str, str], ...] = (
    (
        "patient_owes",
        r"(?:what |amount )?(?:you|patient|member)(?:r)?(?: may| still)? (?:owe|pay|responsibility|share|balance|"
        r"cost)|your (?:total )?(?:responsibility|cost|share)|(?:patient|member|total) (?:responsibility|"
        r"liability|balance)|amount you (?:owe|pay)|you may be billed|owed by you",
    ),
    ("not_covered", r"not covered|non[- ]?covered|not payable|ineligible|denied|excluded|not allowed"),
    ("deductible", r"deduct(?:ible)?\b|ded\b"),
    ("copay", r"co-?pay(?:ment)?s?\b|copmt"),
    ("coinsurance", r"co-?ins(?:urance)?\b"),
    ("discount", r"discount|savings|adjust(?:ment|ed)|write[- ]?off|contractual|provider responsibility"),
    (
        "allowed",
        r"allowed|allowable|negotiated|eligible|contracted|member rate|plan rate|covered (?:amount|charges)|approved",
    ),
    (
        "plan_paid",
        r"(?:plan|we|paid by plan|insurance|amount|payer|plan's|benefit) ?(?:has )?(?:paid|pays?|payment)|"
        r"paid(?: by| to)?(?: us| plan| provider| the plan)?|payment|benefit amount",
    ),
    ("billed", r"billed|charges?d?|submitted|provider charge|amount charged|total charge"),
)
_LABEL_LINE = re.compile(
    r"^\s*(?P<label>[A-Za-z][A-Za-z '’()/%\d-]{2,44}?)\s*(?:\.{2,}|:|\s{2,}|\t|"
    r"\u2026+)\s*(?P<amount>-?\(?\$?\s*-?\d[\d,]*\.\d{2}\)?)\s*$"
)
_INLINE = re.compile(r"(?P<label>[A-Za-z][A-Za-z '’-]{2,28}?)\s*:?\s*(?P<amount>-?\$?\s?\d[\d,]*\.\d{2})(?=\s|$|[,;.])")


@dataclass(slots=True)
class EobLine:
    """One service, or the totals. Amounts in cents."""

    amounts: dict[str, int] = field(default_factory=dict)
    service_date: str | None = None
    code: str | None = None
    description: str | None = None
    where: Quoted | None = None


@dataclass(slots=True)
class Accumulator:
    """What the document says of a yearly limit, in cents."""

    limit: int | None = None
    before: int | None = None
    after: int | None = None
    remaining: int | None = None
    """What it says was left before this claim."""
    where: dict[str, Quoted] = field(default_factory=dict)


@dataclass(slots=True)
class Statement:
    """All that was read from an explanation of benefits."""

    lines: list[EobLine] = field(default_factory=list)
    totals: EobLine | None = None
    deductible: Accumulator = field(default_factory=Accumulator)


def read_statement(pages: list[tuple[Page, str]], outline: Outline) -> Statement:
    """Lines and totals from tables, from labelled lines or from columns set with blanks: from whichever gives most
    figures. Accumulators are read from the text."""
    ways = [Statement(), Statement(), Statement()]
    by_number = {page.number: page for page, _ in pages}
    for unit in outline.units:
        if unit.kind == "table_row" and unit.page in by_number:
            _from_row(unit, by_number[unit.page], ways[0])
    for page, text in pages:
        _from_labels(page, text, ways[1])
        _from_columns(page, text, ways[2])
    statement = max(ways, key=_figures)
    if statement.totals is None:
        statement.totals = next((way.totals for way in ways if way.totals and way.totals.amounts), None)
    for unit in outline.units:
        if unit.kind == "table_row" and unit.page in by_number:
            accumulator_row(unit, by_number[unit.page], statement.deductible)
    for page, text in pages:
        _accumulators(page, text, statement.deductible)
    return statement


def _figures(statement: Statement) -> int:
    """How many figures of lines and totals were read."""
    totals = len(statement.totals.amounts) if statement.totals else 0
    return sum(len(line.amounts) for line in statement.lines) + totals if statement.lines else 0


def column_name(header: str) -> str | None:
    """Which amount a column or label holds; None for others."""
    words = folded(header)
    if not words or (
        re.search(
            r"\bdate\b|service(?!s? (?:charge|cost))|provider(?! (?:charge|billed|discount|responsibility))|"
            r"description|\bcode\b|notes?\b|remark|claim (?:no|number)|limit|maximum|before|remaining|used|met\b|"
            r"percent",
            words,
            _I,
        )
        and not re.search(r"owe|paid|billed|charge|discount", words, _I)
    ):
        return None
    return next((name for name, pattern in _COLUMNS if re.search(rf"\b(?:{pattern})", words, _I)), None)


def _from_row(unit: Unit, page: Page, statement: Statement) -> None:
    """A row under headers that name amounts."""
    names = [column_name(header) for header in unit.headers]
    if len([name for name in names if name]) < 3:
        return
    line = EobLine(where={"page": unit.page, "quote": folded(page.text[unit.start : unit.end])})
    words: list[str] = []
    for index, cell in enumerate(unit.cells):
        name = names[index] if index < len(names) else None
        amount = cents(cell.text) if name else None
        if name and amount is not None and re.search(r"\d", cell.text):
            line.amounts.setdefault(name, amount)
        else:
            words.append(cell.text)
    _finish(line, " ".join(words), statement)


def _finish(line: EobLine, words: str, statement: Statement) -> None:
    if len(line.amounts) < 3:
        return
    if re.search(r"\b(?:grand |claim )?totals?\b", words, _I):
        statement.totals = line
        return
    dated = first_date(words)
    code = re.search(r"(?<![\w.])(?:[A-V]\d{4}|\d{5})(?![\w.])", words)
    line.service_date = dated.iso if dated else None
    line.code = code[0] if code else None
    rest = words
    if dated:
        rest = rest.replace(words[dated.start : dated.end], " ")
    if code:
        rest = rest.replace(code[0], " ")
    line.description = folded(re.sub(r"\s\w$", "", rest)).strip(" -–:,") or None
    statement.lines.append(line)


def _from_labels(page: Page, text: str, statement: Statement) -> None:
    """Sections of labelled lines, one a service; a heading with "total" begins the totals."""
    current: EobLine | None = None
    in_totals = False
    at = 0
    for raw in text.split("\n"):
        start, at = at, at + len(raw) + 1
        line = raw.strip()
        if re.match(r"\W*(?:service|line|claim line)\s*#?\s*\d+\b", line, _I) and not _LABEL_LINE.match(line):
            current, in_totals = EobLine(), False
            continue
        if re.match(r"\W*(?:claim |grand )?totals?\b(?!\s+(?:owed|billed|charge))", line, _I):
            current, in_totals = EobLine(), True
            statement.totals = current
        if re.match(
            r"\W*(?:your \d{4}|your (?:plan|deductible|limits|individual)|deductible (?:status|summary|used)|"
            r"\d{4} deductible|questions?\b|yearly)",
            line,
            _I,
        ):
            current = None
        if current is None:
            current = _opened(line, statement, in_totals=in_totals)
        if current is not None:
            _take(current, page, line, start + raw.find(line), statement, in_totals=in_totals)


def _opened(line: str, statement: Statement, *, in_totals: bool) -> EobLine | None:
    """A date of service, or the amount billed, begins a line where no heading does."""
    if in_totals or statement.totals:
        return None
    labelled = _LABEL_LINE.match(line)
    begins = re.match(r"\W*(?:dates? of service|service date)\b", line, _I)
    return EobLine() if begins or (labelled and column_name(labelled["label"]) == "billed") else None


def _take(current: EobLine, page: Page, line: str, start: int, statement: Statement, *, in_totals: bool) -> None:
    dated = re.match(r"\W*(?:dates? of service|service date)\W+", line, _I)
    if dated:
        found = first_date(line, dated.end())
        current.service_date = found.iso if found else None
        return
    service = re.match(
        r"\W*(?:service|procedure|description)\s*(?:code)?\s*(?:\.{2,}|:|\s{2,}|\t)\s*(?P<code>[A-V]\d{4}|"
        r"\d{5})?\s*(?P<text>.*)$",
        line,
        _I,
    )
    if service and not re.search(r"\d\.\d\d$", line):
        current.code, current.description = service["code"], folded(service["text"]) or None
        return
    found_any = _amounts_of(line, current)
    if found_any and current.where is None:
        current.where = {"page": page.number, "quote": folded(page.text[start : start + len(line)])}
    if found_any and not in_totals and current not in statement.lines and len(current.amounts) >= 2:
        statement.lines.append(current)


def _amounts_of(line: str, current: EobLine) -> bool:
    whole = _LABEL_LINE.match(line)
    pairs = (
        [(whole["label"], whole["amount"])]
        if whole
        else [(one["label"], one["amount"]) for one in _INLINE.finditer(line)]
    )
    found_any = False
    for label, amount in pairs:
        name = column_name(label)
        value = cents(amount)
        if name and value is not None:
            current.amounts.setdefault(name, value)
            found_any = True
    return found_any


def _from_columns(page: Page, text: str, statement: Statement) -> None:
    """A table set with blanks: header lines that name three or more amounts, then lines of figures below them."""
    heads: list[_Head] = []
    at = 0
    for raw in text.split("\n"):
        start, at = at, at + len(raw) + 1
        figures = list(re.finditer(r"-?\(?\$?\d[\d,]*\.\d{2}\)?", raw))
        if not figures:
            heads = _with_line(heads, raw)
            continue
        columns = [(head, name) for head in heads if (name := column_name(head.text))]
        if len(columns) < 3:
            continue
        line = EobLine(where={"page": page.number, "quote": folded(page.text[start : start + len(raw)])})
        for place, figure in enumerate(figures):
            name = columns[place][1] if len(figures) == len(columns) else _nearest(columns, figure)
            value = cents(figure[0])
            if value is not None:
                line.amounts.setdefault(name, value)
        words = raw[: figures[0].start()] + raw[figures[-1].end() :]
        if statement.totals is None or not re.search(r"\btotals?\b", words, _I):
            _finish(line, words, statement)


@dataclass(slots=True)
class _Head:
    """One column's header, with the place of its first line."""

    start: int
    end: int
    text: str


def _with_line(heads: list[_Head], raw: str) -> list[_Head]:
    """The headers with one more line: each of its cells goes to the column it stands under. A line with fewer than
    three cells ends a header; a blank or ruled line leaves it as it is."""
    cells = [_Head(found.start(), found.end(), found[0]) for found in re.finditer(r"\S+(?: \S+)*", raw)]
    if not cells or re.fullmatch(r"[\s=_-]*", raw):
        return heads
    if len(cells) < 3:
        return []
    if not heads or sum(any(_over(head, cell) for head in heads) for cell in cells) < len(cells):
        return heads if len(heads) > len(cells) else cells
    wide, narrow = (heads, cells) if len(heads) >= len(cells) else (cells, heads)
    joined = [_Head(head.start, head.end, head.text) for head in wide]
    for cell in narrow:
        under = max(joined, key=lambda head: min(head.end, cell.end) - max(head.start, cell.start))
        under.text = f"{under.text} {cell.text}" if wide is heads else f"{cell.text} {under.text}"
    return joined


def _over(head: _Head, cell: _Head) -> bool:
    return min(head.end, cell.end) > max(head.start, cell.start)


def _nearest(columns: list[tuple[_Head, str]], figure: re.Match[str]) -> str:
    """The column whose left or right edge stands nearest to the figure's."""
    return min(
        columns, key=lambda column: min(abs(column[0].start - figure.start()), abs(column[0].end - figure.end()))
    )[1]


_ROW_HEADS = (
    ("remaining", r"\b(?:left|remain\w*|still to (?:meet|pay)|to go)\b"),
    ("before", r"\bbefore\b|\bprior to\b|\bprevious(?:ly)?\b"),
    ("after", r"\b(?:used|met|applied|paid|counted|satisfied|to date|so far|after|now)\b"),
    ("limit", r"\b(?:limit|maximum|amount|annual|yearly|total|required|plan year|your deductible|full)\b"),
)


def accumulator_row(unit: Unit, page: Page, found: Accumulator) -> None:
    """A table's row on the deductible: its limit, what was used before this claim, what was left."""
    label = unit.cells[0].text if unit.cells else ""
    if not re.search(r"deductible", label, _I) or re.search(r"family|out[- ]of[- ]network|non-?network", label, _I):
        return
    line = page.text[unit.start : unit.end]
    for cell, header in zip(unit.cells[1:], unit.headers[1:], strict=False):
        name = next((name for name, words in _ROW_HEADS if re.search(words, header, _I)), None)
        amount = cents(cell.text) if re.search(r"\d", cell.text) else None
        if name and amount is not None:
            _note(found, name, amount, page, unit.start, line)


_SUM = r"\$?\s?(?P<n>\d[\d,]*(?:\.\d{2})?)"
_USED = re.compile(rf"{_SUM.replace('n>', 'a>')}\s*(?:of|out of|/)\s*(?:your )?{_SUM.replace('n>', 'l>')}", _I)


def _accumulators(page: Page, text: str, found: Accumulator) -> None:
    """The year's deductible, what was met before and after this claim, what was left."""
    for line_start, line in _deductible_lines(text):
        used = _USED.search(line)
        if used:
            _note(found, "after", cents(used["a"]), page, line_start, line)
            _note(found, "limit", cents(used["l"]), page, line_start, line)
        for name, words in (
            ("before", r"(?:met|used|paid|applied)?\s*(?:so far\s*)?before (?:this claim|the claim|processing)"),
            ("remaining", r"(?:left|remaining|remains)(?: (?:to meet|before this claim|deductible|to be met))?"),
            (
                "after",
                r"(?:met|used|paid|applied|total) (?:after|including|with) (?:this claim|the claim)|met to date|"
                r"(?:met|used|applied) so far(?! before)|after this claim|year[- ]to[- ]date",
            ),
            (
                "limit",
                r"(?:yearly|annual|individual|plan|your) (?:amount|limit|maximum|deductible)|deductible(?: amount|"
                r" limit)?(?= ?[:.$])|deductible is",
            ),
        ):
            stated = re.search(rf"(?:{words})[^$\d\n]{{0,40}}{_SUM}", line, _I)
            if stated and not (used and used.start() <= stated.start("n") < used.end()):
                _note(found, name, cents(stated["n"]), page, line_start, line)


def _deductible_lines(text: str) -> Iterator[tuple[int, str]]:
    """Lines that speak of the deductible as a yearly limit, and those under a heading that does."""
    at, under = 0, 0
    for line in text.split("\n"):
        about = re.search(r"deductible", line, _I)
        limit_words = re.search(
            r"before|used|met\b|so far|remain|left|yearly|annual|limit|to date|individual|plan year|your (?:20)?\d\d",
            line,
            _I,
        )
        if re.search(r"out[- ]of[- ]pocket|maximum", line, _I) and not about:
            under = 0
        elif about and limit_words:
            under = 6
            yield at, line
        elif under and limit_words:
            yield at, line
        under = max(0, under - 1)
        at += len(line) + 1


def _note(found: Accumulator, name: str, value: int | None, page: Page, start: int, line: str) -> None:
    if value is not None and getattr(found, name) is None:
        setattr(found, name, value)
        found.where[name] = {"page": page.number, "quote": folded(page.text[start : start + len(line)])}
