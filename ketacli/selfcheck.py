"""What `ketacli doctor` looks at: the same places and programs that a run would use."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from ketacli.errors import FactsProblem
from ketacli.facts.records import Fact

State = Literal["ok", "attention", "optional"]
OLDEST_PYTHON = (3, 11)
_NEEDED = {
    "typer": "the command line",
    "rich": "wide tables and help",
    "questionary": "questions at a terminal",
    "jinja2": "letters",
    "tomli_w": "writing answers",
    "pypdfium2": "reading PDF",
    "docx": "reading and writing DOCX",
    "selectolax": "reading HTML",
    "ahocorasick_rs": "looking for many words at once",
    "rapidfuzz": "near misses",
    "holidays": "dates that roll over a holiday",
    "platformdirs": "your folders",
    "msgspec": "JSON Schemas",
    "pyx12": "remittances (835)",
}
_EXTRAS = {"typst": ("pdf", "letters as PDF"), "distributed": ("cluster", "batches on several machines")}
_SIGNS = "✓✗—“”≥"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing that was looked at."""

    name: str
    state: State
    """`attention` needs doing; `optional` is something that you may do without."""
    told: str
    fix: str | None
    """What to do."""


def checks(today: date) -> list[Check]:
    """Python, libraries, extras, OCR, facts, write access and encoding, in this order."""
    return [
        _python(),
        *_libraries(),
        *_extras(),
        _ocr(),
        *_facts(today),
        *_write_access(),
        _encoding(),
    ]


def _python() -> Check:
    version = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info[:2] < OLDEST_PYTHON:
        return Check(name="python", state="attention", told=f"Python {version}", fix="Install Python 3.11 or newer.")
    return Check(name="python", state="ok", told=f"Python {version} ({sys.executable})", fix=None)


def _libraries() -> Iterator[Check]:
    missing = {name: use for name, use in _NEEDED.items() if find_spec(name) is None}
    for name, use in missing.items():
        yield Check(
            name=f"library {name}", state="attention", told=f"missing; needed for {use}", fix="Install ketacli again."
        )
    if not missing:
        yield Check(name="libraries", state="ok", told=f"all {len(_NEEDED)} found", fix=None)


def _extras() -> Iterator[Check]:
    for name, (extra, use) in _EXTRAS.items():
        there = find_spec(name) is not None
        fix = None if there else f'pip install "ketacli[{extra}]"'
        told = f"found; {use}" if there else f"not installed; only for {use}"
        yield Check(name=f"extra {extra}", state="ok" if there else "optional", told=told, fix=fix)


def _ocr() -> Check:
    from ketacli.documents.ocr import engine

    found = engine()
    if found:
        return Check(name="ocr", state="ok", told=f"tesseract at {found}", fix=None)
    return Check(
        name="ocr",
        state="attention",
        told="no tesseract on PATH: scanned pages stay unread, and their answer is unknown",
        fix=_how_to_get_tesseract(),
    )


def _how_to_get_tesseract() -> str:
    if sys.platform == "darwin":
        return "brew install tesseract"
    if sys.platform == "win32":
        return "winget install UB-Mannheim.TesseractOCR, then open a new terminal"
    return "sudo apt-get install tesseract-ocr (or your system's package of that name)"


def _facts(today: date) -> Iterator[Check]:
    from ketacli.facts.checks import check_file
    from ketacli.facts.folders import SHIPPED, overlay_folder, read_toml
    from ketacli.facts.stale import stale_warnings
    from ketacli.facts.store import names, subject

    by_subject: dict[str, list[Fact]] = {}
    problems: list[str] = []
    for path in sorted(SHIPPED.glob("*.toml")):
        try:
            check_file(read_toml(path), path)
        except FactsProblem as problem:
            problems.append(problem.message)
    ignored: list[str] = []
    for name in names():
        try:
            read = subject(name)
        except FactsProblem as problem:
            problems.append(problem.message)
            continue
        by_subject[name] = list(read)
        ignored += read.ignored
    for told in dict.fromkeys(problems):
        yield Check(name="facts", state="attention", told=told, fix="Mend the key, or move the file out of the folder.")
    if not problems:
        count = sum(map(len, by_subject.values()))
        yield Check(name="facts", state="ok", told=f"{count} facts in {len(by_subject)} subjects, all sound", fix=None)
    yield _own_facts(overlay_folder(), ignored)
    for name, each in by_subject.items():
        for told in stale_warnings(each, today):
            fix = "Update ketacli, or put newer figures into your facts folder."
            yield Check(name=f"age of {name}", state="attention", told=told, fix=fix)


def _own_facts(folder: Path, ignored: list[str]) -> Check:
    files = sorted(folder.glob("*.toml")) if folder.is_dir() else []
    if ignored:
        told = f"{folder}: older than the shipped facts and passed over: {', '.join(ignored)}"
        return Check(name="own facts", state="attention", told=told, fix="Remove them, or look them up again.")
    if files:
        return Check(name="own facts", state="ok", told=f"{len(files)} files in {folder}", fix=None)
    return Check(name="own facts", state="ok", told=f"none (the folder would be {folder})", fix=None)


def _write_access() -> Iterator[Check]:
    from platformdirs import user_config_path, user_data_path

    places = {
        "this folder": Path.cwd(),
        "configuration": user_config_path("ketacli", appauthor=False),
        "data": user_data_path("ketacli", appauthor=False),
    }
    for name, place in places.items():
        if _writable(place):
            yield Check(name=f"write {name}", state="ok", told=str(place), fix=None)
        else:
            yield Check(
                name=f"write {name}",
                state="attention",
                told=f"{place} cannot be written",
                fix="Change its permissions.",
            )


def _writable(place: Path) -> bool:
    """Whether a file could be made there; of a folder that is not there yet its nearest parent is asked."""
    while not place.exists() and place != place.parent:
        place = place.parent
    try:
        with tempfile.TemporaryFile(dir=place):
            return True
    except OSError:
        return False


def _encoding() -> Check:
    encoding = sys.stdout.encoding or "ascii"
    try:
        _SIGNS.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        fix = "Set PYTHONUTF8=1 in your environment."
        return Check(
            name="encoding", state="optional", told=f"{encoding}: signs such as ✓ are written in ASCII", fix=fix
        )
    term = os.environ.get("TERM", "")
    return Check(name="encoding", state="ok", told=f"{encoding}{f', terminal {term}' if term else ''}", fix=None)
