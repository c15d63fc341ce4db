"""Public cover, ready made from federal figures; and those whose figures have no source: not known."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from ketacli.cost.figures import Figure, figure
from ketacli.cost.plan import Limits, Plan, Row, Tier
from ketacli.cost.rows import ROWS
from ketacli.errors import FactsProblem
from ketacli.facts import Source

NAMES = (
    "medicare-part-b",
    "medicare-part-b+medigap-g",
    "medicare-part-b+medigap-c",
    "medicare-part-b+qmb",
    "medicare-advantage",
    "medicaid",
    "tricare",
    "va",
    "none",
)
"""Words for `--plan` that need no file."""


@dataclass(frozen=True, slots=True)
class NotKnown:
    """A cover whose cost sharing has no sourced figure here."""

    name: str
    coverage: str
    why: str
    next_step: str
    warnings: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()


def ready(name: str, years: tuple[int, ...], treatment: str, *, priced: bool = False) -> Plan | NotKnown:
    """The cover of that name for the calendar years of a series. `none` is no cover and not asked here.

    Whether Part B pays for ketamine is open, so an answer is given only where the user has an amount (`priced`).
    """
    if name.startswith("medicare-part-b"):
        return _part_b(name, years, treatment) if treatment == "esketamine" or priced else _KETAMINE
    if name == "medicare-advantage":
        return _advantage(years[0])
    return _UNKNOWN[name]


_KETAMINE = NotKnown(
    "Original Medicare, ketamine",
    "medicare_original",
    "No rule of Medicare was found that covers ketamine for depression or pain: the contractor decides case by case.",
    "Ask the clinic for a decision first, and for an Advance Beneficiary Notice (ABN): without one that you signed you "
    "do not owe a refused service. Its price alone: ketacli cost --coverage medicare_original.",
)
_UNKNOWN = {
    "medicaid": NotKnown(
        "Medicaid",
        "medicaid",
        "Each state sets its own copays, mostly a few dollars or none; no figure here has a source.",
        "Ask the state's Medicaid agency or your health plan what a visit and a clinic drug cost you.",
    ),
    "tricare": NotKnown(
        "TRICARE",
        "tricare",
        "What you pay depends on your group, plan and year; no figure here has a source.",
        "Look at the TRICARE cost tool, or call your regional contractor with the code of the service.",
    ),
    "va": NotKnown(
        "VA health care",
        "va",
        "What you pay depends on your priority group and rating; no figure here has a source.",
        "Ask your VA mental-health provider or the VA's billing line.",
    ),
}


def _part_b(name: str, years: tuple[int, ...], treatment: str) -> Plan:
    secondary = {"medigap-g": "medigap_g", "medigap-c": "medigap_c", "qmb": "qmb"}.get(name.partition("+")[2])
    assumptions = ["The clinician accepts Medicare's amount in full (assignment) and has not opted out of Medicare."]
    deductibles: dict[int, Decimal] = {}
    sources = []
    for year in years:
        found = _needed("part_b_deductible", year)
        sources.append(found.source)
        deductibles[year] = found.amount
        if found.year != year:
            assumptions.append(
                f"The Part B deductible of {year} was not published when these figures were read: "
                f"that of {found.year} (${found.amount}) stands in. Check this."
            )
    rate = _needed("part_b_coinsurance", years[0])
    rows = {row: Row(row, coinsurance_percent=rate.amount, after_deductible=True) for row in ROWS}
    tier = Tier("in", Limits(deductible_individual=deductibles[years[0]]), coinsurance_percent=rate.amount, rows=rows)
    return Plan(
        name=_NAMES[secondary],
        origin=name,
        tiers={"in": tier},
        plan_year_stated=True,
        embedded=True,
        family_cover=False,
        essential_benefits=False,
        secondary=secondary,
        coverage="medicare_original",
        deductibles=deductibles,
        assumptions=tuple(assumptions),
        sources=(*sources, rate.source),
        warnings=_part_b_warnings(treatment, secondary),
    )


_NAMES = {
    None: "Original Medicare, Part B",
    "medigap_g": "Original Medicare, Part B, with Medigap G",
    "medigap_c": "Original Medicare, Part B, with Medigap C or F",
    "qmb": "Original Medicare, Part B, for a Qualified Medicare Beneficiary (QMB)",
}


def _part_b_warnings(treatment: str, secondary: str | None) -> tuple[str, ...]:
    told = []
    if treatment != "esketamine":
        told.append(f"This holds only where Medicare pays for it, which is open for ketamine. {_KETAMINE.next_step}")
    if secondary is None:
        told.append("Original Medicare has no yearly maximum on what you pay.")
    if secondary == "qmb":
        told.append("A provider may not bill a QMB member for Medicare's deductible or coinsurance.")
    told.append("In a hospital's outpatient department other amounts hold than in an office.")
    return tuple(told)


def _advantage(year: int) -> NotKnown:
    found = figure("ma_moop_in_network", year)
    told: list[str] = []
    if found is not None:
        check = "" if found.settled and found.year == year else " Check this."
        told.append(
            f"In-network medical costs may not exceed ${found.amount:,} a year (figure of {found.year}).{check}"
        )
    return NotKnown(
        "Medicare Advantage",
        "medicare_advantage",
        "Each Medicare Advantage plan sets its own copays and coinsurance.",
        "Read the plan's Evidence of Coverage: ketacli cost --plan evidence-of-coverage.pdf",
        tuple(told),
        (found.source,) if found else (),
    )


def _needed(key: str, year: int) -> Figure:
    found = figure(key, year)
    if found is None:
        raise FactsProblem(f"no figure {key} is known for {year} or before")
    return found
