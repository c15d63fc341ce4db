"""Text and JSON of what stands beside a projection: scenarios, comparison, simulation, financing, estimate."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from ketacli.cost.comparing import Comparison
from ketacli.cost.engine import Request
from ketacli.cost.estimate import EstimateCheck
from ketacli.cost.financing import Deferred, Loan
from ketacli.cost.money import show
from ketacli.cost.scenarios import Scenario
from ketacli.cost.simulate import Simulated
from ketacli.reports.cost_rows import amount
from ketacli.reports.paper import Paper


def scenarios_text(request: Request, found: Sequence[Scenario], paper: Paper) -> str:
    """All scenarios in one table, the lowest named by word."""
    taxed = any(scenario.after_tax is not None for scenario in found)
    headers = ["Way", "Low", "Typical", "High", "Paid before refunds", *(["From an HSA/FSA"] if taxed else [])]
    rows = [
        [
            scenario.name + (" (lowest)" if scenario.lowest else ""),
            *[_known(value) for value in scenario.pays],
            _known(scenario.laid_out),
            *([_known(scenario.after_tax)] if taxed else []),
        ]
        for scenario in found
    ]
    notes = [paper.wrap(f"{scenario.name}: {scenario.note}.", indent=2, first="- ") for scenario in found]
    parts = [
        paper.bold(paper.wrap(f"Ways to pay for {request.title}")),
        paper.table(headers, rows, right=list(range(1, len(headers)))),
        "\n".join([paper.heading("How each comes about"), *notes]),
    ]
    flows = [scenario for scenario in found if scenario.cash_flow]
    parts += [_flow(scenario, paper) for scenario in flows]
    for title, lines in (("Check this", request.warnings), ("This rests on", request.assumptions)):
        if lines:
            parts.append("\n".join([paper.heading(title), *[paper.wrap(x, indent=2, first="- ") for x in lines]]))
    return "\n\n".join(parts) + "\n"


def _flow(scenario: Scenario, paper: Paper) -> str:
    rows = [
        [move.day.isoformat(), amount(move.paid), amount(move.refunded), amount(move.outlay)]
        for move in scenario.cash_flow
    ]
    table = paper.table(["Date", "You pay", "Refund", "Laid out so far"], rows, right=[1, 2, 3])
    return paper.heading(f"{scenario.name}: when the money moves") + "\n" + table


def scenario_record(scenario: Scenario) -> dict[str, object]:
    """One scenario for JSON."""
    return {
        "name": scenario.name,
        "patient_pays": {end: _money(value) for end, value in scenario.pays._asdict().items()},
        "paid_before_refunds": _money(scenario.laid_out),
        "after_tax": _money(scenario.after_tax),
        "lowest": scenario.lowest,
        "note": scenario.note,
        "cash_flow": [
            {
                "date": m.day.isoformat(),
                "paid": _money(m.paid),
                "refunded": _money(m.refunded),
                "outlay": _money(m.outlay),
            }
            for m in scenario.cash_flow
        ],
    }


def comparison_text(found: Comparison, sessions: int, paper: Paper) -> str:
    """Two plans side by side, and where the lines cross."""
    first, second = found.first, found.second
    gap = abs(first.total - second.total)
    if first.total == second.total:
        verdict = f"Both plans cost the same for these {sessions} sessions: {show(first.total)}."
    else:
        cheaper = first if first.total < second.total else second
        verdict = f"{cheaper.name} is cheaper by {show(gap)} for these {sessions} sessions."
    rows = [[side.name, amount(side.premiums), amount(side.care), amount(side.total)] for side in (first, second)]
    parts = [
        paper.bold(paper.wrap(verdict)),
        paper.table(["Plan", "Premiums", "You pay for care", "In all"], rows, right=[1, 2, 3]),
        "\n".join(paper.wrap(line) for line in crossing_words(found)),
    ]
    if found.assumptions:
        parts.append(
            "\n".join(
                [paper.heading("This rests on"), *[paper.wrap(x, indent=2, first="- ") for x in found.assumptions]]
            )
        )
    return "\n\n".join(part for part in parts if part) + "\n"


def crossing_words(found: Comparison) -> list[str]:
    """Where the lines cross, in words."""
    told = []
    for number, (count, name) in enumerate(found.crossings):
        if number == 0:
            start = "From the first day on" if count == 0 else f"From session {count} on"
            told.append(f"{start} {name} is cheaper.")
        else:
            told.append(f"The lines cross at session {count}: from there on {name} is cheaper.")
    return told


def comparison_record(found: Comparison) -> dict[str, object]:
    """A comparison for JSON."""
    sides = [
        {"name": s.name, "premiums": _money(s.premiums), "care": _money(s.care), "total": _money(s.total)}
        for s in (found.first, found.second)
    ]
    crossings = [{"from_session": count, "cheaper": name} for count, name in found.crossings]
    return {"plans": sides, "crossings": crossings, "assumptions": list(found.assumptions)}


def simulated_text(title: str, found: Simulated, paper: Paper) -> str:
    """P10, P50 and P90 in words."""
    few, most = found.sessions
    length = f"{most} sessions" if few == most else f"{few} to {most} sessions"
    parts = [
        paper.bold(
            paper.wrap(f"Half of {found.draws:,} simulated series cost you {show(found.p50)} or less ({title}).")
        ),
        "\n".join(
            [
                paper.wrap(f"One in ten costs at most {show(found.p10)} (P10)."),
                paper.wrap(f"Nine in ten cost at most {show(found.p90)} (P90). Mean: {show(found.mean)}."),
            ]
        ),
        paper.wrap(
            f"Drawn: {length}, prices between their low and high ends, "
            + (
                f"approval at your own chance of {found.chance_percent}%"
                if found.chance_percent is not None
                else "approval taken as given"
            )
            + f"; seed {found.seed}."
        ),
    ]
    if found.assumptions:
        parts.append(
            "\n".join(
                [paper.heading("This rests on"), *[paper.wrap(x, indent=2, first="- ") for x in found.assumptions]]
            )
        )
    return "\n\n".join(parts) + "\n"


def simulated_record(found: Simulated) -> dict[str, object]:
    """A simulation for JSON."""
    return {
        "draws": found.draws,
        "seed": found.seed,
        "sessions": {"fewest": found.sessions[0], "most": found.sessions[1]},
        "chance_percent": None if found.chance_percent is None else str(found.chance_percent),
        "patient_pays": {
            "p10": _money(found.p10),
            "p50": _money(found.p50),
            "p90": _money(found.p90),
            "mean": _money(found.mean),
        },
        "assumptions": list(found.assumptions),
    }


def loan_text(found: Loan | Deferred, paper: Paper) -> str:
    """What borrowing costs."""
    if isinstance(found, Loan):
        words = (
            f"{show(found.monthly)} a month for {found.months} months: {show(found.interest)} of interest, "
            f"{show(found.total)} in all."
        )
        return paper.bold(paper.wrap(words)) + "\n"
    clears = f"To pay no interest, pay at least {show(found.monthly_to_clear)} each month for {found.months} months."
    if found.left == 0:
        return paper.bold(paper.wrap(clears)) + "\n"
    trap = (
        f"At {show(found.monthly)} a month {show(found.left)} is left when the promotion ends, and about "
        f"{show(found.charged)} of interest is charged back to the day of purchase "
        f"(deferred interest, {found.apr}% a year)."
    )
    return paper.bold(paper.wrap(trap)) + "\n\n" + paper.wrap(clears) + "\n"


def estimate_text(found: EstimateCheck, paper: Paper) -> str:
    """Whether a bill may be disputed."""
    if found.difference <= 0:
        head = f"The bill is not above the estimate ({show(found.bill)} against {show(found.estimate)})."
    elif found.may_dispute:
        above = f"The bill is {show(found.difference)} above the estimate"
        head = f"{above}: you may dispute it (from {show(found.trigger)} on)."
    else:
        above = f"The bill is {show(found.difference)} above the estimate"
        head = f"{above}: less than the {show(found.trigger)} for a dispute."
    parts = [paper.bold(paper.wrap(head))]
    if found.may_dispute:
        until = f"by {found.until.isoformat()}" if found.until else "within 120 days of the bill"
        parts.append(
            paper.wrap(
                f"Open it {until}; it costs {show(found.fee)}, and the bill may not go to collection meanwhile. "
                "It counts for each provider by itself. Not for Medicare, Medicaid or TRICARE members who use their "
                "cover.",
            )
        )
    parts.append("\n".join(paper.wrap(source.cite(), indent=2, first="- ") for source in found.sources))
    return "\n\n".join(parts) + "\n"


def sums_record(found: Loan | Deferred | EstimateCheck) -> dict[str, object]:
    """Financing or estimate for JSON."""
    record: dict[str, object] = {}
    for name, value in found._asdict().items():
        if name == "sources":
            continue
        if isinstance(value, Decimal):
            record[name] = str(value) if name == "apr" else _money(value)
        else:
            record[name] = value.isoformat() if hasattr(value, "isoformat") else value
    return record


def _known(value: Decimal | None) -> str:
    return "not known" if value is None else amount(value)


def _money(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:.2f}"
