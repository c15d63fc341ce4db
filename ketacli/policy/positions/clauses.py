"""Cuts a sentence into clauses of one verdict each, with the treatments and indications that each reaches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache, lru_cache
from itertools import pairwise
from typing import TypeVar

from ketacli.policy import lazy_re as re
from ketacli.policy.positions.absences import present
from ketacli.policy.positions.alongside import is_beside, is_service_beside
from ketacli.policy.positions.exceptions import Exceptions, exceptions_of, is_another_drug
from ketacli.policy.positions.indications import Named, find_indications
from ketacli.policy.positions.lexicons import verdict_words
from ketacli.policy.positions.manners import blanked, is_limited
from ketacli.policy.positions.pairs import groups_of, spots_in_order
from ketacli.policy.positions.persons import person_of_refusal
from ketacli.policy.positions.reasons import without_reasons
from ketacli.policy.positions.treatments import Mention, find_treatments
from ketacli.policy.positions.verdicts import BESIDES, Verdict, find_verdicts
from ketacli.policy.words import vocabulary
from ketacli.records import record

_STRONG = re.compile(
    r";|(?<!\w)(?:but(?!\s+not(?!\w))|whereas|while|although|however|though|yet|except\s+that)(?!\w)|\.\s"
)
_CONJUNCTION = re.compile(r",?\s+(?:and|or|nor)\s|[–—](?:and|or|nor)\s|,\s|\s[–—]\s|:\s")
_WHICH = re.compile(r",\s+which\s+(?:is|are|remains?)")
_JOINER = re.compile(r"^[\s,/&()]*(?:(?:and|or|nor|and/or|the|racemic|use of|the use of|both|either)[\s,/&()]*)*$")
_INDEFINITE = re.compile(
    r"\s*(?:an?|any) (?:service|drug|treatment|use|device|procedure|therapy|technology|product)(?!\w)(?! other)"
)
_THE_SERVICE = re.compile(
    r"(?:[;,]|(?<!\w)(?:and|so|therefore|hence))\s+(?:the|this|that)\s+(?:service|drug|treatment|infusion|procedure|use|"
    r"therapy|medication)\s+(?:is|are|will be|remains?)\s+(?:(?:considered|deemed|regarded|therefore|thus|as|not|"
    r"an?)\s+)*$"
)
"""The subject of a second clause, by which the first one's is meant ("evidence is lacking and the service is …")."""
_ALL_SUCH = re.compile(
    r"\s+(?:for\s+)?(?:all\s+|any\s+)?(?:experimental|investigational|unproven)(?:[\s/,]+(?:or|and|experimental|"
    r"investigational|unproven))*"
    r"\s+(?:medical\s+)?(?:treatments?|services?|care|drugs?|procedures?|devices?|technolog(?:y|ies)|therap(?:y|ies))(?!\w)"
)
_SOME_DRUG = re.compile(
    r"\s+(?:an?|any)\s+(?:[\w-]+\s+)?(?:use of\s+(?:an?|any)\s+)?(?:drug|service|device|procedure|medicine|"
    r"medication)(?!\w)"
)
_FOLLOWING = re.compile(r"(?<!\w)(?:any|all|each|one) of (?:these|the following)|(?<!\w)the following(?!\w)")
_OWN_CLAUSE = re.compile(r"(?:;\s*(?:and\s+|but\s+)?|,\s+and\s+(?:also\s+)?)(?:for|in)\s+(?:\w+\s+){0,3}$")
_USED_FOR = re.compile(
    r"(?:when|if)\s+(?:it is |they are )?(?:used|given|administered|prescribed|provided|performed|taken)?\s*"
    r"(?:for|to treat|in the (?:treatment|management) of)(?!\w)"
    r"|(?:when|if|where|once)\s+(?:(?:it is|they are|deemed|considered|found|determined|to be|shown)\s+)*"
    r"(?:medically |clinically )?(?:necessary|appropriate|needed)\s+(?:for|to treat|in (?:the treatment of)?)(?!\w)"
)
_DECIDING = re.compile(r"cover|approv|authoriz|investigational|experimental|exclud|medically necessary")
_PERSONS = re.compile(
    r"(?<!\w)(?:who|that|which|when|if|where|patients?|members?|those|individuals?|persons?|people|adults?|"
    r"requests?|cases?)(?!\w)"
)
_ALL_BUT = re.compile(
    r"(?<!\w)(?:uses?|indications?|conditions?|diagnos[ei]s|purposes?|disorders?|reasons?)(?:\s+(?:of|"
    r"for)\s+(?:\w+\s+){0,2}\w+)?\s*$"
)
_RELATED = re.compile(r",\s+which\s+[^,;]*$")
_TREATED = re.compile(
    r"(?<!\w)(?:for (?:the )?(?:treatment|management) of|to treat|(?:alternatives?|options?|treatments?|drugs?|"
    r"medications?) (?:\w+ ){0,4}for)(?!\w)"
)
"""What a reason names as treated ("… as there are covered alternatives for the treatment of depression")."""
_STOP = re.compile(r"(?:[a-z]{3,}|\))[.]\s+(?=\w)(?!\w{1,2}\.)")
"""The end of a sentence inside a table's cell."""
_ITEMS_APART = re.compile(r"[^.]*\s[-\u2013\u2014=]\s*[^;]{1,40};")
"""Items with answers of their own before the last ("TRD - PA; bipolar - PA; all others - excluded")."""
_WORD = re.compile(r"[a-z][a-z'-]*")
_LISTS = re.compile(
    r"(?<!\w)the following\s+(?:\w+\s+)?(?:interventions|treatments|services|procedures|drugs|therapies|uses)(?!\w)"
)
_PAYER_SUBJECT = re.compile(
    r"^.*?(?<!\w)(?:covers?|considers?|deems?|regards?|pays?|classif\w+|views?|finds?|provides?|approves?|"
    r"reimburses?|authorizes?|does|do|will|lets)(?!\w)"
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
    personal: bool = False
    """True where a refusal holds for persons in some state alone."""
    foreign: bool = False
    """True where it names no treatment, yet speaks of something else than one named before."""
    all_but: bool = False
    """True where its exception belongs to its uses ("uses other than depression")."""
    items: tuple[tuple[tuple[Mention, ...], tuple[Named, ...], tuple[Named, ...]], ...] = ()
    """Items of a list after a colon: treatments and uses of each, and the uses named before the list for all."""
    condition_at: int = 0
    """Where its conditions begin; its own end where it has none."""


def read_clauses(low: str) -> list[Clause]:
    """Clauses of a masked lower-case sentence that carry a verdict, in order."""
    return list(_read(low))


@lru_cache(maxsize=2048)
def _read(low: str) -> tuple[Clause, ...]:
    verdicts = without_reasons(low, find_verdicts(low))
    if not verdicts:
        return ()
    treatments, indications = find_treatments(low), present(low, find_indications(low))
    cuts = [_start(low, verdicts[0]), *(_cut(low, one, two, treatments) for one, two in pairwise(verdicts)), len(low)]
    return tuple(
        part
        for verdict, start, end in zip(verdicts, cuts, cuts[1:], strict=False)
        for part in _paired(low, _clause(low, start, end, verdict, treatments, indications))
    )


def _start(low: str, first: Verdict) -> int:
    """Where the first clause begins: after a semicolon that ends a clause with a verdict that did not count."""
    if first.active and (beside := BESIDES.search(low[: first.start])):
        return beside.start()
    stops = list(_STOP.finditer(low, 0, first.start))
    if stops:
        return stops[-1].end()
    semicolon = low.rfind(";", 0, first.start)
    return semicolon + 1 if semicolon > 0 and _DECIDING.search(low[:semicolon]) else 0


def _paired(low: str, clause: Clause) -> list[Clause]:
    """ "IV ketamine for pain and oral ketamine for anxiety": each treatment with the uses that follow it. In a list
    that a colon opens, each item stands for itself."""
    if clause.items:
        return [replace(clause, treatments=drugs, indications=uses or common) for drugs, uses, common in clause.items]
    spots = spots_in_order(low, clause.treatments, clause.indications)
    groups = groups_of(spots)
    if len(groups) < 2 or not all(uses for _, uses in groups[:-1]):
        return [clause]
    if not groups[-1][1]:
        if clause.verdict.position == "covered" or clause.verdict.end > spots[0].start:
            return [clause]
        groups[-1][1].append(Named(spots[-1].start, spots[-1].end, ("any",), kind="none"))
    return [replace(clause, treatments=tuple(drugs), indications=tuple(uses)) for drugs, uses in groups]


_TURN = re.compile(r";|,\s+(?:but|while|whereas|although|though|yet|however)(?!\w)")
"""What parts the payer's own clause from one before it, whose use it does not take ("PTSD …; we cover … for TRD")."""


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
    out = exceptions_of(low, start, end, verdict)
    condition = _condition(low, verdict.end, reach, indications)
    service = is_service_beside(low, start, verdict)
    all_drugs = [spot for spot in _within(treatments, start, reach) if not out.holds(spot)]
    drugs = [spot for spot in all_drugs if not is_beside(low, start, spot, verdict, service=service)]
    uses = [spot for spot in _within(indications, start, reach) if not out.holds(spot)]
    if verdict.kind == "label" and (apart := _ITEMS_APART.match(low, start, verdict.start)):
        uses = [spot for spot in uses if spot.start > apart.end()] or uses
    near = [spot for spot in drugs if _is_same_clause(low[verdict.end : spot.start])]
    if len(near) < len(drugs):
        uses = [spot for spot in uses if spot.start < verdict.end or _is_same_clause(low[verdict.end : spot.start])]
    chosen = _chosen_treatments(low, near, verdict, condition)
    refuses = verdict.position != "covered"
    person = person_of_refusal(low, start, verdict, reach) if refuses else None
    personal = person.start() if person else reach
    named = [
        spot
        for spot in uses
        if spot.start < min(condition, personal)
        or (refuses and spot.start < personal)
        or (not person and _names(low[condition : spot.start]))
    ]
    if verdict.active and (turn := list(_TURN.finditer(low, start, verdict.start))):
        own = [spot for spot in named if spot.start > turn[-1].start()]
        named = own or named
    if refuses and not named and reach < end and (told := _TREATED.search(low, reach, end)):
        named = _within(indications, told.start(), end)
    spared_drugs = tuple(spot for spot in _within(treatments, start, end) if out.holds(spot))
    spared = tuple(spot for spot in _within(indications, start, end) if out.holds(spot))
    exception = out.kind(low, bool(spared or spared_drugs))
    exception = (
        "named" if exception == "criteria" and not spared and is_another_drug(spared_drugs, chosen) else exception
    )
    return Clause(
        start=start,
        end=end,
        verdict=verdict,
        treatments=tuple(chosen),
        indications=tuple(named),
        later=tuple(spot for spot in uses if spot not in named),
        spared_treatments=spared_drugs,
        spared=spared,
        exception=exception,
        opposite=out.opposite,
        conditional=_is_conditional(low, start, end, condition, reach, out),
        unmet=_is_unmet(low[start:end], [spot.start - start for spot in named]),
        limited=is_limited(blanked(low, [*chosen, *named], out.spans)[start:end], chosen) or bool(person),
        personal=bool(person),
        all_but=any(_ALL_BUT.search(low[start:first]) for first, _ in out.spans),
        foreign=not chosen and (len(drugs) < len(all_drugs) or _is_foreign(low, start, condition, verdict, uses)),
        condition_at=condition,
        items=_items(low, verdict, reach, chosen, named) if refuses else (),
    )


def _items(
    low: str, verdict: Verdict, end: int, drugs: Sequence[Mention], uses: Sequence[Named]
) -> tuple[tuple[tuple[Mention, ...], tuple[Named, ...], tuple[Named, ...]], ...]:
    """Items parted by semicolons after the colon that follows a verdict; none where fewer than two name treatments."""
    colon = low.find(":", verdict.end, end)
    if colon < 0 or low.find(";", colon, end) < 0:
        return ()
    marks = [colon, *(colon + at for at, char in enumerate(low[colon:end]) if char == ";"), end]
    common = tuple(spot for spot in uses if spot.start < colon)
    found = []
    for first, last in pairwise(marks):
        own = tuple(_within(drugs, first, last))
        if own:
            found.append((own, tuple(_within(uses, first, last)), common))
    return tuple(found) if len(found) > 1 and not any(spot.start < colon for spot in drugs) else ()


def _is_unmet(segment: str, uses: Sequence[int]) -> bool:
    """Whether the verdict is for those who do not meet the criteria ("ketamine does not meet criteria" is for all).

    "In all other circumstances, among them anxiety" names uses of its own, at the offsets `uses`.
    """
    for hit in verdict_words("except", "unmet").find(segment):
        if segment[hit.start : hit.end].startswith(("all other", "any other")) and any(at > hit.end for at in uses):
            continue
        if not segment[hit.start : hit.end].startswith(("do ", "does ")) or _PERSONS.search(segment[: hit.start]):
            return True
    return False


def _is_same_clause(between: str) -> bool:
    """A semicolon ends the clause, unless it parts the items of a list that a colon opened."""
    return ";" not in between or ":" in between


def _names(between: str) -> bool:
    """Whether what stands between a condition and a use makes it the use that is spoken of ("when given for pain")."""
    return _OWN_CLAUSE.search(between) is not None or _USED_FOR.match(between) is not None


def _is_conditional(low: str, start: int, end: int, condition: int, reach: int, out: Exceptions) -> bool:
    """Whether the clause sets conditions, those of its exceptions aside."""
    if any(first <= condition < last for first, last in out.spans):
        condition = reach
    chars = list(low[start:end])
    for first, last in out.spans:
        chars[first - start : last - start] = " " * (last - first)
    segment = "".join(chars)
    return condition < reach or verdict_words("condition", "flags").has(segment) or segment.rstrip().endswith(":")


def _before_reason(low: str, start: int, end: int) -> int:
    """Where the reason begins that a clause gives; its own end where none is given, or a list of what it decides on
    comes after the reason ("the following are investigational due to weak evidence: …")."""
    found = verdict_words("condition", "reasons").find(low[start:end])
    if not found or (":" in low[start + found[0].end : end] and _LISTS.search(low, 0, start)):
        return end
    return start + found[0].start


def _condition(low: str, start: int, end: int, indications: Sequence[Named]) -> int:
    """Where the conditions begin. "Adults who have bipolar disorder" names a use and sets none."""
    for hit in verdict_words("condition", "cuts").find(low[start:end]):
        after = start + hit.end
        if low[start + hit.start : after] == "who" and any(after < spot.start <= after + 30 for spot in indications):
            continue
        return start + hit.start
    return end


def _chosen_treatments(low: str, drugs: Sequence[Mention], verdict: Verdict, condition: int) -> list[Mention]:
    """Subject of a passive verdict, object of an active one; what comes only in a condition is neither."""
    before = [spot for spot in drugs if spot.start < verdict.start]
    if before and (related := _RELATED.search(low[: verdict.start])):
        before = [spot for spot in before if spot.end <= related.start()][-1:] or before
    after = [spot for spot in drugs if verdict.start <= spot.start < condition]
    return (after or before) if verdict.active else (before or after)


def _is_foreign(low: str, start: int, end: int, verdict: Verdict, uses: Sequence[Named]) -> bool:
    """Whether words are left that are neither the payer, nor an indication, nor "it", "the drug", "any other use"."""
    if _ALL_SUCH.match(low, verdict.end) or (verdict.active and _SOME_DRUG.match(low, verdict.end)):
        return True
    if any(spot.kind in ("other", "all") for spot in uses) or _FOLLOWING.search(low[start:end]):
        return False
    if not verdict.active and (colon := low.rfind(":", start, verdict.start)) > 0:
        start = colon + 1
    subject = low[start : verdict.start]
    if _INDEFINITE.match(subject):
        return True
    if not verdict.active and _THE_SERVICE.search(subject):
        return False
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
