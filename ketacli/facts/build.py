"""Tables of a data file → records. What a file may say is checked in `checks`; here it is taken as sound."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from ketacli.facts.records import Entry, Fact, Source

COMMON = frozenset({"sentence", "unit", "source", "confidence", "as_of", "review_by", "value", "values"})
"""Keys that every fact may have; its subject's `[fields]` adds others."""
MONEY = frozenset({"USD", "percent"})
"""Units whose whole numbers are `Decimal` all the same."""


def build_source(key: str, table: Mapping[str, Any]) -> Source:
    """A `[sources.KEY]` table as a record."""
    said = table.get("date")
    return Source(
        key,
        table["title"],
        table["publisher"],
        table["address"],
        said.isoformat() if isinstance(said, date) else said,
        table["read"],
    )


def build_facts(name: str, raw: Mapping[str, Any], sources: Mapping[str, Source]) -> dict[str, Fact]:
    """All facts of a subject. What the file's head says (source, confidence, as_of, review_by, unit) is the default."""
    defaults = {key: raw[key] for key in ("source", "confidence", "as_of", "review_by", "unit") if key in raw}
    money = {key for key, form in raw.get("fields", {}).items() if form.rstrip("?") == "money"}
    return {
        key: _build_fact(key, name, defaults | table, sources, money) for key, table in raw.get("facts", {}).items()
    }


def _build_fact(
    key: str, subject: str, table: Mapping[str, Any], sources: Mapping[str, Source], money: set[str]
) -> Fact:
    unit = table.get("unit", "")
    entries = table.get("values", [{"value": table["value"]}] if "value" in table else [])
    return Fact(
        key=key,
        subject=subject,
        sentence=table["sentence"],
        unit=unit,
        sources=tuple(sources[each] for each in as_keys(table["source"])),
        confidence=table["confidence"],
        as_of=table["as_of"],
        review_by=table.get("review_by"),
        history=tuple(_build_entry(entry, unit) for entry in entries),
        fields={
            each: as_amount(said, "USD") if each in money else said
            for each, said in table.items()
            if each not in COMMON
        },
        by_key=sources,
    )


def _build_entry(entry: Mapping[str, Any], unit: str) -> Entry:
    return Entry(
        value=as_amount(entry.get("value"), unit),
        since=entry.get("from"),
        until=entry.get("until"),
        superseded_by=as_amount(entry.get("superseded_by"), unit),
        note=entry.get("note"),
        confidence=entry.get("confidence"),
        sources=as_keys(entry["source"]) if "source" in entry else (),
    )


def as_keys(said: str | list[str]) -> tuple[str, ...]:
    """One key or several."""
    return (said,) if isinstance(said, str) else tuple(said)


def as_amount(said: Any, unit: str) -> Any:
    """Whole numbers of dollars and percents as `Decimal`; ranges likewise; everything else as it is."""
    if isinstance(said, dict):
        return {key: as_amount(inner, unit) for key, inner in said.items()}
    if unit in MONEY and isinstance(said, int) and not isinstance(said, bool):
        return Decimal(said)
    return said
