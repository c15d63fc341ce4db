"""Every source with what rests on it."""

from __future__ import annotations

from collections.abc import Iterator
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
    values: tuple[str, ...]
    """The values that rest on this source, as a person reads them (`$10,600 from 2026-01-01`); empty for none."""
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


def bearings(word: str | None) -> list[Bearing]:
    """All sources; or one by its key; or those of one fact by the fact's key. Raises UsageProblem with near misses."""
    known = sources()
    if word is None:
        return [_bearing(source, facts) for source, facts in known.values()]
    if word in known:
        return [_bearing(*known[word])]
    try:
        found = look_up(word)
    except KeyError:
        raise _unknown(word, list(known)) from None
    keys = {source.key for source in found.sources} | {key for entry in found.history for key in entry.sources}
    return [_bearing(known[key][0], (found,)) for key in sorted(keys)]


def _bearing(source: Source, facts: tuple[Fact, ...]) -> Bearing:
    return Bearing(
        key=source.key,
        title=source.title,
        publisher=source.publisher,
        address=source.address,
        dated=source.dated,
        read=source.read,
        facts=tuple(_resting(fact, source.key) for fact in facts),
    )


def _resting(fact: Fact, source: str) -> Resting:
    return Resting(
        key=fact.key,
        subject=fact.subject,
        sentence=fact.sentence,
        values=tuple(_values(fact, source)),
        confidence=fact.confidence,
        as_of=fact.as_of,
        review_by=fact.review_by,
    )


def _values(fact: Fact, source: str) -> Iterator[str]:
    own = tuple(each.key for each in fact.sources)
    for entry in fact.history:
        if source in (entry.sources or own):
            since = f" from {entry.since.isoformat()}" if entry.since else ""
            replaced = " (replaced before it took effect)" if entry.superseded_by is not None else ""
            yield f"{shown(entry.value, fact.unit)}{since}{replaced}"


def _unknown(word: str, keys: list[str]) -> UsageProblem:
    from rapidfuzz import fuzz, process

    near = [name for name, _, _ in process.extract(word, keys, scorer=fuzz.WRatio, limit=3, score_cutoff=60)]
    hint = f"Did you mean {' or '.join(near)}?" if near else "`ketacli sources` lists all keys."
    return UsageProblem("there is no source or fact of that key", hint=hint)
