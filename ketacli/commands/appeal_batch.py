"""`ketacli appeal --batch`: files for the letters, a work list, and the failures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from ketacli.commands.letter_material import toml_of
from ketacli.console.deliver import write_file
from ketacli.console.streams import say
from ketacli.errors import ExitCode, InputProblem, worst
from ketacli.letters.batch import Batch, BatchItem, claims_of
from ketacli.letters.produce import produce
from ketacli.reports.tables import csv_text

_COLUMNS = ("line", "claim", "letter", "act_by", "amount", "missing", "error")


def run_batch(
    source: Path,
    out: Path,
    clinic: Path | None,
    data: tuple[str, ...],
    templates: Path | None,
    today: date,
    *,
    suffix: str,
    force: bool,
) -> ExitCode:
    """Write one letter per claim into `out`, and `worklist.csv` beside them. Failures are listed, never dropped."""
    if not source.is_file():
        raise InputProblem(f"{source}: there is no such file", hint="Name a .csv, .jsonl or .835 file.")
    out.mkdir(parents=True, exist_ok=True)
    batch = Batch(today=today, clinic=toml_of(clinic) if clinic else None, data=data, templates=templates)
    rows: list[list[str | int]] = []
    codes: list[ExitCode] = []
    taken: set[str] = set()
    for item in batch.run(_claims(source)):
        name = _name(item, taken, suffix)
        if item.letter is not None:
            write_file(produce(item.letter, suffix, today), out / name, force=force, private=True)
        rows.append(_row(item, name if item.letter else ""))
        codes.append(ExitCode.USAGE if item.error else ExitCode.ATTENTION if item.missing else ExitCode.OK)
    rows.sort(key=lambda row: (row[3] or "9999-12-31", row[0]))
    write_file(csv_text(_COLUMNS, rows), out / "worklist.csv", force=force, private=True)
    failed = sum(bool(row[6]) for row in rows)
    say(f"{len(rows) - failed} letter(s) and worklist.csv are in {out}; {failed} claim(s) could not be used.")
    return worst([ExitCode.OK, *codes])


def _claims(source: Path) -> Iterator[tuple[int, Mapping[str, Any]]]:
    from ketacli.denials.x12 import is_x12

    with source.open("rb") as stream:
        remittance = is_x12(stream.read(400))
    if remittance or source.suffix.lower() in (".835", ".x12", ".edi"):
        from ketacli.denials import denied_claims

        say("A remittance: each letter is the provider's own dispute, on the payer's or the contract's clock.")
        return denied_claims(source)
    return claims_of(source)


def _name(item: BatchItem, taken: set[str], suffix: str) -> str:
    name = f"{item.id}-{item.kind}{suffix}"
    number = 1
    while name in taken:
        number += 1
        name = f"{item.id}-{item.kind}-{number}{suffix}"
    taken.add(name)
    return name


def _row(item: BatchItem, file: str) -> list[str | int]:
    message = str(item.error["message"]) if item.error else ""
    day = item.act_by.isoformat() if item.act_by else ""
    return [item.line, item.id, file, day, item.amount or "", " ".join(item.missing), message]
