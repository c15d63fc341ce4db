"""A projection as CSV (one row a line of a claim) and as Markdown."""

from __future__ import annotations

from ketacli.cost.projection import AMOUNTS, Projection
from ketacli.reports.cost_rows import EOB, amount, columns_used, next_step, range_words, summary_rows, verdict
from ketacli.reports.tables import csv_text, md_escape, md_table


def cost_csv(projection: Projection) -> str:
    """One row a claim line with all money columns, then a row of totals; safe to open in a spreadsheet."""
    headers = ["session", "date", "plan_year", "service", "code", "benefit", "network", *AMOUNTS]
    rows: list[list[object]] = []
    for number, session in enumerate(projection.sessions, 1):
        for charge in session.charges:
            line = charge.line
            words = [line.service, line.code, line.benefit, line.network]
            amounts = [f"{getattr(charge, name):.2f}" for name in AMOUNTS]
            rows.append([number, session.day.isoformat(), session.plan_year, *words, *amounts])
    rows.append(["total", "", "", "", "", "", "", *[f"{value:.2f}" for value in projection.totals]])
    return csv_text(headers, rows)


def cost_md(projection: Projection) -> str:
    """The report in Markdown."""
    used = columns_used(projection)
    parts = [f"**{md_escape(verdict(projection))}**\n"]
    if projection.first_evaluation is not None:
        parts.append(md_escape(f"A first evaluation comes on top: {range_words(projection.first_evaluation)}.") + "\n")
    parts.append(_bullets("Check this", projection.warnings))
    parts.append("".join(f"- {md_escape(line)}\n" for line in projection.events))
    parts.append(
        "## In all (order of the Summary of Benefits)\n\n" + md_table(["", "Dollars"], summary_rows(projection))
    )
    rows = [
        [str(number), session.day.isoformat(), *[amount(getattr(session.sums, name)) for name in used]]
        for number, session in enumerate(projection.sessions, 1)
    ]
    heads = ["No.", "Date", *[EOB[name] for name in used]]
    parts.append("## Each session (order of an explanation of benefits)\n\n" + md_table(heads, rows))
    parts.append(_bullets("What would change this most", projection.sensitivities))
    parts.append(_bullets("This rests on", projection.assumptions))
    parts.append(_bullets("Sources", [source.cite() for source in projection.sources]))
    parts.append(f"Next: {md_escape(next_step(projection))}\n")
    return "\n".join(part for part in parts if part)


def _bullets(title: str, lines: tuple[str, ...] | list[str]) -> str:
    if not lines:
        return ""
    return f"## {title}\n\n" + "".join(f"- {md_escape(line)}\n" for line in lines)
