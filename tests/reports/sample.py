"""A reading made by hand, with words that try to act on the terminal, the page or the spreadsheet."""

from __future__ import annotations

from ketacli.errors import ExitCode
from ketacli.policy.check import Checked
from ketacli.policy.reading import (
    Criterion,
    DocumentFacts,
    Language,
    Logic,
    Otherwise,
    Position,
    Reading,
)

ATTACK = (
    "[bold]IV ketamine[/bold] \x1b[31mis\x1b[0m {{ 7*7 }} <script>x</script> =SUM(A1) | is considered investigational"
)


def position(treatment: str, indication: str, word: str, quote: str, **values) -> Position:
    return Position(
        treatment=treatment,
        indication=indication,
        position=word,
        page=2,
        quote=quote,
        heading="Policy",
        rule="KP101",
        **values,
    )


READING = Reading(
    document=DocumentFacts(
        kind="medical_policy", payer="Larkspur Health Plan", policy_number="LHP-1", effective_date="2026-01-01", pages=3
    ),
    positions=(
        position(
            "esketamine",
            "trd",
            "covered_with_criteria",
            "Spravato is considered medically necessary when all of the following are met",
            otherwise=Otherwise(position="not_medically_necessary", page=2, quote="otherwise not medically necessary"),
        ),
        position("esketamine", "ptsd", "experimental", "any other psychiatric use is investigational", inferred=True),
        position("ketamine_iv", "any", "experimental", ATTACK),
        position("other", "any", "not_covered", "experimental services are not covered"),
    ),
    criteria=(
        Criterion(
            id="c1",
            type="age_min",
            number=18,
            unit="years",
            comparison="at_least",
            treatment="esketamine",
            indication="trd",
            page=2,
            quote="18 years or older",
            heading="Criteria",
            rule="KC101",
        ),
        Criterion(
            id="c2",
            type="prior_trials",
            number=2,
            unit="trials",
            comparison="at_least",
            treatment="esketamine",
            indication="trd",
            page=2,
            quote="two antidepressants",
            heading="Criteria",
            rule="KC110",
        ),
    ),
    logic=(Logic(treatment="esketamine", indication="trd", scope="initial", tree={"all": ["c1", "c2"]}),),
    appeals={
        "internal_days": 180,
        "expedited_hours": 72,
        "evidence": {"internal_days": {"page": 3, "quote": "180 days"}},
    },
    language=(
        Language(
            category="mental_health", words="depression", page=1, heading=None, quote="for depression", rule="KL100"
        ),
    ),
)
CHECKED = Checked(name="policy.pdf", code=ExitCode.ATTENTION, reading=READING, format="pdf", sha256="0" * 64)
UNREADABLE = Checked(
    name="locked.pdf",
    code=ExitCode.UNREAD,
    error={
        "kind": "encrypted",
        "message": "locked.pdf needs a password",
        "hint": "--password-file FILE",
        "exit_code": 3,
    },
)
