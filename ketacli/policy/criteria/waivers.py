"""What a policy says that it does NOT ask for, and whom it frees from a step."""

from __future__ import annotations

from dataclasses import replace

from ketacli.policy import lazy_re as re
from ketacli.policy.criteria.passages import Found, Passage
from ketacli.policy.criteria.patterns import any_pattern, words, words_data
from ketacli.policy.criteria.prescribers import prescriber_text
from ketacli.policy.reading import CriterionType

_CONDITION = re.compile(r"\b(?:if|when|where|for (?:requests|members|patients|prescriptions)|provided)\b")


def find_waivers(passage: Passage) -> list[Found]:
    """Requirements that the passage lifts: `required: false`, for trials with the number 0."""
    waived = words("waived", "patterns").search(passage.low)
    if waived is None:
        return []
    left, right = waived_clause(passage, waived)
    found: list[Found] = []
    for row in words_data()["waivers"]:
        place = _subject(row["subject"], passage.low, left, right, waived)
        if place is None:
            continue
        number = row.get("number")
        found.append(
            Found(
                type=row["type"],
                rule="KC170",
                start=min(place[0], waived.start()),
                end=max(place[1], waived.end()),
                number=number,
                unit="trials" if number is not None else None,
                text=" ".join(passage.text[left:right].split()).strip(" ;.")[:120],
                required=False,
            )
        )
        break
    return found


_BOUND = re.compile(r";|\. |, (?:and|but) (?:the|an?|it|approvals?|initial|no|that|is|has|must)\b|, provided\b")


def _refers_back(low: str, start: int, end: int) -> bool:
    """Whether a clause only says "it" of what the clause before it names ("is encouraged, but it is not required")."""
    return bool(re.search(r"\b(?:it|this|that|is)$", low[:start]) or re.match(r" (?:it|this|that|one)\b", low[end:]))


def waived_clause(passage: Passage, waived: re.Match[str]) -> tuple[int, int]:
    """Start and end of the clause that lifts a requirement; the other clauses of its sentence ask on."""
    bounds = [0, *(match.end() for match in _BOUND.finditer(passage.low, 0, waived.start()))]
    back = len(bounds) > 1 and _refers_back(passage.low, bounds[-1], waived.end())
    left = 0 if passage.prefix else bounds[-2 if back else -1]
    right = _BOUND.search(passage.low, waived.end())
    return left, right.start() if right else len(passage.low)


def without_waiver(passage: Passage) -> Passage:
    """The passage with the clause that lifts a requirement blanked out."""
    waived = words("waived", "patterns").search(passage.low)
    if waived is None:
        return passage
    left, right = waived_clause(passage, waived)
    return replace(passage, text=passage.text[:left] + " " * (right - left) + passage.text[right:])


def _subject(sources: list[str], low: str, left: int, right: int, waived: re.Match[str]) -> tuple[int, int] | None:
    """The thing that is waived: nearest before the words of waiver, else right after them."""
    regex = any_pattern(*sources)
    inside = regex.search(low, waived.start(), waived.end())
    before = [match.span() for match in regex.finditer(low, left, waived.start())]
    after = regex.search(low, waived.end(), min(right, waived.end() + 60))
    across = next(
        (match for match in regex.finditer(low, left, right) if match.start() <= waived.start() <= match.end()), None
    )
    if inside or across:
        return (inside or across).span()  # type: ignore[union-attr]
    if before:
        return before[-1]
    after = after or regex.search(low, waived.start(), min(right, waived.end() + 60))
    return after.span() if after else None


def find_exemption(passage: Passage, waived: list[Found]) -> list[Found]:
    """A prescriber who is freed from a step: `prescriber` with `required: false`, tied to the step's type."""
    steps: list[CriterionType] = [
        item.type for item in waived if item.type not in ("prescriber", "prior_authorization")
    ]
    if not steps:
        return []
    condition = _CONDITION.search(passage.low)
    text = prescriber_text(passage.low[condition.start() :]) if condition else None
    if condition is None or text is None or not re.search(r"prescrib|order|request", passage.low[condition.start() :]):
        return []
    return [
        Found(
            type="prescriber",
            rule="KC171",
            start=condition.start(),
            end=len(passage.low.rstrip()),
            text=text,
            required=False,
            exempts=steps[0],
        )
    ]
