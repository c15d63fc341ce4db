"""What a renewal asks for: a fall in percent or points, or improvement in words."""

from __future__ import annotations

from ketacli.policy import lazy_re as re
from ketacli.policy.criteria.passages import Found, Passage
from ketacli.policy.criteria.quantities import Quantity
from ketacli.policy.substrings import AnyOf

_CHANGE = (
    r"reduc\w+|decreas\w+|improv\w+|drop\w*|declin\w+|fall(?:en|s)?|fell|lower\w*|better|"
    r"(?:come|came|gone|went|is|was) down|down by|"
    r"below (?:the |its )?(?:value|level|score|first|baseline|starting|pre-?treatment|first|initial)|relief|gain|"
    r"remission|decrement|less|response of"
)
_PERCENT = re.compile(
    rf"(?:{_CHANGE})[^.;]{{0,80}}?(?P<n>#+)\s*(?:%|percent\b)"
    rf"|(?P<n2>#+)\s*(?:%|percent\b)[^.;#]{{0,40}}?(?:{_CHANGE})"
    r"|\b(?:at|to|is|below|under|than|by|of|or)\s+(?:least |most )?(?:one )?(?P<halfway>half) (?:of )?(?:its|the|their"
    r"|what|his|her|that|or less|or lower)\b"
    rf"|(?:{_CHANGE})[^.;#]{{0,60}}?\bby (?:at least |more than )?(?:one )?(?P<half>half)\b|\b(?:halv"
    rf"|cut in hal)(?P<halved>ed|ing|f)\b"
)
_POINTS = re.compile(
    rf"(?P<n>#+)[\s-]*points?[^.;#]{{0,40}}?(?:{_CHANGE})|(?:{_CHANGE})[^.;#]{{0,80}}?(?P<n2>#+)[\s-]*points?"
)
_WORDS = re.compile(
    r"\b(?:positive|beneficial|clinical(?:ly)?|favou?rable|adequate|good|sustained|"
    r"documented|continued|meaningful|significant|"
    r"objective|demonstrated|therapeutic)\b[^.;]{0,40}\b(?:responses?|benefits?|improvements?|effects?)\b"
    r"|\bimprov(?:ed|ement|ements|es|e|ing)\b|\brespond(?:ed|ing|s)\b"
    r"|\bresponse to (?:therapy|treatment|spravato|esketamine|ketamine|the)|\bstabili[sz]\w+"
    r"|\bbenefit (?:documented|is documented|has been|from|was)|\bin remission\b|\bbenefit(?:ed|s|ting)\b"
    r"|\b(?:maintain|achiev)\w+ (?:a )?(?:\w+ )?(?:response|remission|improvement|benefit)|\bhas (?:helped|worked)\b"
)
_hinted = AnyOf(
    "improv",
    "respon",
    "reduc",
    "decreas",
    "drop",
    "declin",
    "fall",
    "fell",
    "lower",
    "better",
    "below",
    "benefit",
    "remission",
    "stabil",
    "relief",
    "half",
    "halv",
    "less",
    "down",
    "helped",
    "worked",
)


def find_response(passage: Passage) -> list[Found]:
    """The response that a renewal asks for; where percent and points are alternatives, the percent is the number."""
    if not _hinted(passage.low):
        return []
    shadow = passage.shadow.text
    match = _PERCENT.search(shadow)
    if match:
        return [_percent(passage, match)]
    match = _POINTS.search(shadow)
    if match:
        quantity = passage.shadow.at(match.start("n" if match["n"] else "n2"))
        return [_found(passage, match, quantity, "points")]
    match = _WORDS.search(shadow)
    return [_found(passage, match, None, None)] if match else []


def _percent(passage: Passage, match: re.Match[str]) -> Found:
    if match["half"] or match["halved"] or match["halfway"]:
        item = _found(passage, match, None, "percent")
        return item.changed(number=50, comparison="more_than" if "more than" in match[0] else "at_least")
    return _found(passage, match, passage.shadow.at(match.start("n" if match["n"] else "n2")), "percent")


def _found(passage: Passage, match: re.Match[str], quantity: Quantity | None, unit: str | None) -> Found:
    end = match.end()
    return Found(
        type="renewal_response",
        rule="KC153",
        start=match.start(),
        end=end,
        number=quantity.value if quantity else None,
        unit=unit,
        comparison=(quantity.comparison or "at_least") if quantity else None,
        text=" ".join(passage.text.split()).strip(" ;.")[:120],
    )
