"""Whether a bare number is a procedure's code (CPT); never a ZIP code, a street number, a sum, a count."""

from __future__ import annotations

from collections.abc import Callable

from ketacli.policy import lazy_re as re
from ketacli.policy.fields.lazy import lazy
from ketacli.policy.outline import Unit
from ketacli.records import positional

_LOWEST, _HIGHEST = 100, 99607
"""Numbers that procedures have: anesthesia 00100 to medication therapy 99607."""
_PROCEDURE_CUE = lazy(r"\bCPT\b|HCPCS|\bcod(?:es?|ing)\b|procedure|\bsvc\b|\bbilled\b|modifier", re.IGNORECASE)
_AFTER_FOLLOWING = lazy(r"\bfollowing\b[^.:]{0,60}:\s*$", re.IGNORECASE)
"""A lead-in right before the number ("The following are unproven: 64568 (…)")."""
_OF_A_SERVICE = lazy(
    r"\b(?:infusions?|injections?|sessions?|visits?|observation)\b[^.]*,\s*(?:\d{5},?\s*(?:and|or)?\s*)*$",
    re.IGNORECASE,
)
_SAID_OF_CODE = lazy(
    r"\s*[-\u2013:,;|)]|\s*$|\s+[A-Z]|\s+(?:is|are|will be|must be|may be) (?:not )?(?:denied|covered|paid|billed|"
    r"reported|"
    r"used|reimbursed|considered|bundled|payable)\b"
)
"""What follows a bare number that is a procedure code."""
_AN_ADDRESS = lazy(
    r"\s+(?:[NSEW]\.?\s+)?(?:[A-Z][\w.'-]*\s+){0,3}(?:Road|Rd|Street|St|Avenue|Ave|Drive|Dr|Boulevard|Blvd|Lane|Ln|Way|Court|"
    r"Ct|Parkway|Pkwy|Highway|Hwy|Place|Pl|Circle|Square|Loop)\b"
)
_OF_THE_FIELD = lazy(
    r"9(?:0(?:785|79[12]|8(?:3[2-9]|4[05679]|53|63|6[7-9]|70|99))|6(?:127|13[01]|36\d|37[2-9])|"
    r"9(?:20[2-5]|21[1-5]|35[4-9]|41[5-8]|15[1-7]))|01(?:935|936|99[12])|00104"
)
"""Procedures of psychiatry, infusion and injection, visits, sedation: such a number needs no word that says "code"."""
_NEXT_TO_A_CODE = lazy(
    r"\s*(?:,|/|\bor\b|\band\b|&|\bwith\b|\bplus\b|\+)\s*(?:(?:CPT|HCPCS|codes?)\s+)*"
    rf"(?:[A-EGHJ-MPQ-TV]\d{{4}}|{_OF_THE_FIELD.pattern})(?!\w)"
)
"""What joins a number to a code after it ("99417 or G2212")."""
_FOLLOWS_CODES = lazy(rf"(?:(?<!\w)[A-EGHJ-MPQ-TV]\d{{4}}|{_OF_THE_FIELD.pattern})(?!\w)")
_STATE_BEFORE = lazy(
    r"\b(?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|P[AR]|RI|S[CD]|T[NX]|UT|"
    r"V[AIT]|W[AIVY])\.?,?\s+$"
)
_SPOKEN = lazy(
    r"\d[\d,]*\s*(?:patients|members|people|participants|adults|persons|studies|dollars|hours|days|square|points)",
    re.IGNORECASE,
)
_PART_OF_MORE = lazy(r"-\d{3}(?!\d\d\b)|,\d{3}|\.\d|%")
"""What makes a number part of a telephone number, a sum, a share."""
_ENDS_AN_ITEM = lazy(r"\s*(?:,|;|and\b|or\b|\)|\n|$)")
_GOES_ON_A_LIST = lazy(r"\s*[(,;.)]|\s+(?:and|or)\b")
_AFTER_A_DATE = lazy(r"(?:^|\s)\d{1,2}[/-]\d{1,2}[/-]\d{2,4}\s+$|\.{3,}\s*$")
"""A line of a claim: the date of service or the dots of a list before its code."""


@positional
class Around:
    """A number where it stands."""

    text: str
    found: re.Match[str]
    unit: Unit | None
    before: str
    """The characters right before it."""
    near: bool
    """Whether a code stands next to it."""

    @property
    def number(self) -> str:
        """As written."""
        return self.found[0]

    @property
    def after(self) -> str:
        """The characters right after it."""
        return self.text[self.found.end() : self.found.end() + 40]

    @property
    def line(self) -> str:
        """What stands before it on its line."""
        return self.before.rsplit("\n", 1)[-1]


def is_procedure(place: Around, words: Callable[[], str]) -> bool:
    """Whether the number is a procedure's code. `words` gives the heading, lead-in and column header that govern it;
    they are asked for only where the number and what stands next to it do not tell."""
    if _is_something_else(place):
        return False
    return _tells_itself(place) or _is_cued(place) or _is_listed(place, words)


def _is_something_else(place: Around) -> bool:
    number, after = place.number, place.after
    if number.isdigit() and not _LOWEST <= int(number) <= _HIGHEST:
        return True
    if _PART_OF_MORE.match(after) or _SPOKEN.match(number + after) or _AN_ADDRESS.match(after):
        return True
    return not place.near and _STATE_BEFORE.search(place.before) is not None


def _tells_itself(place: Around) -> bool:
    """A number with a letter, one of the field's own, one that is joined to a code."""
    number, after = place.number, place.after
    return not number.isdigit() or bool(_OF_THE_FIELD.fullmatch(number) or _NEXT_TO_A_CODE.match(after))


def _is_cued(place: Around) -> bool:
    """What stands before the number says that it is a code, or it goes on a list of codes."""
    before, after, line = place.before, place.after, place.line
    if place.near or _PROCEDURE_CUE.search(line[-70:]) or _AFTER_A_DATE.search(before):
        return True
    if _AFTER_FOLLOWING.search(line) or _goes_on(place):
        return True
    if not place.number.startswith("9"):
        return False
    in_parentheses = before.endswith("(") and re.match(r"\s*[),;]", after) is not None
    return in_parentheses or bool(_OF_A_SERVICE.search(line[-60:]) and _ENDS_AN_ITEM.match(after))


def _goes_on(place: Around) -> bool:
    """Whether codes stand earlier in its unit and a mark of a list right before it."""
    if place.unit is None or place.before.rstrip()[-1:] not in (":", ",", ";", "("):
        return False
    earlier = place.text[place.unit.start : place.found.start()]
    return bool(_FOLLOWS_CODES.search(earlier) and _GOES_ON_A_LIST.match(place.after))


def _is_listed(place: Around, words: Callable[[], str]) -> bool:
    """Whether it stands at the start of an item, or before its meaning, among codes."""
    unit = place.unit
    starts = not place.line.strip(" \u2022\u00b7-*|\t") or bool(unit and unit.start == place.found.start())
    return (starts or _SAID_OF_CODE.match(place.after) is not None) and _PROCEDURE_CUE.search(words()) is not None
