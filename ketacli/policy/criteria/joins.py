"""Which finds of one sentence are alternatives: "augmentation or psychotherapy", "HAM-D ≥ 20 or PHQ-9 ≥ 16"."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from ketacli.policy import lazy_re as re
from ketacli.policy.criteria.passages import Found, Passage

_OR = re.compile(r"\bor\b|\band/or\b")
_AND = re.compile(r"\band\b(?!/or)|;|\. ")
_ONE_OF = re.compile(
    r"\b(?:at least )?(?:one|any|either|#+)(?: one)?(?: or more)? of (?:the |these |those )?(?:following|these|"
    r"those|below|scales|scores)\b"
)
_LISTED = re.compile(r";\s*(?:or\s*)?\(?[b-z#]\)|;\s*or\b")
_OTHER_WAY = re.compile(r"; or\b")
_ALSO = re.compile(r"\band\b(?!/or)")
_FULL_STOP = re.compile(r"[.?!] ")
_STEPS = {
    "augmentation_trial",
    "psychotherapy",
    "prior_failure_other",
    "severity_scale",
    "prior_trials",
    "renewal_response",
}
"""Only steps of treatment and scales are offered as alternatives; what must be absent never is."""
_BESIDE = _STEPS - {"prior_trials"}
_CLAUSE = re.compile(r";|\. |, (?:but|or|while|though)\b|\bor (?=#)|\bor (?:of|after|failure|with)\b")
_ENDS = re.compile(r";|\. ")
FEWER = re.compile(
    r"\b(?:is|are|will be) (?:then )?(?:enough|sufficient|accepted|acceptable|adequate)\b|\bsuffic(?:es?|ient)\b|"
    r"\bwill do\b|\b(?:only|just) #|"
    r"#[^.;#]{0,50}\b(?:is|are) (?:required|needed|asked for|necessary) (?:if|when|where|for|after)\b"
)
"""Words of a clause in which fewer trials will do on a condition ("two are enough where ECT has failed")."""


def alternatives(passage: Passage, found: list[Found]) -> dict[int, tuple[int, int]]:
    """Group and branch by the place of a find in the list, for finds of which one branch will do."""
    able = [at for at, item in enumerate(found) if item.type in _STEPS and item.required is True]
    groups: dict[int, tuple[int, int]] = {}
    for one, two in pairwise(able):
        between = passage.shadow.text[found[one].end : max(found[two].start, found[one].end)]
        same_kind = found[one].type == found[two].type
        scales = same_kind and found[one].type == "severity_scale" and not _AND.search(between)
        if (
            same_kind
            and found[one].type == "severity_scale"
            and _ONE_OF.search(passage.shadow.text, 0, found[one].start)
        ):
            scales = not _FULL_STOP.search(between)
        elif not same_kind and _LISTED.search(between) and _ONE_OF.search(passage.shadow.text, 0, found[one].end):
            scales = not (_ALSO.search(between) or _FULL_STOP.search(between))
        if (_OR.search(between) and not _AND.search(between)) or scales:
            groups.setdefault(one, (one, one))
            groups[two] = (groups[one][0], two)
    groups.update(list(_lengths_of_branches(found, groups)))
    fewer = fewer_trials(passage, found)
    more = _more(found, fewer) if fewer else None
    if more is not None:
        groups[more] = (more, more)
        groups.update(dict.fromkeys(fewer, (more, fewer[0])))
        groups.update(dict.fromkeys(_classes_of(passage, found, more, fewer[0]), (more, more)))
    return groups


def _lengths_of_branches(
    found: list[Found], groups: dict[int, tuple[int, int]]
) -> Iterator[tuple[int, tuple[int, int]]]:
    """How long an augmentation lasts belongs to the branch that asks for it, the one right before."""
    for at, item in enumerate(found):
        if item.type == "trial_duration" and item.text == "augmentation":
            before = [
                one for one in groups if found[one].type == "augmentation_trial" and found[one].start <= item.start
            ]
            if before:
                yield at, groups[max(before, key=lambda one: found[one].start)]


def _classes_of(passage: Passage, found: list[Found], more: int, few: int) -> list[int]:
    """Places of the classes that are asked of the higher count alone, where "; or" opens the way with fewer trials."""
    between = passage.shadow.text[found[more].end : max(found[few].start, found[more].end)]
    if not _OTHER_WAY.search(between):
        return []
    return [
        at
        for at, item in enumerate(found)
        if item.type == "distinct_classes" and found[more].start <= item.start < item.end <= found[few].start
    ]


def fewer_trials(passage: Passage, found: list[Found]) -> list[int]:
    """Places of a lower count of trials and of what is asked for in its stead, where one clause gives both."""
    trials = [at for at, item in enumerate(found) if item.type == "prior_trials" and item.required and item.number]
    for at in trials:
        text = passage.shadow.text
        start = max((cut.start() for cut in _CLAUSE.finditer(text, 0, found[at].start + 1)), default=0)
        stop = _ENDS.search(text, max(found[at].end, start + 1))
        end = stop.start() if stop else len(text)
        opened = re.match(r"\W*or\b", text[start:end])
        if not (FEWER.search(text[start:end]) or (opened and len(trials) > 1)):
            continue
        beside = [
            other
            for other, item in enumerate(found)
            if item.type in _BESIDE and item.required and start <= item.start < end
        ]
        if beside:
            return [at, *beside]
    return []


def _more(found: list[Found], fewer: list[int]) -> int | None:
    """Place of the higher count that holds without the condition."""
    few = found[fewer[0]]
    return next(
        (
            at
            for at, item in enumerate(found)
            if item.type == "prior_trials"
            and item.required
            and (item.number or 0) > (few.number or 0)
            and at != fewer[0]
        ),
        None,
    )
