"""What holds for one benefit in one network in one plan year: the plan's words with every gap filled and named."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal

from ketacli.cost.figures import Figure
from ketacli.cost.money import HUNDRED, UNLIMITED, ZERO, show
from ketacli.cost.plan import Limits, Plan, Row, Tier
from ketacli.errors import AnswersProblem

FederalMaximum = Callable[[int], Figure | None]
"""Plan year → the federal self-only out-of-pocket limit in dollars; None where none is known."""
_TABLES = {"in": "in_network", "out": "out_of_network"}


@dataclass(frozen=True, slots=True)
class Terms:
    """The resolved terms of one benefit. Amounts in dollars; UNLIMITED where there is no limit."""

    benefit: str
    network: str
    not_covered: bool
    copay: Decimal
    copay_after_deductible: bool
    rate: Decimal
    """The member's coinsurance as a fraction, 0 to 1."""
    deductible_first: bool
    """Whether any of the deductible is taken."""
    copay_counts_to_deductible: bool
    counts_to_maximum: bool
    ceiling: Decimal
    """Most that copay and coinsurance of one line come to."""
    visit_limit: int | None
    deductible_pot: str
    maximum_pot: str
    deductible: tuple[Decimal, Decimal]
    """The limits that hold for the person and for the family; a deductible that plays no part is UNLIMITED."""
    maximum: tuple[Decimal, Decimal]
    maximum_stated: bool
    """False where the person's maximum is the federal one, or there is none."""


def resolve(plan: Plan, benefit: str, network: str, year: int, federal: FederalMaximum) -> tuple[Terms, list[str]]:
    """The terms of `benefit`, and the assumptions that they rest on, in plain words.

    Sources of the rules: the Summary of Benefits template (45 CFR 147.200), the individual maximum inside family
    cover (45 CFR 156.130(c)). Raises AnswersProblem that lists every value that is missing and needed.
    """
    tier = _tier(plan, network)
    told: list[str] = []
    row = _row(plan, tier, benefit, told)
    pharmacy = row.pharmacy and tier.pharmacy is not None
    limits = tier.pharmacy if pharmacy and tier.pharmacy is not None else tier.limits
    pot = f"{network}.pharmacy" if pharmacy else network
    copay, rate = row.copay or ZERO, (row.coinsurance_percent or ZERO) / HUNDRED
    copay_after, first = _order(row, _TABLES[network], told)
    person, family = _maximum(plan, limits, network, year, federal, told)
    own = row.drug_deductible
    if network == "in" and year in plan.deductibles:
        limits = replace(limits, deductible_individual=plan.deductibles[year])
    if own is not None or not first or row.not_covered:
        deductible = (own if own is not None else UNLIMITED), UNLIMITED
    else:
        deductible = _deductible(plan, limits, f"{_TABLES[network]}{'.pharmacy' if pharmacy else ''}")
    return Terms(
        benefit=benefit,
        network=network,
        not_covered=row.not_covered,
        copay=copay,
        copay_after_deductible=copay_after,
        rate=rate,
        deductible_first=first,
        copay_counts_to_deductible=row.copay_counts_to_deductible,
        counts_to_maximum=row.counts_to_maximum,
        ceiling=row.maximum_per_prescription if row.maximum_per_prescription is not None else UNLIMITED,
        visit_limit=row.visit_limit,
        deductible_pot=f"{network}.{benefit}" if own is not None else pot,
        maximum_pot=pot,
        deductible=deductible,
        maximum=(person, family),
        maximum_stated=limits.oop_max_individual is not None,
    ), told


def _tier(plan: Plan, network: str) -> Tier:
    tier = plan.tiers.get(network)
    if tier is None:
        raise AnswersProblem(
            f"{plan.origin}: [{_TABLES[network]}] is missing, so nothing is known of that network",
            hint="Add the table; where the plan pays nothing there, give its rows not_covered = true.",
        )
    return tier


def _row(plan: Plan, tier: Tier, benefit: str, told: list[str]) -> Row:
    row = tier.rows.get(benefit)
    where = f"{_TABLES[tier.network]}.{benefit}"
    if row is None and tier.not_covered:
        return Row(benefit, not_covered=True)
    if row is not None and (row.not_covered or row.copay is not None or row.coinsurance_percent is not None):
        return row
    if tier.coinsurance_percent is None:
        raise AnswersProblem(
            f"{plan.origin}: {where} has neither copay nor coinsurance_percent, "
            f"and {_TABLES[tier.network]}.coinsurance_percent is missing too",
            hint="Write one of the three; a service that the plan refuses is not_covered = true.",
        )
    told.append(
        f"{where} is not stated: the network's coinsurance of {tier.coinsurance_percent.normalize():f}% is taken"
        f"{'' if row and row.after_deductible is False else ' after the deductible'}."
    )
    base = row or Row(benefit, after_deductible=True)
    after = base.after_deductible if base.after_deductible is not None else True
    return Row(
        benefit,
        coinsurance_percent=tier.coinsurance_percent,
        after_deductible=after,
        counts_to_maximum=base.counts_to_maximum,
        visit_limit=base.visit_limit,
        maximum_per_prescription=base.maximum_per_prescription,
        drug_deductible=base.drug_deductible,
        pharmacy=base.pharmacy,
    )


def _order(row: Row, table: str, told: list[str]) -> tuple[bool, bool]:
    """Whether the copay waits for the deductible, and whether the deductible is taken at all."""
    if row.not_covered:
        return False, False
    if row.after_deductible is not None:
        return row.after_deductible, row.after_deductible
    silent = f"{table}.{row.name}.after_deductible is not stated"
    if row.copay is None:
        told.append(f"{silent}: the coinsurance is taken after the deductible.")
        return True, True
    if row.coinsurance_percent is None:
        told.append(f"{silent}: the copay is taken without the deductible.")
        return False, False
    told.append(f"{silent}: the copay is taken first, the coinsurance after the deductible.")
    return False, True


def _deductible(plan: Plan, limits: Limits, table: str) -> tuple[Decimal, Decimal]:
    """The deductible of the person and of the family that holds for each line."""
    own, family = limits.deductible_individual, limits.deductible_family if plan.family_cover else None
    if own is None and family is None:
        raise AnswersProblem(
            f"{plan.origin}: {table}.deductible_individual is missing", hint="Write 0 where the plan has no deductible."
        )
    if plan.embedded is False and family is not None:
        return UNLIMITED, family
    return (own if own is not None else UNLIMITED), (family if family is not None else UNLIMITED)


def _maximum(
    plan: Plan, limits: Limits, network: str, year: int, federal: FederalMaximum, told: list[str]
) -> tuple[Decimal, Decimal]:
    """The out-of-pocket maximum of the person and of the family."""
    family = limits.oop_max_family if plan.family_cover and limits.oop_max_family is not None else UNLIMITED
    if limits.oop_max_individual is not None:
        return limits.oop_max_individual, family
    if network == "in" and plan.essential_benefits and not plan.grandfathered:
        legal = federal(year)
        if legal is not None:
            stands_in = "" if legal.year == year else f" (the figure of {legal.year} stands in: check this)"
            told.append(
                f"{_TABLES[network]}.oop_max_individual is not stated: the federal limit for one person in plan year "
                f"{year}, {show(legal.amount)}, is taken{stands_in}."
            )
            return legal.amount, family
        told.append(f"No out-of-pocket maximum for one person is known for plan year {year}: none is taken.")
    elif network == "out":
        told.append("out_of_network.oop_max_individual is not stated: no maximum is taken out of network.")
    return UNLIMITED, family
