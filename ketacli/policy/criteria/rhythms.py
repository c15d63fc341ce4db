"""How often a treatment may be given, the least time between sessions, and how many days a fill may last."""

from __future__ import annotations

from ketacli.policy import lazy_re as re
from ketacli.policy.criteria.passages import Found, Passage
from ketacli.policy.criteria.quantities import Quantity
from ketacli.policy.reading import Comparison, Number

_AT_MOST = (
    r"(?:(?:no|not) more (?:often|frequent(?:ly)?) than|no more than|not more than|at most|up to|maximum of|limited to|"
    r"only|exceeds?|never more than)"
)
_OFTEN = re.compile(
    rf"\b{_AT_MOST}\s+(?P<times>once|twice)\s+(?:(?P<adverb>daily|weekly|monthly)"
    r"|(?:a|per|each|every|in any|in|in each)\s+(?:period of )?(?:(?P<count>#+)[\s-]*)?(?P<unit>day|week|month)s?)\b"
)
_OR_LESS = re.compile(
    r"\b(?P<times>once|twice|one|two)(?: (?:session|visit|dose|time|treatment)s?)? (?:a|per|each|every) "
    r"(?P<unit>day|week|month),? or (?:fewer|rarer|less(?: often| frequently)?|more rarely)\b"
)
_FEW = re.compile(
    r"(?P<n>#+)\s+(?:times?\s+)?(?:a|per|each|every|in any)\s+(?:(?P<count>#+)[\s-]*)?(?P<unit>day|week|month)s?\b"
)
_EVERY = re.compile(
    r"\b(?:more (?:often|frequent(?:ly)?|closely)|closer(?: together)?|nearer(?: together)?|sooner)"
    r" than (?:once )?(?:every |each |"
    r"in )?(?:any )?(?P<n>#+)[\s-]*(?P<unit>day|week|month)s?\b"
)
_APART = re.compile(
    r"(?P<n>#+)[\s-]*(?:full )?(?P<unit>hour|day|week|month)s?[^.;#]{0,24}\b(?:apart|"
    r"(?:between|separates?) (?:the )?(?:doses|sessions|infusions|treatments|courses))\b"
    r"|\b(?:between|separated by|interval of|spaced)[^.;#]{0,40}(?P<n2>#+)[\s-]*(?P<unit2>hour|day|week|month)s?\b"
)
_SUPPLY = re.compile(r"\bsupply of (?P<n>#+)[\s-]*days?\b|(?P<n2>#+)[\s-]*days?'?s? supply\b")
_IN_GENERAL = re.compile(
    r"\b(?:specialty|generic|brand(?:[- ]name)?|retail|maintenance|mail[- ]order|all|most|other) "
    r"(?:drugs?|medications?|pharmacy|prescriptions?|medicines?)\b|\bspecialty pharmac"
)
"""The fill of drugs of a kind limits nothing for one of them."""
_OURS = re.compile(r"ketamine|spravato")
_SUPPLY_LIMIT = re.compile(r"\b(?:exceed\w*|limit\w*|maxim\w+|up to|no more|not more|at most)\b")
_COUNTS = {"once": 1, "twice": 2, "one": 1, "two": 2}
_ADVERBS = {"daily": "day", "weekly": "week", "monthly": "month"}
_UPPER: set[Comparison | None] = {"at_most", "less_than"}


def find_rhythms(passage: Passage) -> list[Found]:
    """Limits of rhythm: "no more than once a week" is sessions in a week, "one every 3 weeks" a least interval."""
    return [*_often(passage), *_few(passage), *_intervals(passage), *_supplies(passage)]


def _often(passage: Passage) -> list[Found]:
    found: list[Found] = []
    for match in _OFTEN.finditer(passage.shadow.text):
        unit = _ADVERBS.get(match["adverb"] or "", match["unit"])
        every = passage.shadow.at(match.start("count")) if match["count"] else None
        found.append(_rhythm(passage, match, _COUNTS[match["times"]], unit, every))
    for match in _OR_LESS.finditer(passage.low):
        found.append(_rhythm(passage, match, _COUNTS[match["times"]], match["unit"], None))
    return found


def _few(passage: Passage) -> list[Found]:
    found: list[Found] = []
    for match in _FEW.finditer(passage.shadow.text):
        quantity = passage.shadow.at(match.start("n"))
        every = passage.shadow.at(match.start("count")) if match["count"] else None
        if quantity and quantity.comparison in _UPPER and quantity.value <= 7:
            found.append(_rhythm(passage, match, quantity.value, match["unit"], every))
    return found


def _rhythm(passage: Passage, match: re.Match[str], number: Number, unit: str, every: Quantity | None) -> Found:
    if every and every.value > 1:
        if number == 1:
            return _found(passage, match, every.value, f"{unit}s", "at_least")
        return _found(passage, match, number, f"sessions_per_{every.value}_{unit}s", "at_most")
    return _found(passage, match, number, f"sessions_per_{unit}", "at_most")


def _intervals(passage: Passage) -> list[Found]:
    found: list[Found] = []
    for regex in (_EVERY, _APART):
        for match in regex.finditer(passage.shadow.text):
            groups = match.groupdict()
            name = "n" if groups.get("n") else "n2"
            quantity = passage.shadow.at(match.start(name))
            unit = groups.get("unit") or groups.get("unit2")
            if quantity and unit:
                found.append(_found(passage, match, quantity.value, f"{unit}s", "at_least"))
    return found


_PRICED = re.compile(r"\$|\bcopay|\bcoinsurance\b|\bdeductible\b|\byou pay\b")
"""A supply whose price is told is no limit on it."""


def _supplies(passage: Passage) -> list[Found]:
    found: list[Found] = []
    if _PRICED.search(passage.low) or (_IN_GENERAL.search(passage.low) and not _OURS.search(passage.low)):
        return found
    for match in _SUPPLY.finditer(passage.shadow.text):
        quantity = passage.shadow.at(match.start("n" if match["n"] else "n2"))
        before = passage.low[max(0, match.start() - 60) : match.end()]
        if quantity and (quantity.comparison in _UPPER or _SUPPLY_LIMIT.search(before)):
            found.append(_found(passage, match, quantity.value, "days_per_fill", "at_most"))
    return found


def _found(passage: Passage, match: re.Match[str], number: Number, unit: str, comparison: Comparison) -> Found:
    text = " ".join(passage.text[match.start() : match.end()].split())
    return Found(
        type="quantity_limit",
        rule="KC152",
        start=match.start(),
        end=match.end(),
        number=number,
        unit=unit,
        comparison=comparison,
        text=text,
    )
