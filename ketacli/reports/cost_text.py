"""A projection as text: the answer first, then the Summary-of-Benefits order, then every session."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from ketacli.cost.money import show
from ketacli.cost.projection import Projection
from ketacli.reports.cost_rows import (
    EOB,
    Group,
    amount,
    columns_used,
    grouped,
    next_step,
    range_words,
    summary_rows,
    verdict,
)
from ketacli.reports.paper import Paper

if TYPE_CHECKING:
    from ketacli.cost.ready import NotKnown

BAR = 20
"""Columns of a bar."""


def cost_text(projection: Projection, paper: Paper, *, everything: bool = False) -> str:
    """The report on a projection. `everything` lists each session by itself."""
    parts = [paper.bold(paper.wrap(verdict(projection)))]
    if projection.first_evaluation is not None:
        parts.append(paper.wrap(f"A first evaluation comes on top: {range_words(projection.first_evaluation)}."))
    if projection.warnings:
        parts.append(_listed("Check this", projection.warnings, paper))
    if projection.events:
        parts.append("\n".join(paper.wrap(line) for line in projection.events))
    if projection.plan is not None:
        parts.append(_summary(projection, paper))
        parts.append(_sessions(projection, paper, everything=everything))
    elif projection.schedule:
        first, last = projection.sessions[0].day, projection.sessions[-1].day
        parts.append(paper.wrap(f"Rhythm: {projection.schedule} ({first.isoformat()} to {last.isoformat()})."))
    parts += _grounds(projection, paper)
    parts.append(paper.wrap(next_step(projection), first="Next: "))
    return "\n\n".join(part for part in parts if part) + "\n"


def not_known_text(answer: NotKnown, paper: Paper) -> str:
    """The report where no figure has a source."""
    parts = [paper.bold(paper.wrap(f"{answer.name}: what you pay is not known here.")), paper.wrap(answer.why)]
    if answer.warnings:
        parts.append("\n".join(paper.wrap(line) for line in answer.warnings))
    parts.append(paper.wrap(answer.next_step, first="Next: "))
    return "\n\n".join(parts) + "\n"


def _summary(projection: Projection, paper: Paper) -> str:
    rows = summary_rows(projection)
    head = paper.bold(paper.wrap("In all (order of the Summary of Benefits)"))
    wide, right = max(len(name) for name, _ in rows), max(len(value) for _, value in rows)
    if paper.plain or wide + right + 4 > paper.width:
        return head + "\n" + "\n".join(paper.wrap(f"{name}: {value}", hang=2) for name, value in rows)
    lines = [f"  {name.ljust(wide)}  {value.rjust(right)}" for name, value in rows]
    rule = "  " + "-" * (wide + right + 2)
    return "\n".join([head, *lines[:-1], rule, paper.bold(lines[-1])])


def _sessions(projection: Projection, paper: Paper, *, everything: bool) -> str:
    head = paper.bold(paper.wrap("Each session (order of an explanation of benefits)"))
    groups = _each(projection) if everything else grouped(projection.sessions)
    if any(group.first != group.last for group in groups):
        head += "\n" + paper.wrap(
            "A row such as 3-12 stands for sessions that cost the same; amounts are for each one."
        )
    used = columns_used(projection)
    if paper.plain or _width(_table(groups, used)) <= paper.width:
        return f"{head}\n{_drawn(groups, used, projection, paper)}"
    same = [name for name in ("billed", "savings") if name in used and _constant(groups, name)]
    fewer = [name for name in used if name not in same]
    if _width(_table(groups, fewer)) <= paper.width:
        sums = groups[0].session.sums
        words = ", ".join(f"{EOB[name].lower()} {amount(getattr(sums, name))}" for name in same)
        return f"{head}\n{paper.wrap(f'Each: {words}.')}\n{_drawn(groups, fewer, projection, paper)}"
    return head + "\n" + "\n".join(_card(group, used, paper) for group in groups)


def _each(projection: Projection) -> list[Group]:
    return [Group(number, number, session, session) for number, session in enumerate(projection.sessions, 1)]


def _constant(groups: Sequence[Group], name: str) -> bool:
    return len({getattr(group.session.sums, name) for group in groups}) == 1


def _table(groups: Sequence[Group], used: Sequence[str]) -> list[list[str]]:
    """Header and rows."""
    rows = [["No.", "Date", *[EOB[name] for name in used]]]
    rows += [
        [group.number, group.session.day.isoformat(), *[amount(getattr(group.session.sums, name)) for name in used]]
        for group in groups
    ]
    return rows


def _width(table: Sequence[Sequence[str]]) -> int:
    return sum(max(len(row[place]) for row in table) + 2 for place in range(len(table[0]))) - 2


def _card(group: Group, used: Sequence[str], paper: Paper) -> str:
    """A session as a sentence, where the paper is too narrow for columns."""
    sums = group.session.sums
    said = [name for name in used if getattr(sums, name) or name == "patient_owes"]
    words = ", ".join(f"{EOB[name].lower()} {amount(getattr(sums, name))}" for name in said)
    return paper.wrap(f"{group.session.day.isoformat()}: {words}", indent=1, first=f"{group.number}. ")


def _drawn(groups: Sequence[Group], used: Sequence[str], projection: Projection, paper: Paper) -> str:
    """The table, with a bar of your part of each session where the paper is wide enough."""
    headers, *rows = _table(groups, used)
    length = min(BAR, paper.width - _width([headers, *rows]) - 2)
    if not paper.plain and length >= len("Your part"):
        largest = max((session.sums.allowed for session in projection.sessions), default=Decimal(0))
        headers = [*headers, "Your part"]
        rows = [[*row, _bar(group.session.sums, largest, length)] for row, group in zip(rows, groups, strict=True)]
    return paper.table(headers, rows, right=list(range(2, 2 + len(used))))


def _bar(sums: object, largest: Decimal, length: int) -> str:
    owed, whole = getattr(sums, "patient_owes", Decimal(0)), max(largest, Decimal("0.01"))
    full = min(length, int((owed / whole * length).to_integral_value()))
    if owed and not full:
        full = 1
    total = min(length, max(full, int((getattr(sums, "allowed", Decimal(0)) / whole * length).to_integral_value())))
    return "█" * full + "░" * (total - full)


def _grounds(projection: Projection, paper: Paper) -> list[str]:
    found = []
    if projection.sensitivities:
        found.append(_listed("What would change this most", projection.sensitivities, paper))
    if projection.plan is not None and projection.plan.evidence:
        found.append(_evidence(projection.plan.evidence, paper))
    if projection.plan is not None and projection.plan.unknowns:
        found.append(_listed("The document leaves open", projection.plan.unknowns, paper))
    if projection.assumptions:
        found.append(_listed("This rests on", projection.assumptions, paper))
    cited = [f"What you gave: {name}" for name in projection.inputs] + [source.cite() for source in projection.sources]
    if cited:
        found.append(_listed("Sources", cited, paper))
    return found


def _evidence(entries: Sequence[object], paper: Paper) -> str:
    lines = []
    for entry in entries:
        if isinstance(entry, dict):
            lines.append(f"{entry['key']} = {entry['value']}: page {entry['page']}, “{entry['quote']}”")
    return _listed("Read from the document", lines, paper)


def _listed(title: str, lines: Sequence[str], paper: Paper) -> str:
    return "\n".join([paper.heading(title), *[paper.wrap(line, indent=2, first="- ") for line in lines]])


def why_text(projection: Projection, number: int, paper: Paper) -> str:
    """The ledger of one session: each line with its steps. `number` counts from 1 and must exist."""
    from ketacli.cost.steps import steps

    session = projection.sessions[number - 1]
    title = f"Session {number} on {session.day.isoformat()}, plan year {session.plan_year}"
    parts = [paper.bold(paper.wrap(f"{title}: you owe {show(session.sums.patient_owes)}."))]
    for place, charge in enumerate(session.charges, 1):
        name = f"{charge.line.service}{f' ({charge.line.code})' if charge.line.code else ''}"
        head = f"Line {place}: {name}" if len(session.charges) > 1 else name
        told = [
            paper.wrap(f"{step.text}{f' [{step.reason}]' if step.reason else ''}", indent=2, first=f"{at}. ")
            for at, step in enumerate(steps(charge), 1)
        ]
        parts.append("\n".join([paper.heading(head), *told]))
    parts.append(paper.wrap("Codes in brackets are those of a remittance: ketacli explain PR-1 says what one means."))
    return "\n\n".join(parts) + "\n"
