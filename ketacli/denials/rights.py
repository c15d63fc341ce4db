"""What a letter offers: an urgent appeal, an external review, the claim file, a call of clinicians; who pays."""

from __future__ import annotations

import re

from ketacli.denials.fields import Fields
from ketacli.documents.model import Page
from ketacli.policy.fields.contacts import PHONE
from ketacli.policy.fields.dates import dates
from ketacli.policy.fields.lazy import lazy
from ketacli.policy.fields.numbers import durations
from ketacli.policy.fields.place import folded, quoted, sentences, standing_text

_I = re.IGNORECASE
_EXPEDITED = lazy(
    r"\bexpedited\b|\b(?:fast|faster|urgent|rush|quick|quicker|speedy)\s+(?:internal\s+)?(?:appeals?|review|"
    r"decision|answer|reconsideration|grievance)|urgent appeals?|"
    r"(?:within|in|answer in|decide in)\s+(?:72|48|36|24|seventy-two)\s*(?:\(\d+\)\s*)?hours|\b(?:72|48|"
    r"24)-hour (?:appeal|review|decision)|ask for (?:a )?(?:fast|quick|urgent)|appeal (?:is|may be) urgent",
    _I,
)
_NO = lazy(
    r"\b(?:no|not an?|not)\s+(?:expedited|fast|urgent|rush)|(?:expedited|fast|urgent)[^.;]{0,40}"
    r"(?:not available|not offered|(?:do|does) not apply|isn't available|cannot be)",
    _I,
)
_EXTERNAL = lazy(
    r"external(?:\s+\w+)?\s+(?:review|appeal)|independent(?:\s+\w+){0,2}\s+(?:review|organi[sz]ation|reviewer|"
    r"entity|doctor|agency)|outside (?:review|reviewer|organi[sz]ation|doctor|group|expert)|review by (?:people|"
    r"someone|doctors|experts) outside|"
    r"\bIROs?\b|\bIRE\b|independent review|(?:people|doctors?|someone|reviewers?|organi[sz]ation) (?:who |"
    r"that )?(?:do(?:es)? not work for|outside|not connected (?:with|to))",
    _I,
)
_FILE = lazy(
    r"claim file|case file|all (?:of )?(?:the )?relevant (?:materials?|documents?|papers|records|information)|(?:our|"
    r"your|the|whole|complete|entire) (?:\w+ )?file\b|all (?:of )?(?:the |"
    r"your )?(?:documents|records|information|papers|materials)|documents, records|(?:documents|records|"
    r"information|papers|everything)[^.;]{0,40}"
    r"(?:relevant|related to|we (?:used|relied|have|looked)|about your (?:claim|request|case))|everything (?:we|in)",
    _I,
)
_OFFERED = lazy(
    r"cop(?:y|ies)|free|without (?:charge|cost)|no (?:charge|cost)|access|\bsee\b|look at|receive|request|\bget\b|"
    r"ask for|entitled|obtain|send you",
    _I,
)
_ASKED_OF_YOU = lazy(
    r"\b(?:send|give|submit|provide|attach|include|mail|fax) (?:us )?(?:all|any|the|your)|must (?:get|receive)|"
    r"please (?:have|send)",
    _I,
)
_PEER = lazy(
    r"peer[\s-]to[\s-]peer|(?:your )?(?:doctor|provider|prescriber|clinician|physician|practitioner)s?\s+(?:can|"
    r"may|could|is welcome to|wants? to|would like to)\s+(?:also )?(?:talk|speak|discuss|call|have a (?:call|"
    r"discussion))[^.;]*?"
    r"(?:doctor|reviewer|medical director|physician|us|who (?:made|reviewed))|speak (?:with|to) (?:our|the|"
    r"a) (?:medical director|doctor|physician|reviewer)|(?:talk|discuss) (?:the case |this |it )?with (?:our|the|"
    r"a) (?:medical director|doctor|physician|reviewer)|reconsideration call",
    _I,
)
_SELF = lazy(
    r"self[\s-](?:funded|insured)|insures nothing|(?:plan|trust|fund|benefits?|coverage) (?:is|"
    r"are) (?:[^.;]{0,60} and (?:is|are) )?not insured|(?:out of|from|with|by) (?:the |its |your |"
    r"their )?(?:\w+ )?(?:employer|"
    r"company|sponsor|county|city|district|union|trust|university|fund|plan)(?:['\u2019]s)? (?:own |"
    r"general )+(?:assets|funds|"
    r"money|pocket)|benefits are not insured|(?:not|no) insurance (?:company|policy) (?:pays|stands behind)|"
    r"(?:trust|fund|employer|company|county|city|district|union|sponsor) pays (?:for )?(?:the |all |these )*"
    r"(?:benefits|claims) "
    r"(?:itself|on its own)|"
    r"does not insure (?:the )?benefits|pays? (?:the |all )?claims from its own|"
    r"benefits are paid (?:by|from) (?:your|the) (?:employer|plan sponsor|general assets)|employer (?:pays|"
    r"funds) (?:the |all )?(?:claims|benefits)|"
    r"(?:administers|processes) claims (?:for|on behalf of)[^.]{0,60}(?:does not|not) insure|plan sponsor (?:pays|"
    r"funds)|administrative services only",
    _I,
)
_INSURED = lazy(
    r"\b(?:fully[\s-]?insured|insured (?:group |individual )?(?:plan|product|contract)|insured (?:health )?(?:policy|"
    r"coverage)|is insured by|underwritten by|"
    r"insured and administered by|this is an insured|(?:is|are) the insurer of|(?:insures|"
    r"underwrites)(?: and (?:insures|administers|underwrites))? (?:this|your|the) (?:plan|policy|"
    r"group|"
    r"coverage)|(?:benefits|coverage|policy|plan) (?:is |are )?(?:insured|issued) by|"
    r"(?-i:\bInsured by (?=[A-Z])\w+))\b",
    _I,
)
_NOT_THIS_PLAN = lazy(
    r"\bif (?:your|the|this|you)\b|\bwhether\b|\bsome plans\b|for self[\s-]|in a self|are in|\bor (?:self|fully)", _I
)
_BY = lazy(
    r"\b(?:by|no later than|on or before|before|until|deadline(?: (?:is|to appeal))?|"
    r"last day(?: to appeal)?(?: is)?|(?:accepted|open|received|taken|filed|postmarked) (?:through|until|by|up to)|"
    r"not after|expires?(?: on)?|due(?: on| by)?)\W{1,4}(?:midnight (?:on )?|"
    r"close of business (?:on )?|5 p\.?m\.? (?:on )?)?$",
    _I,
)
_APPEAL = lazy(r"appeal|grievance|reconsideration|redetermination|disagree|look again|review\b", _I)
_OTHER_DUE = lazy(
    r"corrected|resubmit|information|papers|records|documents|send us|hearing|external|independent|outside|second|"
    r"court|sue|peer|new approval|reauthori|continue|keep (?:getting|your)|enroll|pay",
    _I,
)


def read_rights(pages: list[tuple[Page, str]], fields: Fields) -> None:
    """Put what the letter offers into `fields`; what it does not say stays out."""
    for page, text in pages:
        previous = ""
        for start, end in sentences(text):
            sentence = text[start:end].replace("\n", " ")
            _offers(page, start, end, sentence, previous, fields)
            _peer_to_peer(page, start, end, sentence, text[end : end + 160], fields)
            _deadline_date(page, start, sentence, previous, fields)
            previous = sentence
        _funding(page, standing_text(page), fields)


def _offers(page: Page, start: int, end: int, sentence: str, previous: str, fields: Fields) -> None:
    if not fields.has("expedited_offered") and _EXPEDITED.search(sentence) and not _other_speed(sentence, previous):
        fields.put("expedited_offered", not _NO.search(sentence), page, start, end)
    refused = re.search(r"\bno (?:external|independent)|\bnot (?:available|eligible)", sentence, _I)
    if not fields.has("external_review_mentioned") and _EXTERNAL.search(sentence) and not refused:
        fields.put("external_review_mentioned", True, page, start, end)
    if fields.has("claim_file_offered") or not _FILE.search(sentence) or _ASKED_OF_YOU.search(sentence):
        return
    if _OFFERED.search(f"{sentence} {previous}"):
        fields.put("claim_file_offered", True, page, start, end)


def _other_speed(sentence: str, previous: str) -> bool:
    """Urgent first decisions and urgent external reviews are no urgent appeal."""
    if re.search(
        r"prior authorization request|initial (?:request|decision)|your request was (?:urgent|expedited)|"
        r"we reviewed [^.]* expedited",
        sentence,
        _I,
    ):
        return True
    return bool(
        _EXTERNAL.search(sentence)
        and not re.search(r"\bappeal", re.sub(r"external appeals?", "", sentence, flags=_I), _I)
    )


def _peer_to_peer(page: Page, start: int, end: int, sentence: str, following: str, fields: Fields) -> None:
    if fields.has("peer_to_peer") or not _PEER.search(sentence):
        return
    phone = PHONE.search(sentence)
    near = re.match(r"\s*(?:Please |To \w+[^.]{0,40} )?(?:call|phone|telephone|dial)[^.]{0,60}", following, _I)
    if phone is None and near:
        phone = PHONE.search(following[: near.end() + 20])
    window = next((one for one in durations(sentence) if one.unit in ("day", "hour", "week")), None)
    words = None
    if window:
        lead = re.search(r"\b(?:within|for|in|up to|no later than)\s+$", sentence[: window.start], _I)
        tail = re.match(r"[^.;,]{0,60}", sentence[window.end :])
        words = folded(sentence[(lead.start() if lead else window.start) : window.end] + (tail[0] if tail else ""))
    fields.values["peer_to_peer"] = {"phone": folded(phone[0]) if phone else None, "window": words}
    fields.evidence["peer_to_peer"] = quoted(page, start, end)


def _deadline_date(page: Page, start: int, sentence: str, previous: str, fields: Fields) -> None:
    """A printed last day for the (first) appeal."""
    for dated in dates(sentence):
        before = sentence[: dated.start].replace("\n", " ").replace("  ", " ")
        if not dated.has_day or not _BY.search(before[-60:]):
            continue
        near = before[-110:]
        about = (
            _APPEAL.search(near)
            or _APPEAL.search(sentence[dated.end :][:60])
            or (_APPEAL.search(previous) and not _OTHER_DUE.search(previous))
        )
        if about and not _OTHER_DUE.search(near):
            fields.put("appeal_deadline_date", dated.iso, page, start, start + len(sentence))


def _funding(page: Page, text: str, fields: Fields) -> None:
    for pattern, value in ((_SELF, "self_funded"), (_INSURED, "insured")):
        for found in pattern.finditer(text):
            around = text[max(0, found.start() - 45) : found.end() + 20]
            if not _NOT_THIS_PLAN.search(around) and not fields.has("funding"):
                fields.put("funding", value, page, found.start(), found.end())
