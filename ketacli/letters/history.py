"""The clinical rows of a letter: criteria, medicines, scores, other treatments, each only as far as it is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from ketacli.eligibility.drugs import lookup
from ketacli.eligibility.finding import CheckedCriterion, Status
from ketacli.eligibility.patient import Patient
from ketacli.letters.exhibits import Exhibit, named
from ketacli.letters.known import Known, shown

_OUTCOMES = {
    "no_response": "no response",
    "partial_response": "partial response",
    "intolerance": "not tolerated",
    "response": "response",
}
_SCALES = {"phq9": "PHQ-9", "madrs": "MADRS", "hamd17": "HAM-D", "qids": "QIDS", "bdi": "BDI", "pcl5": "PCL-5"}
_TRIALS = ("prior_trials", "trial_duration", "distinct_classes", "augmentation_trial")


def criteria_table(
    rows: Sequence[CheckedCriterion], attached: Sequence[Exhibit], *, settling: Sequence[str] = ()
) -> list[dict[str, str]]:
    """The rows that a letter may show: met, or open with a hole; one row for each sentence of the policy.

    Of what is open only the criteria in `settling` are shown, the shortest set that would do: of two ways to meet a
    choice the letter asks for one.

    A sentence of which a part is not met is left out whole, and so are length and classes of trials where too few
    trials count: a "yes" beside them would claim more than the records hold.
    """
    unmet = [row for row in rows if row.status is Status.UNMET]
    withheld = {_folded(row.quote) for row in unmet if row.quote}
    few = any(row.type in _COUNTED for row in unmet)
    table: dict[str, dict[str, str]] = {}
    for row in rows:
        counts = row.status is Status.MET or (row.status is Status.UNKNOWN and row.id in settling)
        shows = counts and _folded(row.quote) not in withheld
        if not shows or (few and row.type in _COUNTED):
            continue
        made, key = criterion_row(row, attached), _folded(row.quote) or row.id
        table[key] = _joined(table[key], made) if key in table else made
    return list(table.values())


_COUNTED = ("prior_trials", "trial_duration", "distinct_classes")


def _folded(quote: str | None) -> str:
    return " ".join((quote or "").split())


def _joined(one: dict[str, str], other: dict[str, str]) -> dict[str, str]:
    """Two conditions of one sentence: met only where both are; facts and wanted records side by side."""
    both = one["met"] and other["met"]
    facts = [text for text in dict.fromkeys((one["fact"], other["fact"])) if text]
    wanted = [row["wanted"] for row in (one, other) if not row["met"]]
    return one | {
        "met": "Yes" if both else "",
        "fact": "; ".join(facts) if both else "",
        "record": one["record"] or other["record"] if both else "",
        "wanted": "; ".join(dict.fromkeys(wanted)),
    }


def criterion_row(row: CheckedCriterion, attached: Sequence[Exhibit]) -> dict[str, str]:
    """One row of the criterion table. What is not known is a hole that names the record, never a "yes"."""
    policy = named(attached, "policy")
    is_met = row.status is Status.MET
    first = "history" if row.type in _TRIALS else "scores" if row.type == "severity_scale" else "records"
    wanted = (row.evidence_to_bring or "").removeprefix("bring: ")
    return {
        "quote": _folded(row.quote),
        "place": ", ".join(part for part in (policy, f"page {row.page}" if row.page else "") if part),
        "met": "Yes" if is_met else "",
        "fact": (row.fact or "") if is_met else "",
        "record": named(attached, first, "records", "letter") if is_met else "",
        "wanted": wanted or "a record that shows this",
    }


def history_of(known: Known, attached: Sequence[Exhibit]) -> dict[str, Any]:
    """Medicines, scores and other treatments as rows and sentences for the template."""
    answers = known.raw("answers")
    patient = Patient(answers if isinstance(answers, Mapping) else {})
    return {
        "trials": [*_trials(patient, "antidepressant_trials"), *_trials(patient, "analgesic_trials")],
        "addons": _trials(patient, "augmentation_trials"),
        "scores": _scores(patient),
        "others": _others(patient),
        "history_at": named(attached, "history", "records"),
    }


def _trials(patient: Patient, key: str) -> list[dict[str, str]]:
    given = patient.answers.get(key)
    rows = given if isinstance(given, (list, tuple)) else ()
    return [_trial(row) for row in rows if isinstance(row, Mapping) and row.get("drug")]


def _trial(row: Mapping[str, object]) -> dict[str, str]:
    drug = lookup(str(row["drug"]))
    dose, weeks = row.get("dose_mg_per_day"), row.get("weeks")
    when = [_day(row[key]) for key in ("started_on", "ended_on") if row.get(key)]
    kind = str(row.get("class") or (drug.drug_class if drug else ""))
    length = f"{weeks:g} weeks" if isinstance(weeks, (int, float)) else ""
    return {
        "drug": str(row["drug"]),
        "drug_class": kind.replace("_", " "),
        "dose": f"{dose:g} mg a day" if isinstance(dose, (int, float)) else "",
        "weeks": f"{length} ({' to '.join(when)})" if when and length else length or " to ".join(when),
        "outcome": _OUTCOMES.get(str(row.get("outcome") or ""), str(row.get("outcome") or "")),
    }


def _scores(patient: Patient) -> list[dict[str, str]]:
    rows = []
    for scale, name in _SCALES.items():
        before, now = patient.score(scale, baseline=True), patient.score(scale)
        if now is not None or before is not None:
            rows.append(
                {
                    "name": name,
                    "before": _dated(before, patient.answers.get("baseline_score_dates"), scale),
                    "now": _dated(now, patient.answers.get("score_dates"), scale),
                }
            )
    return rows


def _dated(score: float | None, dates: object, scale: str) -> str:
    if score is None:
        return ""
    day = dates.get(scale) if isinstance(dates, Mapping) else None
    return f"{score:g} ({_day(day)})" if day else f"{score:g}"


def _day(value: object) -> str:
    if isinstance(value, date):
        return shown(value)
    try:
        return shown(date.fromisoformat(str(value)))
    except ValueError:
        return str(value)


def _others(patient: Patient) -> list[str]:
    """Psychotherapy, ECT, TMS and the response so far, a sentence each where an answer says it."""
    said = []
    sessions = patient.number("psychotherapy_sessions")
    if patient.yes("psychotherapy_tried"):
        said.append("Psychotherapy was tried" + (f": {sessions:g} sessions." if sessions else "."))
    ect, count = patient.words("ect_status"), patient.number("ect_treatments")
    if ect in ("failed", "no_response", "partial_response"):
        said.append("Electroconvulsive therapy did not help enough" + (f" ({count:g} treatments)." if count else "."))
    elif ect == "contraindicated" and patient.words("ect_contraindication"):
        said.append(f"Electroconvulsive therapy is contraindicated: {patient.words('ect_contraindication')}.")
    tms, sessions = patient.words("tms_outcome"), patient.number("tms_sessions")
    if tms in _OUTCOMES and tms != "response":
        said.append(
            f"Transcranial magnetic stimulation: {_OUTCOMES[tms]}" + (f" ({sessions:g} sessions)." if sessions else ".")
        )
    percent = patient.number("response_percent")
    if percent is not None and patient.yes("is_renewal"):
        said.append(f"Since treatment began the symptoms have improved by {percent:g} percent.")
    return said
