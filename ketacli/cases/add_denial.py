"""A letter, a statement or a remittance that was read, into a case: the file, its record, the decision in it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ketacli.cases import record
from ketacli.cases.store import open_case, update_case
from ketacli.documents.digest import sha256
from ketacli.errors import InputProblem

if TYPE_CHECKING:
    from ketacli.denials.model import Denial

_NOT_KEPT = ("evidence", "carc", "rarc")
"""What the file itself shows again when it is read; the reasons of codes are among the reasons."""


def keep_denial(folder: Path, source: Path, found: Denial, *, today: date, received_on: date | None = None) -> str:
    """Copy a file that was read into the case and record what it decides; the document's id.

    The same bytes again bring both records up to date. Raises CaseProblem, InputProblem.
    """
    case = open_case(folder)
    try:
        data = source.read_bytes()
    except OSError as problem:
        raise InputProblem(f"{source}: {(problem.strerror or 'cannot be read').lower()}") from problem
    file = record.keep_file(case.folder, source, content=data)
    fields = _fields(found, received_on)
    made: list[str] = []

    def change(content: dict[str, Any]) -> None:
        kind, title, result = found.document.kind, found.document.title, _result(found)
        told: dict[str, Any] = {"kind": kind, "title": title, "result": result, "added_on": today}
        made.append(record.document(content, file=file, sha256=sha256(data), **told))
        if fields:
            step = "final" if fields.pop("final", False) else "initial"
            record.denial(content, fields=fields, document_id=made[0], kind=step)

    update_case(case.folder, change, what="denial read", by="denial")
    return made[0]


def _fields(found: Denial, received_on: date | None) -> dict[str, Any]:
    """The decision as the case holds it; empty where the document decides nothing."""
    told: Mapping[str, Any] = found.denial or {}
    if not told.get("letter_type"):
        return {}
    fields = {name: value for name, value in told.items() if name not in _NOT_KEPT and value not in (None, [], {})}
    fields |= {"is_denial": bool(told.get("is_denial")), "dispute": found.dispute, "received_on": received_on}
    return fields | {"payer": found.document.payer}


def _result(found: Denial) -> dict[str, Any]:
    told: Mapping[str, Any] = found.denial or {}
    return {
        "letter_type": told.get("letter_type"),
        "reasons": told.get("reasons"),
        "finding": (found.eob or {}).get("finding"),
        "act_by": found.act_by.date if found.act_by else None,
    }
