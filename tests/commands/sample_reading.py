"""What a reading concludes, small enough for a golden file that a careful reader can check against the document."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any


def conclusion(run: Callable[..., Any], path: Path, *more: str) -> dict[str, Any]:
    """Kind, positions and required criteria of a document, sorted; without places, which differ between formats."""
    answer = json.loads(run("check", path, "--format", "json", *more).stdout)
    reading = answer["results"][0]
    return {
        "kind": reading["document"]["kind"],
        "superseded": reading["document"]["superseded"],
        "positions": sorted(
            f"{row['treatment']} / {row['indication']}: {row['position']}"
            for row in reading["positions"]
            if row["treatment"] != "other"
        ),
        "criteria": sorted(
            {
                " ".join(
                    str(part)
                    for part in (
                        row["type"],
                        row["comparison"],
                        row["number"],
                        row["unit"],
                        row["scope"],
                        row["indication"],
                        "" if row["required"] else "(not required)",
                    )
                    if part not in (None, "")
                )
                for row in reading["criteria"]
                if row["required"] is not None and row["treatment"] != "other" and row["type"] != "other"
            }
        ),
    }
