"""What `ketacli codes` shows: valid on that day or not, Medicare's amounts, rules."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ketacli.facts.billing import LOCALITY, CodeAnswer
from ketacli.facts.cited import Cited
from ketacli.reports.paper import Paper
from ketacli.reports.sourced import by_key, mark, named
from ketacli.reports.tables import csv_text, md_escape, md_table

_VALID = {"yes": "valid", "no": "NOT valid", "unknown": "unknown"}
_MANY = 6
"""From so many codes on each gets a line, fewer are shown in full."""
COLUMNS = (
    "code",
    "system",
    "on",
    "valid",
    "why",
    "instead",
    "meaning",
    "medicare",
    "office",
    "facility",
    "amount_file",
    "bundles",
    "rules",
    "indications",
    "treatments",
    "confidence",
    "as_of",
    "sources",
)


def text(found: Sequence[CodeAnswer], warnings: Sequence[str], sources: Sequence[Cited], on: date, paper: Paper) -> str:
    """A line each of many codes, or each of a few in full."""
    lines = [paper.heading(f"Codes on {on.isoformat()}"), ""]
    lines += [paper.wrap(each, first="! ") for each in warnings]
    if len(found) >= _MANY:
        lines += [*(paper.wrap(_line(each), first="- ") for each in found), ""]
        lines.append(paper.wrap("ketacli codes CODE shows rules, what to use instead, and sources."))
    else:
        known = by_key(sources)
        for each in found:
            lines += [*_one(each, known, paper), ""]
    if any(each.amounts for each in found):
        lines.append(paper.wrap(f"Medicare amounts: {_files(found)}. {LOCALITY}"))
    return "\n".join(lines).rstrip() + "\n"


def _line(each: CodeAnswer) -> str:
    instead = f", use {' or '.join(each.instead)}" if each.valid == "no" and each.instead else ""
    amounts = ", ".join(f"{place} {_dollars(each, place)}" for place in each.amounts)
    paid = f" Medicare: {amounts}." if amounts else ""
    return f"{each.code} {_VALID[each.valid]}{instead}: {each.meaning}{mark(each.confidence)}{paid}"


def _one(each: CodeAnswer, known: dict[str, Cited], paper: Paper) -> list[str]:
    system = f" ({each.system})" if each.system else ""
    lines = [
        paper.heading(f"{each.code}{system}: {_VALID[each.valid]} on {each.on.isoformat()}{mark(each.confidence)}")
    ]
    amounts = ", ".join(f"{place} {_dollars(each, place)}" for place in each.amounts)
    rows = [
        ("Meaning", each.meaning),
        ("Why", each.why),
        ("Use instead", ", ".join(each.instead)),
        ("Medicare", "; ".join(filter(None, (each.medicare, amounts)))),
        ("Included, not billed besides", ", ".join(each.bundles)),
        ("Rules", each.rules or ""),
        ("For", ", ".join(name.replace("_", " ") for name in each.indications)),
    ]
    lines += [paper.wrap(f"{label}: {said}", indent=2, hang=2) for label, said in rows if said]
    if each.sources:
        lines.append(paper.wrap(named(each.sources, known, each.as_of), indent=2, hang=2))
    return lines


def _dollars(each: CodeAnswer, place: str) -> str:
    amount = {str(name): value for name, value in each.amounts.items()}.get(place)
    return "" if amount is None else f"${amount:,.2f}"


def _files(found: Sequence[CodeAnswer]) -> str:
    return "; ".join(dict.fromkeys(each.amount_file for each in found if each.amount_file))


def csv(found: Sequence[CodeAnswer]) -> str:
    """One line a code."""
    return csv_text(COLUMNS, [_row(each) for each in found])


def _row(each: CodeAnswer) -> list[object]:
    own: dict[str, object] = {
        name: " ".join(getattr(each, name)) for name in ("instead", "bundles", "indications", "treatments", "sources")
    }
    own |= {"office": each.amounts.get("office"), "facility": each.amounts.get("facility")}
    return [own[name] if name in own else getattr(each, name) for name in COLUMNS]


def markdown(found: Sequence[CodeAnswer], warnings: Sequence[str], on: date) -> str:
    """A table of codes."""
    headers = ("Code", "System", "Valid", "Why", "Instead", "Meaning", "Office", "Facility", "Rules")
    rows = [
        (
            each.code,
            each.system,
            each.valid,
            each.why,
            ", ".join(each.instead),
            f"{each.meaning}{mark(each.confidence)}",
            _dollars(each, "office"),
            _dollars(each, "facility"),
            each.rules,
        )
        for each in found
    ]
    lines = [f"# Codes on {on.isoformat()}", "", *(f"- {md_escape(each)}" for each in warnings), ""]
    lines.append(md_table(headers, rows))
    if any(each.amounts for each in found):
        lines.append(md_escape(f"Medicare amounts: {_files(found)}. {LOCALITY}"))
    return "\n".join(lines) + "\n"
