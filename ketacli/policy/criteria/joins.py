"""Which finds of one sentence are alternatives: "augmentation or psychotherapy", "HAM-D ≥ 20 or PHQ-9 ≥ 16"."""

from __future__ import annotations

from itertools import pairwise

from ketacli.policy import lazy_re as re
from ketacli.policy.criteria.passages import Found, Passage

_OR = re.compile(r"\bor\b|\band/or\b")
_AND = re.compile(r"\band\b(?!/or)|;|\. ")
_STEPS = {
    "augmentation_trial",
    "psychotherapy",
    "prior_failure_other",
    "severity_scale",
    "prior_trials",
    "renewal_response",
}
"""Only steps of treatment and scales are offered as alternatives; what must be absent never is."""


def alternatives(passage: Passage, found: list[Found]) -> dict[int, int]:
    """Group number by the place of a find in the list, for finds of which one will do."""
    able = [at for at, item in enumerate(found) if item.type in _STEPS and item.required is True]
    groups: dict[int, int] = {}
    for one, two in pairwise(able):
        between = passage.shadow.text[found[one].end : max(found[two].start, found[one].end)]
        same_kind = found[one].type == found[two].type
        scales = same_kind and found[one].type == "severity_scale" and not _AND.search(between)
        if (_OR.search(between) and not _AND.search(between)) or scales:
            groups.setdefault(one, one)
            groups[two] = groups[one]
    return groups
