"""Who and what a letter is about: date, member, identifiers. Each only where the letter prints it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile

from ketacli.denials.fields import Fields
from ketacli.denials.labels import Labelled, cell_after, id_pattern, identifiers, words_after
from ketacli.documents.model import Page
from ketacli.policy.fields.dates import Dated, dates, first_date
from ketacli.policy.fields.lazy import Lazy, lazy

_I = re.IGNORECASE
_NUMBER = r"(?:\s{0,3}(?:numbers?|num|no\.?|nbr\.?|#|id|i\.d\.)){1,3}"
_MEMBER_ID = id_pattern(
    rf"(?:member|subscriber|participant|enrollee|insured|beneficiary|customer|policy ?holder|cardholder|recipient|"
    rf"medicaid|medicare|plan member)(?:['\u2019]s)?(?: identification)?{_NUMBER}(?: number| no\.?| #)?"
    r"|(?:contract|card)(?: (?:number|no\.?|id))?(?=\s*[:.#|\t])|(?:certificate|card|contract|"
    r"policy ?holder|dod benefits|insurance|student insurance|plan(?= i)|medicare beneficiary|id card|student|"
    r"employee|"
    r"dependent) (?:identification )?(?:id|i\.d\.|number|no\b\.?|nbr|#)(?: number| no\.?)?|"
    r"(?<=, )contract(?= [A-Z0-9-]*\d{5})|(?:member|subscriber|participant|enrollee) identification|"
    r"your (?:member )?id(?: number| no\.?)?|"
    r"identification (?:number|no\.?)|health plan id|id card (?:number|"
    r"no\.?)|member"
)
_BARE_ID = id_pattern(r"id(?: ?(?:number|no\.?|#))?", needs_sign=True)
_NOT_MEMBERS = lazy(
    r"(?:request|tax|claim|provider|group|plan|case|reference|ref|payer|policy|letter|document|npi|facility|"
    r"auth\w*|review|notice|event|control|form|sender|employer|drug|prescription|doctor|clinic)\W*$",
    _I,
)
_GROUP = id_pattern(
    rf"(?:(?:employer|plan|account)[ /])?(?:group|employer|account)(?:[ /](?:employer|policy|plan|"
    rf"account))?{_NUMBER}|group|rx ?(?:group|grp)"
)
_NAMED_GROUP = id_pattern(r"(?:(?:account|employer|plan)/)?group:[ \t]*[A-Za-z][A-Za-z&.'\u2019 ]{2,40}[/(]")
"""The employer's name before the number: "Group: Oak Mills / 77102"."""
_PHARMACY_GROUP = lazy(r"\bRx ?(?:group|grp)[ \t]*[:#|][ \t]*(?P<value>[A-Z0-9]{3,15})\b", _I)
_ID_BEHIND_NAME = id_pattern(
    r"(?:for|to|re|member|patient|enrollee|subscriber|name)\b[ \t]*[:|][ \t]*[A-Za-z][\w'\u2019.-]*"
    r"(?: [A-Za-z][\w'\u2019.-]*){1,3}[ ]*\("
)
_CLAIM = id_pattern(
    rf"(?:your )?claim(?: control| reference| identification)?{_NUMBER}(?: number)?|ICN|DCN|claim reference"
)
_BARE_CLAIM = id_pattern(r"claim", needs_sign=True)
_LONE_CLAIM = id_pattern(r"(?:(?<=\n)|(?<= {2})|(?<=\| )|(?<=\t)|(?<=[Rr][Ee]: )|(?<=[Rr][Ee]:\t)|(?<=about ))claim")
"""The bare word before the number, at the start of a line or after a gap."""
_REFERENCE = id_pattern(
    rf"(?:(?:our|your|plan|case|request|review|auth(?:orization)?|prior auth(?:orization)?|pre-?auth(?:orization)?|"
    rf"precert(?:ification)?|certification|tracking|confirmation|service|inquiry|appeal|notice|file|"
    rf"determination|decision|event|letter|document|referral|control|intake)\s+)?(?:reference|ref\.?|tracking|"
    rf"confirmation|approval|authorization|auth|\bPA|case|request|certification|review|control|inquiry|event|intake|"
    rf"appeal|grievance|determination|decision|exception|notice|file|"
    rf"referral|pre-?certification)"
    rf"\.?(?: request| reference| tracking| control)?{_NUMBER}|ref\.?(?=\s*[:#])|our number for this letter|"
    rf"our (?:number|reference|"
    rf"file|ref)|your (?:reference|case) number|reference|case|in reference to|regarding request|"
    r"(?:(?:coverage|organization|drug|benefit|initial|network|formulary|tiering|your|step therapy|concurrent|"
    r"pre-?service|utilization|prior|service|our)\s+)*"
    r"(?:request|determination|exception|review|appeal|grievance|file|authorization|pre-?authorization|"
    r"pre-?certification|certification|referral|inquiry|reconsideration|redetermination|pre-?determination|ticket|"
    r"auth)"
)
_NOT_REFERENCE = lazy(
    r"\bclaim\W*$|\bpolicy\W*$|\bclinical\W*$|medical\W*$|fax\W*$|\bthis\W*$|\ba\W*$|form\W*$|phone\W*$|"
    r"review of\W*$|"
    r"\bthe\W*$",
    _I,
)
_DATE_LABEL = (
    r"(?:(?:notice|letter|statement) (?:is )?dated|date of (?:this |the )?(?:notice|letter|decision|determination|"
    r"denial|"
    r"statement|mailing)|(?:notice|letter|determination|decision|denial|statement|mailing|mail|issue|notification|"
    r"processing|process) date|date (?:of issue|issued|mailed|sent|processed|printed)|mailed(?: on)?|sent(?: on)?|"
    r"issued(?: on)?|processed(?: on)?|printed(?: on)?|prepared(?: on)?|decided(?: on)?|dated|date)\b"
)
_DATE = lazy(rf"(?<![\w])(?P<label>{_DATE_LABEL})[ \t]*(?:[.\u2026]{{2,}}[ \t]*)?[:|]?[ \t]*(?:\n[ \t]*|\t)?", _I)
_NOT_NOTICE = lazy(
    r"(?:birth|service|received?|receipt|request(?:ed)?|effective|admission|appeal|due|start|end|review|incident|"
    r"accident|hire|from|to|through|thru|paid|claim|was|letter of|policy|eligibility|"
    r"termination|discharge|fill|order|last|first|next|by)\W*$",
    _I,
)
_OTHER_DAY = lazy(r"\b(?:birth|service|received|effective|start|end|due|through|from|to|of|by|on|for)$", _I)
_VERBS = ("dated", "sent", "mailed", "issued", "processed", "printed", "prepared", "decided")
_WEEKDAY = re.compile(r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?)?", _I)
_SECONDARY = lazy(r"mail|sent|process|print|prepare|decided", _I)
_WORD = r"(?:[A-Z][\w'\u2019-]+|[A-Z]\.?|de|la|van|von|der|del|da|di|St\.)"
_NAME = lazy(rf"(?:(?:Mr|Mrs|Ms|Mx|Miss)\.?\s+)?(?P<name>{_WORD}(?:[ ]{_WORD}){{1,4}})")
_PERSON = (
    r"(?:(?:covered|insured|plan|health plan) )?(?:member|patient|insured|participant|enrollee|subscriber|"
    r"beneficiary|"
    r"employee|customer|recipient|claimant|person|student|policy ?holder|cardholder|dependent|individual|client)"
    r"(?:['\u2019]s)?(?: name)?|(?:your |full |patient |member )*name(?: of (?:member|patient|insured|participant|"
    r"enrollee))?|"
    r"concerning|regarding"
)
_NAME_LABELS = rf"{_PERSON}|re|(?:issued )?to|for"
_DEAR = lazy(
    rf"(?:^|\n)[ \t]*(?:Dear|Hello|Hi|DEAR)\s+(?:(?P<title>Mr|Mrs|Ms|Mx|Miss|Dr|"
    rf"Doctor)\.?\s+)?(?P<name>{_WORD}(?:[ ]{_WORD}){{0,4}})\s*[:,;.\u2013-]"
)
_NOT_A_NAME = lazy(
    r"\b(?:member|patient|provider|doctor|sir|madam|customer|subscriber|parent|guardian|plan|health|insurance|"
    r"street|avenue|road|lane|department|appeals?|claims?|service|services|policy|center|clinic|group|company|"
    r"box|suite|inc|llc|notice|denial|request|date|number|id|mutual|benefits?|hospital|psychiatry|coverage|"
    r"decision|valued|benefit|medical|review|office|team|care|of|box|floor|apt|house|room|questions?|telephone|"
    r"enrollee|participant|insured|treatment|spravato|ketamine|esketamine|explanation|medicare|medicaid|summary|"
    r"tricare|reconsiderations?|redeterminations?|unit|desk|trust|trustees|board|committee|administrators?|disputed|"
    r"grievances?|division|bureau|certificate|card|contract|dod|sponsor|employer|enrollment|identification|case|"
    r"authorization|file|employee|beneficiary|person|determination|birth|dob|mr|mrs|ms|state|federal|network|"
    r"pharmacy|solutions|physician|prescriber|appeal|case|drug|rx|phone|fax)\b",
    _I,
)
_NAME_IN_LINE = lazy(
    rf"(?:(?<!\w)(?P<label>(?i:{_PERSON}))[ \t]*:|\|[ ]*(?i:member|patient|name|subscriber|enrollee))[ \t]*"
    rf"(?P<value>{_WORD}(?:[ ]{_WORD}){{1,4}})"
)
_NAME_ROW = lazy(
    rf"(?:^|\n)[ \t]*(?:(?i:re|subject):[ \t]*)?(?P<label>(?i:{_PERSON}))[ ]+"
    rf"(?P<value>{_WORD}(?:[ ]{_WORD}){{1,4}})(?=[ \t]*(?:\n|$))"
)
"""A row of two cells that lost its gap: "Patient Ada Rook"."""
_CLAIM_AND_NAME = lazy(
    rf"\b[Cc]laim\s+(?:(?:number|no\.?|#)\s*)?[A-Z0-9-]*\d[A-Z0-9-]*,\s+(?P<name>{_WORD}(?:[ ]{_WORD}){{1,3}})"
)
_STREET_LINE = lazy(r"^\s*(?:\d{1,6}\s+\w|P\.?\s?O\.?\s*Box|Apt|Room|Unit|Suite|One\s+\w+|c/o\b|RR\s)", _I)
_CITY_LINE = lazy(r"[A-Z]{2}\.?\s+\d{5}(?:-\d{4})?\s*$")


def read_identity(pages: list[tuple[Page, str]], fields: Fields) -> None:
    """Put date, member and identifiers of a letter into `fields`; the first pages decide."""
    for page, text in pages[:3]:
        _ids(page, text, fields)
    _notice_date(pages, fields)
    for page, text in pages[:2]:
        _member_name(page, text, fields)


def _ids(page: Page, text: str, fields: Fields) -> None:
    for name, patterns in (
        ("member_id", (_MEMBER_ID, _BARE_ID, _ID_BEHIND_NAME)),
        ("group_number", (_GROUP, _NAMED_GROUP)),
        ("claim_number", (_CLAIM, _BARE_CLAIM, _LONE_CLAIM)),
        ("reference_number", (_REFERENCE,)),
    ):
        if fields.has(name):
            continue
        for pattern in patterns:
            found = next(_acceptable(name, text, pattern), None)
            if found:
                fields.put(name, found.value, page, found.start, found.end)
                break
    group = None if fields.has("group_number") else _PHARMACY_GROUP.search(text)
    if group:
        fields.put("group_number", group["value"], page, group.start(), group.end())


def _acceptable(name: str, text: str, pattern: Lazy) -> Iterator[Labelled]:
    for found in identifiers(text, pattern, digits=1 if name == "group_number" else 3):
        before = text[max(0, found.start - 24) : found.start].split("\n")[-1]
        label = text[found.start : found.value_start]
        if name == "member_id" and pattern is _BARE_ID and _NOT_MEMBERS.search(before):
            continue
        if name == "reference_number" and (
            _NOT_REFERENCE.search(before) or not _is_reference(label, before, found.value)
        ):
            continue
        if name == "group_number" and _no_group(label, found.value):
            continue
        if name == "group_number" and re.search(r"age|medical|physician|support|study\W*$", before, _I):
            continue
        if name == "claim_number" and re.search(r"duplicate of\W*$|other\W*$|another\W*$", before, _I):
            continue
        yield found


def _no_group(label: str, value: str) -> bool:
    """A group number is short, but more than one digit where only the word stands before it."""
    signed = re.search(r"[:#|\t\n.]|number|no\b|\bid\b", label, _I)
    return len(value) < 3 or (not signed and sum(char.isdigit() for char in value) < 2)


def _is_reference(label: str, before: str, value: str) -> bool:
    """A bare word such as "request" needs a number of some length right behind it."""
    if re.search(r"number|no\b|#|:|\bid\b|our ", label, _I):
        return not re.fullmatch(r"\d{5}|[A-Z]\d{4}", value)
    return sum(char.isdigit() for char in value) >= 5 and "-" in value


def _notice_date(pages: list[tuple[Page, str]], fields: Fields) -> None:
    """The date of the notice: labelled ones first (two that differ are a conflict), then those of mailing, then a date
    that stands alone in a line before the salutation."""
    secondary: list[tuple[Page, int, Dated]] = []
    for page, text in pages:
        for start, dated, label in _labelled_dates(text):
            if _SECONDARY.search(label):
                secondary.append((page, start, dated))
            else:
                fields.put("notice_date", dated.iso, page, start, dated.end)
    if not fields.has("notice_date") and secondary:
        page, start, dated = secondary[0]
        fields.put("notice_date", dated.iso, page, start, dated.end)
    if not fields.has("notice_date"):
        for page, text in pages[:1]:
            alone = _date_alone(text)
            if alone:
                fields.put("notice_date", alone.iso, page, alone.start, alone.end)


def _labelled_dates(text: str) -> Iterator[tuple[int, Dated, str]]:
    for found in _DATE.finditer(text):
        dated = first_date(text, found.end(), min(len(text), found.end() + 40))
        if not dated or not dated.has_day or not _WEEKDAY.fullmatch(text[found.end() : dated.start].strip(" \t\n,")):
            continue
        before = text[max(0, found.start() - 22) : found.start()].split("\n")[-1]
        if _NOT_NOTICE.search(before) or (
            found["label"].lower().split()[0] in _VERBS and _in_prose(text, found.start())
        ):
            continue
        bare = found["label"].lower() == "date"
        if bare and ":" not in found[0] and "|" not in found[0] and "\t" not in found[0] and ".." not in found[0]:
            continue
        yield found.start(), dated, found["label"]


def _in_prose(text: str, at: int) -> bool:
    """True in the middle of a sentence ("our letter dated May 3"); a label begins a line or follows a gap."""
    before = text[max(0, at - 30) : at].split("\n")[-1]
    return bool(
        re.search(r"\b(?:our|your|a|the|an|earlier|request|appeal|letter|was|were|we|bill)\s+(?:\w+\s+)?$", before, _I)
    ) and not re.search(r"notice\s+$", before, _I)


def _date_alone(text: str) -> Dated | None:
    """A date that fills its line near the start, else the only date in the first lines."""
    head_end = min(len(text), 1500)
    dear = re.search(r"\n\s*(?:Dear|Hello)\b", text[:head_end])
    if dear:
        head_end = max(dear.start(), 200)
    for dated in dates(text, 0, head_end):
        if dated.has_day and _fills_line(text, dated):
            return dated
    for dated in dates(text, 0, head_end):
        if dated.has_day and re.search(r"(?: {3,}|\t)$", text[max(0, dated.start - 6) : dated.start]):
            return dated
    for dated in dates(text, 0, min(head_end, 400)):
        if dated.has_day and _ends_heading(text, dated):
            return dated
    return next((one for one in dates(text, max(0, len(text) - 300)) if one.has_day and _fills_line(text, one)), None)


def _ends_heading(text: str, dated: Dated) -> bool:
    """Whether a date stands at the end of a short line of capitalised words: a department and the day."""
    start = text.rfind("\n", 0, dated.start) + 1
    end = text.find("\n", dated.end)
    before = text[start : dated.start].strip()
    return (
        not text[dated.end : end if end >= 0 else len(text)].strip(" .,")
        and 0 < len(before) < 50
        and all(word[0].isupper() or word in ("of", "and", "the", "&") for word in before.split())
        and not _OTHER_DAY.search(before)
        and not before.endswith(":")
    )


def _fills_line(text: str, dated: Dated) -> bool:
    """Whether a date is all that stands in its line."""
    start = text.rfind("\n", 0, dated.start) + 1
    end = text.find("\n", dated.end)
    line = text[start : end if end >= 0 else len(text)]
    rest = line.strip(" .,\t").replace(text[dated.start : dated.end].strip(" .,"), "", 1)
    return bool(_WEEKDAY.fullmatch(rest.strip(" .,\t")))


def _member_name(page: Page, text: str, fields: Fields) -> None:
    if fields.has("member_name"):
        return
    for found in (*_by_label(text), *_beside_claim(text), *_by_address(text), *_by_salutation(text)):
        fields.put("member_name", found.value, page, found.start, found.end)
        return


def _by_label(text: str) -> Iterator[Labelled]:
    for find in (words_after, cell_after):
        for found in find(text[:4000], _NAME_LABELS):
            yield from _named(text, found)
    for pattern in (_NAME_IN_LINE, _NAME_ROW):
        for row in pattern.finditer(text[:4000]):
            yield from _named(text, Labelled(row["value"], row.start(), row.start("value"), row.end("value")))


def _named(text: str, found: Labelled) -> Iterator[Labelled]:
    """The name at the start of a label's value, up to the next label in the line."""
    named = _NAME.match(found.value)
    value = _up_to_label(named["name"]) if named else _inverted(found.value)
    if value and not _NOT_A_NAME.search(value) and len(value) < 60 and not _provider_label(text, found):
        start = found.value_start + found.value.find(value)
        yield Labelled(value, found.start, start, start + len(value))


def _up_to_label(name: str) -> str | None:
    """The words before the first that belongs to a label ("Philippa Dunnock Request" is "Philippa Dunnock")."""
    words = name.split(" ")
    kept = list(takewhile(lambda word: not _NOT_A_NAME.search(word), words))
    return " ".join(kept) if len(kept) > 1 else None


def _beside_claim(text: str) -> Iterator[Labelled]:
    """A name behind the number of the claim: "Claim 20-118, Ada Rook"."""
    for found in _CLAIM_AND_NAME.finditer(text[:2500]):
        if not _NOT_A_NAME.search(found["name"]):
            yield Labelled(found["name"], found.start(), found.start("name"), found.end("name"))


def _inverted(value: str) -> str | None:
    """A name set "LAST, FIRST"."""
    found = re.match(rf"{_WORD}(?:[ -]{_WORD})?,\s*{_WORD}(?: {_WORD})?", value)
    return found[0] if found else None


def _provider_label(text: str, found: Labelled) -> bool:
    """ "To: Dr. X" and the like speak of the provider."""
    return bool(re.search(r"\b(?:MD|DO|NP|PhD|Dr\.?|LLC|Inc|Clinic|Center|PC)\b", text[found.value_start : found.end]))


def _by_address(text: str) -> Iterator[Labelled]:
    """The line above a street and a city line, before the body of the letter."""
    lines: list[tuple[int, str]] = []
    at = 0
    for line in text[:1600].split("\n"):
        lines.append((at, line))
        at += len(line) + 1
    for index, (start, line) in enumerate(lines[:-2]):
        name = _first_column(line)
        follows = [_first_column(after) for _, after in lines[index + 1 : index + 5]]
        if not _is_name(name) or not follows or not _STREET_LINE.search(follows[0]):
            continue
        if any(_CITY_LINE.search(after) for after in follows[1:4]):
            at = start + line.find(name)
            yield Labelled(re.sub(r"^(?:Mr|Mrs|Ms|Mx|Miss)\.?\s+", "", name), at, at, at + len(name))


def _first_column(line: str) -> str:
    """What stands left of a gap: addresses share their lines with a column of identifiers."""
    return re.split(r"\s{3,}|\t", line.strip())[0].strip(" ,")


def _is_name(line: str) -> bool:
    found = _NAME.fullmatch(line)
    return bool(found) and not _NOT_A_NAME.search(line) and not any(char.isdigit() for char in line)


def _by_salutation(text: str) -> Iterator[Labelled]:
    for found in _DEAR.finditer(text[:4000]):
        if (found["title"] or "").lower() in ("dr", "doctor") or _NOT_A_NAME.search(found["name"]):
            continue
        full = None if " " in found["name"] else _full_name(text[:2500], found["name"])
        yield full or Labelled(found["name"], found.start("name"), found.start("name"), found.end("name"))


def _full_name(before: str, part: str) -> Labelled | None:
    """The whole name above a salutation that gives only the first or the last one."""
    for found in re.finditer(
        rf"(?:{_WORD}[ ]){{1,3}}{re.escape(part)}\b|\b{re.escape(part)}(?:[ ]{_WORD}){{1,3}}", before
    ):
        if not _NOT_A_NAME.search(found[0]):
            return Labelled(found[0], found.start(), found.start(), found.end())
    return None
