"""Reads subjects when they are asked for, lays the user's own facts over them, and finds a fact by its key."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from ketacli.facts.build import build_facts, build_source
from ketacli.facts.folders import SHIPPED, overlay_folder, read_toml
from ketacli.facts.records import Fact, Source, Subject, Value
from ketacli.facts.slicing import head_of, keys_with, sliced


def value(key: str, *, on: date | None = None) -> Value:
    """What the fact `key` says on a day (today where none is given).

    Raises KeyError for a key that no subject has, FactsProblem for a mistake in the user's own file.
    """
    return fact(key).on(on or date.today())


@cache
def fact(key: str) -> Fact:
    """The fact `key`, with its history. Only that record is read. Raises KeyError, FactsProblem."""
    own = _files(overlay_folder())
    overlaid = {path.stem for path in own}
    for path in _files(SHIPPED):
        if head_of(key) in _text(path):
            return subject(path.stem)[key] if path.stem in overlaid else _single(path, key)
    for path in own:
        found = subject(path.stem).facts.get(key)
        if found:
            return found
    raise KeyError(key)


def where(name: str, **wanted: str) -> list[Fact]:
    """As `subject(name).where(...)` for fields that are words, without reading the records that cannot fit.

    Raises KeyError for an unknown subject, FactsProblem for a mistake in the user's own file.
    """
    path = SHIPPED / f"{name}.toml"
    if not path.is_file() or (overlay_folder() / path.name).is_file():
        return subject(name).where(**wanted)
    return list(_fitting(path, tuple(sorted(wanted.items()))))


@cache
def _fitting(path: Path, wanted: tuple[tuple[str, str], ...]) -> tuple[Fact, ...]:
    """Records of a shipped file, which does not change in a run: a batch asks for the same ones a thousand times."""
    found = _some(path, keys_with(_text(path), [value for _, value in wanted]))
    return tuple(fact for fact in found.values() if fact.fits(**dict(wanted)))


def _single(path: Path, key: str) -> Fact:
    return _some(path, [key])[key]


def _some(path: Path, keys: list[str]) -> dict[str, Fact]:
    raw = sliced(_text(path), keys)
    known = {name: build_source(name, table) for name, table in raw["sources"].items()}
    return build_facts(path.stem, raw, known)


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
    fact.cache_clear()
    _text.cache_clear()


def _shipped(name: str) -> dict[str, Any] | None:
    path = SHIPPED / f"{name}.toml"
    return read_toml(path) if name.isidentifier() and path.is_file() else None


@cache
def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _files(folder: Path) -> list[Path]:
    try:
        return sorted(folder.glob("*.toml"))
    except OSError:
        return []
