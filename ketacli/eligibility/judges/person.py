"""Age, diagnosis, severity, and conditions that must be absent."""

from __future__ import annotations

import re

from ketacli.eligibility.diagnosis import entails
from ketacli.eligibility.finding import Finding, Status, met, unknown, unmet
from ketacli.eligibility.judges.compare import against
from ketacli.eligibility.judges.context import Context
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


def diagnosis(criterion: Criterion, context: Context) -> Finding:
    """Met where the diagnosis entails what is asked, unmet where it contradicts it, else unknown."""
    said = context.patient.words("diagnosis")
    asked = criterion.text or criterion.quote or ""
    bring = "the clinician's note that names the diagnosis"
    if said is None:
        return unknown("a diagnosis is asked for and not known", "diagnosis", bring=bring)
    status = entails(said, asked, indication=context.patient.words("indication"))
    why = f"asked for: {asked}; entered: {said}"
    if status is Status.UNKNOWN:
        return unknown(why, "diagnosis", bring=bring, fact=said)
    return (met if status is Status.MET else unmet)(said, why, "diagnosis", bring=bring)


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


_OWN_KEYS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"psychosis|psychotic", ("psychosis",)),
    (r"delirium", ("delirium",)),
    (r"seizure|epilep", ("seizure_disorder",)),
    (r"mania|manic", ("mania_past_12_months",)),
    (r"pregnan", ("pregnancy",)),
    (r"breast-?feeding|lactat|nursing", ("breastfeeding",)),
    (r"substance|alcohol use|drug use|addiction", ("substance_use",)),
)
_SYNONYMS: tuple[tuple[str, ...], ...] = (
    ("aneurysm", "aneurysmal"),
    ("arteriovenous", "avm"),
    ("hemorrhage", "haemorrhage", "brain bleed", "intracerebral bleed"),
    ("hypersensitiv", "allerg"),
    ("hypertension", "high blood pressure", "blood pressure"),
    ("cardiovascular", "heart", "cardiac", "myocardial", "coronary", "angina"),
    ("glaucoma", "intraocular pressure"),
    ("hepatic", "liver", "cirrhosis"),
    ("dementia", "neurocognitive", "cognitive impairment"),
    ("schizophren", "schizoaffective", "psychosis"),
    ("porphyria",),
    ("thyrotoxicosis", "hyperthyroid"),
    ("intracranial pressure",),
    ("stroke",),
    ("cystitis", "bladder"),
)


def contraindication(criterion: Criterion, context: Context) -> Finding:
    """The named condition must be absent. An empty list of conditions means none; a missing one is unknown."""
    asked = (criterion.text or criterion.quote or "").lower()
    patient = context.patient
    bring = "the clinician's note that rules it out"
    for pattern, keys in _OWN_KEYS:
        if re.search(pattern, asked) and patient.yes(keys[0]) is not None:
            return _absent(patient.yes(keys[0]), asked, keys, bring)
    listed = patient.listed("contraindications")
    if listed is None:
        return unknown(f"must be absent: {asked}; not known", "contraindications", bring=bring)
    present = [item for item in listed if same_condition(item, asked)]
    if present:
        return unmet(present[0], f"must be absent: {asked}; entered: {present[0]}", "contraindications", bring=bring)
    return met("not among the conditions listed", f"must be absent: {asked}", "contraindications", bring=bring)


def same_condition(item: str, asked: str) -> bool:
    """Whether a condition that the patient has is the one that the policy names, in other words or the same."""
    if re.search(r"any contraindication|a contraindication|contraindications? to", asked):
        return True
    if any(any(word in item for word in group) and any(word in asked for word in group) for group in _SYNONYMS):
        return True
    plain = re.sub(r"\b(?:history of|current|earlier|known|active|severe|uncontrolled)\b", "", item).strip()
    return bool(plain) and (plain in asked or asked in item)


def _absent(present: bool | None, asked: str, keys: tuple[str, ...], bring: str) -> Finding:
    if present is None:
        return unknown(f"must be absent: {asked}; not known", *keys, bring=bring)
    if present:
        return unmet("present", f"must be absent: {asked}", *keys, bring=bring)
    return met("absent", f"must be absent: {asked}", *keys, bring=bring)


def no_psychosis(criterion: Criterion, context: Context) -> Finding:
    """No psychosis, or none in the history where the words ask for that; an exception in the sentence counts."""
    words, patient = context.words(criterion), context.patient
    history = bool(re.search(r"histor|past|prior|previous|ever\b|lifetime", words))
    keys = ("psychosis", "history_of_psychosis") if history else ("psychosis",)
    values = [patient.yes(key) for key in keys]
    bring = "the clinician's note on psychosis"
    outweighs = bool(re.search(r"outweigh", words))
    if any(value is True for value in values):
        if outweighs:
            return _benefit(context, words, bring)
        return unmet("psychosis", "psychosis must be absent", *keys, bring=bring)
    if history and patient.yes("history_of_psychosis") is False and patient.yes("psychosis") is None:
        return met("no history of psychosis", "psychosis must be absent", *keys, bring=bring)
    if any(value is None for value in values):
        if outweighs and patient.yes("prescriber_states_benefit_outweighs_risk"):
            return _benefit(context, words, bring)
        return unknown("psychosis must be absent; not known", *keys, bring=bring)
    return met("no psychosis", "psychosis must be absent", *keys, bring=bring)


def _benefit(context: Context, asked: str, bring: str) -> Finding:
    key = "prescriber_states_benefit_outweighs_risk"
    stated = context.patient.yes(key)
    if stated is None:
        return unknown(
            "psychosis, unless the prescriber states that the benefit outweighs the risk: not known", key, bring=bring
        )
    make = met if stated else unmet
    said = "the prescriber states that the benefit outweighs the risk" if stated else "no such statement"
    return make(said, "psychosis, unless the prescriber states that the benefit outweighs the risk", key, bring=bring)


def no_substance_use(criterion: Criterion, context: Context) -> Finding:
    """No substance use disorder; remission counts where the policy names it, and where it asks for an active one."""
    words, patient = context.words(criterion), context.patient
    keys, bring = ("substance_use",), "the clinician's note on substance use"
    present = patient.yes("substance_use")
    if present is None:
        return unknown("no substance use disorder is asked for; not known", *keys, bring=bring)
    if not present:
        return met("no substance use disorder", "none is asked for", *keys, bring=bring)
    if "remission" not in words:
        return unmet("substance use disorder", "none is asked for", *keys, bring=bring)
    days = patient.number("substance_use_remission_days")
    need = criterion.within_days or _days_in(words)
    if days is None:
        return unknown(
            "remission is asked for; its length is not known", *keys, "substance_use_remission_days", bring=bring
        )
    make = met if days >= (need or 1) else unmet
    return make(f"in remission for {days:g} days", f"remission of {need or 1} days is asked for", *keys, bring=bring)


def _days_in(words: str) -> int | None:
    found = re.search(r"(\d+)\s*(day|week|month|year)", words)
    return int(found.group(1)) * {"day": 1, "week": 7, "month": 30, "year": 365}[found.group(2)] if found else None


def no_pregnancy(criterion: Criterion, context: Context) -> Finding:
    """Not pregnant, and not breastfeeding where the words say so."""
    words, patient = context.words(criterion), context.patient
    keys = ("pregnancy", "breastfeeding") if re.search(r"breast-?feed|lactat|nursing", words) else ("pregnancy",)
    values = [patient.yes(key) for key in keys]
    if True in values:
        return unmet("pregnancy or breastfeeding", "must be absent", *keys)
    if None in values:
        return unknown("pregnancy must be absent; not known", *keys)
    return met("not pregnant", "must be absent", *keys)
