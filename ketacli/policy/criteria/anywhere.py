"""What holds for a treatment wherever a document says it: that adults are meant, that authorization comes first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ketacli.policy import lazy_re as re
from ketacli.policy.criteria.detect import detect
from ketacli.policy.criteria.passages import Found, Passage
from ketacli.policy.criteria.patterns import cue
from ketacli.policy.criteria.places import Frame, Places
from ketacli.policy.criteria.quantities import folded
from ketacli.policy.criteria.strangers import is_of_others
from ketacli.policy.criteria.subjects import before_failure, treatments_in, with_infusions
from ketacli.policy.outline import Outline, Role, Unit
from ketacli.policy.reading import Treatment
from ketacli.policy.sentences import sentence_spans
from ketacli.policy.substrings import AnyOf
from ketacli.records import record

_ADULTS = re.compile(r"\badults?\b(?!\s*\()")
_COVERING = re.compile(r"\bcovered\b|medically necessary|\bapprov|\bcovers\b|\bis (?:now |also )?a benefit\b")
_hinted = AnyOf(
    "authori", "approv", "precert", "pre-cert", "preauth", " pa ", "pa form", "pa request", "review", "call ", "our ok"
)
_SILENT = {Role.HISTORY, Role.OTHER_PAYERS, Role.REFERENCES, Role.RELATED, Role.APPEALS, Role.DEFINITIONS}
"""Roles of sections that put no treatment under authorization."""
_NO_MEANING = {Role.HISTORY, Role.BACKGROUND, Role.REGULATORY, Role.OTHER_PAYERS, Role.REFERENCES, Role.RELATED}
"""Roles of sections whose words mean nothing for the criteria."""
_ALL_NAMED = re.compile(
    r"\b(?:both|either|each|all|every)(?: one)?(?: of (?:the|these))? "
    r"(?:(?:two|these) )?(?:drugs?|treatments?|products?|medications?|medicines?|services?|of them|forms)\b"
)
"""A sentence that speaks of all the treatments that a document names."""
_DRUG_CODES = re.compile(r"\b(?:j0013|s0013|g2082|g2083)\b")
"""Codes that stand for esketamine alone."""
_TOLD = ("changed", "elsewhere", "study")
"""Cues of sentences that tell of something that is not in force here."""
_FORM = re.compile(
    r"\b(?:prior |pre-?|advance )?(?:authori[sz]ation|certification|approval)\b[^.;]{0,40}\b(?:form|request"
    r"|questionnaire|worksheet)\b"
    r"|\b(?:form|request|questionnaire) for (?:prior |pre-?|advance )?(?:authori[sz]ation|certification|approval)\b"
    r"|\bpa (?:request|form)\b|\bcoverage determination request\b"
)
_NO_TITLE = re.compile(r"[.;!]$|\b(?:re|regarding|your|our|denied|denial|approved)\b")
_TITLES = 6
_TITLE_LENGTH = 160


_TRIAL_IS = re.compile(
    r"^\W*(?:an? |the )?(?:adequate |sufficient |full )?(?:(?:antidepressant|medication|drug|therapeutic|treatment) )*"
    r"(?:trials?|course)(?: of (?:an? )?(?:antidepressants?|medications?|drugs?|treatment|therapy))?\W{0,3}"
    r"(?:\([^()]*\) )?(?:is|are|means?|shall mean|refers to|consists? of|lasts?|must last|:|-|=)(?=\W|$)"
)
"""Opens the definition of what a trial is ("Adequate trial: at least 6 weeks …")."""


@record
class Told:
    """A finding in a stretch of a unit's text, for the treatments that the stretch names."""

    unit: Unit
    offset: int
    text: str
    item: Found
    treatments: tuple[Treatment, ...]


def adults(outline: Outline, places: Places) -> Iterator[tuple[Unit, Frame, int, str, Found]]:
    """Sentences of coverage that speak of adults, each with the age of 18."""
    for unit in outline.units:
        frame = places.frame(unit)
        if "adult" not in unit.low or frame.gate == "closed" or frame.refused:
            continue
        for sentence in unit.sentences:
            low = folded(sentence.text)
            match = _ADULTS.search(low)
            if match is None or not _COVERING.search(low):
                continue
            item = Found(
                type="age_min",
                rule="KC101",
                start=match.start(),
                end=match.end(),
                number=18,
                unit="years",
                comparison="at_least",
                text="adults",
            )
            yield unit, frame, sentence.offset, sentence.text, item


def trials_defined(outline: Outline) -> Iterator[tuple[Unit, int, str, Found]]:
    """How long a trial must have lasted, where a document tells it as the meaning of the word."""
    for unit in outline.units:
        if not unit.in_force or "trial" not in unit.low or outline.section_of(unit).role in _NO_MEANING:
            continue
        for sentence in unit.sentences:
            if _TRIAL_IS.match(folded(sentence.text)) and not is_of_others(folded(sentence.text)):
                passage = Passage(text=sentence.text, context="failed antidepressants")
                lengths = (item for item in detect(passage) if item.type == "trial_duration" and item.required)
                if item := next(lengths, None):
                    yield unit, sentence.offset, sentence.text, item


def authorizations(outline: Outline, places: Places, told_of: set[Treatment]) -> Iterator[Told]:
    """Where a document puts treatments under prior authorization outside its criteria (in a list of codes, in a row of
    costs, by the title of a form): the first place for each treatment of which that is not told already."""
    for unit in outline.units:
        if places.covered and not places.covered.keys() - told_of:
            return
        if not _hinted(unit.low) or not _may_tell(unit, outline, places):
            continue
        for told in (*_of_title(unit, places), *_of_sentences(unit, places)):
            if named := tuple(name for name in told.treatments if name not in told_of and _may_be_put(name, places)):
                told_of |= set(named)
                yield replace(told, treatments=named)


def _may_be_put(name: Treatment, places: Places) -> bool:
    """Whether a treatment may stand under authorization: one that is covered, or the drug of a document without any."""
    return name in places.covered or (not places.covered and name == "esketamine" and places.may_state(name))


def _may_tell(unit: Unit, outline: Outline, places: Places) -> bool:
    if not unit.in_force or unit.is_header_row:
        return False
    return outline.section_of(unit).role not in _SILENT or unit.index in outline.logged or places.is_change_log


def _of_title(unit: Unit, places: Places) -> Iterator[Told]:
    """The title of a form by which authorization is asked for."""
    low = folded(unit.text).strip()
    match = _FORM.search(low) if unit.index < _TITLES and len(low) < _TITLE_LENGTH else None
    if match is None or _NO_TITLE.search(low):
        return
    item = Found(type="prior_authorization", rule="KC150", start=match.start(), end=match.end())
    named = _named(low, places) or tuple(places.covered)
    yield Told(
        unit=unit, offset=len(unit.text) - len(unit.text.lstrip()), text=unit.text.strip(), item=item, treatments=named
    )


def _of_sentences(unit: Unit, places: Places) -> Iterator[Told]:
    """Sentences, of a row those of each cell, that demand authorization for a treatment by its name or its code."""
    for part in unit.cells or unit.sentences:
        for start, end in sentence_spans(part.text):
            text = part.text[start:end]
            low = folded(text)
            if not _hinted(low) or is_of_others(low) or any(cue(name).search(low) for name in _TOLD):
                continue
            named = _named(low, places) or places.of_rows(text)
            asked = (item for item in detect(Passage(text=text)) if item.type == "prior_authorization") if named else ()
            if item := next((item for item in asked if item.required), None):
                yield Told(unit=unit, offset=part.offset + start, text=text, item=item, treatments=named)


def _named(low: str, places: Places) -> tuple[Treatment, ...]:
    """The covered treatments of which a sentence speaks."""
    names = with_infusions(treatments_in(before_failure(low)), low, places.covered)
    if _DRUG_CODES.search(low):
        names = (*names, "esketamine")
    if _ALL_NAMED.search(low):
        names = (*names, *places.covered)
    return places.narrow(tuple(name for name in dict.fromkeys(names) if name != "other")) if names else ()
