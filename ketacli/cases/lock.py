"""One writer at a time: a lock that the system itself lets go of when a process dies."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

WAIT_SECONDS = 30.0
_PAUSE_SECONDS = 0.02


class Busy(Exception):
    """Another process held the lock all the time."""


@contextmanager
def locked(path: Path, *, wait: float = WAIT_SECONDS) -> Iterator[None]:
    """Hold the lock file `path` (made where it is missing, 0600). Raises Busy after `wait` seconds, OSError."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _acquire(handle, time.monotonic() + wait)
        yield
    finally:
        os.close(handle)


def _acquire(handle: int, until: float) -> None:
    while not _try(handle):
        if time.monotonic() >= until:
            raise Busy
        time.sleep(_PAUSE_SECONDS)


def _try(handle: int) -> bool:
    """Whether the lock was free; closing the handle, or the end of the process, gives it back."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True
