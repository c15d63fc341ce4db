"""Billing and diagnosis codes on a day of service: valid or not, Medicare's amount, what bundles."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from ketacli.facts.records import Confidence, Fact, Value
from ketacli.facts.store import fact as look_up
from ketacli.facts.store import subject

Valid = Literal["yes", "no", "unknown"]
Setting = Literal["office", "facility"]
MEDICARE: dict[str, str] = {
    "n/a": "",
    "active": "paid by the physician fee schedule",
    "not_covered": "not paid by Medicare under this code",
    "not_payable": "not a Medicare code",
    "invalid_for_medicare": "not valid for Medicare, which uses another code",
    "excluded": "outside the fee schedule; paid as a drug, if at all",
    "carrier_priced": "priced by the regional contractor",
    "ended": "deleted",
    "not_ketamine": "another drug, not ketamine",
}
LOCALITY = "National amount without the locality's index; where you live it differs by some percent."


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeAnswer:
    """One code on one day."""

    code: str
    system: str
    meaning: str
    on: date
    valid: Valid
    why: str
    valid_from: date | None
    valid_until: date | None
    instead: tuple[str, ...]
    """Codes to use in its place."""
    billable: bool | None
    """For diagnoses: false for a header or a code that does not exist."""
    medicare: str
    """Medicare's treatment of the code, in words; empty where it has none."""
    amounts: dict[Setting, Decimal]
    """Medicare's national amounts in dollars, by setting."""
    amount_file: str | None
    bundles: tuple[str, ...]
    """Codes that are included and not billed besides."""
    rules: str | None
    indications: tuple[str, ...]
    treatments: tuple[str, ...]
    confidence: Confidence | None
    """None for a code that is not in our list."""
    as_of: date | None
    sources: tuple[str, ...]
    """Keys into the envelope's `sources`."""


@dataclass(frozen=True, slots=True)
class CodeAnswers:
    """The answers, what does not go together, and the facts behind."""

    codes: tuple[CodeAnswer, ...]
    warnings: tuple[str, ...]
    used: tuple[Fact | Value, ...]


def look_up_codes(wanted: Sequence[str], treatment: str | None, on: date, setting: Setting | None) -> CodeAnswers:
    """The named codes, else all codes of a treatment, else all, each as of the day of service."""
    used: list[Fact | Value] = []
    found: list[CodeAnswer] = []
    for each in wanted:
        facts = [fact for fact in _all() if _same(fact.get("code"), each)]
        found += [_answer(fact, on, setting, used) for fact in facts] or [_unlisted(each, on)]
    if not wanted:
        found = [_answer(fact, on, setting, used) for fact in _all() if _serves(fact, treatment)]
    warnings = [*_clashes(found)] if wanted else []
    return CodeAnswers(tuple(found), tuple(warnings), tuple(used))


def _all() -> list[Fact]:
    return [fact for name in ("codes", "diagnoses") for fact in subject(name) if not fact.history]


def _same(code: str, wanted: str) -> bool:
    return _bare(code) == _bare(wanted)


def _bare(code: str) -> str:
    """A code without dots and hyphens; a drug's number (NDC) in the billing form of 5, 4 and 2 digits."""
    parts = code.strip().split("-")
    if len(parts) == 3 and all(part.isdigit() for part in parts):
        return "".join(part.zfill(size) for part, size in zip(parts, (5, 4, 2), strict=True))
    return re.sub(r"[\s.\-]", "", code).upper()


def _serves(fact: Fact, treatment: str | None) -> bool:
    """Whether a code is listed for a treatment; ketamine of an unnamed route has the codes of all routes."""
    if treatment is None or fact.subject == "diagnoses":
        return treatment is None and fact.subject == "codes"
    served = fact.get("treatments", ())
    if not treatment.startswith("ketamine"):
        return treatment in served
    general = "ketamine_any" in served or fact.get("role") == "trap"
    anyone = treatment == "ketamine_any" and any(each.startswith("ketamine") for each in served)
    return treatment in served or general or anyone


def _answer(fact: Fact, on: date, setting: Setting | None, used: list[Fact | Value]) -> CodeAnswer:
    used.append(fact)
    valid, why = _validity(fact, on)
    amounts, file = _amounts(fact.get("code"), on, setting, used) if valid != "no" else ({}, None)
    return CodeAnswer(
        code=fact.get("code"),
        system=fact.get("system", "ICD-10-CM"),
        meaning=fact.sentence,
        on=on,
        valid=valid,
        why=why,
        valid_from=fact.get("valid_from"),
        valid_until=fact.get("valid_until"),
        instead=_instead(fact, valid),
        billable=fact.get("billable"),
        medicare=MEDICARE[fact.get("medicare", "n/a")],
        amounts=amounts,
        amount_file=file,
        bundles=tuple(fact.get("bundles", ())),
        rules=fact.get("rules") or fact.get("note"),
        indications=tuple(fact.get("indications", ())),
        treatments=tuple(fact.get("treatments", ())),
        confidence=fact.confidence,
        as_of=fact.as_of,
        sources=tuple(source.key for source in fact.sources),
    )


def _validity(fact: Fact, on: date) -> tuple[Valid, str]:
    """Valid on a day of service; where the release for that day was not read, unknown rather than a guess."""
    if fact.get("exists") is False:
        return "no", "There is no such code."
    if fact.get("billable") is False:
        return "no", "A header: a longer code must be billed."
    if fact.get("role") == "trap":
        return "no", "A code of another drug: not for ketamine."
    if fact.get("valid_from") or fact.get("valid_until"):
        return _by_dates(fact, on)
    return _by_release(fact, on)


def _by_dates(fact: Fact, on: date) -> tuple[Valid, str]:
    first, last = fact.get("valid_from"), fact.get("valid_until")
    if last and on > last:
        return "no", f"It ended on {last.isoformat()}."
    if first and on < first:
        return "no", f"It begins on {first.isoformat()}."
    if (first and on <= _read_until(fact)) or (last and (first or on.year == last.year)):
        return "yes", f"Valid {_span(first, last)}."
    if last:
        return "unknown", f"It ended on {last.isoformat()}; the day on which it began was not found."
    return _by_release(fact, on)


def _by_release(fact: Fact, on: date) -> tuple[Valid, str]:
    release = _releases(fact).on(on).value
    if release is not None and _listed(fact):
        return "yes", f"Listed in the release for that day ({release})."
    return "unknown", "No list of codes for that day was read: check this before billing."


def _releases(fact: Fact) -> Fact:
    return look_up("diagnosis_release" if fact.subject == "diagnoses" else "code_release")


def _listed(fact: Fact) -> bool:
    """Whether the code itself was read in a list of codes, and not only on a payer's page."""
    lists = {source.key for source in (*_releases(fact).sources, *look_up("code_release").sources)}
    return fact.get("system") == "NDC" or any(source.key in lists for source in fact.sources)


def _read_until(fact: Fact) -> date:
    """The last day of the newest release that was read: a code that has begun holds until then."""
    return max((entry.until for entry in _releases(fact).history if entry.until), default=date.min)


def _span(first: date | None, last: date | None) -> str:
    words = [f"from {first.isoformat()}" if first else "", f"until {last.isoformat()}" if last else ""]
    return " ".join(filter(None, words))


def _instead(fact: Fact, valid: Valid) -> tuple[str, ...]:
    if fact.get("instead"):
        return tuple(fact.get("instead"))
    if valid == "no":
        other = fact.get("successor") or fact.get("predecessor")
        return (other,) if other else ()
    return (fact.get("successor"),) if fact.get("successor") and not fact.get("valid_until") else ()


def _amounts(
    code: str, on: date, setting: Setting | None, used: list[Fact | Value]
) -> tuple[dict[Setting, Decimal], str | None]:
    fees = subject("fee_schedule").where(code=code)
    listed = next((fee for fee in fees if fee.key == f"mpfs_{code}"), None)
    if listed is None:
        return {}, None
    found = listed.on(on)
    if found.value is None:
        return {}, None
    used.append(found)
    places: tuple[Setting, ...] = ("office", "facility")
    amounts = {place: found.value[place] for place in places if place in found.value and setting in (None, place)}
    return amounts, found.source.title


def _clashes(found: Sequence[CodeAnswer]) -> list[str]:
    named = {each.code for each in found}
    return [
        f"{each.code} includes {', '.join(sorted(named & set(each.bundles)))}: not to be billed besides it for the "
        "same work on the same day"
        for each in found
        if named & set(each.bundles)
    ]


def _unlisted(code: str, on: date) -> CodeAnswer:
    return CodeAnswer(
        code=code,
        system="",
        meaning="Not in our list of codes for these treatments.",
        on=on,
        valid="unknown",
        why="We hold no record of it; that says nothing about whether it is valid.",
        valid_from=None,
        valid_until=None,
        instead=(),
        billable=None,
        medicare="",
        amounts={},
        amount_file=None,
        bundles=(),
        rules=None,
        indications=(),
        treatments=(),
        confidence=None,
        as_of=None,
        sources=(),
    )
