"""What kind of document it is (KF001-KF012), by its title and first lines, then by what only that kind holds."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ketacli.documents.model import Document
from ketacli.policy.fields.place import folded, live_text
from ketacli.policy.outline import Outline
from ketacli.policy.reading import DocumentKind, Quoted

_I = re.IGNORECASE
_HEAD = 1500
"""Characters at the start of a document in which it says what it is."""


@dataclass(frozen=True, slots=True)
class _Sign:
    """Words that speak for a kind: where they must stand and how much they weigh."""

    kind: DocumentKind
    pattern: re.Pattern[str]
    weight: int
    head_only: bool


def _sign(kind: DocumentKind, words: str, weight: int, *, head: bool = True) -> _Sign:
    return _Sign(kind, re.compile(words, _I | re.MULTILINE), weight, head)


_SIGNS = (
    _sign("sbc", r"summary of benefits and coverage", 6),
    _sign("sbc", r"coverage examples|what this plan covers & what|important questions\s+answers", 3, head=False),
    _sign(
        "eob",
        r"^\W*(?:(?:your|member|medicare) )?(?:explanation of (?:health care )?(?:benefits|payments?)\b(?! you|"
        r" that| \(eob\)\s*\w)|claim summary|claims? statement|health statement|summary notice)",
        4,
    ),
    _sign("eob", r"this is not a bill|not a bill\b", 4),
    _sign(
        "eob",
        r"(?:amount|provider) billed|(?:you(?:r)?|patient|member) (?:may )?owe|your (?:total )?responsibility|"
        r"plan (?:paid|pays)|amount allowed",
        2,
        head=False,
    ),
    _sign(
        "denial_letter",
        r"adverse benefit determination|notice of (?:denial|adverse|non-?coverage)|denial of (?:medical|payment|"
        r"coverage|service|part)|notice of action|denial notice",
        4,
    ),
    _sign(
        "denial_letter",
        r"\b(?:we|plan|company|has|have|was|were|is|are|been|cannot|did|could|unable|will)\b[^.]{0,50}\b(?:denied|"
        r"deny|declined|not approve[d]?|not authorized|not certified|disapproved|turned down|not pay)",
        4,
    ),
    _sign(
        "denial_letter",
        r"^\s*dear\b|^\s*hello \w+,|^\s*re\s*:|member (?:id|name|number)|subscriber|your id\b|"
        r"identification number|participant id|reference (?:number|no)|patient\s*:|^\s*to:\s",
        2,
    ),
    _sign(
        "appeal_decision",
        r"case summary|(?:health plan'?s?|insurer'?s?|carrier'?s?|plan'?s|the) (?:\w+ )?(?:determination|denial|"
        r"decision) (?:is|was|should be|has been) (?:upheld|overturned|reversed|affirmed|partially)|"
        r"external (?:appeal|review) decision|independent (?:medical )?review (?:decision|determination)|"
        r"\b(?:upheld|overturned)\s*$|final decision of the|notice of (?:final )?(?:external|independent) review|"
        r"findings\b.{0,80}\bdecision",
        5,
    ),
    _sign(
        "change_log",
        r"\bpolicy (?:updates?|changes?)\b|change log|summary of (?:policy )?(?:changes|updates|revisions)|"
        r"^\s*changes\s*$|- changes\b|what'?s (?:new|changed)|revision (?:notice|log|summary)|"
        r"medical policy update|policy update bulletin|annual review of|list of changes",
        5,
    ),
    _sign(
        "pa_form",
        r"(?:prior authorization|pre-?authorization|precertification|coverage determination|authorization|"
        r"statement of medical necessity|enrollment)\s+(?:request\s+)?form|request form|form must be (?:completed|"
        r"filled)|fax (?:this|the) (?:completed )?form|please (?:complete|fill (?:in|out))[^.]{0,40}form",
        5,
    ),
    _sign("pa_form", r"_{5,}|[☐☑☒□]|\[ ?x?\]\s|signature[ :_]|prescriber'?s? npi|npi\s*[#:_]", 2, head=False),
    _sign(
        "plan_document",
        r"certificate of (?:coverage|insurance)|evidence of coverage|summary plan description|\bSPD\b|"
        r"benefit(?:s)? (?:booklet|book|handbook|plan document)|member handbook|schedule of benefits|"
        r"your benefits? (?:booklet|handbook)|plan document|group (?:health )?(?:policy|contract)|"
        r"subscriber (?:agreement|contract)|health (?:insurance|benefit) plan\b(?! administered)|"
        r"service benefit plan|brochure|section \d\(\w\)|plan booklet|employees?'? health (?:care|benefit) plan",
        5,
    ),
    _sign(
        "plan_document",
        r"what (?:is|'s) (?:not )?covered|what the plan (?:does not )?(?:pays?|covers?)|covered (?:services|"
        r"benefits)|not covered\b|exclusions|claims? (?:administrator|procedures?)|how to file a claim|"
        r"second[\s-]level|your (?:benefits|plan)|adverse benefit determination|external review|this (?:agreement|"
        r"booklet|certificate|handbook)|(?:our|the) (?:first level )?appeal decision|"
        r"experimental or investigational (?:services|drugs)|copayment",
        2,
    ),
    _sign(
        "statute",
        r"\b(?:u\.?s\.?c\.?|c\.?f\.?r\.?)\s*§|§\s*\d|be it enacted|general statutes|insurance code|"
        r"administrative code|\bpublic law\b|code of (?:federal )?regulations|"
        r"sec(?:tion)?\.\s*\d+[\w.-]*\.\s+\(a\)|the legislature|\b(?:house|senate) bill\b",
        5,
    ),
    _sign(
        "article",
        r"\A\s*[^\n?]{8,120}\?|^\W*article\b|billing and coding:|\bblog\b|by [A-Z][a-z]+ [A-Z][a-z]+, (?:MD|PhD|"
        r"RN|staff)|in this article|minutes? read|posted (?:on|by)|last updated|frequently asked|our clinic|"
        r"we accept|abstract|(?:study|review) of \w+ (?:insurers|policies|plans)|LCD reference article|"
        r"insurers\b.{0,60}\b(?:were|was) (?:sorted|reviewed|surveyed)",
        5,
    ),
    _sign("article", r"\A\s*(?:does|do|is|are|will|can|should|how|why)\b[^\n?]{8,120}\?", 4),
    _sign(
        "article",
        r"joins the prior authorization program|covers? (?:it|spravato|ketamine) \?|"
        r"if you have .{0,40}ask your plan|doi\b|journal",
        2,
    ),
    _sign(
        "drug_policy",
        r"drug (?:coverage )?policy|pharmacy (?:coverage )?(?:policy|guideline|medical necessity)|"
        r"coverage (?:policy|criteria)[^.\n]{0,30}\bdrug|\bPHAR\b|p\s?(?:&|and)\s?t\b|"
        r"prior authorization (?:drug )?criteria|restricted product|drug (?:list|name|class)|"
        r"criteria for approval|medication (?:policy|use)|step therapy (?:policy|criteria)|formulary (?:policy|"
        r"exception)|medical drug|specialty (?:drug|guideline)|drug (?:determination|prior)|pharmacy (?:&|"
        r"and) therapeutics",
        5,
    ),
    _sign(
        "drug_policy",
        r"initial (?:coverage )?criteria|approval duration|authorization duration|quantity limit|renewal criteria|"
        r"initial approval criteria|prescribed by|dosage (?:and|allowed)|authorization limited to",
        2,
        head=False,
    ),
    _sign(
        "medical_policy",
        r"(?:corporate |uniform )?medical (?:coverage )?polic(?:y|ies)|clinical (?:coverage )?(?:policy|"
        r"guideline)|clinical policy bulletin|coverage policy|policy (?:number|no\.?|#)|"
        r"medical (?:necessity )?guideline|coverage (?:guideline|determination)|local coverage|policy statement|"
        r"utilization (?:management|review) (?:policy|guideline)|policy manual",
        5,
    ),
    _sign(
        "medical_policy",
        r"considered (?:medically necessary|experimental|investigational|not medically)|medically (?:necessary|"
        r"appropriate) (?:when|for|if)|is considered|description of (?:procedure|service)|position statement|"
        r"^\s*policy\b",
        3,
        head=False,
    ),
)
_DECIDES_ONE_CASE = re.compile(
    r"\b(?:dear|hello)\b|\byour (?:request|claim|doctor|provider)\b|\bmember (?:id|name)|re\s*:|participant|"
    r"subscriber|this claim was|\bpatient\b",
    _I,
)
_NOT_A_DENIAL = re.compile(
    r"this is not a denial|not made a decision|have(?:n't| not) (?:yet )?(?:made|decided)|"
    r"more information (?:before|to|in order)|(?:is|was|been|are|have|we|has) approved|"
    r"approval notice|need (?:more|additional) information|good news",
    _I,
)
_SPEAKS_OF_COVERAGE = re.compile(
    r"\b(?:the )?polic(?:y|ies) covers?\b|\bcovered (?:only )?for\b|coverage criteria|\bcovers a (?:narrow|"
    r"limited)|deemed (?:experimental|investigational)|prior auth\w*\s*:",
    _I,
)
_SALUTATION = re.compile(r"(?:^|\n)\s*(?:dear\s+[A-Z]|hello\s+[A-Z]|re\s*:|to\s*:\s+[A-Z])", _I)
_PERSONAL = re.compile(
    r"member (?:id|no|number|#)|\bid\s*(?:#|no\.?|number)?\s*:|identification number|participant id|subscriber id|"
    r"(?:claim|reference|case|"
    r"request|authorization|tracking|confirmation) (?:number|no\.?|id|#)|(?:^|\n)\s*claim\s*[.:#]|insured\s*:|"
    r"patient\s*:|member\s*:|enrollee|our number",
    _I,
)
_LETTER_POLICY = re.compile(r"medically necessary for|is considered|coverage policy|policy number|criteria", _I)


def document_kind(document: Document, outline: Outline) -> tuple[DocumentKind, Quoted | None]:
    """The kind, and the words that told it (None for `other`)."""
    text = "\n".join(live_text(page) for page in document.pages[:3])[:12000]
    if not text.strip():
        return "other", None
    head = text[:_HEAD]
    letter = _letter_kind(head, text)
    if letter:
        return letter, _evidence(
            document,
            re.compile(
                r"\b(?:denied|deny|not approve|not pay|adverse benefit determination|declin\w+|not covered|"
                r"not authorized)",
                _I,
            ),
        ) if letter != "other" else None
    scores: dict[DocumentKind, int] = {}
    strongest: dict[DocumentKind, _Sign] = {}
    for sign in _SIGNS:
        if sign.kind == "denial_letter":
            continue
        if sign.pattern.search(head if sign.head_only else text):
            scores[sign.kind] = scores.get(sign.kind, 0) + sign.weight
            strongest.setdefault(sign.kind, sign)
    kind = _best(scores, head)
    return kind, _evidence(document, strongest[kind].pattern) if kind in strongest else None


def _best(scores: dict[DocumentKind, int], head: str) -> DocumentKind:
    """The kind with most weight; the order settles ties, a specific kind before a general one."""
    order: tuple[DocumentKind, ...] = (
        "sbc",
        "eob",
        "appeal_decision",
        "change_log",
        "pa_form",
        "statute",
        "article",
        "drug_policy",
        "medical_policy",
        "plan_document",
    )
    ranked = sorted(scores, key=lambda kind: (-scores[kind], order.index(kind)))
    if not ranked or (scores[ranked[0]] < 4 and _SPEAKS_OF_COVERAGE.search(head)):
        return "medical_policy" if _SPEAKS_OF_COVERAGE.search(head) else "other"
    best = ranked[0]
    if (
        best == "drug_policy"
        and re.search(r"\bmedical polic(?:y|ies)\b", head[:400], _I)
        and not re.search(r"\bdrug polic|pharmacy", head, _I)
    ):
        return "medical_policy"
    return best


def _letter_kind(head: str, text: str) -> DocumentKind | None:
    """`denial_letter` for a decision against one person's request or claim, `other` for an approval or a request for
    information, `eob` for a statement of what a claim paid; None where it is no letter to one person."""
    if re.search(r"summary of benefits and coverage", head, _I):
        return None
    personal = len({found.lower() for found in _PERSONAL.findall(head)})
    letter = bool(_SALUTATION.search(head)) + bool(personal) + (personal > 1)
    if not personal and letter < 2:
        return None
    if re.search(
        r"explanation of (?:health care )?(?:benefits|payment)|not a bill|claim (?:summary|statement)|"
        r"remittance advice",
        head,
        _I,
    ) and re.search(r"billed|charge", text, _I):
        return "eob"
    denied = _denial_words(text)
    if denied is None:
        return "other" if _NOT_A_DENIAL.search(text) and letter >= 2 else None
    if letter < 2 and not (personal and re.search(r"\byou(?:r)?\b", head, _I)):
        return None
    return "denial_letter" if denied else "other"


def _denial_words(text: str) -> bool | None:
    """Whether the text itself decides against the reader: True, False (approved or pended), None (decides nothing)."""
    from ketacli.policy.fields.verdict import letter_verdict

    verdict = letter_verdict(text)
    return None if verdict is None else verdict in ("denied", "partly_denied")


def _evidence(document: Document, pattern: re.Pattern[str]) -> Quoted | None:
    for page in document.pages[:3]:
        found = pattern.search(page.text)
        if found:
            start = page.text.rfind("\n", 0, found.start()) + 1
            end = page.text.find("\n", found.end())
            return {"page": page.number, "quote": folded(page.text[start : end if end >= 0 else len(page.text)])}
    return None


def letter_claim_kind(document: Document, outline: Outline) -> str | None:
    """`preservice` or `postservice` for a letter that decides one request or claim; None for other documents."""
    kind, _ = document_kind(document, outline)
    if kind not in ("denial_letter", "eob"):
        return None
    text = live_text(document.pages[0]) if document.pages else ""
    post = re.search(
        r"\b(?:CO|PR|OA)-?\d|this claim|claim (?:number|no|was)|your claim for|claim\s*[.:#]|amount (?:billed|"
        r"denied|charged)|date of service|"
        r"billed|paid|explanation of benefits",
        text,
        _I,
    )
    pre = re.search(
        r"request(?:ed)?\b|authoriz|asked for|pre-?service|has not been (?:given|received)|planned|upcoming|"
        r"start date",
        text,
        _I,
    )
    if post and not (
        pre
        and not re.search(
            r"\b(?:CO|PR|OA)-\d|amount (?:billed|denied)|explanation of benefits|this claim|claim number", text, _I
        )
    ):
        return "postservice"
    return "preservice" if pre else None


def is_personal(document: Document) -> bool:
    """Whether the document speaks to one person about one request or claim."""
    if not document.pages:
        return False
    head = document.pages[0].text[:_HEAD]
    return bool(_SALUTATION.search(head)) or len({found.lower() for found in _PERSONAL.findall(head)}) > 1
