"""Treatments that must not be given at the same time ("is not receiving ECT or TMS")."""

from __future__ import annotations

from ketacli.policy import lazy_re as re
from ketacli.policy.criteria.generic import in_exception
from ketacli.policy.criteria.passages import Found, Passage
from ketacli.policy.criteria.patterns import named_in
from ketacli.policy.substrings import AnyOf

_may_stand_in = AnyOf(
    "receiv", "treated", "undergo", "combin", "concurrent", "concomitant", "together", "at the same time",
    "simultaneous", "alongside", "conjunction", "used with", "given with", "taking ", "administered with",
)  # fmt: skip
_BESIDE = re.compile(
    r"\b(?:not|no|never|without|nor|prohibit\w*|avoid\w*)\b(?P<what>(?:(?!respon|fail|improv|tolerat|adequate)[^.;]){0,60}?"
    r"\b(?:receiv\w+|treated|undergo\w*|combin\w+|concurrent\w*|concomitant\w*|together|at the same time|"
    r"simultaneous\w*|alongside|conjunction|used with|given with|administered with|taking)\b[^.;]*)"
)
_LIFTED = re.compile(r"\bnot (?:be )?(?:required|needed|necessary)\b|\bneeds? not\b")


def rules_out_beside(low: str) -> bool:
    """Whether a sentence keeps another treatment from being given at the same time."""
    return _may_stand_in(low) and _BESIDE.search(low) is not None and not _LIFTED.search(low)


def find_concurrent(passage: Passage) -> list[Found]:
    """One condition for each treatment that must not be given beside the one in question."""
    if not _may_stand_in(passage.low) or _LIFTED.search(passage.low):
        return []
    match = _BESIDE.search(passage.low)
    if match is None or in_exception(passage, match.start()):
        return []
    found: list[Found] = []
    for treatment, regex in named_in("beside", passage.low):
        if place := regex.search(passage.low, *match.span("what")):
            found.append(
                Found(
                    type="contraindication",
                    rule="KC160",
                    start=place.start(),
                    end=place.end(),
                    text=f"concurrent {treatment}",
                )
            )
    return sorted(found, key=lambda item: item.start)
