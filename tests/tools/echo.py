"""Prints the gold record of a document as if a perfect reader had answered: `python -m tests.tools.echo FILE`.

Fed to the scorer it must reach 1.000; anything less is a fault of the record.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

GOLD = Path(__file__).parent.parent / "data"


def record_of(file: Path) -> dict[str, object]:
    """The record of a document, without the rows that only may be given."""
    found = next(path for path in GOLD.glob(f"**/{file.stem}.gold.json"))
    record: dict[str, object] = json.loads(found.read_text("utf-8"))
    for section in ("positions", "criteria", "codes"):
        rows = record[section]
        assert isinstance(rows, list)
        record[section] = [row for row in rows if not row.get("optional")]
    del record["must_not_be_read"]
    return record


if __name__ == "__main__":
    sys.stdout.write(json.dumps(record_of(Path(sys.argv[1]))))
