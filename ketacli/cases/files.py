"""Files of a case: copied in whole, readable by their owner alone."""

from __future__ import annotations

import os
from pathlib import Path

from ketacli.cases.store import CaseProblem, refused
from ketacli.documents.digest import sha256
from ketacli.errors import InputProblem

DOCUMENTS = "documents"


def keep(folder: Path, source: Path, *, content: bytes | None = None) -> str:
    """Copy `source` into the case; the name relative to the case. Raises CaseProblem, InputProblem."""
    try:
        data = source.read_bytes() if content is None else content
    except OSError as problem:
        raise InputProblem(f"{source}: {(problem.strerror or 'cannot be read').lower()}") from problem
    inside = _inside(folder, source)
    if inside:
        return inside
    try:
        target = _free_name(folder / DOCUMENTS, Path(source.name).name or "document", data)
        if not target.exists():
            _write_whole(target, data)
    except OSError as problem:
        raise refused(folder, problem) from problem
    return target.relative_to(folder).as_posix()


def unchanged(folder: Path, file: str, known: str) -> bool:
    """Whether a file of the case still has the bytes that were read. False where it is missing."""
    try:
        return sha256((folder / file).read_bytes()) == known
    except OSError:
        return False


def inside_case(folder: Path, file: str) -> Path:
    """The path of a file named in a case. Raises CaseProblem where the name leads out of the case's folder."""
    path = (folder / file).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise CaseProblem(
            f"{folder}: a document of this case lies outside its folder", hint="Add it again: `ketacli case add`."
        )
    return path


def _inside(folder: Path, source: Path) -> str | None:
    try:
        return source.resolve().relative_to(folder.resolve()).as_posix()
    except ValueError:
        return None


def _free_name(folder: Path, name: str, data: bytes) -> Path:
    """A name that is free, or that of a file with the same bytes."""
    folder.mkdir(mode=0o700, exist_ok=True)
    stem, suffix = Path(name).stem, Path(name).suffix
    for number in range(1, 10_000):
        path = folder / (name if number == 1 else f"{stem}-{number}{suffix}")
        if not path.exists() or path.read_bytes() == data:
            return path
    raise CaseProblem(f"{folder}: too many files of one name")


def _write_whole(target: Path, data: bytes) -> None:
    import tempfile

    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".keeping.")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
