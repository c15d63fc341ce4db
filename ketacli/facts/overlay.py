"""A user's own newer facts, laid over the shipped ones: same form, same checks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ketacli.errors import FactsProblem
from ketacli.facts.checks import check_file
from ketacli.facts.folders import read_toml

_HEAD = ("source", "confidence", "as_of", "review_by", "unit")


def lay_over(shipped: dict[str, Any] | None, path: Path) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The shipped tables with those of `path` over them, and the keys that were passed over as older.

    A fact of the same key keeps its history: entries of the same first day are replaced, others are added. A file
    for a subject that is not shipped stands alone. Raises FactsProblem.
    """
    raw = read_toml(path)
    if shipped:
        raw = {"title": shipped["title"], **raw}
        raw["fields"] = shipped.get("fields", {}) | raw.get("fields", {})
    check_file(raw, path, lenders=shipped)
    if shipped is None:
        return raw, ()
    _refuse_other_sources(raw, shipped, path)
    head = {key: raw[key] for key in _HEAD if key in raw}
    base = {key: shipped[key] for key in _HEAD if key in shipped}
    merged = {key: base | table for key, table in shipped["facts"].items()}
    ignored = []
    for key, table in raw.get("facts", {}).items():
        newer = head | table
        older = merged.get(key)
        if older and newer["as_of"] < older["as_of"]:
            ignored.append(key)
            continue
        merged[key] = _joined(older, newer) if older else newer
    sources = shipped["sources"] | raw.get("sources", {})
    return shipped | {"facts": merged, "sources": sources, "fields": raw["fields"]}, tuple(ignored)


def _refuse_other_sources(raw: dict[str, Any], shipped: dict[str, Any], path: Path) -> None:
    """A key that means another source in the shipped file would put wrong sources under shipped facts."""
    for key, table in raw.get("sources", {}).items():
        if shipped["sources"].get(key, table) != table:
            raise FactsProblem(
                f"{path.name}: sources.{key}: is the key of another source that is shipped",
                hint=f"Give it another key in {path}.",
            )


def _joined(older: dict[str, Any], newer: dict[str, Any]) -> dict[str, Any]:
    """One fact from both; a history keeps each older figure together with the source that it had."""
    joined = older | newer
    if "values" in newer and "values" in older:
        kept = {}
        for entry in older["values"]:
            slot = (entry.get("from"), "superseded_by" in entry)
            kept[slot] = {"source": older["source"], "confidence": older["confidence"]} | entry
        for entry in newer["values"]:
            kept[(entry.get("from"), "superseded_by" in entry)] = entry
        joined["values"] = sorted(kept.values(), key=lambda entry: str(entry.get("from", "")))
        joined.pop("value", None)
    elif "value" in newer:
        joined.pop("values", None)
    elif "values" in newer:
        joined.pop("value", None)
    return joined
