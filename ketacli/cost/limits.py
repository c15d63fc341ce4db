"""A plan's figures against the year's legal limits: warnings with their source, never a refusal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from ketacli.cost.figures import Figure, figure
from ketacli.cost.money import show
from ketacli.cost.plan import Plan


def with_limit_warnings(plan: Plan, days: Sequence[date]) -> Plan:
    """The plan with the warnings of the plan years of a series."""
    years = sorted({plan.year_of(day) for day in days})
    return replace(plan, warnings=(*plan.warnings, *limit_warnings(plan, years)))


def limit_warnings(plan: Plan, years: Sequence[int]) -> tuple[str, ...]:
    """What in the plan's in-network figures does not fit the federal limits of its plan years.

    Out-of-pocket limit: 45 CFR 156.130, by the year in which the plan year starts. High-deductible plans: 26 USC
    223(c)(2) with the yearly revenue procedure.
    """
    tier = plan.tiers.get("in")
    if tier is None:
        return ()
    told: list[str] = []
    limits = tier.limits
    for year in years[:1]:
        if not plan.grandfathered and plan.coverage == "commercial":
            told += _above(
                limits.oop_max_individual, "aca_oop_max_individual", year, "out-of-pocket maximum for one person"
            )
            if plan.family_cover:
                told += _above(limits.oop_max_family, "aca_oop_max_family", year, "out-of-pocket maximum for a family")
        if plan.hdhp:
            told += _hdhp(plan, year)
    if plan.hsa_contribution is not None and years:
        key = "hsa_contribution_family" if plan.family_cover else "hsa_contribution_individual"
        told += _above(plan.hsa_contribution, key, years[0], "payment into the health savings account")
        if not plan.hdhp:
            told.append(
                "A health savings account goes with a high-deductible plan alone: hdhp is not true in the file."
            )
    return tuple(told)


def _hdhp(plan: Plan, year: int) -> list[str]:
    limits = plan.tiers["in"].limits
    told = _above(
        limits.oop_max_individual, "hdhp_oop_max_individual", year, "high-deductible plan's maximum for one person"
    )
    told += _below(limits.deductible_individual, "hdhp_min_deductible_individual", year, "deductible for one person")
    if plan.family_cover and limits.deductible_family is not None:
        told += _above(
            limits.oop_max_family, "hdhp_oop_max_family", year, "high-deductible plan's maximum for a family"
        )
        told += _below(limits.deductible_family, "hdhp_min_deductible_family", year, "family deductible")
        if plan.embedded:
            told += _below(
                limits.deductible_individual,
                "hdhp_min_deductible_family",
                year,
                "person's deductible inside a family plan",
            )
    return told


def _above(value: Decimal | None, key: str, year: int, what: str) -> list[str]:
    found = figure(key, year)
    if value is None or found is None or value <= found.amount:
        return []
    return [
        f"The {what} ({show(value)}) is above the federal limit of {show(found.amount)} for {found.year}. "
        f"Look at the plan again; older (grandfathered) plans may exceed it. {_cited(found)}"
    ]


def _below(value: Decimal | None, key: str, year: int, what: str) -> list[str]:
    found = figure(key, year)
    if value is None or found is None or value >= found.amount:
        return []
    return [
        f"The {what} ({show(value)}) is below the least of a high-deductible plan (HDHP), {show(found.amount)} for "
        f"{found.year}: it may not go with a health savings account. {_cited(found)}"
    ]


def _cited(found: Figure) -> str:
    return f"[{found.source.cite()}]"
