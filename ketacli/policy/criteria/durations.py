"""What a span of time in a criterion means: how long a trial lasted, how long an approval runs, or neither."""

from __future__ import annotations

from typing import Literal

from ketacli.policy import lazy_re as re
from ketacli.policy.criteria.approval_scopes import RENEWAL, approval_scope, last_end
from ketacli.policy.criteria.generic import in_exception
from ketacli.policy.criteria.passages import Found, Passage
from ketacli.policy.criteria.patterns import cue
from ketacli.policy.criteria.quantities import Quantity
from ketacli.policy.criteria.scales import recency_spans
from ketacli.records import record

Meaning = Literal["recency", "approval", "dosing", "interval", "therapy", "symptom", "trial", "other"]
_SPAN = re.compile(
    r"#+[\s-]*(?:full |calendar |consecutive |continuous )?(days?|weeks?|wks?|w(?=\W*$)|"
    r"months?|mos?|years?|yrs?)\b(?!\s*(?:of age|old|or older|and older|supply))"
)
_APPROVAL = re.compile(
    r"\bapprov(?:e|ed|al|als|es|ing|able)\b|\b(?:re-?)?authori[sz](?:ation|ations|ed|e|es)\b|"
    r"\brenew(?:al|ed|als|s)?\b|\bextend(?:ed|s)?\b|\bextension\b|\bcontinuation\b|"
    r"\bgranted\b|\b(?:initial|renewal|first|each) pas?\b|\bre-?auths?\b|\bauths?\b|\byes from us lasts?\b"
    r"|\b(?:re-?|pre-?)?certif(?:ication|ications|ied|ies|y)\b"
    r"|\b(?:coverage|authori[sz]ation|approval|initial|renewal) (?:duration|period|length|"
    r"term)\b|\bduration of (?:approval|authori[sz]ation|coverage)\b|"
    r"\blength of (?:approval|authori[sz]ation|coverage|therapy approval)\b|"
    r"\bcovered for\b|\bcoverage (?:is|will be|may be) (?:provided|given|granted) for\b|"
    r"\b(?:they|it|benefits|infusions|treatments?|approvals?) (?:is|are|"
    r"may be|will be) continued for\b|\bvalid for\b|\binitial (?:therapy|coverage|course)\b"
    r"|\b(?:medically necessary|cover(?:ed|s)?)(?: for)? (?:#+|a|an) (?:\w+ )?(?:course|period)\b|"
    r"\b(?:coverage|benefits?|approval) (?:is|are) limited to (?:#+|a|an|one) (?:single |\w+ )?(?:course|period)\b|"
    r"\b(?:requests?|renewals?|approvals?|authori[sz]ations?|extensions?) covers?\b|\bour (?:first |next )?ok\b|"
    r"^\W*(?:length|duration|term)\s*:|\binitial:|\brenewal:|\bsays? yes\b|\b(?:later|subsequent|further"
    r"|next) ones\b|\bfirst course\b|\b(?:esketamine|spravato|therapy) (?:is|will be) continued for\b"
)
_TRIAL = re.compile(
    r"anti-?depress|\btrials?\b|\beach\b|\bboth\b|\badequate\b|\bdos(?:e|es|age|ages)\b|"
    r"\bmedications?\b|\bagents?\b|\bdrugs?\b|\bused\b|\btaken\b|\btook\b|\btreat(?:ed|ment)\b|"
    r"\bfail|\btried\b|\btherapy\b|\bregimen\b|\bduration\b|\baugment|\bclass"
)
_DOSING = re.compile(
    r"(?:weekly|twice|once|per week|a week|per day|daily|\bmg|"
    r"#+[\s-]*(?:\w+[\s-]){0,2}(?:kits?|devices?|sprays?|sessions?|infusions?|units?|doses|"
    r"treatments?|visits?|courses?|hours?))\b[^.;]{0,40}(?:for|in|per|over|within|during|"
    r"every|any|period of|each|first|the)\b[^.;#]{0,24}$"
    r"|\b(?:per|every|each|any|weeks?|months?|days?|first|rolling)\s*$|\b(?:any|each|"
    r"every) (?:\w+ )?period of\s*$|\bonce (?:every|per|in)\s*$"
)
_FREQUENT = re.compile(
    r"\b(?:in|within|per|every|over|during|last|past|previous|preceding|each|after|beyond|than|"
    r"(?<!approve the )(?<!authorize the )(?<!cover the )(?<!for the )first|any)\s*(?:any |a |the "
    r"|each )?(?:period of |rolling |later )?$"
)
_DOSE_AFTER = re.compile(
    r"^\s*(?:after|following|since) (?:the )?(?:first|last|previous|prior|end|completion)\b|^[^.;]{0,24}\b(?:apart"
    r"|between (?:doses|sessions|infusions|treatments))\b|"
    r"^\s*(?:period|window|cycle)\b|^\s*(?:per|each|in each|a) (?:course|cycle|series)\b"
)
_THERAPY = re.compile(
    r"psychotherap|cognitive|\bcbt\b|talk therapy|counsel|physical therapy|physiotherapy|"
    r"conservative|occupational|\bect\b|electroconvulsive|\btms\b|transcranial|\bblocks?\b|"
    r"rehabilitation"
)
_DRUG = re.compile(r"anti-?depress|\beach\b|augment|\bagents?\b")
_SYMPTOM = re.compile(
    r"\b(?:symptoms?|pain|episode|depression|illness|diagnos\w+|disorder|crps|syndrome|disease|condition|"
    r"remission|abstinen\w+|sober|headaches?|suicid\w+|discharged?|hospital\w*|abstain\w*|"
    r"mania|manic|hypomani\w*|seizures?|psychosis|symptomatic|scores?|"
    r"enrolled)\b(?=[^.;#]{0,60}$)"
)
_STABLE_ON = re.compile(r"\b(?:stable|stabili[sz]ed|maintained) on (?:\w+ ){0,3}anti-?depress[^.;]*$")
"""Before the weeks for which the drug taken beside the treatment has been the same."""
_SYMPTOM_AFTER = re.compile(
    r"^[^.;#]{0,30}\b(?:of (?:symptoms|pain|remission|abstinence|sobriety)|since|"
    r"after (?:the )?(?:injury|onset|discharge))\b"
)
_LASTS = re.compile(r"\b(?:approvals?|authori[sz]ations?|renewals?|extensions?|it|each|ones)\s+(?:will )?lasts?\s*$")
_RENEWED_EVERY = re.compile(r"\b(?:renew(?:ed|able)|extended|re-?authori[sz]ed|re-?certified) every\s*$")
"""Renewals that follow each other ("may be renewed every 6 months thereafter")."""
_EXPIRES = re.compile(
    r"\b(?:approvals?|authori[sz]ations?|auths?|renewals?|extensions?) (?:will )?(?:expires?|ends?|lapses?|runs? out)"
    r"(?: automatically)? after\s*$"
)
_COURSE_LASTS = re.compile(
    r"(?:^|[.;] )\W*(?:the|this|that|an?|one|each|such a)(?: \w+)? course (?:lasts?|runs?(?: for)?|spans|takes) $"
)
_IN_STEPS = re.compile(r"[\s-]*(?:increments?|durations?|blocks?|installments?|intervals?|steps?|at a time)\b")
"""After a span: approvals that follow each other ("in 6-month increments")."""
_OF_TREATMENT = re.compile(r"^\s*of (?:infusions?|treatment|therapy|dosing)\b")
_COURSE_END = re.compile(
    r"^\s*,?\s*(?:when|if|provided|as long as|for (?:an? |all )?(?:adults?|members?|patients?|individuals?|persons?))\b"
)
_COVERING = re.compile(
    r"\b(?:(?:medically|reasonable and) necessary|cover(?:ed|s)?|pay(?:s|able)?|paid)\b(?![^.;]*\b(?:if|when"
    r"|provided)\b)"
)
_ONCE = re.compile(r"^,? (?:once|the (?:first|next))\b")
"""After "approved": once, or the first months, which is no rhythm."""
_COURSE_OF = re.compile(r"\bcourses? of (?:treatment of )?$")
_DOSED = re.compile(r"\bmg\b|\btwice\b|\bweekly\b")
_OTHER_SPAN = re.compile(
    r"anti-?depress|\beach\b|\btrial|\badequate\b|psychotherap|\bif\b|\bwhen\b|\bafter\b(?! that\b)|\bfail"
)
_CARRIED = re.compile(r"^[^.;#]{0,70}(?:\band|\bor|,)\s*(?:\w+ )?$")
_OF_A_USE = re.compile(r"\W*(?:$|[.;,)]|(?:for|in|on|at|if|when|with|thereafter)\b)")
"""After a span in a list of them ("1 month for MDD-SI; 6 months for TRD")."""
_NAMES_NOTHING = re.compile(r"^[\s:(,-]*(?:(?:for )?[a-z][\w /-]{0,50}[:,] ?)?[\s(]*$")
"""Nothing before a bare length but the name of a use ("MDSI: 4 weeks")."""
_AGED = re.compile(
    r"\b(?:(?:adults?|members?|patients?|persons?|people|individuals?|anyone|clients?|someone)(?: who (?:is"
    r"|are))? (?:of|aged)?|aged?)\s*$"
)
"""Before years that are somebody's age."""
_SHORT = {"w": "week", "wk": "week", "mo": "month", "yr": "year"}
_UNITS = {"day": "days", "week": "weeks", "month": "months", "year": "months"}


@record
class Span:
    """A span of time with its meaning."""

    quantity: Quantity
    unit: str
    factor: int
    end: int
    meaning: Meaning


def spans(passage: Passage) -> list[Span]:
    """Every span of time in a passage, in order."""
    shadow = passage.shadow.text
    recent = recency_spans(shadow)
    found: list[Span] = []
    for match in _SPAN.finditer(shadow):
        quantity = passage.shadow.at(match.start())
        aged = match[1].startswith("y") and " old" in passage.low[match.end() : match.end() + 9]
        if quantity is None or aged or (match[1].startswith("y") and _AGED.search(shadow[: match.start()])):
            continue
        unit = _SHORT.get(match[1].rstrip("s"), match[1].rstrip("s"))
        meaning: Meaning = _meaning(passage, match, found)
        if any(left <= match.start() < right for left, right, _ in recent) and meaning != "approval":
            meaning = "recency"
        found.append(
            Span(
                quantity=quantity,
                unit=_UNITS[unit],
                factor=12 if unit == "year" else 1,
                end=match.end(),
                meaning=meaning,
            )
        )
    return found


def _meaning(passage: Passage, match: re.Match[str], earlier: list[Span]) -> Meaning:
    shadow = passage.shadow.text
    cut = max(shadow.rfind(mark, 0, match.start()) for mark in (";", ". ")) + 1
    before, after = shadow[cut : match.start()], shadow[match.end() : match.end() + 60]
    if in_exception(passage, match.start()):
        return "other"
    if _DOSE_AFTER.match(after):
        return "interval"
    if re.search(r"\bsupply\b", before[-24:] + after[:12]):
        return "other"
    if not _DONE.search(before) and (
        _is_stated(before, after)
        or _is_course(match[1], before, after)
        or _is_approval(passage, match, before, after, earlier)
    ):
        return "approval"
    over = passage.low.startswith("over", match.start())
    if _RESPONSE_OVER.search(f"{before}over " if over else before):
        return "trial"
    if (_DOSING.search(before) and not _EACH_DRUG.search(before)) or over:
        return "dosing"
    return _clinical(passage, before, after)


_RESPONSE_OVER = re.compile(
    r"\b(?:no|partial|inadequate|insufficient|poor|lack of) response\b[^.;]{0,80}\bover "
    r"(?:an? )?(?:(?:treatment|trial|period|course)(?: period)? of )?(?:at least )?$"
)
"""Before the weeks in which nothing was gained ("no response at a therapeutic dose over four weeks of therapy")."""
_EACH_DRUG = re.compile(
    r"\b(?:anti-?depress\w*|ads?|drugs?|medications?|class(?:es)?|moas?|mechanisms of action|trials?)\b[^.;:]{0,40}"
    r",? each\s*$"
)
"""Before the weeks of each drug ("two antidepressants, each at least 6 weeks")."""
_DONE = re.compile(
    r"\b(?:who|that) (?:have|has|had) (?:tried|failed|completed|taken|received|used|undergone)\b"
    r"(?![^.;]*\b(?:approv|authori[sz]|renew))[^.;]*$"
)
"""What the members have gone through, in a sentence that opens with the approval of the treatment."""


_COUNT_FOR = re.compile(
    r"\b(?:approvals?|authori[sz]ations?|certifications?) (?:(?:is|are|covers?|allows?|will be|shall be|runs?) )?"
    r"(?:for |given for |granted for )?"
    r"#+\s*(?:\w+ )?(?:sessions?|infusions?|treatments?|doses?|visits?) "
    r"(?:within|over|in|during|spread over) (?:a |the )?(?:period of )?$"
)
"""An approval of so many sessions within so many weeks runs for those weeks."""
_GIVES_OVER = re.compile(
    r"\b(?:authori[sz]|approv|grant)\w+ (?:up to |another |a further )?#+\s*(?:\w+ )?"
    r"(?:sessions?|infusions?|treatments?|doses?|visits?)(?:[^.;#]{0,10}#+\s*\w+[^.;#]{0,60}(?:\band|"
    r",)\s*#+\s*(?:\w+ )?"
    r"(?:sessions?|infusions?|treatments?|doses?|visits?))?\s*(?:(?:with)?in |over |during )?$"
)
"""The plan "authorizes 12 sessions over 8 weeks for … and 8 sessions over 4 weeks for …"."""
_COUNT_OVER = re.compile(
    r"#+\s*(?:\w+ )?(?:sessions?|infusions?|treatments?|doses?|visits?)\s*(?:(?:with)?in |over |during )?$"
)
_IS_GIVEN = re.compile(
    r"\s*(?:is|are|may be|can be|will be|shall be) (?:then )?(?:authori[sz]ed|approved|granted|given)\b"
)


def _is_stated(before: str, after: str) -> bool:
    return bool(
        _COUNT_FOR.search(before)
        or _GIVES_OVER.search(before)
        or (_COUNT_OVER.search(before) and _IS_GIVEN.match(after))
        or _EXPIRES.search(before)
        or (_IN_STEPS.match(after) and any(words.search(before) for words in (_APPROVAL, _COVERING, RENEWAL)))
    )


def _is_course(unit: str, before: str, after: str) -> bool:
    """Whether a sentence tells how many weeks the one course lasts that it approves; days are those of its dosing."""
    ends = after.lstrip()
    return (
        unit[0] in "wm"
        and _COURSE_LASTS.search(before) is not None
        and (not ends or ends.startswith((".", ";", "and")))
    )


def _is_approval(passage: Passage, match: re.Match[str], before: str, after: str, earlier: list[Span]) -> bool:
    cut = match.start() - len(before)
    if (_OF_TREATMENT.match(after) and match[1].startswith("day")) or passage.low.startswith("over", match.start()):
        return False
    if _RENEWED_EVERY.search(before):
        return True
    frequent = _FREQUENT.search(before) and not _LASTS.search(before)
    if not frequent and _COURSE_END.match(after) and _COVERING.search(before) and not _DOSED.search(before):
        return True
    if approval := (None if frequent else last_end(_APPROVAL, before)):
        between = _ONCE.sub("", before[approval:])
        if not (_DOSING.search(between) or _DOSED.search(between) or _OTHER_SPAN.search(between)):
            return True
    if re.match(r"[\s-]*course\b", after) and _COVERING.search(before):
        return True
    if (
        _COURSE_OF.search(before)
        and not match[1].startswith("day")
        and re.match(r"\s*(?:is|are|will be) (?:covered|approved|authori[sz]ed)\b", after)
    ):
        return True
    if re.match(
        r"[\s-]*(?:initial |first |renewal )?(?:approval|authori[sz]ation|renewal|extension|re-?auth|auth\b)", after
    ):
        return True
    return _goes_on(passage, match, before, after, earlier) or (
        _titled(passage)
        and _NAMES_NOTHING.search(before[min(passage.prefix, len(before)) if cut == 0 else 0 :]) is not None
    )


def _goes_on(passage: Passage, match: re.Match[str], before: str, after: str, earlier: list[Span]) -> bool:
    """Whether a span goes on from an approval before it ("1 month for MDD-SI; 6 months for TRD")."""
    if not earlier or earlier[-1].meaning != "approval":
        return False
    if _CARRIED.match(passage.shadow.text[earlier[-1].end : match.start()]):
        return True
    apart = match.start() > len(before)
    return bool(apart and _NAMES_NOTHING.search(before) and _OF_A_USE.match(after))


def _clinical(passage: Passage, before: str, after: str) -> Meaning:
    therapy, drug = (
        last_end(_THERAPY, before),
        last_end(re.compile(r"anti-?depress|\beach\b|augment|\bagents?\b"), before),
    )
    if (therapy or 0) > (drug or 0) or (_THERAPY.search(after[:30]) and not re.match(r"\s*(?:,|and)", after)):
        return "therapy"
    near = last_end(_TRIAL, before)
    symptom = last_end(_SYMPTOM, before)
    if _SYMPTOM_AFTER.match(after) or _STABLE_ON.search(before) or (symptom and (near is None or symptom > near)):
        return "symptom"
    if (
        near is not None
        or _TRIAL.search(after)
        or (
            passage.in_list
            and cue("failure").search(passage.context)
            and not _THERAPY.search(passage.context.split(" | ")[0])
        )
    ):
        return "trial"
    return "other"


_LENGTH_OF_APPROVAL = re.compile(
    r"(?:approval|authori[sz]ation|coverage|renewal) (?:duration|period|length|term)s?\b|"
    r"\bduration of (?:approval|authori[sz]ation|coverage)|\blength of (?:approval|"
    r"authori[sz]ation|coverage)|^(?:first|initial)? ?approval\b(?! criteria).{0,12}$|"
    r"^(?:initial |first |renewal |continued )?(?:re-?)?auths?\b.{0,12}$|"
    r"^(?:\W*|\d[\d.]*\W*)?(?:how long|duration|length|term|period)s?\b"
    r"(?! of (?:each|trial|the trial))[^;:]{0,70}$"
)


def _titled(passage: Passage) -> bool:
    """Whether the nearest heading or label, or the head of the column, is about how long an approval runs."""
    label, head = passage.low[: passage.prefix].rstrip(" :"), passage.context.split(" | ")[0]
    if _LENGTH_OF_APPROVAL.search(label or head):
        return True
    return bool(label) and not _OTHER_SPAN.search(label) and _LENGTH_OF_APPROVAL.search(head) is not None


_OR_ADDED = re.compile(r"anti-?depressants? (?:or|and/or) augment")
"""Trials of either kind: their weeks are not those of augmentation alone."""


def find_trial_durations(passage: Passage) -> list[Found]:
    """How long each trial must have lasted; a bare number is a minimum."""
    if not (
        cue("failure").search(passage.shadow.text)
        or cue("failure").search(passage.context)
        or "antidepress" in passage.low
        or re.search(
            r"\beach\b|adequate|augment|\bcounts?\b|every one\b|\b(?:all|both) of (?:these|them|those)\b", passage.low
        )
    ):
        return []
    found: list[Found] = []
    for span in spans(passage):
        if span.meaning == "trial" and span.factor == 1 and span.quantity.comparison not in ("at_most", "less_than"):
            augment = (
                "augment" in passage.low[max(0, span.quantity.start - 160) : span.quantity.start]
                or "augment" in re.split(r"\band\b|[;.]", passage.low[span.end : span.quantity.start + 60])[0]
                or "augment" in passage.context.split(" | ")[0]
            ) and not _OR_ADDED.search(passage.low[: span.quantity.start])
            found.append(
                _found(
                    span,
                    "trial_duration",
                    "KC112",
                    "augmentation" if augment else "antidepressant" if "augment" in passage.low else None,
                    span.quantity.comparison or "at_least",
                )
            )
    return found


def find_approvals(passage: Passage) -> list[Found]:
    """How long an approval runs: "for 6 months" is exact, "up to 6 months" a maximum."""
    found: list[Found] = []
    for span in spans(passage):
        low = passage.low
        if low[: span.quantity.start].rstrip().endswith(" from") and low[span.end :].lstrip().startswith("to "):
            continue
        if span.meaning == "approval":
            told = span.quantity.comparison
            comparison = told if told in ("at_most", "at_least", "less_than") else "equal"
            item = _found(span, "approval_duration", "KC151", None, comparison)
            found.append(item.changed(scope=approval_scope(passage, span.quantity.start, span.end)))
    return found


def _found(
    span: Span, kind: Literal["trial_duration", "approval_duration"], rule: str, text: str | None, comparison: object
) -> Found:
    item = Found(type=kind, rule=rule, start=span.quantity.start, end=span.end, unit=span.unit, text=text)
    return item.changed(number=span.quantity.value * span.factor, comparison=comparison)
