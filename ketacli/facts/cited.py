"""Sources of what was shown, each once, with what rests on it: the `sources` list of every command that uses facts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ketacli.facts.records import Fact, Source, Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """One source and the facts of this result that rest on it."""

    key: str
    title: str
    publisher: str
    address: str
    dated: str | None
    """Date of the text itself; None where it carries none."""
    read: date
    """Day on which it was read."""
    facts: tuple[str, ...]


def cited(used: Iterable[Fact | Value]) -> list[Cited]:
    """The sources behind facts or values, in the order of use."""
    known: dict[str, Source] = {}
    resting: dict[str, list[str]] = {}
    for each in used:
        for source in each.sources:
            known.setdefault(source.key, source)
            keys = resting.setdefault(source.key, [])
            if each.key not in keys:
                keys.append(each.key)
    return [as_cited(source, resting[key]) for key, source in known.items()]


def as_cited(source: Source, facts: Iterable[str]) -> Cited:
    """A source with the keys of the facts that rest on it."""
    return Cited(
        key=source.key,
        title=source.title,
        publisher=source.publisher,
        address=source.address,
        dated=source.dated,
        read=source.read,
        facts=tuple(facts),
    )
