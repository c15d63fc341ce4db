"""Shipped figures, laws, codes, programmes and evidence: data files with sources, and their loader.

    from ketacli import facts
    facts.value("aca_oop_max_individual", on=date(2026, 3, 1)).value   # Decimal("10600")
    facts.subject("evidence").where(treatment="esketamine", direction="for")

A subject is read when it is first asked for. Newer facts in a folder of the user's own lie over the shipped ones.
"""

from typing import TYPE_CHECKING

from ketacli.facts.records import Confidence, Fact, Source, Subject, Value
from ketacli.facts.store import fact, names, sources, subject, value, where

if TYPE_CHECKING:
    from ketacli.facts.stale import Stale, stale_facts, stale_warnings

__all__ = [
    "Confidence",
    "Fact",
    "Source",
    "Stale",
    "Subject",
    "Value",
    "fact",
    "names",
    "sources",
    "stale_facts",
    "stale_warnings",
    "subject",
    "value",
    "where",
]


def __getattr__(name: str) -> object:
    """The stale guard is loaded only where a command warns."""
    if name in ("Stale", "stale_facts", "stale_warnings"):
        from ketacli.facts import stale

        return getattr(stale, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
