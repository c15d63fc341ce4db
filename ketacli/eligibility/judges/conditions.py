"""Conditions that must be absent: named contraindications, psychosis, substance use, pregnancy."""

from __future__ import annotations

import re
from typing import Literal

from ketacli.eligibility.diagnosis import excludes, features
from ketacli.eligibility.finding import Finding, Status, met, unknown, unmet
from ketacli.eligibility.judges.context import Context
from ketacli.eligibility.patient import Patient
from ketacli.policy.reading import Criterion

_OWN_KEYS: tuple[tuple[str, str, str | None], ...] = (
    # Words of the policy, the answer that decides them, and the answer where the policy asks about the past.
    (r"psychosis|psychotic", "psychosis", "history_of_psychosis"),
    (r"delirium", "delirium", None),
    (r"seizure|epilep", "seizure_disorder", "seizure_disorder"),
    (r"mania|manic", "mania_past_12_months", None),
    (r"pregnan", "pregnancy", None),
    (r"breast-?feeding|lactat|nursing", "breastfeeding", None),
    (r"substance|alcohol use|drug use|addiction", "substance_use", None),
    (r"suicid", "acute_suicidal_ideation", None),
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
    ("thyrotoxicosis", "hyperthyroid", "overactive thyroid"),
    ("intracranial pressure",),
    ("stroke",),
    ("cystitis", "bladder"),
)
_PAST = r"histor|\bpast\b|prior|previous|earlier|\bever\b|lifetime"
_WORSE = re.compile(r"\b(?:uncontrolled|untreated|unstable|poorly controlled|decompensated)\b")
_BETTER = re.compile(r"\b(?:(?:well[- ])?controlled|treated|stable|resolved|compensated)\b")
_MENTAL = frozenset({"bipolar", "schizophrenia", "schizoaffective", "ptsd", "ocd", "sud"})


def contraindication(criterion: Criterion, context: Context) -> Finding:
    """The named condition must be absent. An empty list of conditions means none; a missing one is unknown."""
    asked = (criterion.text or criterion.quote or "").lower()
    patient, bring = context.patient, "the clinician's note that rules it out"
    shared = features(asked).disorders & features(patient.words("diagnosis") or "").disorders & _MENTAL
    if shared:
        named = f"the diagnosis: {', '.join(sorted(shared))}"
        return unmet(named, f"must be absent: {asked}", "diagnosis", bring=bring)
    said = patient.words("diagnosis") or ""
    if excludes(said, asked):
        return met(f"the diagnosis: {said}", f"must be absent: {asked}", "diagnosis", bring=bring)
    own = _by_own_key(asked, patient, bring)
    if own is not None:
        return own
    listed = patient.listed("contraindications")
    if listed is None:
        return unknown(f"must be absent: {asked}; not known", "contraindications", bring=bring)
    found = {item: compared(item, asked) for item in listed}
    present = next((item for item, same in found.items() if same == "same"), None)
    if present:
        return unmet(present, f"must be absent: {asked}; entered: {present}", "contraindications", bring=bring)
    doubtful = next((item for item, same in found.items() if same == "unclear"), None)
    if doubtful:
        why = f"must be absent: {asked}; whether {doubtful} is meant is not known"
        return unknown(why, "contraindications", bring=bring, fact=doubtful)
    return met("not among the conditions listed", f"must be absent: {asked}", "contraindications", bring=bring)


def _by_own_key(asked: str, patient: Patient, bring: str) -> Finding | None:
    """The answer of a condition that has a key of its own; None where that does not decide.

    Absent now says nothing of the past: where the policy asks for a history, only the answer on the past clears it.
    """
    for pattern, now, past in _OWN_KEYS:
        if not re.search(pattern, asked):
            continue
        history = bool(re.search(_PAST, asked)) and "month" not in asked
        keys = (now,) if not history else (now, past) if past else (now,)
        values = [patient.yes(key) for key in keys]
        if True in values:
            return unmet("present", f"must be absent: {asked}", *keys, bring=bring)
        clearing = past if history else now
        if clearing and patient.yes(clearing) is False:
            return met("absent", f"must be absent: {asked}", *keys, bring=bring)
        if history and not past:
            return None
        return (
            None
            if patient.listed("contraindications")
            else unknown(f"must be absent: {asked}; not known", *keys, bring=bring)
        )
    return None


def compared(item: str, asked: str) -> Literal["same", "unclear", "other"]:
    """Whether a condition of the patient is the one that the policy names; `unclear` where only its degree is open."""
    if not same_condition(item, asked):
        return "other"
    if not _WORSE.search(asked) or _WORSE.search(item):
        return "same"
    return "other" if _BETTER.search(item) else "unclear"


def same_condition(item: str, asked: str) -> bool:
    """Whether a condition that the patient has is the one that the policy names, in other words or the same."""
    if re.search(r"any contraindication|a contraindication|contraindications? to", asked):
        return True
    if any(any(word in item for word in group) and any(word in asked for word in group) for group in _SYNONYMS):
        return True
    plain = re.sub(r"\b(?:history of|current|earlier|known|active|severe|uncontrolled)\b", "", item).strip()
    return bool(plain) and (plain in asked or asked in item)


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


_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}


def no_substance_use(criterion: Criterion, context: Context) -> Finding:
    """No substance use disorder; remission counts where the policy names it, a look-back where it sets one."""
    words, patient = context.words(criterion), context.patient
    keys, bring = ("substance_use", "substance_use_remission_days"), "the clinician's note on substance use"
    present, days = patient.yes("substance_use"), patient.number("substance_use_remission_days")
    need = criterion.within_days or _days_in(words)
    if present is None:
        return unknown("no substance use disorder is asked for; not known", keys[0], bring=bring)
    if not present:
        if need and days is not None and days < need:
            why = f"none within {need} days is asked for"
            return unmet(f"in remission for {days:g} days", why, *keys, bring=bring)
        return met("no substance use disorder", "none is asked for", keys[0], bring=bring)
    if _mild_enough(words, patient.words("substance_use_detail")):
        return met("mild", "only a moderate or severe disorder is excluded", "substance_use_detail", bring=bring)
    if "remission" not in words:
        return unmet("substance use disorder", "none is asked for", keys[0], bring=bring)
    if days is None:
        return unknown("remission is asked for; its length is not known", *keys, bring=bring)
    make = met if days >= (need or 1) else unmet
    return make(f"in remission for {days:g} days", f"remission of {need or 1} days is asked for", *keys, bring=bring)


def _mild_enough(words: str, detail: str | None) -> bool:
    excludes_worse_only = re.search(r"moderate (?:or|to|and)|moderate-|severe", words) and "mild" not in words
    return bool(detail and excludes_worse_only and "mild" in detail and not re.search(r"moderate|severe", detail))


def _days_in(words: str) -> int | None:
    found = re.search(r"(\d+)\s*(day|week|month|year)", words)
    return int(found.group(1)) * _DAYS[found.group(2)] if found else None


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


__all__ = ["Status", "compared", "contraindication", "no_pregnancy", "no_psychosis", "no_substance_use"]
