"""Sums in cents: exact, and shown as the figures that a document states."""

from __future__ import annotations

import re
from decimal import Decimal

_AMOUNT = re.compile(r"-?\(?-?\$?\s?\d{1,3}(?:,\d{3})*(?:\.\d{2})?\)?|-?\(?\$?\s?\d+(?:\.\d{2})?\)?")


def cents(text: str) -> int | None:
    """The amount that a cell holds, in cents; a minus or brackets make it negative; None where it holds none."""
    found = _AMOUNT.search(text.replace("\u2212", "-"))
    if not found or not any(char.isdigit() for char in found[0]):
        return None
    digits = re.sub(r"[^\d.]", "", found[0])
    amount = int(Decimal(digits) * 100)
    return -amount if found[0].lstrip().startswith(("-", "(", "$-")) else amount


def dollars(amount: int | None) -> float | None:
    """Cents as the number of dollars that the document states."""
    return None if amount is None else amount / 100
