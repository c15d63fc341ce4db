"""The types of the store: a source, a fact with its history, the value that it has on a day, a subject."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Literal, NamedTuple, cast

# Neither `==` nor `repr` is generated for the records: making them took longer than reading a fact does.
Confidence = Literal["primary", "secondary", "derived", "unsettled"]
Scalar = Decimal | int | str | bool
CHECK_THIS = "check this"
"""What stands beside every unsettled fact, wherever it is shown."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Source:
    """Where a fact was read."""

    key: str
    title: str
    publisher: str
    address: str
    """A https address; for a law that of its section, for a study that of its DOI."""
    dated: str | None
    """Of the text itself: YYYY, YYYY-MM or YYYY-MM-DD; None where it carries none."""
    read: date
    """The day on which it was read."""

    def cite(self) -> str:
        """One line: title, publisher, date."""
        return f"{self.title}. {self.publisher}, {self.dated or 'undated'} (read {self.read.isoformat()})"


class Entry(NamedTuple):
    """One value of a fact, from the day on which it takes effect."""

    value: object
    """None where the figure is not published yet."""
    since: date | None
    """None: as far back as this fact reaches."""
    until: date | None
    """Last day on which it holds; None where the next entry ends it."""
    superseded_by: object
    """What replaced a figure that was announced and never took effect; None for a figure that holds."""
    note: str | None
    confidence: Confidence | None
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Value:
    """What a fact says on one day. Dollars and percents are `Decimal`; a range is a mapping (low, typical, high)."""

    key: str
    value: Any
    """None: not published, or the day lies outside what this fact reaches. None is never zero."""
    unit: str
    sentence: str
    source: Source
    sources: tuple[Source, ...]
    as_of: date
    """The day on which the sources were last compared with this fact."""
    confidence: Confidence
    since: date | None
    until: date | None
    note: str | None
    review_by: date | None
    superseded: tuple[Entry, ...]
    """Figures that were announced for the same day and replaced before they took effect."""

    @property
    def settled(self) -> bool:
        """False where it must be shown with "check this", and kept out of letters and computed dates."""
        return self.confidence != "unsettled"

    def number(self) -> Decimal | None:
        """The value as a `Decimal`; None where it is unknown. Raises TypeError for a text or a range."""
        if self.value is None or isinstance(self.value, Decimal):
            return self.value
        if isinstance(self.value, int) and not isinstance(self.value, bool):
            return Decimal(self.value)
        raise TypeError(f"the fact {self.key} is no single number")


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Fact:
    """One record: a sentence, where it was read, and its value by effective date where it has one."""

    key: str
    subject: str
    sentence: str
    unit: str
    sources: tuple[Source, ...]
    confidence: Confidence
    as_of: date
    review_by: date | None
    history: tuple[Entry, ...]
    fields: Mapping[str, Any] = field(default_factory=dict)
    """What this subject's records have besides (see `[fields]` at the head of its file). Numbers are `Decimal`
    where they carry a fraction or money, else `int`."""
    by_key: Mapping[str, Source] = field(default_factory=dict, repr=False)

    @property
    def settled(self) -> bool:
        """False where it must be shown with "check this", and kept out of letters and computed dates."""
        return self.confidence != "unsettled"

    def get(self, name: str, default: Any = None) -> Any:
        """One of the subject's own fields."""
        return self.fields.get(name, default)

    def fits(self, **wanted: object) -> bool:
        """Whether the fields equal what is wanted; a field that is a list fits where it holds the wanted word."""
        return all(_fits(self.fields.get(name), want) for name, want in wanted.items())

    def on(self, day: date) -> Value:
        """The value in force on `day`."""
        holding = self._holding(day)
        sources = tuple(self.by_key[key] for key in holding.sources) if holding and holding.sources else self.sources
        return Value(
            key=self.key,
            value=holding.value if holding else None,
            unit=self.unit,
            sentence=self.sentence,
            source=sources[0],
            sources=sources,
            as_of=self.as_of,
            confidence=(holding.confidence if holding else None) or self.confidence,
            since=holding.since if holding else None,
            until=self._last_day(holding) if holding else None,
            note=holding.note if holding else None,
            review_by=self.review_by,
            superseded=tuple(
                entry for entry in self.history if holding and _replaced(entry) and entry.since == holding.since
            ),
        )

    def _holding(self, day: date) -> Entry | None:
        """The latest entry that has begun; None where it has ended, or where none has begun."""
        found = None
        for entry in self.history:
            if not _replaced(entry) and (entry.since is None or entry.since <= day):
                found = entry
        return None if found and found.until and found.until < day else found

    def _last_day(self, holding: Entry) -> date | None:
        if holding.until:
            return holding.until
        later = [
            entry.since
            for entry in self.history
            if entry.since and not _replaced(entry) and (holding.since is None or entry.since > holding.since)
        ]
        return date.fromordinal(min(later).toordinal() - 1) if later else None


def _replaced(entry: Entry) -> bool:
    return entry.superseded_by is not None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Subject:
    """One data file: its facts by key, and its sources."""

    name: str
    title: str
    about: str
    facts: Mapping[str, Fact]
    sources: Mapping[str, Source]
    ignored: tuple[str, ...] = ()
    """Keys in the user's own folder that are older than the shipped fact, and so were passed over."""

    def __iter__(self) -> Iterator[Fact]:
        return iter(self.facts.values())

    def __getitem__(self, key: str) -> Fact:
        return self.facts[key]

    def where(self, **wanted: object) -> list[Fact]:
        """Facts whose fields equal what is wanted; a field that is a list matches where it holds the wanted word."""
        return [found for found in self if found.fits(**wanted)]


def _fits(value: object, wanted: object) -> bool:
    if isinstance(value, (list, tuple)) and not isinstance(wanted, (list, tuple)):
        return wanted in cast("list[object]", value)
    return value == wanted
