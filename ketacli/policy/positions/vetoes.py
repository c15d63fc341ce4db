"""Tells which sentences decide nothing here: other payers, other times, hedges, questions, studies, the regulator."""

from __future__ import annotations

from ketacli.policy import lazy_re as re
from ketacli.policy.positions.lexicons import verdict_words
from ketacli.policy.positions.reasons import REASON_FIRST

REASONS = {
    "unsaid": "the sentence says that nothing is decided",
    "others": "it tells of other payers or plans",
    "past": "it tells of the past, of a change, or of what somebody wished to be decided",
    "hedged": "it only says what is likely or depends on the plan",
    "routing": "it tells under which benefit or in which policy something is handled",
    "study": "it reports studies or opinions of societies",
    "regulator": "it tells what the regulator has approved",
    "question": "it is a question",
    "case": "it decides one person's request, and states no rule",
}
_PAST_PARTICIPLE = re.compile(
    r"(?<!\w)(?:was|were)\s+(?:not\s+|also\s+)?(?:\w+ly\s+)?(?:covered|considered|excluded|deemed|denied|regarded|"
    r"approved|experimental|investigational)(?!\w)"
)
_ANOTHER_PLAN = re.compile(
    r"(?:^|[.;:,]\s+|(?<!\w)(?:while|whereas|and|but|that|there)\s+|(?:^|[.;]\s+)in\s+[\w ]{3,30},\s+)"
    r"(?:(?:a|an|one|another|some|two|three)\s+(?:(?!treatment|care|rems|safety|service|this|study)[\w'-]+\s+){0,3}?"
    r"(?:plans?|programs?|agenc(?:y|ies)|funds?)(?:\s+(?:in|of|from|for|across|serving)\s[^.;]*)?"
    r"|the\s+blues?\s+(?:cross\s+)?plans?\s+(?:of|in|from)\s[^.;]*)\s*"
    r"(?:does not|do not|will|may|also|has|have|now|still|never|\s)*$"
)
"""A subject that is some plan or other, never the one that speaks."""
_OPINED = "(?:stated|said|considered|agreed|answered|felt|held|thought)"
_SOME_OF_THEM = re.compile(
    r"(?<!\w)(?:respondents?|(?:one|two|three|four|five|six|all|both|none|most|several|\d+)\s+"
    rf"(?:of\s+(?:the\s+|them\s+)?(?:(?!is\s|are\s|be\s)\w+\s+){{0,2}}{_OPINED}|(?:stated|said|agreed|answered|felt|thought)|"
    rf"(?:reviewers|experts|centers|societies|specialists)\s+(?:\w+\s+)?{_OPINED}))(?!\w)"
)
"""Those who were asked for their opinion."""
_PARTY = re.compile(
    r"(?<!\w)(?:experts?|defendants?|plaintiffs?|employers?|insurers?|carriers?|adjusters?|claimants?|respondents?|petitioners?|"
    r"appell(?:ants?|ees?)|counsel|attorneys?|lawyers?|witness(?:es)?|consultants?)(?:'s)?(?!\w)[^.;]{0,90}?(?<!\w)"
    r"(?:called|testified|argue[sd]?|contend(?:s|ed)|opine[sd]?|assert(?:s|ed)|maintain(?:s|ed)|insist(?:s|ed)|"
    r"claim(?:s|ed)|urge[sd]?|allege[sd]?)(?!\w)"
)
"""What a party to a dispute, its expert or its witness said."""
_SHARE_OF_PAYERS = re.compile(
    r"\d(?:\s?%|\s+percent)\s+of\s+(?:the\s+)?(?:[\w-]+\s+){0,4}?(?:entities|insurers|payers|payors|plans|jurisdictions|"
    r"states|programs|carriers|policies)(?!\w)"
    r"|\d\s?%\s+(?:\w+ly\s+|also\s+)?(?:cover|pay\s+for|provide|reimburse|exclude)(?!\w)"
    r"|(?<!\w)covered\s+by\s+\w+\s+of\s+(?:the\s+)?\d"
    r"|(?<!\w)(?:zero|few|many|most|several|two|three|four|five|six|seven|eight|nine|ten|\d+)\s+(?:[\w-]+\s+)?"
    r"(?:entities|insurers|payers|payors|jurisdictions|states|carriers)\s+(?:that\s+|which\s+|have\s|do\s+|does\s+|will\s+)?"
    r"(?:not\s+)?(?:cover|provide|pay|require|list|zero|no)"
    r"|\(\d+(?:\.\d+)?\s?%\)\s+(?:also\s+)?(?:provide|offer|cover|pay|require|exclude|list)"
    r"|(?<!\w)across\s+(?:the\s+)?\d+\s+(?:[\w-]+\s+){0,4}?(?:entities|insurers|payers|plans|jurisdictions|states|programs)"
)
"""What a survey counts ("45 percent of the plans cover it")."""
_EITHER_WAY = re.compile(
    r"(?<!\w)(?:approv\w+|cover(?:ed)?|authori[sz]\w+|pay|paid|grant\w*)\s+or\s+"
    r"(?:not(?! only)(?: to)?(?: \w+)?|to den\w+|den(?:y|ied|ies|ial)|declin\w+|refus\w+|reject\w*)(?!\w)"
    r"|^\W*(?:exclusion criteria\W+)?if (?:the )?(?:answers? (?:to|is|are) )?"
    r"(?:any|one|either|all|yes)(?!\w)[^.;]{0,60}"
    r"(?<!\w)(?:below|following|these|apply|applies|met|yes|true|present)(?!\w)[^.;]{0,30}"
    r"(?<!\w)(?:patient|member|individual|person|drug|do not|should not)(?!\w)"
    r"|(?<!\w)whether or not\s+(?:to|we|it|the)(?!\w)[^.;]{0,40}(?<!\w)(?:approve|cover|authorize|pay)"
)
"""Both ways at once decide nothing ("the instruction to approve or not to approve"), nor does what is refused to those
of whom anything of a list is true."""
_NOT_YET = re.compile(
    r"[\W\d]*(?:draft|proposed|proposal|retired|archived|superseded|former(?:ly)?|old|previous|"
    r"deleted)(?:\s[^.:]{0,30})?:"
)
"""A label that takes what follows out of force ("Draft: …")."""
_INSURANCE_AT_LARGE = re.compile(
    r"(?:^|[.;:,(?!\u2013\u2014-]\s*|(?<!\w)(?:and|but|so|that|because|while|since|when|if|as|most|many|some|any|all|your|"
    r"my|their|an|the|no|by|which|what|yes)\s+)(?:(?:health|private|commercial|medical|traditional|standard)\s+)*insurance\s+"
    r"(?:plans?\s+)?(?:(?:usually|generally|typically|rarely|often|does|do|will|may|not|sometimes|always|never|only|just|"
    r"still|now|also)\s+)*(?:covers?|pays?|approves?|reimburses?)(?!\w)"
)
"""No payer calls itself "insurance"; after a name the word is part of it ("Corvian health insurance covers")."""
_IN_RELATIVE = re.compile(
    r"(?<!\w)(?:that|which) (?:this|the) (?:policy|guideline|document|section|bulletin) (?:covers|addresses|"
    r"describes|deals with)"
)
_OF_PERSONS = re.compile(
    r"(?<!\w)(?:this|our) policy (?:only )?covers(?!\w)(?=[^.;]{0,60}(?<!\w)"
    r"(?:for|in) (?:adult|member|patient|individual|enrollee|beneficiar|recipient)"
    r"[^.;]*(?<!\w)(?:only|when|if|limited|must|provided|in conjunction|along with|who (?:have|has|had|did))(?!\w))"
)
"""A policy that covers a treatment for persons on conditions decides; one that "covers" a subject only names it."""
_ELSEWHERE_HERE = re.compile(
    r"(?<!\w)elsewhere\s+(?:in|within|under|on)\s+(?:this|the|your|our|these)\s+(?!(?:state|country|region|market|world|"
    r"industry|united|nation)(?!\w))|(?<!\w)(?:exclusions?|limitations?|restrictions?|exceptions?|rules)\s+(?:[\w-]+\s+){0,3}"
    r"elsewhere(?!\w)|(?<!\w)unless\s+(?:[\w-]+\s+){0,4}elsewhere(?!\w)"
)
"""Another place of the same document ("In addition to exclusions found elsewhere in this booklet, …")."""
_PROPOSED = re.compile(
    r"(?<!\w)(?:(?:propos|suggest|request|petition|urg|demand|argu|mov|ask)(?:ed|es|e|s|ing)?|"
    r"proposals?|motions?|drafts?|petitions?)(?!\w)[^.;:]{0,60}(?<!\w)that(?!\w)[^.;:]*(?<!\w)"
    r"(?:be|should|would|have|has)\s+(?:be\s+|have\s+)?(?:\w+ly\s+)?$"
    r"|(?<!\w)(?:proposals?|motions?|drafts?|petitions?|bills?)\s+(?:policy\s+)?(?:that\s+|which\s+|to\s+)"
    r"(?:would\s+)?(?:have\s+)?$"
)
"""What somebody wished to be decided ("a group proposed that … be covered")."""
_CONDITION = re.compile(r"(?<!\w)(?:if|when|unless|provided|once|after|until|as long as)(?!\w)")
_CASE = re.compile(
    r"(?<!\w)(?:your (?:(?:first|second|last|earlier) )?(?:request|claim|provider|doctor|records?|appeal)|you asked|"
    r"asked for|in your case|had (?:been )?(?:denied|refused|approved)|was heard|listed below|"
    r"(?:the|these|those|continued|further|additional|more|other|remaining|\d+|two|three|four|six|eight|twelve) "
    r"(?:doses|visits|sessions|infusions|treatments|injections|weeks|months) (?:is|are|was|were|do|does|did)|"
    r"(?:the|this|that) (?:service|care|claim|treatment|request)s? "
    r"(?:above|you|your|listed|requested|is (?:denied|not))|"
    r"for these (?:services|drugs|items)|we (?:did not|cannot|could not|have not|are not|were not|have|had|do not) "
    r"(?:approved?|pay|authorize|denied|able)|"
    r"we(?:['\u2019]ve| have|['\u2019]re| are)? (?:also )?(?:denied|approved|reviewed|received|denying)|"
    r"this (?:claim|request|line|decision|letter)|the service is excluded|"
    r"(?:that|this) use is not|for this (?:member|patient|request|claim)|will not pay for the service)(?!\w)"
)


_BASIS = re.compile(
    r"\W*(?:\w{1,4}[.)]\s+)?based (?:up)?on (?:(?:our|the|a|an|its)\s+)?(?:\w+\s+)?"
    r"(?:assessment|review|evaluation|analysis)[^.;]{0,120}?(?:literature|evidence|studies|data|trials)(?!\w)[^.;,]{0,40},\s+"
)
"""What a payer names first as the ground of its own verdict ("Based upon our review of the literature, …")."""


def veto(low: str, verdict_at: int, *, letter: bool = False, appeal: bool = False) -> str | None:
    """Why a masked lower-case sentence states no position of this document; None where it may state one.

    `verdict_at` is the offset of its first verdict: what comes after the reason that it gives no longer counts.
    A letter's sentences on one request, give none; an appeal decision's do.
    """
    reason = verdict_words("condition", "reasons").find(low[verdict_at:])
    told = low[: verdict_at + reason[0].start] if reason else low
    for pattern in (_BASIS, REASON_FIRST, _IN_RELATIVE, _OF_PERSONS, _ELSEWHERE_HERE):
        told = pattern.sub(lambda found: " " * len(found[0]), told)
    if low.rstrip(" )\"'").endswith("?"):
        return "question"
    if _NOT_YET.match(low) or is_proposal(low[:verdict_at]):
        return "past"
    if letter and _CASE.search(low):
        return "case"
    for name in ("unsaid", "routing", "others", "hedged"):
        if verdict_words("void", name).has(told) or (name == "unsaid" and _EITHER_WAY.search(low)):
            return name
    if _is_of_others(low, told, verdict_at):
        return "others"
    if appeal:
        return None
    condition = _CONDITION.search(told, verdict_at)
    if _PAST_PARTICIPLE.search(told[: condition.start()] if condition else told) or verdict_words("void", "past").has(
        told
    ):
        return "past"
    basis = _BASIS.match(low)
    return "study" if verdict_words("void", "study").has(low[basis.end() if basis else 0 : verdict_at]) else None


def _is_of_others(low: str, told: str, verdict_at: int) -> bool:
    """Whether a sentence tells of some plan or other, of those who were asked, of a share of payers, of insurance."""
    if "insurance " in low and _INSURANCE_AT_LARGE.search(told):
        return True
    before = low[:verdict_at]
    return any(one.search(before) for one in (_ANOTHER_PLAN, _SOME_OF_THEM, _PARTY)) or (
        _SHARE_OF_PAYERS.search(low) is not None
    )


def is_proposal(before: str) -> bool:
    """Whether what stands before a verdict makes it somebody's wish."""
    return _PROPOSED.search(before) is not None


def tells_of_regulator(low: str) -> bool:
    """Whether "approved" in the sentence may be the FDA's word."""
    return verdict_words("void", "regulator").has(low)
