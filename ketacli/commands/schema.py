"""`ketacli schema NAME`: the JSON Schema of a result, made from the result types."""

from __future__ import annotations

import importlib
import json
from typing import Annotated

import typer

from ketacli.console.streams import out
from ketacli.errors import UsageProblem

RESULTS: dict[str, str] = {
    "check": "ketacli.policy.reading:Reading",
    "denial": "ketacli.denials.model:Denial",
    "rights": "ketacli.deadlines.model:Ladder",
    "case.next": "ketacli.cases.next_step:NextStep",
    "case.deadlines": "ketacli.cases.worklist:Work",
    "cost": "ketacli.cost.published:CostResult",
    "eligibility": "ketacli.eligibility.finding:Checklist",
    "assist": "ketacli.facts.assistance:Assessment",
    "faq": "ketacli.facts.questions:Answer",
    "explain": "ketacli.facts.terms:Explained",
    "codes": "ketacli.facts.billing:CodeAnswer",
    "sources": "ketacli.facts.bearing:Bearing",
    "doctor": "ketacli.selfcheck:Check",
}
"""Name of a schema → module and type of one entry of `results`."""
FILES: dict[str, str] = {"plan": "ketacli.cost.published:PlanFile"}
"""Name of a schema → module and type of a file that a person writes (`ketacli cost --plan`)."""


def register(root: typer.Typer) -> None:
    """Add the command."""
    root.command("schema")(schema)


def schema(name: Annotated[str, typer.Argument(help=f"One of: {', '.join([*RESULTS, *FILES])}.")]) -> None:
    """Print the JSON Schema of a result, or of a file that you write (plan)."""
    place = RESULTS.get(name) or FILES.get(name)
    if place is None:
        raise UsageProblem(f"there is no schema {name!r}", hint=f"Choose one of: {', '.join([*RESULTS, *FILES])}.")
    module, _, attribute = place.partition(":")
    found = getattr(importlib.import_module(module), attribute)
    out(json.dumps(_published(name, found), indent=2) + "\n")


def _published(name: str, found: type) -> object:
    if name in FILES:
        import msgspec

        return msgspec.json.schema(found)
    from ketacli.reports.schemas import envelope_schema

    return envelope_schema(name, found)
