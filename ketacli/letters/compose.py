"""A letter from all that is known: criteria, history, evidence, law, exhibits, each only as far as it holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from ketacli.deadlines import Ladder
from ketacli.eligibility.finding import CheckedCriterion, Checklist, Status
from ketacli.letters.engine import LeftOut, Rendered, render
from ketacli.letters.evidence import Evidence, approval, choose, label_schedule
from ketacli.letters.exhibits import Exhibit, exhibits, held_back
from ketacli.letters.history import criteria_table, history_of
from ketacli.letters.known import Known
from ketacli.letters.law import (
    answer_by,
    external_level,
    ladder_for,
    open_level,
    parity_request,
    requests,
    settled_rights,
    state_regulator,
)
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

    left_out: tuple[LeftOut, ...] = ()
    """Passages that were held back, with what each would have needed."""
    without_consent: tuple[str, ...] = ()
    """Titles of private records that stay out of the enclosures: the case holds no consent for them."""


def compose(template: Template, material: Material) -> Letter:
    """Compose one letter. Raises UsageProblem where the template is wrong."""
    known = material.known
    ladder = ladder_for(known, material.today)
    age, beside = known.raw("answers.age"), known.raw("answers.oral_antidepressant_now")
    years = float(age) if isinstance(age, (int, float)) else None
    treatment, use = known.text("treatment.treatment"), known.text("treatment.indication")
    evidence = choose(treatment, use, age=years)
    label = approval(treatment, use, age=years, oral_antidepressant=beside if isinstance(beside, bool) else None)
    attached = exhibits(known, material.documents, answers_a_denial=template.kind in ("appeal", "dispute"))
    rows = material.checklist.criteria if material.checklist else ()
    rendered = render(
        template,
        known,
        own=material.own_templates,
        signer=template.signer,
        kind=template.kind,
        criteria=criteria_table(rows, attached, settling=material.checklist.to_settle if material.checklist else ()),
        **history_of(known, attached),
        studies=evidence.studies,
        guidelines=evidence.guidelines,
        label=label.sentences,
        schedule=label_schedule(treatment, use) if label.sentences else (),
        reasons=_reasons(known),
        **_law(known, ladder, material.today),
        exhibits=attached,
    )
    held = (LeftOut("what FDA approved", label.missing),) if label.missing else ()
    return Letter(
        rendered=rendered,
        evidence=evidence,
        exhibits=attached,
        ladder=ladder,
        not_shown=tuple(row for row in rows if row.status is Status.UNMET),
        left_out=(*rendered.left_out, *held),
        without_consent=tuple(held_back(material.documents, known)),
    )


def _law(known: Known, ladder: Ladder | None, today: date) -> dict[str, Any]:
    """The law of this plan and State, and of no other."""
    level = open_level(ladder)
    due = answer_by(known, level, today)
    return {
        "requests": requests(ladder),
        "parity": parity_request(ladder),
        "rights": settled_rights(ladder),
        "level": level,
        "answer_by": due,
        "external": external_level(ladder),
        "regulators": [each for each in ladder.regulators if each.source.confidence != "unsettled"] if ladder else [],
        "state_regulator": state_regulator(ladder),
    }


def _reasons(known: Known) -> list[str]:
    value = known.raw("denial.reasons")
    return [str(item) for item in value] if isinstance(value, (list, tuple)) else []
