"""The words by which the clocks of appeals are told apart (see `clocks`)."""

from __future__ import annotations

from ketacli.policy import lazy_re as re
from ketacli.policy.fields.lazy import Lazy, lazy
from ketacli.policy.substrings import AnyOf

_I = re.IGNORECASE
_relevant = AnyOf(
    "appeal", "grievance", "reconsider", "redetermin", "external review", "fair hearing", "state hearing",
    "outside review", "look again", "adverse benefit determination", "adverse determination", "dispute",
    "independent review", "independent medical review", "independent external review", "disagree with",
    "you disagree", "not agree",
    "disagree,", "is denied", "was denied", "are denied", "first review", "second review", "ask for a review",
    "request a review", "second look", "review this notice", "review this decision", "review our decision",
    "review the decision", "change our decision", "look at it again", "look at this again", "look at our decision",
    "another look", "change our mind", "contest this", "contest the", "challenge this", "challenge our",
    "think we are wrong", "think this is wrong", "made a mistake", "not satisfied with",
    "decision again", "claim again", "request again",
)  # fmt: skip


def is_relevant(text: str) -> bool:
    """Whether a passage speaks of appeals at all."""
    return _relevant(text.lower())


BEFORE: tuple[tuple[str, Lazy], ...] = (
    (
        "judge",
        lazy(r"office of personnel management|\bOPM\b|administrative law judge|\bALJ\b|appeals council|\bOMHA\b", _I),
    ),
    (
        "provider",
        lazy(
            r"\bproviders? (?:who|that) (?:disagrees?|disputes?)|provider (?:payment )?(?:dispute|reconsideration)|"
            r"(?:date of|of) the remittance",
            _I,
        ),
    ),
    (
        "hearing",
        lazy(r"(?:fair|state|administrative|medicaid)\s+(?:fair\s+)?hearing", _I),
    ),
    (
        "external",
        lazy(
            r"external(?:\s+\w+)?\s+(?:review|appeal)|independent (?:\w+ )?(?:review|organi[sz]ation|agency|"
            r"entity)|review by (?:an? |the )?(?:outside|external)|outside (?:review|organization)|"
            r"\bIRO\b|"
            r"review by people outside|independent external|people outside|reviewer (?:who|that) does not work for|"
            r"independent (?:doctor|reviewer|panel)|(?:reviewers?|doctors?|people|someone|experts?) (?:who|"
            r"that) (?:do|does) "
            r"not work for",
            _I,
        ),
    ),
    (
        "second",
        lazy(
            r"second[\s-]+(?:level|internal|appeal|review|step|grievance|one\b)|second(?:ary)? appeal|level (?:two|2|"
            r"ii)\b|appeal "
            r"again|next level|further appeal|\b2nd[\s-]level|voluntary (?:level|appeal)|a second time|"
            r"(?:after|from|following|of)(?:\s+(?:you|the|your|date|of|receive|receiving|get|getting|we|send)){0,5}\s+"
            r"(?:first[\s-]level|level[\s-](?:one|1|i))\s+(?:appeal\s+)?"
            r"(?:decision|determination|denial|answer|response|notice)",
            _I,
        ),
    ),
    (
        "continuation",
        lazy(
            r"extension|extend|acknowledg|additional time|"
            r"payments? (?:follows?|is made|will be (?:made|sent))|"
            r"(?:send|make|issue)s? (?:you )?(?:the |a |your )?payment|"
            r"(?:keep|continu)\w* (?:getting |receiving |your |"
            r"the )*(?:a |any )?(?:benefits?|services?|care|treatment|coverage)|aid paid|"
            r"\b(?:service|services|benefits|visits|treatment|care|coverage|infusions|"
            r"doses)\b[^.;]{0,40}\b(?:go(?:es)? on|"
            r"continues?|stays? the same|keeps? going|will not stop)|whichever is later|"
            r"\b(?:keep|have|get|receive)(?:ing)? (?:it|them|(?:the|your) \w+)\b"
            r"[^.;]{0,30}\b(?:during|while) (?:the|your|an|our) (?:appeal|hearing|review)",
            _I,
        ),
    ),
)
AFTER: tuple[tuple[str, Lazy], ...] = (
    (
        "claim",
        lazy(
            r"(?:file|submit|send|mail|present)\w*\s+(?:[\w-]+\s+){0,4}(?:claims?|bills?)\b(?! denial)|"
            r"claims? (?:\w+ ){0,3}(?:must|should|have to|need to) (?:reach|arrive|come in|get to)|"
            r"claims? (?:\w+ ){0,3}(?:must|should|"
            r"need to) be (?:filed|submitted|received|sent)|timely filing|proof of loss|after (?:the |"
            r"a )?(?:services?|supplies|date of "
            r"service)\b[^.]{0,30}(?:provided|received|rendered|given|performed)|from the date of service|"
            r"corrected claim",
            _I,
        ),
    ),
    (
        "information",
        lazy(
            r"(?:send|submit|provide|give|return)\w* (?:us )?(?:the |this |any |more |additional |missing |"
            r"these )+(?:information|records|"
            r"papers|documents|evidence)|more information|additional (?:information|documents)|"
            r"missing information|peer[\s-]to[\s-]peer|your doctor can (?:talk|speak)|medical director",
            _I,
        ),
    ),
)
COURT = lazy(
    r"civil action|lawsuit|legal action|(?:in|to|federal|state|the|district) court\b|bring (?:an )?action|\bsue\b|"
    r"arbitrat|statute of limit",
    _I,
)
INTERNAL = lazy(
    r"appeal|(?:review|look at|consider) (?:the |this |your |our |it )?(?:claim |request |case |decision )?again|"
    r"first review|(?:ask|request) (?:for )?a review|second look|another look|fresh look|(?:contest|challenge|"
    r"protest|object to) (?:this|our|the|it)|if you (?:disagree|do not agree)\b|think (?:that )?(?:we|this is|it is) "
    r"(?:are )?wrong|(?:to |can |must |we )(?:review|change|look at) "
    r"(?:this|our|the) (?:notice|decision|denial|determination)|grievance|reconsider|redetermin|look again|"
    r"first level|internal review|level (?:one|1)\b",
    _I,
)
FIRST_DECISION = lazy(
    r"\bdecid\w+ (?:urgent|pre[\s-]*service|post[\s-]*service|all|your|the)\s+(?:care )?claims?\b(?! again)|"
    r"authori[sz]ation requests?|(?:initial|first) (?:claim|determination|decision|request|review)|"
    r"prior[\s-]?auth\w*|pre-?certif\w*|"
    r"preauthori\w*|"
    r"organization determination|coverage (?:request|decision)|new request|"
    r"requests? for (?:prior )?(?:authori[sz]ation|approval|certification)|claims? (?:decision|processing)|"
    r"urgent care claim",
    _I,
)
FILES = lazy(
    r"\b(?:you|your representative|members?|claimants?|participants?|patients?|enrollees?|beneficiar\w+|"
    r"subscribers?|insureds?|someone|"
    r"provider|prescriber)\b[^.;]{0,90}?\b(?:may|must|can|should|need|wish|want|ha(?:ve|s)(?=\s*$|\s+(?:the right|"
    r"an?\b|until|up to|\d|one|two|three|four|six|ninety)))\b|\b(?:ask|file|filed|"
    r"submit|submitted|request|"
    r"requested|send|sent|write|call|postmarked|deadline|time limit|start|asked for|requests? (?:for|must|may|"
    r"should)|be (?:made|requested|filed|sent|received|postmarked)|are due|is due)\b|\bappeals? (?:must|should|"
    r"have to|"
    r"need)|may follow\b|(?:get|receive) "
    r"your (?:\w+ )?(?:appeal|request|grievance)",
    _I,
)
ALLOWED = lazy(
    r"\b(?:months?|days) (?:is|are) (?:allowed|given|available|open) (?:for|to)\b|"
    r"\b(?:months?|days) to (?:ask|request|file|appeal|seek)\b",
    _I,
)
"""A window given to the person who appeals, with the number before the verb ("four months are allowed for")."""
ANSWERS = lazy(
    r"\b(?:we|the plan|plan) (?:will )?(?:have|has|get)\b|"
    r"\b(?:we|the plan|plan|organi[sz]ation|administrator|committee|company|insurer|reviewer|panel|contractor|"
    r"mco|pihp|hmo|us)\b"
    r"[^.;]{0,50}?\b(?:decid|"
    r"answer(?!ed)|respond|resolv|notif|"
    r"complet|tell|let you know|give you|mail you|"
    r"write (?:back|to you|you)|make (?:a|our|its|the) dec|issue|reply|review)|\b(?:is|are|be|"
    r"will be|been|get)\s+(?:\w+\s+)?"
    r"(?:decided|resolved|answered|told|informed|completed|reviewed|issued|processed|notified)|\b(?:decision|"
    r"determination|"
    r"response|"
    r"resolution|answer|notification|notice of (?:the )?(?:decision|outcome))s?\b(?:(?!\b(?:must|ask|may|request|"
    r"file|appeal)\b)[^.;]){0,60}?\b(?:within|in|no later|by|not later|:|is|"
    r"are|comes?)|outcome|\banswers? (?:in|within)|repl(?:y|ies) (?:in|within)|responds? (?:in|within)|"
    r"no later than|not later than|turnaround|time ?frame|decision times?|decide[sd]?\b|"
    r"resolved?\b",
    _I,
)
AFTER_FIRST = lazy(
    r"\b(?:answer|decision|determination|denial|notice)\s+(?:at|of|from|in)\s+(?:the\s+)?(?:first|initial|internal)"
    r"[\s-]level(?:\s+(?:of\s+)?(?:the\s+)?(?:appeal|review))?|"
    r"\b(?:answer|decision|determination|outcome|result|response|denial|notice|reply)\s+(?:to|on|of|about|in|from|"
    r"for)\s+"
    r"(?:the|your|an?)\s+(?:(?:first|initial|internal|level one|first[\s-]level|earlier|standard|plan)\s+)*"
    r"(?:appeal|review|grievance|reconsideration)|"
    r"\b(?:our|the|your|that)\s+(?:(?:first|internal|plan)\s+)*appeals?\s+"
    r"(?:decision|determination|answer|notice|resolution|outcome)(?:\s+(?:letter|notice))?",
    _I,
)
"""What the window of a further level counts from."""
ANCHOR = lazy(r"^\W{0,3}(?:calendar\W+|business\W+)?(?:after|of|from|following|upon|since|to)\b[^.;,]{0,110}", _I)
FROM_APPEAL = lazy(
    r"(?:receipt|receiv\w+|get|got|getting|filing|filed)\b[^.;]{0,40}\b(?:appeal|grievance|reconsideration|"
    r"redetermination)|(?:the|your|an) (?:appeal|"
    r"grievance)(?: request| is| was)?|the request for (?:an )?(?:appeal|review)|\b(?:your|the) "
    r"request\b|we (?:get|receive)",
    _I,
)
RECEIPT = lazy(
    r"\b(?:you|he|she|they|member|claimant|participant|enrollee|patient)\b(?: \w+)? ?(?:get|got|receiv|"
    r"are notified|were notified|is notified)|"
    r"\b(?:letter|notice|denial|this|it|answer|statement|decision) (?:comes? to|reach(?:es|ed)?|gets? to|"
    r"is delivered to) you|\b(?:letter|notice|denial) (?:arrives?|arrived|is delivered)|"
    r"\breceipt\b|\breceiv(?:e|ed|ing)\b|\bgot\b|\bgetting\b",
    _I,
)
NOTICE = lazy(
    r"date (?:on|of|printed|shown|at the top|that appears)|(?:of|from|after) (?:this|the) (?:date|notice|letter|"
    r"denial (?:notice|letter)|"
    r"written notice|EOB|explanation of benefits|statement|initial denial notice|determination notice|"
    r"notification)|(?:letter|notice)\s+"
    r"(?:is |was )?(?:dated|mailed|sent)|\bdated\b|date we (?:sent|mailed)|mailing|"
    r"(?:of|from|after) this (?:decision|determination|denial|answer)\b",
    _I,
)
OF_MEMBER = lazy(
    r"\b(?:you|member|claimant|participant|enrollee)\b.{0,20}(?:get|got|receiv)|^\W*\w+ (?:exhaust|finish)", _I
)
"""What the days count from where it is what the person receives, or has done."""
PRE = lazy(
    r"still waiting|before (?:the |a )?(?:care|service|treatment)|pre[\s-]*service|"
    r"not (?:yet )?(?:been )?(?:received|had|given|"
    r"provided|started|gotten|happened)|haven.t|"
    r"have not (?:yet )?(?:had|received|"
    r"gotten)|before (?:you (?:get|receive|have)|the (?:care|service|treatment))|prior auth|preauthori|"
    r"authori[sz]ation|future (?:care|"
    r"service)|not yet|approval ahead|has not been|for a (?:service|medical service|item)\b|coverage of (?:a |"
    r"an )?(?:service|item)|"
    r"requests? for (?:service|care|treatment)|you are waiting for",
    _I,
)
POST = lazy(
    r"after (?:the |a )?(?:care|service|treatment|it\b)|post[\s-]*service|already|payment|reimburs|retrospective|"
    r"\b(?:have|has|had) (?:had|received|gotten|"
    r"been (?:given|provided|"
    r"received|incurred))|after (?:you|the|a) (?:\w+ )?(?:care|service|treatment)|\bpaid\b|incurred|bill\b|"
    r"claims? for",
    _I,
)
ELLIPSIS = lazy(r"\b(?:if|when|where|once) (?:it|you|they|the service|so|one)\s*(?:has|have|did|do|was|is)?\s*$", _I)
URGENT = lazy(
    r"urgent|expedit|\btime is (?:short|critical)|"
    r"\bfast(?:er|-track)?\b|emergenc|quick|serious(?:ly)? (?:harm|jeopard|threat)|imminent|danger|"
    r"life[\s-]threat|(?:waiting|a delay|delays?) (?:could|would|might|may)|(?:harm|endanger)\w* (?:you|your|"
    r"life)|cannot wait",
    _I,
)
PART_B = lazy(r"part b (?:prescription )?drugs?", _I)
EACH = lazy(r"each (?:level|step|appeal|stage)|both levels|either level", _I)
VOLUNTARY = lazy(
    r"voluntar|optional|do(?:es)? not have to,? (?:file|use|ask|take|go|appeal)|need not (?:file|use|ask|take|go)|"
    r"not (?:required|mandatory)|up to you|(?:is|as) your (?:own )?choice|not a must|"
    r"no obligation|"
    r"(?:nobody|no one|no member|none) (?:is|has) (?:obliged|required|bound|to)\b|not (?:obliged|bound|obligatory)|"
    r"(?:may|can) (?:be )?skip(?:ped)?\b",
    _I,
)
MANDATORY = lazy(
    r"must (?:complete|finish|use|exhaust|go through|file|take) (?:both|all|the two|two|these|this|the second)"
    r"(?: of)?(?: these| the| our)?(?: \w+)? ?(?:levels?|appeals?|steps?|stages?)|"
    r"both (?:levels|steps|stages|appeals) (?:must|have to|need to) be (?:completed|finished|used|exhausted)|"
    r"second(?:[\s-]level)? (?:appeal|level|step|review) is (?:mandatory|required|not voluntary)",
    _I,
)
"""That the further level of the plan must be used before a court or an outside review."""
CUT = lazy(
    r"[;,]\s+|\s+(?=\()|\.\s+|:\s+(?=[^:]*$)|\s+(?=(?:and|or)\s+(?:in|within|for|no|not|urgent|expedited|each|a|"
    r"post|pre|if|"
    r"\d))|\s[–—-]\s",
    _I,
)


def is_voluntary(text: str) -> bool | None:
    """Whether a passage leaves a further level to the person; None where it does not say."""
    return True if VOLUNTARY.search(text) else False if MANDATORY.search(text) else None
