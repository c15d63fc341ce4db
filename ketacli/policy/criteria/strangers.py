"""Rules that a passage tells of and that are not this document's: another program's own, a question's, a bracket's."""

from __future__ import annotations

from ketacli.policy import lazy_re as re
from ketacli.policy.fields.naming import insurers_words
from ketacli.policy.outline import Outline
from ketacli.policy.substrings import AnyOf

_RULES = (
    r"(?:rules?|criteria|lists?|polic(?:y|ies)|requirements?|guidelines?|standards?|limits?|conditions?|pdl|formular(?:y|ies)|"
    r"process|manual|decisions?)"
)
_PROGRAM = (
    r"(?:federal employee\w*|fehb|fep|medicaid|medicare|the state\b(?! (?:license|law|board|monitor|"
    r"prescri|pdmp))|tricare|champva|chip\b|workers'? "
    r"compensation|exchange|marketplace|self-(?:funded|insured)|aso\b|employer groups?|delegated|capitated|"
    r"carved[- ]out|other (?:lines?|plans?|programs?|products?|payers?|groups?)|postal|veterans|"
    r"county|state employees?|union|trust fund|carve-?out)"
)
_ITS_OWN = re.compile(
    rf"\b(?:own|separate|different)\b (?:[\w'-]+ ){{0,3}}{_RULES}\b"
    rf"|\bnot (?:by |under )?(?:our|this|these|the plan's) {_RULES}\b"
)
_OF_PROGRAM = re.compile(_PROGRAM)
_WE_APPLY = re.compile(r"\b(?:we|our)\b[^.;]{0,40}\b(?:own|separate|different)\b (?:[\w'-]+ ){0,3}" + _RULES)
_APPLIES_NOT = re.compile(
    rf"\b(?:polic(?:y|ies)|guidelines?|criteria|document|bulletin|rules?|"
    rf"section)\b[^.;]{{0,30}}\b(?:do(?:es)? not|is not|are not|"
    r"never) (?:appl(?:y|ied|icable)|extend|used|govern|bind\w*)\b[^.;]*\b(?:whose|which|who|where|"
    r"they|it|that (?:plan|program|state))\b"
    rf"[^.;]*\b(?:{_RULES}|decid\w+|asks?|requires?|wants?|uses?)\b"
)
"""A document that leaves a group out and tells what holds there instead."""
_SOMEONES = re.compile(
    r"\b(?:the state's|(?:that|the other|the federal|the government|the state) (?:[\w-]+ "
    r"){0,2}?(?:plan|program|payer|contractor|"
    rf"agency|manager|administrator|vendor)'s|federal employee program's|fep's|medicaid's|medicare's|"
    rf"cms's) (?:[\w-]+ ){{0,3}}{_RULES}"
    r"\s*(?:\([^()]*\)\s*)?(?:(?:is|are|can be|may be|will be) (?:\w+ )?(?:on|at|in|found|posted|"
    r"published|listed|available|followed|used)\b|"
    r"(?:apply|applies|governs?|decides?|controls?)\b)"
)
"""Where the rules of somebody else stand, or that they hold."""
_FIND_OUT = re.compile(
    r"\b(?:to |can |may |should |please )?(?:determine|find out|see|learn|check|confirm|verify|ask|"
    r"know|tell you|look up|establish)\b"
    r"[^.;]{0,40}\b(?:if|whether|which|what|when)\b[^.;]{0,60}\b(?:required?|needed|necessary|needs?|appl(?:y|ies)|requires?)\b"
)
"""Where somebody is sent who wants to know whether a rule holds."""
_TOLD_BY_LAW = re.compile(
    r"\b(?:hsa|fsa)\b|^\W*in \d{4},? the (?:u\.s\. )?(?:fda|food and drug administration)\b[^.;]{0,30}\bapproved\b"
)
"""What the tax office allows, or the FDA once decided."""
_ADVICE = re.compile(r"\bguidelines (?:also |strongly )?(?:limit|suggest|recommend|advise|advocate|endorse|favou?r)\b")
"""What learned societies advise, and no payer asks for."""
_DECIDES = re.compile(r"\b(?:we|the plan) (?:use|apply|need|require|ask|check)\b|\bmust\b")
_hinted = AnyOf(
    " own ",
    "separate ",
    "different ",
    "not apply",
    "not extend",
    "not appl",
    "'s ",
    "not our",
    "not by our",
    "whether",
    " if ",
    "which",
    "what ",
    "guidelines ",
    "hsa",
    "fsa",
    " fda ",
)


def is_of_others(low: str) -> bool:
    """Whether a sentence tells of the rules of another program, or only where one may ask whether a rule holds."""
    if not _hinted(low):
        return False
    if _APPLIES_NOT.search(low) or _SOMEONES.search(low) or _ADVICE.search(low) or _TOLD_BY_LAW.search(low):
        return True
    if _ITS_OWN.search(low) and _OF_PROGRAM.search(low) and not _WE_APPLY.search(low):
        return True
    return _FIND_OUT.search(low) is not None and _DECIDES.search(low) is None


_SERVICE = re.compile(
    r"\W*(?:\w{1,3}[.)]\s+)?(?:repetitive |deep )?(?:transcranial magnetic|r?tms\b|electroconvulsive|ect\b|vagus nerve"
    r"|deep brain|spinal cord|nerve block|neurofeedback|biofeedback|acupuncture|applied behavior)[^.;:]{0,40}?,?\s"
    r"(?:if|when|only|once|after|provided|where|with (?:prior|pre-?|our))\b"
)
_ITEMIZES = re.compile(r"\b(?:includ\w+|cover(?:s|ed)?|pays? for|benefits?|services?)\b[^.;:]*:\s*$")
_LEADS_CRITERIA = re.compile(
    r"\b(?:criteri\w+|requirements?|conditions?|when|if|must|fail\w*|tried|medically necessary)\b"
)


def other_services(outline: Outline) -> frozenset[int]:
    """Items of a list of covered services that name another treatment with its own condition ("TMS, if …")."""
    found: set[int] = set()
    for unit in outline.units:
        if unit.kind == "list_item" and unit.parent is not None and _SERVICE.match(unit.low):
            lead = outline.units[unit.parent].low.rstrip()
            last = lead[lead.rfind(". ", 0, len(lead) - 1) + 1 :]
            if _ITEMIZES.search(last) and not _LEADS_CRITERIA.search(last):
                found |= {unit.index, *(one.index for one in outline.descendants(unit))}
    return frozenset(found)


_QUOTED = re.compile(r"[\s_*]*(?:q(?:uestion)?\W{0,3}\s*)?\"[^\"]*\?[\s_*]*\"")
"""A question in quotation marks: what somebody asks, and his own payer's rules that he asks it with."""


def asked(text: str) -> tuple[int, int]:
    """Start and end of the question in quotation marks that opens a text; (0, 0) where none does."""
    found = _QUOTED.match(text)
    return (0, found.end()) if found else (0, 0)


_BRACKET = re.compile(r"\([^()]*\)")
_DOES = re.compile(
    r"(?<![\w'])(?P<name>[A-Z][\w&.-]*(?:\s+[A-Z][\w&.-]*){0,3})\s+(?:only |now |also )?(?:issues?|"
    r"runs?|requires?|asks?|wants?|gives?|grants?|approves?|"
    r"covers?|allows?|uses?|sets?|needs?|limits?|authorizes?|starts?|writes?|offers?|pays?)\b"
)
_COMMON = frozenset(
    ["the", "this", "plan", "we", "medicare", "medicaid", "fda", "prior", "approval", "coverage", "policy", "member",
     "patient", "spravato", "esketamine", "ketamine", "cms", "if", "each", "a", "an", "no", "rems", "it", "it's"]
)  # fmt: skip


def brackets_of_others(text: str) -> list[tuple[int, int]]:
    """Brackets that tell what companies do which the sentence around them does not speak of."""
    if "(" not in text:
        return []
    found: list[tuple[int, int]] = []
    for bracket in _BRACKET.finditer(text):
        outside = (text[: bracket.start()] + text[bracket.end() :]).lower()
        names = [match["name"].lower() for match in _DOES.finditer(bracket[0])]
        strangers = [
            name for name in names if not set(name.split()) & (_COMMON - insurers_words()) and name not in outside
        ]
        if strangers and any(name not in _COMMON and name not in insurers_words() for name in strangers):
            found.append(bracket.span())
    return found
