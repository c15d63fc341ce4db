"""The tables inside a plan file: tiers, rows, spending, programmes, penalties."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from ketacli.cost.money import ZERO
from ketacli.cost.plan import Help, Limits, Met, Penalty, Row, Spent, Tier
from ketacli.cost.reading_keys import Table
from ketacli.errors import AnswersProblem

NETWORKS = {"in_network": "in", "out_of_network": "out"}
"""Name of a tier's table → its network."""


def limits_of(table: Table) -> Limits:
    """Deductibles and maxima of a table. Raises AnswersProblem."""
    return Limits(
        deductible_individual=table.money("deductible_individual"),
        deductible_family=table.money("deductible_family"),
        oop_max_individual=table.money("oop_max_individual"),
        oop_max_family=table.money("oop_max_family"),
    )


def tier_of(table: Table, network: str, seen: list[Table]) -> Tier:
    """A network tier with its rows; tables that were read are added to `seen`. Raises AnswersProblem."""
    seen.append(table)
    pharmacy = table.table("pharmacy")
    if pharmacy is not None:
        seen.append(pharmacy)
    limits = limits_of(table)
    tier = Tier(
        network=network,
        limits=limits,
        pharmacy=limits_of(pharmacy) if pharmacy else None,
        coinsurance_percent=table.percentage("coinsurance_percent"),
        not_covered=bool(table.flag("not_covered")),
        # Plans recognise up to 300 percent of Medicare's amount, so this is no share of a hundred.
        recognised_basis=table.word("recognised_basis", ("percent_of_medicare", "ucr")),
        recognised_percent_of_medicare=table.money("recognised_percent_of_medicare"),
    )
    table.read |= {"evidence", "page", "quote"}
    rows = {}
    for key, value in table.values.items():
        if isinstance(value, dict) and key not in ("pharmacy", "evidence"):
            inner = table.table(key)
            if inner is not None:
                rows[key] = row_of(inner, key)
                seen.append(inner)
    return replace(tier, rows=rows)


def row_of(table: Table, name: str) -> Row:
    """One benefit row. Raises AnswersProblem."""
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


def met_of(table: Table | None, seen: list[Table]) -> Met:
    """What was spent before the series. Raises AnswersProblem."""
    if table is None:
        return Met()
    seen.append(table)
    pots = {}
    for key, network in NETWORKS.items():
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


def help_of(table: Table | None, seen: list[Table]) -> Help | None:
    """A manufacturer's programme. Raises AnswersProblem."""
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


def penalty_of(table: Table | None, seen: list[Table]) -> Penalty | None:
    """What a missing prior authorization costs. Raises AnswersProblem."""
    if table is None:
        return None
    seen.append(table)
    table.read |= {"text", "page", "quote"}
    return Penalty(table.percentage("percent"), table.money("maximum"), table.money("amount"))
