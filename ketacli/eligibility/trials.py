"""Counting antidepressant trials: which failed, which were long and strong enough, how many classes they span.

Each question has three answers per trial; a count is met or unmet only where the unknown ones cannot turn it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ketacli.eligibility.drugs import Drug, lookup
from ketacli.eligibility.finding import Status
from ketacli.eligibility.patient import Trial

_FAILED = ("no_response", "partial_response")


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialRules:
    """What the policy asks of a trial, read from the criteria that stand together."""

    weeks: float | None = None
    """Shortest trial in weeks; None where the policy sets none."""
    within_days: int | None = None
    """Look-back: the trial ended no longer ago than this."""
    most_improvement: float | None = None
    """Percent of improvement up to which a trial counts as failed; None where the policy does not say."""
    intolerance_counts: bool = False
    current_episode: bool = False
    adequate_dose: bool = False
    preferred_only: bool = False
    antidepressants: bool = True
    """False for trials of pain medicines: the facts on antidepressant doses say nothing of them."""


def rules_from(
    texts: Sequence[str], *, weeks: float | None, within_days: int | None, antidepressants: bool = True
) -> TrialRules:
    """The rules that the words of the criteria set; `texts` are their quotes and texts."""
    said = " ".join(texts).lower()
    improvement = re.search(
        r"(?:≤|<|less than|no more than|at most|under|fewer than)\s*(?:or equal to\s*)?(\d+)\s*(?:%|percent)", said
    )
    return TrialRules(
        weeks=weeks,
        within_days=within_days,
        most_improvement=float(improvement.group(1)) if improvement else None,
        intolerance_counts=bool(
            re.search(r"intoleran|not tolerate|unable to tolerate|adverse (?:effect|reaction|event)|side effect", said)
        ),
        current_episode=bool(re.search(r"(?:current|present|this|ongoing|same)\s+(?:\w+\s+){0,3}episode", said)),
        adequate_dose=bool(
            re.search(r"\badequate\b|\btherapeutic|optimi[sz]ed|minimum effective|maximally tolerated", said)
        ),
        antidepressants=antidepressants,
        preferred_only=bool(re.search(r"preferred|formulary (?:agent|drug|alternative)", said)),
    )


Verdict = Callable[[Trial], Status]


def failed(rules: TrialRules) -> Verdict:
    """Whether a trial counts as a failed one: outcome, dose, episode, look-back; not its length."""

    def judge(trial: Trial) -> Status:
        return _both(
            _outcome(trial, rules),
            _drug(trial, rules),
            _episode(trial, rules),
            _recent(trial, rules),
            _preferred(trial, rules),
        )

    return judge


def long_enough(rules: TrialRules) -> Verdict:
    """Whether a trial lasted as long as the policy asks. A trial stopped for intolerance need not, where it counts."""

    def judge(trial: Trial) -> Status:
        if rules.weeks is None or (trial.outcome == "intolerance" and rules.intolerance_counts):
            return Status.MET
        return Status.UNKNOWN if trial.weeks is None else _as_status(trial.weeks >= rules.weeks)

    return judge


def _outcome(trial: Trial, rules: TrialRules) -> Status:
    if trial.outcome is None and trial.response_percent is None:
        return Status.UNKNOWN
    if trial.outcome == "intolerance":
        return _as_status(rules.intolerance_counts)
    if trial.outcome == "response":
        return Status.UNMET
    if rules.most_improvement is not None:
        if trial.response_percent is not None:
            return _as_status(trial.response_percent <= rules.most_improvement)
        return Status.MET if trial.outcome == "no_response" else Status.UNKNOWN
    if trial.outcome in _FAILED:
        return Status.MET
    # Response is by custom a fall of half or more; what stays below is a failed trial.
    return _as_status(trial.response_percent < 50) if trial.response_percent is not None else Status.UNKNOWN


def _drug(trial: Trial, rules: TrialRules) -> Status:
    """A dose below every source's minimum is no trial; between the sources' minimums the policy decides."""
    if not rules.antidepressants:
        return Status.MET
    drug = lookup(trial.drug)
    if drug is None:
        return Status.MET if trial.drug_class else Status.UNKNOWN
    if not drug.counts_as_trial:
        return Status.UNMET
    if trial.outcome == "intolerance" and rules.intolerance_counts:
        return Status.MET
    if trial.dose_mg_per_day is None:
        return Status.UNKNOWN if rules.adequate_dose else Status.MET
    return _dose(trial.dose_mg_per_day, drug, strict=rules.adequate_dose)


def _dose(dose: float, drug: Drug, *, strict: bool) -> Status:
    """Between the sources' figures a policy that asks for an adequate dose decides itself: unknown."""
    if drug.minimum_mg is None or dose >= (drug.borderline_mg or drug.minimum_mg):
        return Status.MET
    if dose < drug.minimum_mg:
        return Status.UNMET
    return Status.UNKNOWN if strict else Status.MET


def _episode(trial: Trial, rules: TrialRules) -> Status:
    if not rules.current_episode:
        return Status.MET
    return Status.UNKNOWN if trial.current_episode is None else _as_status(trial.current_episode)


def _recent(trial: Trial, rules: TrialRules) -> Status:
    if rules.within_days is None:
        return Status.MET
    if trial.days_since_end is None:
        return Status.MET if trial.current_episode else Status.UNKNOWN
    return _as_status(trial.days_since_end <= rules.within_days)


def _preferred(trial: Trial, rules: TrialRules) -> Status:
    if not rules.preferred_only or trial.preferred is None:
        return Status.MET
    return _as_status(trial.preferred)


def _both(*parts: Status) -> Status:
    if Status.UNMET in parts:
        return Status.UNMET
    return Status.UNKNOWN if Status.UNKNOWN in parts else Status.MET


def _as_status(holds: bool) -> Status:
    return Status.MET if holds else Status.UNMET


@dataclass(frozen=True, slots=True)
class Counted:
    """How many trials surely count, and how many may."""

    sure: tuple[Trial, ...]
    maybe: tuple[Trial, ...]

    def reaches(self, need: float) -> Status:
        """Whether at least `need` count, whatever the doubtful ones turn out to be."""
        if len(self.sure) >= need:
            return Status.MET
        return Status.UNKNOWN if len(self.sure) + len(self.maybe) >= need else Status.UNMET

    def classes(self, need: float) -> Status:
        """Whether they span at least `need` classes of medicine; two medicines of one class are one class."""
        sure = {name for trial in self.sure if (name := class_of(trial))}
        unclear = [trial for trial in self.sure if class_of(trial) is None]
        new = {name for trial in self.maybe if (name := class_of(trial)) and name not in sure}
        blank = [trial for trial in self.maybe if class_of(trial) is None]
        if len(sure) >= need:
            return Status.MET
        return Status.UNKNOWN if len(sure) + len(unclear) + len(new) + len(blank) >= need else Status.UNMET


def count(trials: Sequence[Trial], *verdicts: Verdict) -> Counted:
    """Counts the trials that pass all verdicts; the same medicine twice is one trial."""
    sure: dict[str, Trial] = {}
    maybe: dict[str, Trial] = {}
    for place, trial in enumerate(trials):
        drug = lookup(trial.drug)
        name = drug.generic if drug else trial.drug.lower() or f"trial {place}"
        status = _both(*(verdict(trial) for verdict in verdicts))
        if status is Status.MET:
            sure.setdefault(name, trial)
        elif status is Status.UNKNOWN:
            maybe.setdefault(name, trial)
    return Counted(tuple(sure.values()), tuple(trial for name, trial in maybe.items() if name not in sure))


def class_of(trial: Trial) -> str | None:
    """The class of a trial's medicine: from the facts where the name is known, else as entered."""
    drug = lookup(trial.drug)
    if drug is not None:
        return drug.drug_class
    return trial.drug_class.strip().upper() if trial.drug_class else None
