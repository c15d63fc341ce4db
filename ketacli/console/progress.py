"""A line per file as it finishes, on stderr and only where a person watches or many files are read."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator

from ketacli.console.streams import say
from ketacli.policy.check import Checked

_LONG = 50
"""Pages from which progress is shown."""
_WORDS = {0: "read", 1: "read, needs attention", 2: "wrong use", 3: "not read, or not wholly", 4: "failed"}


def file_lines(outcomes: Iterable[Checked], *, total: int) -> Iterator[Checked]:
    """Passes outcomes on; with more than one file says what became of each."""
    for place, outcome in enumerate(outcomes, start=1):
        if total > 1:
            say(f"[{place}/{total}] {outcome.name}: {_WORDS.get(int(outcome.code), 'failed')}")
        yield outcome


class PageProgress:
    """Pages read so far, rewritten in place: only for long documents, and only where a person watches."""

    def page_done(self, name: str, done: int, total: int) -> None:
        """Called for each page by the readers."""
        if total < _LONG or not sys.stderr.isatty() or (done % 25 and done != total):
            return
        sys.stderr.write(f"\rpage {done} of {total}" + ("\n" if done == total else ""))
        sys.stderr.flush()
