"""Billing and diagnosis codes as a document lists them (KF051, KF052); never telephones, ZIP codes, sums, dates."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from ketacli.documents.model import Document, Page
from ketacli.policy import lazy_re as re
from ketacli.policy.fields.code_status import Standings
from ketacli.policy.fields.kind import is_letter
from ketacli.policy.fields.lazy import lazy
from ketacli.policy.fields.place import Places, folded
from ketacli.policy.fields.procedure_numbers import Around, is_procedure
from ketacli.policy.outline import Outline, Role, Unit
from ketacli.policy.reading import Code
from ketacli.records import positional

System = Literal["CPT", "HCPCS", "ICD-10-CM", "NDC", "REV"]
_CODE = re.compile(
    # Not what is part of something longer: an amount, a date, a number with hyphens.
    r"(?=[A-Z\d])(?:(?<![\w$#./-])|(?<=\d/)(?:(?<=[A-Z]\d{4}/)|(?<=\d{5}/)|(?<=[A-Z]\d\d\.\d/)))"
    r"(?:(?P<ndc>\d{4,5}-\d{3,4}-\d{1,2}(?![\d-])|\d{11}(?!\d))|(?P<dotted>[A-TV-Z]\d[0-9AB]\.[0-9A-Zx]{1,4}(?!\w))|"
    r"(?P<hcpcs>[A-EGHJ-MPQ-TV]\d{4}(?!\w))|(?P<bare>[A-TV-Z]\d[0-9AB][0-9A-Z]{0,4}(?![\w.]*\d))|"
    r"(?P<cpt>\d{5}(?!\w)|\d{4}[FT](?!\w))|(?P<rev>\d{3,4}(?!\w)))"
)
_STEM = r"[A-TV-Z]\d[0-9AB]"
_UNDOTTED = rf"{_STEM}\d{{0,3}}[A-Z]?"
_RUN = re.compile(
    rf"[A-TV-Z](?<![\w.].)\d[0-9AB]\d{{0,3}}[A-Z]?(?={_STEM})(?:{_UNDOTTED}(?={_STEM}))*{_UNDOTTED}(?!\w)"
)
"""Diagnosis codes that a page lost the blanks between ("F0631F0632F32A")."""
_PIECE = re.compile(
    rf"(?P<bare>{_UNDOTTED})(?={_STEM}|(?!\w))"
    r"(?P<ndc>(?!))?(?P<dotted>(?!))?(?P<hcpcs>(?!))?(?P<cpt>(?!))?(?P<rev>(?!))?"
)
"""One of them, with the groups that a code standing alone has."""
_RANGE = lazy(
    r"\s?(?:[-–—]|to|through|thru)\s?(?P<end>[A-TV-Z]\d[0-9AB](?:\.[0-9A-Zx]{1,4}|[0-9A-Z]{0,4})(?!\w)|\d{5}(?!\w))",
    re.IGNORECASE,
)
_ICD_CUE = lazy(r"\bICD\b|ICD-?10|diagnos[ie]s|\bDx\b", re.IGNORECASE)
_NEVER_A_DIAGNOSIS = lazy(r"G208[23]|G221[12]|[JS]0013|J3[45]90|J3360|J2001|C9399|T1015")
"""Services and drugs of the field, whatever is said of diagnoses before them."""
_REV_CUE = lazy(r"\brev(?:enue)?\.?\s*(?:codes?|cd)?\s*[:#]?\s*(?:\d{3,4}\s*(?:,|and|or|/|;)\s*)*$", re.IGNORECASE)
_SAID_OF_REVENUE = 50
"""Characters that a revenue code's use takes at most before the next one."""
_NDC_CUE = lazy(r"\bNDC\b|national drug code", re.IGNORECASE)
_NOT_A_CODE = lazy(
    r"(?:\bbox|\bsuite|\bste|\broom|\brm|\bunit|\bid|\bno\.?|\bnumber|\bnum|#|\bcase|\bclaim|\bgroup|\bmember|"
    r"\bpolicy|\bform|\breference|\bcontract|\bphone|\bfax|"
    r"\bcall|\bzip|\bn\s?=|\bpmid:?|\bvol\.?|\bpp?\.|\barticle|\blcd|\bncd|\bextension|\bext\.?|\bplan|\baccount|"
    r"\bnpi|\btin|\bdocket|\bsection|\bvitamin)\W{0,12}$",
    re.IGNORECASE,
)
_LABEL = 40
"""More than a label takes up before its number."""
_LABEL_ABOVE = lazy(
    r"(?:^|\n)[^\n]{0,40}(?:\b(?:number|num|no|id|zip|npi|tin|extension|ext|phone|fax)\b|[:#])\W*$", re.IGNORECASE
)
"""A line that is the label of the number below it ("Policy number")."""
_ON_A_CLAIM = lazy(r"\bcodes?\b[^.\n]{0,50}\b(?:claims?|forms?):\s*$", re.IGNORECASE)
"""Where codes are to be written ("one of these codes on the claim: …")."""
_A_CONTRACT = lazy(r"-\d{3}|\s+(?:contracts?|plan benefit package|PBP)\b", re.IGNORECASE)
"""What follows the number of a Medicare contract, which has a code's shape ("H3832 contract")."""
_JURISDICTION = lazy(r"\bjurisdiction|\bMACs?\b", re.IGNORECASE)
"""Medicare's contractors have jurisdictions with a diagnosis's shape ("J15")."""


_REFERRED = lazy(
    r"\b(?:for|with|of|under|by)\s+(?:(?:CPT|HCPCS|codes?)\s+)*(?:[A-Z]?\d{4,5},?\s*(?:and\s+|or\s+)?)*$", re.IGNORECASE
)


@positional
class _Hit:
    """One code as found, before doubles are settled."""

    code: str
    system: System
    status: Literal["listed", "removed", "not_covered"]
    page: int
    quote: str
    listed_place: bool
    """True in a code section or table, False in running prose."""


def find_codes(document: Document, outline: Outline) -> tuple[Code, ...]:
    """Codes in reading order, one record per code and status; ranges as written, ICD-10-CM with its dot."""
    found = [(page, candidates) for page in document.pages if (candidates := _candidates(page.text))]
    if not found:
        return ()
    places = Places(outline)
    standing = Standings(outline)
    personal = is_letter(document.pages[0].text)
    hits = [hit for page, few in found for hit in _hits(page, few, outline, places, standing, personal=personal)]
    return tuple(_settled(hits))


def _candidates(text: str) -> list[re.Match[str]]:
    """Tokens of a code's shape that are no part of a longer word or number."""
    alone = [
        found
        for found in _CODE.finditer(text)
        if not (found["rev"] and "rev" not in text[max(0, found.start() - 60) : found.start()].lower())
    ]
    glued = [piece for run in _RUN.finditer(text) for piece in _PIECE.finditer(text, run.start(), run.end())]
    return sorted([*alone, *glued], key=lambda found: found.start()) if glued else alone


def _hits(
    page: Page,
    candidates: list[re.Match[str]],
    outline: Outline,
    places: Places,
    standing: Standings,
    *,
    personal: bool,
) -> Iterator[_Hit]:
    struck = [span for block in page.blocks for span in block.struck]
    furniture = [(block.start, block.end) for block in page.blocks if block.kind == "furniture"]
    past = 0
    last_end, last_system = -100, ""
    for found in candidates:
        if found.start() < past or any(start <= found.start() < end for start, end in furniture):
            continue
        unit = places.at(page.number, found.start())
        role = _role(outline, unit, standing, personal=personal)
        if role is Role.REFERENCES:
            continue
        near = last_system if found.start() - last_end < 8 or _goes_on(page.text, found, last_end, last_system) else ""
        system = _system(found, page.text, unit, outline, near)
        if system is None:
            continue
        code, end = _with_range(found, page.text, system)
        past, last_end, last_system = end, end, system
        is_struck = any(start <= found.start() < stop for start, stop in struck)
        listed_place = role is Role.CODES or bool(
            unit and (unit.kind == "table_row" or unit.start >= found.start() - 2)
        )
        status = _status(page.text, found.start(), end, unit, standing, struck=is_struck)
        if (role is Role.HISTORY and status != "removed") or _is_referred_to(unit, found.start()):
            continue
        yield _Hit(
            code=code,
            system=system,
            status="listed" if personal else status,
            page=page.number,
            quote=_quote(page.text, found.start(), end, unit),
            listed_place=listed_place,
        )


def _goes_on(text: str, found: re.Match[str], last_end: int, last_system: str) -> bool:
    """Whether a bare number follows a revenue code with what that one is for ("0250 for the drug and 0260 for …")."""
    if not found["rev"] or last_system != "REV" or found.start() - last_end > _SAID_OF_REVENUE:
        return False
    return re.fullmatch(r"[^.;:\n]*(?:,|\b(?:and|or))\s+", text[last_end : found.start()]) is not None


def _is_referred_to(unit: Unit | None, at: int) -> bool:
    """Whether a code stands in what another code's row says of that one ("F43.10 | investigational for 96365")."""
    if unit is None or unit.kind != "table_row" or len(unit.cells) < 2:
        return False
    cell = next((cell for cell in unit.cells if cell.start <= at < cell.end), unit.cells[0])
    before = cell.text[: at - cell.start]
    others = any(_CODE.search(other.text) for other in unit.cells if other.end <= cell.start)
    return others and _REFERRED.search(before) is not None


def _role(outline: Outline, unit: Unit | None, standing: Standings, *, personal: bool) -> Role:
    """The role of the section; a heading that names codes makes it a code section, letters have no other roles."""
    if unit is None or personal:
        return Role.UNKNOWN
    section = outline.section_of(unit)
    if section.role is Role.HISTORY and standing.is_log:
        return Role.UNKNOWN
    return Role.CODES if re.search(r"\bcod(?:es?|ing)\b", section.heading, re.IGNORECASE) else section.role


def _status(
    text: str, start: int, end: int, unit: Unit | None, standing: Standings, *, struck: bool
) -> Literal["listed", "removed", "not_covered"]:
    if struck:
        return "removed"
    if unit is None or not unit.start <= start < unit.end or unit.text.rstrip().endswith("?"):
        return "listed"
    following = _next_code(text, end, unit.end)
    while following and re.fullmatch(r"\s*(?:,|;|/|&|and|n?or|,\s*(?:and|or))\s*", text[end : following.start()]):
        end = following.end()
        following = _next_code(text, end, unit.end)
    stop = following.start() if following else unit.end
    return standing.at(unit, start).of(text[unit.start : start], text[end:stop])


def _next_code(text: str, start: int, end: int) -> re.Match[str] | None:
    """The next token of a code's shape; bare numbers of three or four digits are none."""
    return next((found for found in _CODE.finditer(text, start, end) if not found["rev"]), None)


def _system(found: re.Match[str], text: str, unit: Unit | None, outline: Outline, near: str) -> System | None:
    """Which code system a token belongs to; None where it is no code."""
    before = text[max(0, found.start() - 90) : found.start()]
    if _is_numbered(before):
        return None
    if found["ndc"]:
        return "NDC" if _NDC_CUE.search(_around(text, found, unit, outline)) or found[0].startswith("50458") else None
    if found["rev"]:
        return "REV" if near == "REV" or _REV_CUE.search(before) else None
    if found["dotted"]:
        return "ICD-10-CM"
    if found["hcpcs"]:
        if _A_CONTRACT.match(text, found.end()):
            return None
        other = _NEVER_A_DIAGNOSIS.fullmatch(found[0]) is None
        return "ICD-10-CM" if other and _icd_is_nearer(_around(text, found, unit, outline), before) else "HCPCS"
    if found["bare"]:
        return _bare(found, text, unit, outline, near, before)
    place = Around(text=text, found=found, unit=unit, before=before, near=bool(near))
    return "CPT" if is_procedure(place, lambda: _around(text, found, unit, outline)) else None


def _is_numbered(before: str) -> bool:
    """Whether what stands before a number says that it is a policy's, a claim's, a box's; a longer line above is no
    label of it."""
    label = _NOT_A_CODE.search(before, max(0, len(before) - _LABEL))
    if label is None or re.search(r"codes?\W+(?:number|no\.?|#)?\W*$", before, re.IGNORECASE):
        return False
    above, broken, own = before.rpartition("\n")
    if broken and not own.strip() and not _LABEL_ABOVE.search(above):
        return False
    return _ON_A_CLAIM.search(before) is None


def _around(text: str, found: re.Match[str], unit: Unit | None, outline: Outline) -> str:
    """The words that say what a code is: heading, column header, lead-in, and what stands before it in its unit."""
    if unit is None:
        return text[max(0, found.start() - 120) : found.start()]
    section = outline.section_of(unit)
    parents = " ".join(parent.text[-160:] for parent in outline.governors(unit)[:2])
    own = text[max(unit.start, found.start() - 300) : found.start()] if unit.start <= found.start() else ""
    return " ".join([section.heading, parents, *unit.headers, text[max(0, unit.start - 160) : unit.start], own])


def _icd_is_nearer(around: str, before: str) -> bool:
    """Whether the last cue before a code speaks of diagnoses."""
    text = around + before
    icd = max((found.end() for found in _ICD_CUE.finditer(text)), default=-1)
    procedure = max((found.end() for found in re.finditer(r"\bCPT\b|HCPCS|procedure", text, re.IGNORECASE)), default=-1)
    return icd > procedure


def _bare(
    found: re.Match[str], text: str, unit: Unit | None, outline: Outline, near: str, before: str
) -> System | None:
    """A diagnosis code without its dot needs a cue or a neighbour that is one."""
    if near == "ICD-10-CM":
        return "ICD-10-CM"
    cue = _ICD_CUE.search(before) or _icd_is_nearer(_around(text, found, unit, outline), "")
    token = found[0]
    if not cue or (len(token) == 3 and not _is_category(token, before)):
        return None
    return "ICD-10-CM" if sum(char.isdigit() for char in token) >= 2 else None


def _is_category(token: str, before: str) -> bool:
    """Whether three characters are a category of diagnoses ("F32"): first on their line, or named as diagnoses in their
    own sentence; "version B17" and "jurisdiction J15" are none."""
    if not re.match(r"[A-Z]\d\d$", token) or _JURISDICTION.search(before):
        return False
    sentence = re.split(r"[.;]\s", before)[-1]
    return not before.rpartition("\n")[2].strip(" |\t") or _ICD_CUE.search(sentence) is not None


def _with_range(found: re.Match[str], text: str, system: System) -> tuple[str, int]:
    """The code as it is given out, and its end: with the range's other end where there is one."""
    code = _written(found[0], system)
    other = _RANGE.match(text, found.end())
    if other and _is_range(code, other["end"].upper(), system, other[0]):
        return f"{code}-{_written(other['end'].upper(), system)}", other.end()
    return code, found.end()


def _is_range(first: str, last: str, system: System, written: str) -> bool:
    """Whether two codes are the ends of one range; "from J3490 to J0013" is a change."""
    if system == "HCPCS":
        return re.fullmatch(rf"{first[0]}\d{{4}}", last) is not None and first < last and " to " not in written.lower()
    return system in ("ICD-10-CM", "CPT") and last[0].isdigit() == first[0].isdigit()


def _written(token: str, system: System) -> str:
    if system == "ICD-10-CM" and "." not in token and len(token) > 3:
        return f"{token[:3]}.{token[3:]}"
    return token


def _quote(text: str, start: int, end: int, unit: Unit | None) -> str:
    """The code with the words after it on its line, so that a reader sees what it is."""
    stop = text.find("\n", end)
    stop = min(stop if stop >= 0 else len(text), start + 70, unit.end if unit and unit.end > end else len(text))
    if stop < len(text) and stop > end and text[stop - 1].isalnum() and text[stop : stop + 1].isalnum():
        stop = max(end, text.rfind(" ", end, stop))
    return folded(text[start:stop])


def _settled(hits: list[_Hit]) -> Iterator[Code]:
    """One record per code and status. A listing counts before a mention in prose, a removal before a mention."""
    firm = {(hit.code, hit.status) for hit in hits if hit.listed_place or hit.status == "removed"}
    known = {code for code, _ in firm}
    given: set[tuple[str, str]] = set()
    for hit in hits:
        key = (hit.code, hit.status)
        if key in given or (key not in firm and (hit.code in known or (hit.code, "listed") in given)):
            continue
        given.add(key)
        yield Code(code=hit.code, system=hit.system, status=hit.status, page=hit.page, quote=hit.quote)
