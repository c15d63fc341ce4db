"""The published shape of `ketacli cost --format json` and of a plan file, from which the JSON Schemas are made."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, NotRequired, TypedDict

from msgspec import Meta

Money = Annotated[str, Meta(pattern=r"^-?\d+\.\d\d$", description="Dollars with two decimals.")]
Dollars = Annotated[int | float | str, Meta(description='Dollars: 1500, 1500.00 or "$1,500".')]
Percent = Annotated[int | float | str, Meta(description="The member's share in percent, 0 to 100.")]


class Amounts(TypedDict):
    """Money columns in the order of an explanation of benefits.

    billed = savings + plan_paid + secondary_paid + help_paid + patient_owes.
    """

    billed: Money
    savings: Money
    allowed: Money
    plan_paid: Money
    secondary_paid: Money
    help_paid: Money
    deductible: Money
    copay: Money
    coinsurance: Money
    not_covered: Money
    balance_bill: Money
    patient_owes: Money


class Step(TypedDict):
    """One step of a line with its arithmetic."""

    line: int
    step: str
    reason: str | None
    amount: Money
    text: str


class LineRecord(Amounts):
    """One line of a claim."""

    line: int
    service: str
    code: str | None
    kind: str
    benefit: str
    network: Literal["in", "out"]


class SessionRecord(Amounts):
    """One date of the series."""

    date: date
    plan_year: int
    steps: list[Step]
    lines: list[LineRecord]


class Pays(TypedDict):
    """What the patient pays; null where it is not known."""

    low: Money | None
    typical: Money | None
    high: Money | None


class SourceRecord(TypedDict):
    """Where a figure was read."""

    key: str
    title: str
    publisher: str
    address: str
    date: str | None
    read: date


class PlanValue(TypedDict):
    """A value read from a plan document."""

    key: str
    value: str
    page: int | None
    quote: str | None


class CostResult(TypedDict):
    """One entry of `results` of `ketacli cost`."""

    title: str
    treatment: NotRequired[str]
    plan: str | None
    schedule: NotRequired[str | None]
    sessions: list[SessionRecord]
    totals: Amounts | None
    patient_pays: Pays
    first_evaluation: NotRequired[Pays | None]
    events: NotRequired[list[str]]
    assumptions: list[str]
    would_change_most: NotRequired[list[str]]
    warnings: list[str]
    plan_values: NotRequired[list[PlanValue]]
    plan_unknowns: NotRequired[list[str]]
    not_known: NotRequired[str]
    next_step: NotRequired[str]
    sources: list[SourceRecord]


class RowTable(TypedDict, total=False):
    """A benefit row: `[in_network.clinic_infusion]`."""

    copay: Dollars
    coinsurance_percent: Percent
    after_deductible: bool
    not_covered: bool
    counts_to_maximum: bool
    copay_counts_to_deductible: bool
    visit_limit: int
    maximum_per_prescription: Dollars
    drug_deductible: Dollars
    pharmacy: bool


class LimitsTable(TypedDict, total=False):
    """`[in_network.pharmacy]`."""

    deductible_individual: Dollars
    deductible_family: Dollars
    oop_max_individual: Dollars
    oop_max_family: Dollars


class TierTable(LimitsTable, total=False):
    """`[in_network]` or `[out_of_network]`."""

    coinsurance_percent: Percent
    not_covered: bool
    recognised_percent_of_medicare: Dollars
    recognised_basis: Literal["percent_of_medicare", "ucr"]
    pharmacy: LimitsTable
    mental_health_outpatient: RowTable
    mental_health_outpatient_other: RowTable
    specialist: RowTable
    specialty_drug: RowTable
    part_b_drug: RowTable
    clinic_infusion: RowTable
    provider_administered_drug: RowTable
    primary_care: RowTable
    observation: RowTable
    psychotherapy: RowTable
    evaluation: RowTable
    outpatient_facility: RowTable


class FamilyMet(TypedDict, total=False):
    """`[met.family]`."""

    deductible: Dollars
    oop: Dollars


class NetworkMet(FamilyMet, total=False):
    """`[met.in_network]`, `[met.out_of_network]`."""

    family: FamilyMet


class MetTable(NetworkMet, total=False):
    """`[met]`: spent in the plan year of the first session."""

    in_network: NetworkMet
    out_of_network: NetworkMet
    visits: dict[str, int]
    as_of: date


class HelpTable(TypedDict, total=False):
    """`[savings_programme]`."""

    patient_pays: Dollars
    yearly_maximum: Dollars
    programme: Literal["none", "accumulator", "maximiser"]
    enrolled: bool
    fills: int
    observation_rebate: bool
    rebate_yearly_maximum: Dollars
    state: str


class PenaltyTable(TypedDict, total=False):
    """`[prior_authorization_penalty]`."""

    percent: Percent
    maximum: Dollars
    amount: Dollars


PlanYearTable = TypedDict("PlanYearTable", {"from": date, "to": date}, total=False)


class PlanFile(TypedDict, total=False):
    """A plan file for `ketacli cost --plan plan.toml`. Rows of a plan's own may have other names."""

    name: str
    plan_year_start: Annotated[str, Meta(pattern=r"^\d\d-\d\d$")]
    plan_year: PlanYearTable | int
    funding: Literal["self_funded", "insured"]
    cover: Literal["self", "family"]
    embedded: bool
    hdhp: bool
    grandfathered: bool
    credits_across: bool
    plan_type: str
    secondary: Literal["medigap_g", "medigap_c", "qmb"]
    secondary_plan: str
    coordination: Literal["standard", "non_duplication"]
    hsa_contribution: Dollars
    monthly_premium: Dollars
    in_network: TierTable
    out_of_network: TierTable
    met: MetTable
    savings_programme: HelpTable
    prior_authorization_penalty: PenaltyTable
