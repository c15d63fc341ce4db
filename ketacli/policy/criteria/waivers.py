"""What a policy says that it does NOT ask for, and whom it frees from a step."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

from ketacli.policy import lazy_re as re
from ketacli.policy.criteria.passages import Found, Passage
from ketacli.policy.criteria.patterns import any_pattern, named_in, words, words_data
from ketacli.policy.criteria.prescribers import prescriber_text
from ketacli.policy.criteria.quantities import folded
from ketacli.policy.criteria.subjects import treatments_in
from ketacli.policy.reading import CriterionType

_CONDITION = re.compile(r"\b(?:if|when|where|for (?:requests|members|patients|prescriptions)|provided)\b")


_SOFT = re.compile(
    r"matter|difference|immaterial|irrelevant|of no|no (?:part|role)|left|up to|discretion|expected|look|consider"
)
"""Words that free from something, but may free from a mere detail of it."""
_DETAIL = re.compile(
    r"\b(?:choice|choos\w+|dos(?:e|es|age)|order in which|sequence|brand\w*|generics?|kind|name|exceptions?|timing|"
    r"length|which (?:[\w-]+ )?(?:anti|drug|one|med|agent)\w*)\b"
)


def _waiver_in(low: str) -> re.Match[str] | None:
    """The words that lift something; None where only a detail is left free ("its choice is up to the prescriber")."""
    for waived in words("waived", "patterns").finditer(low):
        left = max((match.end() for match in _BOUND.finditer(low, 0, waived.start())), default=0)
        if not (_SOFT.search(waived[0]) and _DETAIL.search(low, left, waived.end() + _NEAR)):
            return waived
    return None


def find_waivers(passage: Passage) -> list[Found]:
    """Requirements that the passage lifts: `required: false`, for trials with the number 0."""
    waived = _waiver_in(passage.low)
    if waived is None:
        return []
    left, right = waived_clause(passage, waived)
    found: list[Found] = []
    for row, place in _lifted(passage.low, left, right, waived):
        number = row.get("number")
        item = Found(
            type=row["type"],
            rule="KC170",
            start=min(place[0], waived.start()),
            end=max(place[1], waived.end()),
            number=number,
            unit="trials" if number is not None else None,
            text=" ".join(passage.text[left:right].split()).strip(" ;.")[:120],
            required=False,
        )
        found += _each_scale(item, passage.low[left:right]) if item.type == "severity_scale" else [item]
    return found


_AND = re.compile(r",|\b(?:and|or|nor)\b")
_SAYS = re.compile(
    r"\b(?:is|are|was|must|needs?|requires?|required|has|have|had|but|if|when|after|then|while|although|though|unless|because|who|which|no|not|never|without|only|for)\b|[.;:]"
)
_Place = tuple[dict[str, Any], tuple[int, int]]


def _lifted(low: str, left: int, right: int, waived: re.Match[str]) -> list[_Place]:
    """What a clause lifts: the thing nearest to the words of waiver, and those named beside it."""
    places: list[_Place] = []
    for row in words_data()["waivers"]:
        place = _subject(row["subject"], low, left, right, waived)
        if place is not None and not any(_overlap(place, other) for _, other in places):
            places.append((row, place))
    if len(places) < 2:
        return places
    if _LIST.match(low, waived.start()):
        return [one for one in places if one[0]["type"] != "prior_trials" or _DRUGS.search(low, *one[1])]
    places.sort(key=lambda one: max(waived.start() - one[1][1], one[1][0] - waived.end(), 0))
    kept = places[:1]
    for one in places[1:]:
        if any(_stands_beside(low, one[1], other) for _, other in kept):
            kept.append(one)
    return kept


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _stands_beside(low: str, one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether a thing stands beside one that is lifted, with it ("neither psychotherapy nor ECT is required")."""
    between = low[min(one[1], other[1]) : max(one[0], other[0])]
    return len(between) <= _NEAR and _AND.search(between) is not None and _SAYS.search(between) is None


_REQUIRED = re.compile(r"\b(?:required|needed|necessary)\b")


def _each_scale(item: Found, low: str) -> list[Found]:
    """One record for each scale that is lifted, by its name."""
    names = [name for name, regex in named_in("scales", low) if regex.search(low)]
    return [item.changed(text=name) for name in names] or ([item.changed(text=None)] if _REQUIRED.search(low) else [])


_BOUND = re.compile(
    r";|\. |, (?:and|but) (?:the|an?|it|we|they|this|there|each|all|both|patients?|members?|approvals?|initial|no|"
    r"that|is|has|have|must)\b|, provided\b"
)


_EITHER_WAY = re.compile(r"whether|either")
_WHEN = re.compile(r";|\. |, (?:when|if|where|once|after|provided|and|but)\b")
_BARE = re.compile(
    r"for (?:your |our )?(?:information|statistic|record|reference)|optional\b|not (?:required|needed|mandatory)\b"
)
"""A clause that is nothing but the waiver of what the clause before it names."""
_LIST = re.compile(
    r"(?:not|no longer|never) (?:needed|required|asked for|necessary|demanded)(?:[^.;:]{0,40}):\s"
    r"|waived(?: for [^.;:]{0,30})?:\s"
)
"""What leads a list of all that is lifted ("Not needed for TRD: an oral antidepressant; failure of ECT")."""
_IT = re.compile(
    r"\W*(?:it|this|that|neither|an? \W?(?:yes|no)\W?|the (?:answer|question|item|response|latter))\W*(?:is\W*)?"
)


def _refers_back(low: str, start: int, waived: re.Match[str]) -> bool:
    """Whether a clause only says "it" of what the clause before it names ("is encouraged, but it is not required")."""
    return bool(
        _BARE.match(low[start:])
        or _IT.fullmatch(low[start : waived.start()])
        or re.search(r"\b(?:it|this|that|is)$", low[:start])
        or re.match(r" (?:it|this|that|one)\b", low[waived.end() :])
    )


def waived_clause(passage: Passage, waived: re.Match[str]) -> tuple[int, int]:
    """Start and end of the clause that lifts a requirement; the other clauses of its sentence ask on."""
    before = (match for match in _BOUND.finditer(passage.low, 0, waived.end()) if match.start() < waived.start())
    bounds = [0, *(min(match.end(), waived.start()) for match in before)]
    back = len(bounds) > 1 and _refers_back(passage.low, bounds[-1], waived)
    bound = (_BOUND if not _EITHER_WAY.match(waived[0]) else _WHEN).search(passage.low, waived.end())
    right = bound.start() if bound else len(passage.low)
    left = bounds[-2 if back else -1]
    if _LIST.match(passage.low, waived.start()) and not passage.low[passage.prefix : waived.start()].strip():
        stop = passage.low.find(". ", waived.end())
        return waived.start(), stop if stop >= 0 else len(passage.low)
    if passage.prefix:
        named = any_waivable().search(passage.low, 0, passage.prefix)
        own = left > passage.prefix and any_waivable().search(passage.low, left, right)
        left = left if own and not named else 0
    return left, right


@cache
def any_waivable() -> re.Pattern[str]:
    """The names of all that a policy may lift."""
    return any_pattern(*(source for row in words_data()["waivers"] for source in row["subject"]))


def without_waiver(passage: Passage) -> Passage:
    """The passage with the clause that lifts a requirement blanked out."""
    waived = _waiver_in(passage.low)
    if waived is None:
        return passage
    left, right = _narrowed(passage.low, *waived_clause(passage, waived), waived)
    return replace(passage, text=passage.text[:left] + " " * (right - left) + passage.text[right:])


def all_waivers(passage: Passage) -> tuple[list[Found], Passage]:
    """What each sentence lifts, and what the passage still asks for without these words."""
    waived: list[Found] = []
    left = passage
    while more := find_waivers(left):
        waived += more
        rest = without_waiver(left)
        if rest.low.strip() == left.low.strip() or ". " not in rest.low:
            return waived, rest
        left = rest
    return waived, left


_CONJOINED = re.compile(r",? (?:and|but|yet|while|whereas) ")
_ASKS = re.compile(
    r"\b(?:must|shall|(?:is|are) (?:still )?(?:required|needed|necessary|mandatory)|needs?|requires?|failed|tried)\b"
)


def _narrowed(low: str, left: int, right: int, waived: re.Match[str]) -> tuple[int, int]:
    """The clause without what it joins that asks on ("two trials are needed but ECT is not required")."""
    first = min((place[0] for _, place in _lifted(low, left, right, waived)), default=waived.start())
    for joint in _CONJOINED.finditer(low, left, min(first, waived.start())):
        if _ASKS.search(low, left, joint.start()):
            left = joint.end()
    asking = (
        one.start() for one in _CONJOINED.finditer(low, waived.end(), right) if _ASKS.search(low, one.end(), right)
    )
    return left, next(asking, right)


_THAT = re.compile(r",? that\b")
_NEAR, _WHOLE = 60, 160
"""So far after the words of waiver may stand what is lifted; after "For statistics only:" anywhere in the clause."""


def _subject(sources: list[str], low: str, left: int, right: int, waived: re.Match[str]) -> tuple[int, int] | None:
    """The thing that is waived: nearest before the words of waiver, else right after them."""
    regex = any_pattern(*sources)
    inside = regex.search(low, waived.start(), waived.end())
    before = [match.span() for match in regex.finditer(low, left, waived.start())]
    reach = _WHOLE if _BARE.match(low[waived.start() :]) or _THAT.match(low, waived.end()) else _NEAR
    reach = right if _LIST.match(low, waived.start()) else reach
    after = regex.search(low, waived.end(), min(right, waived.end() + reach))
    across = next(
        (match for match in regex.finditer(low, left, right) if match.start() <= waived.start() <= match.end()), None
    )
    if inside or across:
        return (inside or across).span()  # type: ignore[union-attr]
    if before:
        return before[-1]
    after = after or regex.search(low, waived.start(), min(right, waived.end() + reach))
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


_EITHER = re.compile(r"\b(?:either|neither|both|each|these|those|them|it|this|that)\b")
_DRUGS = re.compile(r"anti-?depress|medic|drug|agent|trial")


def of_either(passage: Passage, item: Found, said: str) -> Found:
    """ "Failure of either is not required" after "TMS or ECT has been offered" lifts those, not the antidepressants.

    `said` is what its paragraph says before.
    """
    if item.type != "prior_trials" or item.required is not False or _DRUGS.search(passage.low):
        return item
    before = folded(said) if _EITHER.search(passage.low) else ""
    named = "other" in treatments_in(before[-200:]) and not _DRUGS.search(before[-200:])
    return item.changed(type="prior_failure_other", number=None, unit=None) if named else item
