"""What the label says of safety, apart from coverage: contraindications, cautions, program steps, the day itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ketacli import facts
from ketacli.eligibility.judges.conditions import same_condition
from ketacli.eligibility.patient import Patient

_OWN_KEY = {"psychosis": "psychosis", "pregnancy": "pregnancy", "substance use": "substance_use"}
_THE_DAY = {
    "esketamine": (
        "esketamine_before_dosing",
        "esketamine_blood_pressure",
        "esketamine_observation",
        "esketamine_visit_length",
        "esketamine_no_driving",
    )
}
"""Facts on dosing that a person needs for the day."""
_SETTING_OF_HOSPITAL = ("hospital", "inpatient", "emergency")


@dataclass(frozen=True, slots=True, kw_only=True)
class SafetyNote:
    """One line of the label, with what is known of this patient."""

    kind: Literal["contraindication", "caution"]
    """A contraindication is a ban of the label; a caution is for the prescriber to weigh and no ban."""
    condition: str
    present: bool | None
    """None where it is not known."""
    sentence: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Safety:
    """The safety list for one request."""

    notes: tuple[SafetyNote, ...]
    program: tuple[str, ...]
    """Steps of the safety program (REMS) for this setting."""
    the_day: tuple[str, ...]
    """What to prepare for the day of treatment."""
    sources: tuple[str, ...]


def safety(patient: Patient, treatment: str) -> Safety:
    """The label's safety list for a treatment; empty where the facts hold none. It never decides coverage."""
    label = [fact for fact in facts.subject("label") if fact.get("treatment") == treatment and fact.settled]
    rules = [fact for fact in label if fact.get("kind") in ("contraindication", "caution")]
    steps = [fact for fact in label if fact.get("kind") == "rems" and _for_setting(fact.key, patient)]
    dosing = {fact.key: fact for fact in facts.subject("dosing") if fact.settled}
    day = [dosing[key] for key in _THE_DAY.get(treatment, ()) if key in dosing]
    return Safety(
        notes=tuple(
            SafetyNote(
                kind=fact.get("kind"),
                condition=fact.get("condition"),
                present=_present(patient, str(fact.get("condition"))),
                sentence=fact.sentence,
                source=fact.sources[0].cite(),
            )
            for fact in rules
        ),
        program=tuple(fact.sentence for fact in steps),
        the_day=tuple(fact.sentence for fact in day),
        sources=tuple(dict.fromkeys(fact.sources[0].cite() for fact in (*rules, *steps, *day))),
    )


def _for_setting(key: str, patient: Patient) -> bool:
    """In a hospital the patient is not enrolled and no form is sent; elsewhere the hospital's rule is not shown."""
    hospital = any(word in (patient.words("setting") or "") for word in _SETTING_OF_HOSPITAL)
    return key not in (("rems_patient", "rems_form") if hospital else ("rems_hospital",))


def _present(patient: Patient, condition: str) -> bool | None:
    key = _OWN_KEY.get(condition)
    if key and patient.yes(key) is not None:
        return patient.yes(key)
    listed = patient.listed("contraindications")
    if listed is None:
        return None
    return any(same_condition(item, condition) for item in listed)
