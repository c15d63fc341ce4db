"""What a case holds. The file is TOML; its sections and lists are those named here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SCHEMA_VERSION = 1
"""Version of the file's form. A change of the form adds a migration and a version (see `migrate`)."""
SECTIONS = ("patient", "plan", "provider", "treatment", "answers", "consent")
"""Tables of facts.

patient: name, member_id, group_number, born_on, address, phone, email, representative
plan: plan_type, state, payer, administrator, appeal_address, appeal_fax, appeal_phone, and a plan's own figures
provider: name, npi, practice, address, phone, specialty
treatment: treatment, indication, codes, sessions, service (drug or item), urgent, start_on
answers: the patient's facts in the words of the answers file
consent: psychotherapy_notes, part_2 (day on which the patient consented in writing), representative
"""
LISTS = ("denials", "documents", "calls", "letters", "deadlines", "events", "history")
"""Lists of tables.

denials: notice_date, received_on, denial (initial, final), level (whose decision it is), reasons, amount_denied,
    letter fields of CONTRACT, document (id)
documents: id, file, sha256, kind, title, added_on, sensitivity (psychotherapy_notes, part_2), exhibit, result
calls: on, with, reference, notes, promised_by
letters: id, file, kind, level, written_on, sent_on, sent_how
deadlines: on, title, done_on (days that a person or a letter set, besides those that the law gives)
events: on, kind (filed, decision, approved, sent, received, note), level, text
history: at, by (the command), what (names of what changed, never values)
"""


@dataclass(frozen=True, slots=True)
class Case:
    """A case as it stood when it was read. Changing `data` changes no file: use `update`."""

    folder: Path
    data: dict[str, Any]
    migrated_from: int | None = None
    """The older version that the file still has on disk; the next write brings it up."""

    @property
    def id(self) -> str:
        """A short word that names the case without naming the person."""
        return str(self.data["id"])

    def section(self, name: str) -> dict[str, Any]:
        """One of SECTIONS; empty where nothing is known."""
        found = self.data.get(name, {})
        return found if isinstance(found, dict) else {}

    def list(self, name: str) -> list[dict[str, Any]]:
        """One of LISTS."""
        found = self.data.get(name, [])
        return found if isinstance(found, list) else []

    def update(self, change: Callable[[dict[str, Any]], None], *, what: str, by: str = "case") -> Case:
        """As `store.update_case` on this case's folder."""
        from ketacli.cases.store import update_case

        return update_case(self.folder, change, what=what, by=by)

    def path_of(self, file: str) -> Path:
        """Where a document or letter of the case lies: relative names are relative to the case's folder."""
        return self.folder / file


def empty(case_id: str, created: str) -> dict[str, Any]:
    """The content of a new case."""
    data: dict[str, Any] = {"schema_version": SCHEMA_VERSION, "id": case_id, "created": created}
    data |= {name: {} for name in SECTIONS}
    return data | {name: [] for name in LISTS}


def complaint(data: dict[str, Any]) -> str | None:
    """What is wrong with the form of a case, naming the key and never its value; None where it is sound."""
    if not isinstance(data.get("id"), str) or not data["id"]:
        return "id is missing"
    for name in SECTIONS:
        if not isinstance(data.get(name, {}), dict):
            return f"{name} must be a table"
    for name in LISTS:
        rows = data.get(name, [])
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            return f"{name} must be a list of tables"
    known = {"schema_version", "id", "created", *SECTIONS, *LISTS}
    strange = sorted(set(data) - known)
    return f"there is no section {strange[0]!r}" if strange else None
