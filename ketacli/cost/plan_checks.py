"""Checks of a plan as a whole, and words for what cannot be read."""

from __future__ import annotations

import re

from ketacli.cost.plan import Limits, Plan
from ketacli.cost.rows import ROWS
from ketacli.errors import AnswersProblem


def broken_place(text: str, problem: str) -> str:
    """Where a text stops being TOML: line, table and key, without repeating the value."""
    found = re.search(r"at line (\d+)", problem)
    if found is None:
        return f"is not valid TOML ({problem})"
    number = int(found[1])
    lines = text.splitlines()[:number]
    key = lines[-1].partition("=")[0].strip() if lines and "=" in lines[-1] else ""
    heads = [line.strip().strip("[]") for line in lines if line.strip().startswith("[")]
    place = ".".join(part for part in (heads[-1] if heads and key else "", key) if part)
    return f"line {number}: {f'{place}: ' if place else ''}is not valid TOML"


def check_plan(plan: Plan, file: str) -> None:
    """Refuses figures that contradict each other. Raises AnswersProblem that names file and key."""
    for tier in plan.tiers.values():
        table = "in_network" if tier.network == "in" else "out_of_network"
        for part, limits in (("", tier.limits), ("pharmacy.", tier.pharmacy or Limits())):
            _family_not_below(limits, f"{file}: {table}.{part}")


def _family_not_below(limits: Limits, where: str) -> None:
    for kind in ("deductible", "oop_max"):
        own, family = getattr(limits, f"{kind}_individual"), getattr(limits, f"{kind}_family")
        if own is not None and family is not None and family < own:
            raise AnswersProblem(
                f"{where}{kind}_family: is below {kind}_individual",
                hint="The family amount is at least that of one person; look whether the two were exchanged.",
            )


def known_row(name: str, plan: Plan | None) -> str:
    """A benefit row's name, checked. A name that is no slip of a known one is a row that the plan does not state.

    Raises AnswersProblem with the near miss.
    """
    used = {row for tier in (plan.tiers.values() if plan else ()) for row in tier.rows}
    if name in ROWS or name in used:
        return name
    from difflib import get_close_matches

    near = get_close_matches(name, [*ROWS, *used], n=1, cutoff=0.75)
    if near or not re.fullmatch(r"[a-z][a-z0-9_]{0,59}", name):
        raise AnswersProblem(
            f"--benefit {name!r}: there is no such row",
            hint=f"Did you mean {near[0]}?" if near else f"One of: {', '.join(ROWS)}; or a row of your plan file.",
        )
    return name
