"""The JSON Schema of a command's answer: the shared envelope around the schema of its result type."""

from __future__ import annotations

from typing import Any

from ketacli.reports.envelope import SCHEMA_VERSION

_RECORDS = {"type": "array", "items": {"type": "object"}}


def envelope_schema(name: str, result: type) -> dict[str, Any]:
    """A JSON Schema (2020-12). Results may carry further keys (the file's name, a verdict in words)."""
    import msgspec

    (item,), parts = msgspec.json.schema_components([result], schema_hook=_anything, ref_template="#/$defs/{name}")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"ketacli.{name}",
        "type": "object",
        "required": ["schema", "schema_version", "tool", "inputs", "results", "warnings", "errors", "sources"],
        "properties": {
            "schema": {"const": f"ketacli.{name}"},
            "schema_version": {"const": SCHEMA_VERSION},
            "tool": {
                "type": "object",
                "required": ["name", "version"],
                "properties": {"name": {"const": "ketacli"}, "version": {"type": "string"}},
            },
            "inputs": _RECORDS,
            "results": {"type": "array", "items": item},
            "warnings": {"type": "array"},
            "errors": _RECORDS,
            "sources": {"type": "array"},
        },
        "$defs": parts,
    }


def _anything(kind: type) -> dict[str, Any]:
    """`object` in a result type stands for any JSON value."""
    return {"description": "any JSON value" if kind is object else kind.__name__}
