"""Conditions of no type of their own, decided by the answer whose subject their words name, else unknown."""

from __future__ import annotations

import re
from collections.abc import Callable

from ketacli.eligibility.diagnosis import entails, features
from ketacli.eligibility.finding import Finding, Status, met, unknown, unmet
from ketacli.eligibility.judges.compare import against
from ketacli.eligibility.judges.context import Context
from ketacli.policy.criteria.quantities import shadow_of
from ketacli.policy.reading import Criterion


def other(criterion: Criterion, context: Context) -> Finding:
    """A condition without a type of its own: decided by the answer whose subject its words name, else unknown."""
    words = context.words(criterion)
    if _defines_failure(criterion, words):
        return met("counted with the trials", "this says what counts as a failed trial; the trials are judged by it")
    for pattern, judge in _OTHERS:
        if re.search(pattern, words):
            return judge(criterion, context, words)
    return _diagnosis(criterion, context) or unknown("no answer decides this; read it with your clinician")


def _diagnosis(criterion: Criterion, context: Context) -> Finding | None:
    """A bare name of a condition: met where the diagnosis entails it; what it is not stays open, for a list of
    conditions may be a choice."""
    said, asked = context.patient.words("diagnosis"), criterion.text or criterion.quote or ""
    wanted = features(asked)
    if not said or criterion.number is not None or not (wanted.disorders or wanted.criteria):
        return None
    found = entails(said, asked, indication=context.patient.words("indication"))
    return met(said, f"asked for: {asked}", "diagnosis") if found is Status.MET else None


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


_RECENT = re.compile(
    r"\b(?:within|past|last|previous|preceding|ago|before)\b[^.;]{0,25}\b(?:days?|weeks?|months?|hours?)\b"
)


def _suicidality(criterion: Criterion, context: Context, words: str) -> Finding:
    """In emergency or inpatient care for suicidality, or left it no longer ago than the policy says."""
    patient = context.patient
    days = patient.number("days_since_suicidality_ed_or_admission")
    limit = criterion.within_days or (criterion.number if (criterion.unit or "").startswith("day") else None)
    limit = _window(words) if limit is None else limit
    if days is not None and limit is None and _RECENT.search(words):
        return unknown("how long ago it may be could not be read", "days_since_suicidality_ed_or_admission")
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


_WINDOW = re.compile(
    r"\b(?:within|in|during|over|last|past|previous|preceding|prior|up to)\b[^.;#]{0,25}?(?P<n>#+)[\s-]*"
    r"(?P<unit>hour|day|week|month)"
)
_AGO = re.compile(r"(?P<n>#+)[\s-]*(?P<unit>hour|day|week|month)s?\s+(?:ago|before|earlier)\b")
_DAYS = {"hour": 1 / 24, "day": 1, "week": 7, "month": 30}


def _window(words: str) -> float | None:
    """How many days ago something may have been, from words alone ("left one within the last seven days")."""
    shadow = shadow_of(words)
    found: set[float] = set()
    for match in (*_WINDOW.finditer(shadow.text), *_AGO.finditer(shadow.text)):
        quantity = next((one for one in shadow.quantities if one.start <= match.start("n") < one.end), None)
        if quantity:
            found.add(quantity.value * _DAYS[match["unit"]])
    return found.pop() if len(found) == 1 else None


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
    """How long the symptoms have lasted; a condition on a single episode does not bind a recurrent illness."""
    if re.search(r"\bif\b[^.;]*single episode", words):
        course = features(context.patient.words("diagnosis") or "").course
        if "recurrent" in course:
            return met("recurrent", "this binds a single episode only", "diagnosis")
    factor = {"day": 12 / 365.25, "week": 84 / 365.25, "month": 1.0, "year": 12.0}.get(
        (criterion.unit or "month").rstrip("s"), 1.0
    )
    need = criterion.number * factor if criterion.number is not None else _months_in(words)
    return against(
        context.patient.number("symptom_months"),
        need,
        criterion.comparison,
        default="at_least",
        what="Duration of symptoms",
        unit="months",
        keys=("symptom_months",),
    )


def _months_in(words: str) -> float | None:
    """The length that the words of a condition give ("symptoms for 6 months or more"), in months."""
    shadow = shadow_of(words)
    found = re.search(r"(#+)[\s-]*(week|month|year)s?\b", shadow.text)
    amount = next((one for one in shadow.quantities if found and one.start <= found.start() < one.end), None)
    if found is None or amount is None:
        return None
    return amount.value * {"week": 84 / 365.25, "month": 1.0, "year": 12.0}[found[2]]


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


def _failed_trials(criterion: Criterion, context: Context, words: str) -> Finding:
    """ "At least two antidepressants have not led to remission", read as a condition of its own."""
    from ketacli.eligibility.judges.history import prior_trials

    return prior_trials(criterion, context)


def _esketamine_first(criterion: Criterion, context: Context, words: str) -> Finding:
    from ketacli.eligibility.judges.failures import prior_failure

    return prior_failure(criterion, context)


def _adverse_reactions(criterion: Criterion, context: Context, words: str) -> Finding:
    """ "An adverse reaction to at least two antidepressants", counted from the trials."""
    given = context.patient.trials()
    need = criterion.number or (2 if re.search(r"\btwo\b|\b2\b", words) else 1)
    why = f"{need:g} antidepressant(s) not tolerated: asked for"
    if given is None:
        return unknown(why, "antidepressant_trials")
    count = len({trial.drug.lower() for trial in given if trial.outcome == "intolerance"})
    return (met if count >= need else unmet)(f"{count} not tolerated", why, "antidepressant_trials")


def _oral_antidepressant(criterion: Criterion, context: Context, words: str) -> Finding:
    from ketacli.eligibility.judges.history import oral_antidepressant

    return oral_antidepressant(criterion, context)


def _second_course(criterion: Criterion, context: Context, words: str) -> Finding:
    """ "A second course for the same episode is not approved"."""
    number, key = context.patient.number("course_number_in_episode"), "course_number_in_episode"
    why = "one course an episode is all that the policy approves"
    if number is None:
        return unknown(why, key)
    return (met if number < 2 else unmet)(f"course {number:g} of this episode", why, key)


def _renewal_pointer(criterion: Criterion, context: Context, words: str) -> Finding:
    """ "Currently receiving" or "met the initial criteria before": a renewal that is one."""
    if context.renewal:
        return met("a renewal", "currently receiving it", "is_renewal")
    return unknown("whether it is being received now is not known", "is_renewal")


def _pain_score(criterion: Criterion, context: Context, words: str) -> Finding:
    stated = re.search(r"(?:at least|>=|≥)\s*(\d+)|(\d+)\s*(?:or (?:higher|more|greater|above)|and above)", words)
    said = float(stated.group(1) or stated.group(2)) if stated else None
    return against(
        context.patient.score("pain_nrs"),
        criterion.number if criterion.number is not None else said,
        criterion.comparison,
        default="at_least",
        what="Pain rating",
        unit="of 10",
        keys=("scores.pain_nrs",),
    )


_OTHERS: tuple[tuple[str, Callable[[Criterion, Context, str], Finding]], ...] = (
    (
        r"(?:second|repeat|another|further) course[^.;]{0,60}\b(?:not|never|no)\b"
        r"|\b(?:one|single) course[^.;]{0,20}(?:per|each|an|in (?:the|this)) episode",
        _second_course,
    ),
    (r"(?:adverse|intoleran|not tolerat|side effect)[^.;]{0,60}antidepressant", _adverse_reactions),
    (
        r"(?:esketamine|spravato)[^.;]{0,40}(?:tried|failed|without success|cannot be used|not tolerated)",
        _esketamine_first,
    ),
    (
        r"antidepressants?\b[^.;]{0,60}(?:have|has|did|were|was) (?:not |failed|without|no )",
        _failed_trials,
    ),
    (
        r"oral antidepressant[^.;]{0,40}(?:begun|started|initiated|optimi|taken|continu|together|in combination)"
        r"|(?:with|plus|and) an oral antidepressant",
        _oral_antidepressant,
    ),
    (r"block[^.;]{0,30}contraindicat", _flag("sympathetic_block_contraindicated")),
    (
        r"(?:therapy|could not|unable|not possible|not tolerat)[^.;]{0,40}because of (?:the )?pain",
        _flag("physical_therapy_not_tolerated_because_of_pain"),
    ),
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
    (
        r"present (?:during|throughout)|remains? (?:present|on[- ]site)|on (?:the )?premises"
        r"|(?:stays|remains?|is) in the building",
        _flag("prescriber_present_during_course"),
    ),
    (
        r"(?:sees|visit|seen|follow-?up).{0,40}(?:every|week)",
        _numbered("prescriber_visit_interval_weeks", "Interval of visits", "weeks"),
    ),
    (
        r"^(?!.*(?:relief|improve|respon|benefit)).*(?:"
        r"symptom|pain (?:has|for)|episode[^.;]{0,30}lasted"
        r"|duration of (?:the )?(?:pain|illness|crps|syndrome|disorder|disease|condition|depression|current episode)"
        r"|(?:syndrome|disorder|disease|crps|pain|depression) (?:of (?:at least|more than)|lasting|present for|for)"
        r"[^.;]{0,30}(?:month|year)"
        r"|(?:syndrome|disorder|disease|crps|depression|illness) (?:has|have) (?:been present|lasted|persisted|existed)"
        r"|(?:months|years) of pain"
        r"|for (?:at least|more than) .{0,20}(?:months|years))",
        _months,
    ),
    (r"pain (?:score|rating|intensity|level)|\bnrs\b|\bvas\b|scale of 0 to 10", _pain_score),
    (r"mania|manic", _flag("mania_past_12_months", want=False)),
    (
        r"course.{0,40}(?:episode|lifetime)",
        _numbered("course_number_in_episode", "Course in this episode", ""),
    ),
    (r"course.{0,40}(?:year|12 months)", _numbered("courses_past_12_months", "Courses in 12 months", "")),
    (r"document|records|chart|attach", _flag("documentation_attached")),
)


def _renewal_refused(context: Context) -> Finding:
    if context.renewal:
        return unmet("a renewal", "the policy does not renew", "is_renewal")
    return met("a first course", "the policy does not renew", "is_renewal")
