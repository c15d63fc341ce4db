"""Conditions and states of persons for whom alone a treatment is refused: they are no use of it."""

from __future__ import annotations

from ketacli.policy import lazy_re as re
from ketacli.policy.positions.verdicts import Verdict
from ketacli.policy.refused_persons import STATE_FOLLOWS

_ON_CONDITION = re.compile(
    r"(?<!even )(?:if|when|where|in case|until)\s+(?:there (?:is|are)|you|(?:an?\s+|the\s+)?(?:members?|patients?|"
    r"individuals?|enrollees?|persons?|people))(?!\w)"
    r"|(?<!\w)until\s+(?:at least\s+)?(?:one|two|three|four|[1-5])(?:\s+\w+){1,4}\s+(?:ha(?:s|ve)|did)(?!\w)"
)
"""A condition on a person, under which alone a refusal holds ("is not covered if the member has psychosis")."""
_IN_A_STATE = re.compile(
    r"(?<!\w)(?:for|to|in|of)\s+(?:an?\s+|any\s+|those\s+|the\s+)?(?:(?:members?|patients?|individuals?|"
    r"enrollees?|persons?|people|"
    r"adults?|beneficiar(?:y|ies)|anyone|someone|applicants?|recipients?)\s+|(?=who\s|with\s))"
    r"(?:with|who\s+(?:has|have|is|are|had|uses?|abuses?|misuses?|suffers?\s+from|shows?)|whose|diagnosed with|"
    r"having)\s+"
    r"(?:an?\s+|any\s+|the\s+|been\s+|diagnosed\s+with\s+)*"
    r"(?:(?:active(?:ly)?|current(?:ly)?|ongoing|untreated|uncontrolled|unstable|recent|history|known|moderate|"
    r"severe|comorbid|"
    r"co-occurring|concurrent|concomitant|prior|past)(?!\w)[^.;,]{0,30}?\s)*"
    r"(?:substance|alcohol|opioid|drug|cocaine|stimulant|cannabis|psychosis|psychotic|mania|manic|dementia|"
    r"delirium|hypertension|"
    r"aneurysm\w*|pregnan\w+|seizures?|addiction|schizo\w+|using|misusing|abusing)(?!\w)(?![^.;]{0,60}(?:ptsd|"
    r"bipolar|anxiety|"
    r"obsessive|post-?\s?traumatic|migraine|pain))"
)
"""Persons in a state for which a treatment is refused, not given ("for members with a substance use disorder")."""
_UNLESS_PERSON = re.compile(
    r"(?<!\w)(?:unless|except (?:if|when|where))\s+(?:(?:the|an?|that|such)\s+)?(?:members?|patients?|individuals?|"
    r"persons?|enrollees?|beneficiar(?:y|ies)|recipients?|you|he or she|they|there)\s+(?:also\s+|currently\s+)?"
    r"(?:ha(?:s|ve|d)|is|are|was|were|suffers?)(?!\w)[^.;]*$"
)
"""What takes persons in a state out of coverage ("unless the member has bipolar disorder"): it refuses no use."""

_OF_PERSON = re.compile(
    r"\W*(?:\w{1,3}[.)]\s+)?(?:(?:the|a|any|if|your)\s+)*(?:(?:members?|patients?|persons?|enrollees?|you|"
    r"individuals?|applicants?)"
    r"\s+(?:who\s+|that\s+)?(?:currently\s+)?(?:has|have|had|is|are|was|were|uses?|lacks?)(?!\w)"
    r"|(?:active|current|recent|moderate|severe|mild|untreated|uncontrolled|unstable|known|"
    r"history of|presence of|evidence of)(?!\w))"
)
"""A state of the person in a list of refusals ("Active psychosis", "The member has …"): no use of the treatment."""

_PERSONS_LISTED = re.compile(
    r"(?<!\w)(?:for|to|in)\s+(?:an?\s+|any\s+|those\s+)?(?:members?|patients?|individuals?|enrollees?|persons?|people|"
    r"adults?|beneficiar(?:y|ies)|recipients?|clients?)\s+(?:with|who\s+(?:has|have|had))(?!\w)[^.;:]{0,60}:\s*$"
)
"""A refusal that lists whose conditions bar them ("not medically necessary for members with:")."""


def lists_persons(low: str) -> bool:
    """Whether a refusing lead-in leaves to its items in which state a person must be."""
    return _PERSONS_LISTED.search(low) is not None


def is_state_of_person(low: str) -> bool:
    """Whether an item of a list of refusals is the state of a person, and no use."""
    return _OF_PERSON.match(low) is not None


def takes_out_persons(before: str) -> bool:
    """Whether what stands before a use, in an exception from coverage, makes it the state of a person."""
    return _UNLESS_PERSON.search(before) is not None


def person_of_refusal(low: str, start: int, verdict: Verdict, end: int) -> re.Match[str] | None:
    """Where a refusal turns to persons ("… if the member has psychosis", "for members with a substance use disorder").

    What is called experimental is so for a use: "investigational for patients with alcohol use disorder" names one.
    """
    found = _ON_CONDITION.search(low, verdict.end, end) or STATE_FOLLOWS.search(low, verdict.end, end)
    if found is not None or verdict.axis == "experimental":
        return found
    return _IN_A_STATE.search(low, start, end)
