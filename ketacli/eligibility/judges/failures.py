"""Other treatments that must have failed first: ECT, TMS, physical therapy, blocks, pain medicines, Spravato."""

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
    if status in ("declined", "refused") and _declining_counts(words):
        return met("ECT was declined", "the policy accepts a course that was declined", *keys, bring=_BRING)
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


def _declining_counts(words: str) -> bool:
    """Whether the sentence accepts a treatment that the patient declined; "declining does not satisfy" refuses it."""
    named = re.search(r"declin|refus", words)
    return bool(named) and not re.search(r"(?:declin|refus)\w*[^.;]{0,40}\bnot\b|not[^.;]{0,30}(?:declin|refus)", words)


def _tms(criterion: Criterion, context: Context, words: str) -> Finding:
    patient = context.patient
    outcome, keys = patient.words("tms_outcome"), ("tms_tried", "tms_sessions", "tms_outcome")
    if re.search(r"unless|except", words) and _tms_ruled_out(patient, words):
        return met("TMS is ruled out", "the policy makes this exception", "seizure_disorder", "contraindications")
    if outcome in ("declined", "refused") and _declining_counts(words):
        return met("TMS was declined", "the policy accepts a course that was declined", *keys, bring=_BRING)
    if outcome in ("no_response", "partial_response", "failed", "intolerance"):
        return _sessions(criterion, patient.number("tms_sessions"), "TMS", "tms_sessions")
    if outcome in ("response", "declined", "refused") or patient.yes("tms_tried") is False:
        return unmet(
            "TMS helped" if outcome == "response" else "TMS not tried",
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
    if (criterion.unit or "").startswith(("session", "visit", "treatment")):
        return against(
            patient.number("physical_therapy_sessions"),
            criterion.number,
            criterion.comparison,
            default="at_least",
            what="Physical therapy",
            unit="sessions",
            keys=("physical_therapy_sessions",),
            bring=_BRING,
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
    ruled_out = patient.yes("sympathetic_block_contraindicated") or patient.words("sympathetic_block_contraindication")
    if ruled_out and re.search(r"unless|contraindicat|or ", words):
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


_PAIN_CLASSES: tuple[tuple[str, str], ...] = (
    (
        r"opioid|opiate|narcotic",
        r"opioid|morphine|codone|codeine|fentanyl|tramadol|tapentadol|methadone|morphone|buprenorphine",
    ),
    (
        r"nsaid|anti-?inflammator",
        r"nsaid|anti-?inflammator|ibuprofen|naproxen|diclofenac|celecoxib|meloxicam|ketorolac",
    ),
    (
        r"anticonvuls|antiepilep|gabapentin",
        r"anticonvuls|antiepilep|gabapentin|pregabalin|carbamazepine|topiramate|lamotrigine|valpro",
    ),
)
_UNLIKE_A_COUNT = ("day", "week", "month", "session")


def _analgesics(criterion: Criterion, context: Context, words: str) -> Finding:
    """Pain medicines that failed, of the class that the sentence names where it names one alone."""
    given = context.patient.trials("analgesic_trials")
    if given is None:
        return unknown("whether pain medicines failed is not known", "analgesic_trials", bring=_BRING)
    classes = [known for cue, known in _PAIN_CLASSES if re.search(cue, words)]
    failed = {
        trial.drug.lower()
        for trial in given
        if trial.outcome in ("no_response", "partial_response", "intolerance")
        and (len(classes) != 1 or re.search(classes[0], f"{trial.drug} {trial.drug_class or ''}".lower()))
    }
    counted = criterion.number and not (criterion.unit or "").startswith(_UNLIKE_A_COUNT)
    need = criterion.number if counted and criterion.number else 1
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
