"""Rating scales: item sums where the scoring is free to use, severity bands and response from the facts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ketacli.errors import AnswersProblem

PHQ9_ITEMS: tuple[str, ...] = (
    "Little interest or pleasure in doing things",
    "Feeling down, depressed, or hopeless",
    "Trouble falling or staying asleep, or sleeping too much",
    "Feeling tired or having little energy",
    "Poor appetite or overeating",
    "Feeling bad about yourself - or that you are a failure or have let yourself or your family down",
    "Trouble concentrating on things, such as reading the newspaper or watching television",
    "Moving or speaking so slowly that other people could have noticed, or the opposite - being so fidgety or "
    "restless that you have been moving around a lot more than usual",
    "Thoughts that you would be better off dead or of hurting yourself in some way",
)
"""The nine items of the PHQ-9, which may be reproduced without permission (facts, `scale_phq9`)."""
PHQ9_ANSWERS = ("Not at all", "Several days", "More than half the days", "Nearly every day")


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """A total with what it means."""

    scale: str
    name: str
    total: int
    band: str | None
    """Severity in words; None where the scale has no validated bands."""
    danger: bool = False
    """True where item 9 of the PHQ-9 is above 0: the crisis line comes first."""


def phq9(items: Sequence[int]) -> Score:
    """PHQ-9 from its nine items (0-3 each): the plain sum, 0-27. Raises AnswersProblem for other input."""
    _in_range("phq9_items", items, 9, 3)
    return Score(scale="phq9", name="PHQ-9", total=sum(items), band=band("phq9", sum(items)), danger=items[8] > 0)


def qids_sr16(items: Sequence[int]) -> Score:
    """QIDS-SR16 from its sixteen items (0-3 each): nine domains, 0-27, and not the plain sum.

    Sleep is the highest of items 1-4, appetite and weight the highest of 6-9, psychomotor the highest of 15-16;
    items 5 and 10-14 count by themselves (facts, `scale_qids`). Raises AnswersProblem for other input.
    """
    _in_range("qids_items", items, 16, 3)
    total = max(items[0:4]) + items[4] + max(items[5:9]) + sum(items[9:14]) + max(items[14:16])
    return Score(scale="qids", name="QIDS-SR16", total=total, band=band("qids", total))


def _in_range(key: str, items: Sequence[int], count: int, highest: int) -> None:
    if len(items) != count or any(item not in range(highest + 1) for item in items):
        raise AnswersProblem(
            f"{key} needs {count} numbers from 0 to {highest}", hint="Give the total instead if you have it."
        )


def band(scale: str, total: float) -> str | None:
    """The severity band of a total, from the facts; None where the scale has none. Raises AnswersProblem."""
    from ketacli import facts

    record = facts.fact(f"scale_{scale}")
    reach = record.get("range")
    if reach and not reach["low"] <= total <= reach["high"]:
        raise AnswersProblem(
            f"scores.{scale} must lie between {reach['low']} and {reach['high']}", hint="Check the form."
        )
    for row in record.get("bands") or ():
        if row["low"] <= total <= row["high"]:
            return str(row["name"])
    return None


def percent_change(before: float, now: float) -> float:
    """Improvement since baseline in percent: (before - now) / before x 100. Raises AnswersProblem at baseline 0."""
    if before <= 0:
        raise AnswersProblem("a baseline score of 0 leaves no percentage", hint="Enter the score before treatment.")
    return (before - now) / before * 100


def outcome(scale: str, before: float, now: float) -> str:
    """`remission`, `response` or `no response` by the scale's own figures in the facts."""
    from ketacli import facts

    record = facts.fact(f"scale_{scale}")
    remission, response = record.get("remission_at_most"), record.get("response_percent")
    if remission and now <= min(remission.values()):
        return "remission"
    return "response" if response and percent_change(before, now) >= response else "no response"
