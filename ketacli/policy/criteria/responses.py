"""What a renewal asks for: a fall in percent or points, or improvement in words."""

from __future__ import annotations

from ketacli.policy import lazy_re as re
from ketacli.policy.criteria.passages import Found, Passage
from ketacli.policy.criteria.quantities import Quantity
from ketacli.policy.substrings import AnyOf

_CHANGE = (
    r"reduc\w+|decreas\w+|improv\w+|drop\w*|declin\w+|fall(?:en|s)?|fell|lower\w*|better|cut|shr[aiu]nk\w*|smaller|"
    r"(?:come|came|gone|went|is|was) down|down by|\bdown(?= by\b| ?#)|"
    r"below (?:the |its )?(?:value|level|score|first|baseline|starting|pre-?treatment|first|initial)|relief|gain|"
    r"remission|decrement|less|fewer|response of"
)
_PERCENT = re.compile(
    rf"(?:{_CHANGE})[^.;]{{0,80}}?(?P<n>#+)\s*(?:%|percent\b)"
    rf"|(?P<n2>#+)\s*(?:%|percent\b)[^.;#]{{0,40}}?(?:{_CHANGE})"
    r"|\b(?:at|to|is|below|under|than|by|of|or)\s+(?:least |most )?(?:one )?(?P<halfway>half) (?:of )?(?:its|the|their"
    r"|what|his|her|that|or less|or lower)\b"
    rf"|(?:{_CHANGE})[^.;#]{{0,60}}?\b(?:by|down|of) (?:at least |more than |no less than |a minimum of )?(?:one[- ])?"
    r"(?P<half>half)\b|\b(?:halv"
    rf"|cut in hal)(?P<halved>ed|ing|f)\b"
    r"|\bno (?:higher|more|greater) than\W+(?:one[- ])?(?P<under>half)\b"
    r"(?= (?:of|the|its|his|her|that|what|their|baseline))"
)
_POINTS = re.compile(
    rf"(?P<n>#+)[\s-]*points?[^.;#]{{0,40}}?(?:{_CHANGE})|(?:{_CHANGE})[^.;#]{{0,80}}?(?P<n2>#+)[\s-]*points?"
)
_WORDS = re.compile(
    r"\b(?:remission (?:has been|is|was) (?:\w+ )?(?:reached|achieved|maintained|attained|sustained|kept)"
    r"|(?:reach|attain)\w* remission)"
    r"|\b(?:feels?|feeling|doing|does|is|are) (?:\w+ )?better\b"
    r"|\b(?:held|holds?|holding|kept|remain\w*) (?:steady|stable)\b"
    r"|\b(?:positive|beneficial|clinical(?:ly)?|favou?rable|adequate|good|sustained|"
    r"documented|continued|meaningful|significant|"
    r"objective|demonstrated|therapeutic)\b[^.;]{0,40}\b(?:responses?|benefits?|improvements?|effects?)\b"
    r"|\b(?:disease|symptom|evidence of(?: an?)?(?: \w+)?) (?:responses?|benefits?)\b"
    r"|\bimprov(?:ed|ement|ements|es|e|ing)\b|\brespond(?:ed|ing|s)\b"
    r"|\b(?:has|have|is|are|was|were) (?:\w+ )?(?:lessened|eased|abated|subsided|diminished|receded|declined|resolved|"
    r"fallen|decreased|less (?:severe|frequent|intense|pronounced))\b"
    r"|\bresponse to (?:therapy|treatment|spravato|esketamine|ketamine|the)|\bstabili[sz]\w+"
    r"|\b(?:has|have) come down\b|\bfewer symptoms\b|\bbenefit (?:documented|is documented|has been|from|was)"
    r"|\bin remission\b|\bbenefit(?:ed|s|ting)\b"
    r"|\b(?:maintain|achiev)\w+ (?:a )?(?:\w+ )?(?:response|remission|improvement|benefit)|\bhas (?:helped|worked)\b"
    r"|\b(?:is|are|keeps?) (?:still )?(?:helping|working)\b"
    r"|\b(?:lower|better) (?:\w+ ){0,3}(?:scores?|ratings?) (?:than|compared)\b"
)
_OR_REMISSION = re.compile(
    r"(?<=\bor )(?:an? |in |is in |has (?:reached |achieved )?|full |complete |partial )*remission\b"
    r"|(?<=\bor )(?:the |a )?(?:member|patient|person|individual|enrollee|beneficiary|client|depression|illness) "
    r"(?:in |is in |has (?:reached |achieved |entered )?|full |complete |partial )*remission(?=\s*\()"
)
"""The other way to show a response beside a share ("down by half, or remission")."""
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
    "cut ",
    "shr",
    "smaller",
    "come down",
    "halv",
    "held",
    "hold",
    "stable",
    "less",
    "fewer",
    "eased",
    "abated",
    "subsided",
    "diminished",
    "receded",
    "resolved",
    "down",
    "helped",
    "helping",
    "working",
    "worked",
)


def find_response(passage: Passage) -> list[Found]:
    """The response that a renewal asks for; where percent and points are alternatives, the percent is the number."""
    if not _hinted(passage.low):
        return []
    shadow = passage.shadow.text
    match = _PERCENT.search(shadow)
    if match:
        other = _OR_REMISSION.search(shadow, match.end())
        return [_percent(passage, match), *([_remission(passage, other)] if other else [])]
    match = _POINTS.search(shadow)
    if match:
        quantity = passage.shadow.at(match.start("n" if match["n"] else "n2"))
        return [_found(passage, match, quantity, "points")]
    match = _WORDS.search(shadow)
    return [_found(passage, match, None, None)] if match else []


def _remission(passage: Passage, match: re.Match[str]) -> Found:
    words = " ".join(passage.text[match.start() :].split()).strip(" ;.")[:120]
    return _found(passage, match, None, None).changed(text=words)


def _percent(passage: Passage, match: re.Match[str]) -> Found:
    if match["half"] or match["halved"] or match["halfway"] or match["under"]:
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
