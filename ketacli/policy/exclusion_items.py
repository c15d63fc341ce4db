"""What a field "Exclusion Criteria" lists: uses for which a drug is not covered, beside states of the person."""

from __future__ import annotations

from ketacli.policy import lazy_re as re
from ketacli.policy.positions.indications import Named, find_indications

_PIECE = re.compile(r"(?:(?<!\bvs)(?<!\be\.g)(?<!\bi\.e)\.(?!\d)|[^.;]|\.(?=\d))+")
_USE_OF = re.compile(
    r"(?:^|(?<!\w))(?:uses?|used|using|treat(?:ment|ing|s)?|therapy|management|indicated|prescribed|requests?|"
    r"monotherapy)(?:\s+\w+){0,4}?\s+(?:for|of|in|as)(?!\w)|(?<!\w)(?:to treat|as treatment of|for the treatment of|"
    r"treatment of)(?!\w)|^\W*for(?!\w)"
)
_OF_PERSON = re.compile(
    r"(?<!\w)(?:history|active|current|currently|concurrent|concomitant|comorbid|co-occurring|diagnos\w+|untreated|"
    r"uncontrolled|recent|known|members?|patients?|individuals?|persons?|has|have|had|who|with|prior|past|presence|"
    r"unstable)(?!\w)"
)
_NOTHING = re.compile(r"\W*(?:none|not applicable|n/a|no exclusions?)\W*$")
_STATES = frozenset({"sud", "bipolar", "trd", "mdd", "mdd_si"})
"""Names that stand for a state of the person as well: they count as uses only where the words say so."""


def excluded_uses(low: str) -> list[tuple[int, int, list[Named]]]:
    """The items of a list of exclusions that are uses: where each stands, and what it names.

    "Use for bipolar depression" and "Posttraumatic stress disorder" are uses; "history of bipolar disorder" and
    "substance use disorder" are states.
    """
    found: list[tuple[int, int, list[Named]]] = []
    for piece in _PIECE.finditer(low):
        named = [use for use in find_indications(piece[0]) if _is_use(piece[0], use)]
        if named:
            found.append((piece.start(), piece.end(), named))
    return found


def names_use(text: str) -> bool:
    """Whether a list of exclusions names a use, or says that it excludes nothing."""
    low = text.lower()
    return _NOTHING.match(low) is not None or bool(excluded_uses(low))


def _is_use(piece: str, named: Named) -> bool:
    before = piece[: named.start]
    if _USE_OF.search(before):
        return True
    if named.kind in ("other", "all"):
        return True
    if named.kind not in ("named", "group") or _OF_PERSON.search(before):
        return False
    return not _STATES.intersection(named.ids) or "bipolar depression" in piece[named.start : named.end]
