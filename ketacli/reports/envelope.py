"""The JSON that every command shares, and its line-by-line form."""

from __future__ import annotations

import json
from collections.abc import Sequence

from ketacli import __version__
from ketacli.reports.plainly import plain

SCHEMA_VERSION = 1


def envelope(
    command: str,
    results: Sequence[object],
    *,
    inputs: Sequence[object] = (),
    warnings: Sequence[object] = (),
    errors: Sequence[object] = (),
    sources: Sequence[object] = (),
) -> str:
    """One JSON document in the shape that all commands share; `command` names the schema (`ketacli.check`)."""
    body = {
        "schema": f"ketacli.{command}",
        "schema_version": SCHEMA_VERSION,
        "tool": {"name": "ketacli", "version": __version__},
        "inputs": plain(inputs),
        "results": plain(results),
        "warnings": plain(warnings),
        "errors": plain(errors),
        "sources": plain(sources),
    }
    return json.dumps(body, ensure_ascii=False, indent=2) + "\n"


def lines(records: Sequence[object]) -> str:
    """One JSON record a line (jsonl)."""
    return "".join(json.dumps(plain(record), ensure_ascii=False) + "\n" for record in records)
