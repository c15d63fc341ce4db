"""Earlier treatment: antidepressant trials, augmentation, psychotherapy, ECT, TMS and what else must have failed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ketacli.eligibility import trials
from ketacli.eligibility.drugs import lookup
from ketacli.eligibility.finding import Finding, Status, met, unknown, unmet
from ketacli.eligibility.judges.compare import against
from ketacli.eligibility.judges.context import Context
from ketacli.eligibility.patient import Trial
from ketacli.policy.reading import Criterion

_BRING = "pharmacy fills or notes that show medicine, dose, dates and outcome"
_FOR_PAIN = re.compile(
    r"gabapentin|pregabalin|anticonvuls|antiepilep|nsaid|anti-?inflammator|opioid|bisphosphon|corticosteroid|lidocaine"
    r"|muscle relax|clonidine|baclofen|triptan|beta[- ]blocker"
)
"""Classes of medicines for pain, among which a policy may name antidepressants."""
_DAYS = {"day": 1.0, "week": 7.0, "month": 365.25 / 12, "year": 365.25}


def weeks_of(criterion: Criterion) -> float | None:
    """A duration in weeks; None where the criterion has none."""
    unit = (criterion.unit or "").rstrip("s")
    if criterion.number is None or unit not in _DAYS:
        return None
    return criterion.number * _DAYS[unit] / 7


def about_augmentation(criterion: Criterion) -> bool:
    """Whether a duration belongs to an add-on medicine and not to the antidepressant itself."""
    return "augment" in (criterion.text or "").lower() or (
        "antidepressant" not in (criterion.text or "").lower() and "augment" in (criterion.quote or "").lower()
    )


def _rules(context: Context, *own: Criterion) -> trials.TrialRules:
    group = [
        *own,
        *(row for row in context.siblings if row.type in ("prior_trials", "trial_duration", "distinct_classes")),
    ]
    group = [row for row in dict.fromkeys(group) if not (row.type == "trial_duration" and about_augmentation(row))]
    weeks = [found for row in group if row.type == "trial_duration" and (found := weeks_of(row)) is not None]
    recent = [row.within_days for row in group if row.type == "prior_trials" and row.within_days]
    texts = [f"{row.quote or ''} {row.text or ''} {row.heading or ''}" for row in group]
    return trials.rules_from(
        texts,
        weeks=max(weeks, default=None),
        within_days=min(recent, default=None),
        antidepressants=_key(own[0], context) == "antidepressant_trials",
    )


def _key(criterion: Criterion, context: Context) -> str:
    """Which trials are meant: of antidepressants, or of pain medicines where the words or the indication say so."""
    words = context.words(criterion)
    if re.search(r"\b(?:analgesics?\b|pain (?:medic|reliev|drug|killer))", words):
        # An antidepressant may be one of the medicines for pain ("for example an antidepressant or a gabapentinoid").
        return "analgesic_trials"
    among = criterion.indication in ("chronic_pain", "crps", "migraine") and _FOR_PAIN.search(words)
    if "antidepress" in words and not among:
        return "antidepressant_trials"
    pain = criterion.indication in ("chronic_pain", "crps", "migraine") or re.search(r"analgesic|pain medic", words)
    return "analgesic_trials" if pain else "antidepressant_trials"


def _needed(context: Context, default: float) -> float:
    return max(
        (_at_least(row, default) for row in context.siblings if row.type == "prior_trials" and row.number),
        default=default,
    )


def _at_least(criterion: Criterion, default: float) -> float:
    """The smallest count that satisfies the criterion: "more than two" is three."""
    if criterion.number is None:
        return default
    return float(criterion.number) + (1 if criterion.comparison == "more_than" else 0)


def prior_trials(criterion: Criterion, context: Context) -> Finding:
    """How many medicines failed, each counted whatever its length (its length is a criterion of its own)."""
    key = _key(criterion, context)
    given = context.patient.trials(key)
    need = _at_least(criterion, 1)
    if given is None:
        return unknown(f"{need:g} failed trials are asked for; none are on record here", key, bring=_BRING)
    counted = trials.count(given, trials.failed(_rules(context, criterion)))
    return _finding(counted.reaches(need), counted, f"{need:g} failed trials are asked for", key)


def _finding(status: Status, counted: trials.Counted, asked: str, key: str) -> Finding:
    sure = ", ".join(trial.drug for trial in counted.sure) or "none"
    doubt = f"; in doubt: {', '.join(trial.drug for trial in counted.maybe)}" if counted.maybe else ""
    why = f"{asked}; counted: {sure}{doubt}"
    if status is Status.UNKNOWN:
        return unknown(why, key, bring=_BRING, fact=sure)
    return (met if status is Status.MET else unmet)(sure, why, key, bring=_BRING)


def trial_duration(criterion: Criterion, context: Context) -> Finding:
    """Whether as many failed trials as are needed lasted long enough; too few trials are not counted again here."""
    if about_augmentation(criterion):
        return _augmentation_weeks(criterion, context)
    key = _key(criterion, context)
    given, weeks = context.patient.trials(key), weeks_of(criterion)
    if given is None or weeks is None:
        return unknown("the length of each trial is asked for and not known", key, bring=_BRING)
    rules = _rules(context, criterion)
    failed = trials.count(given, trials.failed(rules))
    long = trials.count(given, trials.failed(rules), trials.long_enough(rules))
    need = min(_needed(context, 1.0), max(1, len(failed.sure) + len(failed.maybe)))
    if not failed.sure and not failed.maybe:
        return unknown(
            f"trials of {weeks:g} weeks are asked for; no failed trial is on record",
            key,
            bring=_BRING,
        )
    return _finding(long.reaches(need), long, f"{need:g} trials of at least {weeks:g} weeks are asked for", key)


def distinct_classes(criterion: Criterion, context: Context) -> Finding:
    """Whether the trials that count span enough classes."""
    key = _key(criterion, context)
    given = context.patient.trials(key)
    need = _at_least(criterion, 2)
    if given is None:
        return unknown(
            f"{need:g} classes of medicine are asked for; no trials are on record here",
            key,
            bring=_BRING,
        )
    rules = _rules(context, criterion)
    counted = trials.count(given, trials.failed(rules), trials.long_enough(rules))
    if counted.reaches(_needed(context, need)) is not Status.MET:
        # Trials that are too short fail their own criterion; the classes are then judged on all that failed.
        counted = trials.count(given, trials.failed(rules))
    status = counted.classes(need)
    few = len(counted.sure) + len(counted.maybe)
    short = any(row.type == "prior_trials" and (row.number or 0) > few for row in context.siblings)
    distinct = len({trials.class_of(trial) for trial in (*counted.sure, *counted.maybe)})
    if status is Status.UNMET and short and few == distinct:
        # Too few trials is what fails, and prior_trials says so; no class is counted twice here.
        return _finding(Status.MET, counted, f"{need:g} classes are asked for, none is repeated", key)
    return _finding(status, counted, f"{need:g} different classes are asked for", key)


def _augmentation_weeks(criterion: Criterion, context: Context) -> Finding:
    weeks, given = weeks_of(criterion), context.patient.trials("augmentation_trials")
    if given is None or weeks is None:
        return unknown("the length of the add-on trial is asked for and not known", "augmentation_trials", bring=_BRING)
    known = [trial.weeks for trial in given if trial.weeks is not None]
    if not given or (not known and given):
        return unknown(f"an add-on trial of {weeks:g} weeks is asked for", "augmentation_trials", bring=_BRING)
    make = met if max(known) >= weeks else unmet
    return make(
        f"{max(known):g} weeks",
        f"an add-on trial of at least {weeks:g} weeks is asked for",
        "augmentation_trials",
        bring=_BRING,
    )


def augmentation(criterion: Criterion, context: Context) -> Finding:
    """Trials of an add-on medicine that did not help."""
    given = context.patient.trials("augmentation_trials")
    need = _at_least(criterion, 1)
    if given is None:
        return unknown(f"{need:g} add-on trial(s) asked for; not known", "augmentation_trials", bring=_BRING)
    tolerance = bool(re.search(r"intoleran|not tolerate|adverse", context.words(criterion)))
    failed = [
        trial
        for trial in given
        if trial.outcome in ("no_response", "partial_response") or (tolerance and trial.outcome == "intolerance")
    ]
    unclear = [trial for trial in given if trial.outcome is None]
    names = ", ".join(trial.drug for trial in failed) or "none"
    why = f"{need:g} failed add-on trial(s) asked for; counted: {names}"
    either = _or_psychotherapy(context, context.words(criterion)) if len(failed) < need else None
    if either is not None:
        return either
    if len(failed) >= need:
        return met(names, why, "augmentation_trials", bring=_BRING)
    if len(failed) + len(unclear) >= need:
        return unknown(why, "augmentation_trials", bring=_BRING)
    return unmet(names, why, "augmentation_trials", bring=_BRING)


def _or_psychotherapy(context: Context, words: str) -> Finding | None:
    """ "Augmentation, or a course of psychotherapy": the other way of meeting the same sentence, where it was taken."""
    if not re.search(r"\bor\b[^.;]{0,60}psychotherap|psychotherap[^.;]{0,60}\bor\b", words):
        return None
    tried = context.patient.yes("psychotherapy_tried")
    if tried:
        return met("psychotherapy was tried", "the policy accepts it in place of an add-on", "psychotherapy_tried")
    return unknown("an add-on or psychotherapy is asked for", "psychotherapy_tried") if tried is None else None


def psychotherapy(criterion: Criterion, context: Context) -> Finding:
    """A course of psychotherapy, with its number of sessions where one stands there."""
    patient, bring = context.patient, "the therapist's note with dates and sessions"
    tried = patient.yes("psychotherapy_tried")
    if tried is False:
        return unmet("not tried", "psychotherapy is asked for", "psychotherapy_tried", bring=bring)
    if "episode" in context.words(criterion) and patient.yes("psychotherapy_current_episode") is False:
        return unmet(
            "not in this episode",
            "psychotherapy in the current episode is asked for",
            "psychotherapy_current_episode",
            bring=bring,
        )
    if criterion.number is not None and (criterion.unit or "sessions").startswith(("session", "visit")):
        return against(
            patient.number("psychotherapy_sessions"),
            criterion.number,
            criterion.comparison,
            default="at_least",
            what="Psychotherapy",
            unit="sessions",
            keys=("psychotherapy_sessions",),
            bring=bring,
            record_is_enough=True,
        )
    if tried is None and patient.number("psychotherapy_sessions") is None:
        return unknown("psychotherapy is asked for; not known", "psychotherapy_tried", bring=bring)
    return met("tried", "psychotherapy is asked for", "psychotherapy_tried", bring=bring)


def oral_antidepressant(criterion: Criterion, context: Context) -> Finding:
    """Taken together with an oral antidepressant, with the exceptions and additions that the sentence names."""
    words, patient = context.words(criterion), context.patient
    bring = "the medication list"
    now = patient.yes("oral_antidepressant_now")
    if now is not True and _not_tolerated(words, patient.trials()):
        return met(
            "oral antidepressants were not tolerated",
            "the policy makes this exception",
            "antidepressant_trials",
            bring=bring,
        )
    if now is None:
        return unknown("an oral antidepressant is asked for; not known", "oral_antidepressant_now", bring=bring)
    if not now:
        return unmet("none taken", "an oral antidepressant is asked for", "oral_antidepressant_now", bring=bring)
    for pattern, key, asked in (
        (r"stable|established", "oral_antidepressant_stable", "a stable one"),
        (
            r"new(?:ly)?\b|initiat|optimi[sz]",
            "oral_antidepressant_newly_started_or_optimized",
            "a newly started or optimized one",
        ),
    ):
        if re.search(pattern, words):
            value = patient.yes(key)
            if value is not True:
                make = unknown if value is None else None
                text = f"an oral antidepressant, {asked}, is asked for"
                return make(text, key, bring=bring) if make else unmet("not so", text, key, bring=bring)
    if re.search(r"not (?:be )?(?:one|any) of|other than the|different from", words):
        return _not_a_failed_one(context, bring)
    return met("taken", "an oral antidepressant is asked for", "oral_antidepressant_now", bring=bring)


def _not_tolerated(words: str, given: Sequence[Trial] | None) -> bool:
    if not re.search(r"unless|except", words) or not re.search(r"toler|contraindicat", words) or given is None:
        return False
    need = 2 if re.search(r"\btwo\b|\b2\b", words) else 1
    return len([trial for trial in given if trial.outcome == "intolerance"]) >= need


def _not_a_failed_one(context: Context, bring: str) -> Finding:
    drug = context.patient.words("oral_antidepressant_drug")
    asked = "an oral antidepressant that is not one of those that failed is asked for"
    if drug is None:
        return unknown(asked, "oral_antidepressant_drug", bring=bring)
    own = lookup(drug)
    failed = {found.generic for trial in context.patient.trials() or () if (found := lookup(trial.drug))}
    if own and own.generic in failed:
        return unmet(drug, asked, "oral_antidepressant_drug", bring=bring)
    return met(drug, asked, "oral_antidepressant_drug", bring=bring)


__all__ = [
    "Criterion",
    "augmentation",
    "distinct_classes",
    "oral_antidepressant",
    "prior_trials",
    "psychotherapy",
    "trial_duration",
]
