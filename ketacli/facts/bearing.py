"""Every source with what rests on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ketacli.errors import UsageProblem
from ketacli.facts.filling import shown
from ketacli.facts.records import Confidence, Fact, Source
from ketacli.facts.store import fact as look_up
from ketacli.facts.store import sources


@dataclass(frozen=True, slots=True, kw_only=True)
class Resting:
    """A fact that rests on a source."""

    key: str
    subject: str
    sentence: str
    value: str | None
    """Its value on the day that was asked for, as a person reads it; None where it has none."""
    confidence: Confidence
    as_of: date
    review_by: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bearing:
    """One source and what rests on it."""

    key: str
    title: str
    publisher: str
    address: str
    dated: str | None
    read: date
    facts: tuple[Resting, ...]


def bearings(word: str | None, on: date) -> list[Bearing]:
    """All sources; or one by its key; or those of one fact by the fact's key. Raises UsageProblem with near misses."""
    known = sources()
    if word is None:
        return [_bearing(source, facts, on) for source, facts in known.values()]
    if word in known:
        return [_bearing(*known[word], on)]
    try:
        found = look_up(word)
    except KeyError:
        raise _unknown(word, list(known)) from None
    keys = {source.key for source in found.sources} | {key for entry in found.history for key in entry.sources}
    return [_bearing(known[key][0], (found,), on) for key in sorted(keys)]


def _bearing(source: Source, facts: tuple[Fact, ...], on: date) -> Bearing:
    return Bearing(
        key=source.key,
        title=source.title,
        publisher=source.publisher,
        address=source.address,
        dated=source.dated,
        read=source.read,
        facts=tuple(_resting(fact, on) for fact in facts),
    )


def _resting(fact: Fact, on: date) -> Resting:
    return Resting(
        key=fact.key,
        subject=fact.subject,
        sentence=fact.sentence,
        value=shown(fact.on(on).value, fact.unit) if fact.history else None,
        confidence=fact.confidence,
        as_of=fact.as_of,
        review_by=fact.review_by,
    )


def _unknown(word: str, keys: list[str]) -> UsageProblem:
    from rapidfuzz import fuzz, process

    near = [name for name, _, _ in process.extract(word, keys, scorer=fuzz.WRatio, limit=3, score_cutoff=60)]
    hint = f"Did you mean {' or '.join(near)}?" if near else "`ketacli sources` lists all keys."
    return UsageProblem("there is no source or fact of that key", hint=hint)
