"""Field names of the criteria grid that Medicare drug plans and many others publish, one drug after another."""

from __future__ import annotations

from functools import cache

from ketacli.patterns import kept as re

_NAMES = (
    r"(?:covered|indicated|approved|approvable) uses?",
    r"(?:pa )?indication indicator",
    r"(?:pa |approved |fda[- ]approved |covered |medically accepted )?indications?",
    r"off[- ]label uses?",
    r"(?:pa )?exclusion criteria",
    r"exclusions?",
    r"required medical information",
    r"(?:diagnosis|required) criteria",
    r"age restrictions?",
    r"prescriber restrictions?",
    r"(?:coverage|approval|authorization) durations?",
    r"other (?:pa )?criteria",
    r"part b prerequisite",
    r"prerequisite therapy(?: required)?",
    r"step therapy criteria",
    r"quantity limits?",
    r"renewal criteria",
    r"(?:drug|product|medication)s?(?: names?)?",
    r"(?:products?|drugs?|medications?) affected",
)
_LABEL = rf"(?:{'|'.join(_NAMES)})"
_STEMS = (
    "use", "indicat", "exclusion", "medical", "criteria", "restriction", "duration", "prerequisite", "limit", "drug",
    "product", "medication", "prescriber",
)  # fmt: skip
"""Of which one stands in every name: most texts need no pattern."""
_TELLING = (
    r"(?:covered uses?|(?:pa )?indication indicator|off[- ]label uses?|exclusion criteria|required medical|"
    r"age restriction|prescriber(?: restriction)?|coverage duration|required medical information)(?:s)?\W*$"
)
_SECTION = (
    r"(?:initial|universal|renewal|re-?authori[sz]ation|continuation(?: of therapy)?|initial approval|initial coverage|"
    r"approval|coverage|authori[sz]ation|length of(?: approval)?|dosing|quantity)"
    r" (?:criteria|requirements?|duration|limits?|approval|authori[sz]ation)\W*$"
)
"""Names of the parts of a criteria page, each on a line of its own."""
_FIELD = re.compile(r"\W{0,3}(?P<label>[A-Z][A-Za-z /-]{2,34}?)\W{0,2}:\W{0,3}(?P<value>\w)")
_ENOUGH = 3
"""So many fields of their own make a grid."""
_NAMES_LIST = re.compile(
    r"(?:exclusion|inclusion|discontinuation) criteria\s*\([^()]{3,60}\)|(?:absolute )?contraindications", re.IGNORECASE
)


def grid_label(text: str) -> bool:
    """Whether a text is the name of a field, and nothing else."""
    if len(text) >= 40 or not _may_name(text):
        return False
    return _pattern(_LABEL).fullmatch(" ".join(text.split()).strip(" :*_-•|")) is not None


def label_and_value(line: str) -> tuple[int, int, int] | None:
    """Start and end of the field's name in "Age Restrictions: 18 and older", and start of its value; None for other
    lines and for a field whose value is missing."""
    found = _FIELD.match(line)
    if found is None or not grid_label(found["label"]):
        return None
    return found.start("label"), found.end("label"), found.start("value")


def opens_field(line: str) -> bool:
    """Whether a line begins with the name of a field and a colon."""
    name, colon, _ = line[:45].partition(":")
    return bool(colon) and grid_label(name)


def names_list(text: str) -> bool:
    """Whether a line names the list below it, though it stands tight between others ("Contraindications", "Exclusion
    Criteria (if one is met, do not give)")."""
    return _NAMES_LIST.fullmatch(text) is not None


def names_field(text: str) -> bool:
    """Whether a line is the name of a field that only such a grid has, and nothing else."""
    return len(text) < 40 and _tells(text.strip(" :*_-•|"))


def names_part(text: str) -> bool:
    """Whether a line is only the name of a part of a criteria page ("Initial criteria", "Approval duration")."""
    return len(text) < 40 and text[:1].isupper() and _pattern(_SECTION).match(text) is not None


def is_grid(names: list[str]) -> bool:
    """Whether so many of a text's lines begin with field names that it is such a grid."""
    found = {" ".join(name.lower().split()).strip(" :*_-•|") for name in names if _tells(name.strip(" :*_-•|"))}
    return len(found) >= _ENOUGH


def _may_name(text: str) -> bool:
    low = text.lower()
    return any(stem in low for stem in _STEMS)


def _tells(text: str) -> bool:
    return _may_name(text) and _pattern(_TELLING).match(text) is not None


@cache
def _pattern(source: str) -> re.Pattern[str]:
    """Compiled at its first use: few documents are grids, and every start would pay for it."""
    return re.compile(source, re.IGNORECASE)
