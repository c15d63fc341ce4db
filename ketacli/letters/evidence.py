"""Which studies and guidelines a letter may cite: for this treatment, condition, age and route, with their limits.

What speaks against is chosen by the same rule and shown to whoever writes the letter; an honest letter that names a
weak point is harder to dismiss than one that hides it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ketacli import facts
from ketacli.facts.records import Fact

_MOST = 4
"""Studies that a letter cites; a reviewer reads few."""
_RANK = {"lead": 0, "support": 1, "weak": 2}
_WIDER = {"trd": ("trd",), "mdd_si": ("mdd_si",), "mdd": ("mdd", "trd")}
"""A study of another condition is never cited; major depression as such may rest on its resistant form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """One study or guideline as a letter quotes it."""

    key: str
    sentence: str
    limits: str
    """What it does not show; printed with it."""
    citation: str
    weak: bool
    """True where it may be cited only together with its limits in the same sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What may be cited, and what stands against it."""

    studies: tuple[Citation, ...] = ()
    guidelines: tuple[Citation, ...] = ()
    against: tuple[Citation, ...] = ()


def choose(treatment: str | None, indication: str | None, *, age: float | None = None) -> Evidence:
    """The evidence for one treatment and condition; empty where either is not known or nothing fits.

    Facts that are not settled never reach a letter.
    """
    if not treatment or not indication:
        return Evidence()
    studies = [fact for fact in facts.subject("evidence") if _fits(fact, treatment, indication, age)]
    cited = sorted(
        (fact for fact in studies if fact.get("letter") in _RANK and fact.get("direction") != "against"),
        key=lambda fact: _RANK[str(fact.get("letter"))],
    )
    guides = [fact for fact in facts.subject("guidelines") if _guides(fact, treatment, indication)]
    return Evidence(
        studies=tuple(_citation(fact) for fact in cited[:_MOST]),
        guidelines=tuple(_citation(fact) for fact in guides if fact.get("letter") in ("lead", "support")),
        against=tuple(_citation(fact) for fact in (*studies, *guides) if fact.get("letter") == "counter"),
    )


def _fits(fact: Fact, treatment: str, indication: str, age: float | None) -> bool:
    return (
        fact.settled
        and fact.get("treatment") == treatment
        and fact.get("indication") in (*_WIDER.get(indication, (indication,)), "any")
        and _of_age(str(fact.get("age_group", "")), age)
    )


def _guides(fact: Fact, treatment: str, indication: str) -> bool:
    return fact.settled and treatment in fact.get("treatments", ()) and indication in fact.get("indications", ())


def _of_age(group: str, age: float | None) -> bool:
    """Whether a study's age group takes in the patient; an unknown age takes all but the special groups."""
    low, _, high = group.replace("+", "-").partition("-")
    bounds = (float(low) if low.isdigit() else 0.0, float(high) if high.isdigit() else 200.0)
    if age is None:
        return bounds[0] <= 18
    return bounds[0] <= age <= bounds[1]


def _citation(fact: Fact) -> Citation:
    return Citation(
        key=fact.key,
        sentence=fact.sentence,
        limits=str(fact.get("limits") or ""),
        citation=str(fact.get("citation") or fact.sources[0].cite()),
        weak=fact.get("letter") == "weak",
    )


def label_sentences(treatment: str | None, indication: str | None) -> Iterator[str]:
    """What the FDA approved, where it approved this treatment for this condition; nothing otherwise.

    Ketamine itself is approved as an anaesthetic only: no letter calls it approved for depression or pain.
    """
    if not treatment or not indication:
        return
    for fact in facts.subject("label"):
        approved = fact.get("kind") == "approval" and fact.get("indication") == indication
        if fact.settled and fact.get("treatment") == treatment and approved:
            yield fact.sentence
