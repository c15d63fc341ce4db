"""What is known of a person who looks for help with the cost."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

INSURANCE = ("commercial", "medicare", "medicaid", "tricare", "va", "none")
GOVERNMENT = frozenset({"medicare", "medicaid", "tricare", "va"})
"""Covers with which no manufacturer card may be used, even as second insurance."""
TREATMENT_WORDS: dict[str, str] = {
    "esketamine": "Spravato",
    "ketamine_iv": "ketamine infusions",
    "ketamine_im": "ketamine injections",
    "ketamine_oral": "oral ketamine",
    "ketamine_any": "ketamine",
    "ketamine_assisted_psychotherapy": "ketamine-assisted psychotherapy",
}
"""Short words for the treatments that programs name."""
Status = Literal["eligible", "not", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What is known of a person; None is unknown and never no."""

    insurance: tuple[str, ...] = ()
    """All covers, the second one too; empty where unknown."""
    treatment: str | None = None
    state: str | None = None
    """State of residence, two letters."""
    household: int | None = None
    income: Decimal | None = None
    """Household income in dollars a year."""
    veteran: bool | None = None
    amount: Decimal | None = None
    """Dollars to be paid."""
