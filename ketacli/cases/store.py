"""Reading and writing a case so that nothing is lost: whole file or none, one writer at a time, history kept.

A write goes to a temporary file in the same folder, is flushed to the disk and renamed over the old one, all under a
lock. A killed process leaves the old file; a full disk leaves the old file and says so; two writers follow each other,
and each changes what the other wrote.
"""

from __future__ import annotations

import errno
import os
import tomllib
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from ketacli.cases.lock import Busy, locked
from ketacli.cases.migrate import NewerForm, brought_up
from ketacli.cases.model import Case, complaint, empty
from ketacli.errors import ExitCode, KetacliError

FILE = "case.toml"
LOCK = ".case.lock"
_TEMPORARY = ".case.toml."
_LARGEST = 64_000_000
"""Bytes of a case file; a larger one is surely something else."""
_SPACE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class CaseProblem(KetacliError):
    """A case that cannot be read or written; the message names file and key, never a value."""

    kind = "case"


class CaseUnreadable(CaseProblem):
    """A case file that is missing, damaged or of a later form."""

    code = ExitCode.UNREAD


def is_case(folder: Path) -> bool:
    """Whether a folder holds a case."""
    return (folder / FILE).is_file()


def create_case(
    folder: Path, fill: Mapping[str, Mapping[str, Any]] | None = None, *, now: datetime | None = None
) -> Case:
    """Make a folder into a case; `fill` gives facts by section. Raises CaseProblem where one stands there already."""
    moment = _moment(now)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with locked(folder / LOCK):
            if is_case(folder):
                raise CaseProblem(f"{folder} holds a case already", hint=f"`ketacli case show {folder}` shows it.")
            data = empty(_new_id(), moment)
            for name, facts in (fill or {}).items():
                data[name].update(facts)
            data["history"].append({"at": moment, "by": "case new", "what": "case opened"})
            _write(folder, data)
    except OSError as problem:
        raise refused(folder, problem) from problem
    except Busy as problem:
        raise _busy(folder) from problem
    return Case(folder, data)


def open_case(folder: Path) -> Case:
    """The case in a folder as it stands now, brought up to the present form in memory. Raises CaseProblem."""
    data = _read(folder)
    return Case(folder, data, migrated_from=_bring_up(folder, data))


def update_case(
    folder: Path,
    change: Callable[[dict[str, Any]], None],
    *,
    what: str,
    by: str = "case",
    now: datetime | None = None,
) -> Case:
    """Read the case, let `change` alter it in place, and write it, all under the lock.

    `what` names for the history what changed ("eligibility answers"): no values. Where `change` raises, nothing is
    written. Raises CaseProblem; the file is then as it was.
    """
    if not is_case(folder):
        raise _missing(folder)
    try:
        with locked(folder / LOCK):
            _sweep(folder)
            data = _read(folder)
            older = _bring_up(folder, data)
            change(data)
            wrong = complaint(data)
            if wrong:
                raise CaseProblem(f"{folder / FILE}: {wrong}; nothing was changed")
            data.setdefault("history", []).append({"at": _moment(now), "by": by, "what": what})
            if older is not None:
                _keep_older(folder, older)
            _write(folder, data)
    except OSError as problem:
        raise refused(folder, problem) from problem
    except Busy as problem:
        raise _busy(folder) from problem
    return Case(folder, data)


def pruned(value: Any) -> Any:
    """`value` as TOML can hold it: None left out of tables and lists, tuples as lists, paths and enums as text."""
    if isinstance(value, Mapping):
        return {str(key): pruned(inner) for key, inner in value.items() if inner is not None}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [pruned(inner) for inner in value if inner is not None]
    if isinstance(value, (str, bool, int, float, Decimal)) or hasattr(value, "isoformat"):
        return value
    return str(getattr(value, "value", value))


def _read(folder: Path) -> dict[str, Any]:
    path = folder / FILE
    try:
        if path.stat().st_size > _LARGEST:
            raise CaseUnreadable(f"{path}: too large for a case file", hint="Look for a copy of the case.")
        return tomllib.loads(path.read_bytes().decode("utf-8"), parse_float=Decimal)
    except FileNotFoundError as problem:
        raise _missing(folder) from problem
    except OSError as problem:
        raise CaseUnreadable(f"{path}: {(problem.strerror or 'cannot be read').lower()}") from problem
    except UnicodeDecodeError as problem:
        raise CaseUnreadable(f"{path}: is not UTF-8 text", hint="Look for a copy of the case.") from problem
    except tomllib.TOMLDecodeError as problem:
        raise CaseUnreadable(f"{path}: not in order{_place(problem)}", hint="Mend the line by hand.") from problem


def _place(problem: tomllib.TOMLDecodeError) -> str:
    """Line and column alone: the parser's own words may repeat what stands in the file."""
    words = str(problem)
    return f" {words[words.rindex('(') :]}" if "(at " in words else ""


def _bring_up(folder: Path, data: dict[str, Any]) -> int | None:
    path = folder / FILE
    try:
        older = brought_up(data)
    except NewerForm as problem:
        raise CaseUnreadable(
            f"{path}: was written by a newer ketacli (form {problem})", hint="Install the newer version."
        ) from problem
    except ValueError as problem:
        raise CaseUnreadable(f"{path}: {problem}", hint="Is this file a case?") from problem
    wrong = complaint(data)
    if wrong:
        raise CaseUnreadable(f"{path}: {wrong}", hint="Mend the line by hand.")
    return older


def _write(folder: Path, data: dict[str, Any]) -> None:
    """A new file beside the old one, on the disk, then renamed over it. Raises OSError with the old file intact."""
    import tempfile

    import tomli_w

    payload = tomli_w.dumps(pruned(data)).encode("utf-8")
    handle, name = tempfile.mkstemp(dir=folder, prefix=_TEMPORARY)  # made 0600
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(payload)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(folder / FILE)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    _sync_folder(folder)


def _sync_folder(folder: Path) -> None:
    """Bring the rename itself to the disk, where the system lets a folder be synced."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    except OSError:
        pass
    finally:
        os.close(handle)


def _sweep(folder: Path) -> None:
    """Take away what a killed writer left; under the lock no other writer's file can be among it."""
    for left in folder.glob(f"{_TEMPORARY}*"):
        left.unlink(missing_ok=True)


def _keep_older(folder: Path, version: int) -> None:
    """Keep the file in its older form beside the new one; an earlier copy is left alone."""
    import shutil

    kept = folder / f"case.v{version}.toml"
    if not kept.exists():
        shutil.copy2(folder / FILE, kept)
        kept.chmod(0o600)


def _moment(now: datetime | None) -> str:
    return (now or datetime.now(UTC)).strftime("%Y-%m-%dT%H:%M:%SZ")


def _new_id() -> str:
    """Six letters and digits that are not mistaken for each other."""
    import secrets

    return "".join(secrets.choice("23456789ABCDEFGHJKMNPQRSTVWXYZ") for _ in range(6))


def _missing(folder: Path) -> CaseProblem:
    return CaseUnreadable(f"{folder} holds no case", hint=f"`ketacli case new {folder}` opens one.")


def _busy(folder: Path) -> CaseProblem:
    return CaseProblem(
        f"{folder}: another ketacli is writing to this case; nothing was changed", hint="Run it again in a moment."
    )


def refused(folder: Path, problem: OSError) -> CaseProblem:
    """What the system said to a write, in our words."""
    if problem.errno in _SPACE:
        return CaseProblem(
            f"{folder}: there is no room on the disk; the case is as it was", hint="Make room and run it again."
        )
    words = (problem.strerror or "cannot be written").lower()
    return CaseProblem(
        f"{folder}: {words}; the case is as it was", hint="Use a folder that you can write to, or change its rights."
    )
