"""The readings of `ketacli check` as JSON: one envelope, or one line a file."""

from __future__ import annotations

from collections.abc import Sequence

from ketacli.policy.check import Checked, Question
from ketacli.reports.envelope import envelope, lines
from ketacli.reports.plainly import plain
from ketacli.reports.verdict import verdict


def render(outcomes: Sequence[Checked], question: Question, *, by_line: bool) -> str:
    """An envelope with one result a file that was read; with `by_line` (jsonl) one record a file, errors included."""
    if by_line:
        return _lines(outcomes, question)
    return envelope(
        "check",
        [_result(outcome, question) for outcome in outcomes if outcome.reading],
        inputs=[_input(outcome) for outcome in outcomes],
        warnings=[
            {"file": outcome.name, "message": text}
            for outcome in outcomes
            if outcome.reading
            for text in outcome.reading.warnings
        ],
        errors=[outcome.error for outcome in outcomes if outcome.error],
    )


def _lines(outcomes: Sequence[Checked], question: Question) -> str:
    return lines(
        [
            _input(outcome) | (_result(outcome, question) if outcome.reading else {}) | {"error": outcome.error}
            for outcome in outcomes
        ]
    )


def _input(outcome: Checked) -> dict[str, object]:
    return {
        "file": outcome.name,
        "format": outcome.format,
        "sha256": outcome.sha256,
        "read": outcome.reading is not None,
        "exit_code": int(outcome.code),
    }


def _result(outcome: Checked, question: Question) -> dict[str, object]:
    record = plain(outcome.reading)
    assert isinstance(record, dict)
    head: dict[str, object] = {"file": outcome.name, "verdict": verdict(outcome, question)}
    if question.asked:
        head["question"] = plain(question)
        head["answers"] = plain(outcome.answers)
    return head | record
