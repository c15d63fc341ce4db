"""What turns a verdict round: a negation next to it, or one that reaches it from the start of its clause."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from ketacli.policy import lazy_re as re
from ketacli.policy.words import phrase_pattern, vocabulary

_NEITHER = re.compile(r"(?<!\w)neither(?!\w)[^.;]*(?<!\w)nor(?!\w)[^.;]*$")
_NO_SUBJECT = re.compile(
    r"(?:^|[;:.,]\s*)(?:no\s+(?!longer|more|later|fewer|less)|(?:none|neither|not one)\s+of\s+)"
    r"(?:(?!(?:is|are|was|were|will|may|can|needs?|"
    r"requires?)(?!\w))[\w'-]+\s+){1,9}"
    r"(?:(?:is|are|will be|may be|can be)\s+)?(?:considered\s+|deemed\s+|a\s+)*$"
)
FOR_NO = re.compile(
    r"\s+(?:for|in|as|under)\s+no\s+(?:[\w-]+\s+){0,2}?(?:indication|use|condition|diagnosis|purpose|reason|disorder|"
    r"circumstance|case|illness|disease)"
)
"""A negation after its verdict ("is covered for no indication other than …")."""
_BRACKETED = re.compile(r"\s*\([^()]*\)")
INVERTED = re.compile(
    r"(?<!\w)(?:(?:under|in|at|on) no (?:circumstances?|case|event|instance|situation|time|account|way)|nowhere|"
    r"never|nor)\s+"
    r"(?:is|are|does|do|will|shall|can|may)(?!\w)[^.;:]*$"
)
"""A negation that turns the sentence round ("In no case will the plan pay for …")."""
_PAYER = (
    r"(?:we|it|they|(?:the|this|your|our|its|any)\s+(?:\w+\s+)?"
    r"(?:plan|policy|fund|trust|program|contract|company|benefit))"
)
NOT_SOMETHING = re.compile(
    r"(?<!\w)(?:not|no longer|never|nothing|none|outside|beyond|exceeds?|nor)\s+(?:of\s+|in\s+)?"
    r"(?:(?:among|part of|one of|included (?:in|among)|within|listed (?:in|among)|on)\s+)?"
    r"(?:(?:the|our|any|your|its|those|list of|range of|scope of|kinds? of|a)\s+)*"
    r"(?:(?:something|anything|what|services?|treatments?|drugs?|medicines?|medications?|uses?|items?|therap(?:y|ies)|"
    r"conditions?|indications?|benefits?)\s+)?(?:(?:that|which)\s+)?"
    rf"{_PAYER}\s*(?:will|can|does|do|would)?\s*$"
)
"""What stands before a verb of payment whose object is denied ("is not among the services that the plan pays for",
"is outside what we cover")."""
_NOT_LET = re.compile(
    r"(?<!\w)(?:not|never|no longer|nor|cannot|\w+n't)\s+(?:let|allow|permit|enable|authorize)s?\s+"
    r"(?:us|it|them|insurers|plans|medicaid|medicare|states|(?:the|this|our|your|any)\s+(?:\w+\s+)?\w+)\s+(?:to\s+)?(?:ever\s+)?$"
)
"""What forbids the payer its verb ("The State does not let us pay for …")."""
_NOT_THE_CASE = re.compile(r"(?<!\w)(?:not the case|not true|untrue|incorrect|no truth) that(?!\w)[^.;:]*$")

_NOWHERE = re.compile(
    r"(?<!\w)(?:there (?:is|are)\s+(?:\w+ly\s+)?)?(?:no|not (?:a|any|one))\s+(?:single\s+|other\s+)?"
    r"(?:circumstances?|situations?|indications?|conditions?|uses?|cases?|diagnos[ei]s|reasons?|purposes?|benefits?)(?!\w)"
    r"[^.;:]{0,60}?(?<!\w)(?:(?:in|for|under|to) which|where|when)\s[^.;:]{0,60}$"
)
"""A denied place for the verdict ("There are no circumstances in which … is covered")."""
_DOUBTED = re.compile(
    r"(?<!\w)(?:not|never|cannot|could not|nor|no longer|\w+n't)\s+(?:\w+ly\s+|yet\s+|been\s+|be\s+|able to\s+)*"
    r"(?:persuaded|convinced|satisfied|agree[ds]?|concluded?|believe[ds]?|think|accept(?:ed)?|find|found|shown?|"
    r"demonstrated?|established?|determined?|prove[dn]?|said?|say|recogni[sz]ed?|regard(?:ed)?|view(?:ed)?|"
    r"judged?|decided?|consider(?:ed)?|deem(?:ed)?|certain|confident|holds?|held)(?!\w)"
    r"(?:(?!\s(?:and|but)\s+(?:\w+\s+){0,3}?"
    r"(?:is|are|may|will|can|has|have|shall|covers?|pays?|we|it|they|the plan)(?!\w))[^.;:,])*$"
)
"""What was not found, up to the word that would say it ("has not found … to be")."""
_OF_WHOM = re.compile(
    r"(?<!\w)(?:who|whose|whom|that|which|(?:the|a|each|your) (?:member|patient|person|individual|enrollee)|you|if|"
    r"when|unless|because|since|although|though|while|where|trials?|agents?|antidepressants?|"
    r"medications?)(?!\w)[^,;:.]{0,40}$"
)
UNMET = re.compile(
    r"(?<!\w)(?:not|never|cannot|\w+n't|fail(?:s|ed)? to|without)\s+(?:\w+ly\s+|also\s+|yet\s+)*"
    r"(?:meet(?:s|ing)?|satisf(?:y|ies|ying)|fulfil(?:l|ls|ling|s)?)\s+"
    r"(?:(?:any|all|one|each|the|our|of|its|these|those|this|your|stated|clinical|minimum|basic|current|required|"
    r"plan's|established)\s+)*$|(?<!\w)never\s+(?:meets?|satisf(?:y|ies)|fulfil\w*)\s+(?:the\s+|our\s+)?$"
)
"""What stands before criteria that a treatment does not meet ("does not satisfy the …")."""
PERSON = re.compile(
    r"(?<!\w)(?:who|whose|members?|patients?|persons?|individuals?|enrollees?|beneficiar(?:y|ies)|recipients?|clients?|"
    r"you|he|she|applicants?|insureds?|subscribers?)(?!\w)"
)


def is_negated(before: str) -> bool:
    """Whether what stands before a word turns it round: "is not …", "neither A nor B is …", "no other use is …"."""
    if "(" in before:
        before = _BRACKETED.sub("", before)
    near = before[-160:]
    patterns = (_negation(), _NEITHER, _NO_SUBJECT, _NOT_THE_CASE, NOT_SOMETHING, _NOT_LET, INVERTED, _NOWHERE)
    return any(pattern.search(near) for pattern in patterns) or _is_doubted(near)


def _is_doubted(before: str) -> bool:
    """Whether the clause before only says what was not found ("we are not persuaded that … is"): not where that is
    said of persons ("members who have not been found to … may")."""
    return any(not _OF_WHOM.search(before[: doubt.start()]) for doubt in _DOUBTED.finditer(before))


@cache
def _negation() -> re.Pattern[str]:
    data = vocabulary("verdicts")["negation"]
    return re.compile(
        rf"(?<!\w)(?:{_alternatives(data['words'])})(?:[\s,/\"'(]+(?:{_alternatives(data['between'])})(?!\w))*[\s,/\"'(]*$"
    )


def _alternatives(phrases: Iterable[str]) -> str:
    return "|".join(phrase_pattern(phrase) for phrase in sorted(phrases, key=len, reverse=True))
