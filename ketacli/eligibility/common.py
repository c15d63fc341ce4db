"""The criteria that stand in for a policy where none is given, made from the facts on the label."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from ketacli import facts
from ketacli.errors import UsageProblem
from ketacli.policy.reading import Criterion, DocumentFacts, Indication, Logic, Position, Reading

RULE = "label"


def common_reading(treatment: str) -> tuple[str, Reading]:
    """Name and reading of the label with common payer criteria. Only Spravato has a label for depression.

    Raises UsageProblem for other treatments: no criteria are made up for them.
    """
    if treatment != "esketamine":
        raise UsageProblem(
            "without --policy only Spravato (esketamine) can be compared: ketamine has no label for these uses",
            hint="Name the plan's policy: ketacli eligibility --policy FILE",
        )
    data = tomllib.loads(Path(__file__).with_name("common.toml").read_text("utf-8"))
    criteria = tuple(_criterion(row) for row in data["criterion"])
    uses: tuple[Indication, ...] = ("trd", "mdd_si")
    return str(data["name"]), Reading(
        document=DocumentFacts(kind="other", title=str(data["name"])),
        positions=tuple(_position(use) for use in uses),
        criteria=criteria,
        logic=tuple(
            Logic(
                treatment="esketamine",
                indication=use,
                scope="initial",
                tree={"all": [row.id for row in criteria if row.indication in (use, "any")]},
            )
            for use in uses
        ),
    )


def _criterion(row: dict[str, Any]) -> Criterion:
    fact = facts.fact(row["fact"])
    source = fact.sources[0]
    values = {key: value for key, value in row.items() if key != "fact"}
    return Criterion(treatment="esketamine", page=None, heading=f"{source.title} ({fact.as_of})", rule=RULE, **values)


def _position(use: Indication) -> Position:
    return Position(
        treatment="esketamine",
        indication=use,
        position="covered_with_criteria",
        page=None,
        quote=None,
        rule=RULE,
    )
