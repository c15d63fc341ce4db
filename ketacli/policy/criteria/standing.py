"""What the positions of a document mean for its criteria: which treatments are covered, and what the whole is about."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from itertools import pairwise

from ketacli.policy import lazy_re as re
from ketacli.policy.criteria.patterns import words
from ketacli.policy.criteria.quantities import folded
from ketacli.policy.criteria.subjects import indications_in, scope_in, treatments_in
from ketacli.policy.outline import Outline, Role, Section, Unit
from ketacli.policy.reading import Indication, Position, Treatment
from ketacli.policy.sections import role_of_heading

ASKING = (("lead_in", "trigger"), ("labels", "asks"), ("labels", "absent"))
"""Words of headings under which criteria are listed."""
_GENERIC = (("labels", "topic"), *ASKING)
_ENTRY = re.compile(
    r"^(?:\W*|\d+[.)] )(?:[A-Z][\w-]{3,}(?: [A-Z][\w-]+)?\s*\([a-z][a-z]{4,}[a-z ,/-]*\)|"
    r"[A-Z][\w ,/-]{3,80} \([A-Z]{2,5}[.\d-]+\d\)\s*$)"
)
_LETTERED = re.compile(
    r"^(?:Criteria|Criterion|Section|Part|Policy|Entry) [A-Z0-9.]{1,5}[.:,] (?P<name>[A-Z][\w() -]{2,60})(?:[.:]|$)"
)
_CITES = re.compile(
    r"\b(?:criteria|conditions|requirements|items?|points?|rules|terms|list|all)\b[^.;:]{0,30}?\b(?:in|of|under|at|from|by)\s+"
    r"(?:(?:[Ss]ection|[Pp]art|[Aa]rticle|[Cc]hapter|[Pp]aragraph|[Aa]ppendix|[Ii]tem|[Aa]ttachment)\s+)?((?:[IVX]{1,5}|[A-Z]|\d{1,2})(?:\.(?:[A-Z]|\d{1,2}))*)(?!\w)"
)
"""Where a statement of coverage says that its criteria stand."""
_ASKS_FOR = re.compile(
    r"\b(?:in|of|under|from)\s+(?:[Ss]ection|[Pp]art|[Pp]aragraph|[Cc]hapter|[Aa]ppendix)\s+"
    r"(?P<one>[A-Z]|\d{1,2}(?:\.(?:[A-Za-z]|\d{1,2}))*)\s+(?:(?:is|are|has been|have been|must be)\s+)?"
    r"(?:satisfied|met|fulfilled|holds?|appl(?:y|ies))\b"
    r"|\b[Mm]eets?\s+(?:all\s+|each\s+)?(?:of\s+)?(?:the\s+)?(?:\w+\s+){0,3}(?:in|of|under)\s+(?:[Ss]ection|[Pp]art|[Pp]aragraph)\s+"
    r"(?P<two>[A-Z]|\d{1,2}(?:\.(?:[A-Za-z]|\d{1,2}))*)(?!\w)"
)
"""An item that asks for what another section lists."""
_CHANGE = re.compile(
    r"^\W*(?:for [\w -]{2,40}?,? )?(?:added|removed|revised|updated|clarified|changed|deleted|"
    r"replaced|reduced|increased|"
    r"lowered|raised|extended|shortened|reworded|policy (?:name|title|number) changed)\b",
    re.I,
)
_FEWEST_CHANGES = 5
_LISTS_OF_TITLES = (Role.RELATED, Role.REFERENCES)
"""Sections whose lines are titles of other papers, and open no entry of this one."""
_YES = re.compile(r"\W*yes\b")
COVERS = {"covered", "covered_with_criteria"}


def is_change(text: str) -> bool:
    """Whether a text opens as an entry in a list of changes ("Removed requirement …", "For TRD updated …")."""
    return _CHANGE.match(text) is not None


class Standing:
    """The document as its positions show it."""

    def __init__(self, outline: Outline, positions: tuple[Position, ...]) -> None:
        self._outline = outline
        self._positions = positions
        self._quoted = [(_squeezed(position.quote), position) for position in positions if position.quote]
        self._told: dict[int, list[Position]] = {}

    @cached_property
    def covered_uses(self) -> frozenset[Indication]:
        """The uses for which any treatment is covered."""
        return frozenset(use for uses in self.covered.values() for use in uses)

    @cached_property
    def covered(self) -> dict[Treatment, set[Indication]]:
        """Uses for which the document covers a treatment."""
        found: dict[Treatment, set[Indication]] = {}
        for position in self._positions:
            if position.position in COVERS and position.treatment != "other":
                found.setdefault(position.treatment, set()).add(position.indication)
        return found

    @cached_property
    def refused(self) -> set[Treatment]:
        """Treatments that the document refuses for named uses and nowhere covers; "any other use" is no such use."""
        told = {
            position.treatment
            for position in self._positions
            if position.position != "not_addressed" and position.indication != "any"
        }
        return {treatment for treatment in told if treatment not in self.covered and treatment != "other"}

    @cached_property
    def only_refused(self) -> set[Treatment]:
        """Treatments for which the document states refusals and nothing else, "any other use" among them."""
        told = {one.treatment for one in self._positions if one.position != "not_addressed"}
        return told - set(self.covered) - {"other"}

    def are_refused(self, named: tuple[Treatment, ...]) -> bool:
        """Whether a title names only ketamine that is refused, while the one treatment that is covered is esketamine:
        the criteria are esketamine's."""
        return (
            tuple(self.covered) == ("esketamine",) and bool(self.refused) and not {"esketamine", "other"} & set(named)
        )

    @cached_property
    def is_change_log(self) -> bool:
        """Whether the whole document is a list of changes, so that the newest state stands in its entries."""
        body = [unit for unit in self._outline.units if unit.kind != "heading"]
        if self._outline.is_mostly(Role.HISTORY):
            return True
        return sum(1 for unit in body if is_change(unit.text)) * 2 > max(len(body), _FEWEST_CHANGES)

    @cached_property
    def default_treatments(self) -> tuple[Treatment, ...]:
        """The treatment that the document is about, where nothing closer says so."""
        if len(self.covered) == 1:
            return tuple(self.covered)
        titles = [folded(" ".join(unit.text.split())) for unit in self._outline.units[:12] if len(unit.text) < 200]
        for title in titles:
            named = [name for name in treatments_in(title) if name in self.covered or not self.covered]
            if named:
                return (named[0],)
        counts: Counter[Treatment] = Counter()
        for unit in self._outline.units:
            counts.update(treatments_in(folded(unit.text)))
        return tuple(name for name, _ in counts.most_common(1))

    def treatments_for(self, use: Indication) -> tuple[Treatment, ...]:
        """The treatment of a passage that names none: what the document is about, unless its use is covered for
        another one alone ("Criteria for CRPS" in a policy on ketamine and esketamine)."""
        takers = [name for name, uses in self.covered.items() if use in uses]
        if use == "any" or len(takers) != 1 or set(takers) & set(self.default_treatments):
            return self.default_treatments
        if any("any" in self.covered.get(name, ()) for name in self.default_treatments):
            return self.default_treatments
        return (takers[0],)

    @cached_property
    def cited(self) -> dict[int, Position]:
        """Sections to which a statement of coverage points for its criteria ("when the conditions of II.F are met")."""
        found: dict[int, Position] = {}
        doubtful: set[int] = set()
        for quote, position in ((one.quote or "", one) for one in self._positions if one.position in COVERS):
            for label in _CITES.findall(quote):
                for section in self._outline.sections:
                    if not re.match(rf"(?:[A-Za-z]+ )?{re.escape(label)}(?![\w])", section.heading.strip()):
                        continue
                    other = found.setdefault(section.index, position)
                    if (other.treatment, other.indication) != (position.treatment, position.indication):
                        doubtful.add(section.index)
        for index, position in self._pointed_at.values():
            other = found.setdefault(index, position)
            if (other.treatment, other.indication) != (position.treatment, position.indication):
                doubtful.add(index)
        return {index: position for index, position in found.items() if index not in doubtful}

    @cached_property
    def answered(self) -> dict[int, tuple[Treatment, ...]]:
        """Passages after a question on a treatment that is covered, from its "yes" to the next question, each with the
        treatments that the question names: what they ask of a person are its criteria."""
        units, found = self._outline.units, dict[int, tuple[Treatment, ...]]()
        for question, answer in pairwise(units) if self.covered else ():
            if not (_YES.match(answer.low) and question.text.rstrip().endswith("?")):
                continue
            named = tuple(name for name in treatments_in(folded(question.text)) if name in self.covered)
            for unit in units[answer.index :] if named else ():
                if unit.section != answer.section or unit.text.rstrip().endswith("?"):
                    break
                found[unit.index] = named
        return found

    @cached_property
    def _pointed_at(self) -> dict[int, tuple[int, Position]]:
        """Items that ask for what another section lists ("the step requirement in section 2.2 is met"), each with that
        section and the one position that its own list is about."""
        found: dict[int, tuple[int, Position]] = {}
        for unit in self._outline.units:
            match = _ASKS_FOR.search(unit.text) if unit.kind == "list_item" and not unit.children else None
            if match is None:
                continue
            told = [one for above in self._outline.governors(unit) for one in self.told_of(above)]
            covered = {(one.treatment, one.indication): one for one in told if one.position in COVERS}
            section = self.section_called(match["one"] or match["two"])
            if len(covered) == 1 and section is not None and section.index != unit.section:
                found[unit.index] = section.index, next(iter(covered.values()))
        return found

    def points_on(self, unit: Unit) -> bool:
        """Whether an item only asks for what another section of the document lists."""
        return unit.index in self._pointed_at

    def section_called(self, label: str) -> Section | None:
        """The section whose heading begins with a number or letter ("2.2", "Part B")."""
        heading = re.compile(rf"(?:[A-Za-z]+ )?{re.escape(label)}(?!\w|\.\d)")
        return next((one for one in self._outline.sections if heading.match(one.heading.strip())), None)

    @cached_property
    def deciding(self) -> set[int]:
        """Sections in which the document says that it covers a treatment: what their heading says matters no more."""
        quotes = [quote for quote, position in self._quoted if position.position in COVERS and len(quote) > 25]
        found: set[int] = set()
        for unit in self._outline.units:
            text = _squeezed(unit.text) if quotes and len(unit.text) > 25 else ""
            if text and any(quote in text for quote in quotes):
                found.add(unit.section)
        return found

    def is_covered(self, use: Indication) -> bool:
        """Whether the document covers something for a use, or no position is known."""
        uses = {one for found in self.covered.values() for one in found}
        return not uses or use in uses or "any" in uses

    @cached_property
    def about_treatment(self) -> bool:
        """Whether the whole document is about ketamine or esketamine: its title names it, or no single chapter does."""
        if any(_names_ours(unit) for unit in self._outline.units[:4]):
            return True
        chapters = any(_names_ours(unit) for unit in self._outline.units if unit.kind == "heading")
        return not chapters and any(_names_ours(unit) for unit in self._outline.units[:14])

    @cached_property
    def foreign(self) -> set[int]:
        """Sections of other drugs and services, in a document that gives ours a chapter of its own among them."""
        sections = self._outline.sections
        ours = {section.index for section in sections if _names_treatment(section.heading)}
        titled = any(_names_ours(unit) for unit in self._outline.units[:4])
        if not ours or (titled and len(ours) < 2):
            return set()
        parents = {sections[index].parent for index in ours if not self._is_title(index)}
        found: set[int] = set()
        foreign_now: dict[int | None, bool] = {}
        for section in sections:
            if section.parent in found:
                found.add(section.index)
            elif section.parent in parents:
                if section.index in ours:
                    foreign_now[section.parent] = False
                elif not is_generic(section.heading):
                    foreign_now[section.parent] = not titled
                if foreign_now.get(section.parent):
                    found.add(section.index)
        return found

    @cached_property
    def entries_of_others(self) -> set[int]:
        """Units under entries such as "AUVELITY (dextromethorphan and bupropion)" in a list that also names ours."""
        found: set[int] = set()
        seen = {"ours": False, "others": False}
        now = False
        for unit in self._outline.units:
            if self._outline.section_of(unit).role in _LISTS_OF_TITLES:
                continue
            text = " ".join(unit.text.split())
            lettered = _LETTERED.match(text)
            named = lettered is not None and _opens_entry(lettered)
            titled = seen["others"] and _is_short_title(unit, text)
            if unit.kind != "table_row" and (named or titled or _names_entry(text)):
                now = not _names_treatment(text[:80])
                seen["others" if now else "ours"] = True
            elif unit.kind == "heading" and seen["others"] and not is_generic(text):
                now = not _names_treatment(text)
            if now:
                found.add(unit.index)
        return found if seen["ours"] and seen["others"] else set()

    def _is_title(self, index: int) -> bool:
        first = next((unit.section for unit in self._outline.units if unit.kind == "heading"), None)
        return index == first

    def may_state(self, treatment: Treatment) -> bool:
        """Whether criteria of a treatment can be in force: it is covered somewhere, or no position is known."""
        if treatment == "other":
            return self.default_treatments == ("other",)
        if treatment == "ketamine_any" and not any(name.startswith("ketamine") for name in self.covered):
            return not any(name.startswith("ketamine") for name in self.refused)
        if treatment in self.refused:
            return treatment == "ketamine_any" and any(name.startswith("ketamine") for name in self.covered)
        return True

    def is_named_refusal(self, unit: Unit) -> bool:
        """Whether an item is one of the uses that the document refuses by name."""
        text = _squeezed(unit.text).strip(".;,•-–—·")
        return any(
            position.position not in COVERS
            and position.position != "not_addressed"
            and len(quote) > 8
            and (text == quote.strip(".;,•-–—·") or (len(text) < 120 and quote in text))
            for quote, position in self._quoted
        )

    def told_of(self, unit: Unit) -> list[Position]:
        """The positions that a passage states, and not another one with the same words under another heading."""
        if unit.index not in self._told:
            self._told[unit.index] = self._stated_in(unit)
        return self._told[unit.index]

    def _stated_in(self, unit: Unit) -> list[Position]:
        text, heading = _squeezed(unit.text), self._outline.section_of(unit).heading
        return [
            position
            for quote, position in self._quoted
            if position.page in (None, unit.page)
            and (quote in text or text in quote)
            and len(quote) > 40
            and len(text) > 40
            and (position.heading in (None, heading) or not self._stands_under(position.heading, quote))
        ]

    def _stands_under(self, heading: str | None, quote: str) -> bool:
        return any(
            quote in _squeezed(unit.text)
            for unit in self._outline.units
            if self._outline.section_of(unit).heading == heading
        )

    def spoken_of(
        self, unit: Unit, low: str, named: tuple[Treatment, ...], given: tuple[Treatment, ...]
    ) -> tuple[Treatment, ...]:
        """What a text speaks of, among the treatments that it names: an item that names another one in passing ("no
        ketamine at the same time") speaks of the treatment that its list is about."""
        own = tuple(name for name in named if name != "other")
        decided = {position.treatment for position in self._positions}
        about = bool(given) and set(given) <= set(self.covered)
        in_passing = unit.kind == "list_item" and about and not set(own) & decided
        return () if in_passing and not treatments_in(low[:30]) else own

    def narrow(self, found: tuple[Treatment, ...]) -> tuple[Treatment, ...]:
        """Of several names those that the document covers; "ketamine" is the route that it covers."""
        if self.covered:
            kept = tuple(name for name in found if name in self.covered)
            if kept:
                return kept
            routes = tuple(name for name in self.covered if name.startswith("ketamine") and name != "ketamine_topical")
            if found == ("ketamine_any",) and routes:
                return routes[:1]
        return found[:1]


def _opens_entry(lettered: re.Match[str]) -> bool:
    """Whether a lettered title opens the entry of a drug: a section or part of a form has to name a treatment."""
    if _names_treatment(lettered[0]):
        return True
    if lettered[0].startswith(("Section", "Part")):
        return bool(treatments_in(folded(lettered[0])))
    return not is_generic(lettered["name"])


def _names_entry(text: str) -> bool:
    """Whether a line is a product with what it holds ("AUVELITY (…)"), and no topic ("Renewal (depression only)")."""
    found = _ENTRY.match(text)
    low = folded(found[0]) if found else ""
    return found is not None and (_names_treatment(text[:80]) or not (scope_in(low) or indications_in(low)))


def _is_short_title(unit: Unit, text: str) -> bool:
    return unit.kind == "paragraph" and len(text) < 60 and _names_treatment(text) and not text.endswith((".", ";", ","))


def _names_treatment(heading: str) -> bool:
    return any(name != "other" for name in treatments_in(folded(heading)))


def is_generic(heading: str) -> bool:
    """Whether a heading could stand in the chapter of any drug ("Criteria", "Renewal", "Acute suicidality")."""
    low = folded(heading)
    return (
        not low
        or role_of_heading(heading) is not Role.UNKNOWN
        or bool(indications_in(low) or scope_in(low))
        or any(words(table, key).search(low) for table, key in _GENERIC)
    )


def _names_ours(unit: Unit) -> bool:
    return any(name != "other" for name in treatments_in(folded(unit.text[:200])))


def _squeezed(text: str | None) -> str:
    return "".join((text or "").split()).lower()
