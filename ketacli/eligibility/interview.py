"""The interview without a terminal: which question comes next, and what an answer does. Asking is the console's."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Literal

from ketacli.eligibility.finding import Checklist, Status
from ketacli.eligibility.patient import Origin, Patient

AskKind = Literal["number", "yes_no", "text", "choice", "list", "trials", "score"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question: what is asked, why, and where the answer is found."""

    key: str
    kind: AskKind
    ask: str
    why: str
    where: str
    choices: tuple[str, ...] = ()
    maximum: float | None = None


@cache
def questions() -> tuple[Question, ...]:
    """All questions in the order in which a person is asked."""
    rows = tomllib.loads(Path(__file__).with_name("questions.toml").read_text("utf-8"))["question"]
    return tuple(Question(**{**row, "choices": tuple(row.get("choices", ()))}) for row in rows)


Compare = Callable[[Patient], Sequence[Checklist]]
"""Compares the answers so far with the policies."""


@dataclass(slots=True)
class Interview:
    """Answers so far, questions put aside as not known, and the way back."""

    compare: Compare
    answers: dict[str, object]
    origins: dict[str, Origin] = field(default_factory=dict)
    skipped: set[str] = field(default_factory=set)
    """Keys answered "I don't know": they stay unknown and are not asked again."""
    trail: list[str] = field(default_factory=list)
    """Keys in the order in which they were asked, for going back."""

    @property
    def patient(self) -> Patient:
        """The patient as known so far."""
        return Patient(self.answers, self.origins)

    def lists(self) -> Sequence[Checklist]:
        """The checklists on the answers so far."""
        return self.compare(self.patient)

    def open_keys(self) -> list[str]:
        """Keys that the open criteria still need, neither answered nor put aside."""
        keys = [key for one in self.lists() for row in one.criteria if row.status is Status.UNKNOWN for key in row.keys]
        return [key for key in dict.fromkeys(keys) if not self._known(key) and key not in self.skipped]

    def next_question(self) -> Question | None:
        """The next question in the humane order; None where no answer could change the result."""
        wanted = set(self.open_keys())
        return next((one for one in questions() if one.key in wanted), None)

    def answer(self, key: str, value: object) -> None:
        """Keep an answer; None is "I don't know"."""
        self.trail.append(key)
        if value is None:
            self.skipped.add(key)
            return
        _put(self.answers, key, value)
        self.skipped.discard(key)
        self.origins[key.split(".")[0]] = "typed"

    def back(self) -> str | None:
        """Undo the last answer and return its key; None where there is none."""
        if not self.trail:
            return None
        key = self.trail.pop()
        self.skipped.discard(key)
        _take(self.answers, key)
        return key

    def forget(self, key: str) -> None:
        """Take one answer back, wherever it was given: its question comes again if a condition still needs it."""
        self.trail = [each for each in self.trail if each != key]
        self.skipped.discard(key)
        _take(self.answers, key)

    def _known(self, key: str) -> bool:
        head, dot, rest = key.partition(".")
        value = self.answers.get(head)
        return (isinstance(value, Mapping) and rest in value) if dot else value is not None


def _put(answers: dict[str, object], key: str, value: object) -> None:
    head, dot, rest = key.partition(".")
    table = answers.get(head)
    answers[head] = {**(table if isinstance(table, Mapping) else {}), rest: value} if dot else value


def _take(answers: dict[str, object], key: str) -> None:
    head, dot, rest = key.partition(".")
    table = answers.get(head)
    if dot and isinstance(table, Mapping):
        answers[head] = {name: score for name, score in table.items() if name != rest}
    else:
        answers.pop(head, None)
