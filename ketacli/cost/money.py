"""Dollars as `Decimal`: reading them from what people write, rounding them, printing them."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from ketacli.errors import AnswersProblem

CENT = Decimal("0.01")
ZERO = Decimal("0.00")
HUNDRED = Decimal(100)
UNLIMITED = Decimal("999999999999.00")
"""Stands for "no limit": larger than any amount that is accepted."""
_LARGEST = Decimal(100_000_000)
_PLAIN = r"\$?\s?(\d+|\d{1,3}(?:,\d{3})+)(\.\d{1,2})?"


def cents(amount: Decimal) -> Decimal:
    """`amount` in dollars, rounded half up to cents: done once per line item."""
    return amount.quantize(CENT, ROUND_HALF_UP)


def show(amount: Decimal) -> str:
    """Dollars for a person: $1,234.50."""
    return f"-${-amount:,.2f}" if amount < 0 else f"${amount:,.2f}"


def dollars(value: object, where: str) -> Decimal:
    """An amount of money from a file or an option, in dollars with two decimals.

    A leading `$` and well-placed commas between thousands are accepted. `where` names file and key for the message.
    Raises AnswersProblem for anything else: another currency, a comma for the decimal point, a negative amount,
    fractions of a cent, a word.
    """
    number = _number(value, where, "an amount of money", 'Write dollars as 590 or 590.00 (or "$1,590.00").')
    if number < 0:
        raise AnswersProblem(f"{where}: is negative", hint="Amounts of money are 0 or more.")
    if number > _LARGEST:
        raise AnswersProblem(f"{where}: is larger than $100,000,000", hint="Write the amount in dollars, not cents.")
    if number != number.quantize(CENT):
        raise AnswersProblem(f"{where}: has fractions of a cent", hint="Write at most two decimals.")
    return number.quantize(CENT)


def percent(value: object, where: str) -> Decimal:
    """A percentage from 0 to 100; a trailing `%` is accepted. Raises AnswersProblem that names file and key."""
    if isinstance(value, str) and value.strip().endswith("%"):
        value = value.strip()[:-1].strip()
    number = _number(value, where, "a percentage", "Write 20 for 20 percent.")
    if not 0 <= number <= HUNDRED:
        raise AnswersProblem(f"{where}: is not between 0 and 100 percent", hint="Write 20 for 20 percent.")
    return number


def _number(value: object, where: str, noun: str, hint: str) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal, str)):
        raise AnswersProblem(f"{where}: is not {noun}", hint=hint)
    if isinstance(value, str):
        return _from_text(value.strip(), where, noun, hint)
    number = value if isinstance(value, Decimal) else Decimal(str(value))
    if not number.is_finite():
        raise AnswersProblem(f"{where}: is not {noun}", hint=hint)
    return number


def _from_text(text: str, where: str, noun: str, hint: str) -> Decimal:
    if text.startswith("-") and re.fullmatch(_PLAIN, text[1:].strip()):
        raise AnswersProblem(f"{where}: is negative", hint="Amounts of money and percentages are 0 or more.")
    if not text:
        raise AnswersProblem(f"{where}: is empty", hint=hint)
    if any(sign in text for sign in "€£¥₹") or re.search(r"\b(EUR|GBP|CAD|CHF|AUD)\b", text, re.IGNORECASE):
        raise AnswersProblem(f"{where}: is in another currency than US dollars", hint=hint)
    if not re.fullmatch(_PLAIN, text):
        if "," in text and re.fullmatch(r"\$?[\d.,]+", text):
            raise AnswersProblem(f"{where}: has a comma that does not separate thousands", hint=hint)
        raise AnswersProblem(f"{where}: is not {noun}", hint=hint)
    try:
        return Decimal(text.replace("$", "").replace(",", "").strip())
    except InvalidOperation as problem:
        raise AnswersProblem(f"{where}: is not {noun}", hint=hint) from problem
