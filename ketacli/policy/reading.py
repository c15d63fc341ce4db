"""The result types of a reading. Field names and vocabulary are those of the published JSON (docs/reading.md)."""

from __future__ import annotations

from dataclasses import field
from typing import Literal, TypedDict

from ketacli.records import record

Treatment = Literal[
    "esketamine",
    "ketamine_iv",
    "ketamine_im",
    "ketamine_sc",
    "ketamine_oral",
    "ketamine_intranasal",
    "ketamine_any",
    "ketamine_topical",
    "ketamine_assisted_psychotherapy",
    "other",
]
Indication = Literal[
    "trd",
    "mdd_si",
    "mdd",
    "bipolar",
    "ptsd",
    "anxiety",
    "ocd",
    "sud",
    "chronic_pain",
    "crps",
    "migraine",
    "anesthesia",
    "any",
]
PositionWord = Literal[
    "covered",
    "covered_with_criteria",
    "not_covered",
    "experimental",
    "not_medically_necessary",
    "not_addressed",
]
Comparison = Literal["at_least", "at_most", "more_than", "less_than", "equal"]
Scope = Literal["initial", "renewal", "either"]
CriterionType = Literal[
    "age_min",
    "age_max",
    "diagnosis",
    "prior_trials",
    "trial_duration",
    "distinct_classes",
    "augmentation_trial",
    "psychotherapy",
    "concurrent_oral_antidepressant",
    "severity_scale",
    "prescriber",
    "rems",
    "setting",
    "observation",
    "pdmp",
    "contraindication",
    "no_psychosis",
    "no_substance_use",
    "no_pregnancy",
    "quantity_limit",
    "approval_duration",
    "renewal_response",
    "prior_authorization",
    "prior_failure_other",
    "other",
]
DocumentKind = Literal[
    "medical_policy",
    "drug_policy",
    "pa_form",
    "plan_document",
    "sbc",
    "denial_letter",
    "eob",
    "appeal_decision",
    "change_log",
    "article",
    "statute",
    "other",
]
Confidence = Literal["stated", "inferred", "uncertain_layout"]
Number = int | float


class Quoted(TypedDict):
    """Where a bare value stands in the document."""

    page: int | None
    quote: str | None


class ConflictingValue(TypedDict):
    """One of several values that a document gives for one field."""

    value: object
    page: int | None
    quote: str | None


class Node(TypedDict, total=False):
    """A node of the logic of criteria: exactly one of `all`, `any`, or `at_least` with `of`."""

    all: list[Tree]
    any: list[Tree]
    at_least: int
    of: list[Tree]


Tree = str | Node
"""A leaf is a criterion's id."""


@record
class Otherwise:
    """What holds where the criteria of a position are not met."""

    position: PositionWord
    page: int | None
    quote: str | None


@record
class Position:
    """What the document says of one treatment for one indication."""

    treatment: Treatment
    indication: Indication
    position: PositionWord
    inferred: bool = False
    """True where only a category word ("psychiatric disorders") names the indication."""
    applies_to: str | None = None
    """A limit to a line of business, in the document's words."""
    otherwise: Otherwise | None = None
    page: int | None
    quote: str | None
    heading: str | None = None
    rule: str
    """Code of the rule that found it (`ketacli explain CODE`)."""
    confidence: Confidence = "stated"
    trace: tuple[str, ...] = ()
    """Steps that led here, in plain words (`--why`)."""


@record
class Criterion:
    """One condition that the document sets, waives or only mentions."""

    id: str
    type: CriterionType
    number: Number | None = None
    unit: str | None = None
    comparison: Comparison | None = None
    text: str | None = None
    scope: Scope = "initial"
    treatment: Treatment
    indication: Indication = "any"
    within_days: int | None = None
    required: bool | None = True
    """True: asked for. False: stated as not required. None: only mentioned."""
    applies_to: str | None = None
    page: int | None
    quote: str | None
    heading: str | None = None
    rule: str


@record
class Logic:
    """How the criteria of one treatment × indication × scope combine."""

    treatment: Treatment
    indication: Indication
    scope: Scope
    tree: Tree
    uncertain: bool = False
    """True where flat bullets leave "all" or "any" open."""


@record
class Code:
    """A billing or diagnosis code as the document lists it."""

    code: str
    system: Literal["CPT", "HCPCS", "ICD-10-CM", "NDC", "REV"]
    status: Literal["listed", "removed", "not_covered"]
    page: int | None
    quote: str | None


@record
class DocumentFacts:
    """What the document is. Bare values; `evidence` holds page and quote under the same name."""

    kind: DocumentKind
    payer: str | None = None
    policy_number: str | None = None
    title: str | None = None
    effective_date: str | None = None
    review_date: str | None = None
    superseded: bool = False
    lines_of_business: tuple[str, ...] = ()
    pages: int = 1
    unread_pages: tuple[dict[str, object], ...] = ()
    evidence: dict[str, Quoted] = field(default_factory=dict)


@record
class Language:
    """One passage of mental-health or of experimental/investigational language."""

    category: Literal["mental_health", "experimental"]
    words: str
    """The words that triggered it."""
    page: int
    heading: str | None
    quote: str
    rule: str


@record
class Reading:
    """All that was read from one document."""

    document: DocumentFacts
    positions: tuple[Position, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    logic: tuple[Logic, ...] = ()
    codes: tuple[Code, ...] = ()
    appeals: dict[str, object] | None = None
    """Fields of CONTRACT Appeals, with siblings `conflict` and `evidence`; None where nothing is said."""
    benefits: dict[str, object] | None = None
    """Fields of CONTRACT Benefits; None where nothing is said."""
    language: tuple[Language, ...] = ()
    warnings: tuple[str, ...] = ()
