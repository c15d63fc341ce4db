"""What commands write into a case. Each function alters the data in place and goes into `update_case`.

cases.update_case(folder, partial(record.answers, facts=facts), what="answers")
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from ketacli.cases.store import pruned

SENSITIVE = ("psychotherapy_notes", "part_2")
"""Records that leave the case only with the patient's specific consent (45 CFR 164.508(a)(2), 42 CFR Part 2)."""


def answers(data: dict[str, Any], *, facts: Mapping[str, Any]) -> None:
    """The patient's facts in the words of the answers file; a new answer replaces the old one."""
    data["answers"].update(pruned(facts))


def section(data: dict[str, Any], *, name: str, facts: Mapping[str, Any], replace: bool = True) -> None:
    """Facts of a section (patient, plan, provider, treatment, consent); with `replace` off only what is missing."""
    for key, value in pruned(facts).items():
        if replace or key not in data[name]:
            data[name][key] = value


def document(
    data: dict[str, Any],
    *,
    file: str,
    sha256: str,
    kind: str,
    added_on: date,
    title: str | None = None,
    sensitivity: str | None = None,
    exhibit: bool = True,
    result: Mapping[str, Any] | None = None,
) -> str:
    """A document that was read; the same bytes again bring its record up to date. Returns its id (`D1`, `D2`, …)."""
    rows: list[dict[str, Any]] = data["documents"]
    known = next((row for row in rows if row.get("sha256") == sha256), None)
    told: dict[str, Any] = {
        "file": file,
        "sha256": sha256,
        "kind": kind,
        "title": title,
        "added_on": added_on.isoformat(),
    }
    told |= {"sensitivity": sensitivity, "exhibit": exhibit, "result": result}
    if known is not None:
        known.update(pruned(told) | {"file": known["file"], "added_on": known["added_on"]})
        return str(known["id"])
    row = {"id": _next_id("D", rows), **pruned(told)}
    rows.append(row)
    return str(row["id"])


def denial(
    data: dict[str, Any],
    *,
    fields: Mapping[str, Any],
    document_id: str | None = None,
    kind: str = "initial",
    level: str | None = None,
) -> str:
    """A denial in hand, in the fields of CONTRACT; the same document again replaces its record. Returns its id.

    `kind` is `initial` or `final`; `level` names the rung whose decision it is. The field `dispute` with
    `provider_dispute` marks a remittance's denial: the provider's dispute on the payer's clock, no appeal of the
    member.
    """
    rows: list[dict[str, Any]] = data["denials"]
    told = pruned({**fields, "denial": kind, "level": level, "document": document_id})
    known = next((row for row in rows if document_id and row.get("document") == document_id), None)
    if known is not None:
        kept = known["id"]
        known.clear()
        known.update({"id": kept, **told})
        return str(kept)
    row = {"id": _next_id("N", rows), **told}
    rows.append(row)
    return str(row["id"])


def call(data: dict[str, Any], *, entry: Mapping[str, Any]) -> str:
    """A telephone call: notes only, never a recording. Returns its id."""
    row = {"id": _next_id("C", data["calls"]), **pruned(entry)}
    data["calls"].append(row)
    return str(row["id"])


def letter(data: dict[str, Any], *, entry: Mapping[str, Any]) -> str:
    """A letter that was written (`file`, `kind`, `level`, `written_on`); the same file again replaces its record."""
    rows: list[dict[str, Any]] = data["letters"]
    told = pruned(entry)
    known = next((row for row in rows if row.get("file") == told.get("file")), None)
    if known is not None:
        known.update(told)
        return str(known["id"])
    row = {"id": _next_id("L", rows), **told}
    rows.append(row)
    return str(row["id"])


def event(data: dict[str, Any], *, on: date, kind: str, level: str | None = None, text: str | None = None) -> None:
    """Something that happened: an appeal filed, a decision, a letter sent, a note."""
    data["events"].append(pruned({"on": on.isoformat(), "kind": kind, "level": level, "text": text}))


def deadline(data: dict[str, Any], *, on: date, title: str) -> None:
    """A day that a person or a letter set, besides those that the law gives."""
    row = {"on": on.isoformat(), "title": title}
    if not any(each.get("on") == row["on"] and each.get("title") == title for each in data["deadlines"]):
        data["deadlines"].append(row)


def keep_file(folder: Path, source: Path, *, content: bytes | None = None) -> str:
    """Copy a file into the case's `documents` folder (0600) and return its name relative to the case.

    A file that lies in the case already stays where it is; another file of the same name gets a number. Raises
    CaseProblem.
    """
    from ketacli.cases.files import keep

    return keep(folder, source, content=content)


def _next_id(letter_: str, rows: list[dict[str, Any]]) -> str:
    used = [int(row["id"][1:]) for row in rows if str(row.get("id", ""))[1:].isdecimal()]
    return f"{letter_}{max(used, default=0) + 1}"
