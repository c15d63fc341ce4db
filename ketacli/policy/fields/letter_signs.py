"""Whether a document is a letter to one person about one request or claim: its salutation, its labelled identifiers."""

from __future__ import annotations

from functools import lru_cache

from ketacli.policy import lazy_re as re
from ketacli.policy.fields.lazy import lazy

_I = re.IGNORECASE
HEAD = 1500
"""Characters at the start in which a letter says to whom and about what it is written."""
_SHORT = 1500
"""A text up to this length with a salutation is a letter even if it names nothing."""
_SALUTATION = lazy(
    r"(?:^|\n)\s*(?:dear\s+[A-Z]|hello,?\s+[A-Z]|hi,?\s+[A-Z][a-z]+\s*[,:!\u2013-]|re\s*:|to\s*:\s+[A-Z])", _I
)
_DEAR = lazy(
    r"(?:^|\n)[ \t]*(?:dear|hello|hi|to the (?:parents?|guardians?|family) of)\b(?! (?:providers?|colleagues?|"
    r"pharmac\w+|partners?|(?:plan )?administrators?|clinicians?|prescribers?|practitioners?)\b)"
    r",?[ \t]+[^\n]{2,60}[,:;!.\u2013-]",
    _I,
)
_PERSONAL = lazy(
    r"member (?:id|no|number|#)|\bid\s*(?:#|no\.?|number)?\s*:|identification number|participant id|subscriber id|"
    r"(?:claim|reference|case|"
    r"request|authorization|tracking|confirmation) (?:number|no\.?|id|#)|(?:^|\n)\s*claim\s*[.:#]|insured\s*:|"
    r"(?:^|\n|\s{2})\s*patient\s*:|member\s*:|enrollee|our number",
    _I,
)
_LABEL = (
    r"(?:(?:your|our|covered|insured|plan|dod|medicaid|medicare|student|employee|health|rx)\s+)?"
    r"(?P<label>members?|subscriber|participant|enrollee|beneficiary|patient|insured|employee|student|person|claimant|"
    r"recipient|customer|policy ?holder|cardholder|dependent|card|certificate|contract|identification|benefits|"
    r"case|claim|reference|request|authorization|auth|review|file|tracking|appeal|concerning|name|id)"
    r"(?:['\u2019]s)?(?: (?:name|id|i\.d\.|number|no|nbr|num|control|identification|insurance id|#)\.?){0,3}"
)
_VALUE = r"(?=(?-i:[A-Z][a-z]+(?: [A-Z]\.?)?(?: [A-Z][\w'\u2019-]+)+)|[A-Z0-9 /-]{0,12}\d{2}[\w /-]{2,})"
_LABELLED = lazy(rf"(?<![\w-]){_LABEL}[ \t]*(?:[.\u2026_][ .\u2026_]{{2,}}:?|[:#|])[ \t]*\n?[ \t]*{_VALUE}", _I)
_IN_CELLS = lazy(rf"(?:^|\n|\t|[ ]{{2}})[ \t]*{_LABEL}(?:[ \t]*\n[ \t]*|\t[ \t]*|[ ]+){_VALUE}", _I)
_A_PERSONS = frozenset(
    [
        "member", "members", "subscriber", "participant", "enrollee", "beneficiary", "patient", "insured", "employee",
        "student", "person", "claimant", "recipient", "customer", "cardholder", "dependent", "concerning", "name", "id",
    ]
)  # fmt: skip
_TO_ONE = lazy(
    r"\byour (?:request|claim|appeal|doctor|provider|prescriber|clinic|records?|case|clinician|psychiatrist|visit|"
    r"treatment)\b|\byou asked\b|asked us\b|\b(?:your|you)\b[^.]{0,80}\b(?:denied|approved|let us know|disagree)\b",
    _I,
)


_TO_MANY = lazy(
    r"(?:^|\n)\W*(?:to|attn|attention|audience|distribution)\W*:\s*[^\n]{0,90}?\b(?:providers|prescribers|pharmacies|"
    r"pharmacists|centers|plans|hospitals|clinics|practitioners|clinicians|physicians|members|organizations|MCOs|"
    r"facilities|agencies|offices|staff|all)\b",
    _I,
)
"""The line of a memorandum or notice that names its many readers."""
_BLANKS = lazy(
    r"(?:[\[<{](?:insert |your |the )*(?:date|name|patient|member|health plan|plan|payer|insur|provider|physician|"
    r"prescriber|doctor|practice|address|drug|medication|diagnos|policy|group|reference|claim)"
    r"[^\]>}\n]{0,40}[\]>}][^\[<{]{0,200}){2}",
    _I,
)
"""Places to fill in: a sample of a letter, written to nobody."""


@lru_cache(maxsize=64)
def letter_strength(text: str) -> int:
    """0 where a text is no letter to one person, 1 where something speaks for it, 2 or more where it is one."""
    head = text[:HEAD]
    if _TO_MANY.search(head) or _BLANKS.search(head):
        return 0
    personal = len({found.lower() for found in _PERSONAL.findall(head)})
    salutation = bool(_SALUTATION.search(head))
    strength = int(salutation) + min(personal, 2)
    labels = {found["label"].lower() for pattern in (_LABELLED, _IN_CELLS) for found in pattern.finditer(head)}
    if len(labels) > 1 and labels & _A_PERSONS:
        strength = max(strength, 2)
    if _DEAR.search(text[: 2 * HEAD]) and (labels or personal or _TO_ONE.search(text) or len(text) < _SHORT):
        strength = max(strength, 2)
    return strength if (personal + len(labels) > 0 and (salutation or labels)) or strength > 1 else 0


def speaks_to_one(text: str) -> bool:
    """Whether its first lines say "you"."""
    return bool(re.search(r"\byou(?:r)?\b", text[:HEAD], _I))


def is_personal_text(text: str) -> bool:
    """Whether a text is written to one person, whatever it decides."""
    head = text[:HEAD]
    if _TO_MANY.search(head):
        return False
    return (
        letter_strength(text) > 1
        or bool(_SALUTATION.search(head))
        or len({found.lower() for found in _PERSONAL.findall(head)}) > 1
    )
