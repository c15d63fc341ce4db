"""Bare values of a grid, which only the label of their row or column explains ("Weeks per trial": "6")."""

from __future__ import annotations

from ketacli.policy import lazy_re as re
from ketacli.policy.criteria.passages import Found, Passage
from ketacli.policy.criteria.quantities import Quantity, folded
from ketacli.policy.reading import Comparison, CriterionType
from ketacli.records import positional

_BARE = re.compile(r"\W*#+(?:\s*\([^)]*\))?\W*")
_COUNT_FIRST = re.compile(r"\W*#+(?=\s*(?:[,;(]|from\b|in\b|of\b|with\b|or more\b|$))")
_DRUGS = r"(?:anti-?depressants?|medic(?:ation|ine)s?|drugs?|agents?|trials?)"
_TRIALS = re.compile(
    rf"\b(?:failed|failures? of|earlier|previous|prior|unsuccessful|tried)\b[^:]{{0,20}}\b{_DRUGS}\b"
    r"(?!\s*(?:per|length|in weeks))"
    rf"|\b{_DRUGS}\b[^:]{{0,20}}\b(?:failed|tried)\b"
)
_YES = (
    r"\W*(?:x|y|yes|required|needed|\u2713|\u2714|\u25cf|\u2022|\u2611|\u2612|pa)\W*|"
    r"\s*[\u2713\u2714\u25cf\u2022\u2611\u2612]\s*"
)
_MARK = re.compile(_YES)
_SAYS = re.compile(rf"{_YES}|\W*(?:(?:not )?(?:required|needed|applicable)|no|n|none)\W*")
_AUTHORIZATION = re.compile(
    r"\W*(?:pa|p\.a\.|prior auth\w*\.?|pre-?auth\w*|pre-?cert\w*)(?: (?:required|needed))?\s*\??\s*:\s*"
)
_LONGEST = 24
"""A bare value has no more characters."""
_ABSENT = re.compile(
    r"\W*(?:must be |is |are )?(?:excluded|exclusions?|absent|none|no|not (?:allowed|permitted|present|eligible)|"
    r"negative(?: \w+)? ?(?:test|screen)?|disqualif\w+|ruled out)\W*"
)


@positional
class _Label:
    """What a label makes of a bare number."""

    words: re.Pattern[str]
    type: CriterionType
    rule: str
    unit: str
    comparison: Comparison


_SPAN = r"(?:length|duration|time|weeks|how long)"
_LABELS = (
    _Label(
        re.compile(r"\b(?:max(?:imum)?|highest|oldest|upper) (?:limit of )?age\b|\bage limit\b"),
        "age_max", "KC102", "years", "at_most",
    ),
    _Label(
        re.compile(r"\bweeks\b[^:]{0,20}\b(?:trial|dose|drug|anti-?depressant|medic)|\btrials?\b[^:]{0,20}\bweeks\b"),
        "trial_duration", "KC112", "weeks", "at_least",
    ),
    _Label(
        re.compile(r"\bdays\b[^:]{0,20}\b(?:trial|dose|drug|anti-?depressant|medic)|\btrials?\b[^:]{0,20}\bdays\b"),
        "trial_duration", "KC112", "days", "at_least",
    ),
    _Label(
        re.compile(
            r"\bmonths\b[^:]{0,20}\b(?:approv|authori[sz]|granted)|\b(?:approv|authori[sz]|renewal)\w*\b[^:]{0,20}\bmonths\b"
        ),
        "approval_duration", "KC151", "months", "equal",
    ),
    _Label(re.compile(r"\b(?:classes|mechanisms)\b"), "distinct_classes", "KC111", "classes", "at_least"),
)  # fmt: skip


def bare_values(passage: Passage) -> list[Found]:
    """What a cell asks for that holds nothing but a number or a mark; empty for any other passage."""
    label, value = passage.low[: passage.prefix], passage.shadow.text[passage.prefix :]
    if not label or len(value) > _LONGEST:
        return []
    if _MARK.fullmatch(value) and _AUTHORIZATION.fullmatch(label):
        start = passage.prefix
        return [Found(type="prior_authorization", rule="KC150", start=start, end=len(passage.text), scope="either")]
    if not _BARE.fullmatch(value):
        return []
    quantity = _first(passage)
    told = next((one for one in _LABELS if one.words.search(label)), None)
    if quantity is None or told is None:
        return []
    comparison = quantity.comparison if quantity.comparison in ("more_than", "less_than") else told.comparison
    return [_found(told.type, told.rule, quantity, told.unit, comparison)]


def is_of_authorization(header: str, text: str) -> bool:
    """Whether a cell stands in a column on prior authorization and says yes or no to it."""
    return _AUTHORIZATION.fullmatch(f"{folded(header)}: ") is not None and _SAYS.fullmatch(folded(text)) is not None


def counted_first(passage: Passage, found: list[Found]) -> list[Found]:
    """The count of trials with which a cell begins ("Failed antidepressants in this episode": "2, from 2 classes")."""
    if not passage.prefix or any(one.type == "prior_trials" for one in found):
        return []
    label, value = passage.low[: passage.prefix], passage.shadow.text[passage.prefix :]
    quantity = _first(passage) if _COUNT_FIRST.match(value) and _TRIALS.search(label) else None
    return [_found("prior_trials", "KC110", quantity, "trials", quantity.comparison or "at_least")] if quantity else []


_OF_APPROVAL = re.compile(r"\b(?:renew\w*|approv\w*|authori[sz]\w*|re-?auth\w*|continuation|length|duration)\b")
_A_LENGTH = re.compile(r"\W*(?:(?:then|for|approved for|up to|valid)\W+)*#+[\s-]*(?P<unit>days?|weeks?|months?)\W*")


def lengths_beside(passage: Passage, found: list[Found]) -> list[Found]:
    """A length of approval that stands for itself in a cell ("Renewal": "PHQ-9 down by half; 12 months")."""
    if ";" not in passage.low or any(one.type == "approval_duration" for one in found):
        return []
    if not passage.prefix or not _OF_APPROVAL.search(passage.low[: passage.prefix]):
        return []
    for part in re.finditer(r"[^;]+", passage.shadow.text[passage.prefix :]):
        told = _A_LENGTH.fullmatch(part[0])
        start, end = part.start() + passage.prefix, part.end() + passage.prefix
        quantity = next((one for one in passage.shadow.quantities if start <= one.start < end), None)
        if told and quantity:
            comparison: Comparison = "at_most" if quantity.comparison == "at_most" else "equal"
            unit = told["unit"].rstrip("s") + "s"
            return [_found("approval_duration", "KC151", quantity, unit, comparison).changed(end=end)]
    return []


def is_ruled_out(passage: Passage, end: int) -> bool:
    """Whether a condition in a label is one that the value of its row rules out ("Pregnancy": "Excluded")."""
    return end <= passage.prefix and passage.in_list and _ABSENT.fullmatch(passage.low[passage.prefix :]) is not None


def _first(passage: Passage) -> Quantity | None:
    return next((one for one in passage.shadow.quantities if one.start >= passage.prefix), None)


def _found(kind: CriterionType, rule: str, quantity: Quantity, unit: str, comparison: Comparison) -> Found:
    return Found(
        type=kind,
        rule=rule,
        start=quantity.start,
        end=quantity.end,
        number=quantity.value,
        unit=unit,
        comparison=comparison,
    )
