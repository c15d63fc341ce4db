"""The words by which a letter to one person decides (see `verdict`)."""

from __future__ import annotations

from ketacli.policy import lazy_re as re
from ketacli.policy.fields.lazy import Lazy, lazy

_I = re.IGNORECASE
_NOT = (
    r"(?:(?:did|do|does|could|can|will|would|are|is|was|were|has|have|had|must|may)(?: not|n't)|cannot|can't|won't|"
    r"(?:am|are|is|was|were) (?:not able|unable) to|unable to|not able to)"
)
_GRANT = (
    r"(?:approv\w*|authori[sz]\w*|cover(?:ed)?\b|certif\w*|pay\b|paid\b|payable|allow(?:ed)?\b|grant\w*|honou?r\w*|"
    r"agree\b|reimburs\w*|renew\w*|extend\w*|eligible for (?:coverage|payment|benefits)|"
    r"help (?:you )?(?:with|pay)|support(?:ed)?\b(?! your))"
)
_OURS = r"(?:the|our|its|this|that|their|your|an?)"
_MADE = r"(?:\w+ ){0,4}?(?:denial|decision|determination|answer|finding)"

DENIED: Lazy = lazy(
    rf"\bnot to (?:approve|authorize|cover|pay|certify|renew|grant)|\b{_NOT}(?: be| been)? (?:able to )?{_GRANT}|"
    r"\b(?:denied|deny|denying|denies|denial)\b|"
    r"\bdeclin(?:ed|ing|e|es)\b(?! in\b)|\bdisapprov(?:ed?|al)\b|turned down|\brefus(?:ed?|es|ing|al)\b|"
    r"adverse (?:benefit )?(?:determination|decision|action)|non-?(?:certif|authoriz)\w+|"
    r"\bnot (?:approved|authorized|certified|payable|covered|granted|allowed|eligible for)\b|"
    r"unfavorable|coverage (?:is|was) not available|reject(?:ed|s)\b|"
    r"(?:does|did) not qualify\b|\bdisallow(?:ed|s)\b|"
    r"\b(?:our|the|committee's|plan's) (?:answer|decision|response|reply) (?:to [^.;]{3,40} )?(?:is|was|remains)\W+"
    r"(?:still )?\"?(?:no\b|to (?:deny|uphold)|against|unchanged|the same)|"
    r"\b(?:decided|ruled|determined|voted|decision|finding|found) against|\bsa(?:y|id|ying|ys) no\b|"
    r"(?:is|are|was|were) not (?:among|one of|part of|included (?:in|among|under)|a (?:covered )?benefit|"
    r"something (?:we|your plan) (?:cover|pay)|reimbursable)|"
    r"\bno (?:plan |claim |further )?(?:payment|benefits?|reimbursement|coverage|money|allowance)s?"
    r"(?: (?:can|will|could|is|are|was|were|has|have)(?: been| be)?)?"
    r" (?:made|paid|issued|due|payable|available|provided|sent|allowed|for (?:this|these|the|your))|"
    r"\b(?:pays?|paid|will pay|are paying|allowed) (?:nothing|none|\$0(?:\.00)?\b)|"
    r"\bpay for [^;]{0,110}\bnone\b|your (?:doctor|provider|clinic) will not be paid",
    _I,
)
ENDED: Lazy = lazy(
    r"\b(?:we|plan|company) (?:will|are|is|have decided to|has decided to|are going to|is going to|must|plan to|"
    r"intend to)\s+(?:also )?(?:stop|end|reduc|terminat|suspend|discontinu|cut|lower|limit)(?:p?ing|e|t?ing)?\b|"
    r"\b(?:reduc|suspend|terminat|discontinu)\w*(?:,? (?:or|and) \w+)? (?:an?|your|the|this) (?:\w+ ){0,3}(?:service|"
    r"treatment|coverage|approval|authorization|benefit|care|medicine|drug)|"
    r"\bno longer (?:pay|cover|approv|authoriz|certif|be (?:paid|covered|approved|authorized|certified)|covered|"
    r"authorized|approved|certified)\w*|"
    r"(?:approval|authorization|coverage|certification|payment|services?|treatment|visits?|benefits?) "
    r"(?:for [^.;]{3,50} )?(?:will )?"
    r"(?:be (?:stopped|ended|reduced|terminated|suspended|discontinued)|stops?\b|ends\b|end\b)|"
    r"(?:will not|not) (?:be )?(?:continued?|extended|renewed)",
    _I,
)
UPHELD: Lazy = lazy(
    rf"\b(?:upheld|uphold(?:s|ing)?|affirm(?:s|ed|ing)?|sustain(?:s|ed|ing)?|stand(?:s|ing)? by|maintain(?:s|ed)?|"
    rf"keep(?:s|ing)?|kept|confirm(?:s|ed)?) {_OURS} {_MADE}|"
    rf"{_MADE} (?:is|was|has been|have been|were) (?:upheld|affirmed|sustained|confirmed|unchanged|final)|"
    rf"(?:not|n't) (?:be )?(?:chang|revers|overturn)\w* {_OURS} {_MADE}|"
    r"\b(?:decision|denial|determination|answer) (?:stands|remains|has not changed|will not (?:be )?change)",
    _I,
)
APPROVED: Lazy = lazy(
    r"\b(?:we|plan|have|has|is|was|been|are|were|request|committee|board)\b[^.;]{0,40}\b(?:approved?|authorized|"
    r"certified|granted|overturned)\b|\bapproved the\b|(?:^|[\n:] ?)(?:approved|authorized|certified)\b|"
    r"(?:status|decision|outcome|determination|result)\W{1,4}(?:fully )?(?:approved|authorized|certified|favorable)|"
    r"notice of (?:approval|coverage approval|authorization|favorable)|(?:approval|authorization) (?:notice|letter)|"
    r"(?:authorization|approval|certification) (?:is|has been) (?:granted|given|issued|approved)|(?:good|great) news|"
    r"(?:we|we've|plan|committee) (?:have |has )?said yes|our answer is yes|(?:^|fully )favorable decision|"
    r"(?:we|plan) (?:will|can|agreed? to) (?:now )?(?:cover|pay for)\b|(?:happy|pleased|glad) to (?:tell|inform|"
    r"let) you",
    _I,
)
PAST: Lazy = lazy(
    r"\balready\b|\bpreviously\b|\bearlier\b|\bin the past\b|\buntil now\b|\bso far\b|\b(?:had|has) (?:once )?been "
    r"(?:approved|authorized)(?= (?:before|until|through|in|last))|\bhad (?:approved|authorized|paid)|"
    r"\blast (?:year|month|spring|summer|fall|autumn|winter|time)\b|\bwas (?:first|originally|initially)\b|"
    r"\b(?:first|originally|initially) (?:approved|authorized|pended)|"
    r"\bfrom (?:\w+ )?(?:\d{1,2}, )?(?:\d{4} )?(?:through|to|until) [^.;]{3,30} (?:we|the plan) (?:have |had )?"
    r"(?:approved|authorized|paid|covered)|"
    r"\b(?:in|during|for|through|until|before|since) (?:(?:january|february|march|april|may|june|july|august|"
    r"september|"
    r"october|november|december)\b,? ?)?(?:of )?(?:20\d\d)?,? ?(?:we|the plan) (?:had )?(?:approved|authorized|paid|"
    r"covered)|"
    r"\b(?:current|existing|present|expired|prior) (?:approval|authorization)\b|\bwas (?:approved|authorized) (?:for|"
    r"from|"
    r"until|through) [^.;]{0,40}(?:and|but|which) (?:has |have )?(?:ended|expired|ran out|run out)|"
    r"\b(?:approv|authoriz)\w+ (?:by|from|under) (?:your|an?|another) (?:other|former|previous|old|prior)",
    _I,
)
PENDED: Lazy = lazy(
    r"(?:have|has) not (?:yet )?(?:been )?(?:made|decided|reached) ?(?:a |our |any )?(?:decision)?|"
    r"no decision (?:has|have) (?:yet )?been (?:made|reached)|(?:need|require)s? (?:more|additional|further|some|"
    r"the following|other|these|a few|one|two|three|\d) "
    r"(?:more |other |further )?(?:\w+ )?(?:information|records|documents|answers?|things?|papers|items|details|"
    r"questions?|facts)|"
    r"request for (?:more |additional |medical |further )?(?:information|records|documents)|this is not a denial|"
    r"not (?:yet )?(?:made|reached) a decision|pend(?:ed|ing) (?:for|your|until|receipt)|"
    r"before we (?:can )?(?:decide|make|finish|complete|work|process|go on|continue|start|answer)|\bon hold\b|"
    r"incomplete request|neither (?:approved|granted|allowed|decided) nor|we need the following|"
    r"(?:nothing (?:has been|was|is) (?:yet )?|not yet )(?:been )?decided|we will decide without|to (?:go on|"
    r"continue|proceed),? we need|"
    r"(?:cannot|can't|could not|unable to|not able to) (?:yet )?(?:finish|complete|process|start|"
    r"make a decision|decide)\b(?! (?:because|in your favor))|(?:claim|request|case|file) is (?:still )?(?:open|"
    r"pending|"
    r"incomplete|not complete)|"
    r"(?:waiting|wait) for (?:your|the|more) (?:answer|records|information|papers|documents|reply|doctor)|"
    r"needs? (?:more|extra|additional) (?:time|days)|extension (?:notice|letter)|notice of extension",
    _I,
)
NOT_THIS: Lazy = lazy(
    r"\bif (?:we|you|your|the|they|a|an|it|this|that|any|not|our|one|someone|either)\b|\bwhether\b|"
    r"\b(?:may|might|could|would|can) be (?:denied|refused|declined|rejected|reduced|stopped|ended)|\bmight\b|"
    r"in which we|earlier letter|our letter of|previous(?:ly)?|"
    r"takes the place of|replaces|\bfuture|later request|\bwhen (?:we|a|an|your|you|30|the)\b|approval is not|"
    r"not a guarantee|not promise|services that are not listed|\bappeal(?:s)? (?:is|are|was) "
    r"(?:denied|not approved)|right to|unless|\buntil\b|did not say|not say that|were denied because|you (?:can|may|"
    r"have)\b|before we|other (?:requests|claims)|"
    r"any (?:denial|adverse)|of (?:a|the|this|your|our|each) (?:\w+ )?(?:denial|adverse)|for (?:a|the|this|"
    r"your) denial|after (?:a|the|this|your) (?:\w+ )?(?:denial|adverse)|"
    r"letter about|not requested|reverse|disagree|\bdeadline|\boverturn",
    _I,
)
PARTLY: Lazy = lazy(
    r"part(?:ly|ially)[\s-]+(?:denied|approved|favorable|unfavorable|overturned|reversed|upheld|granted|paid|"
    r"covered)|"
    r"(?:approved|denied|overturned|reversed|upheld|granted|changed)(?: [\w' ]{3,40})? in part\b|"
    r"partial (?:denial|approval|reversal)|"
    r"approved (?:only )?(?:\d+|\w+) (?:of|out of)|only (?:\d+|\w+) of the|rest of (?:the|your) request",
    _I,
)
REVERSED: Lazy = lazy(
    rf"\b(?:have |has |are |is |will |now )?(?:chang|revers|overturn|withdr[ae]w|rescind|vacat|set aside)(?:e|ed|es|"
    rf"ing|"
    rf"n|s)? {_OURS} {_MADE}|\bset {_OURS} {_MADE} aside|"
    rf"{_MADE}(?: (?:of|dated|from|on) [^.;]{{3,40}}?)? (?:is|was|has been|have been|were|are) (?:now |hereby |"
    rf"fully |completely |therefore )?(?:overturned|"
    r"reversed|withdrawn|rescinded|set aside|vacated|changed)|"
    r"\b(?:your|the) (?:appeal|grievance|reconsideration|redetermination|request for (?:an? )?(?:appeal|"
    r"reconsideration))(?: [^.;]{0,40})? (?:is|was|has been) (?:approved|granted|successful|allowed|accepted|"
    r"favorable)|"
    r"(?:decided|ruled|found|decision is|resolved) (?:the appeal |it )?in (?:your|the (?:member|patient|"
    r"enrollee)'s) favor|fully favorable",
    _I,
)
UNDONE: Lazy = lazy(
    r"\b(?:not|n't|never|cannot|no reason to|unable to|decline to|declined to)\b[^.;]{0,30}(?:chang|revers|overturn|"
    r"withdr|rescind|set aside|favor)|"
    r"\b(?:may|might|could|can|if|whether|unless|until|when|should|would)\b",
    _I,
)
NOTICE_TITLE: Lazy = lazy(
    r"(?:notice of (?:adverse|denial|action)|adverse (?:benefit )?(?:determination|decision)|denial (?:notice|letter|"
    r"of)|"
    r"notice of (?:\w+ )?denial|final (?:internal )?adverse|claim denial)",
    _I,
)
OFFERS_APPEAL: Lazy = lazy(
    r"\b(?:you|your (?:doctor|prescriber|provider|representative)[^.;]{0,40}) (?:may|can|have the right to|"
    r"have a right "
    r"to|have \S+ (?:calendar |business )?(?:days|months) to) (?:also )?(?:start|file|ask for|request|make|submit|"
    r"send)?"
    r"\s?(?:an? |this |our |us )?(?:\w+ )?(?:appeal|reconsideration|redetermination|grievance|second look|"
    r"look again)|"
    r"\bhow to appeal\b|\bif you (?:do not agree|disagree) with (?:this|our) decision",
    _I,
)
LESS: Lazy = lazy(
    r"\b(?:only|instead of|rather than|fewer|less than|none|no longer|not|but|reduc\w+|remaining|rest of|other \d+|"
    r"lower|limit(?:ed)? to|however)\b",
    _I,
)
