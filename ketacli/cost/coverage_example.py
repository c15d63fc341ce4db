"""The arithmetic of a coverage example on a Summary of Benefits."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

PARTS = ("deductibles", "copayments", "coinsurance", "limits_or_exclusions")
"""What the patient pays, in the order of the form."""


def difference(example: Mapping[str, object]) -> Decimal | None:
    """Dollars by which "the total … would pay" exceeds its parts: 0 where the example balances.

    A part that the form does not state counts as 0; None where the total is not stated. Where the form also says
    what the plan pays, a gap between total cost, plan and patient is returned in the same way.
    """
    total = _number(example.get("total_patient_pays"))
    if total is None:
        return None
    gap = total - sum((_number(example.get(part)) or Decimal(0) for part in PARTS), Decimal(0))
    cost, plan = _number(example.get("total_example_cost")), _number(example.get("plan_pays"))
    if gap == 0 and cost is not None and plan is not None:
        gap = total + plan - cost
    return gap


def _number(value: object) -> Decimal | None:
    return None if value is None or isinstance(value, bool) else Decimal(str(value))
