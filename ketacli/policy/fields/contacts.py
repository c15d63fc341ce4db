"""Where appeals are sent: address, fax, telephone, and the telephone for urgent appeals only (KF041)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ketacli.policy import lazy_re as re
from ketacli.policy.fields.lazy import Lazy, lazy
from ketacli.policy.fields.place import folded, sentences
from ketacli.records import positional

PHONE = lazy(
    r"(?<![\w/-])(?:(?:\+?1[\s.\u2010\u2011\u2013-]{0,2})?\(?[2-9]\d{2}\)?[\s.\u2010\u2011\u2013-]{0,2}"
    r"\d{3}[\s.\u2010\u2011\u2013-]\d{4})(?![\w-]*\d)"
)
_STATES = (
    "AL|AK|AZ|AR|CA|CO|CT|DE|DC|FL|GA|HI|ID|IL|IN|IA|KS|KY|LA|ME|MD|MA|MI|MN|MS|MO|MT|NE|NV|NH|NJ|NM|NY|NC|ND|OH|OK|"
    "OR|PA|PR|RI|SC|SD|TN|TX|UT|VT|VA|VI|WA|WV|WI|WY"
)
_ZIP = lazy(rf"\b(?:{_STATES})\.?,?\s{{1,3}}\d{{5}}(?:-\d{{4}})?(?!\d)")
_STREET = lazy(r"\bP\.?\s?O\.?\s+Box\b|\bPost Office Box\b|\bBox \d|\b\d{1,6}\s+[A-Z]|\bMail\s?stop\b", re.IGNORECASE)
_CUE = lazy(
    r"(?:\b(?:office|address|unit|department) is(?: at)?(?=\s)|\b(?:write|writing|send|sent|mail|mailed|submit|"
    r"submitted|deliver|delivered|contact|address|addressed|reach us|"
    r"fax|courier)\b"
    r"[^.:;\n]{0,70}?\b(?:to|at)\b\s*:?|\b(?:write|contact|mail|address|by mail|in writing)\s*:|"
    r"\bwrite\s+(?=[A-Z]))\s*",
    re.IGNORECASE,
)
_BREAK = lazy(
    r":\s+|;\s+|[.!?][\"”’)]?\s+(?=[A-Z])|\n[ \t]*\n\s*|\t| {3,}| \| |\s[•·]\s|\bor\s+(?=[A-Z])", re.IGNORECASE
)
_APPEAL = lazy(
    r"appeal|second look|review (?:this|our|the) (?:notice|decision|denial)|review (?:unit|department|committee)|"
    r"first review|is denied|grievance|reconsider|redetermination|"
    r"disagree|look again|"
    r"look at (?:this|it|your (?:request|claim)|the (?:decision|request|claim)) again|internal review",
    re.IGNORECASE,
)
_WRITE = lazy(r"\b(?:write|writing|send|sent|mail|postmarked|fax|submit|contact|file|address)", re.IGNORECASE)
_ELSEWHERE = lazy(
    r"external review|independent (?:external |medical )?review|outside review|fair hearing|state hearing|"
    r"(?:department|division|office) of (?:\w+ )?(?:and )?"
    r"(?:insurance|banking|financial|labor|managed|health services|human|consumer|justice|administrative|hearings)|"
    r"insurance (?:department|commissioner|division|administration)|"
    r"commissioner of insurance|"
    r"ombuds|consumer assistance|employee benefits security|\bEBSA\b|civil rights|(?:send|submit|mail|"
    r"file)\w* (?:your |all |"
    r"the )?(?:bills?|claims?)\b|claims? (?:to|address)|maximus|quality improvement|office of personnel|\bOPM\b|"
    r"attorney general|"
    r"corrected claim|medical records? (?:to|at)|these (?:papers|records)",
    re.IGNORECASE,
)
_URGENT = lazy(
    r"(?:waiting|delay) (?:could|would|might|may)|(?:cannot|can not|can['\u2019]t) wait|\b(?:24|36|48)[\s-]hour|"
    r"urgent|expedite|fast(?:er)?\b|emergency|"
    r"72[\s-]hour|right away|quick",
    re.IGNORECASE,
)
_URGENT_LINE = lazy(
    r"\W*(?:for (?:an? )?)?(?:fast|expedited|urgent|rush)\s+(?:appeals?|reviews?|requests?)\W[^.]*$", re.IGNORECASE
)
"""A line of the addresses for urgent appeals alone."""
_CONDITION = lazy(r"\W*(?:if|when|where)\b", re.IGNORECASE)
_FOR_ELSE = lazy(
    r"\bto (?:ask|inquire|check) (?:about|for|on) (?:a )?(?:pre-?cert\w*|prior auth\w*|pre-?auth\w*|claims?|"
    r"benefits|eligibility|"
    r"coverage|the status)[^.;]*\b(?:call|phone|dial)\W*$|"
    r"\bfor (?:\w+ )?(?:records|claims?|bills?|questions|providers|prescriptions|referrals|new requests)\W*$",
    re.IGNORECASE,
)
_RETURNED = lazy(
    r"\breturn (?:it |this |the |completed |form )*(?:by|via|to)\b|\b(?:this|the|completed|request) form\b",
    re.IGNORECASE,
)
"""Where a form goes is not where an appeal goes."""
_URGENT_AFTER = lazy(
    r"^\W{0,3}(?:for|if)[^.]{0,40}(?:urgent|expedite|emergency)|^[^.;]{0,40}\b(?:expedited|urgent|fast) (?:appeal|"
    r"review)",
    re.IGNORECASE,
)
_HELP = lazy(
    r"\bquestions?\b|\bhelp\b|customer (?:service|care)|member services|for (?:more )?information|assistance|"
    r"interpret|"
    r"language|translat|\bTTY\b|\bTDD\b|ombuds|nurse line|llame|espa[n\u00f1]ol|idioma|crisis|988|"
    r"peer[\s-]to[\s-]peer|your doctor can (?:talk|"
    r"speak)|"
    r"talk with our doctor|medical director|discuss (?:this|the|your)|speak with (?:our|a) (?:medical director|"
    r"doctor|reviewer|physician)|upload",
    re.IGNORECASE,
)
_ASKS = lazy(
    r"questions? (?:on|about) (?:an|your|the|this) appeal|(?:to (?:file|ask for|request|start|make|submit) (?:an?|"
    r"your|the) (?:\w+ )?(?:appeal|grievance|"
    r"reconsideration|review)|"
    r"to appeal\b|appeals? (?:by|over the) (?:tele)?phone|by (?:tele)?phone|appeals? (?:unit|department|line|phone)|"
    r"grievance and appeals)",
    re.IGNORECASE,
)


_DO_SO = lazy(r"\b(?:do (?:so|this|that|it)|ask for (?:it|one|this)|request (?:it|one))\b", re.IGNORECASE)
"""What refers to the sentence before ("You may do so by telephone at …")."""
_HEARING_TOO = lazy(rf"{_APPEAL.pattern}|hearing", re.IGNORECASE)
_ELSEWHERE_BUT_HEARING = lazy(_ELSEWHERE.pattern.replace("fair hearing|state hearing|", ""), re.IGNORECASE)


_BARE = lazy(
    r"\W*(?:(?:by|our)\s+)?(?:fax|facsimile|telephone|phone|tel)(?:\s*(?:number|no\.?|to|at|us|it|is))*[\s.:#]*",
    re.IGNORECASE,
)
"""A number that stands by itself ("Fax 555-0100."), which belongs to the passage and not to the sentence before."""
_LEVEL = lazy(r"(?:external|independent|outside)(?: external| medical)? review|(?:fair|state) hearing", re.IGNORECASE)


def _sends_elsewhere(previous: str) -> bool:
    """Whether the sentence before sends somebody to another office, and does not merely tell of a later level."""
    last = previous[list(sentences(previous))[-1][0] :] if previous.strip() else ""
    return _WRITE.search(last) is not None or _ELSEWHERE.search(_LEVEL.sub(" ", last)) is not None


@positional
class _Words:
    """What speaks for an appeal, and what for another addressee."""

    appeal: Lazy
    elsewhere: Lazy


@positional
class Contact:
    """A way to send an appeal."""

    field: str
    """`address`, `fax`, `phone` or `urgent_phone`."""
    value: str
    start: int
    end: int
    """Offsets into the page's text."""


def contacts(text: str, in_appeals: Iterable[tuple[int, int, str]], *, hearing: bool = False) -> list[Contact]:
    """Contacts for appeals on a page.

    `in_appeals` gives the stretches that belong to a passage on appeals, each with the words that lead to it (its
    heading and lead-in). Addresses and numbers of regulators, claims offices and help lines are left out; those of
    the State's hearing too, unless `hearing` says that it is the only appeal there is.
    """
    words = _Words(_HEARING_TOO, _ELSEWHERE_BUT_HEARING) if hearing else _Words(_APPEAL, _ELSEWHERE)
    found: list[Contact] = []
    for start, end, above in in_appeals:
        passage = text[start:end]
        if _ZIP.search(passage):
            found.extend(_addresses(passage, start, above, words))
        if PHONE.search(passage):
            found.extend(_numbers(passage, start, above, words))
    return found


def _addresses(passage: str, offset: int, above: str, words: _Words) -> Iterator[Contact]:
    for ended in _ZIP.finditer(passage):
        begin = _address_start(passage, ended.start())
        address = passage[begin : ended.end()]
        if not _STREET.search(address) or len(address) > 260:
            continue
        before = passage[max(0, begin - 220) : begin]
        if _is_for_appeals(address, before, above, words):
            yield Contact("address", _one_line(address), offset + begin, offset + ended.end())


def _address_start(passage: str, end: int) -> int:
    """Where an address begins that ends before `end`: after the nearest cue or break that leaves a street line."""
    floor = max(0, end - 220)
    starts = [floor]
    for pattern in (_CUE, _BREAK):
        starts.extend(found.end() for found in pattern.finditer(passage, floor, end))
    starts.extend(found.end() for found in PHONE.finditer(passage, floor, end))
    for start in sorted(set(starts), reverse=True):
        if _STREET.search(passage, start, end) and not _abbreviation_before(passage, start):
            return _after_preposition(passage, start, end)
    return floor


def _after_preposition(passage: str, start: int, end: int) -> int:
    """The name's first word: what leads to it ("appeal to", "write to us at the") is cut off its first segment."""
    streets = list(_STREET.finditer(passage, start, end))
    name = passage[start : streets[-1].start() if streets else end]
    first = re.match(r"[^,\n]*", name)
    leads = list(re.finditer(r"\bto\s+(?=(?:the |our )?[A-Z0-9])", name))
    leads = leads or list(re.finditer(r"\bat\s+(?=(?:the |our )?[A-Z0-9])", first[0] if first else ""))
    start += leads[-1].end() if leads else 0
    lead = re.match(r"[\s,;.]*(?:(?:the|our)\s+)?", passage[start:end])
    return start + (lead.end() if lead else 0)


def _abbreviation_before(passage: str, start: int) -> bool:
    """True where the break is the full stop of "P.O.", "St." or an initial."""
    return bool(
        re.search(r"(?:\bP\.\s?O|\bSt|\bSte|\bDept|\bAttn|\bNo|\b[A-Z])\.\s+$", passage[max(0, start - 12) : start])
    )


def _is_for_appeals(address: str, before: str, above: str, words: _Words) -> bool:
    if words.appeal.search(address):
        return True
    sentence = _last_sentences(before)
    if words.elsewhere.search(sentence) or words.elsewhere.search(address):
        return False
    if words.appeal.search(sentence):
        return True
    about = words.appeal.search(above) or words.appeal.search(before)
    return bool(about and (_WRITE.search(sentence) or not sentence.strip()))


def _last_sentences(before: str) -> str:
    """The sentence that leads to an address and the one before it."""
    cut = list(sentences(before))
    return before[cut[-2][0] :] if len(cut) > 1 else before


def _one_line(address: str) -> str:
    lines = [folded(line).strip(" ,") for line in address.split("\n")]
    return ", ".join(line for line in lines if line) if _is_block(address) else folded(address)


def _is_block(address: str) -> bool:
    """True for an address set line by line; False for one that runs through prose and only wraps."""
    lines = [line.strip() for line in address.strip().split("\n")]
    return len(lines) > 2 or (len(lines) == 2 and "," not in address.split("\n")[0])


def _numbers(passage: str, offset: int, above: str, words: _Words) -> Iterator[Contact]:
    for start, end in sentences(passage):
        sentence = passage[start:end]
        previous = passage[max(0, start - 400) : start]
        for found in PHONE.finditer(sentence):
            field = _field_of(sentence, found.start(), found.end(), previous, above, words)
            if field:
                cue = _cue_start(sentence, found.start())
                yield Contact(field, folded(found[0]), offset + start + cue, offset + start + found.end())


def _cue_start(sentence: str, number: int) -> int:
    """Start of the words that lead to a number, so that the quote tells what it is for."""
    cut = max(sentence.rfind(mark, 0, number) for mark in (";", ". ", "\n"))
    return cut + 1 + len(sentence[cut + 1 :]) - len(sentence[cut + 1 :].lstrip())


def _leads_to_number(words: str) -> bool:
    """Whether a short stretch without a full stop leads to the next number, whose words then stand before it."""
    found = PHONE.search(words[:45])
    return found is not None and not re.search(r"[.;]", words[: found.start()])


def _if_urgent(before: str) -> bool:
    """Whether what leads to the first number of a sentence is a condition on what cannot wait."""
    return bool(_CONDITION.match(before) and _URGENT.search(before)) and not PHONE.search(before)


def _field_of(sentence: str, start: int, end: int, previous: str, above: str, words: _Words) -> str | None:
    """Which field a number is, from the words around it; None for help lines, regulators and other clocks."""
    lead = sentence[max(0, start - 90) : start]
    label = re.split(r"\d{3}[\s.-]\d{4}|[;:(]\s*(?=\w+\s)", lead)[-1]
    if re.search(r"\b(?:TTY|TDD|711)\b[^\d]*$", lead):
        return None
    if words.elsewhere.search(lead) or (
        words.elsewhere.search(previous[-90:])
        and not words.appeal.search(sentence)
        and not (_BARE.fullmatch(lead) and words.appeal.search(above) and not _sends_elsewhere(previous))
    ):
        return None
    if _FOR_ELSE.search(label):
        return None
    if re.search(r"\bfax(?:ed|ing)?\b|facsimile", label, re.IGNORECASE) and not re.search(r"phone|call", label, re.I):
        returned = _RETURNED.search(sentence) and not words.appeal.search(lead + sentence)
        return None if returned or _URGENT_LINE.match(lead.rsplit("\n", 1)[-1]) else "fax"
    asked = re.search(r"([^.?!]*\?)\s*$", previous[-160:])
    helps = (
        (asked and _HELP.search(asked[1]))
        or _HELP.search(lead)
        or _HELP.search(re.sub(r"\bTT[YD]\b", "", sentence[end : end + 40]))
    )
    if helps and not _ASKS.search(sentence):
        return None
    after = _URGENT_AFTER.search(sentence[end:])
    if after and _leads_to_number(sentence[end + after.end() :]):
        after = None
    so = _DO_SO.search(lead) and _URGENT.search(previous[-200:].rstrip().rpartition(". ")[2])
    if _URGENT.search(lead) or after or so or (asked and _URGENT.search(asked[1])) or _if_urgent(sentence[:start]):
        return "urgent_phone"
    if words.appeal.search(lead + above) or words.appeal.search(previous) or words.appeal.search(sentence):
        return "phone"
    return None
