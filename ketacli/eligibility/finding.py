"""What is found of one criterion: met, unmet or unknown, the fact that it rests on, and what would show it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from ketacli.policy.reading import CriterionType, Indication, Scope, Treatment


class Status(StrEnum):
    """Three values, and a fourth for what this patient's answer does not turn on."""

    MET = "met"
    UNMET = "unmet"
    UNKNOWN = "unknown"
    NOT_NEEDED = "not_needed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """The judgement of one criterion by itself."""

    status: Status
    fact: str | None = None
    """The patient's fact in words; None where it is not known."""
    why: str
    """One sentence with both sides: what is asked, what is there."""
    keys: tuple[str, ...] = ()
    """Answers that it read or would need."""
    bring: str | None = None
    """Evidence that would show it, worded as a record to bring."""


def met(fact: str, why: str, *keys: str, bring: str | None = None) -> Finding:
    """A finding that the criterion is met."""
    return Finding(status=Status.MET, fact=fact, why=why, keys=keys, bring=bring)


def unmet(fact: str, why: str, *keys: str, bring: str | None = None) -> Finding:
    """A finding that the criterion is not met on what was entered."""
    return Finding(status=Status.UNMET, fact=fact, why=why, keys=keys, bring=bring)


def unknown(why: str, *keys: str, bring: str | None = None, fact: str | None = None) -> Finding:
    """A finding that the answers do not decide."""
    return Finding(status=Status.UNKNOWN, fact=fact, why=why, keys=keys, bring=bring)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedCriterion:
    """One row of the checklist: the policy's words on one side, the patient's fact on the other."""

    id: str
    type: CriterionType
    status: Status
    page: int | None
    quote: str | None
    fact: str | None
    why: str
    evidence_to_bring: str | None = None
    keys: tuple[str, ...] = ()
    """Answers that it reads."""
    origins: dict[str, str] = field(default_factory=dict)
    """Where each answer that it read came from: `flag`, `file`, `case`, `typed` or `batch`."""
    deciding: bool = False
    """Whether the overall status turns on it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checklist:
    """The comparison of one patient with one policy."""

    status: Literal["meets", "does_not_meet", "unknown"]
    verdict: str
    """One sentence in plain words; never "you meet"."""
    treatment: Treatment
    indication: Indication
    scope: Scope
    criteria: tuple[CheckedCriterion, ...]
    missing: tuple[str, ...] = ()
    """Keys of answers that the unknown criteria still need."""
    to_settle: tuple[str, ...] = ()
    """Ids of the shortest set of unknown criteria that, if met, would settle the answer."""
    crisis: bool = False
    """True where the answers hold a sign of acute danger: the crisis line comes first."""
    warnings: tuple[str, ...] = ()
    policy: str | None = None
    """Name of the policy file; None for the label and common criteria."""
    extra: dict[str, object] = field(default_factory=dict)
