"""Where the law keeps a clinic from charging a patient privately: said before any self-pay figure is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from ketacli.errors import UsageProblem

if TYPE_CHECKING:
    from ketacli.cost.plan import Plan

COVERAGES = (
    "commercial",
    "medicare_original",
    "medicare_advantage",
    "medicaid",
    "tricare",
    "va",
    "none",
)
"""Words for `--coverage`: what a person is covered by while asking for a self-pay price."""


class SelfPayQuestion(Protocol):
    """What the gate asks for."""

    @property
    def coverage(self) -> str | None:
        """The cover that the person has."""

    @property
    def opted_out(self) -> bool:
        """The clinician has opted out of Medicare."""

    @property
    def self_pay_agreed(self) -> bool:
        """Medicaid was asked, and the patient agreed in writing to pay."""


def check_self_pay(question: SelfPayQuestion, plan: Plan | None, treatment: str) -> None:
    """Raises UsageProblem for a self-pay projection that would mislead: the clinic may not charge like that.

    Medicare pays for esketamine, so a clinician who has not opted out may not sell it privately to a member
    (42 USC 1395a(b), 42 CFR 405 subpart D). Medicaid providers accept its payment in full (42 CFR 447.15).
    """
    coverage = question.coverage
    if coverage is not None and coverage not in COVERAGES:
        raise UsageProblem("--coverage is not a word for it", hint=f"One of: {', '.join(COVERAGES)}.")
    if plan is not None or coverage is None:
        return
    if coverage.startswith("medicare") and treatment == "esketamine" and not question.opted_out:
        raise UsageProblem(
            "Medicare pays for esketamine (Spravato): a clinician in Medicare may not charge you privately for it",
            hint="What Medicare leaves to you: --plan medicare-part-b. If the clinician has opted out: --opted-out.",
        )
    if coverage == "medicaid" and not question.self_pay_agreed:
        raise UsageProblem(
            "a Medicaid provider may not charge a member privately for a covered service",
            hint="Ask Medicaid for a decision first. If it refused and you agreed in writing: --self-pay-agreed.",
        )


def may_pay_alone(question: SelfPayQuestion, plan: Plan | None, treatment: str) -> bool:
    """Whether a self-pay figure may stand beside the others; the same gates as `check_self_pay`, for any plan."""
    coverage = question.coverage or (plan.coverage if plan is not None else "none")
    if coverage.startswith("medicare") and treatment == "esketamine":
        return question.opted_out
    return coverage != "medicaid" or question.self_pay_agreed
