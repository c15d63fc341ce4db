"""A prior-authorization packet: criterion table, a draft letter for the clinician, the list of records to attach."""

from __future__ import annotations

from collections.abc import Sequence

from ketacli.eligibility.finding import Checklist, Status
from ketacli.eligibility.patient import Patient, Trial
from ketacli.eligibility.request import Request
from ketacli.reports import templates
from ketacli.reports.eligibility_docx import render as docx_of
from ketacli.reports.eligibility_rows import row_words, subject
from ketacli.reports.tables import md_escape


def packet_files(lists: Sequence[Checklist], patient: Patient, asked: Request) -> dict[str, str | bytes]:
    """File name → content. The letter is a draft: facts only, no opinion, no signature."""
    return {
        "criteria.docx": docx_of(lists),
        "letter-of-medical-necessity-draft.md": _letter(lists[0], patient),
        "records-to-attach.md": _records(lists),
    }


def _letter(one: Checklist, patient: Patient) -> str:
    rows = [
        {key: md_escape(value) for key, value in row_words(row).items()}
        for row in one.criteria
        if row.status is not Status.NOT_NEEDED
    ]
    return templates.render(
        "lmn_draft.md.jinja",
        subject=subject(one),
        diagnosis=md_escape(patient.words("diagnosis") or "") or "[[MISSING: diagnosis]]",
        rows=rows,
        trials=[_trial(trial) for trial in patient.trials() or ()],
    )


def _trial(trial: Trial) -> dict[str, str]:
    def known(value: object) -> str:
        return "[[MISSING]]" if value is None else md_escape(str(value).replace("_", " "))

    return {
        "drug": known(trial.drug or None),
        "drug_class": known(trial.drug_class),
        "dose": known(trial.dose_mg_per_day),
        "weeks": known(trial.weeks),
        "outcome": known(trial.outcome),
    }


def _records(lists: Sequence[Checklist]) -> str:
    wanted = dict.fromkeys(
        (row.evidence_to_bring.rsplit(": ", 1)[-1], row_words(row)["condition"])
        for one in lists
        for row in one.criteria
        if row.evidence_to_bring and row.status is not Status.NOT_NEEDED
    )
    lines = ["# Records to attach", ""]
    lines += [f"- [ ] {md_escape(condition)}: {md_escape(record)}" for record, condition in wanted]
    lines += [
        "",
        "Leave out psychotherapy notes and substance-use treatment records unless the patient has consented to each.",
    ]
    return "\n".join(lines) + "\n"
