"""Rows and columns of tables that set no rule in force: earlier texts, dates past, history, other drugs to look up."""

from __future__ import annotations

from collections.abc import Sequence

from ketacli.policy import lazy_re as re
from ketacli.policy.criteria.echoes import is_echo
from ketacli.policy.criteria.quantities import folded
from ketacli.policy.decisions import is_question
from ketacli.policy.exclusion_items import names_use
from ketacli.policy.outline import Role, Unit
from ketacli.policy.sections import role_of_heading
from ketacli.policy.sentences import sentence_spans

_LONG_CELL = 250

_VERSION = re.compile(
    r"\bversion\b|\b(?:old|previous|prior|former|earlier) (?:text|rule|policy|criteria|"
    r"wording)\b|^(?:old|before|previous|was)\b"
)
_PAST = re.compile(
    r"^\W*(?:(?:through|until|up to|till|prior to|ending|ends|ended|(?:in force|valid) (?:until|through))\b"
    r"|to date\b|so far\b|currently until\b)"
)
_PRESENT = re.compile(
    r"^\W*(?:from|as of|on (?:and|or) after|starting|beginning|effective|after|since|new|now|in force from)\b"
)
_DASHES = re.compile(r"^\W*[-=_]{3,}\W*$")
_NO_RULE = {Role.HISTORY, Role.RELATED, Role.REFERENCES}


_CODE_CELL = re.compile(r"\s*(?:(?:HCPCS|CPT)\s+)?(?:[A-Z]\d{4}|\d{5})\s*$")
_DATE_CELL = re.compile(r"^\s*\d{1,2}[/.-](?:\d{1,2}[/.-])?\d{2,4}\s*$")


def sets_no_rule(unit: Unit) -> bool:
    """Whether a row is one of a history, of a comparison of versions or payers, of codes, or of what to look up."""
    dated = any(_DATE_CELL.match(cell.text) for cell in unit.cells)
    coded = len(unit.cells) > 1 and _CODE_CELL.match(unit.cells[0].text) is not None
    compared = compares_versions(unit) or compares_payers(unit) or _parts_drugs(unit)
    return dated or coded or compared or tells_no_rule(unit)


_PREFERENCE = re.compile(r"\W*(?:non-?|not )?preferred(?: (?:drugs?|agents?|products?|medications?))?\W*", re.I)


def _parts_drugs(unit: Unit) -> bool:
    """Whether all columns but the first list drugs as preferred or not preferred."""
    return len(unit.headers) > 1 and all(_PREFERENCE.fullmatch(header) for header in unit.headers[1:])


_DENIES = re.compile(
    r"\W*(?:automatic(?:ally)? )?(?:den(?:y|ied|ial)|reject(?:ed)?|refuse[ds]?|(?:do )?not approve[d]?)\W*", re.I
)


def tells_nothing(text: str, names: Sequence[str], at: int) -> bool:
    """Whether a cell asks for nothing: it stands in a column that is past, or only says "Deny"."""
    return is_past(names, at) or says_deny(text)


def says_deny(text: str) -> bool:
    """Whether a cell holds nothing but the word of refusal ("Deny")."""
    return _DENIES.fullmatch(text) is not None


def is_denied(unit: Unit) -> bool:
    """Whether the last cell of a row says that what stands beside it is refused ("Aneurysm | Deny"); the answer to a
    question sends on."""
    if len(unit.cells) < 2 or not says_deny(unit.cells[-1].text):
        return False
    answered = bool(unit.headers) and folded(unit.headers[-1]).strip() in ("yes", "no")
    return not answered and not any(is_question(cell.text) for cell in unit.cells)


_PAYERS = re.compile(
    r"^\W*(?:(?:the|name of|health)\W+)*(?:payers?|payors?|insurers?|carriers?|insurance compan(?:y|ies))\b"
)


def compares_payers(unit: Unit) -> bool:
    """Whether each row of a table is about another payer."""
    return bool(unit.headers) and _PAYERS.match(folded(unit.headers[0])) is not None


def compares_versions(unit: Unit) -> bool:
    """Whether the columns of a table set an earlier text beside the present one."""
    return any(_VERSION.search(folded(header)) for header in unit.headers)


def headers_of(unit: Unit, units: Sequence[Unit]) -> tuple[str, ...]:
    """The headers of a row; in a plain text the row above the line of dashes."""
    if any(unit.headers) or len(unit.cells) < 3:
        return tuple(unit.headers)
    for index in range(unit.index - 1, max(unit.index - 20, 0), -1):
        before = units[index]
        if before.kind != "table_row":
            break
        if all(_DASHES.match(cell.text) for cell in before.cells) and units[index - 1].kind == "table_row":
            return tuple(cell.text for cell in units[index - 1].cells)
    return ()


def is_past(names: Sequence[str], at: int) -> bool:
    """Whether a column held until a date ("Through March 31") and another holds from then on ("From April 1")."""
    headers = [folded(header) for header in names]
    return at < len(headers) and bool(_PAST.match(headers[at])) and any(map(_PRESENT.match, headers))


def tells_no_rule(unit: Unit) -> bool:
    """Whether the label of a row says that it tells what was, or where to look ("HISTORY", "SEE ALSO")."""
    label = " ".join(unit.cells[0].text.split()) if len(unit.cells) > 1 else ""
    return 0 < len(label) < 40 and role_of_heading(label) in _NO_RULE


_NO_ALONE = re.compile(r"(?:[\W_]|\b(?:answer|must be|has to be|needed|required|x)\b)*\bno\b[\W_]*", re.I)


_HAS = re.compile(
    r"\b(?:members?|patients?|individuals?|persons?|enrollees?|recipients?|beneficiar(?:y|ies)|clients?|you|applicants?)\b"
    r"[^?]{0,40}\b(?:have|has|had|been|using|use[ds]?|drinks?|drink|misuse\w*|abuse\w*|suffer\w*|ever|currently|known)\b",
    re.I,
)


def asks_of_person(text: str) -> bool:
    """Whether a question is about the person and not about what the treatment is wanted for."""
    return _HAS.search(text) is not None


def must_be_denied(unit: Unit) -> bool:
    """Whether the one answer that a form gives beside a question is "no" ("Is she pregnant? | ☐ No")."""
    answers = [cell.text for cell in unit.cells if not is_question(cell.text)]
    return 0 < len(answers) < len(unit.cells) and any(_NO_ALONE.fullmatch(text) for text in answers)


def spans_in_cell(text: str) -> list[tuple[int, int]]:
    """The sentences of a long cell, or where one only speaks of the one before it; the whole of a short one."""
    spans = list(sentence_spans(text))
    apart = len(text) > _LONG_CELL or any(is_echo(folded(text[start:end])) for start, end in spans[1:])
    return spans if apart else [(0, len(text))]


def items_in_cell(text: str) -> list[tuple[int, int]]:
    """The sentences of a list of exclusions where one of them is a use, or of a long one."""
    return list(sentence_spans(text)) if names_use(text) else spans_in_cell(text)


_BOXES = re.compile(r"(?:\W|\b(?:yes|no|n/?a|unknown)\b)*", re.I)


def label_of(unit: Unit) -> str:
    """The label of a row; none where its first cell is a question that boxes answer."""
    label = " ".join(unit.cells[0].text.split()).rstrip(":")
    if is_question(label) and all(_BOXES.fullmatch(cell.text) for cell in unit.cells[1:]):
        return ""
    return label.rstrip("?") if re.search(r"[A-Za-z]{2}", label) else ""
