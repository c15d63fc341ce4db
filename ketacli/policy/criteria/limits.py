"""How much is covered: doses, devices, kits, sessions, courses, and the time between them."""

from __future__ import annotations

from collections.abc import Sequence

from ketacli.policy import lazy_re as re
from ketacli.policy.criteria.generic import in_exception
from ketacli.policy.criteria.passages import Found, Passage
from ketacli.policy.criteria.quantities import Quantity
from ketacli.policy.criteria.rhythms import find_rhythms
from ketacli.policy.reading import Comparison, Number

_NOUN = re.compile(
    r"^\)?[\s-]*(?:\([^)]{1,30}\)\s*)?(?:(?:iv|intravenous|ketamine|esketamine|spravato|"
    r"ketamine[- ]assisted (?:psycho)?therapy|"
    r"treatment|dosing|single-use|daily|consecutive|nasal|spray|dose|total|separate|additional|induction|further|more|"
    r"maintenance|individual|covered|full)\s+){0,3}"
    r"(mg\s*/\s*kg|mg per kg|mg|milligrams?|devices?|kits?|sprays?|vials?|units?|"
    r"infusions?|sessions?|treatments?|administrations?|doses?|visits?|courses?|series|blocks?|"
    r"hours?|days?)\b(?!\s*(?:before|of age))"
)
_NOUNS = {
    "visit": "sessions",
    "serie": "courses",
    "infusion": "sessions",
    "treatment": "sessions",
    "administration": "sessions",
    "block": "sessions",
    "milligram": "mg",
}
_PERIOD = re.compile(
    r"^\s*/\s*(?P<per>\d+)[\s-]*(?P<span>day|week|month)s?\b"
    r"|^[^.;#]{0,50}?(?:\b(?:per|in|every|within|during|over|each|any|a|an|of|the first|first|"
    r"for)\s+(?:(?:any|each|every|a|an|the|one|single|period of|first|rolling|given|"
    r"calendar|plan|benefit|consecutive|course of|"
    r"space of)\s+){0,4}|/\s?(?=#))(?:(?P<count>#+)[\s-]*)?(?:calendar |rolling |plan |benefit |"
    r"consecutive |months? of )?(?P<unit>days?|weeks?|months?|years?|dose|session|"
    r"treatment|visit|course|infusion|lifetime|episode|member)\b"
    r"|^[^.;#]{0,30}?\b(?P<adverb>weekly|daily|monthly)\b|^[^.;#]{0,20}?/(?P<slash>week|day|month|dose|session|wk)\b"
)
_LIMIT = re.compile(
    r"\b(?:limit\w*|max|maxim\w+|quantity|ql|cap(?:ped)?|allow\w*|not (?:to |be )?exceed\w*|"
    r"exceed\w*|no more|not more|at most|up to|only|ceiling|dosage allowed|"
    r"approve (?:up to|one)|covers? (?:up to|no more)|restricted)\b"
)
_UNITS_OF_MG = re.compile(r"\bunits? \((?:\w+ )?mg\)|\b(?:one|1|each|per) units? (?:is|=|equals|of) (?:1 |one )?mg\b")
"""Where a text says that the units that it counts are milligrams."""
_OF_CODE = re.compile(r"\b[a-z]\d{4}\s*[(=]\s*$")
"""Before the dose that a code of billing stands for ("G2082 (56 mg or less)")."""
_LIMIT_LABEL = re.compile(
    r"^\W*(?:quantity |dos(?:e|ing|age) |supply )?(?:limits?|ql|"
    r"maximum)(?: of coverage)?\s*[:.]|^\W*(?:quantity|most|maximum|how much|how many|approved (?:requests?"
    r"|amounts?|quantity))[^.;:]{0,20}:"
)
_COUNTED = re.compile(r"\b(devices|kits|infusions|sessions|treatments|doses|visits|courses)\b")
_LISTED = re.compile(
    r"\b(devices|kits|infusions|sessions|treatments|doses|visits)\s*:(?:[^.;:]*,)?\s*(?:(?:then|and|up to|at most|"
    r"no more than|afterwards?)\s+)*$"
)
"""Before an amount of what a label counts ("Devices: 24 in the first 28 days, then 12 per 28 days")."""
_SIZE = re.compile(r"\s*(?:\([^)]*\)\s*)?(?:of|at|with)\s+#+[\s-]*mg(?: each)?\b")
_STRENGTH = re.compile(r"[\s-]*(?:dose )?(?:kits?|devices?|sprays?|vials?|nasal)\b|\s*of #")
_OF_A_STRENGTH = re.compile(r"\b(?:devices?|kits?|sprays?|vials?) (?:of|at|with) $")
"""An amount that only tells the strength of what is counted ("28 mg devices", "16 devices of 28 mg")."""
_KIT_SIZE = re.compile(r"\bmg\s*\(\s*$")
_PERIOD_BEFORE = re.compile(r"\b(?:in|per|each|every|within|during)\s*$")
_UPPER: set[Comparison | None] = {"at_most", "less_than"}
_FREQUENCY = re.compile(
    r"^[^.;#]{0,60}?\b(once|twice|#+ times) (?:a |per |each )?(?:week|weekly)\b|"
    r"^[^.;#]{0,30}\b(?:per|each|for each|every) (?:dose|session|treatment|visit|"
    r"administration)\b"
)
_PERIODS = {"wk": "week", "weekly": "week", "daily": "day", "monthly": "month"}


_PACKED = re.compile(
    r"(?:#+|\beach|\bevery|\ba)[\s-]*(?:nasal )?(?:devices?|kits?|vials?|sprays?|units?|bottles?|doses?|treatments?)\b"
    r"[^.;#]{0,25}?(?:\b(?:contain\w*|deliver\w*|hold\w*|consist\w* of|equals?|corresponds? to|"
    r"amounts? to|comes? with|yields?)\b|=)"
    r"[^.;#]{0,20}#+\s*\w+"
)
"""What a package holds, which limits nothing ("one device contains 28 mg")."""
DOSING_NOTE = re.compile(
    r"^\W*(?:dos(?:e|ing|age)|quantity|maximum dose|approve (?:one|up to))\b(?![^.;]*\b(?:first|initial))"
)
"""A line on doses that says nothing of the first course: it holds for every one."""


def find_limits(passage: Passage) -> list[Found]:
    """Upper limits with their unit ("devices_per_4_weeks", "mg_per_week"), and the least time between sessions."""
    shadow = passage.shadow
    found = find_rhythms(passage)
    packed = [match.span() for match in _PACKED.finditer(shadow.text)] if shadow.quantities else []
    for quantity in shadow.quantities:
        noun = _counted(passage, quantity)
        if (
            noun is None
            or _OF_CODE.search(passage.low[: quantity.start])
            or in_exception(passage, quantity.start)
            or any(start <= quantity.start < end for start, end in packed)
            or any(item.start <= quantity.start < item.end for item in found)
        ):
            continue
        item = _limit(passage, quantity, *noun, found)
        if item:
            found.append(item)
    return sorted(found, key=lambda item: item.start)


def _counted(passage: Passage, quantity: Quantity) -> tuple[str, int] | None:
    """What an amount counts, and where its words end; in a grid the row's label may say so ("Most kits": "8")."""
    after = passage.shadow.text[quantity.end :]
    noun = _NOUN.match(after)
    if noun:
        end = quantity.end + noun.end()
        if noun[1].rstrip("s") in ("device", "kit", "spray") and (size := _SIZE.match(passage.shadow.text, end)):
            end = size.end()
        bracket = re.match(r"^\s*\([^)]*\)", passage.shadow.text[end:])
        counted = re.sub(r"\s", "", noun[1]).rstrip("s")
        counted = "mg" if counted == "unit" and _UNITS_OF_MG.search(passage.low) else counted
        return counted, end + (bracket.end() if bracket else 0)
    label = _COUNTED.search(passage.low[: passage.prefix])
    listed = _LISTED.search(passage.shadow.text[max(0, quantity.start - 90) : quantity.start])
    if listed and _PERIOD.match(after):
        return listed[1].rstrip("s"), quantity.end
    if label and quantity.start == passage.prefix and (_PERIOD.match(after) or not after.strip()):
        return label[1].rstrip("s"), quantity.end
    return None


def _limit(passage: Passage, quantity: Quantity, head: str, at: int, earlier: Sequence[Found]) -> Found | None:
    shadow = passage.shadow.text
    head = {"mg/kg": "mg_per_kg", "mgperkg": "mg_per_kg"}.get(head, head)
    if _PERIOD_BEFORE.search(shadow[: quantity.start]) or _KIT_SIZE.search(shadow[: quantity.start]):
        return None
    cut = max(shadow.rfind(mark, 0, quantity.start) for mark in (";", ". ")) + 1
    before, after = shadow[cut : quantity.start], shadow[at:]
    upper = quantity.comparison in _UPPER or _negated(before, quantity) or _refused_above(quantity, before, after)
    limited = upper or _limited(quantity.start, after, passage) or _goes_on(head, quantity, after, shadow, earlier)
    if (
        not limited
        or _STRENGTH.match(after)
        or _OF_A_STRENGTH.search(before)
        or not _counts(head, before, after, upper, passage)
    ):
        return None
    unit = _unit(head, after, passage, at)
    period = _PERIOD.match(after)
    end = at + (period.end() if period else 0)
    comparison: Comparison = "less_than" if quantity.comparison == "less_than" else "at_most"
    if unit.startswith("sessions_per_") and unit[13].isdigit() and quantity.value == 1:
        every, span = unit.removeprefix("sessions_per_").split("_")
        return _found(passage, quantity, end, int(every), span, "at_least")
    number = quantity.high if quantity.high is not None else quantity.value
    return _found(passage, quantity, end, number, unit, comparison)


_NEXT = re.compile(r"[^.;#]{0,60}(?:\band(?: then)?|\bthen|[,;])\s*$")


def _goes_on(head: str, quantity: Quantity, after: str, shadow: str, earlier: Sequence[Found]) -> bool:
    """Whether an amount in a time goes on from a limit on the same thing ("12 kits in 28 days at first, then 4 …")."""
    if not earlier or _PERIOD.match(after) is None:
        return False
    before = earlier[-1]
    same = (before.unit or "").startswith(_NOUNS.get(head, head)[:4])
    return same and _NEXT.fullmatch(shadow[before.end : quantity.start]) is not None


def _counts(head: str, before: str, after: str, upper: bool, passage: Passage) -> bool:
    if head not in ("day", "hour", "visit", "unit"):
        return True
    if upper and passage.prefix and not before[passage.prefix :].strip():
        return head != "day" or not _LENGTH_LABEL.search(passage.low[: passage.prefix])
    return _worth(head, before, after, upper or _LIMIT_LABEL.match(passage.low) is not None)


_LENGTH_LABEL = re.compile(r"\b(?:length|duration|term|period|how long|approval|authori[sz]ation|valid)\b")
"""A label of how long an approval runs, whose days are no amount ("Length of authorization: up to 28 days")."""


def _found(passage: Passage, quantity: Quantity, end: int, number: Number, unit: str, comparison: Comparison) -> Found:
    text = " ".join(passage.text[quantity.start : end].split())
    return Found(
        type="quantity_limit",
        rule="KC152",
        start=quantity.start,
        end=end,
        number=number,
        unit=unit,
        comparison=comparison,
        text=text,
    )


_ABOVE = re.compile(r"\b(?:above|over|beyond|exceed(?:s|ing)?|in excess of|(?:greater|higher|more|longer) than)\s*$")
_NOT_PAID = re.compile(
    r"^[^.;#]{0,60}(?:#+[^.;#]{0,30})?\b(?:is|are|will|shall|would) not (?:be )?"
    r"(?:covered|paid|approved|authori[sz]ed|certified|allowed|reimbursed|payable)\b"
)


def is_above(passage: Passage, item: Found) -> bool:
    """Whether a limit is told by what lies above it ("more than 8 sessions"), as refusals tell it."""
    return any(
        _ABOVE.search(passage.low[: quantity.start]) or quantity.comparison == "more_than"
        for quantity in passage.shadow.quantities
        if quantity.start == item.start
    )


def _refused_above(quantity: Quantity, before: str, after: str) -> bool:
    """ "Doses above 84 mg are not covered", "more than 3 series in 12 months will not be certified"."""
    above = quantity.comparison == "more_than" or _ABOVE.search(before) is not None
    return above and _NOT_PAID.match(after) is not None


def _negated(before: str, quantity: Quantity) -> bool:
    """ "No infusion lasts longer than 4 hours" and "must not be more than 4" set an upper limit."""
    return quantity.comparison == "more_than" and bool(re.search(r"\b(?:no|not|nor|never) (?:\w+ ){0,3}$", before))


def _limited(at: int, after: str, passage: Passage) -> bool:
    near = passage.low[max(0, at - 70) : at]
    if re.search(
        r"fail|\btrial|\bat least\b|psychotherap|antidepress|physical therapy|\bect\b|\btms\b|\bblocks?\b", near
    ):
        return False
    lead = passage.context.split(" | ")[0]
    return bool(
        _LIMIT.search(near)
        or re.match(r"^[^.;#]{0,40}\b(?:maximum|limit|at most|total)\b", after)
        or re.search(r"\b(?:is|are) the (?:limit|maximum|most|ceiling)\b", after)
        or re.search(
            r"\b(?:authori[sz]\w+|approv\w+|certification|certifies)(?: is| are| will be)?"
            r"(?: of| for)?:?\s*(?:up to )?$",
            near,
        )
        or re.match(
            r"^[^.;]{0,40}\b(?:are|is|(?:may|can|will) be) (?:approved|authori[sz]ed|allowed|covered|certified)\b",
            after,
        )
        or ("limit" in passage.context and _RATE.fullmatch(passage.shadow.text[passage.prefix :]) is not None)
        or _is_rate_alone(passage.shadow.text, max(passage.prefix, 0), at)
        or _GIVEN_TOO.search(passage.shadow.text[max(0, at - 130) : at])
        or _LIMIT_LABEL.match(passage.low)
        or re.search(r"(?:quantity|dos(?:e|age|ing)) (?:limit|allowed)|limits?\b|maximum|\bnot exceed\b", lead)
    )


_RATE = re.compile(r"\W*#+\s*(?:kits?|devices?|units?|doses?|sprays?)\s*(?:/|per|every|each|in)\s*#+[\s-]*days?\W*")
"""All that a cell says under a heading on limits ("8 kits / 28 days")."""
_RATE_ALONE = re.compile(
    r"\W*#+\s*(?:kits?|devices?)\s*(?:/|per|every|each|in)\s*#+[\s-]*days?(?:\s(?:after|from|during|starting)\s[^.;]{1,30})?\W*"
)
"""A clause that is only an amount of kits in a time, as the entries of drug lists give it."""
_GIVEN_TOO = re.compile(
    r"\b(?:authori[sz]|approv)\w+ (?:up to )?#+\s*(?:\w+ )?(?:sessions?|infusions?|treatments?|doses?|visits?)\b"
    r"[^.;]{0,90}(?:\band|,)\s*$"
    r"|\b(?:(?:approvals?|authori[sz]ations?) (?:is|are|runs?|lasts?)(?: given| granted)?|approved|authori[sz]ed|"
    r"covered|certified) for (?:up to )?#+[\s-]*(?:days?|weeks?|months?) and\s*$"
)
"""A second amount after the one that is authorized ("authorizes 12 sessions … and 8 sessions …")."""


def _is_rate_alone(shadow: str, prefix: int, at: int) -> bool:
    """Whether the clause in which an amount stands says no more than that amount in its time."""
    start = max(shadow.rfind(";", 0, at) + 1, prefix)
    end = shadow.find(";", at)
    return start > 0 and _RATE_ALONE.fullmatch(shadow[start : end if end >= 0 else len(shadow)]) is not None


def _worth(head: str, before: str, after: str, upper: bool) -> bool:
    """Days, hours and visits count only as the length of a course or session, never as the time for a claim."""
    near = before[-80:]
    if head in ("hour",):
        return (
            upper
            and bool(re.search(r"infus|session|course|treatment", near + after[:40]))
            and not re.search(r"monitor|observ|within", near + after[:30])
        )
    if head == "day":
        return (
            upper
            and bool(re.search(r"infus|course|inpatient|ketamine", near + after[:30]))
            and not re.search(
                r"approv\w*\s*(?:for|of|up to|\W)*$|authori\w*\s*(?:for|of|up to|\W)*$|supply|after|"
                r"within|request|ago|discharg|left",
                near[-40:] + after[:20],
            )
        )
    return upper and not re.search(r"office|evaluation|authori", near[-30:])


def _unit(head: str, after: str, passage: Passage, at: int) -> str:
    base = _NOUNS.get(head, head if head in ("mg", "mg_per_kg") else head + "s")
    if head in ("mg", "mg_per_kg"):
        if head == "mg_per_kg":
            return base
        if _FREQUENCY.match(after):
            return "mg_per_dose"
    period = _PERIOD.match(after)
    if period is None or (head == "mg" and re.match(r"^[^.;#]{0,10}\bof (?:esketamine|spravato)", after)):
        return "mg_per_dose" if head == "mg" else base
    if period["per"]:
        return f"{base}_per_{period['per']}_{period['span']}s"
    word = period["adverb"] or period["slash"] or period["unit"].rstrip("s")
    word = _PERIODS.get(word, word)
    count = passage.shadow.at(at + period.start("count")) if period["count"] else None
    if head == "mg" and word in ("dose", "session", "treatment", "visit", "infusion"):
        return "mg_per_dose"
    if word in ("lifetime", "member", "episode") or (head == "course" and word == "course"):
        return f"{base}_per_{word}" if word != "member" else base
    if count is not None and count.value == 7 and word == "day":
        word, count = "week", None
    if count is None or count.value == 1:
        return f"{base}_per_12_months" if word == "year" else f"{base}_per_{word}"
    number: Number = count.value * 12 if word == "year" else count.value
    return f"{base}_per_{number}_{'months' if word == 'year' else word + 's'}"
