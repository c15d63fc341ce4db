"""Everything that one passage asks for: runs all detectors and settles who keeps words that two of them claim."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from ketacli.policy import lazy_re as re
from ketacli.policy.criteria.concurrent import find_concurrent
from ketacli.policy.criteria.durations import find_approvals, find_trial_durations
from ketacli.policy.criteria.earlier import without_earlier
from ketacli.policy.criteria.exclusions import find_exclusions
from ketacli.policy.criteria.generic import apply_rule, group, matches, rules_in
from ketacli.policy.criteria.joins import FEWER
from ketacli.policy.criteria.labelled_values import bare_values, counted_first, lengths_beside
from ketacli.policy.criteria.limits import find_limits
from ketacli.policy.criteria.passages import Found, Passage
from ketacli.policy.criteria.patterns import cue, words
from ketacli.policy.criteria.person import find_ages, find_diagnosis
from ketacli.policy.criteria.prescribers import find_prescriber
from ketacli.policy.criteria.responses import find_response
from ketacli.policy.criteria.scales import falls_in_points, find_scales, within_days
from ketacli.policy.criteria.therapies import find_therapies
from ketacli.policy.criteria.waivers import all_waivers, find_exemption
from ketacli.policy.reading import CriterionType, Scope

_NONRESPONSE = re.compile(
    r"(?:#+)\s*(?:%|percent)[^.;#]{0,40}(?:improvement|reduction|decrease|response)|"
    r"(?:improvement|reduction|decrease|response)[^.;#]{0,30}(?:#+)\s*(?:%|percent)"
)
_AFTER_START = re.compile(r"\b(?:after|at the end of) (?:the )?(?:induction|first course)\b")
_IN_WHICH_CASE = re.compile(
    r",? in (?:which|that) case (?:this|the|that) (?:step|requirement|item|point|criterion|"
    r"condition) (?:is waived|is not (?:required|needed)|does not apply)"
)
_BESIDES = {"approval_duration", "severity_scale", "rems"}
"""Types that may stand in the very clause that lifts another requirement."""
_THERAPY_ASKED = re.compile(
    r"\bfail|\btri(?:al|ed|es)|\btry\b|\bmust\b|\brequire|\bcourse of|\bcomplet|"
    r"\bparticipat|\btogether with|\balong with|\balso\b|#"
    r"|\battempt|\bneed|\bfirst\b|\badequate|\bwithout (?:success|benefit|response)"
)
_OPTIONAL_USE = re.compile(
    r"\balone,? or\b|\bwith or without\b|\bas monotherapy or\b|\bor as monotherapy\b|\bmay be (?:used|given|taken)\b"
)
_NOW = re.compile(
    r"\bconcurrent|\bconcomitant|\bcurrently\b|\bnow\b|\bconjunction|\bcombination|"
    r"\balongside|\btogether\b|\badded to\b|\bcontinu"
)


_ASKED_BY_AGE = re.compile(
    r"\b(?:years?(?: of age)?|older|younger|over|under)\b[^.;]{0,30}\b(?:needs?|requires?|must have|must get) "
    r"(?:a |our )?(?:prior|pre-?|advance)"
)
"""An age that says whose requests are looked at, not who is approved."""


def detect(passage: Passage) -> list[Found]:
    """What a passage asks for and what it lifts, in the order of its words, wherever the passage stands."""
    if passage.amount is not None:
        start = passage.prefix
        return [passage.amount.changed(start=start, end=start + passage.amount.end)]
    return list(
        _detected(
            passage.text,
            passage.context,
            passage.negative,
            passage.none_of,
            passage.scope,
            passage.prefix,
            passage.in_list,
            passage.leads,
        )
    )


@lru_cache(maxsize=1024)
def _detected(
    text: str, context: str, negative: bool, none_of: bool, scope: Scope, prefix: int, in_list: bool, leads: bool
) -> tuple[Found, ...]:
    """Kept because a policy says the same of one use after another, and a manual of one drug after another."""
    passage = Passage(
        text=text,
        context=context,
        negative=negative,
        none_of=none_of,
        scope=scope,
        prefix=prefix,
        in_list=in_list,
        leads=leads,
    )
    return tuple(_detect(without_earlier(passage)))


def _detect(passage: Passage) -> list[Found]:
    branch = _IN_WHICH_CASE.search(passage.low)
    if branch:
        return _waiving_branch(passage, branch)
    waived, left = all_waivers(passage)
    found = [*waived, *find_exemption(passage, waived)]
    lifted = {item.type for item in found}
    if not waived:
        return sorted(_asked(passage), key=lambda item: (item.start, item.end))
    rest = _asked(left)
    kept = [item for item in _asked(passage) if item.type in _BESIDES and item.type not in lifted]
    found += rest + [item for item in kept if item.type not in {other.type for other in rest}]
    return sorted(found, key=lambda item: (item.start, item.end))


def _waiving_branch(passage: Passage, branch: re.Match[str]) -> list[Found]:
    """ "Or the prescriber is a psychiatrist, in which case this step is waived": a branch that frees from the step."""
    found = _asked(replace(passage, text=passage.text[: branch.start()]))
    steps = [item.type for item in found if item.type != "prescriber"]
    return [
        item.changed(required=False, rule="KC171", exempts=steps[0]) if item.type == "prescriber" and steps else item
        for item in found
    ]


def _asked(passage: Passage) -> list[Found]:
    if bare := bare_values(passage):
        return bare
    found: list[Found] = []
    found += find_ages(passage)
    found += find_diagnosis(passage)
    found += find_exclusions(passage) + find_concurrent(passage)
    for rule in rules_in(passage.low):
        found += _distinct(apply_rule(rule, passage), passage, found, rule)
    found += _durations(find_trial_durations(passage), passage)
    found += find_approvals(passage)
    found += [*counted_first(passage, found), *lengths_beside(passage, found)]
    found += find_limits(passage)
    found += find_prescriber(passage)
    found += [] if passage.leads and _WHICH_ARE.search(passage.low) else find_therapies(passage)
    return [_dated(item, passage) for item in _settle(_scaled(passage, found), passage)]


_WHICH_ARE = re.compile(r"\bconservative\b[^.;:]*:\s*$")
"""A lead-in whose items say which treatments have failed ("conservative care has failed, that is, both:")."""


def _dated(item: Found, passage: Passage) -> Found:
    """How recent a check of the monitoring record must be ("within 7 days of the request")."""
    return item.changed(within_days=within_days(passage)) if item.type == "pdmp" else item


_STEADY_ON = re.compile(
    r"\b(?:stable|steady|established|maintained) on (?:an? |the |their )?(?:[\w-]+ ){0,3}anti-?depress\w*[^.;,#]{0,20}$"
)
"""Before a length: how long the drug beside the treatment has been taken, which is no trial."""


def _durations(found: list[Found], passage: Passage) -> list[Found]:
    seen: dict[tuple[object, object], Found] = {}
    for item in found:
        if _STEADY_ON.search(passage.shadow.text[: item.start]):
            continue
        seen.setdefault((item.number, item.text), item)
    return list(seen.values())


def _distinct(new: list[Found], passage: Passage, earlier: list[Found], rule: object) -> list[Found]:
    """Numbers for "different classes", and one record a passage where the words repeat themselves."""
    if not new:
        return []
    kind = new[0].type
    if kind == "distinct_classes":
        counted = [item for item in new if item.number is not None]
        trials = [item.number for item in earlier if item.type == "prior_trials" and item.number]
        counted = [item for item in counted if (item.number or 0) > 1 or item.comparison == "more_than"]
        if not counted and new[0].number is not None:
            return []
        if counted:
            return [max(counted, key=lambda item: item.number or 0)]
        number = trials[0] if trials and trials[0] > 1 else _counted_above(passage)
        return [new[0].changed(number=number, unit="classes", comparison="at_least")]
    if kind == "prior_trials" and _COUNTING.match(passage.low):
        return []
    if kind == "prior_trials":
        return list({item.number: item for item in reversed(new)}.values()) if _fewer(passage) else _trials(new)
    if kind == "psychotherapy":
        return [max(new, key=lambda item: item.number or 0)]
    return new[:1]


_COUNTING = re.compile(
    r"\W*(?:an? |each |the |two |both |any )?(?:\w+ ){1,5}(?:is|are|counts? as|makes?|equals?) (?:only |but )?"
    r"(?:one|a single|two) (?:single )?(?:trials?|failures?)\W*$"
)
"""How trials are counted ("A combination pill is one trial"): nothing is asked for."""


def _fewer(passage: Passage) -> bool:
    return FEWER.search(passage.shadow.text) is not None


def _counted_above(passage: Passage) -> int | float:
    """The count of trials that a lead-in gives ("at least three trials, each of:"), else two."""
    from ketacli.policy.criteria.quantities import shadow_of

    lead = passage.context.split(" | ")[0]
    values = [quantity.value for quantity in shadow_of(lead).quantities if 1 < quantity.value < 10]
    return values[0] if values else 2


def _trials(new: list[Found]) -> list[Found]:
    numbers: dict[object, Found] = {}
    for item in new:
        numbers.setdefault(item.number, item)
    kept = list(numbers.values())
    return kept if len(kept) == 1 else kept[:1] if all(item.number == 1 for item in kept[1:]) else kept


def _scaled(passage: Passage, found: list[Found]) -> list[Found]:
    scales = find_scales(passage)
    if passage.scope == "renewal":
        answers = find_response(passage)
        found += answers
        if len(answers) > 1:
            scales = [scale for scale in scales if not _REMITTED.search(passage.low[: scale.start])]
        scales, fallen = falls_in_points(passage, scales) if answers and len(scales) > 1 else (scales, [])
        found += fallen
        for answer in answers:
            scales = [scale for scale in scales if _listed(passage, scale) or not _same_words(scale, answer)]
    else:
        answers = _clausal_responses(passage)
        found += answers
        for answer in answers:
            scales = [scale for scale in scales if _listed(passage, scale) or not _same_words(scale, answer)]
        match = _NONRESPONSE.search(passage.shadow.text)
        if match and not any(item.type == "renewal_response" for item in found):
            quantity = next((q for q in passage.shadow.quantities if match.start() <= q.start < match.end()), None)
            scales = [scale for scale in scales if quantity is None or not scale.start <= quantity.start < scale.end]
            scales = [
                scale
                for scale in scales
                if scale.number is not None
                or _listed(passage, scale)
                or not match.start() - 60 < scale.start < match.end() + 60
            ]
            found.append(_share(passage, match))
    return found + scales


_REMITTED = re.compile(r"\bremission\W+(?:[^()]{0,40}|\([^()]*)$")
"""What stands before the scores by which a remission is told ("or remission (MADRS below 11)")."""


_CLAUSES = re.compile(r"[^;,]+(?:, (?:as long as|if|when|provided|once|where|given)\b[^;,]+)*")
"""Clauses, each with the conditions that hang on it."""


def _clausal_responses(passage: Passage) -> list[Found]:
    """A response that one clause asks for: "reauthorization up to 6 months with documented improvement"."""
    found: list[Found] = []
    for clause in _CLAUSES.finditer(passage.text):
        low = passage.low[clause.start() : clause.end()]
        if (passage.in_list and ";" not in passage.low) or not (
            words("scope", "renewal").search(low) or _AFTER_START.search(low)
        ):
            continue
        part = Passage(text=clause[0])
        found += [
            item.changed(start=item.start + clause.start(), end=item.end + clause.start())
            for item in find_response(part)
        ]
    return found


def _share(passage: Passage, match: re.Match[str]) -> Found:
    quantity = next(q for q in passage.shadow.quantities if match.start() <= q.start < match.end())
    text = " ".join(passage.text.split()).strip(" ;.")[:120]
    return Found(
        type="other",
        rule="KC190",
        start=match.start(),
        end=match.end(),
        number=quantity.value,
        unit="percent",
        comparison=quantity.comparison,
        text=text,
    )


def _same_words(scale: Found, answer: Found) -> bool:
    """Whether a scale only names what has changed ("the PHQ-9 has fallen by half")."""
    if answer.number is not None and scale.number == answer.number:
        return answer.start - 60 <= scale.start <= answer.end + 40
    return scale.number is None or answer.start - 40 <= scale.end <= answer.end


def _listed(passage: Passage, scale: Found) -> bool:
    """Whether a scale stands in a bracket after "scale" or "such as": the tool that must be used."""
    opened = passage.low.rfind("(", 0, scale.start)
    return opened > passage.low.rfind(")", 0, scale.start) and bool(
        re.search(r"(?:scales?|tools?|instruments?|measures?)\s*$", passage.low[:opened])
    )


def _settle(found: list[Found], passage: Passage) -> list[Found]:
    """Two detectors on the same words: the more telling one stays."""
    kinds = {item.type for item in found}
    drop: set[int] = set()
    for item in found:
        if item.type == "concurrent_oral_antidepressant" and (
            _OPTIONAL_USE.search(passage.low) or _tried(item, found, passage) or _past(item, kinds, passage)
        ):
            drop.add(id(item))
        if item.type == "prior_trials" and _now_taken(item, passage, found):
            drop.add(id(item))
        if item.type == "prior_trials" and any(_meets(item, other) for other in found if other.type in _NO_TRIALS):
            drop.add(id(item))
        if item.type == "prior_trials" and item.number == 1 and "augmentation_trial" in kinds:
            drop.add(id(item))
        if item.type == "psychotherapy" and not passage.in_list and not _THERAPY_ASKED.search(passage.shadow.text):
            drop.add(id(item))
        if item.type in ("age_min", "age_max") and "prior_authorization" in kinds and _ASKED_BY_AGE.search(passage.low):
            drop.add(id(item))
        if (item.type == "diagnosis" and kinds & {"approval_duration", "renewal_response"}) or (
            item.type == "prior_authorization" and _ONLY_ASKED.match(passage.low, passage.prefix)
        ):
            drop.add(id(item))
        if item.type == "setting" and _is_no_place(kinds, passage):
            drop.add(id(item))
    return [item for item in found if id(item) not in drop and not _of_label(item, found, passage)]


def _of_label(item: Found, found: list[Found], passage: Passage) -> bool:
    """Whether a number stands in the label of a row alone, whose cell says another ("84 mg kit | 8 kits / 28 days")."""
    return (
        item.number is not None
        and item.end <= passage.prefix
        and any(other.type == item.type and other.start >= passage.prefix for other in found)
    )


def _is_no_place(kinds: set[CriterionType], passage: Passage) -> bool:
    """Whether words on a place say no more than another criterion of their sentence, or where a drug is paid."""
    if "rems" in kinds or ("observation" in kinds and "setting" not in passage.low):
        return True
    return bool(_NOT_AT_HOME.search(passage.low) or _PAID_VISIT.search(passage.low))


_NOT_AT_HOME = re.compile(
    r"\bnot (?:usually |generally |normally |typically )?self-administered\b[^.]{0,80}\b(?:part b|medical benefit|"
    r"payable|covered)\b"
)
"""Why a drug falls under the medical benefit, which asks for no place."""
_PAID_VISIT = re.compile(r"\bpa(?:ys?|id) for (?:the |your |each )?(?:visit|time|observation)\b")
"""What the plan pays for, with the time of observation in it."""
_ONLY_ASKED = re.compile(r"^\W*(?:is|are|does|do|will) [^?.;:]*\?\W*$")
"""A question that a reader is to ask ("Is prior authorization required?")."""
_NO_TRIALS = {
    *("augmentation_trial", "quantity_limit", "psychotherapy", "prior_failure_other"),
    *("age_min", "age_max"),
}
"""Types whose number is no count of antidepressants."""
_WENT_ON = re.compile(
    r"\b(?:each|every|both|all)\b[^.;]{0,40}\b(?:was|were|has been|have been) (?:continued|maintained|kept)\b"
)
"""Antidepressants of earlier trials that were kept up for so long."""


def _meets(one: Found, other: Found) -> bool:
    return one.start < other.end and other.start < one.end


def _tried(item: Found, found: list[Found], passage: Passage) -> bool:
    return any(_meets(item, other) for other in found if other.type == "prior_trials") and not _NOW.search(
        passage.low[item.start : item.end]
    )


def _past(item: Found, kinds: set[CriterionType], passage: Passage) -> bool:
    """Drugs of a trial, not one that is taken beside the treatment ("each antidepressant was used for 6 weeks")."""
    words = passage.low[max(0, item.start - 12) : item.end]
    went_on = _WENT_ON.search(passage.low)
    return "trial_duration" in kinds and bool(went_on or (not _NOW.search(words) and "oral" not in words))


def _now_taken(item: Found, passage: Passage, found: list[Found]) -> bool:
    """A count of drugs taken now is no count of failures."""
    near = [other for other in found if other.type == "concurrent_oral_antidepressant" and _meets(item, other)]
    return any(_NOW.search(passage.low[other.start : other.end]) for other in near) and not cue("failure").search(
        passage.shadow.text[item.start : item.end + 80]
    )


__all__ = ["detect", "group", "matches"]
