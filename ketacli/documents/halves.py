"""Pages of a long PDF read by two processes: a copy of this one takes every other stretch of pages.

pdfium allows one thread a process. A forked copy shares the loaded document, starts in milliseconds and sends back
plain values; where there is no fork, one processor, or other threads run, the pages are read one after the other.
"""

from __future__ import annotations

import marshal
import os
import select
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import TypeAlias

from ketacli.documents.limits import Watch
from ketacli.documents.lines import Line, Segment, Sheet
from ketacli.documents.model import UnreadPage
from ketacli.documents.pictures import Picture

Result: TypeAlias = Sheet | UnreadPage | Picture
ReadPage: TypeAlias = Callable[[int], Result]

_WORTH_IT = 24
"""Pages from which the copy pays for itself."""
_STRETCH = 160
"""Pages that both take before they meet again, which bounds memory and keeps progress moving."""


def read_pages(read: ReadPage, total: int, watch: Watch) -> Iterator[tuple[int, Result]]:
    """(index, result) of every page in order."""
    alone = total < _WORTH_IT or not can_fork()
    for first in range(0, total, _STRETCH):
        end = min(first + _STRETCH, total)
        middle = end if alone else first + (end - first + 1) // 2
        copy = _Copy(read, range(middle, end)) if middle < end else None
        try:
            for at in range(first, middle):
                yield at, read(at)
            results = copy.results(watch) if copy else {}
        finally:
            if copy:
                copy.stop()
        for at in range(middle, end):
            # A picture is rendered where OCR can take it at once; so is a page that the copy did not get to.
            yield at, results[at] if at in results else read(at)


def can_fork() -> bool:
    """Whether a copy of this process may be made: on Linux, two processors, no other thread, no sibling at work."""
    if sys.platform != "linux":
        return False
    threading, processes = sys.modules.get("threading"), sys.modules.get("multiprocessing.process")
    if processes is not None and processes.parent_process() is not None:
        return False  # one of several workers: the processors are taken
    return (threading is None or threading.active_count() == 1) and len(os.sched_getaffinity(0)) > 1


class _Copy:
    """A forked copy that reads some pages and sends them back through a pipe."""

    def __init__(self, read: ReadPage, pages: range) -> None:
        self._source, sink = os.pipe()
        self._child = os.fork()
        if self._child == 0:
            self._work(read, pages, sink)
        os.close(sink)

    @staticmethod
    def _work(read: ReadPage, pages: range, sink: int) -> None:
        """In the copy: read, send, end at once, without the clean-up that belongs to the first process."""
        try:
            found = {at: packed for at in pages if (packed := pack(read(at))) is not None}
            view = memoryview(marshal.dumps(found))
            while view:
                view = view[os.write(sink, view) :]
        finally:
            os._exit(0)

    def results(self, watch: Watch) -> dict[int, Result]:
        """What the copy read; nothing where it failed. Raises `TooSlow`."""
        parts: list[bytes] = []
        while True:
            ready, _, _ = select.select([self._source], [], [], watch.seconds_left())
            if not ready:
                continue
            part = os.read(self._source, 1 << 20)
            if not part:
                break
            parts.append(part)
        try:
            return {at: unpack(packed) for at, packed in marshal.loads(b"".join(parts)).items()}
        except (EOFError, ValueError, TypeError):
            return {}

    def stop(self) -> None:
        """End the copy, wherever it is."""
        os.close(self._source)
        with suppress(ProcessLookupError):
            os.kill(self._child, signal.SIGKILL)
        with suppress(ChildProcessError):
            os.waitpid(self._child, 0)


def pack(result: Result) -> tuple[object, ...] | None:
    """A result as plain values; None for a picture, which is too large to send."""
    if isinstance(result, UnreadPage):
        return (result.page, result.reason)
    if isinstance(result, Picture):
        return None
    lines = [
        (
            (line.start, line.end, line.x0, line.x1, line.top, line.height, line.bold, line.char, line.broken),
            [(s.start, s.end, s.x0, s.x1, s.middle) for s in line.segments] if line.segments is not None else None,
        )
        for line in result.lines
    ]
    page = (result.number, result.text, result.width, result.height)
    return (*page, lines, result.horizontals, result.verticals, result.struck)


def unpack(values: tuple[object, ...]) -> Result:
    """The result that `pack` packed."""
    if len(values) == 2:
        return UnreadPage(page=values[0], reason=values[1])  # type: ignore[arg-type]
    number, text, width, height, rows, horizontals, verticals, struck = values
    lines = []
    for fields, segments in rows:  # type: ignore[attr-defined]
        line = Line(*fields)
        if segments is not None:
            line.segments = [Segment(*s) for s in segments]
        lines.append(line)
    return Sheet(number, text, width, height, lines, horizontals, verticals, struck)  # type: ignore[arg-type]
