"""A projection as the record that `ketacli cost --format json` prints."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from ketacli.cost.lines import Charge
from ketacli.cost.projection import AMOUNTS, Projection, Range, Session, Sums
from ketacli.cost.steps import steps
from ketacli.reports.envelope import envelope

if TYPE_CHECKING:
    from ketacli.cost.ready import NotKnown
    from ketacli.facts import Source


def cost_json(results: Sequence[Projection | NotKnown], extras: dict[str, object] | None = None) -> str:
    """The whole envelope: one record a projection. `extras` go into the first record."""
    records = [record(each) if isinstance(each, Projection) else not_known_record(each) for each in results]
    if extras and records:
        records[0] |= extras
    return envelope(
        "cost",
        records,
        inputs=[{"name": name} for each in results if isinstance(each, Projection) for name in each.inputs],
        warnings=[line for each in results for line in each.warnings],
        sources=[source_record(source) for each in results for source in each.sources],
    )


def record(projection: Projection) -> dict[str, object]:
    """One projection. Amounts are strings with two decimals."""
    plan = projection.plan
    return {
        "title": projection.title,
        "treatment": projection.treatment,
        "plan": None if plan is None else plan.name,
        "schedule": projection.schedule,
        "sessions": [session_record(session) for session in projection.sessions],
        "totals": sums_record(projection.totals),
        "patient_pays": range_record(projection.patient_pays),
        "first_evaluation": None if projection.first_evaluation is None else range_record(projection.first_evaluation),
        "events": list(projection.events),
        "assumptions": list(projection.assumptions),
        "would_change_most": list(projection.sensitivities),
        "warnings": list(projection.warnings),
        "plan_values": [] if plan is None else [dict(entry) for entry in plan.evidence],
        "plan_unknowns": [] if plan is None else list(plan.unknowns),
        "sources": [source_record(source) for source in projection.sources],
    }


def not_known_record(answer: NotKnown) -> dict[str, object]:
    """A cover whose figures have no source: every amount is null, which is not zero."""
    return {
        "title": answer.name,
        "plan": answer.name,
        "sessions": [],
        "totals": None,
        "patient_pays": {"low": None, "typical": None, "high": None},
        "not_known": answer.why,
        "next_step": answer.next_step,
        "assumptions": [],
        "warnings": list(answer.warnings),
        "sources": [source_record(source) for source in answer.sources],
    }


def session_record(session: Session) -> dict[str, object]:
    """One date with its sums, its steps, and its lines where there are several."""
    numbered = list(enumerate(session.charges, 1))
    return {
        "date": session.day.isoformat(),
        "plan_year": session.plan_year,
        **sums_record(session.sums),
        "steps": [{"line": number, **step._asdict()} for number, charge in numbered for step in steps(charge)],
        "lines": [line_record(charge, number) for number, charge in numbered],
    }


def line_record(charge: Charge, number: int) -> dict[str, object]:
    """One line of a claim."""
    line = charge.line
    return {
        "line": number,
        "service": line.service,
        "code": line.code or None,
        "kind": line.kind,
        "benefit": line.benefit,
        "network": line.network,
        **{name: money(getattr(charge, name)) for name in AMOUNTS},
    }


def sums_record(sums: Sums) -> dict[str, object]:
    """The money columns as strings."""
    return {name: money(amount) for name, amount in zip(AMOUNTS, sums, strict=True)}


def range_record(found: Range) -> dict[str, object]:
    """Low, typical and high."""
    return {name: None if amount is None else money(amount) for name, amount in found._asdict().items()}


def source_record(source: Source) -> dict[str, object]:
    """Title, publisher, address, date and day of reading."""
    return {
        "key": source.key,
        "title": source.title,
        "publisher": source.publisher,
        "address": source.address,
        "date": source.dated,
        "read": source.read.isoformat(),
    }


def money(amount: Decimal) -> str:
    """A computed amount: a string with two decimals."""
    return f"{amount:.2f}"
