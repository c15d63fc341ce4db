"""Many denied claims: a letter for each, a list of the work, and the failures by themselves."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from ketacli.errors import AnswersProblem, KetacliError
from ketacli.letters.compose import Letter, Material, compose
from ketacli.letters.context import known_facts
from ketacli.letters.produce import choose_kind
from ketacli.letters.template import Template, folders, load


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchItem:
    """One claim of a batch: its letter, or why there is none."""

    line: int
    id: str
    """The claim's own number, or its line; used in file names, so letters and digits only."""
    kind: str | None = None
    letter: Letter | None = None
    act_by: date | None = None
    amount: str | None = None
    error: dict[str, object] | None = None
    missing: tuple[str, ...] = ()


@dataclass(slots=True)
class Batch:
    """What all letters of a batch share."""

    today: date
    clinic: Mapping[str, object] | None = None
    data: tuple[str, ...] = ()
    templates: Path | None = None
    _loaded: dict[str, Template] = field(default_factory=dict)

    def run(self, claims: Iterator[tuple[int, Mapping[str, Any]]]) -> Iterator[BatchItem]:
        """A letter for each claim, in order; a claim that cannot be used stops no other."""
        for line, claim in claims:
            name = _safe(str(claim.get("claim_number") or claim.get("id") or line))
            try:
                yield self._one(line, name, claim)
            except KetacliError as problem:
                yield BatchItem(line=line, id=name, error=problem.as_record())

    def _one(self, line: int, name: str, claim: Mapping[str, Any]) -> BatchItem:
        known = known_facts(
            today=self.today,
            case={
                "plan": _section(claim, "plan"),
                "treatment": _section(claim, "treatment"),
                "patient": _section(claim, "patient"),
                "provider": _section(claim, "provider"),
            },
            denial=_denial(claim),
            clinic=self.clinic,
            data=self.data,
        )
        kind = str(claim.get("kind") or choose_kind(known))
        if kind not in self._loaded:
            self._loaded[kind] = load(kind, folders(self.templates))
        letter = compose(self._loaded[kind], Material(known=known, today=self.today, own_templates=self.templates))
        ladder = letter.ladder
        return BatchItem(
            line=line,
            id=name,
            kind=kind,
            letter=letter,
            act_by=ladder.act_by.date if ladder and ladder.act_by else None,
            amount=known.text("denial.amount_denied"),
            missing=letter.rendered.unmet,
        )


_SECTIONS = ("patient", "plan", "provider", "treatment")


def _section(claim: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Facts of a section: a table of that name, and columns such as `plan.state`."""
    inner = claim.get(name)
    out = dict(inner) if isinstance(inner, Mapping) else {}
    prefix = f"{name}."
    return out | {key.removeprefix(prefix): value for key, value in claim.items() if key.startswith(prefix) and value}


def _denial(claim: Mapping[str, Any]) -> dict[str, Any]:
    """Everything else is a field of the denial; `reasons`, `codes` and `carc` may be lists parted by semicolons."""
    fields = {
        key: value
        for key, value in claim.items()
        if key not in _SECTIONS and "." not in key and value not in ("", None)
    }
    fields.pop("kind", None)
    for key in ("reasons", "codes", "carc", "reason_quotes", "policy_cited"):
        if isinstance(fields.get(key), str):
            fields[key] = [part.strip() for part in fields[key].split(";") if part.strip()]
    return fields


def claims_of(path: Path) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """The denied claims of a .csv or .jsonl file, with their line. Raises AnswersProblem."""
    suffix = path.suffix.lower()
    if suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as stream:
            yield from ((number, row) for number, row in enumerate(csv.DictReader(stream), start=2))
    elif suffix in (".jsonl", ".ndjson"):
        with path.open(encoding="utf-8") as stream:
            yield from ((number, _object(text, number)) for number, text in enumerate(stream, start=1) if text.strip())
    else:
        raise AnswersProblem(f"{path}: a batch is .csv, .jsonl or .835", hint="Name a file with one of these endings.")


def _object(text: str, line: int) -> Mapping[str, Any]:
    try:
        found = json.loads(text)
    except json.JSONDecodeError as problem:
        raise AnswersProblem(
            f"line {line}: not JSON ({problem.msg})", hint="Write one JSON object a line."
        ) from problem
    if not isinstance(found, dict):
        raise AnswersProblem(f"line {line}: not a JSON object", hint="Write one JSON object a line.")
    return found


def _safe(name: str) -> str:
    """A claim number as part of a file name: no path, no sign that a shell or a file system reads."""
    return (
        "".join(sign if sign.isascii() and (sign.isalnum() or sign in "-_") else "-" for sign in name)[:60] or "claim"
    )
