"""Network tiers and the amounts of deductibles and out-of-pocket limits: which amount for whom."""

from __future__ import annotations

from collections.abc import Iterator

from ketacli.policy import lazy_re as re
from ketacli.policy.fields.lazy import lazy
from ketacli.policy.fields.numbers import dollars

_I = re.IGNORECASE
OUT = lazy(
    r"out[\s-]of[\s-]network|non[\s-]?network|non[\s-]?PPO|non[\s-]?preferred|non[\s-]?participating|\bOON\b|"
    r"out of area|"
    r"other providers?|"
    r"non[\s-]?contracted|outside (?:of )?(?:the|our|your) network",
    _I,
)
IN = lazy(
    r"(?<![\w-])(?<!out-of-)(?<!out of )(?<!non-)(?<!non )(?:in[\s-]network|network|preferred|participating|"
    r"in-plan|\bPPO\s+(?:providers?|networks?)|contracted|tier 1)\b",
    _I,
)
_INDIVIDUAL = lazy(
    r"individual|per person|each person|\bperson\b|\bmember\b|\bself(?:[\s-]only)?\b|single|employee only|\bone\b|"
    r"per covered|each member|enrollee",
    _I,
)
_FAMILY = lazy(r"famil(?:y|ies)|two or more|self plus|\bparty\b", _I)


def tier_of(words: str) -> str | None:
    """`in_network` or `out_of_network` where the words of a column's header name one of them."""
    if OUT.search(words):
        return "out_of_network"
    return "in_network" if IN.search(words) or re.search(r"\bPPO\b|\bHMO\b", words) else None


def tier_spans(text: str) -> list[tuple[str, int, int]]:
    """The stretches of a text that speak of each tier; a marker rules what follows it, or what comes before it where
    the first amount stands before the first marker."""
    marks = sorted(
        [("out_of_network", found.start(), found.end()) for found in OUT.finditer(text)]
        + [("in_network", found.start(), found.end()) for found in IN.finditer(text)],
        key=lambda mark: mark[1],
    )
    marks = [
        mark for index, mark in enumerate(marks) if not any(other[1] <= mark[1] < other[2] for other in marks[:index])
    ]
    if not marks:
        return []
    first = re.search(r"\$\s?\d|\d\s?%", text)
    if first and first.start() < marks[0][1]:
        starts = [0, *[end for _, _, end in marks]]
        return [(name, start, end) for (name, _, end), start in zip(marks, starts, strict=False)]
    ends = [*[start for _, start, _ in marks[1:]], len(text)]
    return [(name, start, end) for (name, start, _), end in zip(marks, ends, strict=True)]


def person_amounts(text: str) -> Iterator[tuple[str, float | int, int, int]]:
    """`individual` or `family` with each dollar amount, its start and end; a lone unlabelled amount is individual."""
    found = dollars(text)
    for index, (amount, start, end) in enumerate(found):
        following = found[index + 1][1] if index + 1 < len(found) else len(text)
        before = text[found[index - 1][2] if index else 0 : start]
        after = text[end : min(following, end + 45)]
        who = _who(after, before)
        if who is None and len(found) == 1:
            who = "individual"
        if who is None:
            who = "individual" if index % 2 == 0 else "family"
        yield who, amount, start, end


def _who(after: str, before: str) -> str | None:
    """The word nearest to an amount: after it up to a comma or "or", else before it."""
    after = re.sub(r"\bself\s+(?:and|plus|&)\s+famil", "famil", after, flags=_I)
    head = re.split(r"[;.]|\bor\b|\band\b|,(?!\d)", after)[0]
    if _FAMILY.search(head):
        return "family"
    if _INDIVIDUAL.search(head):
        return "individual"
    tail = re.split(r"[;.]", before)[-1]
    family = max((found.start() for found in _FAMILY.finditer(tail)), default=-1)
    single = max((found.start() for found in _INDIVIDUAL.finditer(tail)), default=-1)
    if family == single:
        return None
    return "family" if family > single else "individual"
