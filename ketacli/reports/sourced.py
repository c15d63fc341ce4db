"""How a report names the source of a fact, and marks one that is not settled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from ketacli.facts.cited import Cited
from ketacli.facts.records import CHECK_THIS


def mark(confidence: str | None) -> str:
    """` (check this)` behind what is not settled, else nothing."""
    return f" ({CHECK_THIS})" if confidence == "unsettled" else ""


def by_key(sources: Iterable[Cited]) -> dict[str, Cited]:
    """Sources by their key."""
    return {source.key: source for source in sources}


def named(keys: Sequence[str], sources: Mapping[str, Cited], as_of: date | None) -> str:
    """`Source: title (publisher, date); … Checked 2026-11-23.`"""
    told = [f"{sources[key].title} ({sources[key].publisher}, {sources[key].dated or 'undated'})" for key in keys]
    checked = f" Checked {as_of.isoformat()}." if as_of else ""
    return f"{'Sources' if len(told) > 1 else 'Source'}: {'; '.join(told)}.{checked}"
