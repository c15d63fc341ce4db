"""`section.key=value` on a command line, and a TOML file of facts, into the sections of a case."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from ketacli.cases.dates import as_day, current_denial
from ketacli.cases.model import SECTIONS, Case
from ketacli.cases.store import CaseProblem
from ketacli.deadlines.model import PLAN_TYPES
from ketacli.deadlines.states import state_code
from ketacli.errors import AnswersProblem

DENIAL = "denial"
"""The section word for the denial that counts now; the first fact given for it makes one."""
_DATES = frozenset(
    {
        "denial.notice_date",
        "denial.received_on",
        "denial.appeal_deadline_date",
        "consent.psychotherapy_notes",
        "consent.part_2",
        "patient.born_on",
    }
)


def parsed(words: Sequence[str]) -> dict[str, dict[str, Any]]:
    """`["plan.plan_type=fehb", …]` → facts by section. Raises AnswersProblem that names the key, never the value."""
    found: dict[str, dict[str, Any]] = {}
    for word in words:
        name, sign, text = word.partition("=")
        section, dot, key = name.strip().partition(".")
        if not (sign and dot and key) or section not in (*SECTIONS, DENIAL):
            raise AnswersProblem(
                "a fact is written section.key=value",
                hint=f"Sections: {', '.join((*SECTIONS, DENIAL))}. Example: plan.plan_type=fehb",
            )
        found.setdefault(section, {})[key] = text.strip() if section == "patient" else _value(text.strip())
    return checked(found)


def from_file(path: Path) -> dict[str, dict[str, Any]]:
    """A TOML file with the sections of a case. Raises AnswersProblem."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    except tomllib.TOMLDecodeError as problem:
        place = str(problem)
        where = place[place.rindex("(") :] if "(at " in place else ""
        raise AnswersProblem(f"{path}: not in order {where}".rstrip(), hint="Mend the line.") from problem
    except (OSError, UnicodeDecodeError) as problem:
        raise AnswersProblem(f"{path}: cannot be read as TOML in UTF-8", hint="Name a readable file.") from problem
    strange = [name for name, table in data.items() if name not in (*SECTIONS, DENIAL) or not isinstance(table, dict)]
    if strange:
        raise AnswersProblem(
            f"{path}: {strange[0]!r} is no section", hint=f"Sections: {', '.join((*SECTIONS, DENIAL))}."
        )
    return checked(data)


def checked(found: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Plan type, State and dates are refused here where they cannot be. Raises AnswersProblem, UsageProblem."""
    plan = found.get("plan", {})
    if plan.get("plan_type") not in (None, *PLAN_TYPES):
        raise AnswersProblem("plan.plan_type is none of the kinds of plan", hint=f"One of: {', '.join(PLAN_TYPES)}.")
    if plan.get("state"):
        plan["state"] = state_code(str(plan["state"]))
    for section, table in found.items():
        for key, value in table.items():
            if f"{section}.{key}" in _DATES and as_day(value) is None:
                raise AnswersProblem(f"{section}.{key} is no date", hint=f"Write {section}.{key}=2026-09-18.")
    if found.get(DENIAL, {}).get("denial") not in (None, "initial", "final"):
        raise AnswersProblem("denial.denial is initial or final", hint="Write denial.denial=final.")
    return found


def put(data: dict[str, Any], found: Mapping[str, Mapping[str, Any]]) -> None:
    """Lay the facts into a case's data, in place."""
    from ketacli.cases import record

    for section, facts in found.items():
        if section != DENIAL:
            record.section(data, name=section, facts=facts)
            continue
        denial = current_denial(Case(Path(), data))
        if denial is None:
            record.denial(data, fields=facts, kind=str(facts.get("denial", "initial")), level=facts.get("level"))
        else:
            from ketacli.cases.store import pruned

            denial.update(pruned(facts))


def names(found: Mapping[str, Mapping[str, Any]]) -> str:
    """What changed, for the history: keys without values."""
    return ", ".join(f"{section}.{key}" for section, table in found.items() for key in table)


def _value(text: str) -> Any:
    """true, false, numbers, dates and lists as TOML writes them; everything else is text."""
    try:
        value = tomllib.loads(f"value = {text}\n", parse_float=Decimal)["value"]
    except tomllib.TOMLDecodeError:
        return text
    return value.isoformat() if isinstance(value, date) else value


def require_level(level: str | None, known: Sequence[str]) -> str | None:
    """A level of the case's ladder. Raises CaseProblem that lists them."""
    if level is None or level in known:
        return level
    raise CaseProblem(
        "the ladder of this case has no such level", hint=f"Its levels: {', '.join(known) or 'none yet'}."
    )
