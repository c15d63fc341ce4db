"""Walks the outline and turns what each passage states into criteria with treatment, use, scope and exact quote."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ketacli.documents.model import Document
from ketacli.policy import lazy_re as re
from ketacli.policy.criteria.amount_rows import amounts_of_row
from ketacli.policy.criteria.anywhere import adults, authorizations, trials_defined
from ketacli.policy.criteria.boxes import entries_of_form, is_row_of_boxes
from ketacli.policy.criteria.detect import detect
from ketacli.policy.criteria.echoes import echo_of, is_echo
from ketacli.policy.criteria.exclusions import speaks_of_person
from ketacli.policy.criteria.items import Item, tie, weeks_of_additions
from ketacli.policy.criteria.joined import is_of_title, marker_length, parted, sentences_of, topic_of
from ketacli.policy.criteria.joins import alternatives, fewer_trials
from ketacli.policy.criteria.labelled_values import is_of_authorization
from ketacli.policy.criteria.limits import DOSING_NOTE, is_above
from ketacli.policy.criteria.marked_columns import marked
from ketacli.policy.criteria.passages import Found, Passage, after, single_blanks
from ketacli.policy.criteria.patterns import words
from ketacli.policy.criteria.places import Frame, Places
from ketacli.policy.criteria.pointed import WAIVED, Pointed, lifting, pointed_items
from ketacli.policy.criteria.quantities import folded
from ketacli.policy.criteria.quotes import Quotes
from ketacli.policy.criteria.routing import on_its_way, on_ways, routes, tells
from ketacli.policy.criteria.rows import (
    asks_of_person,
    headers_of,
    is_denied,
    items_in_cell,
    label_of,
    must_be_denied,
    sets_no_rule,
    spans_in_cell,
    tells_nothing,
)
from ketacli.policy.criteria.states import InForce
from ketacli.policy.criteria.strangers import other_services
from ketacli.policy.criteria.subjects import (
    RENEWS,
    before_failure,
    by_use,
    exception_of,
    line_of_business,
    names_all_columns,
    refuses,
    refuses_states,
    scope_in,
    treatments_in,
    with_infusions,
)
from ketacli.policy.criteria.summaries import without_summaries
from ketacli.policy.criteria.unnamed import in_its_words, is_condition
from ketacli.policy.criteria.uses import Uses
from ketacli.policy.criteria.waivers import of_either
from ketacli.policy.decisions import is_question
from ketacli.policy.exclusion_items import names_use
from ketacli.policy.outline import Outline, Sentence, Unit
from ketacli.policy.reading import Criterion, CriterionType, Indication, Scope, Treatment

_EXCLUDING = {"contraindication", "no_psychosis", "no_substance_use", "no_pregnancy"}
_IN_HEADINGS = {"approval_duration", "quantity_limit"}
_ABSENT = re.compile(r"exclu|contraindic|must be absent|not (?:be )?present|none of")
_DEMANDED = re.compile(r"\b(?:require|need|(?:necessary|mandatory|must|program|always|apply|applies|remains)\b)")
_OPENING, _LABEL = 40, 90
"""So far into a sentence stands what it is about ("Renewals are for …"); a longer first cell is no label of its row."""
_FOR_A_STEP = re.compile(r"\W*(?:for|at|on|upon|to) [^,.;:]{3,40},")  # what it is for: "For recertification, …"


class Gatherer:
    """Collects the criteria of one document."""

    def __init__(self, document: Document, outline: Outline, places: Places) -> None:
        self._outline = outline
        self._places = places
        self._quotes = Quotes(document)
        self._items: list[Item] = []
        self._force = InForce(outline, places)
        self._uses = Uses(outline, places)
        self._ways = routes(outline)
        self._apart = entries_of_form(outline) | other_services(outline)

    def gather(self) -> list[Item]:
        """All criteria in reading order."""
        for unit in self._outline.units:
            frame = self._places.frame(unit)
            if frame.gate == "closed" or unit.index in self._apart:
                continue
            self._force.enter()
            before, asked = len(self._items), self._ways.get(unit.index)
            for place, passage in self._passages(unit, frame):
                if asked is not None:
                    if not tells(passage):
                        continue
                    place, passage = on_its_way(asked, place, passage)
                self._uses.follow(unit, place, passage)
                if self._force.states(unit, place, passage):
                    self._read(unit, place, passage)
            if asked is not None:
                self._items[before:] = on_ways(asked, self._items[before:], unit, before)
        self._anywhere()
        self._items = without_summaries(self._items, self._outline)
        weeks_of_additions(self._items, self._outline)
        self._pointed()
        return self._items

    def _pointed(self) -> None:
        """Items that a sentence lifts for one of two uses by their numbers hold for the other use alone."""
        for told in pointed_items(self._outline, self._places):
            unit, lifted = self._outline.units[told.unit], dict.fromkeys(told.heads, True)
            for at, item in enumerate(tuple(self._items)):
                criterion = item.criterion
                of_use = criterion.indication in ("any", told.held)
                if item.unit not in told.items or not of_use or not criterion.required:
                    continue
                self._items[at] = replace(item, criterion=replace(criterion, indication=told.held))
                head = next((one for one in told.heads if one == item.unit or one in self._places.above(item.unit)), -1)
                if told.freed and lifted.pop(head, False) and criterion.type in WAIVED:
                    self._lift(unit, told, criterion)

    def _lift(self, unit: Unit, told: Pointed, criterion: Criterion) -> None:
        frame = replace(self._places.frame(unit), indication=told.freed or "any", indication_open=False, gate="list")
        passage = self._passage(told.sentence.text, told.sentence.offset, unit, frame, frame.context, "")
        passage = replace(passage, scope=criterion.scope)
        item = lifting(criterion, passage.text)
        self._add(unit, frame, passage, item, criterion.treatment, None)

    def _passages(self, unit: Unit, frame: Frame) -> Iterator[tuple[Frame, Passage]]:
        """Sentences, items and cells of a unit, each with its place in the argument."""
        if unit.kind == "table_row":
            asked = [self._of_mark(unit, frame, *row) for row in marked(unit, self._outline.units)]
            yield from asked or self._cells(unit, frame)
            return
        topic = topic_of(unit)
        for at, said in enumerate(parted(sentences_of(unit), frame.gate)):
            cut = marker_length(said.text, unit.marker) if at == 0 else 0
            if said.text[cut:].strip():
                leads = bool(unit.children) and said.last
                label = topic if at else frame.label if not unit.children else ""
                lead = f"{label}: " if label else ""
                text, offset = said.text[cut:], said.start + cut
                yield frame, self._passage(text, offset, unit, frame, frame.context, lead, leads=leads)

    def _of_mark(self, unit: Unit, frame: Frame, cell: Sentence, use: Indication) -> tuple[Frame, Passage]:
        """What a row asks for, for a use whose column is marked."""
        place = replace(frame, indication=use, indication_open=False, gate="list")
        return place, self._passage(cell.text, cell.offset, unit, place, frame.context, "")

    def _cells(self, unit: Unit, frame: Frame) -> Iterator[tuple[Frame, Passage]]:
        if sets_no_rule(unit):
            return
        parted_off = len(unit.cells) > 1 and not is_row_of_boxes(unit)
        label = label_of(unit) if parted_off else ""
        names = headers_of(unit, self._outline.units)
        amounts = amounts_of_row(unit, frame.context)
        for at, cell in enumerate(unit.cells):
            head = " ".join(unit.headers[at].split()) if at < len(unit.headers) else ""
            header = folded(head)
            of_authorization = at > 0 and is_of_authorization(header, cell.text)
            said = of_authorization or re.search(r"[A-Za-z]{2}|\d", cell.text)
            if not said or (at == 0 and 0 < len(label) < _LABEL) or tells_nothing(cell.text, names, at):
                continue
            named = of_authorization or any(name != "other" for name in treatments_in(folded(label)))
            own = head if named and at < len(unit.headers) else label
            lead = f"{own}: " if own and at and len(own) < _LABEL else ""
            context = " | ".join(part for part in (header, frame.context) if part)
            if at in amounts:
                passage = self._passage(cell.text, cell.offset, unit, frame, context, lead)
                yield frame, replace(passage, amount=amounts[at])
                continue
            parts = [
                (start + begin, start + stop, f"{own or 'Approval duration'}, {use}: " if use else lead)
                for start, end, use in (by_use(cell.text) if at and (own or unit.index in self._ways) else ())
                for begin, stop in spans_in_cell(cell.text[start:end])
            ]
            spans = items_in_cell(cell.text) if _ABSENT.search(lead.lower()) else spans_in_cell(cell.text)
            for start, end, lead in parts or [(start, end, lead) for start, end in spans]:
                text = cell.text[start:end]
                place = replace(frame, gate="question") if is_question(text) else frame
                passage = self._passage(text, cell.offset + start, unit, place, context, lead)
                denied = place.gate == "question" and must_be_denied(unit)
                absent = denied or is_denied(unit) or (bool(lead) and _ABSENT.search(lead.lower()) is not None)
                if absent and names_use(text) and not (denied and asks_of_person(text)):
                    continue
                yield place, replace(passage, none_of=True, negative=True) if absent else passage

    def _passage(
        self, raw: str, offset: int, unit: Unit, frame: Frame, context: str, lead: str, *, leads: bool = False
    ) -> Passage:
        text, places = single_blanks(raw)
        low = folded(text)
        beside = scope_in(folded(lead)) if lead else None
        if unit.kind == "table_row":
            beside = scope_in(context.split(" | ")[0]) or beside
        scope = beside or frame.scope
        own = scope_in(folded(unit.text)) if unit.children else scope_in(low) if frame.gate == "statement" else None
        if own is None and unit.kind == "list_item" and (len(unit.sentences) > 1 or ":" in low[:_OPENING]):
            own = scope_in(low[:_OPENING] if len(unit.sentences) > 1 else low[: low.index(":")])
        if own is None and unit.kind == "list_item" and (opens := _FOR_A_STEP.match(low)):
            own = scope_in(opens[0])
        if own is None and frame.gate == "list" and RENEWS.search(low):
            own = "renewal"
        refused = frame.refused or (
            frame.gate == "statement" and (refuses(low) and not words("lead_in", "rescued").search(low))
        )
        return Passage(
            text=lead + text,
            offset=offset,
            length=len(raw.rstrip()),
            places=places,
            prefix=len(lead),
            context=context,
            negative=frame.negative or refused,
            none_of=frame.negative,
            scope=own or scope or "initial",
            in_list=frame.gate in ("list", "question"),
            leads=leads,
        )

    def _read(self, unit: Unit, frame: Frame, passage: Passage) -> None:
        whole = passage
        exception = exception_of(passage.low, refused=frame.refused)
        if exception:
            passage = after(passage, exception.end())
            frame = replace(frame, refused=False, gate="statement")
        read = () if self._is_refused_use(unit, passage) else detect(passage)
        found = [one for one in read if not is_of_title(unit, passage, one)]
        if frame.gate == "authorization":
            found = [item for item in found if item.type == "prior_authorization"]
        if unit.kind == "heading" and not unit.children:
            found = [item for item in found if item.type in _IN_HEADINGS]
        if frame.refused or (passage.negative and not passage.none_of):
            told = (
                frame.refused_when or speaks_of_person(passage, listed=unit.kind == "list_item")
                if frame.refused
                else words("lead_in", "when").search(passage.low)
            )
            found = [
                item
                for item in found
                if (told and item.type in _EXCLUDING) or (item.type == "quantity_limit" and is_above(passage, item))
            ]
        elif not found and frame.gate in ("list", "question") and self._is_condition(unit, passage):
            found = [in_its_words(passage)]
        if not found and self._items and self._items[-1].unit == unit.index and is_echo(passage.low):
            echo = echo_of(passage, self._items[-1].criterion)
            found, frame = ([echo], replace(frame, gate="statement")) if echo else (found, frame)
        self._uses.note(unit, frame, passage)
        treatments = self._treatments(unit, frame, whole)
        groups = {
            id(found[at]): ((unit.index * 1_000_000 + passage.offset, group), branch)
            for at, (group, branch) in alternatives(passage, found).items()
        }
        before = len(self._items)
        for item in found:
            item = of_either(passage, item, unit.text[: passage.offset])
            for treatment in treatments:
                self._add(unit, frame, passage, item, treatment, *groups.get(id(item), (None, 0)))
        if not groups and (fewer := fewer_trials(passage, found)):
            tie(self._items, unit, before, {found[at].type for at in fewer})

    def _is_refused_use(self, unit: Unit, passage: Passage) -> bool:
        """Whether an item below "We do not cover it for members with:" is a use, and no state of the member."""
        lead = self._outline.units[unit.parent] if unit.kind == "list_item" and unit.parent is not None else None
        return passage.none_of and lead is not None and refuses_states(lead) and names_use(passage.text)

    def _is_condition(self, unit: Unit, passage: Passage) -> bool:
        if passage.leads or words("waived", "patterns").search(passage.low):
            return False
        if self._places.points_on(unit):
            return False
        return is_condition(unit, passage) and not self._places.is_named_refusal(unit)

    def _treatments(self, unit: Unit, frame: Frame, passage: Passage) -> tuple[Treatment, ...]:
        named = treatments_in(before_failure(passage.low)) if frame.gate == "statement" else ()
        named = with_infusions(named, passage.low, self._places.covered)
        own = self._places.spoken_of(unit, passage.low, named, frame.treatments)
        if unit.kind == "table_row":
            head = (passage.context.split(" | ")[0], passage.low[: passage.prefix])
            own = tuple(name for text in head for name in treatments_in(text) if name != "other") or own
        if not own and "both" in passage.low:
            own = tuple(name for name in treatments_in(folded(unit.text)) if name != "other")
        around = (frame.gate == "statement" and self._uses.treatments) or frame.treatments
        chosen = self._places.narrow(own) if own else frame.treatments and around
        if len(chosen) > 1 and "infusion" in passage.low and not own:
            chosen = tuple(name for name in chosen if name != "esketamine")
        refused = bool(chosen) and not own and set(chosen) <= self._places.only_refused
        if refused and not treatments_in(folded(unit.text[: passage.offset])):
            chosen = self._places.default_treatments  # only a later sentence names what is refused
        return tuple(name for name in chosen if self._places.may_state(name))

    def _scope(self, frame: Frame, passage: Passage, item: Found) -> Scope:
        if item.type == "prior_authorization" and not item.scope:
            return "either" if _DEMANDED.search(passage.low) and not scope_in(passage.low) else passage.scope
        if item.scope:
            return item.scope
        if names_all_columns(passage.low[passage.prefix :]):
            return "either"
        if item.type == "renewal_response":
            return "renewal"
        if (
            item.type == "quantity_limit"
            and frame.gate == "statement"
            and DOSING_NOTE.match(folded(passage.text))
            and not item.scope
        ):
            return "either"
        return passage.scope

    def _add(
        self,
        unit: Unit,
        frame: Frame,
        passage: Passage,
        item: Found,
        treatment: Treatment,
        group: tuple[int, int] | None,
        branch: int = 0,
    ) -> None:
        at, until = passage.place(item.start), passage.place(item.end)
        span = (passage.offset, passage.offset + passage.length)
        page, quote = self._quotes.quote(unit, *span, at, max(until, at))
        if not quote:
            return
        criterion = Criterion(
            id=f"c{len(self._items) + 1}",
            type=item.type,
            number=item.number,
            unit=item.unit,
            comparison=item.comparison,
            text=item.text,
            scope=self._scope(frame, passage, item),
            treatment=treatment,
            indication=self._uses.of(unit, frame, passage, item),
            within_days=item.within_days,
            required=item.required,
            applies_to=self._line(frame, passage),
            page=page,
            quote=quote,
            heading=frame.heading,
            rule=item.rule,
        )
        self._items.append(
            Item(
                criterion=criterion,
                unit=unit.index,
                group=group,
                branch=branch,
                exempts=item.exempts,
                listed=passage.in_list,
            )
        )

    def _line(self, frame: Frame, passage: Passage) -> str | None:
        """The line of business that a criterion is limited to; the title of a document limits none of its criteria."""
        title = self._outline.units[0].low if self._outline.units else ""
        around = (text for text in frame.context.split(" | ") if text not in title)
        return next((line for text in (passage.low, *around) if (line := line_of_business(text))), None)

    def _anywhere(self) -> None:
        """Adds what is said of a treatment elsewhere, where its criteria are silent on it."""
        aged = self._told("age_min")
        for unit, frame, offset, text, item in adults(self._outline, self._places):
            passage = self._passage(text, offset, unit, frame, frame.context, "")
            if passage.negative or not self._force.states(unit, frame, passage):
                continue
            for treatment in (name for name in self._treatments(unit, frame, passage) if name not in aged):
                aged.add(treatment)
                self._add(unit, frame, passage, item, treatment, None)
        for unit, offset, text, item in trials_defined(self._outline):
            self._define(unit, offset, text, item)
        for told in authorizations(self._outline, self._places, self._told("prior_authorization")):
            frame = self._places.frame(told.unit)
            passage = self._passage(told.text, told.offset, told.unit, frame, frame.context, "")
            for treatment in told.treatments:
                self._add(told.unit, frame, passage, told.item.changed(scope="either"), treatment, None)

    def _define(self, unit: Unit, offset: int, text: str, item: Found) -> None:
        """Adds the length of a trial that is told as the meaning of the word, for each count of trials without one."""
        long = {
            (one.criterion.treatment, one.criterion.indication)
            for one in self._items
            if one.criterion.type == item.type
        }
        counted = [
            one.criterion for one in self._items if one.criterion.type == "prior_trials" and one.criterion.required
        ]
        for treatment, use in dict.fromkeys((one.treatment, one.indication) for one in counted):
            if not {(treatment, use), (treatment, "any")} & long:
                frame = replace(self._places.frame(unit), indication=use, indication_open=False, gate="list")
                passage = self._passage(text, offset, unit, frame, "", "")
                self._add(unit, frame, replace(passage, scope="initial"), item, treatment, None)

    def _told(self, kind: CriterionType) -> set[Treatment]:
        return {item.criterion.treatment for item in self._items if item.criterion.type == kind}
