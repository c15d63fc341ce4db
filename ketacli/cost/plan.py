"""A health plan's rules on money: tiers, benefit rows, limits, and what has been spent in this plan year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from ketacli.cost.money import ZERO
from ketacli.facts import Source


@dataclass(frozen=True, slots=True)
class Row:
    """What one benefit pays."""

    name: str
    copay: Decimal | None = None
    """Dollars a line; None where not stated."""
    coinsurance_percent: Decimal | None = None
    """The member's share, 0 to 100; None where not stated."""
    after_deductible: bool | None = None
    """Whether the deductible comes first; None where not stated."""
    not_covered: bool = False
    counts_to_maximum: bool = True
    copay_counts_to_deductible: bool = False
    visit_limit: int | None = None
    """Covered lines a plan year; later ones are not covered."""
    maximum_per_prescription: Decimal | None = None
    """Most that copay and coinsurance of one line come to, in dollars."""
    drug_deductible: Decimal | None = None
    """A deductible of this row's own, in dollars, in place of the tier's."""
    pharmacy: bool = False
    """Counts in the pharmacy accumulators where the plan keeps these apart."""
    page: int | None = None
    quote: str | None = None
    """Where the document says so, for a plan that was read from one."""


@dataclass(frozen=True, slots=True)
class Limits:
    """A deductible and an out-of-pocket maximum, in dollars a plan year; None where not stated."""

    deductible_individual: Decimal | None = None
    deductible_family: Decimal | None = None
    oop_max_individual: Decimal | None = None
    oop_max_family: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Tier:
    """The rules inside or outside the network."""

    network: str
    """`in` or `out`."""
    limits: Limits = Limits()
    pharmacy: Limits | None = None
    """Limits of the pharmacy benefit where it keeps accumulators of its own."""
    coinsurance_percent: Decimal | None = None
    rows: Mapping[str, Row] = field(default_factory=dict)
    not_covered: bool = False
    """The plan pays nothing in this network (an HMO or EPO out of network)."""
    recognised_percent_of_medicare: Decimal | None = None
    """Out of network: what the plan recognises, as a percentage of Medicare's amount, where it says so."""
    recognised_basis: str | None = None
    """`ucr` where the plan recognises the usual charge of the area, a figure that only it knows."""


@dataclass(frozen=True, slots=True)
class Spent:
    """What one person and the family have spent in a plan year, in dollars."""

    deductible: Decimal = ZERO
    oop: Decimal = ZERO
    family_deductible: Decimal = ZERO
    family_oop: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Met:
    """Spending before the series, all of it in the plan year of the first session. Keys are accumulator names."""

    pots: Mapping[str, Spent] = field(default_factory=dict)
    """`in`, `out`, `in.pharmacy`, `out.pharmacy`, or a row's own deductible (`in.specialty_drug`) → spending."""
    any_network: Spent | None = None
    """Spending that the file does not tie to a network: it belongs to the network of the first session."""
    visits: Mapping[str, int] = field(default_factory=dict)
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class Help:
    """A manufacturer's savings programme for the drug."""

    patient_pays: Decimal
    """Dollars a treatment that stay with the patient."""
    yearly_maximum: Decimal | None = None
    """Most that the programme pays in a calendar year, in dollars; None where it is not known."""
    programme: str = "none"
    """How the plan treats the money: `none` (it counts), `accumulator` or `maximiser`."""
    enrolled: bool = True
    fills: int = 12
    """Maximiser: treatments a year by which the plan divides the yearly maximum."""
    observation_rebate: bool = False
    """The maker also refunds the patient's share of the observation; not in every state."""
    rebate_yearly_maximum: Decimal | None = None
    """Most that this rebate pays in a calendar year, in dollars; None where it is not known."""


@dataclass(frozen=True, slots=True)
class Penalty:
    """What the plan takes off where no prior authorization was obtained; stands outside the maximum."""

    percent: Decimal | None = None
    maximum: Decimal | None = None
    amount: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """One plan."""

    name: str
    origin: str
    """File or preset that it comes from, for messages."""
    tiers: Mapping[str, Tier]
    """`in` and `out`; a network that the plan says nothing about is absent."""
    plan_year_start: tuple[int, int] = (1, 1)
    """Month and day."""
    plan_year_stated: bool = True
    coverage_from: date | None = None
    coverage_to: date | None = None
    funding: str | None = None
    embedded: bool | None = None
    family_cover: bool = True
    """False where the plan covers one person only: family amounts then play no part."""
    hdhp: bool = False
    grandfathered: bool = False
    credits_across: bool = False
    """Spending in one network also counts in the other."""
    essential_benefits: bool = True
    """The federal out-of-pocket limit holds. False for Original Medicare, short-term plans and the like."""
    deductibles: Mapping[int, Decimal] = field(default_factory=dict)
    """Plan year → the person's in-network deductible, where it changes from year to year (Medicare)."""
    met: Met = Met()
    help: Help | None = None
    penalty: Penalty | None = None
    monthly_premium: Decimal | None = None
    secondary: str | None = None
    """`medigap_g`, `medigap_c`, `qmb`: what pays after the plan."""
    secondary_plan: Plan | None = None
    """Another plan that pays after this one (coordination of benefits)."""
    non_duplication: bool = False
    """The second plan pays only what its own benefit exceeds the first plan's payment by."""
    hsa_contribution: Decimal | None = None
    """What is paid into a health savings account in the tax year, in dollars."""
    coverage: str = "commercial"
    """`commercial`, `medicare_original`, `medicare_advantage`, `none`, …: which legal gates hold."""
    assumptions: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    """Where federal figures in it were read."""
    evidence: tuple[Mapping[str, object], ...] = ()
    """`{key, value, page, quote}` of a plan that was read from a document."""
    unknowns: tuple[str, ...] = ()
    """Keys that the document leaves open."""

    def year_of(self, day: date) -> int:
        """The plan year of a date of service, named by the year in which it starts."""
        return day.year if (day.month, day.day) >= self.plan_year_start else day.year - 1

    @property
    def has_other_payers(self) -> bool:
        """Whether somebody pays beside the plan and the patient."""
        return self.help is not None or self.secondary is not None or self.secondary_plan is not None
