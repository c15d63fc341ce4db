"""The JSON of `ketacli denial`."""

from __future__ import annotations

from collections.abc import Sequence

from ketacli.denials.batch import Outcome
from ketacli.reports.envelope import envelope, lines
from ketacli.reports.plainly import plain


def render(outcomes: Sequence[Outcome], *, by_line: bool = False) -> str:
    """One envelope for all files, or one record a line."""
    results = [_result(outcome) for outcome in outcomes if outcome.denial]
    if by_line:
        errors = [outcome.error for outcome in outcomes if outcome.error]
        return lines([*results, *({"error": error} for error in errors)])
    return envelope(
        "denial",
        results,
        inputs=[{"name": outcome.name, "exit_code": int(outcome.code)} for outcome in outcomes],
        warnings=[warning for outcome in outcomes if outcome.denial for warning in outcome.denial.warnings],
        errors=[outcome.error for outcome in outcomes if outcome.error],
        sources=sorted(
            {act.source for outcome in outcomes if outcome.denial for act in outcome.denial.acts if act.source}
        ),
    )


def _result(outcome: Outcome) -> dict[str, object]:
    body = plain(outcome.denial)
    assert isinstance(body, dict)
    del body["table"]  # the same lines stand in `remittance`
    return {"file": outcome.name, **body}
