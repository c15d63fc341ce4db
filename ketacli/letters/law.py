"""What the law gives in this plan and State, and nothing of any other: requests, appeal levels, regulators."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

from ketacli import deadlines
from ketacli.deadlines import Ladder, Level
from ketacli.letters.known import Known


@dataclass(frozen=True, slots=True)
class LegalRequest:
    """Something that the letter asks for, with the law that gives it."""

    id: str
    ask: str
    law: str


@cache
def _asks() -> dict[str, str]:
    table = tomllib.loads(Path(__file__).with_name("requests.toml").read_text("utf-8"))
    return {key: str(row["ask"]) for key, row in table.items()}


def ladder_for(known: Known, today: date) -> Ladder | None:
    """The ladder of appeals for the plan of this case; None where the plan's type is not known."""
    plan = known.text("plan.plan_type")
    if plan is None or plan == "unknown":
        return None
    return deadlines.ladder(_question(known, plan, today))


def _question(known: Known, plan: str, today: date) -> deadlines.Question:
    return deadlines.Question(
        plan_type=plan,
        state=known.text("plan.state"),
        denied_on=_day(known, "denial.notice_date"),
        received_on=_day(known, "denial.received_on"),
        denial=_level(known),
        urgent=known.raw("treatment.urgent") is True,
        service="drug" if known.text("treatment.service") == "drug" else "item",
        reasons=_reasons(known),
        printed=_printed(known),
        today=today,
    )


def _day(known: Known, path: str) -> date | None:
    value = known.raw(path)
    return value if isinstance(value, date) else None


def _level(known: Known) -> Literal["initial", "final"]:
    return "final" if known.text("denial.denial") == "final" else "initial"


def _reasons(known: Known) -> tuple[str, ...]:
    value = known.raw("denial.reasons")
    return tuple(map(str, value)) if isinstance(value, (list, tuple)) else ()


def _printed(known: Known) -> tuple[deadlines.Printed, ...]:
    """The deadline as the letter prints it: the date wins where it is the earlier one (the ladder sees to that)."""
    found = []
    day, days = _day(known, "denial.appeal_deadline_date"), known.raw("denial.appeal_deadline_days")
    if day:
        found.append(deadlines.Printed(on=day))
    if isinstance(days, int):
        start = known.text("denial.deadline_from")
        counts: Literal["notice", "receipt"] | None = (
            "receipt" if start == "receipt" else "notice" if start == "notice" else None
        )
        found.append(deadlines.Printed(days=days, counts_from=counts))
    return tuple(found)


def requests(ladder: Ladder | None) -> tuple[LegalRequest, ...]:
    """The requests that this plan's law supports, apart from parity; none where the plan's type is not known.

    A right that is not settled is left out: no letter rests on it.
    """
    if ladder is None:
        return ()
    asks = _asks()
    return tuple(
        LegalRequest(right.id, asks[right.id], right.law)
        for right in ladder.rights
        if right.id in asks and right.id != "parity_analysis" and right.source.confidence != "unsettled"
    )


def parity_request(ladder: Ladder | None) -> LegalRequest | None:
    """The request for the comparative analysis, which has a paragraph of its own; None where this plan owes none."""
    right = settled_rights(ladder).get("parity_analysis")
    return LegalRequest(right.id, _asks()[right.id], right.law) if right else None


def settled_rights(ladder: Ladder | None) -> dict[str, LegalRequest]:
    """Every settled right of this plan by its id, in the words of the facts; empty where the plan is not known."""
    if ladder is None:
        return {}
    return {
        right.id: LegalRequest(right.id, right.right, right.law)
        for right in ladder.rights
        if right.source.confidence != "unsettled"
    }


def answer_by(known: Known, level: Level | None, today: date) -> date | None:
    """The last day for the answer, counted as if the letter were filed today; None where no law fixes one."""
    plan = known.text("plan.plan_type")
    if plan is None or level is None:
        return None
    from ketacli.deadlines.answers import answer_due

    return answer_due(_question(known, plan, today), level.level, today)


def open_level(ladder: Ladder | None) -> Level | None:
    """The first rung that can be taken now and whose law is settled."""
    if ladder is None:
        return None
    return next((level for level in ladder.levels if level.open and not level.check_this), None)


def external_level(ladder: Ladder | None) -> Level | None:
    """The rung of independent review, where this plan has one."""
    if ladder is None:
        return None
    return next((level for level in ladder.levels if "external" in level.level or "independent" in level.level), None)


def state_regulator(ladder: Ladder | None) -> deadlines.Regulator | None:
    """The State's regulator where it oversees this plan; none for plans that State law does not reach."""
    if ladder is None:
        return None
    from ketacli import facts

    offices = facts.subject("regulators_states").facts
    return next((each for each in ladder.regulators if each.id in offices), None)
