"""Checks a statement's arithmetic to the cent: each line, the sum of the lines, the deductible."""

from __future__ import annotations

from ketacli.denials.eob import AMOUNTS, Accumulator, EobLine, Statement
from ketacli.denials.money import dollars

_OWED = ("deductible", "copay", "coinsurance", "not_covered")
_ALLOWED = ("plan_paid", "deductible", "copay", "coinsurance")
_SUM_ORDER = ("patient_owes", *(name for name in AMOUNTS if name != "patient_owes"))


def as_eob(statement: Statement) -> dict[str, object]:
    """The statement as it stands in the JSON: dollars as stated, differences in cents, `finding`."""
    lines = [_line(number, line) for number, line in enumerate(statement.lines, 1)]
    totals = _amounts(statement.totals) if statement.totals else None
    sums = _line_sums(statement)
    by_lines = sum(difference_of(line) or 0 for line in statement.lines)
    by_sums = next((sums[name] for name in _SUM_ORDER if sums.get(name)), 0)
    by_totals = (difference_of(statement.totals) or 0) if statement.totals else 0
    known = bool(statement.lines) and any(difference_of(line) is not None for line in statement.lines)
    bad_line = any(difference_of(line) for line in statement.lines)
    balances = not (bad_line or by_sums or by_totals) if known else None
    difference = (by_lines or by_sums or by_totals) if known else None
    excess = deductible_excess(statement)
    if totals is not None and statement.totals is not None:
        apart = difference_of(statement.totals)
        totals = {
            **totals,
            "balances": apart == 0 if apart is not None else None,
            "difference": apart,
            "quote": _quote(statement.totals),
            "page": _page(statement.totals),
        }
    return {
        "lines": lines,
        "totals": totals,
        "line_sum_minus_total": sums,
        "accumulators": _accumulators(statement.deductible, statement),
        "balances": balances,
        "difference": difference,
        "deductible_consistent": None if excess is None else excess == 0,
        "deductible_difference": excess,
        "finding": _finding(balances, excess),
    }


def _finding(balances: bool | None, excess: int | None) -> str | None:
    if balances is None:
        return None
    if not balances:
        return "lines_do_not_add_up"
    return "wrong_deductible" if excess else "balanced"


def difference_of(line: EobLine | None) -> int | None:
    """Cents by which a line does not add up: allowed less its parts, else owed less its parts; None where too little
    is stated. Allowed = plan paid + deductible + copay + coinsurance; owed = deductible + copay + coinsurance + not
    covered."""
    if line is None:
        return None
    stated = line.amounts
    found: list[int] = []
    if "allowed" in stated and "plan_paid" in stated:
        found.append(stated["allowed"] - sum(stated.get(name, 0) for name in _ALLOWED))
    if "patient_owes" in stated and any(name in stated for name in _OWED):
        found.append(stated["patient_owes"] - sum(stated.get(name, 0) for name in _OWED))
    if "billed" in stated and "discount" in stated and "allowed" in stated:
        open_part = stated["billed"] - stated["discount"] - stated["allowed"]
        # What is not covered may stand inside the allowed amount or beside it; both add up.
        found.append(0 if open_part in (0, stated.get("not_covered", 0)) else open_part)
    if not found:
        return None
    return next((value for value in found if value), 0)


def _line_sums(statement: Statement) -> dict[str, int]:
    """For each amount of the totals: the sum of the lines less the total, in cents."""
    if statement.totals is None:
        return {}
    return {
        name: sum(line.amounts.get(name, 0) for line in statement.lines) - total
        for name, total in statement.totals.amounts.items()
        if statement.lines and any(name in line.amounts for line in statement.lines)
    }


def deductible_excess(statement: Statement) -> int | None:
    """Cents that were put to the deductible beyond what was left of it; None where the document says too little."""
    year = statement.deductible
    applied = _applied(statement)
    left = year.remaining
    if left is None and year.limit is not None and year.before is not None:
        left = max(0, year.limit - year.before)
    if left is None and year.limit is not None and year.after is not None:
        return max(0, year.after - year.limit)
    if left is None or applied is None:
        return None
    excess = applied - left
    if excess > 0:
        return excess
    stated_after = year.after
    if stated_after is not None and year.before is not None and stated_after != year.before + applied:
        return stated_after - year.before - applied
    return 0


def _applied(statement: Statement) -> int | None:
    """What this claim puts to the deductible: the total's figure, else the sum of the lines."""
    if statement.totals and "deductible" in statement.totals.amounts:
        return statement.totals.amounts["deductible"]
    stated = [line.amounts["deductible"] for line in statement.lines if "deductible" in line.amounts]
    return sum(stated) if stated else None


def _accumulators(year: Accumulator, statement: Statement) -> dict[str, object] | None:
    if year.limit is None and year.before is None and year.after is None and year.remaining is None:
        return None
    return {
        "deductible_limit": dollars(year.limit),
        "deductible_met_before": dollars(year.before),
        "deductible_met_after": dollars(year.after),
        "deductible_applied": dollars(_applied(statement)),
        "deductible_remaining_before": dollars(year.remaining if year.remaining is not None else _left(year)),
        "evidence": {f"deductible_{name}": where for name, where in year.where.items()},
    }


def _left(year: Accumulator) -> int | None:
    return max(0, year.limit - year.before) if year.limit is not None and year.before is not None else None


def _line(number: int, line: EobLine) -> dict[str, object]:
    apart = difference_of(line)
    return {
        "line": number,
        "service_date": line.service_date,
        "code": line.code,
        "description": line.description,
        **_amounts(line),
        "balances": None if apart is None else apart == 0,
        "difference": apart,
        "page": _page(line),
        "quote": _quote(line),
    }


def _amounts(line: EobLine) -> dict[str, object]:
    return {name: dollars(line.amounts.get(name)) for name in AMOUNTS}


def _page(line: EobLine) -> int | None:
    return line.where["page"] if line.where else None


def _quote(line: EobLine) -> str | None:
    return line.where["quote"] if line.where else None
