"""What `ketacli sources` shows: every source, with what rests on it."""

from __future__ import annotations

from collections.abc import Sequence

from ketacli.facts.bearing import Bearing
from ketacli.reports.paper import Paper
from ketacli.reports.sourced import mark
from ketacli.reports.tables import csv_text, md_table
from ketacli.reports.words import plural

COLUMNS = ("key", "title", "publisher", "address", "dated", "read", "facts")


def text(found: Sequence[Bearing], paper: Paper, *, full: bool) -> str:
    """A line a source, or with `full` each with the sentences that rest on it."""
    if not full:
        head = f"{plural(len(found), 'source')}; ketacli sources KEY shows what rests on one"
        lines = [paper.heading(head), ""]
        for each in found:
            told = f"{each.key}: {each.title}. {each.publisher}, {each.dated or 'undated'}"
            lines.append(paper.wrap(f"{told} ({plural(len(each.facts), 'fact')})", first="- "))
        return "\n".join(lines) + "\n"
    lines = []
    for each in found:
        lines += [paper.heading(f"{each.key}: {each.title}"), paper.wrap(f"{each.publisher}. {each.address}")]
        lines.append(paper.wrap(f"Dated {each.dated or 'nowhere'}, read {each.read.isoformat()}."))
        lines.append(paper.wrap(f"What rests on it ({len(each.facts)}):"))
        for resting in each.facts:
            said = f" [{'; '.join(resting.values)}]" if resting.values else ""
            told = f"{resting.key}: {resting.sentence}{said} ({resting.confidence}){mark(resting.confidence)}"
            lines.append(paper.wrap(told, first="- "))
        lines.append("")
    return "\n".join(lines)


def csv(found: Sequence[Bearing]) -> str:
    """One line a source."""
    return csv_text(COLUMNS, [_row(each) for each in found])


def _row(each: Bearing) -> list[object]:
    keys = " ".join(resting.key for resting in each.facts)
    return [keys if name == "facts" else getattr(each, name) for name in COLUMNS]


def markdown(found: Sequence[Bearing]) -> str:
    """A table of sources."""
    headers = ("Key", "Title", "Publisher", "Date", "Read", "Address", "What rests on it")
    return md_table(
        headers,
        [
            (
                each.key,
                each.title,
                each.publisher,
                each.dated,
                each.read,
                each.address,
                ", ".join(resting.key for resting in each.facts),
            )
            for each in found
        ],
    )
