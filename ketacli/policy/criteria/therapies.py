"""Treatments other than antidepressants that must have failed or be ruled out: ECT, TMS, physical therapy …"""

from __future__ import annotations

from ketacli.policy import lazy_re as re
from ketacli.policy.criteria.generic import in_exception
from ketacli.policy.criteria.passages import Found, Passage
from ketacli.policy.criteria.patterns import cue, named_in
from ketacli.policy.criteria.quantities import Quantity

_UNIT = re.compile(
    r"^[\s-]*(?:\w+\s+){0,2}?(sessions?|treatments?|weeks?|months?|days?|blocks?|courses?|visits?|procedures?)\b"
)
_UNITS = {"treatment": "sessions", "procedure": "sessions", "block": "sessions", "visit": "sessions"}
_RULED_OUT = re.compile(
    r"contraindicat\w*|not (?:a )?candidates?|ineligib\w+|unable to|cannot|not tolerat\w*|"
    r"not available|refus\w+|declin\w+"
)
_ONE = re.compile(
    r"\bor\b|/|^\s*\($|^[\s)]*$|\binclud\w+|\bsuch as\b|\bwith\b|\bthat (?:also )?(?:included|contained)\b"
)
_OTHER_DRUGS = ("gabapentinoid", "opioid", "NSAID", "bisphosphonate")


_LASTING = re.compile(
    r"\b(?:symptoms?|pain|syndrome|condition|disease|episode)\b[^.;#]{0,30}"
    r"\b(?:persist|last|continu|been present|gone on|endur)\w*[^.;,#]{0,20}$"
)
"""Before a span: how long the illness has lasted, not a therapy for it."""


def find_therapies(passage: Passage) -> list[Found]:
    """One record for therapies that an "or" joins, one for each that "and" or a comma parts."""
    own = _places(passage, passage.low)
    if own:
        if not (_tells_failure(passage) or cue("failure").search(passage.context)):
            return []
        return _records(passage, own)
    inherited = _nearest(passage)
    if (
        inherited
        and (cue("failure").search(passage.shadow.text) or _RULED_OUT.search(passage.low))
        and "antidepress" not in passage.low
        and not any(_LASTING.search(passage.low[: one.start]) for one in passage.shadow.quantities)
    ):
        return [_record(passage, [(0, 0, inherited)], 0, len(passage.low))]
    return []


_AFTER_MONTHS = re.compile(r"\bafter #+ (?:weeks?|months?|sessions?|days?) of\b")


def _tells_failure(passage: Passage) -> bool:
    return bool(
        cue("failure").search(passage.shadow.text)
        or _RULED_OUT.search(passage.low)
        or _AFTER_MONTHS.search(passage.shadow.text)
        or re.search(r"\bcourses?\b|\bcomplet\w+|\bat least\b|\bhx\b|^\W*(?:a )?history of\b", passage.low)
    )


def _places(passage: Passage, low: str) -> list[tuple[int, int, str]]:
    found = [
        (match.start(), match.end(), name)
        for name, regex in named_in("therapies", low)
        for match in regex.finditer(low)
        if not in_exception(passage, match.start()) and not (name in _OTHER_DRUGS and _is_example(low, match.start()))
    ]
    found.sort()
    kept: list[tuple[int, int, str]] = []
    for place in found:
        if not any(place[0] < other[1] for other in kept) and place[2] not in [other[2] for other in kept]:
            kept.append(place)
    return kept


def _is_example(low: str, at: int) -> bool:
    """Drugs that stand in brackets or after "such as" only exemplify a count of trials."""
    opened = low.rfind("(", 0, at)
    return (
        opened > low.rfind(")", 0, at)
        or bool(re.search(r"\b(?:such as|for example|e\.g\.|including|like)\b[^.;]*$", low[:at]))
        or "class" in low
    )


def _nearest(passage: Passage) -> str | None:
    """The therapy that the lead-in of a list names as its subject."""
    lead = passage.context.split(" | ")[0]
    names = [name for name, regex in named_in("therapies", lead) if regex.search(lead)]
    return names[0] if len(names) == 1 else None


def _records(passage: Passage, places: list[tuple[int, int, str]]) -> list[Found]:
    groups: list[list[tuple[int, int, str]]] = []
    for place in places:
        joined = passage.low[groups[-1][-1][1] : place[0]] if groups else ""
        if groups and _ONE.search(joined) and len(joined) < 60:
            groups[-1].append(place)
        else:
            groups.append([place])
    starts = [group[0][0] for group in groups] + [len(passage.low)]
    return [_record(passage, group, 0 if at == 0 else starts[at], starts[at + 1]) for at, group in enumerate(groups)]


def _record(passage: Passage, group: list[tuple[int, int, str]], floor: int, limit: int) -> Found:
    quantity, unit = _count(passage, floor, limit, group)
    names = " or ".join(dict.fromkeys(name for _, _, name in group))
    ruled_out = _RULED_OUT.search(passage.low)
    text = f"{names} {'contraindicated' if ruled_out and 'contraindic' in ruled_out[0] else 'failed'}"
    start = group[0][0] if group[0][1] else 0
    end = group[-1][1] or len(passage.low)
    return Found(
        type="prior_failure_other",
        rule="KC145",
        start=min(start, quantity.start) if quantity else start,
        end=max(end, quantity.end) if quantity else end,
        number=quantity.value if quantity else None,
        unit=unit,
        comparison=(quantity.comparison or "at_least") if quantity else None,
        text=text,
    )


def _near(passage: Passage, quantity: Quantity, places: list[tuple[int, int, str]]) -> bool:
    """Whether an amount belongs to a therapy: the list's subject, or a name close by in the same breath."""
    for start, end, _ in places:
        if end == 0:
            return True
        first = quantity.end <= start
        gap = passage.low[quantity.end : start] if first else passage.low[end : quantity.start]
        parted = re.search(r"[;:]|\bif\b|\bwhere\b|\b(?:augment|psychotherap)\w+", gap) or (
            first and re.search(r"[,\u2610-\u2612\u25a1]|\bafter\b", gap)
        )
        if len(gap) <= 60 and not parted:
            return True
    return False


def _counted(passage: Passage, quantity: Quantity, floor: int, limit: int, names: set[str]) -> str | None:
    """The unit where a count stands right before the therapy ("at least three opioids", "2 sympathetic blocks")."""
    if not floor - 40 <= quantity.start < limit or in_exception(passage, quantity.start):
        return None
    after = passage.low[quantity.end : quantity.end + 30]
    for name, regex in named_in("therapies", after):
        match = regex.search(after)
        if match and name in names and re.fullmatch(r"[\s-]*(?:\w+ ){0,2}", after[: match.start()]):
            return (
                "trials" if name in _OTHER_DRUGS else "sessions" if "block" in name or name in ("ECT", "TMS") else None
            )
    return None


def _of_another(passage: Passage, quantity: Quantity, names: set[str]) -> bool:
    """Whether an amount counts a therapy that this record does not speak of ("two sympathetic blocks")."""
    after = re.split(r"[,;.]|\band\b|\bof\b", passage.low[quantity.end : quantity.end + 40])[0]
    told = {name for name, regex in named_in("therapies", after) if regex.search(after)}
    return bool(told) and not told & names


def _count(
    passage: Passage, floor: int, limit: int, places: list[tuple[int, int, str]]
) -> tuple[Quantity | None, str | None]:
    for quantity in passage.shadow.quantities:
        named = _counted(passage, quantity, floor, limit, {name for _, _, name in places})
        if named:
            return quantity, named
    for quantity in passage.shadow.quantities:
        unit = _UNIT.match(passage.shadow.text[quantity.end :])
        if _LASTING.search(passage.low[: quantity.start]):
            continue
        drug = "antidepress" in passage.low[quantity.end : quantity.end + 40]
        if unit and _of_another(passage, quantity, {name for _, _, name in places}):
            continue
        if unit and not drug and floor <= quantity.start < limit and not in_exception(passage, quantity.start):
            if re.search(r"antidepress[^.;,]{0,40}$", passage.low[: quantity.start]) or not _near(
                passage, quantity, places
            ):
                continue
            bare = unit[1].rstrip("s")
            return quantity, _UNITS.get(bare, bare + "s")
    return None, None
