"""Reads a `plan.toml`: every value checked, every refusal with file and key, every gap named."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from ketacli.cost.money import ZERO
from ketacli.cost.plan import Help, Limits, Met, Penalty, Plan, Row, Spent, Tier
from ketacli.cost.plan_checks import broken_place, check_plan
from ketacli.cost.reading_keys import Table
from ketacli.errors import AnswersProblem, InputProblem

_LARGEST = 1_000_000
FUNDING = ("self_funded", "insured")
SECONDARY = ("medigap_g", "medigap_c", "qmb")
PLAN_TYPES = (
    "commercial", "medicare_original", "medicare_advantage", "medicaid", "tricare", "va", "short_term", "none",
)  # fmt: skip
_NETWORKS = {"in_network": "in", "out_of_network": "out"}


def load_plan(path: Path) -> Plan:
    """The plan in a TOML file. Raises InputProblem where it cannot be opened, AnswersProblem for what it holds."""
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
    for key, network in _NETWORKS.items():
        table = top.table(key)
        if table is not None:
            tiers[network] = _tier(table, network, seen)
    start = _start(top)
    coverage = _coverage(top, start or (1, 1))
    met = _met(top.table("met"), seen)
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
        coverage=top.word("plan_type", PLAN_TYPES) or "commercial",
        secondary=top.word("secondary", SECONDARY),
        monthly_premium=top.money("monthly_premium"),
        met=met,
        help=_help(top.table("savings_programme"), seen),
        penalty=_penalty(top.table("prior_authorization_penalty"), seen),
    )
    if coverage is not None:
        first, last = coverage
        plan = replace(plan, coverage_from=first, coverage_to=last)
        if first and start is None:
            plan = replace(plan, plan_year_start=(first.month, first.day), plan_year_stated=True)
    unread = [line for table in seen for line in table.unread()]
    plan = replace(plan, warnings=(*plan.warnings, *unread), essential_benefits=plan.coverage != "short_term")
    check_plan(plan, top.file)
    return plan


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


def _limits(table: Table) -> Limits:
    return Limits(
        deductible_individual=table.money("deductible_individual"),
        deductible_family=table.money("deductible_family"),
        oop_max_individual=table.money("oop_max_individual"),
        oop_max_family=table.money("oop_max_family"),
    )


def _tier(table: Table, network: str, seen: list[Table]) -> Tier:
    seen.append(table)
    pharmacy = table.table("pharmacy")
    if pharmacy is not None:
        seen.append(pharmacy)
    limits = _limits(table)
    tier = Tier(
        network=network,
        limits=limits,
        pharmacy=_limits(pharmacy) if pharmacy else None,
        coinsurance_percent=table.percentage("coinsurance_percent"),
        not_covered=bool(table.flag("not_covered")),
        # Plans recognise up to 300 percent of Medicare's amount, so this is no share of a hundred.
        recognised_percent_of_medicare=table.money("recognised_percent_of_medicare"),
    )
    table.read |= {"evidence", "page", "quote"}
    rows = {}
    for key, value in table.values.items():
        if isinstance(value, dict) and key not in ("pharmacy", "evidence"):
            inner = table.table(key)
            if inner is not None:
                rows[key] = _row(inner, key)
                seen.append(inner)
    return replace(tier, rows=rows)


def _row(table: Table, name: str) -> Row:
    row = Row(
        name=name,
        copay=table.money("copay"),
        coinsurance_percent=table.percentage("coinsurance_percent"),
        after_deductible=table.flag("after_deductible"),
        not_covered=bool(table.flag("not_covered")),
        counts_to_maximum=table.flag("counts_to_maximum") is not False,
        copay_counts_to_deductible=bool(table.flag("copay_counts_to_deductible")),
        visit_limit=table.count("visit_limit"),
        maximum_per_prescription=table.money("maximum_per_prescription"),
        drug_deductible=table.money("drug_deductible"),
        pharmacy=bool(table.flag("pharmacy")),
        page=table.count("page", 1_000_000),
        quote=table.text("quote"),
    )
    table.read |= {"row", "deductible_kind", "optional"}
    return row


def _met(table: Table | None, seen: list[Table]) -> Met:
    if table is None:
        return Met()
    seen.append(table)
    pots = {}
    for key, network in _NETWORKS.items():
        inner = table.table(key)
        if inner is not None:
            pots[network] = _spent(inner, seen)
            pharmacy = inner.table("pharmacy")
            if pharmacy is not None:
                pots[f"{network}.pharmacy"] = _spent(pharmacy, seen)
    loose = _spent(table, seen) if {"deductible", "oop", "family"} & set(table.values) else None
    visits = table.table("visits")
    counts = {key: visits.count(key) or 0 for key in visits.values} if visits else {}
    return Met(pots=pots, any_network=loose, visits=counts, as_of=table.day("as_of"))


def _spent(table: Table, seen: list[Table]) -> Spent:
    if table not in seen:
        seen.append(table)
    family = table.table("family")
    if family is not None:
        seen.append(family)
    own_deductible = table.money("deductible")
    own_oop = table.money("oop")
    deductible = own_deductible if own_deductible is not None else ZERO
    oop = own_oop if own_oop is not None else deductible
    family_deductible = _family(family, "deductible", own_deductible, deductible)
    family_oop = _family(family, "oop", own_oop, max(oop, family_deductible))
    return Spent(deductible, oop, family_deductible, family_oop)


def _family(table: Table | None, key: str, own: Decimal | None, otherwise: Decimal) -> Decimal:
    """What the family has spent. One's own spending is part of it, so a smaller figure is a mistake."""
    value = table.money(key) if table else None
    if table is not None and value is not None and own is not None and value < own:
        raise AnswersProblem(
            f"{table.where(key)}: is below met.{key}",
            hint="The family's spending includes your own; write the family's total from the portal or the last EOB.",
        )
    return value if value is not None else otherwise


def _help(table: Table | None, seen: list[Table]) -> Help | None:
    if table is None:
        return None
    seen.append(table)
    fills, pays = table.count("fills", 366), table.money("patient_pays")
    if pays is None:
        raise AnswersProblem(
            f"{table.where('patient_pays')} is missing", hint="What stays with you at each treatment, such as 10."
        )
    return Help(
        patient_pays=pays,
        yearly_maximum=table.money("yearly_maximum"),
        programme=table.word("programme", ("none", "accumulator", "maximiser")) or "none",
        enrolled=table.flag("enrolled") is not False,
        fills=fills or 12,
        observation_rebate=_rebate(table),
        rebate_yearly_maximum=table.money("rebate_yearly_maximum"),
    )


def _rebate(table: Table) -> bool:
    """Whether the observation rebate may be used where the person lives. Raises AnswersProblem without a state."""
    wanted, state = table.flag("observation_rebate"), table.text("state")
    if not wanted:
        return False
    if state is None or not re.fullmatch(r"[A-Z]{2}", state):
        raise AnswersProblem(f"{table.where('state')} is missing", hint='Write state = "OH": the rebate excludes some.')
    from ketacli import facts

    excluded = facts.fact("withme_observation").get("excluded_states", ())
    if state in excluded:
        raise AnswersProblem(
            f"{table.where('observation_rebate')}: the rebate is not for residents of {', '.join(excluded)}",
            hint="Take the key out.",
        )
    return True


def _penalty(table: Table | None, seen: list[Table]) -> Penalty | None:
    if table is None:
        return None
    seen.append(table)
    table.read |= {"text", "page", "quote"}
    return Penalty(table.percentage("percent"), table.money("maximum"), table.money("amount"))
