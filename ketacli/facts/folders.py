"""Where the shipped facts are, where a user's own newer facts may lie, and how a file of them is read."""

from __future__ import annotations

import os
import sys
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

from ketacli.errors import FactsProblem

SHIPPED = Path(__file__).parent / "data"
_LARGEST = 4_000_000
"""Bytes of a data file; a larger one in the user's folder is surely something else."""


def overlay_folder() -> Path:
    """The folder for a user's own facts: `$KETACLI_FACTS`, else `facts` in the configuration folder.

    The configuration folder is the one that `platformdirs.user_config_path("ketacli", appauthor=False)` names; it is
    worked out here because that import would cost every run more than reading the facts does.
    """
    named = os.environ.get("KETACLI_FACTS")
    return Path(named).expanduser() if named else _config_folder() / "facts"


def _config_folder() -> Path:
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA")
        return (Path(base) if base else Path.home() / "AppData" / "Local") / "ketacli"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "ketacli"
    base = os.environ.get("XDG_CONFIG_HOME", "").strip()
    return (Path(base) if base else Path.home() / ".config") / "ketacli"


def read_toml(path: Path) -> dict[str, Any]:
    """A data file as tables; fractions are `Decimal`. Raises FactsProblem that names the file."""
    try:
        if path.stat().st_size > _LARGEST:
            raise FactsProblem(f"{path}: too large for a file of facts", hint="Move it out of the facts folder.")
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as problem:
        raise FactsProblem(f"{path}: is not UTF-8 text", hint="Save it as UTF-8.") from problem
    except OSError as problem:
        raise FactsProblem(f"{path}: {(problem.strerror or 'cannot be read').lower()}") from problem
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as problem:
        raise FactsProblem(f"{path}: {problem}", hint="Mend the line, or move the file out of the folder.") from problem
