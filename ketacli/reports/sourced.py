"""How a report names the source of a fact, and marks one that is not settled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from ketacli.facts.cited import Cited
from ketacli.facts.records import CHECK_THIS
from ketacli.reports.paper import Paper


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


def source_list(sources: Sequence[Cited], paper: Paper) -> list[str]:
    """The sources of a report, one a paragraph, under their heading; empty where there are none."""
    if not sources:
        return []
    lines = ["", paper.heading("Sources")]
    for source in sources:
        told = f"{source.title}. {source.publisher}, {source.dated or 'undated'}, read {source.read.isoformat()}."
        lines.append(paper.wrap(f"{told} {source.address}", first="- "))
    return lines


def titles(keys: Sequence[str], sources: Mapping[str, Cited]) -> str:
    """For a table's cell: the titles of the sources."""
    return "; ".join(sources[key].title for key in keys)
