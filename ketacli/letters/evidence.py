"""Which studies and guidelines a letter may cite: for this treatment, condition, age and route, with their limits.

What speaks against is chosen by the same rule and shown to whoever writes the letter; an honest letter that names a
weak point is harder to dismiss than one that hides it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from ketacli import facts
from ketacli.facts.records import Fact

_MOST = 4
"""Studies that a letter cites; a reviewer reads few."""
_RANK = {"lead": 0, "support": 1, "weak": 2}
_NEIGHBORS = {"trd": ("mdd",), "mdd_si": ("mdd", "trd"), "mdd": ("trd",)}
"""A study of another condition is never cited in favor; one against it in a neighboring condition is shown."""
_ANY_ROUTE = "ketamine_any"


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


@cache
def choose(treatment: str | None, indication: str | None, *, age: float | None = None) -> Evidence:
    """The evidence for one treatment and condition; empty where either is not known or nothing fits.

    Facts that are not settled never reach a letter.
    """
    if not treatment or not indication:
        return Evidence()
    cited = sorted(
        (
            fact
            for fact in facts.subject("evidence")
            if _fits(fact, treatment, indication, age)
            and fact.get("letter") in _RANK
            and fact.get("direction") != "against"
        ),
        key=lambda fact: _RANK[str(fact.get("letter"))],
    )
    guides = [fact for fact in facts.subject("guidelines") if _guides(fact, treatment, indication)]
    counter = [fact for fact in facts.subject("evidence") if _stands_against(fact, treatment, indication)]
    return Evidence(
        studies=tuple(_citation(fact) for fact in cited[:_MOST]),
        guidelines=tuple(_citation(fact) for fact in guides if fact.get("letter") in ("lead", "support")),
        against=tuple(_citation(fact) for fact in (*counter, *guides) if fact.get("letter") in ("counter", "never")),
    )


def _fits(fact: Fact, treatment: str, indication: str, age: float | None) -> bool:
    return (
        fact.settled
        and fact.get("treatment") == treatment
        and fact.get("indication") in (indication, "any")
        and _of_age(str(fact.get("age_group", "")), age)
    )


def _stands_against(fact: Fact, treatment: str, indication: str) -> bool:
    """What a reviewer may hold against it: also of neighboring conditions and of ketamine by any route."""
    drugs = (treatment, _ANY_ROUTE) if treatment.startswith("ketamine") else (treatment,)
    uses = (indication, *_NEIGHBORS.get(indication, ()), "any")
    return (
        fact.settled
        and fact.get("letter") == "counter"
        and fact.get("treatment") in drugs
        and fact.get("indication") in uses
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """What FDA approved for this patient's use, or the answers that are missing for saying so."""

    sentences: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


_ADULT = 18


@cache
def approval(
    treatment: str | None, indication: str | None, *, age: float | None, oral_antidepressant: bool | None
) -> Approval:
    """What FDA approved, where it approved this treatment for this condition and this patient; nothing otherwise.

    The label holds for adults, and for acute suicidality together with an oral antidepressant: without these facts
    nothing is said. Ketamine itself is approved as an anesthetic only: no letter calls it approved for depression.
    """
    found = [
        fact.sentence
        for fact in facts.subject("label")
        if fact.settled
        and fact.get("kind") == "approval"
        and fact.get("treatment") == treatment
        and fact.get("indication") == indication
    ]
    if not found:
        return Approval()
    needed = {"answers.age": None if age is None else age >= _ADULT}
    if indication == "mdd_si":
        needed["answers.oral_antidepressant_now"] = oral_antidepressant
    if False in needed.values():
        return Approval()
    missing = tuple(path for path, holds in needed.items() if holds is None)
    return Approval(missing=missing) if missing else Approval(sentences=tuple(found))


_SCHEDULE = {
    ("esketamine", "trd"): (
        "esketamine_trd_induction",
        "esketamine_trd_weeks_5_to_8",
        "esketamine_trd_maintenance",
    ),
    ("esketamine", "mdd_si"): ("esketamine_mdd_si_course",),
}


@cache
def label_schedule(treatment: str | None, indication: str | None) -> tuple[str, ...]:
    """The whole schedule of the label, for a dispute about quantity; empty where the label has none for this use."""
    keys = _SCHEDULE.get((treatment or "", indication or ""), ())
    dosing = {fact.key: fact for fact in facts.subject("dosing") if fact.settled}
    return tuple(dosing[key].sentence for key in keys if key in dosing)
