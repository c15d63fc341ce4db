"""Weighs statements against each other: one position for each treatment, indication and line of business."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from ketacli.policy import lazy_re as re
from ketacli.policy.positions.indications import LABELED
from ketacli.policy.positions.statements import BEFORE, OWN, SUBJECT, Statement
from ketacli.policy.reading import Confidence, Otherwise, Position, PositionWord

_STRENGTH: dict[PositionWord, int] = {
    "experimental": 0,
    "not_medically_necessary": 1,
    "not_covered": 2,
    "covered_with_criteria": 3,
    "covered": 4,
    "not_addressed": 5,
}
_RENEWS = re.compile(
    r"(?<!\w)(?:continu\w+|further|renew\w*|reauthori\w+|re-authori\w+|recertif\w+|maintenance|extend\w*|extension|another|"
    r"additional|subsequent|diagnos[ei]s)(?!\w)"
)
_Key = tuple[str, str, str | None]


def resolve(statements: list[Statement]) -> list[Position]:
    """Positions in the order in which their pairs are first named."""
    statements = _without_unstated(statements)
    apart = set(map(id, differing_lines(statements)))
    statements = [one for one in statements if id(one) not in apart]
    groups: dict[_Key, list[Statement]] = {}
    for statement in statements:
        if statement.unmet and statement.refuses and statement.kind not in ("other", "all"):
            continue
        groups.setdefault((statement.treatment, statement.indication, statement.applies_to), []).append(statement)
    rest = {one.treatment: one for one in reversed(statements) if one.unmet and one.refuses}
    found = [_weighed(group, rest.get(group[0].treatment)) for group in groups.values()]
    return [position for position in found if position is not None]


def _without_unstated(statements: list[Statement]) -> list[Statement]:
    """Drop what other statements say better: see the reasons of `_Known`."""
    known = _Known(statements)
    kept = [one for one in statements if not known.outweighs(one)]
    return kept + known.labeled_uses()


def differing_lines(statements: Iterable[Statement]) -> list[Statement]:
    """Statements for one line of business on a pair on which the document has a general rule too."""
    found = list(statements)
    general = {(one.treatment, one.indication): one.covers for one in found if one.applies_to is None}
    return [
        one
        for one in found
        if one.applies_to and one.covers != general.get((one.treatment, one.indication), one.covers)
    ]


class _Known:
    """What a document states as a whole, against which a single statement may be empty.

    Coverage of "any" use is vague where named uses are covered, or where any other use is refused. A list of criteria
    says nothing beside a word of coverage. A refused setting or manner ("at home") is a limit of the use.
    """

    def __init__(self, statements: list[Statement]) -> None:
        self._all = statements
        covers = [one for one in statements if one.covers]
        self._pairs = {(one.treatment, one.indication) for one in covers}
        self._named = {one.treatment for one in covers if one.indication != "any"}
        self._covered = {one.treatment for one in covers if one.indication != "any" and not one.fallback}
        self._stated = {(one.treatment, one.indication) for one in covers if not one.fallback}
        self._refusing = {one.treatment for one in statements if one.refuses and one.kind not in ("other", "none")}
        self._refused = {
            one.treatment for one in statements if one.refuses and one.indication == "any" and one.kind == "other"
        }

    def outweighs(self, one: Statement) -> bool:
        """Whether a statement falls away beside the others."""
        return (
            self.is_vague(one)
            or self.is_listed(one)
            or self.is_limit(one)
            or self.is_borrowed(one)
            or self.is_widened(one)
        )

    def is_widened(self, one: Statement) -> bool:
        """Coverage for depression as such, where the document covers one of its forms: a renewal, a criterion or a
        title may call the form by the wider name, and make no rule of their own for it."""
        forms = {(one.treatment, form) for form in LABELED}
        if not one.covers or one.indication != "mdd" or not forms & self._pairs:
            return False
        if one.fallback and (one.treatment, "trd") not in self._pairs:
            return any(other.quote == one.quote and (other.treatment, other.indication) in forms for other in self._all)
        return (
            one.indication_from < OWN
            or one.fallback
            or _RENEWS.search(f"{one.heading or ''} {one.quote}".lower()) is not None
        )

    @staticmethod
    def is_borrowed(one: Statement) -> bool:
        """Coverage whose use comes from the title counts only where the sentence itself names the treatment."""
        return one.covers and one.indication_from == SUBJECT and one.treatment_from < OWN

    def is_vague(self, one: Statement) -> bool:
        if one.covers and one.treatment == "ketamine_any" and _has_route(one, self._all):
            return True
        vague = one.covers and one.indication == "any" and one.kind == "none"
        return vague and (one.treatment in self._named or one.treatment in self._refused)

    def is_listed(self, one: Statement) -> bool:
        pair = (one.treatment, one.indication)
        if one.fallback and one.kind == "group" and one.treatment in self._refusing - self._covered:
            return True
        return one.fallback and (pair in self._stated or (one.indication == "any" and one.treatment in self._covered))

    def is_limit(self, one: Statement) -> bool:
        pair = (one.treatment, one.indication)
        return one.refuses and one.limited and (one.kind == "none" or pair in self._stated)

    def labeled_uses(self) -> list[Statement]:
        """Esketamine covered without a use by name, every other use refused: the uses of its label are covered."""
        if "esketamine" in self._named or "esketamine" not in self._refused:
            return []
        vague = [one for one in self._all if one.covers and one.treatment == "esketamine" and one.kind == "none"]
        return [replace(one, indication=use, kind="fda", rule="KP009") for one in vague[:1] for use in LABELED]


def _has_route(one: Statement, statements: list[Statement]) -> bool:
    """Whether coverage of ketamine without a route is spelled out by route elsewhere."""
    return any(
        other.covers
        and other.treatment.startswith("ketamine_")
        and other.treatment not in ("ketamine_any", "ketamine_topical")
        and other.indication == one.indication
        for other in statements
    )


def _weighed(group: list[Statement], rest: Statement | None) -> Position | None:
    covers = [one for one in group if one.covers]
    refusals = [one for one in group if one.refuses]
    silent = [one for one in group if not one.covers and not one.refuses]
    if covers and refusals and (all(one.fallback for one in covers) or not _is_exception(covers, refusals)):
        covers = []
    if covers:
        chosen = min(covers, key=lambda one: (one.fallback, _STRENGTH[one.position], -one.weight))
        against = _strongest(refusals) or rest
        return _position(chosen, "covered_with_criteria" if against or refusals else chosen.position, against)
    if (worst := _strongest(refusals)) is not None:
        if all(one.excepted for one in refusals):
            return _position(worst, "covered_with_criteria", worst)
        return _position(worst, worst.position, None)
    return _position(silent[0], "not_addressed", None) if silent else None


def _is_exception(covers: list[Statement], refusals: list[Statement]) -> bool:
    """Whether coverage stands beside a refusal as its exception, and is not merely attributed from farther off."""
    nearest = max(one.weight for one in covers)
    return nearest >= max(one.weight for one in refusals) - BEFORE or any(one.excepted or one.unmet for one in refusals)


def _strongest(refusals: Iterable[Statement]) -> Statement | None:
    return min(refusals, key=lambda one: (_STRENGTH[one.position], -one.weight), default=None)


def _position(one: Statement, word: PositionWord, against: Statement | None) -> Position:
    otherwise = Otherwise(position=against.position, page=against.page, quote=against.quote) if against else None
    return Position(
        treatment=one.treatment,
        indication=one.indication,
        position=word,
        inferred=one.kind in ("group", "fda"),
        applies_to=one.applies_to,
        otherwise=otherwise,
        page=one.page,
        quote=one.quote,
        heading=one.heading,
        rule=one.rule,
        confidence=_confidence(one),
        trace=one.trace,
    )


def _confidence(one: Statement) -> Confidence:
    if one.kind in ("group", "fda"):
        return "inferred"
    if one.treatment_from <= BEFORE or one.fallback:
        return "uncertain_layout"
    return "stated"
