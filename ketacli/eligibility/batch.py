"""Many patients against the same policies: one record in, one record out, a bad one stops no other."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ketacli.eligibility.answers import check_record
from ketacli.eligibility.finding import Checklist
from ketacli.eligibility.request import check_policies, exit_code, request
from ketacli.errors import AnswersProblem, ExitCode, KetacliError
from ketacli.policy.reading import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchRow:
    """The outcome for one line of the batch."""

    line: int
    """1-based number of the line."""
    id: str | None
    """The record's own `id`, where it has one."""
    lists: tuple[Checklist, ...] = ()
    error: dict[str, object] | None = None
    code: ExitCode = ExitCode.OK


def check_batch(
    lines: Iterable[str],
    readings: Sequence[tuple[str, Reading]],
    *,
    treatment: str | None = None,
    indication: str | None = None,
    renewal: bool = False,
) -> Iterator[BatchRow]:
    """Each non-empty line is a JSON object of answers (`id` besides, or `{"id": …, "facts": {…}}`)."""
    for number, text in enumerate(lines, start=1):
        if not text.strip():
            continue
        try:
            name, record = _record(text, number)
            patient = check_record(record, f"line {number}").patient
            asked = request(patient, treatment=treatment, indication=indication, renewal=renewal)
        except KetacliError as problem:
            yield BatchRow(line=number, id=None, error=problem.as_record(), code=problem.code)
            continue
        lists = check_policies(readings, patient, asked)
        yield BatchRow(line=number, id=name, lists=lists, code=exit_code(lists))


def _record(text: str, number: int) -> tuple[str | None, dict[str, object]]:
    try:
        found = json.loads(text)
    except json.JSONDecodeError as problem:
        raise AnswersProblem(
            f"line {number}: not JSON ({problem.msg} at column {problem.colno})", hint="Write one JSON object a line."
        ) from problem
    if not isinstance(found, dict):
        raise AnswersProblem(f"line {number}: not a JSON object", hint="Write one JSON object a line.")
    name = found.pop("id", None)
    inner = found.get("facts")
    return (None if name is None else str(name)), inner if isinstance(inner, dict) else found
