"""Comparing a number with a threshold, in three values."""

from __future__ import annotations

from ketacli.eligibility.finding import Finding, met, unknown, unmet
from ketacli.policy.reading import Comparison

_WORDS: dict[Comparison, str] = {
    "at_least": "at least",
    "at_most": "at most",
    "more_than": "more than",
    "less_than": "less than",
    "equal": "exactly",
}


def holds(value: float, comparison: Comparison | None, threshold: float, default: Comparison) -> bool:
    """Whether `value` satisfies the comparison; `default` is used where the policy states none."""
    match comparison or default:
        case "at_least":
            return value >= threshold
        case "at_most":
            return value <= threshold
        case "more_than":
            return value > threshold
        case "less_than":
            return value < threshold
        case "equal":
            return value == threshold


def against(
    value: float | None,
    threshold: float | None,
    comparison: Comparison | None,
    *,
    default: Comparison,
    what: str,
    unit: str,
    keys: tuple[str, ...],
    bring: str | None = None,
    record_is_enough: bool = False,
) -> Finding:
    """A finding on one number. `what` names the fact ("PHQ-9"), `unit` follows the numbers.

    Without a threshold a value on record is enough only where `record_is_enough` (a scale that must have been used);
    elsewhere a limit whose number could not be read decides nothing.
    """
    if threshold is None:
        if value is None:
            return unknown(f"{what} is asked for and not known", *keys, bring=bring)
        if not record_is_enough:
            return unknown(f"{what}: no number to compare with could be read", *keys, bring=bring, fact=f"{value:g}")
        return met(f"{value:g} {unit}".strip(), f"{what} is on record", *keys, bring=bring)
    asked = f"{_WORDS[comparison or default]} {threshold:g} {unit}".strip()
    if value is None:
        return unknown(f"{what}: {asked} is asked for; it is not known", *keys, bring=bring)
    fact = f"{value:g} {unit}".strip()
    why = f"{what}: {asked} is asked for; entered: {fact}"
    return (met if holds(value, comparison, threshold, default) else unmet)(fact, why, *keys, bring=bring)
