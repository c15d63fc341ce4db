"""Severity scales with their thresholds, one criterion a scale, and how recent a score must be."""

from __future__ import annotations

from ketacli.policy import lazy_re as re
from ketacli.policy.criteria.passages import Found, Passage
from ketacli.policy.criteria.patterns import any_pattern, named_in, words, words_data
from ketacli.policy.criteria.quantities import Quantity
from ketacli.policy.reading import Comparison

_BETWEEN = re.compile(r"^[^.;]{0,60}$")
_NOT_SCORE = re.compile(
    r"^[\s-]*(?:%|(?:days?|weeks?|months?|years?|mg|hours?|visits?|percent|sessions?|infusions?|treatments?|doses?|kits?|devices?|items?|antidepress\w*|trials?)\b)"
)
_RECENT = re.compile(
    r"(?:within|in|during|over) (?:the )?(?:last|past|previous|preceding|prior|"
    r"most recent)?\s*(?:#+)[\s-]*(day|week|month|year)s?"
    r"|(?:#+)[\s-]*(day|week|month|year)s?\s+(?:before|prior to|of (?:the )?(?:request|"
    r"submission|start|treatment)|old|ago|preceding)"
    r"|(?:last|past|previous|preceding|prior)\s+(?:#+)[\s-]*(day|week|month|year)s?"
)
_NOT_OLDER = re.compile(
    r"\b(?:no|not|be no|not be) (?:older|more) than [^.;,]{1,20}?\b(?P<unit>day|week|month)s?\b(?! ago| before| old)"
)
_MOVED = re.compile(r"\b(?:rais|ris|rose|lower|reduc|increas|decreas|chang|mov|drop|set|go(?:es)?\b)\w*[^.;]*\bto\s*$")
"""The threshold that a change arrives at ("the PHQ-9 rises from 15 to 20")."""
_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}


def recency_spans(shadow: str) -> list[tuple[int, int, str]]:
    """Places that say how recent something must be: start, end and unit."""
    return [
        (match.start(), match.end(), next(part for part in match.groups() if part))
        for match in _RECENT.finditer(shadow)
    ]


def within_days(passage: Passage, start: int = 0, end: int | None = None) -> int | None:
    """How recent something must be, in days (a month counts 30, a year 365); None where nothing is said."""
    shadow = passage.shadow
    for left, right, unit in recency_spans(shadow.text[: end or len(shadow.text)]):
        quantity = next((q for q in shadow.quantities if left <= q.start < right), None)
        if quantity and left >= start:
            return int(quantity.value * _DAYS[unit])
    older = _NOT_OLDER.search(passage.low, start)
    quantity = next((q for q in shadow.quantities if older and older.start() <= q.start < older.end()), None)
    return int(quantity.value * _DAYS[older["unit"]]) if older and quantity else None


def find_scales(passage: Passage) -> list[Found]:
    """One record for each scale that the passage names; the number is null where it sets no threshold."""
    text = passage.shadow.text
    places = sorted(
        (
            (match.start(), match.end(), name)
            for name, regex in named_in("scales", passage.low)
            for match in _word(regex, passage.low)
        ),
    )
    places = [place for at, place in enumerate(places) if at == 0 or place[0] >= places[at - 1][1]]
    if not places:
        return _unnamed(passage)
    found: dict[str, Found] = {}
    last: Quantity | None = None
    for at, (start, end, name) in enumerate(places):
        limit = places[at + 1][0] if at + 1 < len(places) else len(text)
        quantity = _threshold(passage, start, end, limit, places[at - 1][1] if at else 0)
        last = quantity or last
        comparison: Comparison | None = (quantity.comparison or "at_least") if quantity else None
        item = Found(
            type="severity_scale",
            rule="KC130",
            start=start,
            end=max(end, quantity.end) if quantity else end,
            number=quantity.value if quantity else None,
            unit="points" if quantity else None,
            comparison=comparison,
            text=name,
            within_days=within_days(passage),
        )
        if quantity is None and _MEANS.search(passage.low[:start]):
            continue
        if number_less := quantity is None and _is_replaced(passage.low, start, end):
            item = item.changed(required=False)
        if name not in found or (found[name].number is None and not number_less):
            found[name] = item
    return list(found.values())


_REPLACES = re.compile(
    r"\b(?:replac(?:es?|ed|ing)|instead of|in place of|rather than|no longer) (?:the |an? )?(?:[\w-]+ ){0,2}$"
)
_IS_REPLACED = re.compile(r"^(?: \w+){0,2} (?:is|was|are|were|has been) replaced\b")


_MEANS = re.compile(r"\bmeans\b[^.;]*\b(?:such as|like|for example|e\.g\.,?)(?: the| an?)? (?:[\w-]+(?:,| or|, or) )*$")
"""Before a scale that only exemplifies how a word is meant."""


def _is_replaced(low: str, start: int, end: int) -> bool:
    """Whether a scale is only named as what another one took the place of."""
    return _REPLACES.search(low[:start]) is not None or _IS_REPLACED.match(low[end:]) is not None


def _word(regex: re.Pattern[str], low: str) -> list[re.Match[str]]:
    return [match for match in regex.finditer(low) if match.start() == 0 or not low[match.start() - 1].isalnum()]


def _threshold(passage: Passage, start: int, end: int, limit: int, floor: int) -> Quantity | None:
    """The amount that belongs to a scale: after its name, or before it ("15 points on the PHQ-9")."""
    shadow = passage.shadow
    recent = [(left, right) for left, right, _ in recency_spans(shadow.text)]
    for quantity in shadow.quantities:
        if any(left <= quantity.start < right for left, right in recent) or _NOT_SCORE.match(
            shadow.text[quantity.end :]
        ):
            continue
        if end <= quantity.start < limit and _BETWEEN.match(_undated(shadow.text, end, quantity.start, recent)):
            between = shadow.text[end : quantity.start]
            if re.search(r"\b(?:to|through|first|last|next|initial)\s*$", between) and not _MOVED.search(between):
                continue
            return quantity
        if floor <= quantity.end <= start and re.match(
            r"^\s*(?:points?|or (?:more|higher))?\s*(?:on|in|by|with) (?:the |an? )?[\w\s#-]{0,20}$",
            shadow.text[quantity.end : start],
        ):
            return quantity
    return None


def _undated(text: str, start: int, end: int, recent: list[tuple[int, int]]) -> str:
    """What stands between a scale and an amount, without how old the score may be."""
    for left, right in reversed(recent):
        if start <= left and right <= end:
            text, end = text[:left] + text[right:], end - (right - left)
    return text[start:end]


def _unnamed(passage: Passage) -> list[Found]:
    data = words_data()["unnamed_scale"]
    match = any_pattern(*data["patterns"]).search(passage.low)
    if match is None or passage.leads or not words("unnamed_scale", "act").search(passage.low):
        return []
    return [
        Found(
            type="severity_scale", rule="KC130", start=match.start(), end=match.end(), within_days=within_days(passage)
        )
    ]


_BY_POINTS = re.compile(r"\bby\s+#+[\s-]*points?\b")


def falls_in_points(passage: Passage, scales: list[Found]) -> tuple[list[Found], list[Found]]:
    """Scores to be reached, apart from falls in points on a second scale ("MADRS by half or CGI by 2 points")."""
    fallen = [
        scale
        for scale in scales
        if scale.number is not None and _BY_POINTS.search(passage.shadow.text, scale.start, scale.end + 8)
    ]
    answers = [
        scale.changed(
            type="renewal_response", rule="KC153", text=" ".join(passage.text[scale.start : scale.end].split())
        )
        for scale in fallen
    ]
    return [scale for scale in scales if scale not in fallen], answers
