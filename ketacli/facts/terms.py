"""What a word or a code means: glossary, denial codes, billing codes, diagnoses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from ketacli.facts.records import Confidence, Fact
from ketacli.facts.store import subject

Kind = Literal["term", "group_code", "CARC", "RARC", "billing_code", "diagnosis_code", "rule"]
ACTIONS: dict[str, str] = {
    "correct": "the provider sends a corrected claim",
    "send_records": "send records (no appeal)",
    "appeal": "appeal",
    "other_payer": "settle which insurer pays first",
    "check_benefit": "check your plan first",
    "none": "nothing to do; compare the amounts",
    "dispute": "the provider disputes it with the payer",
    "next_level": "go to the next level of appeal",
    "wrong_payer": "send it to the right payer",
}
_GROUPS = ("CO", "PR", "OA", "PI", "CR")
_GROUPED = re.compile(r"(CO|PR|OA|PI|CR)[\s-]*([A-Z]?\d{1,3})", re.IGNORECASE)
_LIKENESS = 70
"""Least likeness (0 to 100, rapidfuzz) at which a near miss is offered."""


@dataclass(frozen=True, slots=True)
class Detail:
    """One more thing to know of a term or code."""

    label: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """One meaning."""

    kind: Kind
    key: str
    name: str
    """The term or code as it is written."""
    meaning: str
    details: tuple[Detail, ...]
    """What else there is to know, in reading order."""
    see: tuple[str, ...]
    confidence: Confidence | None
    """None for a reading rule, which is no fact."""
    as_of: date | None
    sources: tuple[str, ...]
    """Keys into the envelope's `sources`."""


@dataclass(frozen=True, slots=True)
class Meanings:
    """All meanings of a word, and the facts behind them."""

    found: tuple[Explained, ...]
    used: tuple[Fact, ...]


def explain(word: str) -> Meanings:
    """All meanings of a term or a code; `CO-50` is explained as group code and reason code. Empty where unknown."""
    facts = _facts(" ".join(word.split()))
    return Meanings(tuple(_explained(fact) for fact in facts), tuple(facts))


def near(word: str, others: Iterable[str] = (), *, limit: int = 3) -> list[str]:
    """The names that come nearest to a word that nobody knows; codes only for a word with a digit."""
    from rapidfuzz import fuzz, process

    names = {_folded(name): name for name in (*_names(coded=any(sign.isdigit() for sign in word)), *others)}
    found = process.extract(_folded(word), list(names), scorer=fuzz.ratio, limit=limit, score_cutoff=_LIKENESS)
    return [names[folded] for folded, _, _ in found]


def terms() -> list[Explained]:
    """The whole glossary, by its words."""
    return sorted((_explained(fact) for fact in subject("glossary")), key=lambda each: each.name.lower())


def _facts(word: str) -> list[Fact]:
    grouped = _GROUPED.fullmatch(word)
    if grouped:
        return [*_denial_codes(grouped[1].upper(), ("group",)), *_denial_codes(grouped[2].upper(), ("CARC",))]
    plain = re.sub(r"^(CARC|RARC|CPT|HCPCS|ICD-?10(-CM)?|NDC|REV)[\s:-]+(?=\S*\d)", "", word, flags=re.IGNORECASE)
    upper = plain.upper()
    found = [*_glossary(plain)]
    if upper in _GROUPS:
        found = [*_denial_codes(upper, ("group",)), *found]
    if re.fullmatch(r"[A-Z]{0,2}\d{1,4}", upper):
        found += _denial_codes(upper, ("CARC", "RARC"))
    if re.search(r"\d", upper):
        found += _codes(upper)
    return list({fact.key: fact for fact in found}.values())


def _glossary(word: str) -> Iterator[Fact]:
    wanted = _folded(word)
    for fact in subject("glossary"):
        if wanted in map(_folded, (fact.get("term"), *fact.get("aliases", ()))):
            yield fact


def _denial_codes(code: str, systems: tuple[str, ...]) -> Iterator[Fact]:
    for fact in subject("denial_codes"):
        if fact.get("system") in systems and fact.get("code").upper() == code:
            yield fact


def _codes(code: str) -> Iterator[Fact]:
    wanted = code.replace(".", "")
    for name in ("codes", "diagnoses"):
        for fact in subject(name):
            if fact.get("code").upper().replace(".", "") == wanted and not fact.history:
                yield fact


def _folded(word: str) -> str:
    """Spelling apart: case, spaces, hyphens, British letters and the plural's s do not matter."""
    text = re.sub(r"[\s\-_/]+", "", word.lower())
    for british, american in (("ioural", "ioral"), ("programme", "program"), ("isation", "ization"), ("ised", "ized")):
        text = text.replace(british, american)
    return text[:-1] if text.endswith("s") and not text.endswith("ss") and len(text) > 4 else text


def _names(*, coded: bool) -> Iterator[str]:
    if coded:
        for name in ("denial_codes", "codes", "diagnoses"):
            yield from (fact.get("code") for fact in subject(name) if not fact.history)
    for fact in subject("glossary"):
        yield from (*fact.get("aliases", ()), fact.get("term"))


def _explained(fact: Fact) -> Explained:
    kinds: dict[str, Kind] = {"group": "group_code", "CARC": "CARC", "RARC": "RARC"}
    kind = kinds.get(fact.get("system", ""), "term")
    if fact.subject in ("codes", "diagnoses"):
        kind = "billing_code" if fact.subject == "codes" else "diagnosis_code"
    return Explained(
        kind=kind,
        key=fact.key,
        name=fact.get("term") or fact.get("code"),
        meaning=fact.sentence,
        details=tuple(Detail(*each) for each in _details(fact)),
        see=tuple(fact.get("see", ())),
        confidence=fact.confidence,
        as_of=fact.as_of,
        sources=tuple(source.key for source in fact.sources),
    )


def _details(fact: Fact) -> Iterator[tuple[str, str]]:
    if fact.get("aliases"):
        yield "Also called", ", ".join(fact.get("aliases"))
    if fact.get("actions") and fact.get("system") != "group":
        yield "What to do", "; ".join(ACTIONS[each] for each in fact.get("actions"))
    if fact.get("first_step"):
        yield "First step", fact.get("first_step")
    if "billable_to_patient" in fact.fields:
        yield "May you be billed?", "yes" if fact.get("billable_to_patient") else "no"
    if fact.get("appealable") is False:
        yield "Appeal", "not possible against this code"
    if fact.get("retired"):
        yield "Status", "an older code; it may still appear in old data"
    yield from _code_details(fact)


def _code_details(fact: Fact) -> Iterator[tuple[str, str]]:
    if fact.get("system") in ("HCPCS", "CPT", "NDC", "REV"):
        yield "Kind of code", fact.get("system")
    if fact.get("valid_from"):
        yield "Valid from", fact.get("valid_from").isoformat()
    if fact.get("valid_until"):
        yield "Valid until", fact.get("valid_until").isoformat()
    for label, name in (("Instead", "successor"), ("Before", "predecessor"), ("Rules", "rules"), ("Note", "note")):
        if fact.get(name):
            yield label, fact.get(name)
    if fact.get("billable") is False:
        yield "Billable", "no"
    if fact.get("instead"):
        yield "Instead", ", ".join(fact.get("instead"))
