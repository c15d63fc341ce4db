"""Runs the pattern rules of the data file over a passage: for every type that needs no more than patterns."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any, cast

from ketacli.policy import lazy_re as re
from ketacli.policy.criteria.passages import Found, Passage
from ketacli.policy.criteria.patterns import any_pattern, cue, pattern, rules_data
from ketacli.policy.criteria.quantities import Quantity
from ketacli.policy.reading import Comparison, CriterionType, Number
from ketacli.policy.substrings import AnyOf
from ketacli.records import record

_UNCOUNTED: set[CriterionType] = {"concurrent_oral_antidepressant", "rems", "setting", "pdmp", "prior_authorization"}
_OUTSIDE = re.compile(r"\b(?:unless|except|other than)\b")


@record
class Rule:
    """One pattern rule of `vocabulary/criteria.toml`."""

    code: str
    type: CriterionType
    words: tuple[str, ...]
    patterns: tuple[str, ...]
    unit: str | None = None
    comparison: Comparison | None = None
    needs: str | None = None
    unless: str | None = None
    number_of_one: int | None = None
    """The number where the text says only "a trial of"."""

    def may_stand_in(self, low: str) -> bool:
        """Whether one of its words stands in a text in lower case."""
        return _any_of(self.words)(low)


@cache
def _any_of(words: tuple[str, ...]) -> AnyOf:
    return AnyOf(*words)


@cache
def rules() -> tuple[Rule, ...]:
    """All pattern rules in the order of the file."""
    return tuple(_rule(row) for row in rules_data()["rule"])


@lru_cache(maxsize=2048)
def rules_in(low: str) -> tuple[Rule, ...]:
    """The rules of which a word stands in a text, in the order of the file: no other applies to it."""
    return tuple(rule for rule in rules() if rule.may_stand_in(low))


def _rule(row: dict[str, Any]) -> Rule:
    given: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}
    return Rule(**given)


def matches(rule: Rule, passage: Passage) -> list[re.Match[str]]:
    """Places where a rule applies, none inside another and none in an "unless …"."""
    if not rule.may_stand_in(passage.low):
        return []
    if rule.needs and not (cue(rule.needs).search(passage.shadow.text) or cue(rule.needs).search(passage.context)):
        return []
    if rule.unless and cue(rule.unless).search(passage.low):
        return []
    found: list[re.Match[str]] = []
    for source in rule.patterns:
        for match in pattern(source).finditer(passage.shadow.text):
            inside = any(match.start() < other.end() and other.start() < match.end() for other in found)
            if not inside and not in_exception(passage, match.start()):
                found.append(match)
    return sorted(found, key=lambda match: match.start())


def in_exception(passage: Passage, at: int) -> bool:
    """Whether a place stands in an "unless …" or "except …" of its sentence: that is an exception, not a step."""
    cut = max((found.start() for found in _OUTSIDE.finditer(passage.low, 0, at)), default=-1)
    return cut >= 0 and not any(mark in passage.low[cut:at] for mark in (";", ". ", ", and ", ", nor ", ", but "))


def group(match: re.Match[str], name: str) -> str | None:
    """A named group that a pattern may lack."""
    return cast("str | None", match.groupdict().get(name))


def quantity_of(match: re.Match[str], passage: Passage) -> Quantity | None:
    """The amount that a match has caught, if any."""
    return passage.shadow.at(match.start("n")) if group(match, "n") else None


def apply_rule(rule: Rule, passage: Passage) -> list[Found]:
    """What a rule finds in a passage."""
    return [_found(rule, match, passage) for match in matches(rule, passage)]


def _found(rule: Rule, match: re.Match[str], passage: Passage) -> Found:
    quantity = quantity_of(match, passage)
    unit = group(match, "unit")
    found = Found(type=rule.type, rule=rule.code, start=match.start(), end=match.end())
    if rule.type in _UNCOUNTED:
        return found
    if quantity is None:
        one = rule.number_of_one if rule.number_of_one and _single(match) else None
        return found.changed(number=one, unit=rule.unit, comparison="at_least") if one else found
    comparison = quantity.comparison or rule.comparison or "at_least"
    if rule.type == "observation" and unit and unit.startswith("minute") and quantity.value >= 60:
        return found.changed(number=_hours(quantity.value), unit="hours", comparison=comparison)
    return found.changed(number=quantity.value, unit=_plural(unit) if unit else rule.unit, comparison=comparison)


def _hours(minutes: Number) -> Number:
    hours = minutes / 60
    return int(hours) if hours.is_integer() else hours


def _single(match: re.Match[str]) -> bool:
    """Whether the words speak of one ("a trial of", "augmentation with lithium")."""
    return not any_pattern(r"therapies|strategies|agents\b|trials\b").search(match[0])


def _plural(unit: str) -> str:
    word = {"hr": "hours", "hrs": "hours"}.get(unit, unit)
    return word if word.endswith("s") else word + "s"
