"""Programs and other ways to pay, held against what is known of a person: eligible, not, or unknown, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ketacli.facts.filling import fill
from ketacli.facts.means import Figure, figures, income_words
from ketacli.facts.person import GOVERNMENT, TREATMENT_WORDS, Profile, Status
from ketacli.facts.records import Confidence, Fact, Value
from ketacli.facts.store import subject

_ORDER: dict[Status, int] = {"eligible": 0, "unknown": 1, "not": 2}
_ANY_ROUTE = "ketamine_any"


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """One program for this person."""

    key: str
    name: str
    kind: str
    status: Status
    why: tuple[str, ...]
    """Reasons: what decides, and what is still open."""
    about: str
    pays: str
    how: str
    limits: str | None
    excluded_states: tuple[str, ...]
    phone: str | None
    web: str | None
    figures: tuple[Figure, ...]
    """Amounts worked out for this person, with their arithmetic."""
    confidence: Confidence
    as_of: date
    sources: tuple[str, ...]
    """Keys into the envelope's `sources`."""


@dataclass(frozen=True, slots=True)
class Assessments:
    """All programmes, what is open first, and the facts behind them."""

    programmes: tuple[Assessment, ...]
    used: tuple[Fact | Value, ...]


def assess(person: Profile, on: date) -> Assessments:
    """Every program with its status for this person, eligible before unknown before not."""
    found: list[Assessment] = []
    used: list[Fact | Value] = []
    for fact in subject("assistance"):
        worked, behind = figures(fact, person, on)
        words = {name: fill(fact.get(name) or "", on) for name in ("pays", "how", "limits")}

        found.append(_assessment(fact, person, worked, {name: told for name, (told, _) in words.items()}, on))
        used += [fact, *behind, *(value for _, values in words.values() for value in values)]
    found.sort(key=lambda each: _ORDER[each.status])
    return Assessments(tuple(found), tuple(used))


def _assessment(
    fact: Fact, person: Profile, worked: Sequence[Figure], words: Mapping[str, str], on: date
) -> Assessment:
    reasons = list(_reasons(fact, person, on))
    worst: Status = max((status for status, _ in reasons), key=_ORDER.__getitem__, default="eligible")
    why = [words for status, words in reasons if status == worst or (worst == "unknown" and status == "eligible")]
    return Assessment(
        key=fact.key,
        name=fact.get("name"),
        kind=fact.get("kind"),
        status=worst,
        why=tuple(dict.fromkeys(why)) or ("Open to anyone.",),
        about=fact.sentence,
        pays=words["pays"],
        how=words["how"],
        limits=words["limits"] or None,
        excluded_states=tuple(fact.get("excluded_states", ())),
        phone=fact.get("phone"),
        web=fact.get("web"),
        figures=tuple(worked),
        confidence=fact.confidence,
        as_of=fact.as_of,
        sources=tuple(source.key for source in fact.sources),
    )


def _reasons(fact: Fact, person: Profile, on: date) -> Iterator[tuple[Status, str]]:
    if fact.get("cover") in person.insurance:
        yield "eligible", f"You have {fact.get('cover_name')}: ask for prior approval."
        return
    proof = fact.get("state_of_proof")
    if proof == "no_fund_found":
        yield "not", f"No fund for depression was found on {fact.as_of.isoformat()}."
    if proof == "unconfirmed":
        yield "unknown", "It could not be confirmed that this is open for this drug."
    yield from _by_insurance(fact, person)
    yield from _by_treatment(fact, person)
    yield from _by_state(fact, person)
    if fact.get("needs_veteran"):
        yield from _by_service(person)
    if fact.get("income_rule"):
        yield from income_words(fact, person, on)
    if fact.get("open_question"):
        yield "unknown", fact.get("open_question")


def _by_insurance(fact: Fact, person: Profile) -> Iterator[tuple[Status, str]]:
    covers = set(person.insurance)
    government = sorted(covers & GOVERNMENT)
    wanted, barred = fact.get("insurance"), set(fact.get("not_insurance", ()))
    if fact.get("kind") == "manufacturer" and government:
        yield "not", f"Not with government cover ({', '.join(government)}), even as second insurance."
    elif wanted and not covers:
        yield "unknown", f"Only with {' or '.join(wanted)} insurance: which insurance do you have?"
    elif wanted and not covers & set(wanted):
        yield "not", f"Only with {' or '.join(wanted)} insurance."
    elif wanted:
        yield "eligible", f"You have {' and '.join(sorted(covers & set(wanted)))} insurance."
    if barred & covers:
        yield "not", f"Not where {' or '.join(sorted(barred & covers))} is used for the service."
    if fact.get("if_insured"):
        alone = covers == {"none"}
        yield ("eligible", "You have no insurance.") if alone else ("unknown", fact.get("if_insured"))
    if fact.get("uninsured_or_refused") and covers != {"none"}:
        yield "unknown", "Only without cover for the drug: has the plan refused it for good?"


def _by_treatment(fact: Fact, person: Profile) -> Iterator[tuple[Status, str]]:
    wanted = fact.get("treatments")
    if not wanted or person.treatment in wanted:
        return
    names = ", ".join(TREATMENT_WORDS[each] for each in wanted)
    if person.treatment is None:
        yield "unknown", f"Only for certain treatments ({names}): which one is it?"
    elif person.treatment == _ANY_ROUTE and any(each.startswith("ketamine") for each in wanted):
        yield "unknown", f"Only for certain routes ({names}): which one is it?"
    else:
        yield "not", f"Only for {names}."


def _by_state(fact: Fact, person: Profile) -> Iterator[tuple[Status, str]]:
    excluded = fact.get("excluded_states", ())
    if excluded and person.state is None:
        yield "unknown", f"Not for residents of {', '.join(excluded)}: where do you live?"
    elif person.state in excluded:
        yield "not", f"Not for residents of {person.state}."


def _by_service(person: Profile) -> Iterator[tuple[Status, str]]:
    if person.veteran is None:
        yield "unknown", "Only for veterans: are you one?"
    elif not person.veteran:
        yield "not", "Only for veterans."
