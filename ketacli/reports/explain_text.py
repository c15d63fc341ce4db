"""What `ketacli explain` shows: the meaning, what to do, see also, source and date."""

from __future__ import annotations

from collections.abc import Sequence

from ketacli.facts.cited import Cited
from ketacli.facts.terms import Explained
from ketacli.reports.paper import Paper
from ketacli.reports.sourced import by_key, mark, named
from ketacli.reports.tables import csv_text, md_escape, md_table

KINDS = {
    "term": "",
    "group_code": "group code",
    "CARC": "reason code (CARC)",
    "RARC": "remark code (RARC)",
    "billing_code": "billing code",
    "diagnosis_code": "diagnosis code (ICD-10-CM)",
    "rule": "reading rule",
}
COLUMNS = ("kind", "name", "meaning", "details", "see", "confidence", "as_of", "sources")


def text(found: Sequence[Explained], sources: Sequence[Cited], paper: Paper) -> str:
    """Each meaning in full."""
    known = by_key(sources)
    lines: list[str] = []
    for each in found:
        kind = f" ({KINDS[each.kind]})" if KINDS[each.kind] else ""
        lines += [paper.heading(f"{each.name}{kind}{mark(each.confidence)}"), paper.wrap(each.meaning)]
        lines += [paper.wrap(f"{detail.label}: {detail.text}", indent=2, hang=2) for detail in each.details]
        if each.see:
            lines.append(paper.wrap(f"See also: {', '.join(each.see)}", indent=2, hang=2))
        if each.sources:
            lines.append(paper.wrap(named(each.sources, known, each.as_of), indent=2, hang=2))
        lines.append("")
    return "\n".join(lines)


def listing(found: Sequence[Explained], paper: Paper) -> str:
    """The whole glossary, a line a term."""
    lines = [paper.heading(f"{len(found)} terms; ketacli explain TERM, CODE or RULE says more"), ""]
    lines += [paper.wrap(f"{each.name}: {each.meaning}", first="- ") for each in found]
    return "\n".join(lines) + "\n"


def csv(found: Sequence[Explained]) -> str:
    """One line a meaning."""
    return csv_text(COLUMNS, [_row(each) for each in found])


def _row(each: Explained) -> list[object]:
    joined = {
        "details": "; ".join(f"{detail.label}: {detail.text}" for detail in each.details),
        "see": "; ".join(each.see),
        "sources": " ".join(each.sources),
    }
    return [joined.get(name, getattr(each, name)) for name in COLUMNS]


def markdown(found: Sequence[Explained], sources: Sequence[Cited]) -> str:
    """A section a meaning; a table where there are many."""
    known = by_key(sources)
    if len(found) > 10:
        return md_table(("Term", "Meaning"), [(each.name, each.meaning) for each in found])
    lines: list[str] = []
    for each in found:
        kind = f" ({KINDS[each.kind]})" if KINDS[each.kind] else ""
        lines += [f"## {md_escape(each.name + kind + mark(each.confidence))}", "", md_escape(each.meaning), ""]
        lines += [f"- {md_escape(f'{detail.label}: {detail.text}')}" for detail in each.details]
        lines += [f"- See also: {md_escape(', '.join(each.see))}"] if each.see else []
        if each.sources:
            lines += ["", md_escape(named(each.sources, known, each.as_of))]
        lines.append("")
    return "\n".join(lines)
