"""Rows of a benefit chart by their labels, each cell read into its network tier (KF071)."""

from __future__ import annotations

from collections.abc import Iterator

from ketacli.documents.model import Page
from ketacli.policy import lazy_re as re
from ketacli.policy.fields.cells import read_cell, split_costs, split_office_and_other
from ketacli.policy.fields.lazy import Lazy, lazy
from ketacli.policy.fields.place import folded, quoted
from ketacli.policy.fields.spread_rows import spread_rows
from ketacli.policy.fields.tiers import tier_of, tier_spans
from ketacli.policy.outline import Outline, Unit
from ketacli.records import positional

_I = re.IGNORECASE
_NOT_IN_LABEL = lazy(r"inpatient|hospital stay|emergency|dental|vision|preventive|urgent care|primary", _I)
_LABELS: tuple[tuple[str, Lazy], ...] = (
    ("part_b_drug", lazy(r"part b (?:prescription |covered )?drugs?|medicare part b", _I)),
    (
        "provider_administered_drug",
        lazy(
            r"(?:spravato|esketamine|drugs?)\b[^.;:$%]{0,40}(?:given|administered)(?: to you)? (?:by|in|at) (?:a |"
            r"an |your |the )?(?:doctor|provider|"
            r"physician|office|clinic)|"
            r"(?:provider|physician|clinic|office|doctor)[\s-]administered|(?:drugs?|medications?|"
            r"medicines?) (?:that (?:are|is) )?(?:given|administered|injected|infused) (?:by|in|at)|"
            r"medical[\s-]benefit drugs?|injectable drugs?(?! copay)|specialty injectables? (?:in|given)",
            _I,
        ),
    ),
    (
        "specialty_drug",
        lazy(
            r"specialty (?:drugs?|prescriptions?|medications?|medicines?|tier|pharmacy)|(?:drugs?|prescriptions?|"
            r"medications?)[,:\s–-]+(?:\w+ ){0,2}specialty|\b(?:rx|pharmacy)\b[,:\s–-]+specialty\b|"
            r"tier \d+ ?[:(–-] ?specialty",
            _I,
        ),
    ),
    ("clinic_infusion", lazy(r"infusions?\b|\binjections? in", _I)),
    (
        "mental_health_outpatient_other",
        lazy(
            r"(?:mental|behavioral)[^.;:$%]{0,60}(?:other|all other|intensive|partial|facility) ?(?:outpatient)?|"
            r"other outpatient (?:mental|behavioral)|intensive outpatient|partial hospital",
            _I,
        ),
    ),
    (
        "mental_health_outpatient",
        lazy(
            r"(?:office )?visits? (?:of|with|to) (?:a |an )?(?:psychiatrist|psychologist)|"
            r"(?:mental|behavioral|psychiatric|psychological)[^.;:$%]{0,70}(?:outpatient|office|visits?|therapy|"
            r"counsel)|outpatient (?:mental|behavioral|psychiatric)|office visits?[^.;:$%]{0,20}(?:mental|"
            r"behavioral)|(?:therapy|psychotherapy|psychiatr(?:y|ist)) (?:office )?visits?",
            _I,
        ),
    ),
    ("specialist", lazy(r"\bspecialists?\b(?! drugs?)", _I)),
)


@positional
class ChartRow:
    """A labelled row with the text of each tier's cell."""

    name: str
    label: str
    in_network: str | None
    out_of_network: str | None
    page: int
    start: int
    end: int
    plan_pays: bool = False


def row_name(label: str) -> str | None:
    """Which benefit a row's label names; None for all others."""
    for name, pattern in _LABELS:
        if pattern.search(label) and not (_NOT_IN_LABEL.search(label) and name != "provider_administered_drug"):
            return name
    return None


_PLAN_PAYS = lazy(r"\W*(?:the |what (?:the )?)?(?:plan|we|fund|trust) pays?\b", _I)
_LARGE = 50
_PERSONS = lazy(
    r"\W*(?:per |each |one |for one |whole |for a |your )?(?:individual|person|member|single|self|family)\W*", _I
)


def table_rows(outline: Outline) -> Iterator[tuple[Unit, str, str | None, str | None, bool]]:
    """Each row of a table with two or more cells: unit, label, in-network cell, out-of-network cell, and whether the
    columns tell what the plan pays. A cell that spans rows below counts for those that share the label's first word."""
    spanned: tuple[str, str] | None = None
    previous_headers: tuple[str, ...] = ()
    paying: int | None = None
    for unit, lead in spread_rows(outline.units):
        headers = unit.headers if any(header.strip() for header in unit.headers) else ()
        names = _columns(unit, headers)
        label = _led(lead, _label(unit, names))
        paying = unit.section if _PLAN_PAYS.match(label) else paying
        inside = _cell(unit, names, "in_network")
        outside = _cell(unit, names, "out_of_network")
        if len(unit.cells) == 2 and not any(tier_of(header) for header in headers):
            inside, outside = _in_one_cell(unit.cells[1].text)
        if outside is not None:
            spanned = (label, outside)
        elif spanned and inside is not None and headers == previous_headers and _kin(spanned[0], label):
            outside = spanned[1]
        previous_headers = headers
        yield (
            unit,
            label,
            inside,
            outside,
            bool(re.search(r"plan pays|we pay|benefit (?:level|paid)", " ".join(headers), _I))
            or (paying == unit.section and _mostly_paid(unit)),
        )


def _mostly_paid(unit: Unit) -> bool:
    """Whether a row's shares are large ones, as those of a plan are, in a table that names one such row as paid."""
    shares = [int(share) for cell in unit.cells[1:] for share in re.findall(r"(\d{1,3})\s?%", cell.text)]
    return bool(shares) and min(shares) >= _LARGE


def _led(lead: str, label: str) -> str:
    """The label of a row that tells but for whom an amount is, or goes on with the line above the row."""
    goes_on = lead.endswith(",") and label[:1].islower()
    return f"{lead} {label}" if goes_on or _PERSONS.fullmatch(label) else label


def _label(unit: Unit, names: list[str | None]) -> str:
    """The words before the first cell of a tier: one cell, or the event and the service of a summary's chart."""
    first = next((index for index, name in enumerate(names) if name and index > 0), 1)
    return " ".join(cell.text.strip() for cell in unit.cells[:first])


def _in_one_cell(text: str) -> tuple[str | None, str | None]:
    """Both tiers' statements from one cell: "$30 (network); 30% after the deductible (other providers)"."""
    spans = tier_spans(text)
    parts = {tier: text[start:end] for tier, start, end in reversed(spans)}
    return (parts.get("in_network"), parts.get("out_of_network")) if spans else (text.strip(), None)


def _kin(one: str, other: str) -> bool:
    """Rows of one group share the first word of their labels."""
    return one.split(",")[0].split(" ")[0].lower() == other.split(",")[0].split(" ")[0].lower()


def _columns(unit: Unit, headers: tuple[str, ...]) -> list[str | None]:
    """The tier of each cell: by its header, else first value in the network and second outside of it."""
    if headers:
        return [tier_of(headers[index]) if index < len(headers) else None for index in range(len(unit.cells))]
    values = [None, "in_network", "out_of_network"]
    return [values[index] if index < 3 else None for index in range(len(unit.cells))]


def _cell(unit: Unit, names: list[str | None], tier: str) -> str | None:
    for index, name in enumerate(names):
        if name == tier and index > 0:
            return unit.cells[index].text.strip()
    return None


def benefit_rows(outline: Outline) -> Iterator[ChartRow]:
    """Rows of the benefits that matter here."""
    for unit, label, inside, outside, plan_pays in table_rows(outline):
        name = row_name(label.replace(":", ",")) or _tier_of_drugs(label, unit, outline)
        if name and (inside or outside):
            yield ChartRow(name, label, inside, outside, unit.page, unit.start, unit.end, plan_pays)


def _tier_of_drugs(label: str, unit: Unit, outline: Outline) -> str | None:
    """A row that is labelled with no more than its tier, in a table on drugs ("Specialty")."""
    if not re.fullmatch(r"\W*(?:tier \d\W+)?(?:preferred )?specialty(?: \(?tier \d\)?)?\W*", label, _I):
        return None
    around = " ".join((*unit.headers, outline.section_of(unit).heading))
    return "specialty_drug" if re.search(r"drug|prescription|pharmacy|\brx\b|tier", around, _I) else None


def store_row(tiers: dict[str, dict[str, object]], row: ChartRow, page: Page, *, silent_means_after: bool) -> None:
    """Put both cells of a row into their tiers; the first row of a name wins."""
    for tier, text in (("in_network", row.in_network), ("out_of_network", row.out_of_network)):
        if not text:
            continue
        office, other = split_office_and_other(folded(text)) if row.name == "mental_health_outpatient" else (text, None)
        parts = [(row.name, office)] + ([("mental_health_outpatient_other", other)] if other else [])
        for name, part in parts:
            cell = read_cell(part, silent_means_after=silent_means_after, plan_pays=row.plan_pays)
            if cell and not tiers[tier].get(name):
                tiers[tier][name] = {**cell, **_quote(page, row, part), "row": folded(row.label)}
    _share_unsplit(tiers, row)


def _share_unsplit(tiers: dict[str, dict[str, object]], row: ChartRow) -> None:
    """Where only one tier's cell is split, the other tier's cell holds for both kinds of visit."""
    if row.name != "mental_health_outpatient":
        return
    for tier, sibling in (("in_network", "out_of_network"), ("out_of_network", "in_network")):
        if tiers[sibling].get("mental_health_outpatient_other") and not tiers[tier].get(
            "mental_health_outpatient_other"
        ):
            whole = tiers[tier].get("mental_health_outpatient")
            if isinstance(whole, dict):
                tiers[tier]["mental_health_outpatient_other"] = dict(whole)


def _quote(page: Page, row: ChartRow, part: str) -> dict[str, object]:
    """The cell's own words where they stand in one piece on the page, else the row's."""
    words = folded(part).strip(" .;")
    region = page.text[row.start : row.end]
    found = re.search(r"\s+".join(re.escape(word) for word in words.split()), region) if words else None
    if found:
        return dict(quoted(page, row.start + found.start(), row.start + found.end()))
    return dict(quoted(page, row.start, row.end))


_IN_A_SENTENCE = lazy(r"\b(?:for|of|on|to|and|or|as|most|certain|other|some|your|a|the)\s+$", _I)
"""Before a label that a sentence only mentions ("Yes. $150 for specialty drugs.")."""
_LIMITS_COLUMN = lazy(
    r"\s(?:pre-?auth|prior (?:auth|approval)|pre-?cert|referral|limited to|failure|without it|"
    r"if you (?:do not|don)|none\b|"
    r"step therapy|benefits (?:are|may)|\d+ visits)",
    _I,
)
"""Where a row's last column begins, which tells limits and no cost."""


def flowing_rows(page: Page, text: str, labels: list[tuple[str, Lazy, Lazy]]) -> Iterator[ChartRow]:
    """Rows of a standard chart whose table was not recognised: the text from a label up to the next row's label, cut
    into cost statements; the first is the network's, the second the other."""
    for name, label, following in labels:
        for found in label.finditer(text):
            if _IN_A_SENTENCE.search(text, max(0, found.start() - 24), found.start()):
                continue
            ended = following.search(text, found.end())
            end = min(ended.start() if ended else len(text), found.end() + 420)
            region = folded(text[found.end() : end])
            costs = split_costs(region)
            if not costs:
                continue
            inside, outside = _two(costs, region)
            yield ChartRow(name, found[0], inside, outside, page.number, found.start(), end)
            break


def _two(costs: list[str], region: str) -> tuple[str, str | None]:
    """The network's and the other tier's cost; two network statements where visits are split by kind."""
    inside, outside = _two_columns(costs, region)
    limits = _LIMITS_COLUMN.search(outside) if outside else None
    return inside, outside[: limits.start()] if outside and limits and limits.start() > 3 else outside


def _two_columns(costs: list[str], region: str) -> tuple[str, str | None]:
    other = split_office_and_other(costs[0])[1]
    if other and re.search(r"\d\s?%|\$\s?\d", other) and len(costs) > 1:
        return costs[0], costs[1]
    if split_office_and_other(region)[1] is not None and len(costs) > 2:
        middle = region.find(costs[2])
        return region[:middle], costs[2]
    return costs[0], costs[1] if len(costs) > 1 else None


def prose_rows(outline: Outline) -> Iterator[ChartRow]:
    """Benefits that a sentence states: "For mental health office visits you pay a $25 copay in network …"."""
    for unit in outline.units:
        if unit.kind == "table_row" or unit.kind == "heading" or not re.search(r"[$%]\s?\d|\d\s?%", unit.text):
            continue
        heading = outline.section_of(unit).heading
        name = row_name(unit.text[:120]) or row_name(heading)
        if name is None or len(unit.text) > 700:
            continue
        spans = tier_spans(unit.text)
        parts = (
            {tier: unit.text[start:end] for tier, start, end in reversed(spans)} if spans else {"in_network": unit.text}
        )
        if any(re.search(r"[$%]\s?\d|\d\s?%|not covered", part, _I) for part in parts.values()):
            yield ChartRow(
                name,
                unit.text[:60],
                parts.get("in_network"),
                parts.get("out_of_network"),
                unit.page,
                unit.start,
                unit.end,
                plan_pays=False,
            )
