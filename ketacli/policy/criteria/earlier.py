"""What a passage tells of an earlier rule beside the one in force: "(until June, two)", "from four to two"."""

from __future__ import annotations

from dataclasses import replace

from ketacli.policy import lazy_re as re
from ketacli.policy.criteria.passages import Passage
from ketacli.policy.criteria.strangers import brackets_of_others
from ketacli.policy.substrings import AnyOf

_hinted = AnyOf(
    "from", "until", "through", "before", "former", "previous", "instead", "rather", "earlier", "(was", "(were"
)
_N = (
    r"(?:\d+(?:\.\d+)?|(?:twenty|thirty|forty|fifty|sixty)(?:-\w+)?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|"
    r"twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen)"
)
_MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december|now|then|today|"
    r"this (?:year|month|change|update|version|policy)|that date|the (?:end|change|update|revision)\b|"
    r"\d{1,2}(?:st)? \w|\d{1,2}/)"
)
_CHANGES = (
    r"(?:chang|lower|rais|reduc|increas|decreas|cut|mov|drop|fall|fell|ris|rose|grow|grew|go(?:es)?\b|went\b|extend|"
    r"shorten|lengthen|broaden|relax|tighten|revis|doubl|halv|adjust)\w*"
)
_BRACKET = re.compile(
    rf"\((?:(?:until|through|up to|till|before|prior to) {_MONTH}|(?:formerly|previously|earlier|was|were|had been|"
    r"(?:up|down|raised|lowered|changed|increased|reduced) from|instead of|rather than|in place of|it used to be|"
    rf"used to be|before)\b[:,]?(?= (?:the |it |this )?(?:[a-z]+ ){{0,3}}{_N}\b))[^()]*\)"
)
_ASIDE = re.compile(
    rf", (?:formerly|previously|(?:up|down) from|instead of|rather than|in place of|no longer|not)\b"
    rf"(?: the| a| an)?(?: (?:earlier|former|previous|usual|old))? {_N}\b[^,.;()]*(?=[,.;)]|$)"
)
_FROM = re.compile(
    rf"\b{_CHANGES}\b[^.;]{{0,80}}?\b(?P<old>from (?:the )?(?:(?:earlier|former|previous|old) )?{_N}\b"
    rf"[\s-]*(?:[a-z]+\s+){{0,2}}?)to (?:[a-z]+ )?{_N}\b"
)


def without_earlier(passage: Passage) -> Passage:
    """The passage with what held before blanked out, so that one number is left: the one in force."""
    spans, low = brackets_of_others(passage.text), passage.low
    if _hinted(low):
        spans += [match.span() for match in _BRACKET.finditer(low)] + [match.span() for match in _ASIDE.finditer(low)]
        spans += [match.span("old") for match in _FROM.finditer(low)]
    if not spans:
        return passage
    text = passage.text
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return replace(passage, text=text)
