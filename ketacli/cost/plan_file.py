"""Reads a `plan.toml`: every value checked, every refusal with file and key, every gap named."""

from __future__ import annotations

import re
import sys
import tomllib
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from ketacli.cost.plan import Plan
from ketacli.cost.plan_checks import broken_place, check_plan
from ketacli.cost.plan_tables import NETWORKS, help_of, met_of, penalty_of, tier_of
from ketacli.cost.reading_keys import Table
from ketacli.errors import AnswersProblem, InputProblem

_LARGEST = 1_000_000
FUNDING = ("self_funded", "insured")
SECONDARY = ("medigap_g", "medigap_c", "qmb")
_PUBLIC = ("medicare_original", "medicare_advantage", "medicaid", "tricare", "va", "short_term")


def load_plan(path: Path) -> Plan:
    """The plan in a TOML file (`-` is standard input).

    Raises InputProblem where it cannot be opened, AnswersProblem for what it holds.
    """
    if str(path) == "-":
        return parse_plan(sys.stdin.read(_LARGEST), "-")
    try:
        if path.stat().st_size > _LARGEST:
            raise AnswersProblem(f"{path}: is too large for a plan file")
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as problem:
        raise AnswersProblem(f"{path}: is not UTF-8 text", hint="Save it as UTF-8.") from problem
    except OSError as problem:
        raise InputProblem(
            f"{path}: {(problem.strerror or 'cannot be read').lower()}",
            hint="`ketacli cost plan --example` prints a plan file to start from.",
        ) from problem
    return parse_plan(text, str(path))


def parse_plan(text: str, file: str) -> Plan:
    """The plan in a TOML text; `file` is its name in messages. Raises AnswersProblem."""
    try:
        values = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as problem:
        raise AnswersProblem(
            f"{file}: {broken_place(text, str(problem))}",
            hint='Amounts with $ or commas need quotation marks: "$1,500". See `ketacli cost plan --example`.',
        ) from problem
    except ValueError as problem:
        # tomllib lets out-of-range dates and integers through to their constructors.
        raise AnswersProblem(f"{file}: holds a date or number that does not exist") from problem
    return build_plan(Table(values, file))


def build_plan(top: Table) -> Plan:
    """The plan in a table that was read elsewhere. Raises AnswersProblem."""
    seen: list[Table] = [top]
    tiers = {}
    for key, network in NETWORKS.items():
        table = top.table(key)
        if table is not None:
            tiers[network] = tier_of(table, network, seen)
    start = _start(top)
    top.read.add("secondary_plan")
    coverage = _coverage(top, start or (1, 1))
    met = met_of(top.table("met"), seen)
    plan = Plan(
        name=top.text("name") or top.text("plan_name") or "your plan",
        origin=top.file,
        tiers=tiers,
        plan_year_start=start or (1, 1),
        plan_year_stated=start is not None,
        funding=top.word("funding", FUNDING),
        embedded=top.flag("embedded"),
        family_cover=top.word("cover", ("self", "family")) != "self",
        hdhp=bool(top.flag("hdhp")),
        grandfathered=bool(top.flag("grandfathered")),
        credits_across=bool(top.flag("credits_across")),
        coverage=_coverage_kind(top.text("plan_type")),
        secondary=top.word("secondary", SECONDARY),
        non_duplication=top.word("coordination", ("standard", "non_duplication")) == "non_duplication",
        hsa_contribution=top.money("hsa_contribution"),
        monthly_premium=top.money("monthly_premium"),
        met=met,
        help=help_of(top.table("savings_programme"), seen),
        penalty=penalty_of(top.table("prior_authorization_penalty"), seen),
    )
    if coverage is not None:
        first, last = coverage
        plan = replace(plan, coverage_from=first, coverage_to=last)
        if first and start is None:
            plan = replace(plan, plan_year_start=(first.month, first.day), plan_year_stated=True)
    unread = [line for table in seen for line in table.unread()]
    plan = replace(plan, warnings=(*plan.warnings, *unread), essential_benefits=plan.coverage != "short_term")
    check_plan(plan, top.file)
    second = top.text("secondary_plan")
    return plan if second is None else replace(plan, secondary_plan=_second_plan(top, second))


def _second_plan(top: Table, name: str) -> Plan:
    """The plan file named by `secondary_plan`, beside the first one. Raises AnswersProblem, InputProblem."""
    second = load_plan(Path(top.file).parent / name)
    if second.secondary_plan is not None or second.help is not None:
        raise AnswersProblem(f"{top.where('secondary_plan')}: has a second payer or programme of its own")
    return second


def _coverage_kind(plan_type: str | None) -> str:
    """The public cover that a plan type names (`medicaid_managed_care` → `medicaid`), else commercial."""
    said = (plan_type or "").lower()
    return next((kind for kind in _PUBLIC if said.startswith(kind)), "commercial")


def _coverage(top: Table, start: tuple[int, int]) -> tuple[date | None, date | None] | None:
    """First and last day of `plan_year`: a table of `from` and `to`, or the year in which it starts."""
    year = top.values.get("plan_year")
    if isinstance(year, int) and not isinstance(year, bool):
        top.read.add("plan_year")
        if not 1900 <= year <= 9000:
            raise AnswersProblem(f"{top.where('plan_year')}: is no year", hint="Write plan_year = 2026.")
        first = date(year, *start)
        return first, first.replace(year=year + 1) - timedelta(days=1)
    table = top.table("plan_year")
    if table is None:
        return None
    begins, ends = table.day("from"), table.day("to")
    if begins and ends and ends < begins:
        raise AnswersProblem(f"{table.where('to')}: lies before plan_year.from")
    return begins, ends


def _start(top: Table) -> tuple[int, int] | None:
    text = top.take("plan_year_start")
    if text is None:
        return None
    found = re.fullmatch(r"(\d{2})-(\d{2})", text) if isinstance(text, str) else None
    if found:
        month, day = int(found[1]), int(found[2])
        days = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
        if 1 <= month <= 12 and 1 <= day <= days[month - 1]:
            return month, day
    raise AnswersProblem(
        f"{top.where('plan_year_start')}: is not a month and day of every year",
        hint='Write plan_year_start = "01-01" for 1 January.',
    )
