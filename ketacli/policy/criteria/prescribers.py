"""Who must prescribe, order or be consulted."""

from __future__ import annotations

from ketacli.policy import lazy_re as re
from ketacli.policy.criteria.generic import in_exception
from ketacli.policy.criteria.passages import Found, Passage
from ketacli.policy.criteria.patterns import any_pattern, words_data
from ketacli.policy.substrings import AnyOf

_hinted = AnyOf(
    "psychiatr",
    "speciali",
    "mental",
    "behavioral",
    "behavioural",
    "anesthesiolog",
    "anaesthesiolog",
    "pain",
    "pmhnp",
    "neurolog",
    "palliative",
    "addiction",
    "emergency",
    "critical care",
)


def find_prescriber(passage: Passage) -> list[Found]:
    """The prescriber that a passage asks for, in the words of the contract."""
    if not _hinted(passage.low):
        return []
    match = any_pattern(*words_data()["prescriber_act"]["patterns"]).search(passage.low)
    if match is None and ";" in passage.low:
        match = any_pattern(
            r"(?:^|;\s*)(?:an? )?{who}(?:(?: practitioner)?(?:,? or |,? and "
            r"|/)(?:an? )?{who})*(?: practitioner)?\s*(?:;|$|\.)"
        ).search(passage.low)
    if match is None or in_exception(passage, match.start()):
        return []
    text = prescriber_text(passage.low)
    if text is None:
        return []
    return [Found(type="prescriber", rule="KC144", start=match.start(), end=match.end(), text=text)]


def prescriber_text(low: str) -> str | None:
    """The contract's word for whom a text names as prescriber; None for nobody that it knows."""
    for row in words_data()["prescribers"]:
        wanted = all(re.search(source, low) for source in row["all"])
        if wanted and not any(re.search(source, low) for source in row["none"]):
            return str(row["text"])
    return None
