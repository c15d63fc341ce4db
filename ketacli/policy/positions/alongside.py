"""What is only named beside the treatment that a clause decides on: a service around it, a drug taken with it."""

from __future__ import annotations

from ketacli.policy import lazy_re as re
from ketacli.policy.positions.treatments import Mention
from ketacli.policy.positions.verdicts import Verdict

_BESIDE = re.compile(
    r"\W*(?:(?:the|any|all|no|your|two|hour|[\w-]+-hour|regular|separate|required|outpatient|each|every)[\s-]+)*"
    r"(?:transport\w*|travel|lodging|monitoring|observation|supervision|drug (?:testing|screen\w*)|urine \w+|"
    r"lab\w*(?: tests?)?|office visits?|clinic visits?|nurs\w+(?:[\u2019']s?)?(?: time)?|psychotherapy|counseling|"
    r"facility fees?|evaluations?|consultations?|supplies|equipment|integration \w+|follow-up(?: visits?)?|"
    r"blood pressure checks?|childcare|meals?)"
    r"(?!\w)[^.;:]{0,40}?(?<!\w)(?:to|for|before|after|during|with|as|from|following|around|alongside|while|in)\s+"
    r"(?:an?\s+|the\s+|each\s+|every\s+)?(?=[^.;:]{0,40}(?:ketamine|spravato))"
)
"""A service beside the drug, which is decided by itself ("monitoring after Spravato", "travel to ketamine visits")."""
_THERAPY = ("ketamine_assisted_psychotherapy",)
_ALONGSIDE = re.compile(
    r"(?<!\w)(?:concurrent(?:ly)?|concomitant(?:ly)?|simultaneous(?:ly)?|co-?administ\w+|at the same time as)\s+"
    r"(?:with\s+|(?:use|treatment|therapy|administration|receipt)\s+(?:of|with)\s+)?"
    r"(?:[\w-]+(?:,\s+|\s*/\s*|\s+(?:or|and)\s+|\s+)){0,2}$"
)
"""Before a drug that is only taken beside the one which is refused ("prohibits concurrent ketamine")."""
_TAKEN_WITH = re.compile(
    r"^\W*(?:[\da-z]{1,3}[.)]\s+)?(?:(?:any|concurrent|concomitant|simultaneous)\s+)*(?:uses?|used|given|taken|treatment|therapy|"
    r"administration|combination|combined|together|along|alongside)\s+(?:(?:in\s+)?combination\s+)?(?:with\s+)?"
    r"(?<=with )(?:[\w-]+\s+){0,3}$"
)
"""Before a drug at the head of an item ("Use with ketamine infusions"): the item is a manner of use."""


def is_service_beside(low: str, start: int, verdict: Verdict) -> bool:
    """Whether a clause is on a service around a drug ("travel to ketamine visits is not covered")."""
    return not verdict.active and _BESIDE.match(low, start, verdict.start) is not None


def opens_beside(before: str) -> bool:
    """Whether an item begins with the use of something else beside the drug that follows ("Use with ketamine")."""
    return _ALONGSIDE.search(before) is not None or _TAKEN_WITH.match(before) is not None


def is_beside(low: str, start: int, spot: Mention, verdict: Verdict, *, service: bool) -> bool:
    """Whether a drug is no object of the verdict: a service around it is, or it is only taken with what is refused."""
    if service and spot.ids != _THERAPY and spot.start < verdict.start:
        return True
    return verdict.position != "covered" and _ALONGSIDE.search(low[start : spot.start]) is not None
