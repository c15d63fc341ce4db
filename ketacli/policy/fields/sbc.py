"""What only a Summary of Benefits and Coverage has: its fixed questions, its chart and its coverage examples."""

from __future__ import annotations

from collections.abc import Iterator

from ketacli.documents.model import Document, Page
from ketacli.policy import lazy_re as re
from ketacli.policy.fields.benefit_rows import ChartRow, flowing_rows
from ketacli.policy.fields.lazy import lazy
from ketacli.policy.fields.place import live_pages, quoted
from ketacli.policy.fields.tiers import person_amounts, tier_spans

_I = re.IGNORECASE
_DEDUCTIBLE = lazy(r"what is the (?:overall|plan.?s?)\s+(?:annual\s+)?deductible\??", _I)
_AFTER_DEDUCTIBLE = lazy(r"are there services\s+covered|are there other\s+deductibles|what is the\s+out.of.pocket", _I)
_LIMIT = lazy(r"what is the\s+out.of.pocket\s+(?:limit|maximum)|is there an\s+out.of.pocket\s+limit", _I)
_AFTER_LIMIT = lazy(r"what is not included|does (?:the|this) plan|is there an overall annual|will you pay less", _I)
_NEXT_ROW = lazy(
    r"preventive care|primary care visit|diagnostic test|imaging \(|generic drugs|preferred brand|"
    r"non-preferred brand|facility fee|physician/surgeon|emergency room|"
    r"urgent care|inpatient services|outpatient services|office visits\s+(?:no charge|\$|\d)|childbirth|"
    r"home health|rehabilitation|habilitation|skilled nursing|durable medical|hospice|"
    r"children.?s|page \d+ of|if you (?:have|need|are|visit)|specialist visit|excluded services",
    _I,
)
_CHART = [
    ("specialist", lazy(r"specialist\s+visit", _I), _NEXT_ROW),
    ("specialty_drug", lazy(r"specialty\s+drugs?(?:\s*\([^)]{0,30}\))?", _I), _NEXT_ROW),
    ("mental_health_outpatient", lazy(r"outpatient\s+services", _I), lazy(r"inpatient\s+services", _I)),
]
_EXAMPLE = lazy(
    r"(?P<who>Peg|Joe|Mia|[A-Z][a-z]+)(?: is having a baby|[’']s? (?P<c1>type 2 diabetes|simple fracture)|"
    r"[’']s (?P<c2>\w[\w ]{3,30}))",
    _I,
)
_ITEMS = (
    ("total_example_cost", r"total example cost|amount owed to providers"),
    ("deductibles", r"\bdeductibles?\*?"),
    ("copayments", r"co-?pay(?:ment)?s?"),
    ("coinsurance", r"co-?insurance"),
    ("limits_or_exclusions", r"limits or exclusions"),
    ("total_patient_pays", r"the total \w+ would pay is|patient pays|total \w+ pays"),
)
_CONDITIONS = (("having a baby", "having a baby"), ("diabetes", "type 2 diabetes"), ("fracture", "simple fracture"))


def top_amounts(document: Document) -> Iterator[tuple[str, str, float | int, Page, int, int]]:
    """Tier, field, amount, page and place of the deductible and the out-of-pocket limit from the fixed questions."""
    for page, text in live_pages(document)[:3]:
        for opened, closed, name in ((_DEDUCTIBLE, _AFTER_DEDUCTIBLE, "deductible"), (_LIMIT, _AFTER_LIMIT, "oop_max")):
            begun = opened.search(text)
            if not begun:
                continue
            ended = closed.search(text, begun.end())
            end = min(ended.start() if ended else len(text), begun.end() + 900)
            for tier, field, amount, start, stop in tiered_amounts(text[begun.end() : end], name):
                yield tier, field, amount, page, begun.end() + start, begun.end() + stop


def tiered_amounts(text: str, name: str) -> Iterator[tuple[str, str, float | int, int, int]]:
    """Amounts of a deductible or limit by tier and by person or family; without a tier they are the network's."""
    spans = tier_spans(text) or [("in_network", 0, len(text))]
    for tier, start, end in spans:
        for who, amount, first, last in person_amounts(text[start:end]):
            yield tier, f"{name}_{who}", amount, start + first, start + last


def chart_rows(document: Document) -> Iterator[tuple[ChartRow, Page]]:
    """The chart's rows read from the running text of the pages."""
    seen: set[str] = set()
    for page, text in live_pages(document):
        wanted = [entry for entry in _CHART if entry[0] not in seen]
        for row in flowing_rows(page, text, wanted):
            seen.add(row.name)
            yield row, page


def examples(document: Document) -> list[dict[str, object]]:
    """The coverage examples: what each treatment costs and which part the patient pays, in dollars."""
    found: list[dict[str, object]] = []
    for page, text in live_pages(document):
        if not re.search(r"total example cost|coverage examples?", text, _I):
            continue
        side_by_side = _columns_of_examples(page, text)
        if side_by_side:
            found.extend(side_by_side)
            continue
        starts = [one.start() for one in re.finditer(r"total example cost", text, _I)]
        for index, start in enumerate(starts):
            end = starts[index + 1] if index + 1 < len(starts) else len(text)
            record = _example(page, text, start, end)
            if record:
                found.append(record)
    return found


def _columns_of_examples(page: Page, text: str) -> list[dict[str, object]]:
    """Examples that stand side by side in a table: one column each."""
    rows = [(line, line.split("\t")) for line in text.split("\n") if line.count("\t") >= 1]
    costs = next(((line, cells) for line, cells in rows if len(re.findall(r"total example cost", line, _I)) > 1), None)
    if costs is None:
        return []
    found: list[dict[str, object]] = []
    for column in range(len(costs[1])):
        cells = [row[column] for _, row in rows if len(row) > column]
        total = next((one for cell in cells if (one := re.search(r"the total (\w+) would pay is", cell, _I))), None)
        if total is None:
            continue
        words = "\n".join(cells)
        record: dict[str, object] = {"name": total[1], "condition": _condition(words, total[1])}
        for field, label in _ITEMS:
            amount = re.search(rf"(?:^|\n)\s*(?:{label})\s*:?\s*\$\s?([\d,]+)", words, _I)
            record[field] = int(amount[1].replace(",", "")) if amount else None
        at = text.find(costs[0])
        found.append(record | dict(quoted(page, at, at + len(costs[0]))))
    return found


def _example(page: Page, text: str, start: int, end: int) -> dict[str, object] | None:
    region = text[start:end]
    total = re.search(r"the total (\w+) would pay is\s*\$?\s*([\d,]+)", region, _I)
    name = total[1] if total else None
    if name is None:
        said = re.search(r"in this example,? (\w+) would pay", region, _I)
        name = said[1] if said else None
    if name is None:
        return None
    record: dict[str, object] = {"name": name, "condition": _condition(text[max(0, start - 1500) : start], name)}
    for field, label in _ITEMS:
        amount = re.search(rf"(?:{label})\s*:?\s*\$\s?([\d,]+)", region, _I)
        record[field] = int(amount[1].replace(",", "")) if amount else None
    line = re.search(r"total example cost\s*:?\s*\$\s?[\d,]+", region, _I)
    stop = start + line.end() if line else start + 18
    return record | dict(quoted(page, start, stop))


def _condition(before: str, name: str) -> str | None:
    heading = max((found.start() for found in re.finditer(rf"\b{re.escape(name)}\b", before)), default=-1)
    words = before[max(0, heading - 20) : heading + 60].lower() if heading >= 0 else ""
    for key, condition in _CONDITIONS:
        if key in words:
            return condition
    everywhere = before.lower()
    return next((condition for key, condition in _CONDITIONS if key in everywhere[-700:]), None)


def other_coinsurance(document: Document) -> tuple[int, Page, int, int] | None:
    """The coverage examples' "Other coinsurance": the share that the network tier leaves to the member."""
    for page, text in live_pages(document):
        found = re.search(r"other\s+coinsurance\s*:?\s*(\d{1,2})\s?%", text, _I)
        if found:
            return int(found[1]), page, found.start(), found.end()
    return None


def says_after_deductible(document: Document) -> bool:
    """The sentence above the chart: costs shown are after the deductible."""
    return any(
        re.search(
            r"costs? shown in this chart are after your\s+deductible|after your deductible has been met", page.text, _I
        )
        for page in document.pages[:4]
    )
