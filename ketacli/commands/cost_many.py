"""`ketacli cost --batch` and `--simulate`: many series at once."""

from __future__ import annotations

import sys
from pathlib import Path

from ketacli.commands.options import Format, allowed
from ketacli.cost.asking import Question, assemble
from ketacli.errors import ExitCode, InputProblem, UsageProblem, worst
from ketacli.reports.paper import Paper


def run(
    question: Question,
    batch: Path | None,
    simulate: int | None,
    chance: str | None,
    seed: int,
    fewest: int | None,
    format: Format,
    paper: Paper,
    *,
    each_session: bool,
) -> tuple[str, ExitCode]:
    """The text of the result and its exit code."""
    if batch is not None:
        return _batch(question, batch, format, each_session=each_session)
    return _simulate(question, simulate or 0, chance, seed, fewest, format, paper)


def _batch(question: Question, path: Path, format: Format, *, each_session: bool) -> tuple[str, ExitCode]:
    allowed(format, Format.TEXT, Format.JSONL, Format.JSON)
    from ketacli.cost.asking import load
    from ketacli.cost.batch import Batch
    from ketacli.reports.envelope import envelope, lines

    plan = load(Path(question.plan)) if question.plan not in (None, "none") else None
    work = Batch(plan, each_session=each_session, today=question.today)
    if str(path) == "-":
        answers = list(work.run(sys.stdin))
    else:
        try:
            with path.open(encoding="utf-8-sig") as stream:
                answers = list(work.run(stream))
        except (OSError, UnicodeDecodeError) as problem:
            raise InputProblem(f"{path}: cannot be read", hint="Name a file of JSON lines in UTF-8.") from problem
    text = envelope("cost.batch", answers) if format is Format.JSON else lines(answers)
    return text, worst(work.codes)


def _simulate(
    question: Question, draws: int, chance: str | None, seed: int, fewest: int | None, format: Format, paper: Paper
) -> tuple[str, ExitCode]:
    allowed(format, Format.TEXT, Format.JSON)
    from ketacli.cost.engine import Request
    from ketacli.cost.money import percent
    from ketacli.cost.simulate import simulate
    from ketacli.reports.cost_more import simulated_record, simulated_text
    from ketacli.reports.envelope import envelope

    request = assemble(question)
    if not isinstance(request, Request):
        raise UsageProblem(f"what {request.name} leaves to you is not known, so nothing can be simulated")
    own = None if chance is None else percent(chance, "--chance")
    found = simulate(request, draws, seed, fewest=fewest or len(set(request.days)), chance_percent=own)
    if format is Format.JSON:
        return envelope("cost.simulate", [simulated_record(found)]), ExitCode.OK
    return simulated_text(request.title, found, paper), ExitCode.OK
