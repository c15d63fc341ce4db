"""Cuts a sentence into clauses of one verdict each, with the treatments and indications that each reaches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache, lru_cache
from itertools import pairwise
from typing import TypeVar

from ketacli.policy import lazy_re as re
from ketacli.policy.lexicon import Hit
from ketacli.policy.positions.indications import Named, find_indications
from ketacli.policy.positions.lexicons import verdict_words
from ketacli.policy.positions.treatments import Mention, find_treatments
from ketacli.policy.positions.verdicts import Verdict, find_verdicts
from ketacli.policy.words import vocabulary
from ketacli.records import positional, record

_STRONG = re.compile(
    r";|(?<!\w)(?:but(?!\s+not(?!\w))|whereas|while|although|however|though|yet|except\s+that)(?!\w)|\.\s"
)
_CONJUNCTION = re.compile(r",?\s+(?:and|or|nor)\s|,\s|\s[–—]\s|:\s")
_WHICH = re.compile(r",\s+which\s+(?:is|are|remains?)")
_JOINER = re.compile(r"^[\s,/&()]*(?:(?:and|or|nor|and/or|the|racemic|use of|the use of|both|either)[\s,/&()]*)*$")
_INDEFINITE = re.compile(
    r"\s*(?:an?|any) (?:service|drug|treatment|use|device|procedure|therapy|technology|product)(?!\w)(?! other)"
)
_FOLLOWING = re.compile(r"(?<!\w)(?:any|all|each|one) of (?:these|the following)|(?<!\w)the following(?!\w)")
_OWN_CLAUSE = re.compile(r";\s*(?:and\s+|but\s+)?(?:for|in)\s+(?:\w+\s+){0,3}$")
_USED_FOR = re.compile(
    r"(?:when|if)\s+(?:it is |they are )?(?:used|given|administered|prescribed|provided|performed|taken)?\s*"
    r"(?:for|to treat|in the (?:treatment|management) of)(?!\w)"
)
_DECIDING = re.compile(r"cover|approv|authoriz|investigational|experimental|exclud|medically necessary")
_PERSONS = re.compile(
    r"(?<!\w)(?:who|that|which|when|if|where|patients?|members?|those|individuals?|persons?|people|adults?|"
    r"requests?|cases?)(?!\w)"
)
_NO_LIMIT = re.compile(r"\s+(?:limited|restricted|confined|necessarily|only|exclusively)(?!\w)")
_WORD = re.compile(r"[a-z][a-z'-]*")
_PAYER_SUBJECT = re.compile(
    r"^.*?(?<!\w)(?:covers?|considers?|deems?|regards?|pays?|classif\w+|views?|finds?|provides?|approves?|reimburses?|authorizes?|does|do|will|lets)(?!\w)"
)

Spot = TypeVar("Spot", Mention, Named)


@record
class Clause:
    """One verdict with what it reaches. Offsets are those of the sentence."""

    start: int
    end: int
    verdict: Verdict
    treatments: tuple[Mention, ...]
    indications: tuple[Named, ...]
    later: tuple[Named, ...] = ()
    """Indications that only its conditions name."""
    spared_treatments: tuple[Mention, ...] = ()
    """Treatments that an exception takes out ("other than esketamine")."""
    spared: tuple[Named, ...] = ()
    """Indications that an exception takes out."""
    exception: str = ""
    """`criteria` where an exception sets conditions, `pointer` where it only names another rule, `named`, or empty."""
    opposite: bool = False
    """True for "but not for …": what is taken out gets the opposite verdict."""
    conditional: bool = False
    unmet: bool = False
    """True where the verdict holds for those who do not meet the criteria."""
    limited: bool = False
    """True where a refusal is of a setting or manner."""
    foreign: bool = False
    """True where it names no treatment, yet speaks of something else than one named before."""
    condition_at: int = 0
    """Where its conditions begin; its own end where it has none."""


def read_clauses(low: str) -> list[Clause]:
    """Clauses of a masked lower-case sentence that carry a verdict, in order."""
    return list(_read(low))


@lru_cache(maxsize=2048)
def _read(low: str) -> tuple[Clause, ...]:
    verdicts = _without_reasons(low, find_verdicts(low))
    if not verdicts:
        return ()
    treatments, indications = find_treatments(low), find_indications(low)
    cuts = [_start(low, verdicts[0]), *(_cut(low, one, two, treatments) for one, two in pairwise(verdicts)), len(low)]
    return tuple(
        part
        for verdict, start, end in zip(verdicts, cuts, cuts[1:], strict=False)
        for part in _paired(_clause(low, start, end, verdict, treatments, indications))
    )


def _start(low: str, first: Verdict) -> int:
    """Where the first clause begins: after a semicolon that ends a clause with a verdict that did not count."""
    semicolon = low.rfind(";", 0, first.start)
    return semicolon + 1 if semicolon > 0 and _DECIDING.search(low[:semicolon]) else 0


def _paired(clause: Clause) -> list[Clause]:
    """ "IV ketamine for pain and oral ketamine for anxiety": each treatment with the uses that follow it."""
    both: list[Mention | Named] = [*clause.treatments, *clause.indications]
    spots = sorted(both, key=lambda spot: spot.start)
    groups: list[tuple[list[Mention], list[Named]]] = []
    for spot in spots:
        if isinstance(spot, Mention):
            if not groups or groups[-1][1]:
                groups.append(([], []))
            groups[-1][0].append(spot)
        elif not groups:
            return [clause]
        else:
            groups[-1][1].append(spot)
    if len(groups) < 2 or not all(uses for _, uses in groups):
        return [clause]
    return [replace(clause, treatments=tuple(drugs), indications=tuple(uses)) for drugs, uses in groups]


def _without_reasons(low: str, verdicts: Sequence[Verdict]) -> list[Verdict]:
    """A verdict that only gives the reason of another ("because the plan covers alternatives") is none of its own."""
    kept: list[Verdict] = []
    for verdict in verdicts:
        last = kept[-1] if kept else None
        if (
            last
            and verdict_words("condition", "reasons").has(between := low[last.end : verdict.start])
            and ";" not in between
        ):
            if verdict.position == "experimental" and last.position in ("not_covered", "not_medically_necessary"):
                kept[-1] = replace(last, position="experimental")
            continue
        kept.append(verdict)
    return kept


def _cut(low: str, first: Verdict, second: Verdict, treatments: Sequence[Mention]) -> int:
    """Where the clause of `second` begins."""
    between = low[first.end : second.start]
    strong = [found.start() for found in _STRONG.finditer(between)]
    if strong:
        return first.end + strong[-1]
    inside = [mention for mention in treatments if first.end <= mention.start and mention.end <= second.start]
    group = _leading_group(low, inside)
    if group and _WHICH.search(low[group[-1].end : second.start]):
        return group[-1].start
    limit = group[0].start if group and not second.active else second.start
    joints = [found.start() for found in _CONJUNCTION.finditer(low, first.end, limit)]
    if joints:
        return joints[-1]
    return first.end if not group or second.active else group[0].start


def _leading_group(low: str, inside: Sequence[Mention]) -> list[Mention]:
    """The last treatments before the second verdict that are named in one breath."""
    group: list[Mention] = []
    for mention in reversed(inside):
        if group and not _JOINER.match(low[mention.end : group[0].start]):
            break
        group.insert(0, mention)
    return group


def _within(spots: Sequence[Spot], start: int, end: int) -> list[Spot]:
    return [spot for spot in spots if start <= spot.start and spot.end <= end]


def _clause(
    low: str, start: int, end: int, verdict: Verdict, treatments: Sequence[Mention], indications: Sequence[Named]
) -> Clause:
    reach = _before_reason(low, verdict.end, end)
    out = _exceptions(low, start, end, verdict)
    condition = _condition(low, verdict.end, reach, indications)
    drugs = [spot for spot in _within(treatments, start, reach) if not out.holds(spot)]
    uses = [spot for spot in _within(indications, start, reach) if not out.holds(spot)]
    near = [spot for spot in drugs if _is_same_clause(low[verdict.end : spot.start])]
    chosen = _chosen_treatments(near, verdict, condition)
    refuses = verdict.position != "covered"
    named = [spot for spot in uses if refuses or spot.start < condition or _names(low[condition : spot.start])]
    segment = low[start:end]
    return Clause(
        start=start,
        end=end,
        verdict=verdict,
        treatments=tuple(chosen),
        indications=tuple(named),
        later=tuple(spot for spot in uses if spot not in named),
        spared_treatments=tuple(spot for spot in _within(treatments, start, end) if out.holds(spot)),
        spared=tuple(spot for spot in _within(indications, start, end) if out.holds(spot)),
        exception=out.kind(low, bool(_within_any(indications, treatments, out))),
        opposite=out.opposite,
        conditional=_is_conditional(low, start, end, condition, reach, out),
        unmet=_is_unmet(segment),
        limited=verdict_words("limits", "words").has(_blanked(low, chosen)[start:end]),
        foreign=not chosen and _is_foreign(low, start, condition, verdict, uses),
        condition_at=condition,
    )


def _blanked(low: str, spots: Sequence[Mention]) -> str:
    """A sentence without the names of treatments: "taken at home as a lozenge" names a form, and limits nothing."""
    for spot in spots:
        low = low[: spot.start] + " " * (spot.end - spot.start) + low[spot.end :]
    return low


def _is_unmet(segment: str) -> bool:
    """Whether the verdict is for those who do not meet the criteria ("ketamine does not meet criteria" is for all)."""
    for hit in verdict_words("except", "unmet").find(segment):
        if not segment[hit.start : hit.end].startswith(("do ", "does ")) or _PERSONS.search(segment[: hit.start]):
            return True
    return False


def _is_same_clause(between: str) -> bool:
    """A semicolon ends the clause, unless it parts the items of a list that a colon opened."""
    return ";" not in between or ":" in between


def _names(between: str) -> bool:
    """Whether what stands between a condition and a use makes it the use that is spoken of ("when given for pain")."""
    return _OWN_CLAUSE.search(between) is not None or _USED_FOR.match(between) is not None


def _is_conditional(low: str, start: int, end: int, condition: int, reach: int, out: _Exceptions) -> bool:
    """Whether the clause sets conditions, those of its exceptions aside."""
    if any(first <= condition < last for first, last in out.spans):
        condition = reach
    chars = list(low[start:end])
    for first, last in out.spans:
        chars[first - start : last - start] = " " * (last - first)
    segment = "".join(chars)
    return condition < reach or verdict_words("condition", "flags").has(segment) or segment.rstrip().endswith(":")


def _within_any(indications: Sequence[Named], treatments: Sequence[Mention], out: _Exceptions) -> bool:
    return any(out.holds(spot) for spot in indications) or any(out.holds(spot) for spot in treatments)


def _before_reason(low: str, start: int, end: int) -> int:
    found = verdict_words("condition", "reasons").find(low[start:end])
    return start + found[0].start if found else end


def _condition(low: str, start: int, end: int, indications: Sequence[Named]) -> int:
    """Where the conditions begin. "Adults who have bipolar disorder" names a use and sets none."""
    for hit in verdict_words("condition", "cuts").find(low[start:end]):
        after = start + hit.end
        if low[start + hit.start : after] == "who" and any(after < spot.start <= after + 30 for spot in indications):
            continue
        return start + hit.start
    return end


def _chosen_treatments(drugs: Sequence[Mention], verdict: Verdict, condition: int) -> list[Mention]:
    """Subject of a passive verdict, object of an active one; what comes only in a condition is neither."""
    before = [spot for spot in drugs if spot.start < verdict.start]
    after = [spot for spot in drugs if verdict.start <= spot.start < condition]
    return (after or before) if verdict.active else (before or after)


@positional
class _Exceptions:
    spans: tuple[tuple[int, int], ...]
    unless: bool
    opposite: bool

    def holds(self, spot: Mention | Named) -> bool:
        return any(start <= spot.start < end for start, end in self.spans)

    def kind(self, low: str, named: bool) -> str:
        if not self.spans:
            return ""
        text = " ".join(low[start:end] for start, end in self.spans)
        if verdict_words("except", "pointers").has(text):
            return "pointer"
        if verdict_words("except", "conditions").has(text) or (self.unless and not named):
            return "criteria"
        return "named" if named else "pointer"


def _exceptions(low: str, start: int, end: int, verdict: Verdict) -> _Exceptions:
    cues: list[Hit] = verdict_words("except", "words").find(low[start:end])
    unless = verdict_words("except", "unless").find(low[start:end])
    spans: list[tuple[int, int]] = []
    opposite = False
    for cue in sorted((*cues, *unless), key=lambda cue: cue.start):
        first = start + cue.start
        if any(a <= first < b for a, b in spans):
            continue
        words = low[first : start + cue.end]
        if words == "but not" and _NO_LIMIT.match(low, start + cue.end):
            continue
        opposite = opposite or words.startswith(("but not", "and not", "not for"))
        if words.startswith("not for") and low[:first].rstrip().endswith(("is", "are", "be")):
            opposite = opposite and bool(spans)
            continue
        last = end if first >= verdict.start else _end_before(low, start + cue.end, verdict.start)
        spans.append((first, last))
    return _Exceptions(tuple(spans), bool(unless), opposite)


def _end_before(low: str, start: int, limit: int) -> int:
    """An exception before its verdict ends at a closing bracket or comma, else at the verdict."""
    found = re.search(r"[),;]", low[start:limit])
    return start + found.start() if found else limit


def _is_foreign(low: str, start: int, end: int, verdict: Verdict, uses: Sequence[Named]) -> bool:
    """Whether words are left that are neither the payer, nor an indication, nor "it", "the drug", "any other use"."""
    if any(spot.kind in ("other", "all") for spot in uses) or _FOLLOWING.search(low[start:end]):
        return False
    subject = low[start : verdict.start]
    if _INDEFINITE.match(subject):
        return True
    payer = _PAYER_SUBJECT.match(low[start : verdict.end]) if verdict.active or verdict.payer else None
    chars = list(low)
    for spot in uses:
        chars[spot.start : spot.end] = " " * (spot.end - spot.start)
    blanked = "".join(chars)
    rest = blanked[verdict.end : end] if verdict.active else ""
    left = (
        blanked[start + payer.end() : verdict.start]
        if payer and payer.end() < len(subject)
        else ("" if payer else blanked[start : verdict.start])
    )
    words = _WORD.findall(f"{left} {rest}")
    return any(word not in _anaphors() and not word.endswith("ly") for word in words)


@cache
def _anaphors() -> frozenset[str]:
    return frozenset(vocabulary("verdicts")["anaphor"]["words"])
