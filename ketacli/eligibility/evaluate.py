"""A reading against a patient: which branch of the policy applies, each criterion judged, the logic evaluated."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from ketacli.eligibility.finding import CheckedCriterion, Checklist, Finding, Status, unknown
from ketacli.eligibility.judges import amounts, care, conditions, failures, history, other, person
from ketacli.eligibility.judges.context import Context, Judge
from ketacli.eligibility.logic import deciding, evaluate, leaves, shown, to_settle
from ketacli.eligibility.patient import Patient
from ketacli.policy.answer import WIDER, answer
from ketacli.policy.reading import Criterion, Indication, Logic, Position, Reading, Scope, Treatment, Tree

_JUDGES: dict[str, Judge] = {
    "age_min": person.age,
    "age_max": person.age,
    "diagnosis": person.diagnosis,
    "severity_scale": person.severity,
    "contraindication": conditions.contraindication,
    "no_psychosis": conditions.no_psychosis,
    "no_substance_use": conditions.no_substance_use,
    "no_pregnancy": conditions.no_pregnancy,
    "prior_trials": history.prior_trials,
    "trial_duration": history.trial_duration,
    "distinct_classes": history.distinct_classes,
    "augmentation_trial": history.augmentation,
    "psychotherapy": history.psychotherapy,
    "concurrent_oral_antidepressant": history.oral_antidepressant,
    "prescriber": care.prescriber,
    "rems": care.rems,
    "setting": care.setting,
    "observation": care.observation,
    "pdmp": care.pdmp,
    "quantity_limit": amounts.quantity,
    "renewal_response": care.renewal_response,
    "prior_failure_other": failures.prior_failure,
    "other": other.other,
}
_NEVER_DECIDE = ("prior_authorization", "approval_duration")
_ENOUGH = 3
"""Conditions for every use of so many types are a list of criteria of their own."""


def check_patient(
    reading: Reading,
    patient: Patient,
    *,
    treatment: Treatment,
    indication: Indication,
    renewal: bool,
    policy: str | None = None,
) -> Checklist:
    """Compares one patient with one policy for one treatment and indication.

    A refusal in the policy is "does not meet" whatever the facts are; silence is "unknown".
    """
    scope: Scope = "renewal" if renewal else "initial"
    position = answer(reading, treatment, indication)
    logic = choose_logic(reading, position, treatment, indication, scope)
    if logic is None:
        return _without_criteria(position, patient, treatment, indication, scope, policy)
    by_id = {row.id: row for row in reading.criteria}
    tree = _known(logic.tree, by_id)
    findings = {
        row.id: judge(row, Context(patient, [by_id[other_id] for other_id in group], renewal))
        for row, group in ((by_id[leaf], group) for leaf, group in _groups(tree).items())
    }
    judged = {leaf: finding.status for leaf, finding in findings.items()}
    status = evaluate(tree, judged)
    turning, display = deciding(tree, judged), shown(tree, judged)
    rows = tuple(_row(by_id[leaf], findings[leaf], display[leaf], leaf in turning, patient) for leaf in findings)
    needed = [key for row in rows if row.status is Status.UNKNOWN for key in row.keys if not patient.knows(key)]
    return Checklist(
        status=_WORDS[status],  # type: ignore[arg-type]
        verdict=_verdict(status, rows, uncertain=logic.uncertain),
        treatment=treatment,
        indication=indication,
        scope=scope,
        criteria=rows,
        missing=tuple(dict.fromkeys(needed)),
        to_settle=to_settle(tree, judged),
        crisis=crisis_sign(patient),
        warnings=("the layout leaves open whether all or only some conditions are needed",) if logic.uncertain else (),
        policy=policy,
    )


_WORDS = {Status.MET: "meets", Status.UNMET: "does_not_meet", Status.UNKNOWN: "unknown"}


def choose_logic(
    reading: Reading, position: Position, treatment: Treatment, indication: Indication, scope: Scope
) -> Logic | None:
    """The tree that answers for this request, or one made of the required criteria where the reading has none.

    None where the policy refuses or says nothing.
    """
    if position.position not in ("covered", "covered_with_criteria"):
        return None
    steps: list[str] = [indication, *WIDER.get(indication, ()), position.indication, "any"]
    treatments = [treatment, position.treatment]
    for drug in dict.fromkeys(treatments):
        for step in dict.fromkeys(steps):
            found = _stage(reading, drug, step, scope)
            if found and scope == "renewal" and _response_elsewhere(reading, found, treatments):
                return None
            if found:
                general = _stage(reading, drug, "any", scope) if step != "any" else []
                return _together([*found, *general], reading)
    rows = [row for row in reading.criteria if _applies(row, treatments, steps, scope)]
    if position.position != "covered" and (not rows or _told_of_others(reading, rows, treatments, scope)):
        return None
    # Without a tree in the reading nobody knows how its conditions hang together: the verdict says so.
    everything: Tree = {"all": [row.id for row in rows]}
    return Logic(treatment=treatment, indication=indication, scope=scope, tree=everything, uncertain=bool(rows))


def _told_of_others(reading: Reading, rows: Sequence[Criterion], treatments: Sequence[str], scope: Scope) -> bool:
    """Whether the policy sets conditions for other uses by name, and for this one only what holds for every use.

    Then those of this use were not read: what is left would let too many meet them.
    """
    if any(row.indication != "any" for row in rows) or _is_whole(rows, scope):
        return False
    return any(
        row.required
        and row.type not in _NEVER_DECIDE
        and row.treatment in treatments
        and row.indication != "any"
        and row.scope in (scope, "either")
        for row in reading.criteria
    )


def _response_elsewhere(reading: Reading, found: Sequence[Logic], treatments: Sequence[str]) -> bool:
    """Whether a policy asks for a response at renewal, but not in the tree of this use: then it was not read whole."""
    asked = {
        row.id: row.indication
        for row in reading.criteria
        if row.type == "renewal_response" and row.required and row.treatment in treatments
    }
    here = {leaf for row in found for leaf in leaves(row.tree)}
    return bool(asked) and not here & set(asked) and "any" not in asked.values()


def _is_whole(rows: Sequence[Criterion], scope: Scope) -> bool:
    """Whether what holds for every use is a list of criteria by itself: several types, for a renewal its response."""
    types = {row.type for row in rows}
    return "renewal_response" in types if scope == "renewal" else len(types) >= _ENOUGH


def _stage(reading: Reading, drug: str, step: str, scope: Scope) -> list[Logic]:
    return [
        row
        for wanted in (scope, "either")
        for row in reading.logic
        if (row.treatment, row.indication, row.scope) == (drug, step, wanted)
    ]


def _together(found: Sequence[Logic], reading: Reading) -> Logic:
    """The tree of this use and stage, and what holds for every use or stage beside it.

    What holds for one group of members alone is left out: whether the patient belongs to it is not known.
    """
    first = found[0]
    limited = {row.id for row in reading.criteria if row.applies_to}
    beside = [row.tree for row in found[1:] if not limited & set(leaves(row.tree))]
    uncertain = any(row.uncertain for row in found)
    return replace(first, tree={"all": [first.tree, *beside]}, uncertain=uncertain) if beside else first


def _applies(row: Criterion, treatments: Sequence[str], steps: Sequence[str], scope: Scope) -> bool:
    return bool(
        row.required
        and row.type not in _NEVER_DECIDE
        and row.treatment in treatments
        and row.indication in steps
        and row.scope in (scope, "either")
    )


def _known(tree: Tree, by_id: Mapping[str, Criterion]) -> Tree:
    """The tree without leaves that no criterion bears (a reading always has them; a file by hand may not)."""
    if isinstance(tree, str):
        return tree if tree in by_id else {"all": []}
    if "all" in tree:
        return {"all": [_known(branch, by_id) for branch in tree["all"]]}
    if "any" in tree:
        return {"any": [_known(branch, by_id) for branch in tree["any"]]}
    return {"at_least": tree["at_least"], "of": [_known(branch, by_id) for branch in tree["of"]]}


def _groups(tree: Tree, inherited: tuple[str, ...] = ()) -> dict[str, tuple[str, ...]]:
    """For each leaf, the leaves that hold together with it: those of its own branch and of the branches above."""
    if isinstance(tree, str):
        return {tree: (*inherited, tree)}
    if "all" in tree:
        together = tuple(dict.fromkeys((*inherited, *_conjoined(tree))))
        branches: Iterable[Tree] = tree["all"]
    else:
        together, branches = inherited, tree["any"] if "any" in tree else tree["of"]
    out: dict[str, tuple[str, ...]] = {}
    for branch in branches:
        out.update(_groups(branch, together))
    return out


def _conjoined(tree: Tree) -> list[str]:
    """Leaves that a node reaches through "all" alone."""
    if isinstance(tree, str):
        return [tree]
    return [leaf for branch in tree.get("all", []) for leaf in _conjoined(branch)] if "all" in tree else []


def judge(criterion: Criterion, context: Context) -> Finding:
    """Judges one criterion by itself; a waived one (an exemption under a choice) by whom it exempts."""
    found = _JUDGES.get(criterion.type)
    if found is None:
        return unknown("no answer decides this")
    return person.of_another_age(criterion, context) or found(criterion, context)


def _row(criterion: Criterion, finding: Finding, status: Status, turns: bool, patient: Patient) -> CheckedCriterion:
    return CheckedCriterion(
        id=criterion.id,
        type=criterion.type,
        status=status,
        page=criterion.page,
        quote=criterion.quote,
        fact=finding.fact,
        why=finding.why,
        evidence_to_bring=_bring(status, finding),
        keys=finding.keys,
        origins={
            key: patient.origins[head]
            for key in finding.keys
            if patient.knows(key) and (head := key.split(".")[0]) in patient.origins
        },
        deciding=turns,
    )


def _bring(status: Status, finding: Finding) -> str | None:
    """Records only: never advice to change a score, a medicine, a dose or a diagnosis."""
    if not finding.bring:
        return None
    if status is Status.UNMET:
        return f"if your records show otherwise, bring them: {finding.bring}"
    return f"bring: {finding.bring}"


def _verdict(status: Status, rows: Sequence[CheckedCriterion], *, uncertain: bool) -> str:
    tail = " The layout leaves its logic uncertain: read the page." if uncertain else ""
    if status is Status.MET:
        return f"Appears to meet this policy on what was entered; the plan decides.{tail}"
    if status is Status.UNMET:
        count = sum(row.status is Status.UNMET for row in rows)
        words = "one condition is" if count == 1 else f"{count} conditions are"
        return f"Does not appear to meet this policy on what was entered: {words} not met; the plan decides.{tail}"
    count = sum(row.status is Status.UNKNOWN for row in rows)
    words = "one condition is" if count == 1 else f"{count} conditions are"
    return f"Not known yet: {words} still open.{tail}"


def _without_criteria(
    position: Position,
    patient: Patient,
    treatment: Treatment,
    indication: Indication,
    scope: Scope,
    policy: str | None,
) -> Checklist:
    refused = position.position in ("not_covered", "experimental", "not_medically_necessary")
    if refused:
        said = f"This policy refuses it: page {position.page} calls it {position.position.replace('_', ' ')}."
    elif position.position == "not_addressed":
        said = "This policy says nothing on it: neither a yes nor a no."
    else:
        said = "This policy covers it under conditions that could not be read: read the document itself."
    return Checklist(
        status="does_not_meet" if refused else "unknown",
        verdict=said,
        treatment=treatment,
        indication=indication,
        scope=scope,
        criteria=(),
        crisis=crisis_sign(patient),
        policy=policy,
        extra={"position": position.position, "page": position.page, "quote": position.quote},
    )


def crisis_sign(patient: Patient) -> bool:
    """A sign of acute danger in the answers: acute ideation, or item 9 of the PHQ-9 above 0."""
    items = patient.answers.get("phq9_items")
    ninth = items[8] if isinstance(items, (list, tuple)) and len(items) == 9 else patient.answers.get("phq9_item9")
    positive = isinstance(ninth, (int, float)) and not isinstance(ninth, bool) and ninth > 0
    return positive or patient.yes("acute_suicidal_ideation") is True
