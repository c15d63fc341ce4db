"""A case as it stands after a denial, with fictional people."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from ketacli.cases import Case, create_case, files, record
from ketacli.documents.digest import sha256

TODAY = date(2026, 11, 25)


@pytest.fixture
def case(tmp_path: Path) -> Case:
    """A self-funded plan, a denial of 18 September 2026, no letter yet."""
    folder = tmp_path / "clinic" / "alder"
    made = create_case(
        folder,
        {
            "plan": {"plan_type": "employer_self_funded", "state": "IN"},
            "patient": {"name": "Zelda Nettlebed", "member_id": "WTG 0441973"},
        },
    )
    fields = {"notice_date": "2026-09-18", "reasons": ["experimental"], "amount_denied": 1204.0}
    return made.update(lambda data: record.denial(data, fields=fields), what="denial")


@pytest.fixture
def put_file():
    """Write a file into a case and record it: `put_file(case, "a.txt", b"words", kind="records")`."""

    def put(case: Case, name: str, data: bytes, **told: object) -> Case:
        source = case.folder.parent / name
        source.write_bytes(data)
        file = files.keep(case.folder, source)
        more = {"kind": "records", "added_on": TODAY, **told}
        return case.update(
            lambda content: record.document(content, file=file, sha256=sha256(data), **more), what="document"
        )

    return put
