"""A letter from all that is known: criteria, history, evidence, law, exhibits, each only as far as it holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ketacli.deadlines import Ladder
from ketacli.eligibility.finding import CheckedCriterion, Checklist, Status
from ketacli.eligibility.patient import Patient, Trial
from ketacli.letters.engine import LeftOut, Rendered, render
from ketacli.letters.evidence import Evidence, choose, label_sentences
from ketacli.letters.exhibits import Exhibit, exhibits
from ketacli.letters.known import Known
from ketacli.letters.law import external_level, ladder_for, open_level, requests, state_regulator
from ketacli.letters.template import Template


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """What a letter is composed from besides the facts."""

    known: Known
    today: date
    checklist: Checklist | None = None
    """The comparison with the policy that the denial cites, where it has been read."""
    documents: Sequence[Mapping[str, object]] = ()
    """The documents of the case (see `cases.model.LISTS`)."""
    own_templates: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A composed letter and what its writer must know of it."""

    rendered: Rendered
    evidence: Evidence
    """What was cited, and what stands against it (never printed in the letter, always shown to its writer)."""
    exhibits: tuple[Exhibit, ...]
    ladder: Ladder | None
    """The ladder of appeals that the letter's law comes from; None where the kind of plan is not known."""
    not_shown: tuple[CheckedCriterion, ...]
    """Criteria that the facts do not meet: left out of the table and named to the writer."""

    @property
    def left_out(self) -> tuple[LeftOut, ...]:
        """Passages that were held back, with what each would have needed."""
        return self.rendered.left_out


def compose(template: Template, material: Material) -> Letter:
    """Compose one letter. Raises UsageProblem where the template is wrong."""
    known = material.known
    ladder = ladder_for(known, material.today)
    age = known.raw("answers.age")
    evidence = choose(
        known.text("treatment.treatment"),
        known.text("treatment.indication"),
        age=float(age) if isinstance(age, (int, float)) else None,
    )
    attached = exhibits(known, material.documents)
    rows = material.checklist.criteria if material.checklist else ()
    rendered = render(
        template,
        known,
        own=material.own_templates,
        criteria=[_criterion(row, attached) for row in rows if row.status in (Status.MET, Status.UNKNOWN)],
        trials=[_trial(trial) for trial in _patient(known).trials() or ()],
        scores=_scores(known),
        studies=evidence.studies,
        guidelines=evidence.guidelines,
        label=list(label_sentences(known.text("treatment.treatment"), known.text("treatment.indication"))),
        reasons=_reasons(known),
        requests=requests(ladder),
        level=open_level(ladder),
        external=external_level(ladder),
        regulators=[each for each in ladder.regulators if each.source.confidence != "unsettled"] if ladder else [],
        state_regulator=state_regulator(ladder),
        exhibits=attached,
    )
    return Letter(
        rendered=rendered,
        evidence=evidence,
        exhibits=attached,
        ladder=ladder,
        not_shown=tuple(row for row in rows if row.status is Status.UNMET),
    )


def _patient(known: Known) -> Patient:
    answers = known.raw("answers")
    return Patient(answers if isinstance(answers, Mapping) else {})


def _reasons(known: Known) -> list[str]:
    value = known.raw("denial.reasons")
    return [str(item) for item in value] if isinstance(value, (list, tuple)) else []


def _criterion(row: CheckedCriterion, attached: Sequence[Exhibit]) -> dict[str, str]:
    """One row of the criterion table. What is not known is a hole, never a "yes"."""
    policy = next((f"Exhibit {one.letter}, " for one in attached if one.kind == "policy"), "")
    record = next((f"Exhibit {one.letter}" for one in attached if one.kind in ("records", "letter")), "")
    is_met = row.status is Status.MET
    return {
        "quote": " ".join((row.quote or "").split()),
        "place": f"{policy}page {row.page}" if row.page else policy.rstrip(", "),
        "met": "Yes" if is_met else "",
        "fact": (row.fact or "") if is_met else "",
        "record": record if is_met else "",
    }


def _trial(trial: Trial) -> dict[str, str]:
    words = {"no_response": "no response", "partial_response": "partial response", "intolerance": "not tolerated"}
    return {
        "drug": trial.drug,
        "drug_class": (trial.drug_class or "").replace("_", " "),
        "dose": f"{trial.dose_mg_per_day:g} mg a day" if trial.dose_mg_per_day else "",
        "weeks": f"{trial.weeks:g} weeks" if trial.weeks else "",
        "outcome": words.get(trial.outcome or "", trial.outcome or ""),
    }


_SCALES = {"phq9": "PHQ-9", "madrs": "MADRS", "hamd17": "HAM-D", "qids": "QIDS", "bdi": "BDI", "pcl5": "PCL-5"}


def _scores(known: Known) -> list[dict[str, str]]:
    patient = _patient(known)
    rows = []
    for scale, name in _SCALES.items():
        now, before = patient.score(scale), patient.score(scale, baseline=True)
        if now is not None or before is not None:
            rows.append(
                {
                    "name": name,
                    "before": f"{before:g}" if before is not None else "",
                    "now": f"{now:g}" if now is not None else "",
                }
            )
    return rows
