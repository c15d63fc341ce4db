"""Walks a document's outline and gathers the statements that its positions follow from."""

from __future__ import annotations

from collections.abc import Iterator

from ketacli.documents.model import Document
from ketacli.policy import lazy_re as re
from ketacli.policy.makers_papers import is_makers_program
from ketacli.policy.outline import Outline, Role, Unit
from ketacli.policy.positions.bulletins import NewsReader
from ketacli.policy.positions.context import Context
from ketacli.policy.positions.decided import DecisionReader
from ketacli.policy.positions.exempted import ExemptionReader
from ketacli.policy.positions.forms import FormReader
from ketacli.policy.positions.grid_rows import GridReader
from ketacli.policy.positions.holders import Holders
from ketacli.policy.positions.indications import find_indications
from ketacli.policy.positions.items import ItemReader, decides_itself, names_alone
from ketacli.policy.positions.lexicons import FINITE
from ketacli.policy.positions.listed_drugs import ListReader
from ketacli.policy.positions.making import Manner, Surroundings
from ketacli.policy.positions.persons import is_state_of_person
from ketacli.policy.positions.presupposed import presupposed
from ketacli.policy.positions.reader import UnitReader
from ketacli.policy.positions.required import RequiredReader, asked_by_sheet
from ketacli.policy.positions.resolve import differing_lines, resolve
from ketacli.policy.positions.scope_lines import ScopeReader
from ketacli.policy.positions.staff_papers import is_for_staff
from ketacli.policy.positions.statements import NOWHERE, SUBJECT, Statement
from ketacli.policy.positions.tables import RowReader
from ketacli.policy.positions.verdicts import STEMS, Verdict, find_verdicts
from ketacli.policy.quotes import Quoter
from ketacli.policy.reading import DocumentKind, Position, PositionWord

SPEAKING = frozenset({Role.POLICY, Role.CRITERIA, Role.EXCLUSIONS, Role.UNKNOWN, Role.BENEFITS})
"""Roles of the sections that can state what is in force."""
_DEMANDS = re.compile(
    r"(?:medically necessary|covered|approved|authorized|coverage)[^.;]*(?<!\w)(?:when|if|provided)(?!\w)[^.;]*"
    r"(?<!\w)(?:criteria|following|conditions|requirements|these)(?!\w)[^.;]*:?\s*$"
)
_ADDED = re.compile(
    r"\W*(?:new\s+)?(?:coverage\s+|policy\s+)?(?:positions?|statements?|exclusions?|criteria)(?:\s+"
    r"\w+)?\s*(?:added|new)?\s*:\s"
)
"""What a bulletin adds to a policy ("Position statement added: …")."""
_SERVICES = re.compile(
    r"\s*(?:other\s+)?(?:excluded |covered |non-?covered )?(?:services|items|benefits|treatments)(?!\w)"
)
_PLAN_SPEAKS = re.compile(
    r"(?<!\w)(?:we|(?:the|this|our|your) (?:health )?(?:plan|fund|trust))\s+"
    r"(?:do not |does not |will not |will |may |also )?"
    r"(?:cover|pay|consider|approve|authorize|exclude|regard)s?(?!\w)[^.;]*(?:ketamine|spravato)"
)
"""The plan's own word in a section of background."""
_ALL_OTHERS = re.compile(
    r"\W*(?:all|any) other (?:indications?|uses?|diagnos[ei]s|conditions?) (?:is|are|will be|shall be) "
    r"(?:considered |deemed |regarded as |excluded|not covered|not authorized|experimental|investigational)"
)
"""The payer's own catch-all, under whatever heading: no regulator speaks so."""
_GENERAL = ("experimental", "investigational", "investigative", "unproven")
"""All that a document without ketamine can say here is that experimental services are not covered."""
_OF_ALL_CARE = frozenset({"sbc", "plan_document"})
"""Documents on all care: what names neither a treatment nor a use there speaks of neither."""
_NO_POSITIONS = frozenset({"eob", "statute"})


def find_positions(
    document: Document, outline: Outline, kind: DocumentKind | None = None, *, why: bool = False
) -> list[Position]:
    """Positions of a document, one for each treatment and indication that it decides, in the order of the document."""
    return read_positions(document, outline, kind, why=why)[0]


def read_positions(
    document: Document, outline: Outline, kind: DocumentKind | None = None, *, why: bool = False
) -> tuple[list[Position], list[str]]:
    """Positions, and warnings where a line of business has a rule of its own that differs from the general one."""
    if kind in _NO_POSITIONS or is_for_staff(document) or is_makers_program(document):
        return [], []
    statements = list(find_statements(document, outline, kind, why=why))
    context = Context(document, outline)
    if kind in _OF_ALL_CARE and not context.title:
        statements = [one for one in statements if one.treatment_from > SUBJECT or one.indication_from > NOWHERE]
    statements += presupposed(statements, context)
    return resolve(statements), [_differs(one) for one in differing_lines(statements)]


_OF_THE_CASE = re.compile(r"(?<!\w)(?:requests?|claims?|denied|denial|approved|decision|appeal)(?!\w)")
"""In the heading of a letter: it decides on one request."""


def _names_drug(unit: Unit) -> bool:
    return "ketamine" in unit.low or "spravato" in unit.low or "ketalar" in unit.low


def _differs(one: Statement) -> str:
    words = one.position.replace("_", " ")
    return f"Page {one.page}: another rule holds for “{one.applies_to}”: {words} (“{one.quote[:160]}”)."


def find_statements(
    document: Document, outline: Outline, kind: DocumentKind | None = None, *, why: bool = False
) -> Iterator[Statement]:
    """Every statement of a position, in reading order, before they are weighed against each other."""
    manner = Manner(letter=kind == "denial_letter", appeal=kind == "appeal_decision", bulletin=kind == "change_log")
    context = Context(
        document, outline, case=manner.appeal, bulletin=manner.bulletin, of_all_care=kind == "plan_document"
    )
    holders = Holders(document, outline)
    around = Surroundings(
        outline=outline, context=context, quoter=Quoter(document), holders=holders, manner=manner, why=why
    )
    found = list(_said(around, kind))
    yield from found
    yield from asked_by_sheet(found, around, kind)


def _said(around: Surroundings, kind: DocumentKind | None) -> Iterator[Statement]:
    """What the units of a document state, one after another."""
    outline, manner = around.outline, around.manner
    items = ItemReader(around)
    reader, rows, news = UnitReader(around, items), RowReader(around), NewsReader(around)
    grids, forms = GridReader(around), FormReader(around, form=kind == "pa_form")
    decided, listed, scopes = DecisionReader(around), ListReader(around), ScopeReader(around)
    exempted = ExemptionReader(around)
    required = RequiredReader(around)
    labels: dict[int, tuple[Unit, Verdict]] = {}
    for unit in _heard(around):
        if unit.kind == "heading" or _names_services(unit):
            labels.pop(unit.section, None)
            if not (manner.letter and _OF_THE_CASE.search(unit.low)):
                labels.update(_label(unit))
        yield from forms.read(unit)
        if decided.leads_on(unit):
            yield from decided.read(unit)
            continue
        if unit.kind == "table_row":
            yield from rows.read(unit, labels.get(unit.section))
            yield from grids.read(unit)
            yield from listed.read(unit)
            continue
        yield from listed.read(unit)
        yield from news.read(unit)
        yield from scopes.read(unit)
        yield from exempted.read(unit)
        yield from required.read(unit)
        if any(stem in unit.low for stem in STEMS):
            lead = _interrupted(outline, unit)
            yield from reader.read(unit) if lead is None else reader.read_trailer(lead, unit)
        elif len(unit.text) <= 200:
            yield from reader.note(unit)
        if unit.section in labels and _is_labelled(outline, unit, labels[unit.section][1].position):
            yield from items.label(*labels[unit.section], unit)


def _heard(around: Surroundings) -> Iterator[Unit]:
    """The units that can state what is in force of our treatments, or of experimental services in general."""
    outline = around.outline
    named = any(_names_drug(unit) for unit in outline.units)
    for unit in outline.units:
        if not named and not any(word in unit.low for word in _GENERAL):
            continue
        if unit.in_force and _speaks(outline.section_of(unit).role, unit, around):
            yield unit


def _speaks(role: Role, unit: Unit, around: Surroundings) -> bool:
    """Whether what stands in a section of this role can state what is in force: in a letter its reasons can, and in a
    bulletin the changes under a policy's name."""
    if around.manner.letter and role is not Role.APPEALS:
        return True
    news = role is Role.HISTORY and (bool(around.context.policy(unit)) or _is_news(unit, around))
    return role in SPEAKING or news or _sets_criteria(role, unit)


def _is_news(unit: Unit, around: Surroundings) -> bool:
    """Whether a bulletin tells here what changes for the treatment in its heading ("Spravato: new criteria")."""
    if not around.manner.bulletin:
        return False
    if _names_drug(unit) and _ADDED.match(unit.low):
        return True
    heading = f"{around.outline.section_of(unit).heading} {around.context.title}".lower()
    return "ketamine" in heading or "spravato" in heading


def _sets_criteria(role: Role, unit: Unit) -> bool:
    """Whether a passage of background is none: it leads a list of criteria, under a heading that the layout lost."""
    if role not in (Role.BACKGROUND, Role.REGULATORY, Role.DISCLAIMER) or unit.kind not in ("paragraph", "list_item"):
        return False
    if _PLAN_SPEAKS.search(unit.low) or _ALL_OTHERS.match(unit.low):
        return True
    return bool(unit.children) and _DEMANDS.search(unit.low) is not None


def _interrupted(outline: Outline, unit: Unit) -> Unit | None:
    """The lead-in of the list that a paragraph in lower case goes on after ("… for any of: (list) is unproven")."""
    if unit.kind != "paragraph" or not unit.index or not unit.text.lstrip()[:1].islower():
        return None
    before = outline.units[unit.index - 1]
    leads = [one for one in outline.governors(before) if one.kind == "paragraph"] if before.kind != "heading" else []
    return leads[-1] if leads and not find_verdicts(leads[-1].low) else None


def _names_services(unit: Unit) -> bool:
    """Whether a line announces a list of services ("Services your plan generally does NOT cover")."""
    return unit.kind == "paragraph" and len(unit.text) < 260 and _SERVICES.match(unit.low) is not None


def _label(unit: Unit) -> dict[int, tuple[Unit, Verdict]]:
    """The verdict that a heading gives to what is listed under it."""
    if not any(stem in unit.low for stem in STEMS):
        return {}
    if ":" in unit.low.rstrip(" :") and find_indications(unit.low):
        return {}  # "Depression: investigational" decides on its own use only
    verdicts = [verdict for verdict in find_verdicts(unit.low) if verdict.position != "not_addressed"]
    if not verdicts and (opens := _WHEN.match(unit.low)):
        turned = find_verdicts(" " * opens.end() + unit.low[opens.end() :])
        verdicts = [verdict for verdict in turned if verdict.position not in ("not_addressed", "covered")]
    return {unit.section: (unit, verdicts[0])} if len(verdicts) == 1 else {}


_WHEN = re.compile(
    r"\W*(?:(?:section|part|chapter|article|step)\s+)?(?:(?:[a-z]|[\divx]{1,4})(?:\.\d+)*[.):\u2013\u2014-]\s*)?"
    r"(?:when|where|situations? (?:when|where|in which)|(?:uses?|reasons?|indications?|conditions?) for which)\s+"
)
"""What makes a clause of a heading that refuses ("When Spravato will not be authorized")."""
_CONDITION = re.compile(r",?\s+(?:when|if|once|provided that|as long as)\s")
"""What a covered service in a list is tied to ("Spravato in a clinic, when prior authorization is obtained")."""
_TOPIC = re.compile(r"[^.:;]{3,90}:\s")
"""A use that opens its criteria ("Complex regional pain syndrome: the member must …")."""


def _is_labelled(outline: Outline, unit: Unit, given: PositionWord) -> bool:
    """Whether the verdict of its heading holds for what a unit names."""
    if unit.kind not in ("list_item", "paragraph"):
        return False
    personal = given != "covered" and is_state_of_person(unit.low)
    return not personal and _stands_under(outline, unit, given)


def _stands_under(outline: Outline, unit: Unit, given: PositionWord) -> bool:
    """Whether a unit belongs to the heading: an item without a lead-in that decides, or a line without a verb."""
    if unit.kind == "paragraph" and given != "covered" and names_alone(unit):
        return True
    if unit.kind == "paragraph":
        topic = _TOPIC.match(unit.low)
        if topic and find_indications(topic[0]) and not decides_itself(unit):
            return True
        head = _CONDITION.split(unit.low, maxsplit=1)[0] if given == "covered" else unit.low
        return len(unit.text) <= 200 and not unit.children and not FINITE.search(head)
    governors = outline.governors(unit)
    if not governors:
        return unit.depth <= 1
    return not any(_leads_by_verdict(one, given) for one in governors if one.kind != "heading")


def _leads_by_verdict(unit: Unit, heading: PositionWord) -> bool:
    """Whether what stands between a heading and its list decides on the list itself: not where it only repeats the
    heading's refusal before its last sentence ("We may not pay for some services. If you get one of these, …")."""
    said = [[verdict.position for verdict in find_verdicts(low)] for low in map(unit.low_of, unit.sentences)]
    if not any(said):
        return False
    repeats = heading != "covered" and not said[-1] and all(one == heading for found in said for one in found)
    return unit.kind == "list_item" or not repeats
