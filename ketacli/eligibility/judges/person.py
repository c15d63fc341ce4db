"""Age, diagnosis, severity, and conditions that must be absent."""

from __future__ import annotations

from ketacli.eligibility.diagnosis import entails, features
from ketacli.eligibility.finding import Finding, Status, met, unknown, unmet
from ketacli.eligibility.judges.compare import against
from ketacli.eligibility.judges.context import Context
from ketacli.policy.criteria.person import ages_concerned
from ketacli.policy.reading import Criterion

_SCALES = {"phq9": "PHQ-9", "madrs": "MADRS", "hamd17": "HAM-D", "qids": "QIDS", "bdi": "BDI", "pcl5": "PCL-5"}


def age(criterion: Criterion, context: Context) -> Finding:
    """`age_min` and `age_max`, in years."""
    default = "at_least" if criterion.type == "age_min" else "at_most"
    return against(
        context.patient.number("age"),
        criterion.number,
        criterion.comparison,
        default=default,  # type: ignore[arg-type]
        what="Age",
        unit="years",
        keys=("age",),
    )


def of_another_age(criterion: Criterion, context: Context) -> Finding | None:
    """Met where a demand is made only of the old or the young, and the patient is neither; None for any other."""
    years = context.patient.number("age")
    if years is None or not criterion.quote or criterion.type in ("age_min", "age_max"):
        return None
    for one in ages_concerned(criterion.quote):
        bound = one.number or 0
        inside = {
            "at_least": years >= bound,
            "more_than": years > bound,
            "at_most": years <= bound,
            "less_than": years < bound,
        }
        if not inside.get(one.comparison or "", True):
            return met(f"age {years:g}", "this is asked of members of another age", "age")
    return None


def diagnosis(criterion: Criterion, context: Context) -> Finding:
    """Met where the diagnosis entails what is asked, unmet where it contradicts it, else unknown."""
    said = context.patient.words("diagnosis")
    asked = _asked_diagnosis(criterion)
    bring = "the clinician's note that names the diagnosis"
    if said is None:
        return unknown("a diagnosis is asked for and not known", "diagnosis", bring=bring)
    status = entails(said, asked, indication=context.patient.words("indication"))
    why = f"asked for: {asked}; entered: {said}"
    if status is Status.UNKNOWN:
        return unknown(why, "diagnosis", bring=bring, fact=said)
    return (met if status is Status.MET else unmet)(said, why, "diagnosis", bring=bring)


def _asked_diagnosis(criterion: Criterion) -> str:
    """The policy's words on the diagnosis: the short text where it names one and was not cut off, else the quote."""
    text = criterion.text or ""
    whole = text.count("(") == text.count(")") and features(text).names_something
    return text if whole else criterion.quote or text


def severity(criterion: Criterion, context: Context) -> Finding:
    """A score on the scale that the policy names, recent enough where it says so."""
    patient, scale = context.patient, (criterion.text or "").lower()
    name = _SCALES.get(scale, scale.upper() or "a rating scale")
    bring = f"the dated {name} record"
    if scale not in _SCALES:
        return _any_scale(criterion, context, bring)
    found = against(
        patient.score(scale),
        criterion.number,
        criterion.comparison,
        default="at_least",
        what=name,
        unit="points",
        keys=(f"scores.{scale}",),
        bring=bring,
        record_is_enough=True,
    )
    return _recent(found, criterion.within_days, context)


def _any_scale(criterion: Criterion, context: Context, bring: str) -> Finding:
    """The policy asks for a standard scale without naming one (or for one without a sum score)."""
    known = [scale for scale in _SCALES if context.patient.score(scale) is not None]
    if criterion.text in (None, "") and known and criterion.number is None:
        return met(f"{_SCALES[known[0]]} on record", "a rating scale is on record", f"scores.{known[0]}", bring=bring)
    return unknown("a score on a rating scale is asked for and not known", "scores", bring=bring)


def _recent(found: Finding, within_days: int | None, context: Context) -> Finding:
    if within_days is None or found.status is not Status.MET:
        return found
    days = context.patient.number("score_age_days")
    if days is None:
        return unknown(
            f"{found.why}; the score must be at most {within_days} days old, its date is not known",
            *found.keys,
            "score_age_days",
            bring=found.bring,
        )
    if days > within_days:
        return unmet(
            f"{days:g} days old",
            f"{found.why}; the score must be at most {within_days} days old",
            *found.keys,
            "score_age_days",
            bring=found.bring,
        )
    return found
