"""What a passage may take from around it: treatments and indications of lead-ins, headings and the document's title."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from ketacli.documents.model import Document
from ketacli.policy import lazy_re as re
from ketacli.policy.bare_titles import is_path
from ketacli.policy.grid_places import states_criteria
from ketacli.policy.outline import Outline, Role, Unit
from ketacli.policy.positions.bulletin_topics import policy_topics
from ketacli.policy.positions.indications import Named, find_indications
from ketacli.policy.positions.lexicons import FINITE, MARKER
from ketacli.policy.positions.statements import LEAD, NOWHERE, SECTION, SUBJECT
from ketacli.policy.positions.treatments import BARE, Mention, find_treatments
from ketacli.policy.positions.verdicts import find_verdicts

_TITLE_UNITS = 14
_TITLED = re.compile(
    r"^\s*(?:policy title|policy name|subject|title|policy|drug|medication|product|topic|re|service)\s*[:\t ]", re.I
)
_FIELDS = re.compile(r"\s{3,}|\t")
_RACEMIC = re.compile(r"(?<!\w)ketamine(?!\w)")


class Context:
    """Treatments and indications by place, worked out once for each section."""

    def __init__(
        self,
        document: Document,
        outline: Outline,
        *,
        case: bool = False,
        bulletin: bool = False,
        of_all_care: bool = False,
    ) -> None:
        self._outline = outline
        self.title = _title(document, outline)
        """The line that says what the document is about; empty where there is none."""
        low = (self.title or _first_line(outline)).lower()
        self._subject = find_treatments(low)
        uses = [
            named for named in find_indications(low) if named.kind in ("named", "group") and not is_spared(low, named)
        ]
        self._subject_uses = uses if any(named.kind == "named" for named in uses) else []
        if not self._subject_uses and case:
            self._subject_uses = _diagnosis_of_case(outline)
        if not self._subject and not of_all_care:
            self._subject = _only_treatment(outline)
        self._sections: dict[int, tuple[list[Mention], list[Named]]] = {}
        self._listed: list[tuple[int, Named]] | None = None
        self._case = case
        self._policies = policy_topics(outline) if bulletin else {}
        self._routes = _routes_of(outline) if case else set()

    def treatments(self, unit: Unit) -> tuple[tuple[str, ...], int]:
        """Treatments that a passage without one of its own speaks of, and where they stand."""
        found, source = self._treatments(unit)
        return self.narrowed(found, unit), source

    def policy(self, unit: Unit) -> tuple[str, ...]:
        """Treatments of the policy of a bulletin under whose name a unit stands; empty elsewhere."""
        return self._policies.get(unit.index, ())

    @property
    def has_policies(self) -> bool:
        """Whether a bulletin names policies whose changes it tells."""
        return bool(self._policies)

    def _treatments(self, unit: Unit) -> tuple[tuple[str, ...], int]:
        if policy := self.policy(unit):
            return policy, SECTION
        for governor in self._outline.governors(unit):
            if governor.kind != "heading" and (found := find_treatments(governor.low)):
                return ids_of(found), LEAD
        for index in self._path(unit):
            if found := self._topic(index)[0]:
                return ids_of(found), SECTION
        return ids_of(self._subject), SUBJECT if self._subject else NOWHERE

    def indications(self, unit: Unit, treatments: Iterable[str] = ()) -> tuple[list[Named], int]:
        """Indications of lead-ins and headings, the nearest first, the title last.

        The title's count only for the treatments that it names itself ("Ketamine infusion for depression").
        """
        for governor in self._outline.governors(unit):
            if governor.kind != "heading" and (found := find_indications(_head(governor.low))):
                return found, LEAD
        for index in self._path(unit):
            heading = self._outline.sections[index].heading
            if index > 1 and heading != self.title and (found := self._topic(index)[1]):
                return found, SECTION
        named = ids_of(self._subject)
        bare = BARE in named and not {"ketamine_topical", "ketamine_assisted_psychotherapy"} & set(treatments)
        speaks = self._case or not treatments or bare or any(one in named for one in treatments)
        if self._subject_uses and speaks:
            return self._subject_uses, SUBJECT
        return [], NOWHERE

    def listed(self, unit: Unit) -> tuple[Named, ...]:
        """Indications that the document sets criteria for: named in headings, column headers and heads of lists.

        Those of the unit's own section and what is below it come before those of the whole document.
        """
        if self._listed is None:
            self._listed = _listed_indications(self._outline)
        own = {use.ids: use for section, use in self._listed if self._is_below(section, unit.section)}
        if own and unit.section:
            return tuple(own.values())
        return tuple({use.ids: use for _, use in self._listed}.values())

    def listed_anywhere(self) -> tuple[Named, ...]:
        """Indications that the whole document sets criteria for."""
        if self._listed is None:
            self._listed = _listed_indications(self._outline)
        return tuple(named for _, named in self._listed)

    def _is_below(self, section: int | None, above: int) -> bool:
        while section is not None and section != above:
            section = self._outline.sections[section].parent
        return section == above

    @cached_property
    def names_ketamine(self) -> bool:
        """Whether any passage names ketamine itself."""
        return any(_RACEMIC.search(unit.low) for unit in self._outline.units)

    def means_esketamine(self, treatments: Iterable[str], source: int, named: Iterable[Named]) -> bool:
        """Whether of several treatments in a title only esketamine can be meant: its labeled uses are named, and the
        document refuses ketamine."""
        several = source in (SUBJECT, SECTION) and {"esketamine"} < set(treatments)
        uses = {one for use in named for one in use.ids}
        return several and bool(uses) and uses <= {"trd", "mdd_si"} and self.refuses_ketamine

    @cached_property
    def refuses_ketamine(self) -> bool:
        """Whether the document refuses ketamine and nowhere covers it: of the treatments in its title only esketamine
        is then left for "12 sessions are authorized for treatment-resistant depression"."""
        refused = False
        for unit in self._outline.units:
            role = self._outline.section_of(unit).role
            if "ketamine" not in unit.low or not unit.in_force or role not in (*_SPEAKING, Role.EXCLUSIONS):
                continue
            for sentence in unit.sentences:
                low = unit.low_of(sentence)
                if any(one.startswith("ketamine") for one in ids_of(find_treatments(low))):
                    said = {verdict.position for verdict in find_verdicts(low)}
                    if "covered" in said:
                        return False
                    refused = refused or bool(said - {"not_addressed"})
        return refused

    def narrowed(self, ids: Iterable[str], unit: Unit) -> tuple[str, ...]:
        """Ketamine without a route takes the one route that its headings or the title name; else it is any."""
        given = tuple(dict.fromkeys(ids))
        if BARE not in given:
            return given
        only = self._only_route(unit)
        return tuple(dict.fromkeys(only if one == BARE else one for one in given))

    def _only_route(self, unit: Unit) -> str:
        for mentions in [*(self._of_section(index)[0] for index in self._path(unit)), self._subject]:
            routes = {one for mention in mentions for one in mention.ids if one.startswith("ketamine_")} - {BARE}
            if len(routes) == 1 and not any(BARE in mention.ids for mention in mentions):
                return next(iter(routes))
            if mentions and routes:
                return "ketamine_any"
        return next(iter(self._routes)) if len(self._routes) == 1 else "ketamine_any"

    def _path(self, unit: Unit) -> list[int]:
        path: list[int] = []
        at: int | None = unit.section
        while at is not None:
            path.append(at)
            at = self._outline.sections[at].parent
        return path

    def _topic(self, index: int) -> tuple[list[Mention], list[Named]]:
        """What a section is about. "Initial criteria" after "Treatment-Resistant Depression" belongs to it, though both
        headings look alike."""
        found = self._of_section(index)
        sections = self._outline.sections
        if found[0] or found[1] or sections[index].role is not Role.CRITERIA:
            return found
        for at in range(index - 1, 0, -1):
            other = sections[at]
            if other.parent != sections[index].parent or other.heading == self.title:
                break
            if other.role is Role.UNKNOWN and (topic := self._of_section(at)) != ([], []):
                return topic
            if other.role is not Role.CRITERIA:
                break
        return found

    def _of_section(self, index: int) -> tuple[list[Mention], list[Named]]:
        if index not in self._sections:
            low = self._outline.sections[index].heading.lower()
            uses = [] if is_chapter(low) else [use for use in find_indications(low) if not is_spared(low, use)]
            self._sections[index] = (find_treatments(low), uses)
        return self._sections[index]


def ids_of(mentions: Iterable[Mention]) -> tuple[str, ...]:
    """Ids of several mentions, each once, in order."""
    return tuple(dict.fromkeys(one for mention in mentions for one in mention.ids))


def _head(low: str) -> str:
    """The part of a list item that names it: up to its first full stop."""
    return MARKER.sub("", low).split(". ", 1)[0][:240]


def _title(document: Document, outline: Outline) -> str:
    """The first short line near the top that names a treatment; else the title in the file's own metadata."""
    for unit in outline.units[:_TITLE_UNITS]:
        role = outline.section_of(unit).role
        short = len(unit.text) < 170 and (unit.kind == "heading" or unit.index < 8)
        if (
            not short
            or is_path(unit.text)
            or unit.kind == "list_item"
            or role in (Role.HISTORY, Role.RELATED, Role.REFERENCES)
        ):
            continue
        for field in _FIELDS.split(unit.text):
            if find_treatments(field.lower()) and not field.rstrip().endswith((".", "?")):
                return " ".join(_TITLED.sub("", field).split())
    return document.title if find_treatments(document.title.lower()) else ""


_SPARED = re.compile(
    r"(?<!\w)(?:other than|except(?: for)?|excluding|not including|outside(?: of)?|apart from|not for)"
    r"\s+(?:\w+\s+){0,3}$"
)


_CHAPTER = re.compile(
    r"(?<!\w)(?:mental|behavioral|behavioural|psychiatric)(?!\w)[^.;:]{0,40}(?<!\w)(?:substance|addiction|alcohol|drug|chemical)"
    r"|(?<!\w)(?:substance|addiction|alcohol|chemical)(?!\w)[^.;:]{0,40}(?<!\w)(?:mental|behavioral|behavioural|services|benefits)"
    r"(?!\w)"
)
"""A booklet's chapter on a kind of care ("Mental health and substance use"): it names no use of a drug."""


def is_chapter(low: str) -> bool:
    """Whether words name a kind of care, and no use ("If you need mental health or substance use services")."""
    return _CHAPTER.search(low) is not None


def is_spared(low: str, named: Named) -> bool:
    """Whether a title or sentence takes a use out ("Ketamine for conditions other than anesthesia")."""
    return _SPARED.search(low[: named.start]) is not None


_REFUSING = ("not ", "exclu", "investigational", "experimental", "unproven", "other ")
_SPEAKING = (Role.POLICY, Role.CRITERIA, Role.UNKNOWN)


def _listed_indications(outline: Outline) -> list[tuple[int, Named]]:
    found: list[tuple[int, Named]] = []
    for unit in outline.units:
        if outline.section_of(unit).role not in _SPEAKING or not unit.in_force:
            continue
        for text in _listing_texts(outline, unit):
            if not any(stem in text for stem in _REFUSING) and not is_chapter(text):
                found += [(unit.section, named) for named in find_indications(text) if named.kind == "named"]
    return found


def _listing_texts(outline: Outline, unit: Unit) -> list[str]:
    """What may head criteria: columns of a criteria table, a heading, a group of items, a line without a verb."""
    if unit.is_header_row:
        return [cell.text.lower() for cell in unit.cells] if outline.section_of(unit).role is Role.CRITERIA else []
    if unit.kind == "table_row":
        return [unit.low_of(unit.cells[0])] if states_criteria(unit) and not find_verdicts(unit.low) else []
    if unit.kind == "heading":
        return [_head(unit.low)] if unit.index > 2 and not unit.text.rstrip().endswith(("?", ".")) else []
    if unit.kind == "list_item":
        return [_head(unit.low)] if unit.depth == 1 and unit.children else []
    if unit.kind == "paragraph" and (asked := _TO_QUALIFY.search(unit.low)):
        return [unit.low[asked.end() : asked.end() + 60].split(".")[0]]
    if (
        unit.kind == "paragraph"
        and unit.index > 2
        and len(unit.text) <= 100
        and not FINITE.search(_MEETS.sub("", unit.low))
    ):
        heads = unit.parent is None or unit.children
        return [unit.low] if heads and not unit.text.rstrip().endswith((".", "?", ";", ",")) else []
    return []


_TO_QUALIFY = re.compile(
    r"(?<!\w)to (?:qualify|be eligible|be approved|get (?:coverage|approval))(?: for \w+)?,\s+"
    r"(?:you|patients?|members?|they)\s+(?:must|have to|need to)\s+(?:(?:first|also|have|be|been)\s+)*"
    r"(?:diagnosed with|(?:a )?diagnosis of)\s+"
)
"""Before the diagnosis that persons need for coverage ("To qualify, you must be diagnosed with …")."""
_MEETS = re.compile(r"\([^()]*\)\s*:?\s*$")
"""What a line says of the list that it leads ("… (must meet all):")."""


def _routes_of(outline: Outline) -> set[str]:
    """Routes of ketamine that the decision of a case names anywhere."""
    found = {one for unit in outline.units for mention in find_treatments(unit.low) for one in mention.ids}
    return {one for one in found if one.startswith("ketamine_")} - {"ketamine_any", BARE}


def _first_line(outline: Outline) -> str:
    """The first line of the document, where it is short enough for a title."""
    first = outline.units[0].text if outline.units else ""
    return first if len(first) <= 200 else ""


_DIAGNOSIS = re.compile(
    r"(?<!\w)(?:diagnos[ei]s\s*:|diagnosed with|the (?:patient|claimant|worker|enrollee|member) has|diagnosis of|"
    r"treatment of|history of|(?:year[- ]old|male|man|woman|claimant|worker|patient|enrollee)"
    r"(?:\s+(?:male|female|man|woman|patient|worker|who presents|presenting|presents))*\s+with|"
    r"(?:suffer(?:s|ed|ing)|complain(?:s|ed|ing)) (?:from|of)|developed|le(?:d to|ft (?:him|her|them) with)|"
    r"resulted in)\s*"
)
_LASTS = re.compile(r"[^.;,]{0,20}(?<!\w)(?:remain(?:s|ed)|persist(?:s|ed)|developed|followed|set in)(?!\w)")
"""After a use: what one person was left with ("Neuropathic pain remained.")."""


def _diagnosis_of_case(outline: Outline) -> list[Named]:
    """The diagnosis of the one person whom a decision is about."""
    for unit in outline.units:
        for found in _DIAGNOSIS.finditer(unit.low):
            uses = [use for use in find_indications(unit.low[found.end() : found.end() + 120]) if use.kind == "named"]
            if uses:
                return uses[:1]
    for unit in outline.units:
        lasting = [use for use in find_indications(unit.low) if use.kind == "named" and _LASTS.match(unit.low, use.end)]
        if lasting:
            return lasting[:1]
    return []


def _only_treatment(outline: Outline) -> list[Mention]:
    """The one treatment that a document without a telling title names where it states its policy."""
    found: dict[tuple[str, ...], Mention] = {}
    for unit in outline.units:
        if outline.section_of(unit).role in (Role.POLICY, Role.CRITERIA, Role.EXCLUSIONS, Role.UNKNOWN):
            if "ketamine" not in unit.low and "spravato" not in unit.low:
                continue
            for mention in find_treatments(unit.low):
                if mention.ids != ("other",):
                    found[mention.ids] = mention
            if len(found) > 1:
                return []
    return list(found.values())
