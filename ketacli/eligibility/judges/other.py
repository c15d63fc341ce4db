"""Other treatments that must have failed, and conditions of no type of their own that an answer decides."""

from __future__ import annotations

import re
from collections.abc import Callable

from ketacli.eligibility.finding import Finding, Status, met, unknown, unmet
from ketacli.eligibility.judges.compare import against
from ketacli.eligibility.judges.context import Context
from ketacli.eligibility.patient import Patient
from ketacli.policy.reading import Criterion

_BRING = "the record of that treatment, with dates, number of sessions and outcome"


def prior_failure(criterion: Criterion, context: Context) -> Finding:
    """ECT, TMS, physical therapy, blocks, analgesics: tried and failed, or ruled out where the words accept that."""
    words = context.words(criterion)
    found = [judge(criterion, context, words) for pattern, judge in _TREATMENTS if re.search(pattern, words)]
    if not found:
        return unknown("whether this treatment was tried is not known", bring=_BRING)
    if len(found) == 1:
        return found[0]
    either = bool(re.search(r"\bor\b|either|one of|any of", words))
    order = (Status.MET, Status.UNKNOWN, Status.UNMET) if either else (Status.UNMET, Status.UNKNOWN, Status.MET)
    return min(found, key=lambda one: order.index(one.status))


def _ect(criterion: Criterion, context: Context, words: str) -> Finding:
    patient = context.patient
    status = patient.words("ect_status")
    asked_contraindicated = "contraindicat" in words and not re.search(
        r"fail|tried|trial|respon", words.split("contraindicat")[0]
    )
    ruled_out = status == "contraindicated" or bool(patient.words("ect_contraindication"))
    keys = ("ect_status", "ect_treatments")
    if ruled_out:
        accepted = bool(re.search(r"contraindicat|unless|rule[sd]? (?:it )?out|not a candidate", words))
        make = met if accepted else unmet
        return make(
            "ECT is contraindicated", "ECT failed, or ruled out where the policy accepts it", *keys, bring=_BRING
        )
    if asked_contraindicated:
        if status is None and patient.yes("ect_tried") is None:
            return unknown("ECT contraindicated by a named condition: not known", "ect_contraindication", bring=_BRING)
        return unmet(f"ECT {status or 'not contraindicated'}", "ECT contraindicated is asked for", *keys, bring=_BRING)
    if status in ("declined", "not_tried", "refused") or (status is None and patient.yes("ect_tried") is False):
        return unmet(
            f"ECT {(status or 'not tried').replace('_', ' ')}",
            "a failed course of ECT is asked for",
            *keys,
            bring=_BRING,
        )
    if status in ("failed", "no_response", "partial_response"):
        return _sessions(criterion, patient.number("ect_treatments"), "ECT", "ect_treatments")
    return unknown("whether a course of ECT failed is not known", *keys, bring=_BRING)


def _tms(criterion: Criterion, context: Context, words: str) -> Finding:
    patient = context.patient
    outcome, keys = patient.words("tms_outcome"), ("tms_tried", "tms_sessions", "tms_outcome")
    if re.search(r"unless|except", words) and _tms_ruled_out(patient, words):
        return met("TMS is ruled out", "the policy makes this exception", "seizure_disorder", "contraindications")
    if outcome in ("no_response", "partial_response", "failed", "intolerance"):
        return _sessions(criterion, patient.number("tms_sessions"), "TMS", "tms_sessions")
    if outcome == "response" or patient.yes("tms_tried") is False:
        return unmet(
            "TMS not tried" if outcome is None else "TMS helped",
            "a failed course of TMS is asked for",
            *keys,
            bring=_BRING,
        )
    return unknown("whether a course of TMS failed is not known", *keys, bring=_BRING)


def _tms_ruled_out(patient: Patient, words: str) -> bool:
    listed = " ".join(patient.listed("contraindications") or ())
    seizure = patient.yes("seizure_disorder") is True and "seizure" in words
    return seizure or ("metal" in words and bool(re.search(r"metal|implant", listed)))


def _sessions(criterion: Criterion, value: float | None, name: str, key: str) -> Finding:
    unit = criterion.unit or ""
    if criterion.number is None or unit.startswith(("day", "week", "month")):
        return met(f"{name} failed", f"a failed course of {name} is asked for", key, bring=_BRING)
    return against(
        value,
        criterion.number,
        criterion.comparison,
        default="at_least",
        what=f"{name}, failed",
        unit="sessions",
        keys=(key,),
        bring=_BRING,
    )


def _physical_therapy(criterion: Criterion, context: Context, words: str) -> Finding:
    patient = context.patient
    if patient.yes("physical_therapy_not_tolerated_because_of_pain") and re.search(
        r"unless|toler|unable|limited by", words
    ):
        return met(
            "not tolerated because of pain",
            "the policy makes this exception",
            "physical_therapy_not_tolerated_because_of_pain",
        )
    weeks = patient.number("physical_therapy_weeks")
    factor = {"day": 1 / 7, "week": 1.0, "month": 365.25 / 84}.get((criterion.unit or "week").rstrip("s"))
    need = criterion.number * factor if criterion.number is not None and factor else None
    if need is None and weeks is not None:
        make = met if weeks > 0 else unmet
        return make(f"{weeks:g} weeks", "physical therapy is asked for", "physical_therapy_weeks", bring=_BRING)
    return against(
        weeks,
        need,
        criterion.comparison,
        default="at_least",
        what="Physical therapy",
        unit="weeks",
        keys=("physical_therapy_weeks",),
        bring=_BRING,
    )


def _blocks(criterion: Criterion, context: Context, words: str) -> Finding:
    patient = context.patient
    if patient.yes("sympathetic_block_contraindicated") and re.search(r"unless|contraindicat|or ", words):
        return met("blocks are contraindicated", "the policy makes this exception", "sympathetic_block_contraindicated")
    failed = patient.answers.get("sympathetic_blocks_failed")
    if failed is None:
        return unknown("whether sympathetic blocks failed is not known", "sympathetic_blocks_failed", bring=_BRING)
    if isinstance(failed, bool):
        make = met if failed else unmet
        return make(
            "blocks failed" if failed else "blocks not tried",
            "failed blocks are asked for",
            "sympathetic_blocks_failed",
            bring=_BRING,
        )
    return _sessions(
        criterion, patient.number("sympathetic_blocks_failed"), "Sympathetic blocks", "sympathetic_blocks_failed"
    )


def _analgesics(criterion: Criterion, context: Context, words: str) -> Finding:
    given = context.patient.trials("analgesic_trials")
    if given is None:
        return unknown("whether pain medicines failed is not known", "analgesic_trials", bring=_BRING)
    failed = [trial for trial in given if trial.outcome in ("no_response", "partial_response", "intolerance")]
    need = (
        criterion.number if criterion.number and not (criterion.unit or "").startswith(("day", "week", "month")) else 1
    )
    make = met if len(failed) >= need else unmet
    return make(
        f"{len(failed)} failed", f"{need:g} failed pain medicine(s) asked for", "analgesic_trials", bring=_BRING
    )


def _esketamine(criterion: Criterion, context: Context, words: str) -> Finding:
    """Spravato tried first. Response is by custom a fall of half or more; what stays below has failed."""
    patient = context.patient
    before = patient.yes("esketamine_before")
    ruled_out = any("esketamine" in item or "spravato" in item for item in patient.listed("contraindications") or ())
    if ruled_out and re.search(r"unless|contraindicat|toler", words):
        return met("esketamine is contraindicated", "the policy makes this exception", "contraindications")
    if before is None:
        return unknown("whether esketamine was tried is not known", "esketamine_before", bring=_BRING)
    if not before:
        return unmet("not tried", "a trial of esketamine is asked for", "esketamine_before", bring=_BRING)
    helped = patient.number("esketamine_before_response_percent")
    if helped is None:
        return unknown("what came of esketamine is not known", "esketamine_before_response_percent", bring=_BRING)
    make = met if helped < 50 else unmet
    return make(
        f"{helped:g} % improvement", "a failed trial of esketamine is asked for", "esketamine_before", bring=_BRING
    )


def _psychotherapy(criterion: Criterion, context: Context, words: str) -> Finding:
    from ketacli.eligibility.judges.history import psychotherapy

    return psychotherapy(criterion, context)


_TREATMENTS: tuple[tuple[str, Callable[[Criterion, Context, str], Finding]], ...] = (
    (r"\bect\b|electroconvulsive", _ect),
    (r"\btms\b|\brtms\b|transcranial", _tms),
    (r"physical therap|physiotherap|occupational therap", _physical_therapy),
    (r"sympathetic|stellate|nerve block", _blocks),
    (r"analgesic|nsaid|opioid|gabapentin|pregabalin|anticonvulsant|pain medic|pharmacolog", _analgesics),
    (r"psychotherap|cognitive behavio", _psychotherapy),
    (r"esketamine|spravato", _esketamine),
)


def other(criterion: Criterion, context: Context) -> Finding:
    """A condition without a type of its own: decided by the answer whose subject its words name, else unknown."""
    words = context.words(criterion)
    if _defines_failure(criterion, words):
        return met("counted with the trials", "this says what counts as a failed trial; the trials are judged by it")
    for pattern, judge in _OTHERS:
        if re.search(pattern, words):
            return judge(criterion, context, words)
    return unknown("no answer decides this; read it with your clinician")


def _defines_failure(criterion: Criterion, words: str) -> bool:
    """ "Nonresponse (25 % improvement or less)" is no condition of its own: `trials.rules_from` reads it."""
    small = criterion.comparison in ("at_most", "less_than") and (criterion.unit or "") == "percent"
    return small and bool(re.search(r"non-?respon|fail|inadequate|insufficient|did not respond|no response", words))


def _flag(key: str, want: bool = True) -> Callable[[Criterion, Context, str], Finding]:
    def judge(criterion: Criterion, context: Context, words: str) -> Finding:
        value = context.patient.yes(key)
        name = key.replace("_", " ")
        if value is None:
            return unknown(f"{name}: not known", key)
        return (met if value is want else unmet)(
            f"{name}: {'yes' if value else 'no'}",
            "as the policy asks" if value is want else "not as the policy asks",
            key,
        )

    return judge


def _suicidality(criterion: Criterion, context: Context, words: str) -> Finding:
    """In emergency or inpatient care for suicidality, or left it no longer ago than the policy says."""
    patient = context.patient
    days = patient.number("days_since_suicidality_ed_or_admission")
    limit = criterion.within_days or (criterion.number if (criterion.unit or "").startswith("day") else None)
    if days is not None and limit is not None:
        make = met if days <= limit else unmet
        return make(
            f"{days:g} days ago", f"at most {limit:g} days ago is asked for", "days_since_suicidality_ed_or_admission"
        )
    if days is not None:
        return met(
            f"{days:g} days ago",
            "emergency or inpatient care for suicidality",
            "days_since_suicidality_ed_or_admission",
        )
    if re.search(r"inpatient|hospital|emergency|crisis|admission", words):
        need = patient.yes("suicidality_requires_inpatient_or_crisis_care")
        if need is not None and limit is None:
            return _flag("suicidality_requires_inpatient_or_crisis_care")(criterion, context, words)
        return unknown(
            "when emergency or inpatient care for suicidality was is not known",
            "days_since_suicidality_ed_or_admission",
        )
    return _flag("acute_suicidal_ideation")(criterion, context, words)


_NONE_BEFORE = (
    r"not (?:been )?(?:previously |before )?(?:treated|received|used|taken|had)"
    r"|no (?:prior|previous|earlier)|naive|never"
)


def _earlier_course(criterion: Criterion, context: Context, words: str) -> Finding:
    """No earlier course, or one that helped enough."""
    patient = context.patient
    before = patient.yes("esketamine_before")
    wants_none = bool(re.search(_NONE_BEFORE, words))
    if before is None:
        return unknown("whether there was an earlier course is not known", "esketamine_before")
    if wants_none:
        return (unmet if before else met)(
            "an earlier course" if before else "none", "no earlier course is asked for", "esketamine_before"
        )
    if not before:
        return unmet("no earlier course", "a response to an earlier course is asked for", "esketamine_before")
    return against(
        patient.number("esketamine_before_response_percent"),
        criterion.number,
        criterion.comparison,
        default="at_least",
        what="Response to the earlier course",
        unit="percent",
        keys=("esketamine_before_response_percent",),
    )


def _months(criterion: Criterion, context: Context, words: str) -> Finding:
    factor = {"day": 12 / 365.25, "week": 84 / 365.25, "month": 1.0, "year": 12.0}.get(
        (criterion.unit or "month").rstrip("s"), 1.0
    )
    need = criterion.number * factor if criterion.number is not None else None
    return against(
        context.patient.number("symptom_months"),
        need,
        criterion.comparison,
        default="at_least",
        what="Duration of symptoms",
        unit="months",
        keys=("symptom_months",),
    )


def _numbered(key: str, what: str, unit: str) -> Callable[[Criterion, Context, str], Finding]:
    def judge(criterion: Criterion, context: Context, words: str) -> Finding:
        return against(
            context.patient.number(key),
            criterion.number,
            criterion.comparison,
            default="at_most",
            what=what,
            unit=unit,
            keys=(key,),
        )

    return judge


def _renewal_pointer(criterion: Criterion, context: Context, words: str) -> Finding:
    """ "Currently receiving" or "met the initial criteria before": a renewal that is one."""
    if context.patient.yes("is_renewal"):
        return met("a renewal", "currently receiving it", "is_renewal")
    return unknown("whether it is being received now is not known", "is_renewal")


_OTHERS: tuple[tuple[str, Callable[[Criterion, Context, str], Finding]], ...] = (
    (r"outweigh", _flag("prescriber_states_benefit_outweighs_risk")),
    (
        r"not permitted|not (?:be )?renew|no (?:renewal|re-?authori[sz]ation)|renewal is not",
        lambda c, k, w: _renewal_refused(k),
    ),
    (
        r"suicid|emergency department|inpatient psychiatric|psychiatric (?:hospital|admission)|discharged|inpatient",
        _suicidality,
    ),
    (
        r"(?:previous|earlier|prior|past|before|naive|never).{0,60}(?:esketamine|spravato|ketamine)"
        r"|(?:esketamine|spravato|ketamine).{0,40}(?:before|previously|earlier|in the past)",
        _earlier_course,
    ),
    (r"currently receiving|already receiving|previously met|continu(?:es|ing) to meet", _renewal_pointer),
    (r"urine|drug screen", _flag("urine_drug_screens_negative")),
    (r"board[- ]certified", _flag("prescriber_board_certified")),
    (r"enrolled.{0,40}behavioral|behavioral health.{0,40}enroll", _flag("prescriber_enrolled_behavioral_health")),
    (r"present (?:during|throughout)|remains? (?:present|on[- ]site)", _flag("prescriber_present_during_course")),
    (
        r"(?:sees|visit|seen|follow-?up).{0,40}(?:every|week)",
        _numbered("prescriber_visit_interval_weeks", "Interval of visits", "weeks"),
    ),
    (
        r"symptom|pain (?:has|for)|duration of (?:the )?(?:pain|illness)|(?:months|years) of pain"
        r"|for (?:at least|more than) .{0,20}(?:months|years)",
        _months,
    ),
    (r"pain (?:score|rating|intensity|level)|\bnrs\b|\bvas\b|scale of 0 to 10", lambda c, k, w: _pain_score(c, k)),
    (r"mania|manic", _flag("mania_past_12_months", want=False)),
    (
        r"course.{0,40}(?:episode|lifetime)",
        _numbered("course_number_in_episode", "Course in this episode", ""),
    ),
    (r"course.{0,40}(?:year|12 months)", _numbered("courses_past_12_months", "Courses in 12 months", "")),
    (r"document|records|chart|attach", _flag("documentation_attached")),
)


def _pain_score(criterion: Criterion, context: Context) -> Finding:
    return against(
        context.patient.score("pain_nrs"),
        criterion.number,
        criterion.comparison,
        default="at_least",
        what="Pain rating",
        unit="of 10",
        keys=("scores.pain_nrs",),
    )


def _renewal_refused(context: Context) -> Finding:
    if context.patient.yes("is_renewal"):
        return unmet("a renewal", "the policy does not renew", "is_renewal")
    return met("a first course", "the policy does not renew", "is_renewal")
