"""Reads subjects when they are asked for, lays the user's own facts over them, and finds a fact by its key."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from ketacli.facts.build import build_facts, build_source
from ketacli.facts.folders import SHIPPED, overlay_folder, read_toml
from ketacli.facts.records import Fact, Source, Subject, Value


def value(key: str, *, on: date | None = None) -> Value:
    """What the fact `key` says on a day (today where none is given).

    Raises KeyError for a key that no subject has, FactsProblem for a mistake in the user's own file.
    """
    return fact(key).on(on or date.today())


def fact(key: str) -> Fact:
    """The fact `key`, with its history. Only the subject that holds it is read. Raises KeyError, FactsProblem."""
    for name in _holders(key):
        found = subject(name).facts.get(key)
        if found:
            return found
    raise KeyError(key)


def names() -> tuple[str, ...]:
    """The names of all subjects."""
    return tuple(sorted({path.stem for folder in (SHIPPED, overlay_folder()) for path in _files(folder)}))


def sources() -> dict[str, tuple[Source, tuple[Fact, ...]]]:
    """Every source by its key, with the facts that rest on it. Reads all subjects."""
    found: dict[str, Source] = {}
    resting: dict[str, list[Fact]] = {}
    for name in names():
        read = subject(name)
        found.update(read.sources)
        for each in read:
            keys = {source.key for source in each.sources} | {key for entry in each.history for key in entry.sources}
            for key in keys:
                resting.setdefault(key, []).append(each)
    return {key: (found[key], tuple(resting.get(key, ()))) for key in sorted(found)}


@cache
def subject(name: str) -> Subject:
    """One subject, read once a run. Raises KeyError for an unknown name, FactsProblem for a mistake in a file."""
    raw = _shipped(name)
    over = overlay_folder() / f"{name}.toml"
    ignored: tuple[str, ...] = ()
    if over.is_file():
        from ketacli.facts.overlay import lay_over

        raw, ignored = lay_over(raw, over)
    if raw is None:
        raise KeyError(name)
    known = {key: build_source(key, table) for key, table in raw["sources"].items()}
    return Subject(name, raw["title"], raw.get("about", ""), build_facts(name, raw, known), known, ignored)


def forget() -> None:
    """Read everything anew: for a process that outlives a change of the user's folder."""
    subject.cache_clear()
    _texts.cache_clear()


def _shipped(name: str) -> dict[str, Any] | None:
    path = SHIPPED / f"{name}.toml"
    return read_toml(path) if name.isidentifier() and path.is_file() else None


def _holders(key: str) -> list[str]:
    """Subjects whose text names the key at the start of a line; a look at the text is far cheaper than parsing."""
    heads = (f"\n[facts.{key}]", f"\n{key} = {{")
    return [name for name, text in _texts().items() if any(head in text for head in heads)]


@cache
def _texts() -> Mapping[str, str]:
    texts: dict[str, str] = {}
    for folder in (SHIPPED, overlay_folder()):
        for path in _files(folder):
            try:
                texts[path.stem] = texts.get(path.stem, "") + "\n" + path.read_text(encoding="utf-8", errors="replace")
            except OSError:
                continue
    return texts


def _files(folder: Path) -> list[Path]:
    try:
        return sorted(folder.glob("*.toml"))
    except OSError:
        return []
