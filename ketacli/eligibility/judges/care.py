"""Who prescribes, where it is given, how it is watched, how much, and what a renewal must show."""

from __future__ import annotations

import re

from ketacli.eligibility.finding import Finding, Status, met, unknown, unmet
from ketacli.eligibility.judges.compare import against
from ketacli.eligibility.judges.context import Context
from ketacli.eligibility.judges.remission import asks_remission, remission
from ketacli.policy.reading import Criterion

_PSYCHIATRIST = r"psychiatr(?!ic (?:nurse|np|mental|physician assist|pa\b))|\bmd.*psych"
_MENTAL_HEALTH = r"psychiatr|mental health|pmhnp|behavioral health|psycholog"
_PAIN = r"pain|anesthesi"
_SPECIALTIES: dict[str, str] = {
    "psychiatrist": _PSYCHIATRIST,
    "psychiatrist_or_consultation": _PSYCHIATRIST,
    "mental_health_prescriber": _MENTAL_HEALTH,
    "pain_specialist": _PAIN,
}


def prescriber(criterion: Criterion, context: Context) -> Finding:
    """The prescriber's specialty, or a consultation where the policy accepts one."""
    patient, kind = context.patient, criterion.text or ""
    said = patient.words("prescriber_specialty")
    pattern = _accepted(kind, context.words(criterion)) or _pattern_for(criterion)
    consult = kind == "psychiatrist_or_consultation" or bool(
        re.search(r"consult|plan of care|collaborat|supervis", context.words(criterion))
    )
    asked = f"asked for: {kind.replace('_', ' ') or criterion.quote}"
    keys = ("prescriber_specialty", "prescriber_consulted_psychiatrist") if consult else ("prescriber_specialty",)
    if said and re.search(pattern, said):
        return _certified(said, criterion, context, asked)
    if consult and patient.yes("prescriber_consulted_psychiatrist"):
        return met("a psychiatrist was consulted", asked, *keys)
    if said is None and not (consult and patient.yes("prescriber_consulted_psychiatrist") is False):
        return unknown(f"{asked}; not known", *keys)
    if consult and patient.yes("prescriber_consulted_psychiatrist") is None:
        return unknown(f"{asked}; {said}; whether one was consulted is not known", *keys, fact=said)
    return unmet(said or "not consulted", f"{asked}; entered: {said}", *keys)


_NAMED: tuple[tuple[str, str], ...] = (
    (r"psychiatrist|psychiatry", _PSYCHIATRIST),
    (r"mental health|behavioral health|psychiatric nurse|pmhnp", _MENTAL_HEALTH),
    (r"emergency", r"emergency"),
    (r"anesthesi", r"anesthesi"),
    (r"pain (?:specialist|medicine|management)", r"pain"),
    (r"neurolog", r"neurolog"),
    (r"rehabilitation|physiatr", r"rehabilitation|physiatr|pm&r"),
    (r"rheumatolog", r"rheumatolog"),
    (r"oncolog|palliative", r"oncolog|palliative"),
)


def _accepted(kind: str, words: str) -> str | None:
    """The kind that was read, and every further specialty that the sentence offers beside it ("A, B or C")."""
    own = _SPECIALTIES.get(kind)
    if own is None:
        return _named(words)
    offered = [found for part in re.split(r"\bor\b|,|/", words) if (found := _named(part))]
    return "|".join(dict.fromkeys([own, *offered])) if len(offered) > 1 and re.search(r"\bor\b|/", words) else own


def _named(words: str) -> str | None:
    """The specialties that the policy's words name, any of which will do; None where they name none."""
    return "|".join(pattern for cue, pattern in _NAMED if re.search(cue, words)) or None


def _pattern_for(criterion: Criterion) -> str:
    """A policy that only says "specialist in the condition": mental health for mood, pain medicine for pain."""
    pain = criterion.indication in ("chronic_pain", "crps", "migraine")
    return (_PAIN + "|neurolog|rehabilitat") if pain else _MENTAL_HEALTH


def _certified(said: str, criterion: Criterion, context: Context, asked: str) -> Finding:
    words, patient = context.words(criterion), context.patient
    for pattern, key in (
        (r"board[- ]certified", "prescriber_board_certified"),
        (
            r"present (?:during|throughout)|remain(?:s)? (?:present|on site)|on (?:the )?premises"
            r"|(?:stays|remains?|is) in the building",
            "prescriber_present_during_course",
        ),
        (r"enrolled .*behavioral|behavioral health .*enrolled", "prescriber_enrolled_behavioral_health"),
    ):
        if re.search(pattern, words) and patient.yes(key) is not True:
            text = f"{asked}; {key.removeprefix('prescriber_').replace('_', ' ')} is asked for too"
            return unknown(text, key, fact=said) if patient.yes(key) is None else unmet("not so", text, key)
    return met(said, asked, "prescriber_specialty")


_PERSON = r"(?:patient|member|client|beneficiar(?:y|ie)|enrollee|individual|recipient)s?"
_PLACE = r"(?:sites?|clinics?|centers?|centres?|facilit\w+|pharmac\w+|offices?|providers?|prescribers?|settings?)"
_ENROLLED = (
    rf"\b{_PERSON}(?!['’]s)(?:(?:,| and| or| the| an?| each| treatment)+ {_PLACE})*,? "
    rf"(?:(?!{_PLACE}|monitor|observ|watch)[\w'-]+,? ){{0,5}}?(?:enroll?(?:ed|s|ment)?\b|enrol+ment|regist)"
    rf"|\benrol+(?:s|ed|ing|ment of)? (?:the |each |all )?{_PERSON}\b|\b{_PERSON} (?:and \w+ )?enrol+ment"
)
"""The patient enrolled, not a site that is enrolled and watches the patient."""


def rems(criterion: Criterion, context: Context) -> Finding:
    """Certification or enrolment in the safety program, of those whom the policy names."""
    words = context.words(criterion)
    named = [
        key
        for pattern, key in (
            (r"site|clinic|facilit|setting|center|provider|office|prescriber|location|practice", "site_rems_certified"),
            (r"pharmac", "pharmacy_rems_certified"),
            (r"patient|member|client|beneficiar|enrollee|individual|recipient", "patient_rems_enrolled"),
        )
        if re.search(pattern, words)
    ] or ["site_rems_certified"]
    if "patient_rems_enrolled" in named and not re.search(_ENROLLED, " ".join(words.split())):
        named = [key for key in named if key != "patient_rems_enrolled"] or ["site_rems_certified"]
    values = {key: context.patient.yes(key) for key in named}
    asked = f"REMS asked for: {', '.join(key.replace('_', ' ') for key in named)}"
    if False in values.values():
        return unmet("not certified or not enrolled", asked, *named)
    if None in values.values():
        return unknown(f"{asked}; not known", *(key for key, value in values.items() if value is None))
    return met("certified and enrolled", asked, *named)


_HOME = r"\bhome\b|self-?administ|unsupervised"
_SETTINGS = (
    r"hospital|inpatient|clinic|office|infusion|center|facility|health|supervis|monitor|ambulatory|surg|outpatient"
)


def setting(criterion: Criterion, context: Context) -> Finding:
    """Where it is given. A certified site is a supervised health-care setting by the program's own rules."""
    words, patient = context.words(criterion), context.patient
    said = patient.words("setting")
    if said is None:
        if patient.yes("site_rems_certified") and not re.search(r"hospital|inpatient|surg", words):
            return met("a certified site", "a supervised health-care setting is asked for", "site_rems_certified")
        if "inpatient" in words and "outpatient" in words:
            return met("any health-care setting", "inpatient and outpatient care are both accepted", "setting")
        return unknown("the setting is asked for and not known", "setting")
    if re.search(_HOME, said) or ("inpatient" in words and "outpatient" not in words and "outpatient" in said):
        return unmet(said, "the setting is not the one that is asked for", "setting")
    if "certified" in words and patient.yes("site_rems_certified") is False:
        return unmet("not a certified site", "a certified site is asked for", "site_rems_certified")
    wants = {word for word in ("hospital", "inpatient", "outpatient", "office", "ambulatory") if word in words}
    if wants and "or" not in words.split() and not any(word in said for word in wants):
        return unknown(f"asked for: {', '.join(sorted(wants))}; entered: {said}", "setting", fact=said)
    if re.search(_SETTINGS, said):
        return met(said, "the setting is as asked for", "setting")
    return unknown(f"whether {said} is what is asked for is not clear", "setting", fact=said)


def observation(criterion: Criterion, context: Context) -> Finding:
    """Hours of observation after each dose; minutes are reckoned as hours."""
    factor = 1 / 60 if (criterion.unit or "").startswith("min") else 1.0
    return against(
        context.patient.number("observation_hours"),
        None if criterion.number is None else criterion.number * factor,
        criterion.comparison,
        default="at_least",
        what="Observation",
        unit="hours",
        keys=("observation_hours",),
    )


def pdmp(criterion: Criterion, context: Context) -> Finding:
    """The state's prescription monitoring record was checked, recently where a number of days stands there."""
    patient, words = context.patient, context.words(criterion)
    checked, keys = patient.yes("pdmp_checked"), ("pdmp_checked",)
    asked = "a check of the prescription monitoring record is asked for"
    if patient.yes("pdmp_exists_in_state") is False and re.search(r"unless|where available|if available|except", words):
        return met("the state has none", "the policy makes this exception", "pdmp_exists_in_state")
    if checked is None:
        return unknown(f"{asked}; not known", *keys)
    if not checked:
        return unmet("not checked", asked, *keys)
    if criterion.within_days is None:
        return met("checked", asked, *keys)
    days = patient.number("pdmp_days_before_request")
    if days is None:
        return unknown(f"{asked} within {criterion.within_days} days; the day is not known", "pdmp_days_before_request")
    make = met if days <= criterion.within_days else unmet
    return make(
        f"{days:g} days before the request", f"{asked} within {criterion.within_days} days", "pdmp_days_before_request"
    )


_SCALE_NAMES = (
    (r"phq", "phq9"),
    (r"madrs|montgomery", "madrs"),
    (r"ham-?d|hdrs|hamilton", "hamd17"),
    (r"qids", "qids"),
    (r"\bbdi|beck", "bdi"),
    (r"pcl", "pcl5"),
    (r"\bnrs\b|numeric(?:al)? rating|pain (?:score|scale|intensity)|\bvas\b", "pain_nrs"),
)


def renewal_response(criterion: Criterion, context: Context) -> Finding:
    """Improvement since baseline, in percent or points, or any improvement where no number stands there."""
    words, unit = context.words(criterion), criterion.unit or ""
    scales = [scale for pattern, scale in _SCALE_NAMES if re.search(pattern, words)]
    percent, points = _improvement(context, scales)
    keys = ("response_percent", *(f"scores.{scale}" for scale in scales))
    bring = "the dated scores at baseline and now"
    if asks_remission(criterion):
        return remission(criterion, context)
    if criterion.number is None:
        value = percent if percent is not None else points
        if value is None:
            return unknown("improvement is asked for; not known", *keys, bring=bring)
        make = met if value > 0 else unmet
        return make(f"{value:g}", "improvement from baseline is asked for", *keys, bring=bring)
    in_points = unit.startswith("point")
    found = against(
        points if in_points else percent,
        criterion.number,
        criterion.comparison,
        default="at_least",
        what="Improvement",
        unit="points" if in_points else "percent",
        keys=keys,
        bring=bring,
    )
    return _whichever(found, words, points, percent, in_points, keys)


def _whichever(
    found: Finding, words: str, points: float | None, percent: float | None, in_points: bool, keys: tuple[str, ...]
) -> Finding:
    """ "5 points or 30 %, whichever is greater" asks for both; "whichever is less" or a plain "or" for either."""
    other = re.search(r"(\d+)\s*(?:-\s*)?point" if not in_points else r"(\d+)\s*(?:%|percent)", words)
    if not other or " or " not in words:
        return found
    value = points if not in_points else percent
    second = Status.UNKNOWN if value is None else (Status.MET if value >= float(other.group(1)) else Status.UNMET)
    both = bool(re.search(r"whichever is (?:greater|larger|more)", words))
    pair = (found.status, second)
    if both:
        status = Status.UNMET if Status.UNMET in pair else Status.UNKNOWN if Status.UNKNOWN in pair else Status.MET
    else:
        status = Status.MET if Status.MET in pair else Status.UNKNOWN if Status.UNKNOWN in pair else Status.UNMET
    return Finding(
        status=status, fact=found.fact, why=f"{found.why}; also {other.group()}", keys=keys, bring=found.bring
    )


def _improvement(context: Context, scales: list[str]) -> tuple[float | None, float | None]:
    """Percent and points of improvement: from scores on the named scales, else from the percentage entered."""
    patient = context.patient
    for scale in scales or [name for _, name in _SCALE_NAMES]:
        before, now = patient.score(scale, baseline=True), patient.score(scale)
        if before is not None and now is not None and before > 0:
            return (before - now) / before * 100, before - now
    return patient.number("response_percent"), None
