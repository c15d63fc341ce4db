"""A finished result to stdout or, by temporary file and rename, to a file."""

from __future__ import annotations

import os
from pathlib import Path

from ketacli.console.streams import out, say
from ketacli.errors import OutputProblem


def deliver(result: str | bytes, output: Path | None, *, force: bool = False, private: bool = False) -> None:
    """Write `result` to `output`, or to stdout where that is None or `-`.

    A file appears whole or not at all, and never over another one without `force`. `private` files are readable
    by their owner alone (0600). Raises OutputProblem.
    """
    if output is None or str(output) == "-":
        text = result if isinstance(result, str) else result.decode("utf-8")
        # A shell's prompt and the words on stderr begin on a line of their own.
        out(text if text.endswith("\n") else f"{text}\n")
        return
    write_file(result, output, force=force, private=private)
    say(f"Written: {output}")


def write_file(result: str | bytes, output: Path, *, force: bool = False, private: bool = False) -> None:
    """As `deliver` does for a file, without a word. Raises OutputProblem."""
    if output.exists() and not force:
        raise OutputProblem(
            f"{output} exists and is left as it is", hint="Name another file, or add --force to replace it."
        )
    # Imported here: a result that goes to stdout needs no temporary file, and the import costs time at each start.
    import tempfile

    data = result.encode("utf-8") if isinstance(result, str) else result
    try:
        handle, name = tempfile.mkstemp(dir=output.parent, prefix=f".{output.name}.")
    except OSError as problem:
        raise OutputProblem(
            f"{output}: {(problem.strerror or 'cannot be written').lower()}",
            hint="Name a folder that you can write to.",
        ) from problem
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).chmod(0o600 if private else 0o666 & ~_umask())
        Path(name).replace(output)
    except OSError as problem:
        Path(name).unlink(missing_ok=True)
        raise OutputProblem(
            f"{output}: {(problem.strerror or 'cannot be written').lower()}", hint="Nothing was left behind."
        ) from problem


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current
