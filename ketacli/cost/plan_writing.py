"""Plan files as text: the example, what an interview gave, what a document states."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path

from ketacli.cost.plan import Limits, Plan, Row, Tier
from ketacli.cost.plan_questions import missing, nested
from ketacli.errors import AnswersProblem

_ROW_DEFAULTS = Row("")


def example() -> str:
    """A plan file with a comment at every key."""
    return Path(__file__).with_name("plan_example.toml").read_text(encoding="utf-8")


def from_answers(answers: Mapping[str, object]) -> str:
    """The plan file that an interview comes to, with what stayed open named in comments."""
    import tomli_w

    tables = nested(answers)
    open_keys = missing(answers)
    head = "".join(f"# not known: {key}\n" for key in open_keys)
    return head + tomli_w.dumps(tables)


def from_document(path: Path) -> str:
    """The plan file that a plan document comes to: each value with page and quote in a comment above it.

    Raises InputProblem where the document cannot be read, AnswersProblem where it holds no plan.
    """
    from ketacli.cost.asking import load

    if path.suffix.lower() == ".toml":
        raise AnswersProblem(f"{path}: is a plan file already", hint="Name a plan document (PDF, DOCX, HTML, text).")
    return as_toml(load(path))


def as_toml(plan: Plan) -> str:
    """A plan as a plan file, with its evidence in comments and its gaps named."""
    import tomli_w

    tables: dict[str, object] = {"name": plan.name}
    if plan.plan_year_stated:
        tables["plan_year_start"] = f"{plan.plan_year_start[0]:02}-{plan.plan_year_start[1]:02}"
    tables |= {
        key: value for key, value in (("funding", plan.funding), ("embedded", plan.embedded)) if value is not None
    }
    for name, network in (("in_network", "in"), ("out_of_network", "out")):
        tier = plan.tiers.get(network)
        if tier is not None:
            tables[name] = _tier(tier)
    if plan.penalty is not None:
        parts = ((each.name, getattr(plan.penalty, each.name)) for each in fields(plan.penalty))
        tables["prior_authorization_penalty"] = {name: amount for name, amount in parts if amount is not None}
    said = [f"# {line}\n" for line in _comments(plan)]
    return "".join(said) + "\n" + tomli_w.dumps(tables)


def _comments(plan: Plan) -> list[str]:
    found = []
    for entry in plan.evidence:
        quote = " ".join(str(entry["quote"] or "").split())
        found.append(f'{entry["key"]} = {entry["value"]}: page {entry["page"]}, "{_printable(quote)}"')
    found += [f"not known: {key}" for key in plan.unknowns]
    return found + [_printable(line) for line in plan.assumptions]


def _printable(text: str) -> str:
    """Words of a document inside a comment: no sign that could end the comment or act on a terminal."""
    return "".join(sign if sign.isprintable() else " " for sign in text)


def _tier(tier: Tier) -> dict[str, object]:
    table: dict[str, object] = {
        each.name: getattr(tier.limits, each.name)
        for each in fields(Limits)
        if getattr(tier.limits, each.name) is not None
    }
    if tier.coinsurance_percent is not None:
        table["coinsurance_percent"] = tier.coinsurance_percent
    for name, row in tier.rows.items():
        table[name] = {
            each.name: getattr(row, each.name)
            for each in fields(Row)
            if each.name not in ("name", "page", "quote")
            and getattr(row, each.name) != getattr(_ROW_DEFAULTS, each.name)
        }
    return table
