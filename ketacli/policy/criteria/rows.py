"""Rows and columns of tables that set no rule in force: earlier texts, dates past, history, other drugs to look up."""

from __future__ import annotations

from ketacli.policy import lazy_re as re
from ketacli.policy.criteria.quantities import folded
from ketacli.policy.outline import Role, Unit
from ketacli.policy.sections import role_of_heading

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
_NO_RULE = {Role.HISTORY, Role.RELATED, Role.REFERENCES}


def compares_versions(unit: Unit) -> bool:
    """Whether the columns of a table set an earlier text beside the present one."""
    return any(_VERSION.search(folded(header)) for header in unit.headers)


def is_past(unit: Unit, at: int) -> bool:
    """Whether a column held until a date ("Through March 31") and another holds from then on ("From April 1")."""
    headers = [folded(header) for header in unit.headers]
    return at < len(headers) and bool(_PAST.match(headers[at])) and any(map(_PRESENT.match, headers))


def tells_no_rule(unit: Unit) -> bool:
    """Whether the label of a row says that it tells what was, or where to look ("HISTORY", "SEE ALSO")."""
    label = " ".join(unit.cells[0].text.split()) if len(unit.cells) > 1 else ""
    return 0 < len(label) < 40 and role_of_heading(label) in _NO_RULE
