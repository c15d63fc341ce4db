"""From policy files and answers to checklists: what `ketacli eligibility` asks the core for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast, get_args

from ketacli.eligibility.diagnosis import features
from ketacli.eligibility.evaluate import check_patient
from ketacli.eligibility.finding import Checklist
from ketacli.eligibility.patient import Patient
from ketacli.errors import ExitCode, UsageProblem
from ketacli.policy.reading import Indication, Reading, Treatment


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is asked for: flags win over answers; what neither says follows from the diagnosis."""

    treatment: Treatment
    indication: Indication
    renewal: bool
    assumed: tuple[str, ...] = ()
    """What nobody said and was taken for granted, in sentences."""


def request(
    patient: Patient, *, treatment: str | None = None, indication: str | None = None, renewal: bool = False
) -> Request:
    """The request in the reading's vocabulary.

    Without an indication, depression with resistance or failed trials is `trd`, with acute suicidality `mdd_si`.
    Raises UsageProblem for a word outside the vocabulary.
    """
    drug = treatment or patient.words("requested_treatment") or "esketamine"
    named = indication or patient.words("indication")
    use = named or _from_diagnosis(patient)
    assumed = []
    if not (treatment or patient.words("requested_treatment")):
        assumed.append("The treatment was taken to be Spravato (esketamine); --treatment names another.")
    if not named and not features(patient.words("diagnosis") or "").disorders:
        assumed.append("The condition was taken to be treatment-resistant depression; --indication names another.")
    if drug not in get_args(Treatment):
        raise UsageProblem(
            f"the treatment {drug!r} is not known", hint=f"Choose one of: {', '.join(get_args(Treatment))}."
        )
    if use not in get_args(Indication):
        raise UsageProblem(
            f"the indication {use!r} is not known", hint=f"Choose one of: {', '.join(get_args(Indication))}."
        )
    return Request(
        treatment=cast(Treatment, drug),
        indication=cast(Indication, use),
        renewal=renewal or patient.yes("is_renewal") is True,
        assumed=tuple(assumed),
    )


_BY_DISORDER: tuple[tuple[str, Indication], ...] = (
    ("bipolar", "bipolar"),
    ("crps", "crps"),
    ("ptsd", "ptsd"),
    ("ocd", "ocd"),
    ("migraine", "migraine"),
    ("cluster_headache", "migraine"),
    ("chronic_pain", "chronic_pain"),
    ("fibromyalgia", "chronic_pain"),
    ("neuropathy", "chronic_pain"),
    ("phantom_limb", "chronic_pain"),
    ("anxiety", "anxiety"),
    ("sud", "sud"),
)


def _from_diagnosis(patient: Patient) -> str:
    found = features(patient.words("diagnosis") or "")
    if "mdd" in found.disorders and "bipolar" not in found.disorders:
        return "mdd_si" if found.suicidal or patient.yes("acute_suicidal_ideation") else "trd"
    return next((use for disorder, use in _BY_DISORDER if disorder in found.disorders), "trd")


def check_policies(readings: Sequence[tuple[str, Reading]], patient: Patient, asked: Request) -> tuple[Checklist, ...]:
    """One checklist a policy, in order."""
    return tuple(
        check_patient(
            reading,
            patient,
            treatment=asked.treatment,
            indication=asked.indication,
            renewal=asked.renewal,
            policy=name,
        )
        for name, reading in readings
    )


def exit_code(lists: Sequence[Checklist], *, require_complete: bool = False) -> ExitCode:
    """0 where every policy appears met, 2 where answers are missing and completeness was asked for, else 1."""
    if require_complete and any(one.missing for one in lists):
        return ExitCode.USAGE
    return ExitCode.OK if all(one.status == "meets" for one in lists) else ExitCode.ATTENTION
