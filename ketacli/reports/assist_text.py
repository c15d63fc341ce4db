"""What `ketacli assist` shows: how many ways are open, then each with what it pays, how to apply, source and date."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from ketacli.facts.assistance import Assessment
from ketacli.facts.cited import Cited
from ketacli.facts.means import Figure
from ketacli.reports.paper import Paper
from ketacli.reports.sourced import by_key, mark, named
from ketacli.reports.tables import csv_text, md_escape, md_table
from ketacli.reports.words import plural

HEADINGS = {
    "eligible": "Open to you on what you said",
    "unknown": "May be open: what decides",
    "not": "Not for you",
}
_NAMES = {
    "fees": "Fees",
    "arrives": "Arrives",
    "to_give_for_the_whole_amount": "Must be given for the whole to arrive",
    "interest_if_last_payment_missed": "Interest if the last payment is missed",
    "interest_if_nothing_paid": "Interest if nothing is paid until the end",
    "deductible_part": "Deductible part",
    "percent_of_poverty": "Income, percent of the poverty level",
}
_PERCENT = "percent_of_poverty"
COLUMNS = (
    "status",
    "name",
    "kind",
    "why",
    "pays",
    "how",
    "limits",
    "excluded_states",
    "phone",
    "web",
    "figures",
    "confidence",
    "as_of",
    "sources",
)


def text(found: Sequence[Assessment], sources: Sequence[Cited], paper: Paper, *, everything: bool = False) -> str:
    """The report for a terminal: open ways in full, the others in short unless `everything`."""
    known = by_key(sources)
    lines = [paper.heading("Help with the cost"), paper.wrap(_verdict(found)), ""]
    for status, heading in HEADINGS.items():
        mine = [each for each in found if each.status == status]
        if not mine:
            continue
        lines.append(paper.heading(f"{heading} ({len(mine)})"))
        for each in mine:
            if status == "eligible" or everything:
                lines += _full(each, known, paper)
            elif status == "unknown":
                lines += _short(each, paper)
            else:
                lines.append(paper.wrap(f"{each.name}: {' '.join(each.why)}", first="- "))
        lines.append("")
    lines.append(paper.heading("What to do next"))
    if not everything:
        lines.append(paper.wrap("--all shows how to apply, limits and sources for every one.", first="- "))
    lines.append(paper.wrap("An appeal costs nothing: ketacli rights, ketacli appeal.", first="- "))
    lines.append(paper.wrap("Programmes change: ask before you count on one.", first="- "))
    return "\n".join(lines) + "\n"


def _verdict(found: Sequence[Assessment]) -> str:
    count = {status: sum(each.status == status for each in found) for status in HEADINGS}
    are = "is" if count["eligible"] == 1 else "are"
    open_ways = f"{plural(count['eligible'], 'way')} {are} open to you on what you said"
    return f"{open_ways}, {count['unknown']} depend on something still open, {count['not']} are not for you."


def _short(each: Assessment, paper: Paper) -> list[str]:
    reach = f" {each.phone or each.web or ''}".rstrip()
    lines = [paper.wrap(f"{each.name}{mark(each.confidence)}: {' '.join(each.why)}{reach}", first="- ")]
    return lines + [_figure(figure, paper) for figure in each.figures]


def _full(each: Assessment, sources: Mapping[str, Cited], paper: Paper) -> list[str]:
    rows = [("Why", " ".join(each.why)), ("Pays", each.pays), ("How", each.how), ("Limits", each.limits or "")]
    rows.append(("Not in", ", ".join(each.excluded_states)))
    rows.append(("Reach", "  ".join(filter(None, (each.phone, each.web)))))
    lines = [paper.wrap(f"{each.name}{mark(each.confidence)}", first="- ")]
    lines += [paper.wrap(f"{label}: {said}", indent=2, hang=2) for label, said in rows if said]
    lines += [_figure(figure, paper) for figure in each.figures]
    return [*lines, paper.wrap(named(each.sources, sources, each.as_of), indent=2, hang=2)]


def _figure(figure: Figure, paper: Paper) -> str:
    return paper.wrap(f"{figure_name(figure)}: {amount(figure)} ({figure.arithmetic})", indent=2, hang=2)


def figure_name(figure: Figure) -> str:
    """The figure's name in words."""
    return _NAMES.get(figure.name, figure.name.replace("_", " ").capitalize())


def amount(figure: Figure) -> str:
    """`$1,126.00` or `139%`."""
    return f"{figure.value}%" if figure.name == _PERCENT else f"${Decimal(figure.value):,.2f}"


def csv(found: Sequence[Assessment]) -> str:
    """One line a program."""
    return csv_text(COLUMNS, [_row(each) for each in found])


def _row(each: Assessment) -> list[object]:
    joined = {
        "why": " ".join(each.why),
        "excluded_states": " ".join(each.excluded_states),
        "figures": "; ".join(f"{figure_name(figure)} {amount(figure)}" for figure in each.figures),
        "sources": " ".join(each.sources),
    }
    return [joined.get(name, getattr(each, name)) for name in COLUMNS]


def markdown(found: Sequence[Assessment], sources: Sequence[Cited]) -> str:
    """Sections by status, a table each."""
    known = by_key(sources)
    lines = ["# Help with the cost", "", md_escape(_verdict(found)), ""]
    for status, heading in HEADINGS.items():
        rows = [
            (
                f"{each.name}{mark(each.confidence)}",
                " ".join(each.why),
                each.pays,
                each.how,
                " ".join(filter(None, (each.limits, *map(_figure_words, each.figures)))),
                " ".join(filter(None, (each.phone, each.web))),
                named(each.sources, known, each.as_of),
            )
            for each in found
            if each.status == status
        ]
        if rows:
            headers = ("Name", "Why", "Pays", "How to apply", "Limits and figures", "Reach", "Source")
            lines += [f"## {heading}", "", md_table(headers, rows)]
    return "\n".join(lines)


def _figure_words(figure: Figure) -> str:
    return f"{figure_name(figure)}: {amount(figure)} ({figure.arithmetic})."
