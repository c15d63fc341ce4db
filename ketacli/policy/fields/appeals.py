"""Clocks and contacts of appeals, each with page and quote; two different values of one field are a conflict."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field, replace

from ketacli.documents.model import BlockKind, Document, Page
from ketacli.policy import lazy_re as re
from ketacli.policy.fields.clock_words import URGENT, is_relevant, is_voluntary
from ketacli.policy.fields.clocks import Clock, Context, clocks, level_of, opening_context
from ketacli.policy.fields.contacts import PHONE, contacts
from ketacli.policy.fields.kind import is_personal, letter_claim_kind
from ketacli.policy.fields.place import live_text, quoted, sentences
from ketacli.policy.outline import Outline, Role, Unit
from ketacli.policy.reading import ConflictingValue, Quoted
from ketacli.records import growing

FIELDS = (
    "internal_days",
    "internal_from",
    "second_level_days",
    "second_level_voluntary",
    "decision_days_preservice",
    "decision_days_postservice",
    "decision_days_part_b_drug",
    "expedited_hours",
    "external_days",
    "external_months",
    "state_hearing_days",
    "address",
    "fax",
    "phone",
    "urgent_phone",
)
_CARRY = 3
"""Paragraphs after one on appeals that still speak of it without naming it ("We answer in 30 days.")."""
_SHORT = 40
"""Characters of a line (of an address, say) that is not counted among those paragraphs."""
_HOURS = {"hour": 1, "day": 24, "week": 168}
_DAYS = {"day": 1, "week": 7}


_COMPLAINTS = re.compile(
    r"[\W\d]*(?:(?:filing|how to file|your)\s+)?(?:a\s+)?"
    r"(?:grievances?|complaints?)(?:\s+(?:and|or)\s+complaints?)?\W*",
    re.I,
)
"""The heading of a chapter on complaints, where appeals have one of their own: its clocks are not those of appeals."""


_RUN_IN = re.compile(r"\W*(?:[A-Z]{0,2}\d+(?:\.\d+)*[.)]?\s+)?(?P<title>[A-Z][^.:;?!]{3,48})[.:]\W*\s(?=[A-Z])")
_SENTENCE = re.compile(
    r"\b(?:is|are|was|were|be|may|must|can|will|shall|should|has|have|had|do|does|did|you|we|they|it|send|call|write|"
    r"file|mail|fax|ask)\b",
    re.I,
)
"""What makes an opening a sentence and no title."""


@growing
class _Found:
    """Values of one field in reading order."""

    values: list[ConflictingValue] = field(default_factory=list)

    def add(self, value: object, where: Quoted) -> None:
        if all(_key(value) != _key(one["value"]) for one in self.values):
            self.values.append({"value": value, **where})


def _key(value: object) -> object:
    """Telephone numbers are one by their last ten digits, addresses by letters and digits."""
    if isinstance(value, str):
        letters = "".join(char for char in value.lower() if char.isalnum())
        return letters[-10:] if letters.isdigit() else letters
    return value


def find_appeals(document: Document, outline: Outline) -> dict[str, object] | None:
    """Deadlines in days, hours or months and contacts for appeals; None where the document says nothing of them."""
    found = {name: _Found() for name in (*FIELDS, "internal_months")}
    business: set[str] = set()
    pages = document.pages_by_number()
    either: list[tuple[Clock, Quoted]] = []
    passages: list[tuple[Unit, str]] = []
    for unit, context, above in _passages(outline):
        passages.append((unit, above))
        for clock, where in _clocks_of(unit, context, pages[unit.page]):
            _store(clock, where, found, business, either)
    for clock, where in _in_furniture(document):
        _store(clock, where, found, business, either)
    claim_kind = letter_claim_kind(document, outline) if either else None
    for clock, where in either:
        _store_either(clock, where, found, business, claim_kind)
    _store_contacts(passages, pages, found)
    return _answer(found, business)


def _passages(outline: Outline) -> Iterator[tuple[Unit, Context, str]]:
    """Units that speak of appeals, each with what stands before it and the words above it.

    The context is carried on while a unit's clocks are read, so the units must be read as they come.
    """
    context, carried = Context(), 0
    section_above = ""
    headings: dict[int, str] = {}
    apart = any("appeal" in section.heading.lower() for section in outline.sections)
    for unit in _joined(outline):
        if unit.kind == "heading":
            context, carried = opening_context(unit.text), 0
            continue
        section = outline.section_of(unit)
        if apart and _COMPLAINTS.fullmatch(section.heading):
            continue
        if section.index not in headings:
            headings[section.index] = " ".join(heading for heading in section.path if is_relevant(heading))
        above = headings[section.index]
        if above != section_above:
            context, section_above = opening_context(above) if above else context, above
            context.urgent = context.urgent or bool(URGENT.search(section.heading))
        if title := _run_in(unit):
            context = opening_context(title)
        about = bool(above) or section.role is Role.APPEALS or is_relevant(unit.text)
        if about or (carried and context.level):
            carried = _CARRY if about else carried - (len(unit.text) > _SHORT)
            if unit.in_force:
                yield unit, context, " ".join([above, *(parent.text for parent in outline.governors(unit)[:2])])
        elif carried:
            carried -= len(unit.text) > _SHORT


def _run_in(unit: Unit) -> str:
    """The title that opens a paragraph ("9.4 Second review. After our answer …"), where it names a level of appeal."""
    found = _RUN_IN.match(unit.text) if unit.kind != "table_row" else None
    return found["title"] if found and not _SENTENCE.search(found["title"]) and level_of(found["title"]) else ""


def _joined(outline: Outline) -> Iterator[Unit]:
    """Units, with a paragraph that goes on in the next line put together again where its lines were read apart."""
    waiting: Unit | None = None
    for unit in outline.units:
        if waiting and _goes_on(waiting, unit):
            text = waiting.text + " " * (unit.start - waiting.end) + unit.text
            waiting = replace(waiting, end=unit.end, text=text)
            continue
        if waiting:
            yield waiting
        waiting = unit
    if waiting:
        yield waiting


def _goes_on(before: Unit, unit: Unit) -> bool:
    return (
        before.kind == unit.kind == "paragraph"
        and before.page == unit.page
        and before.section == unit.section
        and 0 < unit.start - before.end <= 2
        and before.in_force == unit.in_force
        and not before.text.rstrip().endswith((".", "!", "?", ":"))
    )


def _clocks_of(unit: Unit, context: Context, page: Page) -> Iterator[tuple[Clock, Quoted]]:
    if unit.kind == "table_row" and len(unit.cells) > 1:
        yield from _row_clocks(unit, context, page)
        return
    for start, end in sentences(unit.text):
        for clock in _clocks_in(unit.text[start:end], context):
            if clock.field == "second_level_days" and (said := is_voluntary(unit.text)) is not None:
                clock = replace(clock, voluntary=said)
            at = unit.start + start
            yield clock, quoted(page, at + clock.start, at + clock.end)


def _clocks_in(sentence: str, context: Context) -> Iterator[Clock]:
    """Clocks of a sentence with single spaces for the breaks of its lines, placed in the sentence as it stands."""
    if "  " not in sentence and "\n" not in sentence:
        yield from clocks(sentence, context)
        return
    kept = [at for at, char in enumerate(sentence) if not (char.isspace() and sentence[at - 1 : at].isspace())]
    plain = "".join(" " if sentence[at].isspace() else sentence[at] for at in kept)
    kept.append(len(sentence))
    for clock in clocks(plain, context):
        yield replace(clock, start=kept[clock.start], end=kept[clock.end])


def _in_furniture(document: Document) -> Iterator[tuple[Clock, Quoted]]:
    """Windows that a letter prints in a running header or footer: they may differ from those of its text."""
    if not is_personal(document):
        return
    for page in document.pages:
        for block in page.blocks:
            text = page.text[block.start : block.end]
            if block.kind is not BlockKind.FURNITURE or not is_relevant(text):
                continue
            for start, end in sentences(text):
                for clock in clocks(text[start:end], Context()):
                    at = block.start + start
                    if clock.field == "internal_days":
                        yield clock, quoted(page, at + clock.start, at + clock.end)


def _row_clocks(unit: Unit, context: Context, page: Page) -> Iterator[tuple[Clock, Quoted]]:
    """A table's cell is read with its row's label and its column's header."""
    label = unit.cells[0].text.strip()
    for index, cell in enumerate(unit.cells):
        header = unit.headers[index].strip() if index < len(unit.headers) else ""
        sentence = cell.text if index == 0 else f"{label}, {header}: {cell.text}"
        for clock in clocks(sentence, context):
            yield clock, quoted(page, unit.start, unit.end)


def _store(
    clock: Clock, where: Quoted, found: dict[str, _Found], business: set[str], either: list[tuple[Clock, Quoted]]
) -> None:
    name = clock.field
    if name == "decision_days_any":
        either.append((clock, where))
        return
    name = {"decision_days_pre": "decision_days_preservice", "decision_days_post": "decision_days_postservice"}.get(
        name, name
    )
    value = _value(name, clock)
    if name == "internal_days" and clock.unit == "month":
        name, value = "internal_months", clock.number
    if value is None:
        return
    if clock.business:
        business.add(name)
    found[name].add(value, where)
    if clock.anchor:
        found["internal_from"].add(clock.anchor, where)
    if clock.voluntary is not None:
        found["second_level_voluntary"].add(clock.voluntary, where)


def _value(name: str, clock: Clock) -> int | None:
    if name == "external_months":
        return clock.number
    scale = _HOURS if name == "expedited_hours" else _DAYS
    return clock.number * scale[clock.unit] if clock.unit in scale else None


def _store_either(
    clock: Clock, where: Quoted, found: dict[str, _Found], business: set[str], claim_kind: str | None
) -> None:
    """A decision clock tied to no kind of claim: for the claim that a letter decides, else for both kinds."""
    value = _value("decision_days_preservice", clock)
    for kind in (claim_kind,) if claim_kind else ("preservice", "postservice"):
        name = f"decision_days_{kind}"
        if value is not None and not (claim_kind is None and found[name].values):
            found[name].add(value, where)
            if clock.business:
                business.add(name)


def _store_contacts(passages: list[tuple[Unit, str]], pages: dict[int, Page], found: dict[str, _Found]) -> None:
    hearing = not found["internal_days"].values and bool(found["state_hearing_days"].values)
    by_page: dict[int, list[tuple[int, int, str]]] = {}
    for unit, above in passages:
        spans = by_page.setdefault(unit.page, [])
        if spans and spans[-1][2] == above and unit.start - spans[-1][1] < 200:
            spans[-1] = (spans[-1][0], unit.end, above)
        else:
            spans.append((unit.start, unit.end, above))
    for number, spans in by_page.items():
        page = pages[number]
        text = live_text(page)
        if not PHONE.search(text) and "box" not in text.lower() and "," not in text:
            continue
        given = contacts(text, spans, hearing=hearing)
        addresses = [one for one in given if one.field == "address"]
        for contact in given:
            if number == 1 and contact in addresses and len(addresses) > 1 and _in_letterhead(contact.start, text):
                continue
            found[contact.field].add(contact.value, quoted(page, contact.start, contact.end))


def _in_letterhead(start: int, text: str) -> bool:
    """Whether an address stands above the first sentence of a page: the sender's own, where another follows below."""
    before = text[:start]
    return start < 300 and not re.search(r"[.!?]\s|\b(?:write|send|mail|appeal to|submit)\b", before, re.IGNORECASE)


def _answer(found: dict[str, _Found], business: set[str]) -> dict[str, object] | None:
    if not any(one.values for one in found.values()):
        return None
    answer: dict[str, object] = {}
    conflict: dict[str, list[ConflictingValue]] = {}
    evidence: dict[str, Quoted] = {}
    for name, one in found.items():
        if name == "internal_months" and not one.values:
            continue
        answer[name] = one.values[0]["value"] if len(one.values) == 1 else None
        if len(one.values) > 1:
            conflict[name] = one.values
        elif one.values:
            evidence[name] = {"page": one.values[0]["page"], "quote": one.values[0]["quote"]}
        if name in business:
            answer[f"{name}_unit"] = "business_days"
    answer["conflict"] = conflict
    answer["evidence"] = evidence
    return answer


__all__ = ["FIELDS", "find_appeals", "level_of"]
