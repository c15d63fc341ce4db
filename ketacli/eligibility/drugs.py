"""Antidepressants by generic or brand name, spelling mistakes allowed, from the shipped facts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from ketacli.facts.records import Fact

_FORMULATIONS = re.compile(
    r"\b(?:xr|xl|sr|er|cr|ir|dr|hcl|hydrochloride|extended|release|tablets?|capsules?|oral)\b|[®™]|\d+\s*mg\b"
)
_SURE = 88.0
"""Similarity (0-100) from which a misspelt name is taken for a known one; below it the name stays unknown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drug:
    """A medicine with the class and the smallest adequate daily dose that the facts give."""

    generic: str
    drug_class: str
    minimum_mg: float | None
    """Below this no source calls a dose adequate; mg a day. None where it does not apply."""
    borderline_mg: float | None = None
    """From this dose on all sources call it adequate; None where they agree."""
    counts_as_trial: bool = True
    """False for medicines that are no antidepressant trial by themselves."""


def lookup(name: str) -> Drug | None:
    """The medicine that a name means: exact, by brand, or by a near spelling; None where no name is near."""
    plain = " ".join(_FORMULATIONS.sub(" ", name.lower()).split())
    return _lookup(plain) if plain else None


@cache
def _lookup(plain: str) -> Drug | None:
    names = _names()
    if plain in names:
        return names[plain]
    first = plain.split()[0]
    if first in names:
        return names[first]
    from rapidfuzz import fuzz, process

    near = process.extractOne(plain, list(names), scorer=fuzz.ratio, score_cutoff=_SURE)
    return names[str(near[0])] if near else None


@cache
def _names() -> dict[str, Drug]:
    """Generic and brand names in lower case → medicine, from the facts "antidepressants"."""
    from ketacli import facts

    found: dict[str, Drug] = {}
    today = date.today()
    for fact in facts.subject("antidepressants"):
        generic = fact.get("generic")
        if not generic:
            continue
        drug = _drug(fact, str(generic), today)
        for name in (generic, *fact.get("brands", ())):
            found[str(name).lower()] = drug
    return found


def _drug(fact: Fact, generic: str, today: date) -> Drug:
    held = fact.on(today).value
    low = float(held) if isinstance(held, (int, Decimal)) else None
    border = fact.get("borderline") or {}
    return Drug(
        generic=generic,
        drug_class=str(fact.get("class") or "other"),
        minimum_mg=float(border["low"]) if "low" in border else low,
        borderline_mg=float(border["high"]) if "high" in border else None,
        counts_as_trial=fact.get("role") == "antidepressant",
    )
